/* SPDX-License-Identifier: GPL-2.0-only */
/* An invented platform. */
#ifndef PROTO_TEST_FUZZ_H
#define PROTO_TEST_FUZZ_H

#include "core.h"

#define FUZZ_MAX_MESSAGES	3000000UL

/**
 * struct world - a platform
 * @seed: what it was invented from
 * @version: version of the protocol
 * @count: number of clocks or sensors
 * @async: asynchronous commands that it says it takes
 * @hostile: percentage of answers that are spoiled
 * @unsupported: optional commands do not exist
 * @deadly: answers may stay away
 * @kill_at: the caller is killed while it waits for that answer from now on; 0: no
 * @killed: somebody was, or had asked for all before
 * @faulty: allocations may fail, so nothing is expected
 * @warnings: warnings before it was started
 * @in: the words of the last command, none of them missing
 * @body: answer behind the status
 * @len: its length
 */
struct world {
	u32 seed;
	u32 version;
	u32 count;
	u32 async;
	u32 hostile;
	bool unsupported;
	bool deadly;
	u32 kill_at;
	bool killed;
	bool faulty;
	unsigned long warnings;
	u32 in[4];
	u8 body[CORE_REPLY_MAX - 4];
	size_t len;
};

extern struct world world;

/* A number that depends on the platform and on what it is for, nothing else. */
u32 world_hash(u32 a, u32 b);

/* Is what the platform says to be believed? */
static inline bool world_is_sane(void)
{
	return !world.hostile && !world.faulty;
}

void __noreturn die(const char *what, u32 id);

/* Die unless @ret is @want and, if that is 0, the last command was these words. */
void expect(const char *what, int ret, int want, u32 a, u32 b, u32 c, u32 d);

void put32(u32 v);
void put64(u64 v);
void put_name(const char *name, size_t size);

s32 clock_answer(u8 msg, const u32 *in, size_t num, bool delayed);
void clock_try(const struct scmi_protocol_handle *ph);
bool clock_is_hole(u32 id);
s32 clock_answer_rates(u32 id, u32 at);
void clock_check_rates(const struct scmi_protocol_handle *ph, u32 id,
		       const struct scmi_clock_info *info);
void clock_check_rate_messages(void);
s32 sensor_answer(u8 msg, const u32 *in, size_t num, bool delayed);
void sensor_try(const struct scmi_protocol_handle *ph);

#endif /* PROTO_TEST_FUZZ_H */
