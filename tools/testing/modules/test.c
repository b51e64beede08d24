// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the tests of the module that it is linked into when that is loaded. What
 * they found is KTAP in /proc, under the module's name, complete or not as soon
 * as loading has ended, and on the console as it comes.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>

#include "test.h"

#define KUNIT_RESULTS	SZ_64K
/* Lines about one test; what is wrong often is said often enough. */
#define KUNIT_LINES	20
/* A test that takes longer says so. */
#define KUNIT_SLOW_MS	1000

static char *only;
module_param(only, charp, 0444);
MODULE_PARM_DESC(only, "Run the tests whose names contain this, _ for a space");

static unsigned int limit = 60;
module_param(limit, uint, 0444);
MODULE_PARM_DESC(limit, "Seconds after which a test counts as one that hangs");

/* Of a test; run at its end. */
struct kunit_action {
	struct list_head node;
	void (*action)(void *ctx);
	void *ctx;
};

static char *results;
static size_t results_len;
static DEFINE_RAW_SPINLOCK(results_lock);

/**
 * kunit_print() - add to the results
 * @fmt: format, and what it wants; ends a line
 *
 * Context: Any context.
 */
void kunit_print(const char *fmt, ...)
{
	size_t begin, len;
	va_list args;

	va_start(args, fmt);
	scoped_guard(raw_spinlock_irqsave, &results_lock) {
		begin = results_len;
		len = vscnprintf(results + begin, KUNIT_RESULTS - begin, fmt,
				 args);
		results_len += len;
	}
	va_end(args);
	pr_info("%.*s", (int)len, results + begin);
}

static void kunit_action_run(struct kunit_action *a)
{
	struct kunit_action todo = *a;

	list_del(&a->node);
	kfree(a);
	todo.action(todo.ctx);
}

/* A test's end, with its stack still there for those who are to be stopped. */
static void __noreturn kunit_leave(struct kunit *test)
{
	while (!list_empty(&test->actions))
		kunit_action_run(list_first_entry(&test->actions,
						  struct kunit_action, node));
	kthread_complete_and_exit(&test->gone, 0);
}

/**
 * kunit_fail() - something is not as it should be
 * @test: test
 * @fatal: end the test; its own thread calls
 * @func: function
 * @line: line
 * @fmt: format of what was expected, and what it wants
 *
 * Context: Any context; does not return if @fatal.
 */
void kunit_fail(struct kunit *test, bool fatal, const char *func, int line,
		const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	if (atomic_inc_return(&test->failures) <= KUNIT_LINES || fatal)
		kunit_print("# %s:%d: %pV\n", func, line, &vaf);
	va_end(args);
	if (fatal)
		kunit_leave(test);
}

/**
 * kunit_add_action() - have something undone when the test ends
 * @test: test
 * @action: what to call then, in its thread; the last added is first
 * @ctx: passed to @action
 *
 * Context: Process context, the test's thread.
 * Return: 0 or -ENOMEM.
 */
int kunit_add_action(struct kunit *test, void (*action)(void *ctx), void *ctx)
{
	struct kunit_action *a = kzalloc_obj(*a);

	if (!a)
		return -ENOMEM;
	a->action = action;
	a->ctx = ctx;
	list_add(&a->node, &test->actions);
	return 0;
}

/**
 * kunit_release_action() - undo it now
 * @test: test
 * @action: as it was added
 * @ctx: as it was added
 *
 * Context: Process context, the test's thread.
 */
void kunit_release_action(struct kunit *test, void (*action)(void *ctx),
			  void *ctx)
{
	struct kunit_action *a;

	list_for_each_entry(a, &test->actions, node) {
		if (a->action == action && a->ctx == ctx) {
			kunit_action_run(a);
			return;
		}
	}
}

static void kunit_kfree(void *ctx)
{
	kfree(ctx);
}

/**
 * kunit_kzalloc() - get memory until the test ends
 * @test: test
 * @size: bytes
 * @gfp: how
 *
 * Context: Process context, the test's thread.
 * Return: the memory, zeroed, or NULL.
 */
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	void *ptr = kzalloc(size, gfp);

	if (ptr && kunit_add_action(test, kunit_kfree, ptr)) {
		kfree(ptr);
		return NULL;
	}
	return ptr;
}

static int kunit_thread(void *data)
{
	struct kunit *test = data;

	if (test->suite->init)
		KUNIT_ASSERT_EQ(test, test->suite->init(test), 0);
	test->run->run_case(test);
	kunit_leave(test);
}

/* False if the test hangs: its thread uses this module for good. */
static bool kunit_run_thread(struct kunit *test)
{
	struct task_struct *task;

	INIT_LIST_HEAD(&test->actions);
	init_completion(&test->gone);
	task = kthread_run(kunit_thread, test, "kunit_test");
	if (IS_ERR(task)) {
		KUNIT_FAIL(test, "no thread: %ld", PTR_ERR(task));
		return true;
	}
	if (wait_for_completion_killable_timeout(&test->gone, limit * HZ) > 0)
		return true;
	__module_get(THIS_MODULE);
	KUNIT_FAIL(test, "it hangs");
	return false;
}

static void kunit_result(const struct kunit_case *run, unsigned int number, bool good)
{
	kunit_print("%s %u %s\n", good ? "ok" : "not ok", number, run->name);
}

static bool kunit_run(const struct kunit_suite *suite,
		      const struct kunit_case *run, unsigned int number)
{
	static struct kunit test;
	ktime_t start = ktime_get();
	bool ended;
	s64 ms;

	memset(&test, 0, sizeof(test));
	test.suite = suite;
	test.run = run;
	ended = kunit_run_thread(&test);
	ms = ktime_ms_delta(ktime_get(), start);
	if (ms > KUNIT_SLOW_MS)
		kunit_print("# %lld ms\n", ms);
	kunit_result(run, number, !atomic_read(&test.failures));
	return ended;
}

static bool kunit_wanted(const struct kunit_case *run)
{
	return !only || !*only || strstr(run->name, only);
}

static unsigned int kunit_count(const struct kunit_suite *suite)
{
	const struct kunit_case *c;
	unsigned int n = 0;

	for (c = suite->test_cases; c->run_case; c++)
		n += kunit_wanted(c);
	return n;
}

/* Run the tests of a suite that are wanted, from number @n on; false if one hangs. */
static bool kunit_run_suite(const struct kunit_suite *suite, unsigned int n)
{
	const struct kunit_case *c;
	int ret = 0;

	if (suite->suite_init)
		ret = suite->suite_init(suite);
	if (ret)
		kunit_print("# the suite does not begin: %d\n", ret);
	for (c = suite->test_cases; c->run_case; c++) {
		if (!kunit_wanted(c))
			continue;
		if (ret)
			kunit_result(c, n, false);
		else if (!kunit_run(suite, c, n))
			return false;
		n++;
	}
	if (!ret && suite->suite_exit)
		suite->suite_exit(suite);
	return true;
}

/* Run the tests that are wanted, or only count them. */
static unsigned int kunit_tests(bool run)
{
	const struct kunit_suite * const *suite;
	unsigned int n = 0, num;

	for (suite = kunit_suites; *suite; suite++) {
		num = kunit_count(*suite);
		if (run && num && !kunit_run_suite(*suite, n + 1))
			break;
		n += num;
	}
	return n;
}

static int kunit_show(struct seq_file *m, void *unused)
{
	seq_write(m, results, results_len);
	return 0;
}

static int __init kunit_init(void)
{
	if (only)
		strreplace(only, '_', ' ');
	results = vzalloc(KUNIT_RESULTS);
	if (!results)
		return -ENOMEM;
	if (!proc_create_single(KBUILD_MODNAME, 0444, NULL, kunit_show)) {
		vfree(results);
		return -ENOMEM;
	}
	kunit_print("KTAP version 1\n");
	kunit_print("1..%u\n", kunit_tests(false));
	kunit_tests(true);
	return 0;
}
module_init(kunit_init);

static void __exit kunit_exit(void)
{
	remove_proc_entry(KBUILD_MODNAME, NULL);
	vfree(results);
}
module_exit(kunit_exit);

MODULE_DESCRIPTION("SCMI agent: tests that run when they are loaded");
MODULE_LICENSE("GPL");
