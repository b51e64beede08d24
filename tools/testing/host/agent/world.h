/* SPDX-License-Identifier: GPL-2.0-only */
/* An invented platform. */
#ifndef AGENT_WORLD_H
#define AGENT_WORLD_H

#include "core.h"

#define WORLD_MAX_MESSAGES	3000000UL

#define WORLD_MAX_PROTOCOLS	16

/* The extended name of those that have one. */
#define LONG_NAME	"a name of more than sixteen"

/**
 * struct world_protocol - what a platform says of one protocol
 * @proto: what is tested
 * @answer: answer message @msg, whose payload are @num words at @in, with put32()
 *	    and the like; return the status
 * @try: try all that there is to try, and see whether it is right
 * @look: have the objects read, or NULL if they are when the protocol starts
 * @source: id of an object that an event may be about, or NULL
 * @vague: what it says means nothing
 */
struct world_protocol {
	const struct scmi_protocol *proto;
	s32 (*answer)(u8 msg, const u32 *in, size_t num, bool delayed);
	void (*try)(const struct scmi_protocol_handle *ph);
	const void *(*look)(const struct scmi_protocol_handle *ph, u32 id);
	u32 (*source)(void);
	bool vague;
};

extern const struct world_protocol *world_protocols[WORLD_MAX_PROTOCOLS];
extern unsigned int world_num_protocols;

/* Protocols that have no file world_NAME.c get a platform, too. */
void world_complete(void);
void world_register(const struct world_protocol *p);

/* All that a file has to do to take part: world_NAME.c for protocols/NAME.c. */
#define WORLD_PROTOCOL(p)					\
static void __attribute__((constructor)) register_##p(void)	\
{								\
	world_register(&(p));					\
}

/**
 * struct world - a platform
 * @protocol: the protocol that it speaks
 * @seed: what it was invented from
 * @version: version of the protocol
 * @count: number of clocks or sensors
 * @async: asynchronous commands that it says it takes
 * @hostile: percentage of answers that are spoiled
 * @unsupported: optional commands do not exist
 * @deadly: answers may stay away
 * @kill_at: the caller is killed while it waits for that answer from now on; 0: no
 * @patience: messages after which it is gone; 0: it stays
 * @killed: somebody was, or had asked for all before
 * @faulty: allocations may fail, so nothing is expected
 * @warnings: warnings before it was started
 * @in: the words of the last command, behind which there are zeroes
 * @body: answer behind the status
 * @len: its length
 */
struct world {
	const struct world_protocol *protocol;
	u32 seed;
	u32 version;
	u32 count;
	u32 async;
	u32 hostile;
	bool unsupported;
	bool deadly;
	u32 kill_at;
	u32 patience;
	bool killed;
	bool faulty;
	unsigned long warnings;
	u32 in[(CORE_REPLY_MAX - 4) / 4];
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

/* What the command for an extended name is answered. */
s32 world_answer_long_name(void);

/*
 * What the command for the attributes of an object ends with, 0 for most of them;
 * @what: is for that, and for nothing else. Those that are NOT_SUPPORTED have none, and
 * exist; the others are holes, and HARDWARE_ERROR is news.
 */
s32 world_attributes_status(u32 id, u32 what);

/* A round against the platform that @seed stands for, in which the allocation
 * @fail_nth fails if it is not 0. Return: true if it never came to that one.
 */
bool world_round(u32 seed, unsigned long fail_nth);

/* A round in which a fuzzer chooses. */
void world_input(const u8 *data, size_t size);

/* What world_clock.c has of world_clock_rates.c, which asks it about holes. */
bool clock_is_hole(u32 id);
s32 clock_answer_rates(u32 id, u32 at);
void clock_check_rates(const struct scmi_protocol_handle *ph, u32 id,
		       const struct scmi_clock_info *info);
void clock_check_rate_messages(void);

/* The client drivers on top of a protocol. */
void client_hwmon(const struct scmi_protocol_handle *ph);
void client_iio(const struct scmi_protocol_handle *ph);
void client_clk(const struct scmi_protocol_handle *ph);
void client_powercap(const struct scmi_protocol_handle *ph);
void client_pinctrl(const struct scmi_protocol_handle *ph);

#endif /* AGENT_WORLD_H */
