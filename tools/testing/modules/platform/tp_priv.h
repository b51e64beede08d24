/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of scmi-agent-test-platform.ko share. */
#ifndef SCMI_AGENT_TEST_TP_PRIV_H
#define SCMI_AGENT_TEST_TP_PRIV_H

#include <linux/hrtimer.h>
#include <linux/kref.h>
#include <linux/workqueue.h>

#include "board.h"
#include "tp.h"

#define TP_NAME_MAX	32
#define TP_ANSWER_MAX	8192
#define TP_READY_MAX	4	/* commands to run when events can flow */
#define TP_READY_LEN	256
#define TP_UPLOAD_MAX	(256u << 10)

/**
 * struct tp_board - a description that platforms may share
 * @ref: platforms, and the list
 * @node: on the list of uploaded ones, or empty
 * @name: its name
 * @board: what the parser made of it
 */
struct tp_board {
	struct kref ref;
	struct list_head node;
	char name[TP_NAME_MAX];
	struct board *board;
};

/**
 * struct tp_platform - one platform
 * @ref: the registry, and commands under way
 * @node: in the registry, under its lock
 * @name: its name; immutable
 * @board: what it is; immutable
 * @kind: what makes its host; immutable
 * @plug_lock: held while the device comes or goes; outside of @lock
 * @plugged: there is a device; under @plug_lock
 * @lock: serialises all that touches the server; tp_lock()
 * @host: the host's data, NULL before there is one and when it is gone;
 *	written under both locks
 * @server: the server, in @memory; under @lock
 * @memory: what the server lives in
 * @stalled: nothing is processed; under @lock
 * @on_ready: commands to run each time that events can flow; under @lock
 * @num_on_ready: entries of @on_ready
 * @wq: where @work runs
 * @work: one round of the worker
 * @timer: wakes the worker
 */
struct tp_platform {
	struct kref ref;
	struct list_head node;
	char name[TP_NAME_MAX];
	struct tp_board *board;
	struct tp_kind *kind;
	struct mutex plug_lock;
	bool plugged __guarded_by(&plug_lock);
	struct mutex lock;
	void *host;
	struct scmip_server *server __guarded_by(&lock);
	void *memory;
	bool stalled __guarded_by(&lock);
	char on_ready[TP_READY_MAX][TP_READY_LEN] __guarded_by(&lock);
	u32 num_on_ready __guarded_by(&lock);
	struct workqueue_struct *wq;
	struct work_struct work;
	struct hrtimer timer;
};

/* core.c */
struct tp_platform *tp_create(const char *name, struct tp_kind *kind, struct tp_board *board);
void tp_attach(struct tp_platform *tp, void *host);
void tp_destroy(struct tp_platform *tp);
void tp_put(struct tp_platform *tp);
int tp_plug(struct tp_platform *tp);
int tp_unplug(struct tp_platform *tp);
void tp_run_locked(struct tp_platform *tp);

/* boards.c */
extern const char tp_built_in[];
struct tp_board *tp_board_get(const char *name, char *error);
void tp_board_put(struct tp_board *b);
bool tp_board_upload(const char *name, const char *text, size_t len, char *error);
void tp_board_list(struct scmip_text *answer);
void tp_boards_forget(void);

/* command.c */
u32 tp_execute(const char *line, char *answer, u32 cap);

#endif /* SCMI_AGENT_TEST_TP_PRIV_H */
