/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A platform that serves one channel. The library has no clock, no thread and
 * no allocator: the host gives it memory once, passes the time with every
 * call, and gets everything that goes out through one callback.
 *
 * A server is not locked; the host serialises the calls on one server.
 */
#ifndef SCMI_PLATFORM_SERVER_H
#define SCMI_PLATFORM_SERVER_H

#include "machine.h"
#include "fault.h"

struct scmip_server;
struct scmip_text;

enum scmip_out_kind {
	SCMIP_OUT_REPLY,	/* belongs to the request with that cookie */
	SCMIP_OUT_DELAYED,	/* delayed response, platform to agent */
	SCMIP_OUT_EVENT,	/* notification, platform to agent */
};

/* How the transport shall misbehave with a message */
#define SCMIP_LIE_DUPLICATE	BIT(0)	/* deliver twice */
#define SCMIP_LIE_USED_LEN	BIT(1)	/* claim used_len instead of len */
#define SCMIP_LIE_USED_FULL	BIT(2)	/* claim the whole buffer */
#define SCMIP_LIE_USED_ID	BIT(3)	/* claim descriptor used_id */
#define SCMIP_LIE_NO_SIGNAL	BIT(4)	/* signal after signal_ns */
#define SCMIP_LIE_LAST_BUFFER	BIT(5)	/* newest event buffer first */

/**
 * struct scmip_out - one message that goes out
 * @kind: where it goes
 * @cookie: the host's name for the request, SCMIP_OUT_REPLY only
 * @data: header and payload, valid during the call
 * @len: length of @data
 * @lies: SCMIP_LIE_*
 * @used_len: length to claim, SCMIP_LIE_USED_LEN
 * @used_id: descriptor to claim, SCMIP_LIE_USED_ID
 * @signal_ns: when to signal, SCMIP_LIE_NO_SIGNAL
 */
struct scmip_out {
	enum scmip_out_kind kind;
	u64 cookie;
	const u8 *data;
	u32 len;
	u32 lies;
	u32 used_len;
	u32 used_id;
	u64 signal_ns;
};

/**
 * struct scmip_memory - memory that the agent can reach as well
 * @addr: its physical address, aligned to 8
 * @size: its bytes
 * @ctx: first argument of what follows
 * @load: read 1, 2, 4 or 8 bytes at an offset that is aligned to so many
 * @store: write them
 */
struct scmip_memory {
	u64 addr;
	u32 size;
	void *ctx;
	u64 (*load)(void *ctx, u32 at, u32 size);
	void (*store)(void *ctx, u32 at, u32 size, u64 value);
};

/**
 * struct scmip_host - what a host provides
 * @emit: take a message; false if there is no room for it, which only an
 *	SCMIP_OUT_DELAYED or SCMIP_OUT_EVENT may meet
 * @ctx: first argument of @emit
 * @slots: messages that may wait inside the server
 * @msg_max: longest message, header included, at least 128
 * @memory: memory for fast channels, valid as long as the server; NULL for none
 */
struct scmip_host {
	bool (*emit)(void *ctx, const struct scmip_out *out);
	void *ctx;
	u32 slots;
	u32 msg_max;
	const struct scmip_memory *memory;
};

enum scmip_verdict {
	SCMIP_ANSWERED,		/* emit() has run */
	SCMIP_DEFERRED,		/* emit() will run, from scmip_poll() */
	SCMIP_UNANSWERED,	/* emit() will never run for this cookie */
};

size_t scmip_server_size(const struct scmip_machine *m, const struct scmip_host *host);
struct scmip_server *scmip_server_init(void *mem, size_t size, const struct scmip_machine *m,
				       const struct scmip_host *host, u64 now);
void scmip_server_reboot(struct scmip_server *s, u64 now);
void scmip_server_reset(struct scmip_server *s);
bool scmip_ready(const struct scmip_server *s);
enum scmip_verdict scmip_handle(struct scmip_server *s, u64 now, u64 cookie,
				const u8 *req, u32 len, u32 cap);
void scmip_poll(struct scmip_server *s, u64 now);
u64 scmip_deadline(const struct scmip_server *s, u64 now);
void scmip_note_backlog(struct scmip_server *s, u32 waiting);
bool scmip_stats_wanted(const char *line);
void scmip_stats_pick(struct scmip_text *t, const char *line);
u32 scmip_control(struct scmip_server *s, u64 now, const char *line, char *answer, u32 cap);

#endif /* SCMI_PLATFORM_SERVER_H */
