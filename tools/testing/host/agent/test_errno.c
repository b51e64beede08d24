// SPDX-License-Identifier: GPL-2.0-only
/* Statuses: each is its error, by the platform's own name of it. */
#include "bench.h"

static const char board[] = "[sensor 0]\nname = t\ntype = temperature\nvalue = 1234\n";

static const struct {
	const char *name;
	s32 status;
	int err;
	unsigned int messages;
} statuses[] = {
	{ "not-supported", -1, -EOPNOTSUPP, 1 },
	{ "invalid-parameters", -2, -EINVAL, 1 },
	{ "denied", -3, -EACCES, 1 },
	{ "not-found", -4, -ENOENT, 1 },
	{ "out-of-range", -5, -ERANGE, 1 },
	{ "busy", -6, -EBUSY, 1 + SCMI_BUSY_TRIES },
	{ "comms-error", -7, -ECOMM, 1 },
	{ "generic-error", -8, -EIO, 1 },
	{ "hardware-error", -9, -EREMOTEIO, 1 },
	{ "protocol-error", -10, -EPROTO, 1 },
	/* SCMI v4.0. The agent does not at once ask again for what another agent uses. */
	{ "in-use", -11, -EBUSY, 1 },
	{ "partial", -12, -ECANCELED, 1 },
	/* There are none of these. */
	{ "1", 1, -EIO, 1 },
	{ "-13", -13, -EIO, 1 },
	{ "2147483647", 2147483647, -EIO, 1 },
	{ "-2147483648", -2147483647 - 1, -EIO, 1 },
};

/* One reading that the platform answers with that status. */
static int read_with(const char *status)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	char fault[100];
	u64 value;
	int err;

	snprintf(fault, sizeof(fault), "error=%s proto=sensor msg=reading-get", status);
	bench_fault(fault);
	core_messages = 0;
	err = ops->reading_get(core_ph, 0, &value);
	bench_no_faults();
	return err;
}

int main(void)
{
	char number[20];
	bool good = true;
	u32 i;

	bench_board(board);
	bench_start(&scmi_sensor_protocol);
	for (i = 0; i < ARRAY_SIZE(statuses); i++) {
		is(read_with(statuses[i].name), statuses[i].err, "%s", statuses[i].name);
		good &= core_messages == statuses[i].messages;
		snprintf(number, sizeof(number), "%d", statuses[i].status);
		good &= read_with(number) == statuses[i].err;
	}
	ok(good, "by number as by name, and only who is busy is asked again");
	bench_end();
	return tap_end();
}
