/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The protocols of NXP's i.MX system manager, as their clients see them.
 *
 * Source compatible with mainline's header of the same name, whose include guard it
 * shares. The agent implements none of these protocols; a module that does names
 * vendor and sub-vendor as below.
 */
#ifndef _LINUX_SCMI_NXP_PROTOCOL_H
#define _LINUX_SCMI_NXP_PROTOCOL_H

#include <linux/bitfield.h>
#include <linux/device.h>
#include <linux/notifier.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

#define SCMI_IMX_VENDOR		"NXP"
#define SCMI_IMX_SUBVENDOR	"IMX"

/* Logical machines, battery backed module, processors, all else. */
#define SCMI_PROTOCOL_IMX_LMM	0x80
#define SCMI_PROTOCOL_IMX_BBM	0x81
#define SCMI_PROTOCOL_IMX_CPU	0x82
#define SCMI_PROTOCOL_IMX_MISC	0x84

/**
 * struct scmi_imx_bbm_proto_ops - operations of the battery backed module's protocol
 * @rtc_time_set: set a clock, seconds since 1970
 * @rtc_time_get: read a clock
 * @rtc_alarm_set: let a clock announce that a time has come, or not
 * @button_get: is the button pressed?
 */
struct scmi_imx_bbm_proto_ops {
	int (*rtc_time_set)(const struct scmi_protocol_handle *ph, u32 id,
			    u64 sec);
	int (*rtc_time_get)(const struct scmi_protocol_handle *ph, u32 id,
			    u64 *val);
	int (*rtc_alarm_set)(const struct scmi_protocol_handle *ph, u32 id,
			     bool enable, u64 sec);
	int (*button_get)(const struct scmi_protocol_handle *ph, u32 *state);
};

/* Event ids are unique within a protocol only. */
enum scmi_nxp_notification_events {
	SCMI_EVENT_IMX_BBM_RTC = 0x0,
	SCMI_EVENT_IMX_BBM_BUTTON = 0x1,
	SCMI_EVENT_IMX_MISC_CONTROL = 0x0,
};

/* BBM: a clock's alarm, or the button. */
struct scmi_imx_bbm_notif_report {
	bool			is_rtc;
	bool			is_button;
	ktime_t			timestamp;
	unsigned int		rtc_id;
	unsigned int		rtc_evt;
};

/* MISC: a control changed. */
struct scmi_imx_misc_ctrl_notify_report {
	ktime_t			timestamp;
	unsigned int		ctrl_id;
	unsigned int		flags;
};

/* Words of further information on a reset. */
#define MISC_EXT_INFO_LEN_MAX	4

/**
 * struct scmi_imx_misc_reset_reason - why the system, or a part of it, was reset
 * @valid: @reason is known
 * @orig_valid: @origin is known
 * @err_valid: @errid is known
 * @reason: reason
 * @origin: who it came from
 * @errid: error that it came from
 */
struct scmi_imx_misc_reset_reason {
	bool valid:1;
	bool orig_valid:1;
	bool err_valid:1;
	u32 reason;
	u32 origin;
	u32 errid;
};

/**
 * struct scmi_imx_misc_proto_ops - operations of the protocol for all else
 * @misc_ctrl_set: set the @num words of a control
 * @misc_ctrl_get: read the words of a control, and how many there are
 * @misc_ctrl_req_notify: ask for notifications of a control
 * @misc_syslog: read the system manager's log; @size is its room, in words, before,
 *		 and what was read afterwards
 * @misc_reset_reason: why the last boot and the last shutdown happened, of the system
 *		       or of this machine
 */
struct scmi_imx_misc_proto_ops {
	int (*misc_ctrl_set)(const struct scmi_protocol_handle *ph, u32 id,
			     u32 num, u32 *val);
	int (*misc_ctrl_get)(const struct scmi_protocol_handle *ph, u32 id,
			     u32 *num, u32 *val);
	int (*misc_ctrl_req_notify)(const struct scmi_protocol_handle *ph,
				    u32 ctrl_id, u32 evt_id, u32 flags);
	int (*misc_syslog)(const struct scmi_protocol_handle *ph, u16 *size,
			   void *array);
	int (*misc_reset_reason)(const struct scmi_protocol_handle *ph,
				 bool system,
				 struct scmi_imx_misc_reset_reason *boot_r,
				 struct scmi_imx_misc_reset_reason *shut_r,
				 u32 *extinfo);
};

/* The caller's own logical machine; room for a name. */
#define LMM_ID_DISCOVER		0xFFFFFFFFU
#define LMM_MAX_NAME		16

enum scmi_imx_lmm_state {
	LMM_STATE_LM_OFF,
	LMM_STATE_LM_ON,
	LMM_STATE_LM_SUSPEND,
	LMM_STATE_LM_POWERED,
};

/**
 * struct scmi_imx_lmm_info - one logical machine
 * @lmid: its id
 * @state: its state
 * @errstatus: the last error of it that was recorded
 * @name: name
 */
struct scmi_imx_lmm_info {
	u32 lmid;
	enum scmi_imx_lmm_state state;
	u32 errstatus;
	u8 name[LMM_MAX_NAME];
};

/**
 * struct scmi_imx_lmm_proto_ops - operations of the logical machines' protocol
 * @lmm_power_boot: turn a machine on, and boot it if @boot
 * @lmm_info: description of a machine
 * @lmm_reset_vector_set: where a processor of a machine begins
 * @lmm_shutdown: shut a machine down
 */
struct scmi_imx_lmm_proto_ops {
	int (*lmm_power_boot)(const struct scmi_protocol_handle *ph, u32 lmid,
			      bool boot);
	int (*lmm_info)(const struct scmi_protocol_handle *ph, u32 lmid,
			struct scmi_imx_lmm_info *info);
	int (*lmm_reset_vector_set)(const struct scmi_protocol_handle *ph,
				    u32 lmid, u32 cpuid, u32 flags, u64 vector);
	int (*lmm_shutdown)(const struct scmi_protocol_handle *ph, u32 lmid,
			    u32 flags);
};

/**
 * struct scmi_imx_cpu_proto_ops - operations of the processors' protocol
 * @cpu_reset_vector_set: where a processor begins when it starts, boots or resumes
 * @cpu_start: start a processor, or stop it
 * @cpu_started: does it run?
 */
struct scmi_imx_cpu_proto_ops {
	int (*cpu_reset_vector_set)(const struct scmi_protocol_handle *ph,
				    u32 cpuid, u64 vector, bool start,
				    bool boot, bool resume);
	int (*cpu_start)(const struct scmi_protocol_handle *ph, u32 cpuid,
			 bool start);
	int (*cpu_started)(const struct scmi_protocol_handle *ph, u32 cpuid,
			   bool *started);
};

#endif /* _LINUX_SCMI_NXP_PROTOCOL_H */
