// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: errors that the platform reports, told to user space.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/ratelimit.h>
#include <linux/scmi_protocol.h>
#include <linux/sysfs.h>

/**
 * DOC: Errors that the platform reports
 *
 * A platform may report errors that it met with an agent's commands after it had
 * answered them, and errors of its own (BASE_ERROR_EVENT, DEN0056 4.2.3.1). It does so
 * for an agent that asks for it. Few platforms can, so none is asked unless somebody
 * wants to know, by loading this module: then each instance has a device for it.
 *
 * What is reported is counted by kind: a message, its status, and whether the platform
 * can go on. The first of a kind is a line of the log. Each is a uevent of the
 * instance's device, but no more than SCMI_ERRORS_BURST in SCMI_ERRORS_INTERVAL,
 * because user space may start a process for each: what is left out shows in the count
 * of the next one. A platform may make up as many kinds as it likes; of those that come
 * when there are SCMI_ERRORS_KINDS, only the number is known.
 */

#define SCMI_ERRORS_KINDS	32
#define SCMI_ERRORS_BURST	10
#define SCMI_ERRORS_INTERVAL	(5 * HZ)

/* A report: the status of a command, and the header of its message. */
#define SCMI_ERRORS_STATUS	GENMASK_ULL(63, 32)
#define SCMI_ERRORS_PROTOCOL	GENMASK_ULL(17, 10)
#define SCMI_ERRORS_MESSAGE	GENMASK_ULL(7, 0)

/**
 * struct scmi_errors_kind - errors that are alike; immutable but for @count
 * @fatal: the platform cannot go on
 * @proto: protocol of the message, 0: it is about no message
 * @msg: message id
 * @status: its status
 * @count: how many were reported; written by the notifier, read by anybody
 */
struct scmi_errors_kind {
	bool fatal;
	u8 proto;
	u8 msg;
	s32 status;
	unsigned long count;
};

/**
 * struct scmi_errors - errors of one instance; the notifier is never run twice at a time
 * @dev: the instance's device; immutable
 * @nb: notifier
 * @limit: of uevents; the notifier's
 * @num: entries in @kinds; atomic: the notifier fills in an entry first
 * @kinds: what was reported
 * @others: errors of further kinds; written by the notifier, read by anybody
 */
struct scmi_errors {
	struct device *dev;
	struct notifier_block nb;
	struct ratelimit_state limit;
	unsigned int num;
	struct scmi_errors_kind kinds[SCMI_ERRORS_KINDS];
	unsigned long others;
};

static bool scmi_errors_alike(const struct scmi_errors_kind *a,
			      const struct scmi_errors_kind *b)
{
	return a->fatal == b->fatal && a->proto == b->proto &&
	       a->msg == b->msg && a->status == b->status;
}

/* Say what kind of error it is; the numbers are those of the specification. */
static void scmi_errors_log(const struct scmi_errors *errors,
			    const struct scmi_errors_kind *kind, u32 agent)
{
	const char *how = kind->fatal ? "a fatal error" : "an error";

	if (kind->proto)
		dev_warn(errors->dev,
			 "the platform reports %s to agent %u: protocol 0x%02x, message 0x%x, status %d\n",
			 how, agent, kind->proto, kind->msg, kind->status);
	else
		dev_warn(errors->dev,
			 "the platform reports %s to agent %u, about no message\n",
			 how, agent);
}

/* The entry of a kind, which is new if it is the first; NULL: there is none left. */
static struct scmi_errors_kind *
scmi_errors_find(struct scmi_errors *errors, const struct scmi_errors_kind *kind,
		 u32 agent)
{
	unsigned int i;

	for (i = 0; i < errors->num; i++)
		if (scmi_errors_alike(&errors->kinds[i], kind))
			return &errors->kinds[i];
	if (i == SCMI_ERRORS_KINDS)
		return NULL;
	errors->kinds[i] = *kind;
	/* Pairs with the acquire in errors_show(). */
	smp_store_release(&errors->num, i + 1);
	scmi_errors_log(errors, kind, agent);
	return &errors->kinds[i];
}

static void scmi_errors_uevent(struct scmi_errors *errors,
			       const struct scmi_errors_kind *kind, u32 agent)
{
	enum { ERROR, AGENT, COUNT, PROTOCOL, MESSAGE, STATUS, NUM };
	char words[NUM][40], *env[NUM + 1] = {};
	unsigned int i, num = kind->proto ? NUM : PROTOCOL;

	if (!__ratelimit(&errors->limit))
		return;
	snprintf(words[ERROR], sizeof(words[0]), "SCMI_ERROR=%s",
		 kind->fatal ? "fatal" : "reported");
	snprintf(words[AGENT], sizeof(words[0]), "SCMI_ERROR_AGENT=%u", agent);
	snprintf(words[COUNT], sizeof(words[0]), "SCMI_ERROR_COUNT=%lu",
		 kind->count);
	snprintf(words[PROTOCOL], sizeof(words[0]), "SCMI_ERROR_PROTOCOL=0x%02x",
		 kind->proto);
	snprintf(words[MESSAGE], sizeof(words[0]), "SCMI_ERROR_MESSAGE=0x%x",
		 kind->msg);
	snprintf(words[STATUS], sizeof(words[0]), "SCMI_ERROR_STATUS=%d",
		 kind->status);
	for (i = 0; i < num; i++)
		env[i] = words[i];
	kobject_uevent_env(&errors->dev->kobj, KOBJ_CHANGE, env);
}

static void scmi_errors_take(struct scmi_errors *errors,
			     const struct scmi_errors_kind *what, u32 agent)
{
	struct scmi_errors_kind *kind = scmi_errors_find(errors, what, agent);

	if (!kind) {
		WRITE_ONCE(errors->others, errors->others + 1);
		return;
	}
	WRITE_ONCE(kind->count, kind->count + 1);
	scmi_errors_uevent(errors, kind, agent);
}

static int scmi_errors_notified(struct notifier_block *nb, unsigned long event,
				void *report)
{
	struct scmi_errors *errors = container_of(nb, struct scmi_errors, nb);
	const struct scmi_base_error_report *r = report;
	struct scmi_errors_kind kind = { .fatal = r->fatal };
	unsigned int i;

	if (!r->cmd_count)
		scmi_errors_take(errors, &kind, r->agent_id);
	for (i = 0; i < r->cmd_count; i++) {
		kind.proto = FIELD_GET(SCMI_ERRORS_PROTOCOL, r->reports[i]);
		kind.msg = FIELD_GET(SCMI_ERRORS_MESSAGE, r->reports[i]);
		kind.status = (s32)FIELD_GET(SCMI_ERRORS_STATUS, r->reports[i]);
		scmi_errors_take(errors, &kind, r->agent_id);
	}
	return NOTIFY_OK;
}

/* A line for each kind, with its count at the end; others are the last line. */
static ssize_t errors_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	const struct scmi_errors *errors = dev_get_drvdata(dev);
	/* Pairs with the release in scmi_errors_find(). */
	unsigned int i, num = smp_load_acquire(&errors->num);
	ssize_t len = 0;

	for (i = 0; i < num; i++) {
		const struct scmi_errors_kind *kind = &errors->kinds[i];

		len += sysfs_emit_at(buf, len, "%s 0x%02x 0x%x %d %lu\n",
				     kind->fatal ? "fatal" : "reported",
				     kind->proto, kind->msg, kind->status,
				     READ_ONCE(kind->count));
	}
	return len + sysfs_emit_at(buf, len, "others %lu\n",
				   READ_ONCE(errors->others));
}
static DEVICE_ATTR_RO(errors);

static struct attribute *scmi_errors_attrs[] = {
	&dev_attr_errors.attr,
	NULL,
};
ATTRIBUTE_GROUPS(scmi_errors);

static int scmi_errors_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	struct scmi_errors *errors;
	int ret;

	if (!handle)
		return -ENODEV;
	errors = devm_kzalloc(&sdev->dev, sizeof(*errors), GFP_KERNEL);
	if (!errors)
		return -ENOMEM;
	errors->dev = handle->dev;
	errors->nb.notifier_call = scmi_errors_notified;
	ratelimit_state_init(&errors->limit, SCMI_ERRORS_INTERVAL,
			     SCMI_ERRORS_BURST);
	/* Nothing is lost that the counts do not tell, so nothing is said of it. */
	ratelimit_set_flags(&errors->limit, RATELIMIT_MSG_ON_RELEASE);
	dev_set_drvdata(&sdev->dev, errors);
	ret = handle->notify_ops->devm_event_notifier_register(sdev,
			SCMI_PROTOCOL_BASE, SCMI_EVENT_BASE_ERROR_EVENT, NULL,
			&errors->nb);
	/* Platforms without the command say so in several ways. */
	if (ret == -EOPNOTSUPP || ret == -ENOENT || ret == -EPROTO) {
		dev_info(&sdev->dev, "the platform reports no errors (%pe)\n",
			 ERR_PTR(ret));
		return -ENODEV;
	}
	return ret;
}

static const struct scmi_device_id scmi_errors_id_table[] = {
	{ SCMI_PROTOCOL_BASE, "errors" },
	{ }
};

static struct scmi_driver scmi_errors_driver = {
	.name = "scmi-agent-errors",
	.driver = {
		.probe_type = PROBE_PREFER_ASYNCHRONOUS,
		.dev_groups = scmi_errors_groups,
	},
	.probe = scmi_errors_probe,
	.id_table = scmi_errors_id_table,
};
module_scmi_driver(scmi_errors_driver);

MODULE_DESCRIPTION("SCMI agent: errors that the platform reports");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
