/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A platform inside of the kernel, and the hosts that connect it to an agent.
 *
 * scmi-agent-test-platform.ko has the platforms; each consists of a board, a
 * server of the library platform/, a worker and one host. A host is made by a
 * kind: "virtio" (scmi-agent-test-vdev.ko), "mailbox"
 * (scmi-agent-test-mbox.ko). The kind is a table of functions, struct tp_kind.
 *
 * DOC: Locks
 *
 * The lock of a platform, tp_lock(), is a mutex. It serialises all that
 * touches the server and the host's side of rings and shared memory: the
 * worker, control commands and tp_reset_locked(). Under it a host raises
 * interrupts with irq_work or hrtimers only, which run in hard interrupt
 * context as real ones do; it never calls the agent.
 *
 * The plug lock, internal to the core, is outside of it. Devices come and go
 * under the plug lock alone, since drivers probe and unbind meanwhile, and the
 * worker has to answer them.
 *
 * tp_kick() is the only function for any context.
 */
#ifndef SCMI_AGENT_TEST_TP_H
#define SCMI_AGENT_TEST_TP_H

#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "server.h"
#include "text.h"

struct tp_platform;

/**
 * struct tp_args - KEY=VALUE words of "add"
 * @words: all words of the line
 * @used: bit N set: word N was taken
 * @error: what is wrong with them; empty while all is well
 */
struct tp_args {
	struct scmip_words *words;
	u32 used;
	char error[96];
};

/**
 * struct tp_verb - a control command of a host: "PLATFORM NAME WORDS..."
 * @name: the first word behind the platform's name
 * @plugs: true: called without the platform's lock, while no device can come
 *	or go, so that it may wait for the driver. false: with the lock
 * @run: called with the words behind @name; appends to the answer, which is
 *	"ok" so far, or returns what is wrong
 */
struct tp_verb {
	const char *name;
	bool plugs;
	const char *(*run)(void *host, struct scmip_words *w, struct scmip_text *answer);
};

/**
 * struct tp_kind - one way to connect a platform
 * @name: the word of "add NAME KIND"
 * @owner: the module with the functions
 * @slots: messages that may wait inside of a server: as many requests as the
 *	host may have under way, and some 64 for delayed responses
 * @msg_max: longest message in bytes, header included, 128 or more
 * @verbs: further control commands, the last one has no name; may be NULL
 * @memory: memory for fast channels, valid as long as the module; may be NULL, and
 *	may return NULL
 * @create: make a host, without a device, from arguments; the host's data, or
 *	an ERR_PTR, with an explanation in the arguments if there is one
 * @destroy: release it; no device, no call under way
 * @plug: make the device appear; 0 or -errno. Driver may probe it meanwhile.
 *	Under the plug lock
 * @unplug: make it go, and return when no interrupt is under way. The driver
 *	may unbind meanwhile. Under the plug lock
 * @process: pass on what the agent has sent, by tp_request(), as long as
 *	tp_ready(). With the lock
 * @reply: a reply to the request of that cookie. With the lock
 * @event: a notification or a delayed response; false if there is no room.
 *	With the lock
 * @signal: all of a round is done: raise the interrupts that are due. With
 *	the lock
 * @deadline: when @signal has something to do by itself, SCMIP_NEVER for
 *	never; may be NULL. With the lock
 * @stats: append " NAME=VALUE"s to the platform's statistics; may be NULL.
 *	With the lock
 * @node: for the core
 */
struct tp_kind {
	const char *name;
	struct module *owner;
	u32 slots;
	u32 msg_max;
	const struct tp_verb *verbs;
	const struct scmip_memory *(*memory)(void);
	void *(*create)(struct tp_platform *tp, struct tp_args *args);
	void (*destroy)(void *host);
	int (*plug)(void *host);
	void (*unplug)(void *host);
	void (*process)(void *host, u64 now);
	void (*reply)(void *host, const struct scmip_out *out);
	bool (*event)(void *host, const struct scmip_out *out);
	void (*signal)(void *host, u64 now);
	u64 (*deadline)(void *host);
	void (*stats)(void *host, struct scmip_text *answer);
	struct list_head node;
};

/* core.c */
struct mutex *tp_lock(struct tp_platform *tp);
const char *tp_name(const struct tp_platform *tp);
void tp_kick(struct tp_platform *tp);
void tp_run(struct tp_platform *tp);
bool tp_ready(struct tp_platform *tp);
enum scmip_verdict tp_request(struct tp_platform *tp, u64 cookie, const u8 *req, u32 len,
			      u32 cap);
void tp_note_backlog(struct tp_platform *tp, u32 waiting);
void tp_reset_locked(struct tp_platform *tp);
void tp_events_ready_locked(struct tp_platform *tp);

/* command.c */
int tp_register_kind(struct tp_kind *kind);
void tp_unregister_kind(struct tp_kind *kind);
int tp_command(const char *line);
const char *tp_arg(struct tp_args *args, const char *key);
bool tp_arg_number(struct tp_args *args, const char *key, u64 min, u64 max, u64 *value);
bool tp_arg_flag(struct tp_args *args, const char *key, bool *value);

#endif /* SCMI_AGENT_TEST_TP_H */
