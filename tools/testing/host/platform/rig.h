/* SPDX-License-Identifier: GPL-2.0-only */
/* A platform on the bench: a board as text, a server, and all that it sends. */
#ifndef UNIT_RIG_H
#define UNIT_RIG_H

#include "../../../../platform/internal.h"
#include "../../../../platform/board.h"

#define RIG_MAX_OUT	64
#define RIG_MSG_MAX	512

struct rig_out {
	enum scmip_out_kind kind;
	u64 cookie;
	u64 at;
	u32 len;
	u32 lies, used_len, used_id;
	u64 signal_ns;
	u8 data[RIG_MSG_MAX];
};

/* Memory for fast channels that platforms on the bench have from then on; may be NULL. */
void rig_memory(const struct scmip_memory *memory);

struct rig {
	struct board *board;
	struct scmip_server *server;
	void *mem;
	u64 now;
	u32 cap;		/* room for replies */
	u32 token;
	bool refuse;		/* take no events or delayed responses */
	struct rig_out out[RIG_MAX_OUT];
	u32 num_out;		/* all that was sent, also what did not fit out[] */
	enum scmip_verdict verdict;
};

/* Put a board, as text, on the bench; clear the bench. */
void rig_init(struct rig *r, const char *board);
void rig_free(struct rig *r);

/* What is wrong with a board; valid until the next one. */
const char *rig_wrong(const char *board);

/* Put another board in the place of that which is there. */
void rig_board(struct rig *r, const char *board);

typedef void (*rig_test)(struct rig *r);

/* Run tests one after the other, each with a board of its own. */
void rig_tests(const char *board, const rig_test tests[], u32 num);

/* Forget what was sent. */
void rig_clear(struct rig *r);

/* Send a command with @len bytes of payload; returns its token. */
u32 rig_send(struct rig *r, u32 proto, u32 msg, const void *payload, u32 len);

/* The nth message of a kind that was sent, from 0; NULL if there is none. */
const struct rig_out *rig_find(const struct rig *r, enum scmip_out_kind kind, u32 nth);

/* Let so many nanoseconds pass. */
void rig_run(struct rig *r, u64 ns);

/* Run a control command; the answer is valid until the next one. */
const char *rig_control(struct rig *r, const char *line);

/* A command whose payload is words; returns the status, RIG_NO_REPLY without a reply. */
s32 rig_ask_words(struct rig *r, u32 proto, u32 msg, const u32 *words, u32 num);
#define rig_ask(r, proto, msg, ...)						\
({										\
	const u32 words_[] = { __VA_ARGS__ };					\
										\
	rig_ask_words(r, proto, msg, words_, sizeof(words_) / 4);		\
})

#define RIG_NO_REPLY	0x7fff

/*
 * Of the last reply, behind its status: bytes; a word, or two of which the low one is
 * first; the name at an offset in bytes. A word behind the end is 0xdeadbeef.
 */
u32 rig_len(const struct rig *r);
u32 rig_word(const struct rig *r, u32 index);
u64 rig_word64(const struct rig *r, u32 index);
const char *rig_name(const struct rig *r, u32 offset);

/* A word of any message behind its header; the message may be NULL. */
u32 out_word(const struct rig_out *o, u32 index);

#endif /* UNIT_RIG_H */
