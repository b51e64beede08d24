// SPDX-License-Identifier: GPL-2.0-only
/*
 * The client driver of system power, which is a part of this program: what the machine does
 * when the platform asks for something, in whatever order and at whatever moment.
 */
#include "bench.h"
#include "client.h"

#define KBUILD_MODNAME			"scmi-agent-syspower"
#define pr_warn(...)			kernel_warn(__VA_ARGS__)
#define pr_warn_ratelimited(...)	kernel_warn(__VA_ARGS__)
#define dev_info_ratelimited		dev_info
#define __SPIN_LOCK_UNLOCKED(lock)	{ 0 }
#define DECLARE_WORK(name, f)		struct work_struct name
#define DECLARE_DELAYED_WORK(name, f)	struct delayed_work name
#define NOTIFY_DONE			0
#define REBOOT_WARM			1
#define PM_SUSPEND_TO_IDLE		1
#define PM_SUSPEND_MEM			3
#define system_dfl_wq			NULL
#define module_init(f)			int (*const test_init)(void) = (f)
#define module_exit(f)			void (*const test_exit)(void) = (f)
#define __init
#define __exit
#define cancel_work_sync(work)		((void)(work), sleep_queued = false)
#define cancel_delayed_work(work)	((void)(work), stop_queued = false)
#define cancel_delayed_work_sync	cancel_delayed_work
#define queue_work(wq, work)		((void)(work), sleep_queued = true)
#define queue_delayed_work(wq, work, delay)	((void)(work), queue_stop(delay))
#define msecs_to_jiffies(ms)		(ms)
#define ktime_after(a, b)		((a) > (b))
#define ktime_get_boottime()		(++now)

struct dev_pm_ops { int (*suspend)(struct device *dev); };

static bool sleep_queued, stop_queued;
static unsigned long stop_after;
static ktime_t now;
static int reboot_mode;

/* What was done to the machine. */
static unsigned int offs, reboots, asked_off, asked_reboot, suspends;
static bool asks_while_resuming;
static int mem_ret;

static void queue_stop(unsigned long delay)
{
	if (!stop_queued)
		stop_after = delay;
	stop_queued = true;
}

static int register_reboot_notifier(struct notifier_block *nb)
{
	return 0;
}

static void unregister_reboot_notifier(struct notifier_block *nb)
{
}

static void orderly_poweroff(bool force)
{
	asked_off++;
}

static void orderly_reboot(void)
{
	asked_reboot++;
}

static void kernel_power_off(void);
static void kernel_restart(char *cmd);
static int pm_suspend(int state);

#include "clients/syspower.c"

static struct scmi_device sdev;

int scmi_driver_register(struct scmi_driver *driver, struct module *owner,
			 const char *mod_name)
{
	return driver->probe(&sdev);
}

void scmi_driver_unregister(struct scmi_driver *driver)
{
	devres_release(&sdev.dev);
}

static void kernel_power_off(void)
{
	scmi_syspower_reboot_nb.notifier_call(&scmi_syspower_reboot_nb, 0, NULL);
	offs++;
}

static void kernel_restart(char *cmd)
{
	scmi_syspower_reboot_nb.notifier_call(&scmi_syspower_reboot_nb, 0, NULL);
	reboots++;
}

#define GRACEFUL	1

static void notify(u32 state, u32 flags, u32 ms)
{
	struct scmi_system_power_state_notifier_report r = {
		.timestamp = ++now, .flags = flags, .system_state = state, .timeout = ms,
	};

	client_notify(&r);
}

static int pm_suspend(int state)
{
	if (state == PM_SUSPEND_MEM && mem_ret)
		return mem_ret;
	scmi_syspower_pm.suspend(&sdev.dev);
	suspends++;
	if (asks_while_resuming) {
		asks_while_resuming = false;
		notify(SCMI_SYSTEM_SUSPEND, GRACEFUL, 0);
	}
	return 0;
}

/* What is queued runs. */
static void run(void)
{
	while (sleep_queued) {
		sleep_queued = false;
		scmi_syspower_sleep(&scmi_syspower_sleep_work);
	}
}

static void begin(void)
{
	bench_board("[platform]\nsystem = 2.1\n");
	is(bench_start(&scmi_system_protocol), 0, "the protocol starts");
	client_device(&sdev, core_ph);
	scmi_syspower.wanted = SCMI_SYSTEM_POWERUP;
	scmi_syspower.leaving = false;
	offs = 0;
	reboots = 0;
	asked_off = 0;
	asked_reboot = 0;
	suspends = 0;
	reboot_mode = 0;
	mem_ret = 0;
	is(test_init(), 0, "the driver binds");
}

static void end(void)
{
	test_exit();
	bench_end();
}

static void shutdowns(void)
{
	begin();
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 10000);
	is(asked_off, 1, "user space is asked to shut down");
	ok(stop_queued && stop_after == 7500, "and has three quarters of the time");
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 90000);
	is(stop_after, 7500, "which is not prolonged");
	notify(SCMI_SYSTEM_COLDRESET, GRACEFUL, 10);
	is(asked_reboot, 0, "what was asked for first counts");
	is(offs, 0, "nothing is done by force so far");
	stop_queued = false;
	scmi_syspower_stop(NULL);
	is(offs, 1, "when the time is over the kernel stops [H64]");
	scmi_syspower_stop(NULL);
	is(offs, 1, "once");
	end();

	begin();
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 10000);
	kernel_power_off();
	ok(!stop_queued, "a machine that stops in time is not stopped by force [H64]");
	scmi_syspower_stop(NULL);
	is(offs, 1, "nor if that was about to begin [H64]");
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 10000);
	is(asked_off, 1, "nor asked again");
	end();

	begin();
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 0);
	ok(asked_off == 1 && !stop_queued, "without a time there is no force");
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 0);
	is(asked_off, 2, "who asks again has user space asked again");
	end();
}

static void resets(void)
{
	begin();
	notify(SCMI_SYSTEM_WARMRESET, GRACEFUL, 1);
	ok(asked_reboot == 1 && reboot_mode == REBOOT_WARM, "a warm reset is one");
	ok(stop_queued && stop_after == 1, "the shortest time is one");
	scmi_syspower_stop(NULL);
	is(reboots, 1, "and is done by force then");
	end();

	begin();
	notify(SCMI_SYSTEM_COLDRESET, GRACEFUL, 0xffffffff);
	ok(asked_reboot == 1 && !reboot_mode, "a cold reset is none");
	is(stop_after, 0xffffffff - 0xffffffff / 4, "the longest time is one");
	end();
}

static void sleeps(void)
{
	begin();
	notify(SCMI_SYSTEM_SUSPEND, GRACEFUL, 1000);
	run();
	is(suspends, 1, "suspend is done");
	ok(!stop_queued, "and never by force");
	run();
	is(suspends, 1, "once");
	asks_while_resuming = true;
	notify(SCMI_SYSTEM_SUSPEND, GRACEFUL, 0);
	run();
	is(suspends, 3, "a request while it is resumed is another one");
	mem_ret = -EINVAL;
	notify(SCMI_SYSTEM_SUSPEND, GRACEFUL, 0);
	run();
	is(suspends, 4, "where there is no other suspend it is one to idle");
	mem_ret = -EBUSY;
	notify(SCMI_SYSTEM_SUSPEND, GRACEFUL, 0);
	run();
	is(bench_logged("the platform asks for suspend, which fails"), 1, "a failure is told");
	end();

	/* It was on its way when the devices were suspended, for another reason. */
	begin();
	notify(SCMI_SYSTEM_SUSPEND, GRACEFUL, 0);
	scmi_syspower_pm.suspend(&sdev.dev);
	run();
	is(suspends, 0, "what is asked for before a suspend is done by that");
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 0);
	notify(SCMI_SYSTEM_SUSPEND, GRACEFUL, 0);
	run();
	is(suspends, 0, "what shuts down is not suspended");
	end();
}

static void ignored(void)
{
	begin();
	notify(0x80000001, GRACEFUL, 1000);
	notify(SCMI_SYSTEM_MAX, GRACEFUL, 1000);
	notify(SCMI_SYSTEM_POWERUP, GRACEFUL, 1000);
	notify(SCMI_SYSTEM_SHUTDOWN, 0, 1000);
	run();
	ok(!asked_off && !asked_reboot && !suspends && !stop_queued,
	   "what is not for us does nothing");
	is(bench_logged("the platform announces state 0x80000001, which is left to it"), 1,
	   "it is told");
	is(bench_logged("announces"), 1, "once");
	notify(SCMI_SYSTEM_SHUTDOWN, GRACEFUL, 1000);
	is(asked_off, 1, "and nothing is lost by that");
	end();
}

int main(void)
{
	shutdowns();
	resets();
	sleeps();
	ignored();
	return tap_end();
}
