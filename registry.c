// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the implementations of protocols, and which of them fits a platform.
 */

#include <linux/cache.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "bus.h"
#include "registry.h"

/**
 * DOC: Implementations
 *
 * A protocol's implementation is registered once, by this module or by a vendor's.
 * An id from 0x80 on means something together with the vendor's name: two vendors'
 * 0x81 are two protocols, and what was written for one firmware is never tried on
 * another. So an implementation says whose it is, down to the version if need be, and
 * of those that fit a platform the one that says most is used. Names are compared as
 * they are.
 *
 * Nobody holds an implementation but by its module, so a module can go whenever no
 * instance uses what it implements. Client drivers that found no implementation are
 * probed again when one is registered.
 *
 * Lock order: nothing is taken inside scmi_registry_lock.
 */

/**
 * struct scmi_registered - entry of the registry
 * @node: on scmi_registry
 * @proto: the protocol
 */
struct scmi_registered {
	struct list_head node;
	const struct scmi_protocol *proto;
};

/* The built-in ones, NULL at the end; immutable once the module is loaded. */
static const struct scmi_protocol * const *scmi_builtin __ro_after_init;

static DEFINE_MUTEX(scmi_registry_lock);
static LIST_HEAD(scmi_registry);

/**
 * scmi_registry_init() - begin with the protocols of this module
 * @builtin: protocols, NULL at the end; the array stays valid
 *
 * Context: Process context, before the module's first instance.
 */
void scmi_registry_init(const struct scmi_protocol * const *builtin)
{
	scmi_builtin = builtin;
}

static const struct scmi_protocol *scmi_builtin_find(u8 id)
{
	const struct scmi_protocol * const *builtin;

	for (builtin = scmi_builtin; *builtin; builtin++)
		if ((*builtin)->id == id)
			return *builtin;
	return NULL;
}

static bool scmi_protocol_fits(const struct scmi_protocol *proto,
			       const struct scmi_base_info *base)
{
	return (!proto->vendor_id || !strcmp(proto->vendor_id, base->vendor_id)) &&
	       (!proto->sub_vendor_id ||
		!strcmp(proto->sub_vendor_id, base->sub_vendor_id)) &&
	       (!proto->impl_ver || proto->impl_ver == base->impl_ver);
}

/* The more it says of the platforms that it is for, the higher. */
static unsigned int scmi_protocol_rank(const struct scmi_protocol *proto)
{
	return (proto->vendor_id ? 4 : 0) + (proto->sub_vendor_id ? 2 : 0) +
	       (proto->impl_ver ? 1 : 0);
}

static const struct scmi_protocol *
scmi_registry_find_locked(const struct scmi_base_info *base, u8 id)
{
	const struct scmi_protocol *best = scmi_builtin_find(id);
	struct scmi_registered *reg;

	lockdep_assert_held(&scmi_registry_lock);

	if (best)
		return best;
	list_for_each_entry(reg, &scmi_registry, node)
		if (reg->proto->id == id &&
		    scmi_protocol_fits(reg->proto, base) &&
		    (!best ||
		     scmi_protocol_rank(reg->proto) > scmi_protocol_rank(best)))
			best = reg->proto;
	return best;
}

/**
 * scmi_registry_get() - take the implementation of a protocol that fits best
 * @base: what the platform told of itself
 * @id: protocol id
 *
 * Context: Process context, may sleep.
 * Return: the implementation with its module held, or NULL without any.
 */
const struct scmi_protocol *scmi_registry_get(const struct scmi_base_info *base,
					      u8 id)
{
	const struct scmi_protocol *proto;

	guard(mutex)(&scmi_registry_lock);

	proto = scmi_registry_find_locked(base, id);
	return proto && try_module_get(proto->owner) ? proto : NULL;
}

/**
 * scmi_registry_has() - is there an implementation that fits?
 * @base: what the platform told of itself
 * @id: protocol id
 *
 * Context: Process context, may sleep.
 * Return: true if there is one at the moment.
 */
bool scmi_registry_has(const struct scmi_base_info *base, u8 id)
{
	guard(mutex)(&scmi_registry_lock);

	return scmi_registry_find_locked(base, id);
}

/* Are two names the same, or both missing? */
static bool scmi_name_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Is there one for exactly the same platforms? */
static bool scmi_registry_taken_locked(const struct scmi_protocol *proto)
{
	struct scmi_registered *reg;

	lockdep_assert_held(&scmi_registry_lock);

	if (scmi_builtin_find(proto->id))
		return true;
	list_for_each_entry(reg, &scmi_registry, node)
		if (reg->proto->id == proto->id &&
		    reg->proto->impl_ver == proto->impl_ver &&
		    scmi_name_same(reg->proto->vendor_id, proto->vendor_id) &&
		    scmi_name_same(reg->proto->sub_vendor_id,
				   proto->sub_vendor_id))
			return true;
	return false;
}

static bool scmi_name_fits(const char *name)
{
	return !name || strlen(name) < SCMI_SHORT_NAME_MAX_SIZE;
}

/**
 * scmi_agent_protocol_register() - add a protocol implementation
 * @proto: implementation; @proto->owner must be the calling module
 *
 * Context: Process context, may sleep.
 * Return: 0; -EINVAL without an init function, for a vendors' id without a vendor, or
 *	   for a name that no platform can have; -EEXIST when there is one for the
 *	   same platforms; -ENOMEM.
 */
int scmi_agent_protocol_register(const struct scmi_protocol *proto)
{
	struct scmi_registered *reg;

	if (!proto || !proto->instance_init ||
	    (proto->id >= SCMI_PROTOCOL_VENDOR && !proto->vendor_id) ||
	    !scmi_name_fits(proto->vendor_id) ||
	    !scmi_name_fits(proto->sub_vendor_id))
		return -EINVAL;
	reg = kzalloc_obj(*reg);
	if (!reg)
		return -ENOMEM;
	reg->proto = proto;

	scoped_guard(mutex, &scmi_registry_lock) {
		if (scmi_registry_taken_locked(proto)) {
			kfree(reg);
			return -EEXIST;
		}
		list_add_tail(&reg->node, &scmi_registry);
	}
	scmi_requests_probe_again();
	return 0;
}
EXPORT_SYMBOL_GPL(scmi_agent_protocol_register);

/**
 * scmi_agent_protocol_unregister() - remove a protocol implementation
 * @proto: implementation that was registered; nobody uses it, because a user
 *	   holds its module
 *
 * Context: Process context, may sleep.
 */
void scmi_agent_protocol_unregister(const struct scmi_protocol *proto)
{
	struct scmi_registered *reg, *tmp;

	guard(mutex)(&scmi_registry_lock);

	list_for_each_entry_safe(reg, tmp, &scmi_registry, node) {
		if (reg->proto == proto) {
			list_del(&reg->node);
			kfree(reg);
		}
	}
}
EXPORT_SYMBOL_GPL(scmi_agent_protocol_unregister);
