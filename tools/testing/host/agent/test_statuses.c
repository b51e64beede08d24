// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each status in answer to each message of each protocol, once: what only details are
 * about costs no object, and when all is well again the same is there as without it.
 */
#include <linux/scmi_agent_base.h>
#include <linux/scmi_agent_voltage.h>

#include "bench.h"

#define LAST_STATUS	12

/* What a protocol's user sees, as text. */
static char seen[4096];

static void __printf(1, 2) note(const char *fmt, ...)
{
	size_t len = strlen(seen);
	va_list args;

	va_start(args, fmt);
	vsnprintf(seen + len, sizeof(seen) - len, fmt, args);
	va_end(args);
}

static void see_base(void)
{
	DECLARE_BITMAP(offered, 256);
	struct scmi_base_info info;
	unsigned int i;

	if (scmi_base_discover(core_ph, &info, offered))
		return;
	for (i = 0; i < 256; i++)
		if (test_bit(i, offered))
			note("0x%x ", i);
}

static void see_clocks(void)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_clock_info *info;
	int i;

	for (i = 0; i < ops->count_get(core_ph); i++) {
		info = ops->info_get(core_ph, i);
		if (info)
			note("%d ", i);
	}
}

static void see_sensors(void)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	const struct scmi_sensor_info *info;
	int i;

	for (i = 0; i < ops->count_get(core_ph); i++) {
		info = ops->info_get(core_ph, i);
		if (info)
			note("%d ", i);
	}
}

static void see_powercaps(void)
{
	const struct scmi_powercap_proto_ops *ops = scmi_powercap_protocol.ops;
	int i;

	for (i = 0; i < ops->num_domains_get(core_ph); i++)
		if (ops->info_get(core_ph, i))
			note("%d ", i);
}

static void see_pins(void)
{
	const struct scmi_pinctrl_proto_ops *ops = scmi_pinctrl_protocol.ops;
	const char *name;
	int type, i;

	for (type = PIN_TYPE; type <= FUNCTION_TYPE; type++)
		for (i = 0; i < ops->count_get(core_ph, type); i++)
			if (!ops->name_get(core_ph, i, type, &name))
				note("%d.%d ", type, i);
}

static void see_resets(void)
{
	const struct scmi_reset_proto_ops *ops = scmi_reset_protocol.ops;
	int i;

	for (i = 0; i < ops->num_domains_get(core_ph); i++)
		if (ops->info_get(core_ph, i))
			note("%d ", i);
}

/* A domain is one with levels or without. */
static void see_voltages(void)
{
	const struct scmi_voltage_proto_ops *ops = scmi_voltage_protocol.ops;
	int i;

	for (i = 0; i < ops->num_domains_get(core_ph); i++) {
		scmi_agent_voltage_levels(core_ph, i);
		if (scmi_agent_voltage_info(core_ph, i))
			note("%d ", i);
	}
}

static void see_powers(void)
{
	const struct scmi_power_proto_ops *ops = scmi_power_protocol.ops;
	int i;

	for (i = 0; i < ops->num_domains_get(core_ph); i++)
		if (ops->name_get(core_ph, i))
			note("%d ", i);
}

static void see_domains(void)
{
	const struct scmi_perf_proto_ops *ops = scmi_perf_protocol.ops;
	unsigned long hz, power;
	u32 level;
	int i;

	for (i = 0; i < ops->num_domains_get(core_ph); i++) {
		if (IS_ERR(ops->info_get(core_ph, i)))
			continue;
		note("%d ", i);
		hz = 1;
		/* So that levels and fast channels are asked for, too. */
		ops->est_power_get(core_ph, i, &hz, &power);
		ops->level_get(core_ph, i, &level, false);
	}
}

static void see_nothing(void)
{
	note("up");
}

/* By protocol; of one that is missing here it is enough that it is up. */
static const struct {
	const struct scmi_protocol *proto;
	void (*see)(void);
	/* Without an answer to these there is no object, or no protocol. */
	u8 vital[4];
} eyes[] = {
	{ &scmi_base_protocol, see_base,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_BASE_DISCOVER_LIST_PROTOCOLS } },
	{ &scmi_power_protocol, see_powers,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_POWER_DOMAIN_ATTRIBUTES } },
	{ &scmi_clock_protocol, see_clocks,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_CLOCK_ATTRIBUTES } },
	{ &scmi_sensor_protocol, see_sensors,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_SENSOR_DESCRIPTION_GET,
	    SCMI_SENSOR_AXIS_DESCRIPTION_GET } },
	{ &scmi_powercap_protocol, see_powercaps,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_POWERCAP_DOMAIN_ATTRIBUTES } },
	{ &scmi_pinctrl_protocol, see_pins,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_PINCTRL_ATTRIBUTES } },
	{ &scmi_reset_protocol, see_resets,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_RESET_DOMAIN_ATTRIBUTES } },
	{ &scmi_voltage_protocol, see_voltages,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_VOLTAGE_DOMAIN_ATTRIBUTES } },
	{ &scmi_perf_protocol, see_domains,
	  { SCMI_PROTOCOL_ATTRIBUTES, SCMI_PERFORMANCE_DOMAIN_ATTRIBUTES } },
	{ NULL, see_nothing, { SCMI_PROTOCOL_ATTRIBUTES } },
};

static const struct scmi_protocol *proto;
static char lines[64];
static unsigned int eye;

/* A board on which the protocol has the newest version that both sides know. */
static const char *board(void)
{
	unsigned int version, v;

	for (v = 0; (version = peer_version(proto->id, v)); v++)
		if (version <= proto->version)
			snprintf(lines, sizeof(lines), "%s = %u.%u\n",
				 peer_protocol(proto->id), version >> 16,
				 version & 0xffff);
	return peer_example(lines);
}

static bool is_vital(unsigned int msg)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(eyes[eye].vital); i++)
		if (eyes[eye].vital[i] == msg)
			return true;
	return false;
}

/* Bring the protocol up, look, and let go of it. */
static void look(void)
{
	seen[0] = 0;
	if (bench_start(proto))
		note("nothing ");
	else
		eyes[eye].see();
	bench_stop();
}

static bool meets(unsigned int msg, int status, const char *whole)
{
	char fault[80];
	bool good = true;

	bench_board(board());
	snprintf(fault, sizeof(fault), "error=-%d proto=%u msg=%u count=1", status,
		 proto->id, msg);
	bench_fault(fault);
	look();
	if (!is_vital(msg) && strcmp(seen, whole)) {
		printf("# message 0x%x, status -%d: there is %s\n", msg, status, seen);
		good = false;
	}
	bench_no_faults();
	look();
	if (strcmp(seen, whole)) {
		printf("# message 0x%x, status -%d: then there is %s\n", msg, status, seen);
		good = false;
	}
	bench_end();
	return good;
}

static void matrix(void)
{
	const char *name = peer_protocol(proto->id);
	unsigned int msg, num = 0;
	static char whole[sizeof(seen)];
	bool good = true;
	int status;

	bench_board(board());
	look();
	strcpy(whole, seen);
	bench_end();
	ok(whole[0], "%s: there is something to see", name);
	for (msg = 1; msg < 256; msg++) {
		if (!scmi_msg_of(proto, msg))
			continue;
		num++;
		for (status = 1; status <= LAST_STATUS; status++)
			good &= meets(msg, status, whole);
	}
	printf("# %u messages\n", num);
	ok(good, "%s: no status costs an object for good", name);
}

int main(void)
{
	unsigned int i;

	for (i = 0; scmi_builtin_protocols[i]; i++) {
		proto = scmi_builtin_protocols[i];
		for (eye = 0; eyes[eye].proto && eyes[eye].proto != proto; eye++)
			;
		matrix();
	}
	return tap_end();
}
