// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PINCTRL protocol, names and attributes of pins, groups and functions.
 */

#include <linux/bitfield.h>
#include <linux/export.h>
#include <linux/mutex.h>

#include "pinctrl.h"
#include "stages.h"

/**
 * DOC: Names of pins
 *
 * A platform may have hundreds of pins, and a vendor's client that knows their numbers
 * needs none of their names. So nothing is asked for when the protocol starts. Whoever
 * wants the name of one pin, group or function wants those of all, to look for one by
 * its name or to register them: the first to do so has all of that kind read, side by
 * side. An object whose attributes are refused has a name that is made of its id,
 * because frameworks want one for each id. One whose attributes are lost for a reason
 * that may pass is asked about again by the next who wants its name, but no sooner than
 * after a minute; until then that is an error.
 */

static const char * const scmi_pinctrl_kind_name[SCMI_PINCTRL_KINDS] = {
	[PIN_TYPE] = "pin",
	[GROUP_TYPE] = "group",
	[FUNCTION_TYPE] = "function",
};

static const char * const scmi_pin_lost_what[SCMI_PINCTRL_LOST_NUM] = {
	[SCMI_PINCTRL_LOST_ATTRIBUTES] = "pins without attributes",
	[SCMI_PINCTRL_LOST_NAME] = "pins without extended name",
};

static const char * const scmi_group_lost_what[SCMI_PINCTRL_LOST_NUM] = {
	[SCMI_PINCTRL_LOST_ATTRIBUTES] = "groups of pins without attributes",
	[SCMI_PINCTRL_LOST_NAME] = "groups of pins without extended name",
	[SCMI_PINCTRL_LOST_MEMBERS] = "groups whose pins are unknown",
	[SCMI_PINCTRL_LOST_MEMBER] = "groups list pins that do not exist",
};

static const char * const scmi_function_lost_what[SCMI_PINCTRL_LOST_NUM] = {
	[SCMI_PINCTRL_LOST_ATTRIBUTES] = "functions of pins without attributes",
	[SCMI_PINCTRL_LOST_NAME] = "functions of pins without extended name",
	[SCMI_PINCTRL_LOST_MEMBERS] = "functions whose groups are unknown",
	[SCMI_PINCTRL_LOST_MEMBER] = "functions list groups or pins that do not exist",
};

/* By kind and by what they lack. */
const char * const * const scmi_pinctrl_lost[SCMI_PINCTRL_KINDS] = {
	[PIN_TYPE] = scmi_pin_lost_what,
	[GROUP_TYPE] = scmi_group_lost_what,
	[FUNCTION_TYPE] = scmi_function_lost_what,
};

/* All is known about the object that there is to know. */
static void scmi_pinctrl_publish(const struct scmi_pinctrl_kind *kind, u32 id)
{
	struct scmi_pinctrl_object *obj = &kind->objects[id];

	if (!obj->name[0])
		snprintf(obj->name, sizeof(obj->name), "%s%u",
			 scmi_pinctrl_kind_name[kind->type], id);
	/* Pairs with the acquire in scmi_pinctrl_object(). */
	smp_store_release(&obj->known, true);
}

/* First the attributes, then the extended name of an object that has one. */
static int scmi_pinctrl_names_next(const struct scmi_protocol_handle *ph,
				   void *arg, u32 id, unsigned int step,
				   struct scmi_request *rq)
{
	const struct scmi_pinctrl_kind *kind = arg;

	if (kind->objects[id].known)
		return 0;
	rq->msg = step ? SCMI_PINCTRL_NAME_GET : SCMI_PINCTRL_ATTRIBUTES;
	rq->words[0] = id;
	rq->words[1] = kind->type;
	return 1;
}

/* DEN0056 4.11.2.4 and 4.11.2.10; without the latter the short name stays. */
static int scmi_pinctrl_names_parse(const struct scmi_protocol_handle *ph,
				    void *arg, u32 id, unsigned int step,
				    int err, struct scmi_cursor *cur)
{
	struct scmi_pinctrl_kind *kind = arg;
	struct scmi_pinctrl_object *obj = &kind->objects[id];
	/* A copy: an extended name that is too short must not cost the object. */
	struct scmi_cursor c = *cur;

	if (!step) {
		if (err)
			return err;
		obj->attributes = scmi_get_le32(&c);
		scmi_get_name(&c, obj->name, sizeof(obj->name),
			      SCMI_SHORT_NAME_MAX_SIZE);
		if (obj->attributes & SCMI_PINCTRL_EXTENDED_NAME &&
		    scmi_proto_max_payload(ph) >= SCMI_NAME_GET_LEN)
			return 0;
	} else {
		err = err ?: scmi_parse_long_name(&c, obj->name);
		if (err)
			scmi_losses_note(ph, &kind->losses,
					 SCMI_PINCTRL_LOST_NAME, id, 1, err);
	}
	scmi_pinctrl_publish(kind, id);
	return 0;
}

static void scmi_pinctrl_names_failed(const struct scmi_protocol_handle *ph,
				      void *arg, u32 id, int err)
{
	struct scmi_pinctrl_kind *kind = arg;

	scmi_losses_note(ph, &kind->losses, SCMI_PINCTRL_LOST_ATTRIBUTES, id, 1,
			 err);
	if (scmi_pinctrl_may_pass(err)) {
		WRITE_ONCE(kind->err, err);
		return;
	}
	kind->objects[id].absent = scmi_not_implemented(err);
	scmi_pinctrl_publish(kind, id);
}

static const struct scmi_batch_ops scmi_pinctrl_names_ops = {
	.next = scmi_pinctrl_names_next,
	.parse = scmi_pinctrl_names_parse,
	.failed = scmi_pinctrl_names_failed,
};

/* Find out about all objects of a kind that are not known. */
static void scmi_pinctrl_names_ask(const struct scmi_protocol_handle *ph,
				   struct scmi_pinctrl_kind *kind)
	__must_hold(&scmi_pinctrl(ph)->lock)
{
	int ret;

	lockdep_assert_held(&scmi_pinctrl(ph)->lock);

	WRITE_ONCE(kind->err, 0);
	ret = scmi_proto_batch(ph, kind->count, &scmi_pinctrl_names_ops, kind);
	if (ret)
		WRITE_ONCE(kind->err, ret);
	scmi_losses_tell(ph, &kind->losses);
	scmi_asked_for(&kind->again, !kind->err);
}

/**
 * scmi_agent_pinctrl_read() - read names and attributes of all pins, groups or functions
 * @ph: handle
 * @type: of which
 *
 * Others than the first call ask again for what was lost, at most once a minute.
 *
 * Context: Process context, sends messages.
 * Return: 0 when all are known; -EINVAL: no such type; else why some are not.
 */
int scmi_agent_pinctrl_read(const struct scmi_protocol_handle *ph,
			    enum scmi_pinctrl_selector_type type)
{
	struct scmi_pinctrl_kind *kind = scmi_pinctrl_kind(ph, type);

	if (!kind)
		return -EINVAL;
	if (scmi_may_ask(&kind->again)) {
		guard(mutex)(&scmi_pinctrl(ph)->lock);
		if (scmi_may_ask(&kind->again))
			scmi_pinctrl_names_ask(ph, kind);
	}
	return READ_ONCE(kind->err);
}
EXPORT_SYMBOL_GPL(scmi_agent_pinctrl_read);

/**
 * scmi_pinctrl_object() - a pin, group or function of which all is known
 * @ph: handle
 * @type: which of them
 * @id: its id
 * @obj: set to the object
 *
 * Context: Process context, the first call sends messages.
 * Return: 0; -EINVAL: no such id; else why it is not known, which may pass.
 */
int scmi_pinctrl_object(const struct scmi_protocol_handle *ph,
			enum scmi_pinctrl_selector_type type, u32 id,
			const struct scmi_pinctrl_object **obj)
{
	int err;

	if (!scmi_pinctrl_has(ph, type, id))
		return -EINVAL;
	*obj = &scmi_pinctrl_kind(ph, type)->objects[id];
	/* Pairs with the release in scmi_pinctrl_publish(). */
	if (smp_load_acquire(&(*obj)->known))
		return 0;
	err = scmi_agent_pinctrl_read(ph, type);
	/* Likewise: what others lack is nothing to this one. */
	return smp_load_acquire(&(*obj)->known) ? 0 : err ?: -EAGAIN;
}

/**
 * scmi_pinctrl_name_get() - name of a pin, group or function
 * @ph: handle
 * @id: its id
 * @type: which of them
 * @name: set to the name, which is valid as long as the handle
 *
 * DEN0056 4.11.2.4, 4.11.2.10.
 *
 * Context: Process context, the first call for a type sends messages.
 * Return: as scmi_pinctrl_object().
 */
int scmi_pinctrl_name_get(const struct scmi_protocol_handle *ph, u32 id,
			  enum scmi_pinctrl_selector_type type,
			  const char **name)
{
	const struct scmi_pinctrl_object *obj;
	int ret = scmi_pinctrl_object(ph, type, id, &obj);

	if (!ret)
		*name = obj->name;
	return ret;
}

/**
 * scmi_agent_pinctrl_info() - what the platform says of a pin, group or function
 * @ph: handle
 * @id: its id
 * @type: which of them
 * @info: set to that
 *
 * Context: Process context, the first call for a type sends messages.
 * Return: 0; -EINVAL: no such id; else why it is not known, which may pass.
 */
int scmi_agent_pinctrl_info(const struct scmi_protocol_handle *ph, u32 id,
			    enum scmi_pinctrl_selector_type type,
			    struct scmi_agent_pinctrl_info *info)
{
	const struct scmi_pinctrl_object *obj;
	int ret = scmi_pinctrl_object(ph, type, id, &obj);

	if (ret)
		return ret;
	*info = (struct scmi_agent_pinctrl_info){
		.name = obj->name,
		.absent = obj->absent,
		.of_pins = obj->attributes & SCMI_PINCTRL_OF_PINS,
		.gpio = obj->attributes & SCMI_PINCTRL_IS_GPIO,
		.num_members = FIELD_GET(SCMI_PINCTRL_NUM_MEMBERS,
					 obj->attributes),
	};
	return 0;
}
EXPORT_SYMBOL_GPL(scmi_agent_pinctrl_info);
