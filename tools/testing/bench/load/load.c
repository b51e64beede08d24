// SPDX-License-Identifier: GPL-2.0-only
/*
 * The load generator's threads, and what they measure.
 *
 * debugfs file NAME/run takes "sync|poll THREADS COMMANDS [TARGET]", runs, and prints
 * one line when it is read. With 0 COMMANDS it runs until "stop" is written, and the
 * line is about that time. Thread n sends to target n modulo their number, counting
 * only those called TARGET. "hold THREADS TARGET" lets so many threads send one
 * command each, which no line is about; "release" waits until they have been answered.
 *
 * NAME/events: when it is read, how long notifications were under way since it was
 * read last, see load_event().
 *
 * Where instructions can be counted, "insns" is what the run has taken, and of one
 * thread with a number of COMMANDS "p50_insns" the median of what one has: ticks and
 * what comes once are in some of them.
 *
 * Times go into a histogram whose classes are 1/1024 wide, so that a run of any length
 * takes the same memory; the extremes are exact.
 */

#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "insns.h"
#include "load.h"

#define LOAD_MAX_TARGETS	64
#define LOAD_SUB_BITS		10
#define LOAD_CLASSES		(40 << LOAD_SUB_BITS)

/**
 * struct load_times - how long something took
 * @count: how often it was done
 * @max_ns: the longest
 * @classes: how often it took how long
 */
struct load_times {
	unsigned long count;
	u64 max_ns;
	u32 classes[LOAD_CLASSES];
};

/**
 * struct load_thread - one thread
 * @go: waited for before it begins
 * @send: what it does
 * @arg: for @send
 * @task: who does it; NULL if he could not be had
 * @index: its number
 * @count: commands to send, 0: until @load_stopping
 * @errors: those that failed
 * @done: completed when it is over
 * @times: of the commands
 * @insns: instructions of each command; NULL if they are not counted
 */
struct load_thread {
	struct completion *go;
	int (*send)(void *arg, unsigned int thread);
	void *arg;
	struct task_struct *task;
	unsigned int index;
	unsigned long count;
	unsigned long errors;
	struct completion done;
	struct load_times times;
	u32 *insns;
};

/**
 * struct load_group - threads that begin and end together
 * @threads: NULL if there are none
 * @num: how many
 * @go: completed when all are there
 */
struct load_group {
	struct load_thread *threads;
	unsigned int num;
	struct completion go;
};

/* One run at a time; protects all that follows. */
static DEFINE_MUTEX(load_lock);
static struct load_target load_targets[LOAD_MAX_TARGETS];
static unsigned int load_num_targets;
static struct load_group load_run, load_held;
static u64 load_began;
static bool load_counts;
static u32 load_insns;
static char load_result[256];
/* Written under the lock, read by threads. */
static bool load_stopping;
static struct dentry *load_dir;

static DEFINE_SPINLOCK(load_events_lock);
static struct load_times load_events;

static unsigned int load_class(u64 ns)
{
	unsigned int top;

	if (ns < 1 << LOAD_SUB_BITS)
		return ns;
	top = ilog2(ns) - LOAD_SUB_BITS;
	return min_t(unsigned int, (top << LOAD_SUB_BITS) + (ns >> top),
		     LOAD_CLASSES - 1);
}

/* The middle of a class. */
static u64 load_class_ns(unsigned int class)
{
	unsigned int top = class >> LOAD_SUB_BITS;
	u64 ns;

	if (top < 1)
		return class;
	top--;
	ns = (u64)(class - (top << LOAD_SUB_BITS)) << top;
	return ns + (1ULL << top) / 2;
}

static void load_note(struct load_times *times, u64 ns)
{
	times->classes[load_class(ns)]++;
	times->max_ns = max(times->max_ns, ns);
	times->count++;
}

static void load_sum(struct load_times *sum, const struct load_times *times)
{
	unsigned int class;

	for (class = 0; class < LOAD_CLASSES; class++)
		sum->classes[class] += times->classes[class];
	sum->max_ns = max(sum->max_ns, times->max_ns);
	sum->count += times->count;
}

/* The time that the given share, in thousandths, stayed below. */
static u64 load_quantile(const struct load_times *times, unsigned int share)
{
	u64 left = div_u64((u64)times->count * share, 1000);
	unsigned int class;

	for (class = 0; class < LOAD_CLASSES; class++) {
		if (times->classes[class] > left)
			return min(load_class_ns(class), times->max_ns);
		left -= times->classes[class];
	}
	return times->max_ns;
}

static int load_print(char *text, size_t size, const struct load_times *times)
{
	return scnprintf(text, size, "count=%lu p50_ns=%llu p99_ns=%llu max_ns=%llu\n",
			 times->count, load_quantile(times, 500),
			 load_quantile(times, 990), times->max_ns);
}

static int load_compare(const void *a, const void *b)
{
	const u32 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static u32 load_median(u32 *insns, unsigned long count)
{
	sort(insns, count, sizeof(*insns), load_compare, NULL);
	return insns[count / 2];
}

static void load_one(struct load_thread *t)
{
	u32 insns = t->insns ? insns_now() : 0;
	u64 start = ktime_get_ns();

	if (t->send(t->arg, t->index))
		t->errors++;
	if (t->insns)
		t->insns[t->times.count] = insns_now() - insns;
	load_note(&t->times, ktime_get_ns() - start);
}

static int load_thread(void *arg)
{
	struct load_thread *t = arg;

	wait_for_completion(t->go);
	while (t->count ? t->times.count < t->count : !READ_ONCE(load_stopping)) {
		load_one(t);
		if (!(t->times.count % 64))
			cond_resched();
	}
	complete(&t->done);
	/* Until it is stopped: the module's text must not go before. */
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static void load_wait(struct load_group *group)
{
	unsigned int i;

	for (i = 0; i < group->num; i++)
		wait_for_completion(&group->threads[i].done);
}

/* They have all been waited for. */
static void load_forget(struct load_group *group)
{
	unsigned int i;

	for (i = 0; i < group->num; i++) {
		if (group->threads[i].task)
			kthread_stop(group->threads[i].task);
		kvfree(group->threads[i].insns);
	}
	kvfree(group->threads);
	group->threads = NULL;
	group->num = 0;
}

/* Wait for the run's threads, count, and forget them. */
static void load_finish(void)
{
	static struct load_times sum;
	unsigned int i, num = load_run.num;
	unsigned long errors = 0;
	u32 median = 0;
	u64 total;
	int len;

	if (!num)
		return;
	load_wait(&load_run);
	total = ktime_get_ns() - load_began;
	if (load_counts)
		load_insns = insns_now() - load_insns;
	memset(&sum, 0, sizeof(sum));
	for (i = 0; i < num; i++) {
		load_sum(&sum, &load_run.threads[i].times);
		errors += load_run.threads[i].errors;
	}
	if (load_run.threads[0].insns && sum.count)
		median = load_median(load_run.threads[0].insns, sum.count);
	load_forget(&load_run);
	len = scnprintf(load_result, sizeof(load_result),
			"threads=%u errors=%lu total_ns=%llu insns=%u p50_insns=%u ",
			num, errors, total, load_counts ? load_insns : 0, median);
	load_print(load_result + len, sizeof(load_result) - len, &sum);
}

/* The nth target of that name, counted round and round; NULL if there is none. */
static const struct load_target *load_pick(unsigned int n, const char *name)
{
	const struct load_target *found[LOAD_MAX_TARGETS];
	unsigned int i, num = 0;

	for (i = 0; i < load_num_targets; i++)
		if (!*name || !strcmp(load_targets[i].name, name))
			found[num++] = &load_targets[i];
	return num ? found[n % num] : NULL;
}

/* Let a thread be; without one, what it would have done has failed. */
static void load_begin(struct load_thread *t, const struct load_target *on, bool poll)
{
	struct task_struct *task = ERR_PTR(-EOPNOTSUPP);

	t->send = poll ? on->poll : on->sync;
	t->arg = on->arg;
	init_completion(&t->done);
	if (t->send)
		task = kthread_run(load_thread, t, "scmi-bench/%u", t->index);
	if (IS_ERR(task)) {
		t->errors++;
		complete(&t->done);
		return;
	}
	t->task = task;
}

static int load_spawn(struct load_group *group, unsigned int num, const char *name,
		      bool poll, unsigned long count)
{
	unsigned int i;

	if (group->num)
		return -EBUSY;
	if (!num || num > LOAD_MAX_THREADS)
		return -EINVAL;
	if (!load_pick(0, name))
		return -ENODEV;
	group->threads = kvcalloc(num, sizeof(*group->threads), GFP_KERNEL);
	if (!group->threads)
		return -ENOMEM;
	group->num = num;
	reinit_completion(&group->go);
	for (i = 0; i < num; i++) {
		struct load_thread *t = &group->threads[i];

		t->go = &group->go;
		t->index = group == &load_held ? LOAD_MAX_THREADS + i : i;
		t->count = count;
		load_begin(t, load_pick(i, name), poll);
	}
	return 0;
}

static int load_do_run(const char *how, unsigned int num, unsigned long count,
		       const char *name)
{
	int ret;

	if (strcmp(how, "sync") && strcmp(how, "poll"))
		return -EINVAL;
	WRITE_ONCE(load_stopping, false);
	ret = load_spawn(&load_run, num, name, *how == 'p', count);
	if (ret)
		return ret;
	load_counts = insns_start();
	/* Who has no memory for that goes without. */
	if (load_counts && num == 1 && count)
		load_run.threads[0].insns = kvcalloc(count, sizeof(u32), GFP_KERNEL);
	load_insns = insns_now();
	load_began = ktime_get_ns();
	complete_all(&load_run.go);
	if (count)
		load_finish();
	return 0;
}

static void load_do_stop(void)
{
	WRITE_ONCE(load_stopping, true);
	load_finish();
}

static int load_do_hold(unsigned int num, const char *name)
{
	int ret = load_spawn(&load_held, num, name, false, 1);

	if (!ret)
		complete_all(&load_held.go);
	return ret;
}

static void load_do_release(void)
{
	load_wait(&load_held);
	load_forget(&load_held);
}

static int load_command(const char *text)
{
	char how[8], name[16] = "";
	unsigned long count;
	unsigned int num;

	guard(mutex)(&load_lock);

	if (!strncmp(text, "stop", 4)) {
		load_do_stop();
		return 0;
	}
	if (!strncmp(text, "release", 7)) {
		load_do_release();
		return 0;
	}
	if (sscanf(text, "hold %u %15s", &num, name) == 2)
		return load_do_hold(num, name);
	if (sscanf(text, "%7s %u %lu %15s", how, &num, &count, name) < 3)
		return -EINVAL;
	return load_do_run(how, num, count, name);
}

static ssize_t load_write(struct file *file, const char __user *user,
			  size_t len, loff_t *pos)
{
	char text[64];
	int ret;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, user, len))
		return -EFAULT;
	text[len] = '\0';
	ret = load_command(text);
	return ret ?: len;
}

static ssize_t load_read(struct file *file, char __user *user, size_t len,
			 loff_t *pos)
{
	guard(mutex)(&load_lock);

	return simple_read_from_buffer(user, len, pos, load_result,
				       strlen(load_result));
}

static const struct file_operations load_fops = {
	.owner = THIS_MODULE,
	.write = load_write,
	.read = load_read,
};

static ssize_t load_events_read(struct file *file, char __user *user,
				size_t len, loff_t *pos)
{
	static char text[128];

	guard(mutex)(&load_lock);

	if (!*pos) {
		guard(spinlock_irqsave)(&load_events_lock);
		load_print(text, sizeof(text), &load_events);
		memset(&load_events, 0, sizeof(load_events));
	}
	return simple_read_from_buffer(user, len, pos, text, strlen(text));
}

static const struct file_operations load_events_fops = {
	.owner = THIS_MODULE,
	.read = load_events_read,
};

void load_event(u64 sent_ns)
{
	u64 now = ktime_get_ns();

	guard(spinlock_irqsave)(&load_events_lock);

	load_note(&load_events, now > sent_ns ? now - sent_ns : 0);
}

int load_add(const struct load_target *target)
{
	guard(mutex)(&load_lock);

	if (load_num_targets == LOAD_MAX_TARGETS)
		return -ENOSPC;
	load_targets[load_num_targets++] = *target;
	return 0;
}

void load_remove(const void *arg)
{
	unsigned int i, n = 0;

	guard(mutex)(&load_lock);

	load_do_stop();
	load_do_release();
	for (i = 0; i < load_num_targets; i++)
		if (load_targets[i].arg != arg)
			load_targets[n++] = load_targets[i];
	load_num_targets = n;
}

static int __init load_init(void)
{
	int ret;

	init_completion(&load_run.go);
	init_completion(&load_held.go);
	load_dir = debugfs_create_dir("scmi-bench", NULL);
	if (IS_ERR(load_dir))
		return PTR_ERR(load_dir);
	debugfs_create_file("run", 0600, load_dir, NULL, &load_fops);
	debugfs_create_file("events", 0400, load_dir, NULL, &load_events_fops);
	ret = load_register();
	if (ret)
		debugfs_remove(load_dir);
	return ret;
}
module_init(load_init);

static void __exit load_exit(void)
{
	load_unregister();
	debugfs_remove(load_dir);
}
module_exit(load_exit);

MODULE_DESCRIPTION("SCMI agent: load generator of the benchmarks");
MODULE_LICENSE("GPL");
