// SPDX-License-Identifier: GPL-2.0-only
/*
 * BASE protocol: who the platform is and what it implements.
 *
 * SCMI v3.2, section 4.2.
 */
#include <linux/bitfield.h>
#include <linux/bitmap.h>
#include <linux/bits.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/scmi_agent_base.h>
#include <linux/stddef.h>

#include "builtin.h"

/**
 * DOC: Discovery
 *
 * The first thing an instance does with its platform. Only the version, the
 * attributes and the list of protocols are needed; everything else is asked
 * for, shown in sysfs when the platform answers, and missed when it does not.
 * After the version, which comes first because nothing else is sure to be
 * understood, all questions go out at once; the list of protocols is continued
 * for as long as the platform returns some and announced more.
 */

#define SCMI_BASE_ATTR_PROTOCOLS	GENMASK(7, 0)
#define SCMI_BASE_ATTR_AGENTS		GENMASK(15, 8)

/* SET_*_PERMISSIONS and RESET_AGENT_CONFIGURATION */
#define SCMI_BASE_ACCESS_ALLOW		BIT(0)
#define SCMI_BASE_RESET_PERMISSIONS	BIT(0)

/* BASE_ERROR_EVENT: its status word, and the reports that this can count */
#define SCMI_BASE_ERROR_FATAL		BIT(31)
#define SCMI_BASE_ERROR_COUNT		GENMASK(9, 0)
#define SCMI_BASE_ERROR_MAX		1023

/* Bytes of every name on the wire, and words. */
#define SCMI_BASE_NAME_LEN		16
#define SCMI_BASE_NAME_WORDS		4

/* DEN0056 4.2.2 */
static const struct scmi_msg scmi_base_msgs[] = {
	SCMI_MSG(BASE_DISCOVER_VENDOR, .answer = SCMI_BASE_NAME_WORDS),
	SCMI_MSG(BASE_DISCOVER_SUB_VENDOR, .answer = SCMI_BASE_NAME_WORDS),
	SCMI_MSG(BASE_DISCOVER_IMPLEMENTATION_VERSION, .answer = 1),
	SCMI_MSG(BASE_DISCOVER_LIST_PROTOCOLS, .req = 1, .answer = 1),
	SCMI_MSG(BASE_DISCOVER_AGENT, .req = 1, .answer = SCMI_BASE_NAME_WORDS),
	SCMI_MSG(BASE_NOTIFY_ERRORS, .req = 1, .flags = SCMI_MSG_SETS),
	SCMI_MSG(BASE_SET_DEVICE_PERMISSIONS, .since = SCMI_VERSION(2, 0),
		 .req = 3, .flags = SCMI_MSG_SETS),
	SCMI_MSG(BASE_SET_PROTOCOL_PERMISSIONS, .since = SCMI_VERSION(2, 0),
		 .req = 4, .flags = SCMI_MSG_SETS),
	SCMI_MSG(BASE_RESET_AGENT_CONFIGURATION, .since = SCMI_VERSION(2, 0),
		 .req = 2, .flags = SCMI_MSG_SETS),
};

/* Ids below are reserved, 0x10 is BASE itself, which is always there. */
#define SCMI_BASE_FIRST_LISTED		0x11

/* What discovery asks at once; what a platform may lack comes last. */
enum scmi_base_question {
	SCMI_BASE_Q_ATTRIBUTES,
	SCMI_BASE_Q_PROTOCOLS,
	SCMI_BASE_Q_VENDOR,
	SCMI_BASE_Q_IMPLEMENTATION_VERSION,
	SCMI_BASE_Q_SUB_VENDOR,
	SCMI_BASE_Q_NUM
};

static const u8 scmi_base_questions[SCMI_BASE_Q_NUM] = {
	[SCMI_BASE_Q_ATTRIBUTES] = SCMI_PROTOCOL_ATTRIBUTES,
	[SCMI_BASE_Q_PROTOCOLS] = SCMI_BASE_DISCOVER_LIST_PROTOCOLS,
	[SCMI_BASE_Q_VENDOR] = SCMI_BASE_DISCOVER_VENDOR,
	[SCMI_BASE_Q_IMPLEMENTATION_VERSION] =
		SCMI_BASE_DISCOVER_IMPLEMENTATION_VERSION,
	[SCMI_BASE_Q_SUB_VENDOR] = SCMI_BASE_DISCOVER_SUB_VENDOR,
};

/**
 * struct scmi_base_discovery - discovery in progress, on its caller's stack
 * @info: where the answers go
 * @offered: protocols found, by id
 * @listed: list entries seen so far, whatever they said
 * @listed_all: the platform returned an empty part of the list
 * @err: what became of the questions
 */
struct scmi_base_discovery {
	struct scmi_base_info *info;
	unsigned long *offered;
	unsigned int listed;
	bool listed_all;
	int err[SCMI_BASE_Q_NUM];
};

/* Names end in sysfs and in the log: nothing but printable ASCII. */
static void scmi_base_get_name(struct scmi_cursor *c, char *name)
{
	scmi_get_name(c, name, SCMI_SHORT_NAME_MAX_SIZE, SCMI_BASE_NAME_LEN);
	for (; *name; name++)
		if (!isascii(*name) || !isprint(*name))
			*name = '?';
}

/* One part of the list: a count, then that many bytes, one protocol each. */
static int scmi_base_get_protocols(struct scmi_base_discovery *d,
				   struct scmi_cursor *c)
{
	u32 i, num = scmi_get_le32(c);
	const u8 *ids = scmi_cursor_take(c, num);

	if (!ids)
		return -EPROTO;
	d->listed_all = !num;
	d->listed += num;
	for (i = 0; i < num; i++) {
		u8 id = READ_ONCE(ids[i]);

		if (id >= SCMI_BASE_FIRST_LISTED)
			__set_bit(id, d->offered);
	}
	return 0;
}

static void scmi_base_get_attributes(struct scmi_base_discovery *d,
				     struct scmi_cursor *c)
{
	u32 attr = scmi_get_le32(c);

	d->info->num_protocols = FIELD_GET(SCMI_BASE_ATTR_PROTOCOLS, attr);
	d->info->num_agents = FIELD_GET(SCMI_BASE_ATTR_AGENTS, attr);
}

static int scmi_base_next(const struct scmi_protocol_handle *ph, void *arg,
			  u32 idx, unsigned int step, struct scmi_request *rq)
{
	rq->msg = scmi_base_questions[idx];
	return !step;
}

static int scmi_base_parse(const struct scmi_protocol_handle *ph, void *arg,
			   u32 idx, unsigned int step, int err,
			   struct scmi_cursor *c)
{
	struct scmi_base_discovery *d = arg;

	if (err)
		return err;
	switch (idx) {
	case SCMI_BASE_Q_ATTRIBUTES:
		scmi_base_get_attributes(d, c);
		return 0;
	case SCMI_BASE_Q_PROTOCOLS:
		return scmi_base_get_protocols(d, c);
	case SCMI_BASE_Q_VENDOR:
		scmi_base_get_name(c, d->info->vendor_id);
		return 0;
	case SCMI_BASE_Q_IMPLEMENTATION_VERSION:
		d->info->impl_ver = scmi_get_le32(c);
		return 0;
	case SCMI_BASE_Q_SUB_VENDOR:
		scmi_base_get_name(c, d->info->sub_vendor_id);
		return 0;
	}
	return -EINVAL;
}

static void scmi_base_failed(const struct scmi_protocol_handle *ph, void *arg,
			     u32 idx, int err)
{
	struct scmi_base_discovery *d = arg;

	d->err[idx] = err;
	dev_dbg(ph->dev, "BASE message 0x%x: %pe\n", scmi_base_questions[idx],
		ERR_PTR(err));
}

static const struct scmi_batch_ops scmi_base_questions_ops = {
	.next = scmi_base_next,
	.parse = scmi_base_parse,
	.failed = scmi_base_failed,
};

/*
 * The answer to "go on after the last one": some platforms refuse instead of
 * returning an empty part.
 */
static bool scmi_base_is_end(int err)
{
	return err == -EINVAL || err == -ERANGE || scmi_not_implemented(err);
}

/*
 * The parts of the list after the first. Each of them adds an entry or is the
 * last, so there are never more of them than protocols announced, 255 at most.
 */
static int scmi_base_next_part(const struct scmi_protocol_handle *ph, void *arg,
			       u32 idx, unsigned int step,
			       struct scmi_request *rq)
{
	struct scmi_base_discovery *d = arg;

	if (d->listed_all || d->listed >= d->info->num_protocols)
		return 0;
	rq->msg = SCMI_BASE_DISCOVER_LIST_PROTOCOLS;
	rq->words[0] = d->listed;
	return 1;
}

static int scmi_base_parse_part(const struct scmi_protocol_handle *ph,
				void *arg, u32 idx, unsigned int step, int err,
				struct scmi_cursor *c)
{
	return err ?: scmi_base_get_protocols(arg, c);
}

static void scmi_base_part_failed(const struct scmi_protocol_handle *ph,
				  void *arg, u32 idx, int err)
{
	scmi_base_failed(ph, arg, SCMI_BASE_Q_PROTOCOLS, err);
}

static const struct scmi_batch_ops scmi_base_parts_ops = {
	.next = scmi_base_next_part,
	.parse = scmi_base_parse_part,
	.failed = scmi_base_part_failed,
};

static int scmi_base_list_rest(const struct scmi_protocol_handle *ph,
			       struct scmi_base_discovery *d)
{
	int *failed = &d->err[SCMI_BASE_Q_PROTOCOLS];
	int err = *failed;

	if (!err)
		err = scmi_proto_batch(ph, 1, &scmi_base_parts_ops, d) ?: *failed;
	/* Unless nothing was listed that was announced, refused means done. */
	if (scmi_base_is_end(err) && (d->listed || !d->info->num_protocols))
		err = 0;
	return err;
}

static int scmi_base_ask(const struct scmi_protocol_handle *ph,
			 struct scmi_base_discovery *d)
{
	int err;

	err = scmi_proto_batch(ph, SCMI_BASE_Q_NUM, &scmi_base_questions_ops, d);
	if (!err)
		err = d->err[SCMI_BASE_Q_ATTRIBUTES];
	return err ?: scmi_base_list_rest(ph, d);
}

/**
 * scmi_base_discover() - find out who the platform is and what it implements
 * @ph: BASE's handle
 * @info: filled in
 * @offered: bitmap of 256 protocol ids, filled in
 *
 * SCMI v3.2, sections 4.2.2.1 to 4.2.2.8.
 *
 * Context: Process context, sends messages.
 * Return: 0, or negative errno when the platform does not answer, or answers
 *	   what cannot be an answer.
 */
int scmi_base_discover(const struct scmi_protocol_handle *ph,
		       struct scmi_base_info *info, unsigned long *offered)
{
	struct scmi_base_discovery d = { .info = info, .offered = offered };
	int err;

	*info = (struct scmi_base_info){
		.major_ver = SCMI_VERSION_MAJOR(ph->version),
		.minor_ver = SCMI_VERSION_MINOR(ph->version),
	};
	bitmap_zero(offered, 256);
	err = scmi_base_ask(ph, &d);
	if (err)
		return err;
	if (d.listed < info->num_protocols)
		dev_warn_ratelimited(ph->dev,
				     "%u protocols announced, %u listed\n",
				     info->num_protocols, d.listed);
	return 0;
}

static int scmi_base_discover_agent(const struct scmi_protocol_handle *ph,
				    u32 agent_id,
				    struct scmi_agent_base_agent *agent)
{
	bool tells_id = SCMI_VERSION_MAJOR(ph->version) >= 2;
	struct scmi_xfer *xfer;
	struct scmi_cursor c;

	if (!tells_id && agent_id == SCMI_AGENT_BASE_SELF)
		return -EOPNOTSUPP;
	xfer = scmi_ask(ph, SCMI_BASE_DISCOVER_AGENT, SCMI_WORDS(agent_id), 0,
			SCMI_BASE_NAME_WORDS + tells_id);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	agent->id = tells_id ? scmi_get_le32(&c) : agent_id;
	scmi_base_get_name(&c, agent->name);
	scmi_xfer_put(xfer);
	return 0;
}

/*
 * The commands of a trusted agent. Some platforms have them before their version says
 * so, others must not see a message id that they do not know.
 */
static int scmi_base_command(const struct scmi_protocol_handle *ph, u8 msg,
			     struct scmi_words words)
{
	if (!scmi_msg_exists(ph, msg) && !scmi_proto_msg_supported(ph, msg))
		return -EOPNOTSUPP;
	return scmi_call(ph, msg, words, SCMI_CALL_KNOWN, NULL, 0);
}

static int
scmi_base_set_device_permissions(const struct scmi_protocol_handle *ph,
				 u32 agent_id, u32 device_id, bool allow)
{
	return scmi_base_command(ph, SCMI_BASE_SET_DEVICE_PERMISSIONS,
				 SCMI_WORDS(agent_id, device_id,
					    allow ? SCMI_BASE_ACCESS_ALLOW : 0));
}

static int
scmi_base_set_protocol_permissions(const struct scmi_protocol_handle *ph,
				   u32 agent_id, u32 device_id, u8 proto_id,
				   bool allow)
{
	return scmi_base_command(ph, SCMI_BASE_SET_PROTOCOL_PERMISSIONS,
				 SCMI_WORDS(agent_id, device_id, proto_id,
					    allow ? SCMI_BASE_ACCESS_ALLOW : 0));
}

static int
scmi_base_reset_agent_configuration(const struct scmi_protocol_handle *ph,
				    u32 agent_id, bool reset_permissions)
{
	return scmi_base_command(ph, SCMI_BASE_RESET_AGENT_CONFIGURATION,
				 SCMI_WORDS(agent_id, reset_permissions ?
					    SCMI_BASE_RESET_PERMISSIONS : 0));
}

static const struct scmi_agent_base_ops scmi_base_ops = {
	.discover_agent = scmi_base_discover_agent,
	.set_device_permissions = scmi_base_set_device_permissions,
	.set_protocol_permissions = scmi_base_set_protocol_permissions,
	.reset_agent_configuration = scmi_base_reset_agent_configuration,
};

/* BASE_ERROR_EVENT, SCMI v3.2, section 4.2.3.1. */
static int scmi_base_parse_error(const struct scmi_protocol_handle *ph,
				 ktime_t timestamp, struct scmi_cursor *c,
				 void *report, u32 *src)
{
	struct scmi_base_error_report *r = report;
	u32 agent_id = scmi_get_le32(c);
	u32 status = scmi_get_le32(c);
	u32 i, num = FIELD_GET(SCMI_BASE_ERROR_COUNT, status);

	r->timestamp = timestamp;
	r->agent_id = agent_id;
	r->fatal = status & SCMI_BASE_ERROR_FATAL;
	r->cmd_count = num;
	for (i = 0; i < num; i++)
		r->reports[i] = scmi_get_le64(c);
	*src = 0;
	return scmi_cursor_end(c);
}

static const struct scmi_event scmi_base_events[] = {
	{
		.id = SCMI_EVENT_BASE_ERROR_EVENT,
		.enable = SCMI_BASE_NOTIFY_ERRORS,
		.max_payload = 2 * sizeof(__le32) +
			       SCMI_BASE_ERROR_MAX * sizeof(__le64),
		.report_size = struct_size_t(struct scmi_base_error_report,
					     reports, SCMI_BASE_ERROR_MAX),
		.parse = scmi_base_parse_error,
	},
};

static const struct scmi_protocol_events scmi_base_protocol_events = {
	.events = scmi_base_events,
	.num = ARRAY_SIZE(scmi_base_events),
};

/* What there is to read belongs to the instance: see scmi_base_discover(). */
static int scmi_base_instance_init(struct scmi_protocol_handle *ph)
{
	return SCMI_VERSION_MAJOR(ph->version) ? 0 : -EPROTO;
}

const struct scmi_protocol scmi_base_protocol = {
	.id = SCMI_PROTOCOL_BASE,
	.owner = THIS_MODULE,
	.version = SCMI_VERSION(2, 1),
	.instance_init = scmi_base_instance_init,
	.ops = &scmi_base_ops,
	.object = "agent",
	.msgs = scmi_base_msgs,
	.num_msgs = ARRAY_SIZE(scmi_base_msgs),
	.events = &scmi_base_protocol_events,
};
