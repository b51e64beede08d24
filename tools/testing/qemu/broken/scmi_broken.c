// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that misbehaves on purpose, once, when it is loaded. The harness
 * that runs the tests has to notice each way; see the suites beside this
 * file. Never part of an installation.
 */

#include <linux/delay.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/processor.h>
#include <linux/smp.h>
#include <linux/string.h>

static char *how = "";
module_param(how, charp, 0444);
MODULE_PARM_DESC(how, "warn, oops, spin, dead, taint, or nothing at all");

static void broken_warn(void)
{
	WARN(1, "broken on purpose\n");
}

static void broken_oops(void)
{
	int *nowhere = NULL;

	/* Keep the compiler from proving what this does. */
	OPTIMIZER_HIDE_VAR(nowhere);
	WRITE_ONCE(*nowhere, 1);
}

static void broken_spin(void)
{
	preempt_disable();
	for (;;)
		cpu_relax();
}

static void broken_dead_cpu(void *unused)
{
	local_irq_disable();
	for (;;)
		cpu_relax();
}

/* No CPU takes interrupts any more: no watchdog of the kernel can speak. */
static void broken_dead(void)
{
	smp_call_function(broken_dead_cpu, NULL, 0);
	broken_dead_cpu(NULL);
}

static void broken_taint(void)
{
	add_taint(TAINT_USER, LOCKDEP_STILL_OK);
}

static const struct {
	const char *name;
	void (*act)(void);
} broken_ways[] = {
	{ "warn", broken_warn },
	{ "oops", broken_oops },
	{ "spin", broken_spin },
	{ "dead", broken_dead },
	{ "taint", broken_taint },
};

static int __init broken_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(broken_ways); i++)
		if (!strcmp(how, broken_ways[i].name))
			broken_ways[i].act();
	return 0;
}
module_init(broken_init);

static void __exit broken_exit(void)
{
}
module_exit(broken_exit);

MODULE_DESCRIPTION("Misbehaves on purpose, for tests of the test harness");
MODULE_LICENSE("GPL");
