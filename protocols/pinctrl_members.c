// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PINCTRL protocol, pins of a group, and what can have a function.
 */

#include <linux/bits.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "pinctrl.h"

/**
 * DOC: Members of groups and functions
 *
 * They are asked for one group or function at a time, when somebody uses it. The list
 * itself says how long it is, and is kept. Members that do not exist are left out,
 * because the framework takes ids for its own and warns about those that it does not
 * know. A list that is lost for a reason that may pass is asked for again, no sooner
 * than after a minute.
 */

/* PINCTRL_LIST_ASSOCIATIONS: flags */
static const struct scmi_list scmi_pinctrl_members = {
	.returned = GENMASK(11, 0),
	.remaining = GENMASK(31, 16),
	.record = sizeof(__le16),
	.limit = 65536,
};

/**
 * struct scmi_pinctrl_build - a list of members that is being read
 * @kind: groups or functions
 * @id: the one whose members they are
 * @below: ids of members that exist are below this
 * @parts: progress
 * @members: list so far, NULL before the first message
 * @room: entries that @members has room for
 * @bad: there are members that do not exist
 */
struct scmi_pinctrl_build {
	struct scmi_pinctrl_kind *kind;
	u32 id;
	u32 below;
	struct scmi_parts parts;
	struct scmi_pinctrl_members *members;
	u32 room;
	bool bad;
};

static int scmi_pinctrl_members_alloc(struct scmi_pinctrl *pi,
				      struct scmi_pinctrl_build *b)
{
	if (b->members)
		return 0;
	b->room = b->parts.total;
	b->members = scmi_list_alloc(&pi->budget, sizeof(*b->members), b->room,
				     sizeof(b->members->ids[0]));
	return b->members ? 0 : -ENOMEM;
}

static void scmi_pinctrl_members_drop(struct scmi_pinctrl *pi,
				      struct scmi_pinctrl_build *b)
{
	scmi_list_free(&pi->budget, b->members,
		       struct_size(b->members, ids, b->room));
}

/* DEN0056 4.11.2.5. Return: 0 or negative errno. */
static int scmi_pinctrl_members_parse(struct scmi_pinctrl *pi,
				      struct scmi_pinctrl_build *b,
				      struct scmi_cursor *c)
{
	int n = scmi_list_take(&scmi_pinctrl_members, &b->parts, c);
	u32 id;

	if (n < 0)
		return n;
	if (scmi_pinctrl_members_alloc(pi, b))
		return -ENOMEM;
	while (n--) {
		id = scmi_get_le16(c);
		if (id < b->below)
			b->members->ids[b->members->num++] = id;
		else
			b->bad = true;
	}
	return 0;
}

/* One message of the list. */
static int scmi_pinctrl_members_more(const struct scmi_protocol_handle *ph,
				     struct scmi_pinctrl_build *b)
{
	struct scmi_xfer *xfer;
	struct scmi_cursor c;
	int ret;

	xfer = scmi_ask(ph, SCMI_PINCTRL_LIST_ASSOCIATIONS,
			SCMI_WORDS(b->id, b->kind->type, b->parts.got), 0, 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	ret = scmi_pinctrl_members_parse(scmi_pinctrl(ph), b, &c);
	scmi_xfer_put(xfer);
	return ret;
}

static int scmi_pinctrl_members_all(const struct scmi_protocol_handle *ph,
				    struct scmi_pinctrl_build *b)
{
	int ret;

	do {
		ret = scmi_pinctrl_members_more(ph, b);
	} while (!ret && !scmi_parts_done(&b->parts));
	/* Out of range from the first member on: there is none. */
	if (ret == -ERANGE && !b->parts.parts)
		ret = scmi_pinctrl_members_alloc(scmi_pinctrl(ph), b);
	return ret;
}

static int scmi_pinctrl_members_read(const struct scmi_protocol_handle *ph,
				     struct scmi_pinctrl_kind *kind, u32 id,
				     u32 below)
	__must_hold(&scmi_pinctrl(ph)->lock)
{
	struct scmi_pinctrl_build b = { .kind = kind, .id = id, .below = below };
	struct scmi_pinctrl_object *obj = &kind->objects[id];
	int ret;

	lockdep_assert_held(&scmi_pinctrl(ph)->lock);

	ret = scmi_pinctrl_members_all(ph, &b);
	obj->members_err = ret;
	if (ret) {
		scmi_pinctrl_members_drop(scmi_pinctrl(ph), &b);
		if (!scmi_pinctrl_may_pass(ret))
			scmi_ask_never(&obj->members_again);
		else if (ret != -EINTR)
			scmi_ask_later(&obj->members_again);
		scmi_losses_note(ph, &kind->losses, SCMI_PINCTRL_LOST_MEMBERS, id,
				 1, ret);
	} else {
		if (b.bad)
			scmi_losses_add(ph, &kind->losses,
					SCMI_PINCTRL_LOST_MEMBER, id, 1, -EINVAL);
		/* Pairs with the acquire in scmi_pinctrl_members_get(). */
		smp_store_release(&obj->members, b.members);
	}
	scmi_losses_tell(ph, &kind->losses);
	return ret;
}

/* What the group or function @id has; members have ids below @below. */
static const struct scmi_pinctrl_members *
scmi_pinctrl_members_get(const struct scmi_protocol_handle *ph,
			 struct scmi_pinctrl_kind *kind, u32 id, u32 below)
{
	struct scmi_pinctrl_object *obj = &kind->objects[id];
	int ret;

	/* Pairs with the release in scmi_pinctrl_members_read(). */
	if (smp_load_acquire(&obj->members))
		return obj->members;
	guard(mutex)(&scmi_pinctrl(ph)->lock);
	if (obj->members)
		return obj->members;
	if (scmi_may_ask(&obj->members_again))
		ret = scmi_pinctrl_members_read(ph, kind, id, below);
	else
		ret = obj->members_err;
	return ret ? ERR_PTR(ret) : obj->members;
}

static int scmi_pinctrl_members_give(const struct scmi_pinctrl_members *members,
				     const unsigned int **ids, unsigned int *num)
{
	if (IS_ERR(members))
		return PTR_ERR(members);
	*ids = members->ids;
	*num = members->num;
	return 0;
}

/**
 * scmi_pinctrl_group_pins_get() - pins of a group
 * @ph: handle
 * @id: group
 * @pins: set to the pins, which are valid as long as the handle
 * @num: set to their number
 *
 * DEN0056 4.11.2.5; the list is read on first use.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such group; else why they are not known, which may pass.
 */
int scmi_pinctrl_group_pins_get(const struct scmi_protocol_handle *ph, u32 id,
				const unsigned int **pins, unsigned int *num)
{
	struct scmi_pinctrl_kind *kinds = scmi_pinctrl(ph)->kinds;

	if (!scmi_pinctrl_has(ph, GROUP_TYPE, id))
		return -EINVAL;
	return scmi_pinctrl_members_give(scmi_pinctrl_members_get(ph, &kinds[GROUP_TYPE],
								  id, kinds[PIN_TYPE].count),
					 pins, num);
}

/**
 * scmi_pinctrl_function_groups_get() - groups that can have a function
 * @ph: handle
 * @id: function
 * @num: set to their number
 * @groups: set to the groups, which are valid as long as the handle; to pins if it is a
 *	    function of pins, see scmi_agent_pinctrl_info()
 *
 * DEN0056 4.11.2.5; the list is read on first use, and before that what functions are of.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such function; else why they are not known, which may pass.
 */
int scmi_pinctrl_function_groups_get(const struct scmi_protocol_handle *ph,
				     u32 id, unsigned int *num,
				     const unsigned int **groups)
{
	struct scmi_pinctrl_kind *kinds = scmi_pinctrl(ph)->kinds;
	const struct scmi_pinctrl_object *obj;
	u32 of;
	int ret = scmi_pinctrl_object(ph, FUNCTION_TYPE, id, &obj);

	if (ret)
		return ret;
	of = obj->attributes & SCMI_PINCTRL_OF_PINS ? PIN_TYPE : GROUP_TYPE;
	return scmi_pinctrl_members_give(scmi_pinctrl_members_get(ph, &kinds[FUNCTION_TYPE],
								  id, kinds[of].count),
					 groups, num);
}
