/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programmed misbehaviour. A fault is an action, an argument and a selector
 * that says which replies, delayed responses or notifications it spoils.
 */
#ifndef SCMI_PLATFORM_FAULT_H
#define SCMI_PLATFORM_FAULT_H

#include "scmi_platform_types.h"

#define SCMIP_MAX_FAULTS	32

/* What a fault looks at */
enum scmip_stage {
	SCMIP_ON_REPLY,
	SCMIP_ON_DELAYED,
	SCMIP_ON_EVENT,
};

/* Actions: their names, and what stands behind "=". */
#define SCMIP_ACTS(X) \
	/* decided before the command runs */ \
	X(ERROR, "error", STATUS)		/* arg: status; the command does not run */ \
	X(NO_ANSWER, "no-answer", NONE)		/* does not run, never answered */ \
	X(SWALLOW, "swallow", NONE)		/* runs, never answered */ \
	X(LATE, "late", TIME)			/* arg: ns added to the latency */ \
	X(ENDLESS, "endless", NONE)		/* multi-part answer without an end */ \
	X(SILENT, "silent", NONE)		/* from here on nothing is answered */ \
	X(NO_NUL, "no-nul", NONE)		/* names fill their field */ \
	X(STALE_NAME, "stale-name", NONE)	/* rubbish behind the NUL of names */ \
	X(EMPTY_NAME, "empty-name", NONE) \
	X(DELAYED_FIRST, "delayed-first", NONE)	/* delayed response before the reply */ \
	X(DELAYED_NEVER, "delayed-never", NONE) \
	/* change the message that goes out */ \
	X(WRONG_TOKEN, "wrong-token", NUMBER)	/* arg: xor of the token */ \
	X(WRONG_PROTOCOL, "wrong-protocol", NUMBER)/* arg: protocol id */ \
	X(WRONG_MSG, "wrong-msg", NUMBER)	/* arg: message id */ \
	X(WRONG_TYPE, "wrong-type", NUMBER)	/* arg: message type */ \
	X(STATUS, "status", STATUS)		/* arg: status, the payload stays */ \
	X(WORD, "word", WORD)			/* arg: index << 32 | value */ \
	X(RETURNED, "returned", NUMBER)		/* arg: count of a multi-part answer */ \
	X(REMAINING, "remaining", NUMBER)	/* arg: remainder of one */ \
	X(EMPTY_LIST, "empty-list", NONE)	/* count 0, remainder 0, no entry */ \
	X(FILL, "fill", NUMBER)			/* arg: word put over all entries */ \
	X(RANDOM, "random", NONE)		/* random bytes behind the header */ \
	X(RANDOM_ALL, "random-all", NONE)	/* the header too */ \
	X(REPLAY, "replay", NONE)		/* the message sent before this one */ \
	X(TRUNCATE, "truncate", NUMBER)		/* arg: length with header */ \
	X(PAD, "pad", NUMBER)			/* arg: zero bytes added */ \
	X(HEADER_ONLY, "header-only", NONE) \
	X(STATUS_ONLY, "status-only", NONE)	/* 4 bytes, and they are the status */ \
	/* for the transport */ \
	X(DUPLICATE, "duplicate", NONE) \
	X(USED_LEN, "used-len", NUMBER)		/* arg: length that is claimed */ \
	X(USED_PLUS, "used-plus", NUMBER)	/* arg: added to the length claimed */ \
	X(USED_FULL, "used-full", NONE)		/* all the buffer is claimed */ \
	X(USED_ID, "used-id", NUMBER)		/* arg: descriptor id that is claimed */ \
	X(NO_SIGNAL, "no-signal", TIME)		/* arg: ns until the interrupt */ \
	X(LAST_BUFFER, "last-buffer", NONE)	/* takes the newest event buffer */

#define SCMIP_ACT_INDEX(_NAME, _name, _arg)	SCMIP_ACT_##_NAME,

enum scmip_act {
	SCMIP_ACTS(SCMIP_ACT_INDEX)
	SCMIP_ACT_COUNT
};

/**
 * struct scmip_fault - one programmed fault
 * @id: handle for its owner, 0 is a free entry
 * @act: what goes wrong
 * @arg: argument of @act
 * @stage: replies, delayed responses or notifications
 * @proto: protocol id, negative for any
 * @msg: message id, negative for any
 * @domain: first word of the payload, negative for any
 * @nth: fire only at this match, counted from 1; 0 for any
 * @every: fire at each match that this divides; 0 for any
 * @after: let that many matches pass first
 * @permille: probability, 1000 is always
 * @count: how often it may fire, 0 is no limit
 * @seen: matches so far
 * @fired: how often it fired
 */
struct scmip_fault {
	u32 id;
	enum scmip_act act;
	s64 arg;
	enum scmip_stage stage;
	s32 proto;
	s32 msg;
	s64 domain;
	u32 nth;
	u32 every;
	u32 after;
	u32 permille;
	u32 count;
	u32 seen;
	u32 fired;
};

#endif /* SCMI_PLATFORM_FAULT_H */
