// SPDX-License-Identifier: GPL-2.0-only
/*
 * A listener to an instance's notifications that is told what to do by debugfs.
 *
 * <debugfs>/scmi-agent-test-events/<instance>/
 *	listen	write "PROTOCOL EVENT SOURCE" or "PROTOCOL EVENT all": register
 *	forget	write the same: unregister
 *	events	read: a line per registration: PROTOCOL EVENT SOURCE, how many
 *		came, and of the last one source, value and number of values
 *	slow	read, write: milliseconds that every callback takes
 *
 * What a call returns is what the write returns.
 */

#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/scmi_protocol.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/**
 * struct test_events - the listeners of one instance
 * @handle: the instance
 * @dir: our directory
 * @lock: serialises the writes and protects @listeners
 * @listeners: struct test_listener
 * @slow_ms: how long each callback takes
 */
struct test_events {
	const struct scmi_handle *handle;
	struct dentry *dir;
	/* serialises everything but callbacks */
	struct mutex lock;
	struct list_head listeners;
	u32 slow_ms;
};

/**
 * struct test_listener - one registration
 * @te: whose
 * @node: in @te's list
 * @nb: what is registered
 * @proto: protocol id
 * @evt: event id
 * @src: source, unless @all
 * @all: every source
 * @count: callbacks so far
 * @last_src: of the last one
 * @last_value: of the last one
 * @last_num: of the last one
 */
struct test_listener {
	struct test_events *te;
	struct list_head node;
	struct notifier_block nb;
	u8 proto;
	u8 evt;
	u32 src;
	bool all;
	atomic_t count;
	u32 last_src;
	s64 last_value;
	u32 last_num;
};

static struct dentry *test_root;

static void test_note_sensor(struct test_listener *l, const void *data)
{
	const struct scmi_sensor_trip_point_report *trip = data;
	const struct scmi_sensor_update_report *update = data;

	if (l->evt == SCMI_EVENT_SENSOR_TRIP_POINT_EVENT) {
		l->last_src = trip->sensor_id;
		l->last_value = trip->trip_point_desc;
		return;
	}
	l->last_src = update->sensor_id;
	l->last_num = update->readings_count;
	if (update->readings_count)
		l->last_value = update->readings[0].value;
}

static void test_note_clock(struct test_listener *l, const void *data)
{
	const struct scmi_clock_rate_notif_report *report = data;

	l->last_src = report->clock_id;
	l->last_value = report->rate;
}

static void test_note_base(struct test_listener *l, const void *data)
{
	const struct scmi_base_error_report *report = data;

	l->last_num = report->cmd_count;
	l->last_value = report->cmd_count ? report->reports[0] : 0;
}

static int test_event(struct notifier_block *nb, unsigned long event,
		      void *data)
{
	struct test_listener *l = container_of(nb, struct test_listener, nb);

	if (event != l->evt)
		return NOTIFY_BAD;
	if (l->proto == SCMI_PROTOCOL_SENSOR)
		test_note_sensor(l, data);
	else if (l->proto == SCMI_PROTOCOL_CLOCK)
		test_note_clock(l, data);
	else if (l->proto == SCMI_PROTOCOL_BASE)
		test_note_base(l, data);
	if (READ_ONCE(l->te->slow_ms))
		msleep(READ_ONCE(l->te->slow_ms));
	atomic_inc(&l->count);
	return NOTIFY_OK;
}

static int test_listen(struct test_events *te, u8 proto, u8 evt, const u32 *src)
{
	struct test_listener *l;
	int err;

	l = kzalloc_obj(*l);
	if (!l)
		return -ENOMEM;
	l->te = te;
	l->proto = proto;
	l->evt = evt;
	l->all = !src;
	l->src = src ? *src : 0;
	l->nb.notifier_call = test_event;
	err = te->handle->notify_ops->event_notifier_register(te->handle, proto,
							      evt, src, &l->nb);
	if (err) {
		kfree(l);
		return err;
	}
	list_add_tail(&l->node, &te->listeners);
	return 0;
}

static int test_drop(struct test_listener *l)
{
	const struct scmi_handle *handle = l->te->handle;
	int err;

	err = handle->notify_ops->event_notifier_unregister(handle, l->proto,
				l->evt, l->all ? NULL : &l->src, &l->nb);
	list_del(&l->node);
	kfree(l);
	return err;
}

static int test_forget(struct test_events *te, u8 proto, u8 evt,
		       const u32 *src)
{
	struct test_listener *l;

	list_for_each_entry(l, &te->listeners, node) {
		if (l->proto == proto && l->evt == evt && l->all == !src &&
		    (l->all || l->src == *src))
			return test_drop(l);
	}
	return -ENOENT;
}

/* "listen" and "forget" */
static ssize_t test_write(struct file *file, const char __user *buf, size_t len,
			  loff_t *pos)
{
	bool forget = !strcmp(file_dentry(file)->d_name.name, "forget");
	struct test_events *te = file_inode(file)->i_private;
	unsigned int proto, evt;
	char line[48], source[12];
	u32 src, *chosen = NULL;
	int err = 0;

	if (len >= sizeof(line) || copy_from_user(line, buf, len))
		return -EINVAL;
	line[len] = '\0';
	if (sscanf(line, "%i %i %11s", &proto, &evt, source) != 3)
		return -EINVAL;
	guard(mutex)(&te->lock);
	if (strcmp(source, "all")) {
		chosen = &src;
		err = kstrtou32(source, 0, &src);
	}
	if (!err)
		err = forget ? test_forget(te, proto, evt, chosen) :
			       test_listen(te, proto, evt, chosen);
	return err ?: len;
}

static const struct file_operations test_write_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = test_write,
};

static int test_events_show(struct seq_file *s, void *unused)
{
	struct test_events *te = s->private;
	struct test_listener *l;

	guard(mutex)(&te->lock);
	list_for_each_entry(l, &te->listeners, node) {
		seq_printf(s, "0x%02x %u ", l->proto, l->evt);
		if (l->all)
			seq_puts(s, "all");
		else
			seq_printf(s, "%u", l->src);
		seq_printf(s, " %u %u %lld %u\n", atomic_read(&l->count),
			   l->last_src, l->last_value, l->last_num);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(test_events);

static int test_probe(struct scmi_device *sdev)
{
	struct test_events *te;

	te = devm_kzalloc(&sdev->dev, sizeof(*te), GFP_KERNEL);
	if (!te)
		return -ENOMEM;
	te->handle = sdev->handle;
	mutex_init(&te->lock);
	INIT_LIST_HEAD(&te->listeners);
	dev_set_drvdata(&sdev->dev, te);
	te->dir = debugfs_create_dir(dev_name(sdev->handle->dev), test_root);
	debugfs_create_file("listen", 0200, te->dir, te, &test_write_fops);
	debugfs_create_file("forget", 0200, te->dir, te, &test_write_fops);
	debugfs_create_file("events", 0400, te->dir, te, &test_events_fops);
	debugfs_create_u32("slow", 0600, te->dir, &te->slow_ms);
	return 0;
}

static void test_remove(struct scmi_device *sdev)
{
	struct test_events *te = dev_get_drvdata(&sdev->dev);
	struct test_listener *l, *next;

	debugfs_remove(te->dir);
	list_for_each_entry_safe(l, next, &te->listeners, node)
		test_drop(l);
}

static const struct scmi_device_id test_id_table[] = {
	{ SCMI_PROTOCOL_SENSOR, "test-events" },
	{ }
};

static struct scmi_driver test_driver = {
	.name = "scmi-agent-test-events",
	.probe = test_probe,
	.remove = test_remove,
	.id_table = test_id_table,
};

static int __init test_init(void)
{
	int err;

	test_root = debugfs_create_dir("scmi-agent-test-events", NULL);
	err = scmi_register(&test_driver);
	if (err)
		debugfs_remove(test_root);
	return err;
}
module_init(test_init);

static void __exit test_exit(void)
{
	scmi_unregister(&test_driver);
	debugfs_remove(test_root);
}
module_exit(test_exit);

MODULE_DESCRIPTION("Test: listener to an SCMI agent's notifications");
MODULE_LICENSE("GPL");
