// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PINCTRL protocol, functions and settings of pins and groups.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/export.h>
#include <linux/minmax.h>

#include "pinctrl.h"

/* PINCTRL_SETTINGS_GET: attributes */
#define SCMI_PINCTRL_GET_WHAT		GENMASK(19, 18)
#define SCMI_PINCTRL_GET_SELECTOR	GENMASK(17, 16)
#define SCMI_PINCTRL_GET_SKIP		GENMASK(15, 8)
#define SCMI_PINCTRL_GET_TYPE		GENMASK(7, 0)

enum { SCMI_PINCTRL_GET_ONE, SCMI_PINCTRL_GET_ALL, SCMI_PINCTRL_GET_FUNCTION };

/* ... and num_configs of its answer; the number to skip has 8 bits. */
static const struct scmi_list scmi_pinctrl_configs = {
	.returned = GENMASK(7, 0),
	.remaining = GENMASK(31, 24),
	.record = 2 * sizeof(__le32),
	.limit = 256,
};

/* PINCTRL_SETTINGS_CONFIGURE: attributes, and what a request has at most */
#define SCMI_PINCTRL_SET_FUNCTION	BIT(10)
#define SCMI_PINCTRL_SET_NUM		GENMASK(9, 2)
#define SCMI_PINCTRL_SET_SELECTOR	GENMASK(1, 0)
#define SCMI_PINCTRL_SET_MAX		255

/* Words of a request in front of its settings, and of a setting. */
#define SCMI_PINCTRL_SET_HEAD		3
#define SCMI_PINCTRL_SET_PAIR		2

#define SCMI_PINCTRL_TYPE_MAX		0xff

static struct scmi_xfer *
scmi_pinctrl_settings_ask(const struct scmi_protocol_handle *ph, u32 id,
			  enum scmi_pinctrl_selector_type type, u32 what)
{
	u32 attr = FIELD_PREP(SCMI_PINCTRL_GET_SELECTOR, type) | what;

	return scmi_ask(ph, SCMI_PINCTRL_SETTINGS_GET, SCMI_WORDS(id, attr), 0,
			0);
}

/**
 * scmi_agent_pinctrl_mux_get() - which function a pin or group has
 * @ph: handle
 * @id: pin or group
 * @type: which of the two
 * @function: set to the function, or to SCMI_AGENT_PINCTRL_NONE
 *
 * DEN0056 4.11.2.6.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such pin or group; -EPROTO: no such function; see scmi_ask().
 */
int scmi_agent_pinctrl_mux_get(const struct scmi_protocol_handle *ph, u32 id,
			       enum scmi_pinctrl_selector_type type,
			       u32 *function)
{
	struct scmi_xfer *xfer;
	u32 theirs;

	if (!scmi_pinctrl_is_pin(ph, type, id))
		return -EINVAL;
	xfer = scmi_pinctrl_settings_ask(ph, id, type,
					 FIELD_PREP(SCMI_PINCTRL_GET_WHAT,
						    SCMI_PINCTRL_GET_FUNCTION));
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	theirs = scmi_xfer_word(xfer, 0);
	scmi_xfer_put(xfer);
	if (theirs != SCMI_AGENT_PINCTRL_NONE &&
	    !scmi_pinctrl_has(ph, FUNCTION_TYPE, theirs))
		return -EPROTO;
	*function = theirs;
	return 0;
}
EXPORT_SYMBOL_GPL(scmi_agent_pinctrl_mux_get);

/**
 * scmi_pinctrl_settings_get_one() - read a setting of a pin or group
 * @ph: handle
 * @id: pin or group
 * @type: which of the two
 * @config: which setting, 0 to 255
 * @value: set to its value
 *
 * DEN0056 4.11.2.6.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such pin, group or setting; see scmi_ask().
 */
int scmi_pinctrl_settings_get_one(const struct scmi_protocol_handle *ph,
				  u32 id, enum scmi_pinctrl_selector_type type,
				  enum scmi_pinctrl_conf_type config,
				  u32 *value)
{
	struct scmi_xfer *xfer;
	struct scmi_cursor c;
	u32 num, theirs, word;
	int ret;

	if (!scmi_pinctrl_is_pin(ph, type, id) ||
	    (u32)config > SCMI_PINCTRL_TYPE_MAX)
		return -EINVAL;
	xfer = scmi_pinctrl_settings_ask(ph, id, type, config);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	scmi_skip(&c, sizeof(__le32));
	num = scmi_get_le32(&c) & scmi_pinctrl_configs.returned;
	theirs = scmi_get_le32(&c) & SCMI_PINCTRL_GET_TYPE;
	word = scmi_get_le32(&c);
	ret = scmi_cursor_end(&c);
	scmi_xfer_put(xfer);
	if (ret || !num || theirs != config)
		return -EPROTO;
	*value = word;
	return 0;
}

/* One message of all settings. Return: 0 or negative errno. */
static int scmi_pinctrl_settings_take(const struct scmi_list *list,
				      struct scmi_parts *parts,
				      struct scmi_xfer *xfer,
				      enum scmi_pinctrl_conf_type *configs,
				      u32 *values)
{
	struct scmi_cursor c = scmi_xfer_cursor(xfer);
	u32 at = parts->got;
	int n;

	scmi_skip(&c, sizeof(__le32));
	n = scmi_list_take(list, parts, &c);
	if (n < 0)
		return n;
	for (; n--; at++) {
		configs[at] = scmi_get_le32(&c) & SCMI_PINCTRL_GET_TYPE;
		values[at] = scmi_get_le32(&c);
	}
	return 0;
}

/**
 * scmi_pinctrl_settings_get_all() - read all settings of a pin or group
 * @ph: handle
 * @id: pin or group
 * @type: which of the two
 * @num: entries in @configs and @values; set to the number of settings
 * @configs: filled with the settings
 * @values: filled with their values
 *
 * DEN0056 4.11.2.6. What was stored before an error means nothing.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such pin or group; -E2BIG: there are more settings; see
 *	   scmi_ask().
 */
int scmi_pinctrl_settings_get_all(const struct scmi_protocol_handle *ph,
				  u32 id, enum scmi_pinctrl_selector_type type,
				  unsigned int *num,
				  enum scmi_pinctrl_conf_type *configs,
				  u32 *values)
{
	struct scmi_list list = scmi_pinctrl_configs;
	struct scmi_parts parts;
	struct scmi_xfer *xfer;
	int ret;

	if (!scmi_pinctrl_is_pin(ph, type, id))
		return -EINVAL;
	list.limit = min(*num, list.limit);
	scmi_parts_init(&parts);
	do {
		u32 what = FIELD_PREP(SCMI_PINCTRL_GET_WHAT, SCMI_PINCTRL_GET_ALL) |
			   FIELD_PREP(SCMI_PINCTRL_GET_SKIP, parts.got);

		xfer = scmi_pinctrl_settings_ask(ph, id, type, what);
		if (IS_ERR(xfer))
			return PTR_ERR(xfer);
		ret = scmi_pinctrl_settings_take(&list, &parts, xfer, configs, values);
		scmi_xfer_put(xfer);
	} while (!ret && !scmi_parts_done(&parts));
	if (!ret)
		*num = parts.got;
	return ret;
}

/* DEN0056 4.11.2.7, with as many settings as fit one message. */
static int scmi_pinctrl_settings_send(const struct scmi_protocol_handle *ph,
				      u32 id, u32 type, unsigned int num,
				      const enum scmi_pinctrl_conf_type *configs,
				      const u32 *values)
{
	u32 attr = FIELD_PREP(SCMI_PINCTRL_SET_SELECTOR, type) |
		   FIELD_PREP(SCMI_PINCTRL_SET_NUM, num);
	unsigned int i, at = SCMI_PINCTRL_SET_HEAD;
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_call_begin(ph, SCMI_PINCTRL_SETTINGS_CONFIGURE,
			       at + num * SCMI_PINCTRL_SET_PAIR, 0, 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	scmi_put_words(xfer, SCMI_WORDS(id, SCMI_AGENT_PINCTRL_NONE, attr));
	for (i = 0; i < num; i++) {
		scmi_put_le32(xfer, at++, configs[i]);
		scmi_put_le32(xfer, at++, values[i]);
	}
	ret = scmi_proto_do(xfer);
	scmi_xfer_put(xfer);
	return ret;
}

/* Settings that one message has room for. */
static unsigned int scmi_pinctrl_settings_fit(const struct scmi_protocol_handle *ph)
{
	size_t words = scmi_proto_max_payload(ph) / sizeof(__le32);

	if (words < SCMI_PINCTRL_SET_HEAD)
		return 0;
	return min_t(size_t, SCMI_PINCTRL_SET_MAX,
		     (words - SCMI_PINCTRL_SET_HEAD) / SCMI_PINCTRL_SET_PAIR);
}

/**
 * scmi_pinctrl_settings_conf() - change settings of a pin or group
 * @ph: handle
 * @id: pin or group
 * @type: which of the two
 * @num: entries in @configs and @values
 * @configs: settings, 0 to 255
 * @values: their values
 *
 * DEN0056 4.11.2.7. The platform changes all settings of one message or none; those that
 * do not fit one are sent in several, so an error may come after some were changed.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such pin, group or setting, of which none was changed;
 *	   -EMSGSIZE: not even one setting fits a message; see scmi_ask().
 */
int scmi_pinctrl_settings_conf(const struct scmi_protocol_handle *ph, u32 id,
			       enum scmi_pinctrl_selector_type type,
			       unsigned int num,
			       enum scmi_pinctrl_conf_type *configs,
			       u32 *values)
{
	unsigned int fit = scmi_pinctrl_settings_fit(ph), n, i;
	int ret = 0;

	if (!scmi_pinctrl_is_pin(ph, type, id))
		return -EINVAL;
	for (i = 0; i < num; i++)
		if ((u32)configs[i] > SCMI_PINCTRL_TYPE_MAX)
			return -EINVAL;
	if (!fit)
		return -EMSGSIZE;
	for (i = 0; i < num && !ret; i += n) {
		n = min(num - i, fit);
		ret = scmi_pinctrl_settings_send(ph, id, type, n, &configs[i],
						 &values[i]);
	}
	return ret;
}

/* DEN0056 4.11.2.7, a function and no settings. */
static int scmi_pinctrl_mux(const struct scmi_protocol_handle *ph, u32 function,
			    enum scmi_pinctrl_selector_type type, u32 id)
{
	u32 attr = FIELD_PREP(SCMI_PINCTRL_SET_SELECTOR, type) |
		   SCMI_PINCTRL_SET_FUNCTION;

	if (!scmi_pinctrl_has(ph, FUNCTION_TYPE, function) ||
	    !scmi_pinctrl_has(ph, type, id))
		return -EINVAL;
	return scmi_call(ph, SCMI_PINCTRL_SETTINGS_CONFIGURE,
			 SCMI_WORDS(id, function, attr), 0, NULL, 0);
}

/**
 * scmi_pinctrl_mux_set() - give a group a function
 * @ph: handle
 * @function: the function
 * @group: the group
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such function or group; see scmi_ask().
 */
int scmi_pinctrl_mux_set(const struct scmi_protocol_handle *ph, u32 function,
			 u32 group)
{
	return scmi_pinctrl_mux(ph, function, GROUP_TYPE, group);
}

/**
 * scmi_agent_pinctrl_mux_pin() - give a single pin a function
 * @ph: handle
 * @function: the function, one of pins
 * @pin: the pin
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such function or pin; see scmi_ask().
 */
int scmi_agent_pinctrl_mux_pin(const struct scmi_protocol_handle *ph,
			       u32 function, u32 pin)
{
	return scmi_pinctrl_mux(ph, function, PIN_TYPE, pin);
}
EXPORT_SYMBOL_GPL(scmi_agent_pinctrl_mux_pin);
