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

enum scmip_act {
	/* decided before the command runs */
	SCMIP_ACT_ERROR,		/* arg: status; the command does not run */
	SCMIP_ACT_NO_ANSWER,		/* does not run, never answered */
	SCMIP_ACT_SWALLOW,		/* runs, never answered */
	SCMIP_ACT_LATE,			/* arg: ns added to the latency */
	SCMIP_ACT_ENDLESS,		/* multi-part answer without an end */
	SCMIP_ACT_SILENT,		/* from here on nothing is answered */
	SCMIP_ACT_NO_NUL,		/* names fill their field */
	SCMIP_ACT_STALE_NAME,		/* rubbish behind the NUL of names */
	SCMIP_ACT_EMPTY_NAME,
	SCMIP_ACT_DELAYED_FIRST,	/* delayed response before the reply */
	SCMIP_ACT_DELAYED_NEVER,
	/* change the message that goes out */
	SCMIP_ACT_WRONG_TOKEN,		/* arg: xor of the token */
	SCMIP_ACT_WRONG_PROTOCOL,	/* arg: protocol id */
	SCMIP_ACT_WRONG_MSG,		/* arg: message id */
	SCMIP_ACT_WRONG_TYPE,		/* arg: message type */
	SCMIP_ACT_STATUS,		/* arg: status, the payload stays */
	SCMIP_ACT_WORD,			/* arg: index << 32 | value */
	SCMIP_ACT_RETURNED,		/* arg: count of a multi-part answer */
	SCMIP_ACT_REMAINING,		/* arg: remainder of one */
	SCMIP_ACT_EMPTY_LIST,		/* count 0, remainder 0, no entry */
	SCMIP_ACT_FILL,			/* arg: word put over all entries */
	SCMIP_ACT_RANDOM,		/* random bytes behind the header */
	SCMIP_ACT_RANDOM_ALL,		/* the header too */
	SCMIP_ACT_REPLAY,		/* the message sent before this one */
	SCMIP_ACT_TRUNCATE,		/* arg: length with header */
	SCMIP_ACT_PAD,			/* arg: zero bytes added */
	SCMIP_ACT_HEADER_ONLY,
	SCMIP_ACT_STATUS_ONLY,		/* 4 bytes, and they are the status */
	/* for the transport */
	SCMIP_ACT_DUPLICATE,
	SCMIP_ACT_USED_LEN,		/* arg: length that is claimed */
	SCMIP_ACT_USED_PLUS,		/* arg: added to the length claimed */
	SCMIP_ACT_USED_FULL,		/* all the buffer is claimed */
	SCMIP_ACT_USED_ID,		/* arg: descriptor id that is claimed */
	SCMIP_ACT_NO_SIGNAL,		/* arg: ns until the interrupt */
	SCMIP_ACT_LAST_BUFFER,		/* takes the newest event buffer */
	SCMIP_ACT_COUNT,
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
