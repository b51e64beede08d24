/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands that the load generator sends, ready made: what is left of an
 * agent when it does nothing but move bytes.
 */
#ifndef SCMI_BENCH_FLOOR_MESSAGE_H
#define SCMI_BENCH_FLOOR_MESSAGE_H

#include <linux/types.h>

#define FLOOR_ROOM	128

struct floor_message {
	u32 len;
	__le32 words[4];
};

/* DEN0056 4.1.1: message id, protocol id, token. */
#define FLOOR_HEADER(msg, proto)	((msg) | (proto) << 10)

/* SENSOR_READING_GET of sensor 0. */
static const struct floor_message floor_read_sensor = {
	.len = 12,
	.words = { cpu_to_le32(FLOOR_HEADER(0x6, 0x15)), 0, 0 },
};

/* CLOCK_RATE_GET of clock 0. */
static const struct floor_message floor_read_rate = {
	.len = 8,
	.words = { cpu_to_le32(FLOOR_HEADER(0x6, 0x14)), 0 },
};

/* CLOCK_CONFIG_SET of clock 0, on. */
static const struct floor_message floor_enable_clock = {
	.len = 16,
	.words = { cpu_to_le32(FLOOR_HEADER(0x7, 0x14)), 0, cpu_to_le32(1), 0 },
};

#endif /* SCMI_BENCH_FLOOR_MESSAGE_H */
