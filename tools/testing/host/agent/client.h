/* SPDX-License-Identifier: GPL-2.0-only */
/* A device for a client driver to be bound to. */
#ifndef AGENT_CLIENT_H
#define AGENT_CLIENT_H

#include "world.h"

/* Make @sdev one that uses @ph, whose operations are those of the platform's. */
void client_device(struct scmi_device *sdev, const struct scmi_protocol_handle *ph);

/* Whether commands can be sent without sleeping. */
extern bool client_atomic;

/* Call the notifier that the client has registered, if it has. */
void client_notify(void *report);

/* A name that a framework can be given: not empty, terminated, printable. */
void client_check_name(const char *name, size_t size);

/**
 * struct clk_core - a clock as the framework keeps it
 * @hw: the driver's
 * @ops: its operations
 * @name: its name
 * @rate: the rate that was read last
 * @min: the lowest rate, as the driver has said
 * @max: the highest
 * @parent: index of its parent, as it was when it was registered
 */
struct clk_core {
	struct clk_hw *hw;
	const struct clk_ops *ops;
	char name[160];
	unsigned long rate;
	unsigned long min;
	unsigned long max;
	u8 parent;
};

/* Bind the client driver of clocks; devres_release() unbinds it. */
int client_clk_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph);
/* A clock that is registered, or NULL; its rate; what the framework makes of others. */
struct clk_core *client_clk_of(u32 id);
unsigned long client_clk_rate(u32 id);
unsigned long client_clk_round(u32 id, unsigned long hz);
unsigned long client_clk_set_rate(u32 id, unsigned long hz);

/* Bind the client driver of sensors, likewise. */
int client_hwmon_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph);
struct scmi_hwmon *client_hwmon_data(void);
const char *client_hwmon_name(void);
/* Its files, by their names in sysfs; -ENOTDIR when there is none of that name. */
bool client_hwmon_has(const char *name);
int client_hwmon_read(const char *name, s64 *val);
int client_hwmon_write(const char *name, s64 val);
/* Bind the client driver of IIO, likewise. */
int client_iio_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph);
/* The device of a sensor of that name, or NULL. */
struct iio_dev *client_iio_device(const char *sensor);
/*
 * Its files, by their names in sysfs: "in_accel_x_raw". Reading stores a text without the
 * end of the line. Return: 0, an error, or -ENOTDIR when there is none of that name.
 */
int client_iio_read(const char *sensor, const char *name, char *text);
int client_iio_write_rate(const char *sensor, int hz, int nano);
/* Bind the client driver of pins, likewise; the framework's device, if it is there. */
int client_pinctrl_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph);
struct pinctrl_dev *client_pinctrl_dev(void);
const struct pinctrl_desc *client_pinctrl_desc(void);
/* What BASE has told of the platform. */
extern struct scmi_base_info client_base;

/* Bind the client driver of power caps, likewise; zones may be released late. */
int client_powercap_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph);
extern bool client_powercap_late;
/* The name of its control type; that; how many zones there are; the zone of that name. */
const char *client_powercap_type(void);
struct powercap_control_type *client_powercap_all(void);
unsigned int client_powercap_num(void);
struct powercap_zone *client_powercap_zone(const char *name);
/* The files that were announced since the last call. */
const char *client_powercap_notified(void);

/* The instance's number, 0 if a test says nothing else. */
extern const char *client_instance;

#endif /* AGENT_CLIENT_H */
