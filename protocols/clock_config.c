// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol, the configuration of a clock.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>

#include "clock.h"

/*
 * Since 2.1 CLOCK_CONFIG_SET can also set an extended (OEM) value and leave the state
 * alone. Before CLOCK_CONFIG_GET there was, bit 0 of CLOCK_ATTRIBUTES is the state.
 */
#define SCMI_CLOCK_CFG_STATE		GENMASK(1, 0)
#define SCMI_CLOCK_CFG_SET_TYPE		GENMASK(23, 16)
#define SCMI_CLOCK_CFG_GET_TYPE		GENMASK(7, 0)
#define SCMI_CLOCK_CFG_IS_ENABLED	BIT(0)

enum scmi_clock_state {
	SCMI_CLOCK_OFF = 0,
	SCMI_CLOCK_ON = 1,
	SCMI_CLOCK_UNCHANGED = 3,
};

/* DEN0056 4.6.2.8 */
static int scmi_clock_config_set(const struct scmi_protocol_handle *ph, u32 id,
				 enum scmi_clock_state state, u8 type, u32 val,
				 bool atomic)
{
	u32 config = FIELD_PREP(SCMI_CLOCK_CFG_STATE, state) |
		     FIELD_PREP(SCMI_CLOCK_CFG_SET_TYPE, type);

	return scmi_call_inline(ph, SCMI_CLOCK_CONFIG_SET,
				SCMI_WORDS(id, config, val),
				atomic ? SCMI_CALL_ATOMIC : 0, NULL, 0);
}

static int scmi_clock_set_state(const struct scmi_protocol_handle *ph, u32 id,
				enum scmi_clock_state state, bool atomic)
{
	struct scmi_clock *clk = scmi_clock_lookup(ph, id);

	if (!clk)
		return -EINVAL;
	if (clk->info.state_ctrl_forbidden)
		return -EACCES;
	return scmi_clock_config_set(ph, id, state, 0, 0, atomic);
}

/**
 * scmi_clock_enable() - turn a clock on
 * @ph: handle
 * @id: clock
 * @atomic: do not sleep
 *
 * DEN0056 4.6.2.8.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0; -EINVAL: no such clock; -EACCES: not ours to control; see
 *	   scmi_call().
 */
int scmi_clock_enable(const struct scmi_protocol_handle *ph, u32 id,
		      bool atomic)
{
	return scmi_clock_set_state(ph, id, SCMI_CLOCK_ON, atomic);
}

/**
 * scmi_clock_disable() - turn a clock off
 * @ph: handle
 * @id: clock
 * @atomic: do not sleep
 *
 * DEN0056 4.6.2.8.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: as scmi_clock_enable().
 */
int scmi_clock_disable(const struct scmi_protocol_handle *ph, u32 id,
		       bool atomic)
{
	return scmi_clock_set_state(ph, id, SCMI_CLOCK_OFF, atomic);
}

/**
 * struct scmi_clock_config - answer to CLOCK_CONFIG_GET
 * @attributes: attributes word
 * @enabled: the clock is on
 * @val: value of the extended type asked for
 */
struct scmi_clock_config {
	u32 attributes;
	bool enabled;
	u32 val;
};

/* DEN0056 4.6.2.12. The value need not be there when no type is asked for. */
static int scmi_clock_config_get(const struct scmi_protocol_handle *ph, u32 id,
				 u8 type, struct scmi_clock_config *cfg,
				 bool atomic)
{
	u32 words[3] = {};
	int ret;

	ret = scmi_call(ph, SCMI_CLOCK_CONFIG_GET,
			SCMI_WORDS(id, FIELD_PREP(SCMI_CLOCK_CFG_GET_TYPE, type)),
			atomic ? SCMI_CALL_ATOMIC : 0, words, type ? 3 : 2);
	cfg->attributes = words[0];
	cfg->enabled = words[1] & SCMI_CLOCK_CFG_IS_ENABLED;
	cfg->val = words[2];
	return ret;
}

/* DEN0056 4.6.2.4 */
static int scmi_clock_state_from_attributes(const struct scmi_protocol_handle *ph,
					    u32 id, bool *enabled, bool atomic)
{
	u32 attr;
	int ret;

	ret = scmi_call(ph, SCMI_CLOCK_ATTRIBUTES, SCMI_WORDS(id),
			atomic ? SCMI_CALL_ATOMIC : 0, &attr, 1);
	if (!ret)
		*enabled = attr & SCMI_CLOCK_CFG_IS_ENABLED;
	return ret;
}

/**
 * scmi_clock_state_get() - is a clock on?
 * @ph: handle
 * @id: clock
 * @enabled: set to the answer
 * @atomic: do not sleep
 *
 * DEN0056 4.6.2.12; where that is missing, 4.6.2.4.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0; -EINVAL: no such clock; see scmi_call().
 */
int scmi_clock_state_get(const struct scmi_protocol_handle *ph, u32 id,
			 bool *enabled, bool atomic)
{
	struct scmi_clock_config cfg;
	int ret;

	if (!scmi_clock_lookup(ph, id))
		return -EINVAL;
	ret = scmi_clock_config_get(ph, id, 0, &cfg, atomic);
	if (scmi_not_implemented(ret))
		return scmi_clock_state_from_attributes(ph, id, enabled,
							atomic);
	if (!ret)
		*enabled = cfg.enabled;
	return ret;
}

static int scmi_clock_oem_check(const struct scmi_protocol_handle *ph, u32 id,
				enum scmi_clock_oem_config type)
{
	struct scmi_clock *clk = scmi_clock_lookup(ph, id);

	if (!clk || (u32)type - 1 >= SCMI_CLOCK_CFG_OEM_END)
		return -EINVAL;
	if (!clk->info.extended_config)
		return -EOPNOTSUPP;
	return 0;
}

/**
 * scmi_clock_config_oem_get() - read an extended configuration value
 * @ph: handle
 * @id: clock
 * @type: which
 * @val: set to the value
 * @attributes: set to the attributes; may be NULL
 * @atomic: do not sleep
 *
 * DEN0056 4.6.2.12.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0; -EINVAL: no such clock or type; -EOPNOTSUPP: the clock has no
 *	   extended configuration; see scmi_call().
 */
int scmi_clock_config_oem_get(const struct scmi_protocol_handle *ph, u32 id,
			      enum scmi_clock_oem_config type, u32 *val,
			      u32 *attributes, bool atomic)
{
	struct scmi_clock_config cfg;
	int ret;

	ret = scmi_clock_oem_check(ph, id, type);
	if (!ret)
		ret = scmi_clock_config_get(ph, id, type, &cfg, atomic);
	if (ret)
		return ret;
	if (val)
		*val = cfg.val;
	if (attributes)
		*attributes = cfg.attributes;
	return 0;
}

/**
 * scmi_clock_config_oem_set() - write an extended configuration value
 * @ph: handle
 * @id: clock
 * @type: which
 * @val: value
 * @atomic: do not sleep
 *
 * DEN0056 4.6.2.8; the clock stays on or off as it is.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: as scmi_clock_config_oem_get().
 */
int scmi_clock_config_oem_set(const struct scmi_protocol_handle *ph, u32 id,
			      enum scmi_clock_oem_config type, u32 val,
			      bool atomic)
{
	int ret = scmi_clock_oem_check(ph, id, type);

	if (ret)
		return ret;
	return scmi_clock_config_set(ph, id, SCMI_CLOCK_UNCHANGED, type, val,
				     atomic);
}
