// SPDX-License-Identifier: GPL-2.0-only
/*
 * The client driver of system power, which is a part of this program: what the machine does
 * when the platform asks for something, in whatever order and at whatever moment; and what
 * the platform is asked for when the machine restarts or powers off.
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
#define NOTIFY_STOP			0x8001
#define REBOOT_COLD			0
#define REBOOT_WARM			1
#define REBOOT_HARD			2
#define REBOOT_SOFT			3
#define SYS_OFF_PRIO_DEFAULT		0
#define SYS_OFF_PRIO_FIRMWARE		224
#define PM_SUSPEND_TO_IDLE		1
#define PM_SUSPEND_MEM			3
#define system_dfl_wq			NULL
#define module_init(f)			int (*const test_init)(void) = (f)
#define module_exit(f)			void (*const test_exit)(void) = (f)
#define module_param(name, type, perm)
#define MODULE_PARM_DESC(name, text)
#define mdelay(ms)			(waited_ms += (ms))
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

enum sys_off_mode {
	SYS_OFF_MODE_POWER_OFF_PREPARE,
	SYS_OFF_MODE_POWER_OFF,
	SYS_OFF_MODE_RESTART_PREPARE,
	SYS_OFF_MODE_RESTART,
	SYS_OFF_MODES,
};

struct sys_off_data {
	int mode;
	void *cb_data;
};

/* A handler for each mode is enough. */
static struct {
	int (*call)(struct sys_off_data *data);
	void *data;
	int priority;
} handlers[SYS_OFF_MODES];

static unsigned int waited_ms;
static bool priority_taken;

static void forget_handler(void *handler)
{
	memset(handler, 0, sizeof(handlers[0]));
}

static int devm_register_sys_off_handler(struct device *dev, enum sys_off_mode mode,
					 int priority, int (*call)(struct sys_off_data *data),
					 void *data)
{
	if (priority != SYS_OFF_PRIO_DEFAULT && priority_taken)
		return -EBUSY;
	handlers[mode].call = call;
	handlers[mode].data = data;
	handlers[mode].priority = priority;
	return devm_add_action_or_reset(dev, forget_handler, &handlers[mode]);
}

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

static bool lacks_command;

static void begin_on(const char *board)
{
	bench_board(board);
	is(bench_start(&scmi_system_protocol), 0, "the protocol starts");
	if (lacks_command)
		bench_fault("error=not-found proto=system msg=2");
	client_device(&sdev, core_ph);
	scmi_syspower.wanted = SCMI_SYSTEM_POWERUP;
	scmi_syspower.leaving = false;
	offs = 0;
	reboots = 0;
	asked_off = 0;
	asked_reboot = 0;
	suspends = 0;
	reboot_mode = 0;
	waited_ms = 0;
	mem_ret = 0;
	is(test_init(), 0, "the driver binds");
}

static void begin(void)
{
	restart = false;
	poweroff = false;
	begin_on("[platform]\nsystem = 2.1\n");
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

static bool goes_to_others(enum sys_off_mode mode, int reboot_mode)
{
	struct sys_off_data data = { .mode = reboot_mode, .cb_data = handlers[mode].data };

	return !handlers[mode].call || handlers[mode].call(&data) == NOTIFY_DONE;
}

/* Whatever the platform does, the machine goes down by what comes after us. */
static void power_off(void)
{
	waited_ms = 0;
	ok(goes_to_others(SYS_OFF_MODE_POWER_OFF_PREPARE, 0) &&
	   goes_to_others(SYS_OFF_MODE_POWER_OFF, 0), "others may power the machine off");
}

static void machine_restarts(int reboot_mode)
{
	waited_ms = 0;
	ok(goes_to_others(SYS_OFF_MODE_RESTART_PREPARE, 0) &&
	   goes_to_others(SYS_OFF_MODE_RESTART, reboot_mode), "others may restart the machine");
}

static void begin_last(const char *states, bool for_restart, bool for_off)
{
	char board[128];

	snprintf(board, sizeof(board), "[platform]\nsystem = 2.1\n[system 0]\n%s\n", states);
	restart = for_restart;
	poweroff = for_off;
	begin_on(board);
}

static bool last_is(const char *state)
{
	char line[64];

	snprintf(line, sizeof(line), "last=%s", state);
	return bench_says("system 0", line);
}

static void offs_by_platform(void)
{
	static const char board[] = "states = shutdown cold-reset warm-reset";

	begin_last(board, false, true);
	ok(handlers[SYS_OFF_MODE_POWER_OFF].priority > SYS_OFF_PRIO_FIRMWARE + 2,
	   "firmware's own handlers come later");
	machine_restarts(REBOOT_COLD);
	ok(last_is("power-up"), "the platform is asked where that is wanted only");
	power_off();
	ok(last_is("shutdown"), "the platform is asked to shut down");
	is(waited_ms, 1000, "and has time to do it");
	is(bench_logged("asked for shutdown and does not do it: -ETIMEDOUT"), 1,
	   "that it did not is told");
	end();
	ok(!handlers[SYS_OFF_MODE_POWER_OFF_PREPARE].call &&
	   !handlers[SYS_OFF_MODE_POWER_OFF].call, "no handler is left");

	begin_last(board, false, true);
	goes_to_others(SYS_OFF_MODE_POWER_OFF, 0);
	ok(last_is("power-up") && !waited_ms, "who is not made ready is not asked");
	core_revive_err = -EOPNOTSUPP;
	power_off();
	core_revive_err = 0;
	ok(last_is("power-up") && !waited_ms, "nor who cannot be");
	is(bench_logged("cannot be asked to end this: -EOPNOTSUPP"), 1, "which is told");
	bench_fault("no-answer proto=system msg=state-set");
	power_off();
	is(waited_ms, 1000, "a platform that is silent has time to do it");
	bench_no_faults();
	end();

	begin_last("deny = yes", true, true);
	power_off();
	is(waited_ms, 0, "nobody waits for a platform that refuses");
	is(bench_logged("asked for shutdown and does not do it: -EACCES"), 1, "which is told");
	end();
}

static void resets_by_platform(void)
{
	begin_last("states = shutdown cold-reset warm-reset", true, false);
	power_off();
	ok(last_is("power-up"), "who is to restart the machine does not power it off");
	machine_restarts(REBOOT_WARM);
	ok(last_is("warm-reset"), "the platform is asked for a warm reset");
	machine_restarts(REBOOT_HARD);
	ok(last_is("cold-reset"), "or for a cold one");
	machine_restarts(REBOOT_SOFT);
	ok(last_is("warm-reset"), "a soft restart is a warm reset");
	end();

	begin_last("states = shutdown cold-reset", true, false);
	machine_restarts(REBOOT_WARM);
	ok(last_is("cold-reset"), "without a warm reset it is a cold one");
	end();
}

static bool none_registered(void)
{
	unsigned int i;

	for (i = 0; i < SYS_OFF_MODES; i++)
		if (handlers[i].call)
			return false;
	return true;
}

static void not_by_platform(void)
{
	static const char board[] = "states = shutdown cold-reset";
	static const char told[] = "not asked to restart or power off: ";

	begin_last(board, false, false);
	ok(none_registered() && !bench_logged(told), "nobody who was not told to asks");
	end();

	client_atomic = false;
	begin_last(board, true, true);
	ok(none_registered() && bench_logged(told) == 1,
	   "nor over a transport that is not polled, which is told");
	client_atomic = true;
	end();

	lacks_command = true;
	begin_last(board, true, true);
	ok(none_registered() && bench_logged(told) == 1,
	   "nor a platform that does not have the command");
	lacks_command = false;
	end();

	priority_taken = true;
	begin_last(board, true, true);
	ok(!handlers[SYS_OFF_MODE_POWER_OFF].call && !handlers[SYS_OFF_MODE_RESTART].call &&
	   bench_logged(told) == 1, "nor where somebody else has the place");
	priority_taken = false;
	end();
}

int main(void)
{
	offs_by_platform();
	resets_by_platform();
	not_by_platform();
	shutdowns();
	resets();
	sleeps();
	ignored();
	return tap_end();
}
