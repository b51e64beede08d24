// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the platform asks of the whole system: to shut down, to reset, to suspend. And what
 * the system asks of the platform when it restarts or powers off.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/pm.h>
#include <linux/reboot.h>
#include <linux/scmi_agent_system.h>
#include <linux/scmi_protocol.h>
#include <linux/spinlock.h>
#include <linux/suspend.h>
#include <linux/workqueue.h>

/**
 * DOC: System power
 *
 * A platform announces what it is about to do with the system. What it does by force
 * leaves no time to do anything. A graceful request asks the system to do it by itself,
 * within a time, if the platform gives one, after which it is done by force.
 *
 * To shut down and to reset is what user space is asked for, with the programs that
 * /proc/sys/kernel/poweroff_cmd and the kernel have for that. When three quarters of the
 * time are over and user space has not got as far as to tell the kernel to stop, the kernel
 * stops: devices are shut down in the quarter that is left. What was asked for first counts;
 * if no time was given, a platform that asks again has user space asked again.
 *
 * Suspend is to RAM, or to idle where there is no other. A request counts that came after
 * the devices were last suspended: one that arrives while they are resumed, or is delivered
 * then, is about a new suspend.
 *
 * The state is the machine's and not an instance's, since one device at most stands for
 * SystemPower. Nothing waits for the work that suspends or stops the machine with a device's
 * lock held: to do that it needs the locks of all devices.
 */

/**
 * DOC: Restart and power off
 *
 * Where the parameters restart and poweroff ask for it, the platform ends the machine: by
 * force, with a cold reset, a warm one where reboot_mode is warm or soft and the platform
 * offers that, or a shutdown.
 *
 * The kernel calls us twice. First when all devices have been shut down and tasks still
 * run: the transport is made ready then. A kernel that starts another one (kexec) or halts
 * does not call, nor does one that panics; what was not made ready is not used. Then with
 * interrupts off and the other processors stopped: the command is sent and its answer
 * polled for. PREEMPT_RT cannot do that.
 *
 * There are other handlers, such as PSCI's, and we come before them. They are asked at once
 * when the platform refuses. One that accepts has SCMI_SYSPOWER_PATIENCE_MS to do it, and
 * so has one that is silent: it may have no time left to answer.
 */

/* Before those of firmware and ACPI. No two may have the same. */
#define SCMI_SYSPOWER_PRIO		(SYS_OFF_PRIO_FIRMWARE + 16)
#define SCMI_SYSPOWER_PATIENCE_MS	1000

static bool restart;
module_param(restart, bool, 0444);
MODULE_PARM_DESC(restart, "Have the platform reset the machine when that restarts (default n)");

static bool poweroff;
module_param(poweroff, bool, 0444);
MODULE_PARM_DESC(poweroff, "Have the platform shut the machine down when that powers off (default n)");

/**
 * struct scmi_syspower - what the machine was asked for
 * @lock: protects all that can change
 * @wanted: shutdown or reset; SCMI_SYSTEM_POWERUP: none; like all that follows, under @lock
 * @leaving: the kernel is stopping
 * @asked: when suspend was asked for last
 * @slept: when devices were suspended last
 */
struct scmi_syspower {
	/* protects all */
	spinlock_t lock;
	u32 wanted;
	bool leaving;
	ktime_t asked;
	ktime_t slept;
};

/**
 * struct scmi_syspower_client - who listens to the platform
 * @nb: what is registered
 * @dev: device
 * @ops: operations of the protocol; immutable, as is what follows but @told and @ready
 * @ph: handle
 * @warm: the platform offers a warm reset; known if it is wanted for restarts
 * @told: something that we cannot do was asked for, and that was said
 * @ready: a last command may be sent
 */
struct scmi_syspower_client {
	struct notifier_block nb;
	struct device *dev;
	const struct scmi_agent_system_ops *ops;
	const struct scmi_protocol_handle *ph;
	bool warm;
	bool told;
	bool ready;
};

static struct scmi_syspower scmi_syspower = {
	.lock = __SPIN_LOCK_UNLOCKED(scmi_syspower.lock),
	.wanted = SCMI_SYSTEM_POWERUP,
};

static const char * const scmi_syspower_names[] = {
	[SCMI_SYSTEM_SHUTDOWN] = "shutdown",
	[SCMI_SYSTEM_COLDRESET] = "cold reset",
	[SCMI_SYSTEM_WARMRESET] = "warm reset",
	[SCMI_SYSTEM_SUSPEND] = "suspend",
};

static void scmi_syspower_stop(struct work_struct *work)
{
	u32 wanted;

	scoped_guard(spinlock_irq, &scmi_syspower.lock) {
		if (scmi_syspower.leaving)
			return;
		scmi_syspower.leaving = true;
		wanted = scmi_syspower.wanted;
	}
	pr_warn("user space takes too long: %s now\n", scmi_syspower_names[wanted]);
	if (wanted == SCMI_SYSTEM_SHUTDOWN)
		kernel_power_off();
	else
		kernel_restart(NULL);
}

static DECLARE_DELAYED_WORK(scmi_syspower_stop_work, scmi_syspower_stop);

/* Is there a request for suspend, and nothing that goes before it? */
static bool scmi_syspower_may_sleep(void)
{
	guard(spinlock_irq)(&scmi_syspower.lock);

	if (scmi_syspower.leaving || scmi_syspower.wanted != SCMI_SYSTEM_POWERUP)
		return false;
	return ktime_after(scmi_syspower.asked, scmi_syspower.slept);
}

static void scmi_syspower_sleep(struct work_struct *work)
{
	int ret;

	if (!scmi_syspower_may_sleep())
		return;
	ret = pm_suspend(PM_SUSPEND_MEM);
	if (ret == -EINVAL)
		ret = pm_suspend(PM_SUSPEND_TO_IDLE);
	if (ret)
		pr_warn_ratelimited("the platform asks for suspend, which fails: %pe\n",
				    ERR_PTR(ret));
}

static DECLARE_WORK(scmi_syspower_sleep_work, scmi_syspower_sleep);

static void scmi_syspower_ask_to_sleep(ktime_t when)
{
	scoped_guard(spinlock_irq, &scmi_syspower.lock)
		scmi_syspower.asked = when;
	/* It may run, even to suspend: then it runs once more after that. */
	queue_work(system_dfl_wq, &scmi_syspower_sleep_work);
}

/* Return: is this request the first, or the same again? */
static bool scmi_syspower_take(u32 state)
{
	guard(spinlock_irq)(&scmi_syspower.lock);

	if (scmi_syspower.leaving)
		return false;
	if (scmi_syspower.wanted == SCMI_SYSTEM_POWERUP)
		scmi_syspower.wanted = state;
	return scmi_syspower.wanted == state;
}

static void scmi_syspower_ask_to_stop(struct device *dev, u32 state, unsigned int ms)
{
	if (!scmi_syspower_take(state))
		return;
	/* Not when it is pending already: the platform does not prolong its time. */
	if (ms)
		queue_delayed_work(system_dfl_wq, &scmi_syspower_stop_work,
				   msecs_to_jiffies(ms - ms / 4));
	dev_info_ratelimited(dev, "the platform asks for %s\n", scmi_syspower_names[state]);
	if (state == SCMI_SYSTEM_SHUTDOWN) {
		orderly_poweroff(true);
		return;
	}
	if (state == SCMI_SYSTEM_WARMRESET)
		reboot_mode = REBOOT_WARM;
	orderly_reboot();
}

/* One line is enough about what somebody else has to know. */
static void scmi_syspower_ignore(struct scmi_syspower_client *client, u32 state,
				 bool graceful)
{
	if (!client->told)
		dev_info(client->dev, "the platform announces state 0x%x%s, which is left to it\n",
			 state, graceful ? "" : " by force");
	client->told = true;
}

static int scmi_syspower_event(struct notifier_block *nb, unsigned long event,
			       void *data)
{
	const struct scmi_system_power_state_notifier_report *r = data;
	struct scmi_syspower_client *client =
		container_of(nb, struct scmi_syspower_client, nb);
	bool graceful = SCMI_SYSPOWER_IS_REQUEST_GRACEFUL(r->flags);

	if (!graceful || r->system_state >= SCMI_SYSTEM_MAX ||
	    r->system_state == SCMI_SYSTEM_POWERUP)
		scmi_syspower_ignore(client, r->system_state, graceful);
	else if (r->system_state == SCMI_SYSTEM_SUSPEND)
		scmi_syspower_ask_to_sleep(r->timestamp);
	else
		scmi_syspower_ask_to_stop(client->dev, r->system_state, r->timeout);
	return NOTIFY_OK;
}

/* The kernel stops, whoever asked for it. */
static int scmi_syspower_leave(struct notifier_block *nb, unsigned long action,
			       void *cmd)
{
	scoped_guard(spinlock_irq, &scmi_syspower.lock)
		scmi_syspower.leaving = true;
	/* It may be what runs this. */
	cancel_delayed_work(&scmi_syspower_stop_work);
	return NOTIFY_DONE;
}

static struct notifier_block scmi_syspower_reboot_nb = {
	.notifier_call = scmi_syspower_leave,
};

static int scmi_syspower_suspend(struct device *dev)
{
	guard(spinlock_irq)(&scmi_syspower.lock);

	scmi_syspower.slept = ktime_get_boottime();
	return 0;
}

static const struct dev_pm_ops scmi_syspower_pm = {
	.suspend = scmi_syspower_suspend,
};

/* Devices have been shut down, see DOC. */
static int scmi_syspower_prepare(struct sys_off_data *data)
{
	struct scmi_syspower_client *client = data->cb_data;
	int ret = client->ops->prepare(client->ph);

	if (ret)
		dev_warn(client->dev, "the platform cannot be asked to end this: %pe\n",
			 ERR_PTR(ret));
	client->ready = !ret;
	return NOTIFY_DONE;
}

/* Interrupts are off, the other processors stopped. */
static int scmi_syspower_ask(struct scmi_syspower_client *client, u32 state)
{
	int ret;

	if (!client->ready)
		return NOTIFY_DONE;
	ret = client->ops->state_set(client->ph, state, false, true);
	if (!ret)
		ret = -ETIMEDOUT;
	if (ret == -ETIMEDOUT)
		mdelay(SCMI_SYSPOWER_PATIENCE_MS);
	dev_warn(client->dev, "the platform was asked for %s and does not do it: %pe\n",
		 scmi_syspower_names[state], ERR_PTR(ret));
	return NOTIFY_DONE;
}

static int scmi_syspower_restart(struct sys_off_data *data)
{
	struct scmi_syspower_client *client = data->cb_data;
	bool warm = data->mode == REBOOT_WARM || data->mode == REBOOT_SOFT;

	return scmi_syspower_ask(client, warm && client->warm ? SCMI_SYSTEM_WARMRESET :
								SCMI_SYSTEM_COLDRESET);
}

static int scmi_syspower_off(struct sys_off_data *data)
{
	return scmi_syspower_ask(data->cb_data, SCMI_SYSTEM_SHUTDOWN);
}

static int scmi_syspower_handle(struct scmi_syspower_client *client,
				enum sys_off_mode before, enum sys_off_mode mode,
				int (*handler)(struct sys_off_data *data))
{
	int ret = devm_register_sys_off_handler(client->dev, before, SYS_OFF_PRIO_DEFAULT,
						scmi_syspower_prepare, client);

	return ret ?: devm_register_sys_off_handler(client->dev, mode, SCMI_SYSPOWER_PRIO,
						    handler, client);
}

/* Return: 0, also if nothing is wanted, or why something that is wanted cannot be. */
static int scmi_syspower_serve(const struct scmi_handle *handle,
			       struct scmi_syspower_client *client)
{
	int ret = 0;

	if (!restart && !poweroff)
		return 0;
	if (!handle->is_transport_atomic(handle, NULL) ||
	    !client->ops->state_supported(client->ph, SCMI_SYSTEM_SHUTDOWN))
		return -EOPNOTSUPP;
	if (poweroff)
		ret = scmi_syspower_handle(client, SYS_OFF_MODE_POWER_OFF_PREPARE,
					   SYS_OFF_MODE_POWER_OFF, scmi_syspower_off);
	if (ret || !restart)
		return ret;
	client->warm = client->ops->state_supported(client->ph, SCMI_SYSTEM_WARMRESET);
	return scmi_syspower_handle(client, SYS_OFF_MODE_RESTART_PREPARE,
				    SYS_OFF_MODE_RESTART, scmi_syspower_restart);
}

static int scmi_syspower_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	struct scmi_syspower_client *client;
	struct scmi_protocol_handle *ph;
	const void *ops;
	int ret;

	ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_SYSTEM, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	client = devm_kzalloc(&sdev->dev, sizeof(*client), GFP_KERNEL);
	if (!client)
		return -ENOMEM;
	client->dev = &sdev->dev;
	client->ops = ops;
	client->ph = ph;
	client->nb.notifier_call = scmi_syspower_event;
	ret = scmi_syspower_serve(handle, client);
	if (ret)
		dev_warn(client->dev, "the platform is not asked to restart or power off: %pe\n",
			 ERR_PTR(ret));
	return handle->notify_ops->devm_event_notifier_register(sdev, SCMI_PROTOCOL_SYSTEM,
			SCMI_EVENT_SYSTEM_POWER_STATE_NOTIFIER, NULL, &client->nb);
}

static const struct scmi_device_id scmi_syspower_id_table[] = {
	{ SCMI_PROTOCOL_SYSTEM, "syspower" },
	{ }
};

static struct scmi_driver scmi_syspower_driver = {
	.name = "scmi-agent-syspower",
	.driver.pm = &scmi_syspower_pm,
	.probe = scmi_syspower_probe,
	.id_table = scmi_syspower_id_table,
};

static int __init scmi_syspower_init(void)
{
	int ret = register_reboot_notifier(&scmi_syspower_reboot_nb);

	if (ret)
		return ret;
	ret = scmi_register(&scmi_syspower_driver);
	if (ret)
		unregister_reboot_notifier(&scmi_syspower_reboot_nb);
	return ret;
}
module_init(scmi_syspower_init);

static void __exit scmi_syspower_exit(void)
{
	scmi_unregister(&scmi_syspower_driver);
	cancel_work_sync(&scmi_syspower_sleep_work);
	cancel_delayed_work_sync(&scmi_syspower_stop_work);
	unregister_reboot_notifier(&scmi_syspower_reboot_nb);
}
module_exit(scmi_syspower_exit);

MODULE_ALIAS("scmi_agent:p12:syspower");
MODULE_DESCRIPTION("SCMI agent: system power");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
