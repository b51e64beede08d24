// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the transfer engine. Loading the module runs them; what they found
 * is KTAP in /proc/scmi-agent-engine.
 */

#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "engine.h"

#define ENGINE_RESULTS	SZ_64K
/* Lines about one test; what is wrong often is said often enough. */
#define ENGINE_LINES	20
/* A test that takes longer says so. */
#define ENGINE_SLOW_MS	1000

unsigned int engine_seconds = 5;
module_param_named(seconds, engine_seconds, uint, 0444);
MODULE_PARM_DESC(seconds, "How long the stress test runs");

static char *only;
module_param(only, charp, 0444);
MODULE_PARM_DESC(only, "Run the tests whose names contain this, _ for a space");

static const struct engine_test * const engine_suites[] = {
	engine_cursor_tests,
	engine_command_tests,
	engine_callback_tests,
	engine_token_tests,
	engine_slot_tests,
	engine_delayed_tests,
	engine_gate_tests,
	engine_drain_tests,
	engine_batch_tests,
	engine_batch_end_tests,
	engine_poll_tests,
	engine_serial_tests,
	engine_race_tests,
	engine_stress_tests,
};

static char *results;
static size_t results_len;
static DEFINE_SPINLOCK(results_lock);
static atomic_t failures;

/**
 * engine_print() - add to the results
 * @fmt: format, and what it wants
 *
 * Context: Any context.
 */
void engine_print(const char *fmt, ...)
{
	va_list args;

	guard(spinlock_irqsave)(&results_lock);
	va_start(args, fmt);
	results_len += vscnprintf(results + results_len,
				  ENGINE_RESULTS - results_len, fmt, args);
	va_end(args);
}

/**
 * engine_fail() - an expectation was not met
 * @func: function
 * @line: line
 * @what: what was expected
 *
 * Context: Any context.
 */
void engine_fail(const char *func, int line, const char *what)
{
	if (atomic_inc_return(&failures) <= ENGINE_LINES)
		engine_print("# %s:%d: %s\n", func, line, what);
}

/**
 * engine_fail_eq() - a value is not what was expected
 * @func: function
 * @line: line
 * @what: the value
 * @got: what it is
 * @want: what was expected
 *
 * Context: Any context.
 */
void engine_fail_eq(const char *func, int line, const char *what, long got,
		    long want)
{
	if (atomic_inc_return(&failures) <= ENGINE_LINES)
		engine_print("# %s:%d: %s is %ld, not %ld\n", func, line, what,
			     got, want);
}

static bool engine_wanted(const struct engine_test *t)
{
	return !only || !*only || strstr(t->name, only);
}

static unsigned int engine_num_tests(void)
{
	const struct engine_test *t;
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(engine_suites); i++)
		for (t = engine_suites[i]; t->name; t++)
			n += engine_wanted(t);
	return n;
}

static void engine_run(const struct engine_test *t, unsigned int number)
{
	ktime_t start = ktime_get();
	struct engine *e = NULL;
	s64 ms;

	atomic_set(&failures, 0);
	if (t->slots) {
		e = engine_create(t->slots, t->timeout_ms);
		if (!e)
			engine_fail(__func__, __LINE__, "engine_create()");
	}
	if (e || !t->slots)
		t->run(e);
	if (e)
		engine_destroy(e);
	ms = ktime_ms_delta(ktime_get(), start);
	if (ms > ENGINE_SLOW_MS)
		engine_print("# %lld ms\n", ms);
	engine_print("%s %u %s\n", atomic_read(&failures) ? "not ok" : "ok",
		     number, t->name);
}

static int engine_show(struct seq_file *m, void *unused)
{
	seq_write(m, results, results_len);
	return 0;
}

static int __init engine_init(void)
{
	const struct engine_test *t;
	unsigned int i, n = 0;

	if (only)
		strreplace(only, '_', ' ');
	results = vzalloc(ENGINE_RESULTS);
	if (!results)
		return -ENOMEM;
	if (!proc_create_single("scmi-agent-engine", 0444, NULL, engine_show)) {
		vfree(results);
		return -ENOMEM;
	}
	engine_print("KTAP version 1\n1..%u\n", engine_num_tests());
	for (i = 0; i < ARRAY_SIZE(engine_suites); i++)
		for (t = engine_suites[i]; t->name; t++)
			if (engine_wanted(t))
				engine_run(t, ++n);
	return 0;
}
module_init(engine_init);

static void __exit engine_exit(void)
{
	remove_proc_entry("scmi-agent-engine", NULL);
	vfree(results);
}
module_exit(engine_exit);

MODULE_DESCRIPTION("SCMI agent: tests of the transfer engine");
MODULE_LICENSE("GPL");
