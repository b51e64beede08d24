/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the platform library share, and no host sees. */
#ifndef SCMI_PLATFORM_INTERNAL_H
#define SCMI_PLATFORM_INTERNAL_H

#include "state.h"
#include "text.h"
#include "wire.h"

/**
 * struct scmip_msg - a command while it is answered
 * @now: time
 * @version: version that the protocol speaks
 * @in: payload of the request
 * @in_len: length of @in
 * @out: payload of the reply, behind the status
 * @room: bytes that fit at @out
 * @out_len: bytes written at @out
 * @overflow: something did not fit
 * @delay_ns: when to run @then, not 0 makes the command asynchronous
 * @then: what completes an asynchronous command
 * @arg: argument of @then
 * @value: argument of @then
 * @quiet: the agent does not want the delayed response
 * @well_formed: PROTOCOL_ERROR is about a state, the request has no error
 */
struct scmip_msg {
	u64 now;
	u32 version;
	const u8 *in;
	u32 in_len;
	u8 *out;
	u32 room;
	u32 out_len;
	bool overflow;
	u64 delay_ns;
	s32 (*then)(struct scmip_server *s, struct scmip_msg *m, u32 arg, u64 value);
	u32 arg;
	u64 value;
	bool quiet;
	bool well_formed;
};

typedef s32 (*scmip_command_t)(struct scmip_server *s, struct scmip_msg *m);

/**
 * struct scmip_command - a row of a protocol's command table
 * @name: the word for it
 * @run: answers it, NULL for an id that is not used
 * @len: exact length of the request's payload
 * @since: version that introduced it
 * @index: of a multi-part answer: word of the request that says where to go on
 * @bits: of one: width of the count, in the lowest bits of the word that has it
 * @shift: of one: lowest bit of the remainder, 0 if the answer has none
 * @counts: of one: which word of the answer has both
 * @where: of one: bits of the word @index that matter, 0 for all
 * @fits: whether a version takes a request; NULL if all take @len only
 */
struct scmip_command {
	const char *name;
	scmip_command_t run;
	u16 len;
	u32 since;
	u8 index;
	u8 bits;
	u8 shift;
	u8 counts;
	u32 where;
	bool (*fits)(u32 version, const u8 *in, u32 len);
};

#define SCMIP_LIST(_id, _name, _run, _len, _since, _index, _bits, _shift) \
	[_id] = { .name = (_name), .run = (_run), .len = (_len), .since = (_since), \
		  .index = (_index), .bits = (_bits), .shift = (_shift) }
#define SCMIP_COMMAND(_id, _name, _run, _len, _since) \
	SCMIP_LIST(_id, _name, _run, _len, _since, 0, 0, 0)

struct board_part;

/**
 * struct scmip_protocol - all that there is about a protocol
 * @name: the word for it, the key of its version, and its control command
 * @id: protocol id
 * @versions: those that can be spoken
 * @negotiates: the one that brought NEGOTIATE_PROTOCOL_VERSION, with SCMI v3.2
 * @usual: that of a board which names none, 0 if the protocol is not there then
 * @commands: by their ids, without 0x0, 0x2 and 0x10, which all have
 * @part: what a board file can say about it
 * @message_attributes: what there is to say of a message that exists, else 0
 * @state: how many bytes it remembers of each item, where @size does not say more
 * @size: how many it remembers in all; the memory is zeroed before @reset
 * @reset: all is as at boot
 * @drop: the agent went away, and nobody listens any more
 * @poll: send the notifications that are due; only with a version
 * @deadline: when @poll has something to do, SCMIP_NEVER for never
 * @control: the rest of a control command; NULL, or what is wrong
 * @event: what a notification says about a source, behind the agent
 *
 * All from @part on may be NULL: then there is nothing of the kind.
 */
struct scmip_protocol {
	const char *name;
	u8 id;
	u32 versions[4];
	u32 negotiates;
	u32 usual;
	struct scmip_command commands[SCMIP_MSG_IDS];
	const struct board_part *part;
	u32 (*message_attributes)(const struct scmip_server *s, u32 id);
	u32 state;
	size_t (*size)(const struct scmip_protocol_desc *desc);
	void (*reset)(struct scmip_server *s, u64 now);
	void (*drop)(struct scmip_server *s);
	void (*poll)(struct scmip_server *s, u64 now);
	u64 (*deadline)(const struct scmip_server *s);
	const char *(*control)(struct scmip_server *s, u64 now,
			       struct scmip_words *w, struct scmip_text *t);
	void (*event)(struct scmip_server *s, struct scmip_msg *m, u32 id,
		      u32 source);
};

#define SCMIP_PROTOCOL_DECLARE(_NAME, _name) \
	extern const struct scmip_protocol scmip_protocol_##_name;

SCMIP_PROTOCOLS(SCMIP_PROTOCOL_DECLARE)

extern const struct scmip_protocol *const scmip_protocols[SCMIP_NUM_PROTOS];

/* msg.c: reading requests, writing replies */
u32 scmip_arg(const struct scmip_msg *m, u32 index);
u64 scmip_arg64(const struct scmip_msg *m, u32 index);
u32 scmip_room(const struct scmip_msg *m);
u32 scmip_records(const struct scmip_msg *m, u32 size, u32 left);
void scmip_put32(struct scmip_msg *m, u32 value);
void scmip_put64(struct scmip_msg *m, u64 value);
void scmip_put_bytes(struct scmip_msg *m, const void *data, u32 len);
void scmip_put_name(struct scmip_server *s, struct scmip_msg *m, const char *name, u32 field);
s32 scmip_full_name(struct scmip_server *s, struct scmip_msg *m, const char *name);
void scmip_put_stats(const struct scmip_server *s, struct scmip_msg *m, u32 index);
s32 scmip_subscribe(const struct scmip_msg *m, bool can, bool *on);
bool scmip_listed(const u32 *list, u32 num, u32 value);
void scmip_patch32(struct scmip_msg *m, u32 offset, u32 value);
u64 scmip_random(struct scmip_server *s);

/* slot.c: the messages that wait */
struct scmip_slot *scmip_slot_get(struct scmip_server *s);
void scmip_slot_put(struct scmip_server *s, struct scmip_slot *slot);
void scmip_slot_queue(struct scmip_server *s, struct scmip_slot *slot);
struct scmip_slot *scmip_slot_due(struct scmip_server *s, u64 now);
void scmip_slot_flush(struct scmip_server *s);

/* dispatch.c: what all protocols have in common */
int scmip_proto_index(const struct scmip_protocol *const *protocols, u32 id);
const struct scmip_command *scmip_command_of(const struct scmip_protocol *proto,
					     u32 id);
bool scmip_command_fits(const struct scmip_command *c, u32 version, const u8 *in, u32 len);
bool scmip_version_known(const struct scmip_protocol *proto, u32 version);
bool scmip_implemented(const struct scmip_server *s, u32 index, u32 id);
bool scmip_name_is_cut(const struct scmip_server *s, u32 index, u32 id, const char *name);
s32 scmip_dispatch(struct scmip_server *s, struct scmip_msg *m, u32 index,
		   u32 id);
void scmip_reset_all(struct scmip_server *s, u64 now);

/* base.c */
void scmip_base_error(struct scmip_server *s, u64 now, u32 hdr, s32 status);

/* event.c: notifications */
void scmip_event_begin(struct scmip_server *s, struct scmip_msg *m, u64 now);
void scmip_event_send(struct scmip_server *s, struct scmip_msg *m, u32 index,
		      u32 id);
void scmip_event_raw(struct scmip_server *s, u64 now, const u8 *data, u32 len);
bool scmip_storm_start(struct scmip_server *s, const struct scmip_storm *storm);
void scmip_storm_poll(struct scmip_server *s, u64 now);
u64 scmip_storm_deadline(const struct scmip_server *s);

/* fault.c, spoil.c: programmed faults */

/**
 * struct scmip_plan - what the matching faults want done with one message
 * @num: entries of @hit
 * @hit: the faults that fire, in the order in which they were added
 */
struct scmip_plan {
	u32 num;
	const struct scmip_fault *hit[SCMIP_MAX_FAULTS];
};

void scmip_fault_match(struct scmip_server *s, enum scmip_stage stage, u32 hdr,
		       const u8 *payload, u32 len, struct scmip_plan *plan);
const struct scmip_fault *scmip_plan_find(const struct scmip_plan *plan, enum scmip_act act);
u32 scmip_fault_add(struct scmip_server *s, const struct scmip_fault *f);
void scmip_spoil(struct scmip_server *s, const struct scmip_plan *plan, u8 *buf, u64 now,
		 struct scmip_out *out);
void scmip_spoil_endless(const struct scmip_server *s, u32 hdr, u8 *payload,
			 u32 len);
const char *scmip_act_name(enum scmip_act act);
const char *scmip_fault_parse(struct scmip_words *w, struct scmip_fault *f);
void scmip_fault_print(struct scmip_text *t, const struct scmip_fault *f);
const char *scmip_parse_proto(const char *word, s32 *proto);
const char *scmip_parse_msg(s32 proto, const char *word, s32 *msg);

/* control.c */
void scmip_stats_print(const struct scmip_server *s, struct scmip_text *t);
const char *scmip_inject(struct scmip_server *s, u64 now, struct scmip_words *w, bool many);

#endif /* SCMI_PLATFORM_INTERNAL_H */
