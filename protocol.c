// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: protocols, their registry and their instances.
 */

#include <linux/module.h>
#include <linux/slab.h>

#include "channel.h"
#include "common.h"
#include "modules.h"
#include "protocol_priv.h"
#include "registry.h"

/**
 * DOC: Protocols
 *
 * An implementation of a protocol comes out of the registry, see registry.c. Its
 * instance on an SCMI instance comes to life with the first user: version,
 * negotiation, instance_init(). It is torn down with the last one. The entry in
 * the table stays, empty, until the SCMI instance goes, so looking it up needs
 * no more than the table's lock.
 *
 * Each entry has its own lock, held across initialisation: two users of one
 * protocol wait for each other, different protocols initialise side by side.
 *
 * Lock order: protocols_lock, then an entry's lock (only when the table is
 * released), then what sending a message takes. scmi_registry_lock is taken
 * inside an entry's lock.
 */

/* Agree on a version both sides know; what cannot be agreed is best effort. */
static void scmi_protocol_negotiate(struct scmi_protocol_instance *pi)
{
	struct scmi_protocol_handle *ph = &pi->own.ph;
	u32 theirs = ph->version;
	u32 ours = pi->own.proto->version;
	u32 attr;

	if (theirs <= ours)
		return;
	/*
	 * The message is younger than many platforms, and some crash on message
	 * ids that they do not know: ask whether it exists.
	 */
	if (scmi_proto_msg_attributes(ph, SCMI_NEGOTIATE_PROTOCOL_VERSION,
				      &attr) ||
	    scmi_call(ph, SCMI_NEGOTIATE_PROTOCOL_VERSION, SCMI_WORDS(ours), 0,
		      NULL, 0))
		dev_info(ph->dev,
			 "protocol 0x%02x: platform has v%u.%u, using v%u.%u\n",
			 pi->own.sender.proto, SCMI_VERSION_MAJOR(theirs),
			 SCMI_VERSION_MINOR(theirs), SCMI_VERSION_MAJOR(ours),
			 SCMI_VERSION_MINOR(ours));
	ph->version = ours;
}

static void scmi_protocol_fini(struct scmi_protocol_instance *pi)
	__must_hold(&pi->lock)
{
	lockdep_assert_held(&pi->lock);

	if (pi->own.proto->instance_deinit)
		pi->own.proto->instance_deinit(&pi->own.ph);
	scmi_chan_put(pi->own.sender.chan);
	module_put(pi->own.proto->owner);
}

/* First user: bring the protocol up, or leave nothing behind. */
static int scmi_protocol_start(struct scmi_protocol_instance *pi)
	__must_hold(&pi->lock)
{
	int ret;

	lockdep_assert_held(&pi->lock);

	pi->own.proto = scmi_registry_get(&pi->own.inst->base, pi->own.sender.proto);
	if (!pi->own.proto) {
		scmi_modules_ask_again(pi->own.inst, pi->own.sender.proto);
		return -EPROTONOSUPPORT;
	}
	pi->own.sender.chan = scmi_chan_lookup(pi->own.inst, pi->own.sender.proto);
	if (!pi->own.sender.chan) {
		ret = -ENODEV;
		goto put_proto;
	}
	pi->own.ph.dev = &pi->own.inst->dev;
	pi->own.ph.priv = NULL;

	ret = scmi_call(&pi->own.ph, SCMI_PROTOCOL_VERSION, SCMI_NO_WORDS, 0,
			&pi->own.ph.version, 1);
	if (ret)
		goto put_chan;
	scmi_protocol_negotiate(pi);
	ret = pi->own.proto->instance_init(&pi->own.ph);
	if (ret)
		goto put_chan;
	return 0;

put_chan:
	scmi_chan_put(pi->own.sender.chan);
put_proto:
	module_put(pi->own.proto->owner);
	return ret;
}

/* The entry of @id, made on first use; it lives as long as the instance. */
static struct scmi_protocol_instance *
scmi_protocol_entry(struct scmi_instance *inst, u8 id)
{
	struct scmi_protocol_instance *pi;
	int ret;

	guard(mutex)(&inst->protocols_lock);

	pi = xa_load(&inst->protocols, id);
	if (pi)
		return pi;
	pi = kzalloc_obj(*pi);
	if (!pi)
		return ERR_PTR(-ENOMEM);
	pi->own.inst = inst;
	pi->own.sender.proto = id;
	mutex_init(&pi->lock);
	ret = xa_err(xa_store(&inst->protocols, id, pi, GFP_KERNEL));
	if (ret) {
		kfree(pi);
		return ERR_PTR(ret);
	}
	return pi;
}

/**
 * scmi_protocol_get() - start using a protocol
 * @inst: instance, NEW (BASE only) or READY
 * @proto: protocol id
 * @ph: set to the handle
 * @ops: set to the implementation's operations; may be NULL
 *
 * Context: Process context, sleeps: the first user initialises the protocol,
 *	    which sends messages.
 * Return: 0; -ENODEV when the platform does not have it or the instance is
 *	   going; -EPROTONOSUPPORT without an implementation, whose module is
 *	   then asked for; else what the initialisation met.
 */
int scmi_protocol_get(struct scmi_instance *inst, u8 proto,
		      struct scmi_protocol_handle **ph, const void **ops)
{
	struct scmi_protocol_instance *pi;
	int ret;

	if (READ_ONCE(inst->state) >= SCMI_INST_DRAINING ||
	    (proto != SCMI_PROTOCOL_BASE && !scmi_instance_offers(inst, proto)))
		return -ENODEV;
	pi = scmi_protocol_entry(inst, proto);
	if (IS_ERR(pi))
		return PTR_ERR(pi);

	guard(mutex)(&pi->lock);

	if (!pi->users) {
		ret = scmi_protocol_start(pi);
		if (ret) {
			dev_dbg(&inst->dev, "protocol 0x%02x: %d\n", proto,
				ret);
			return ret;
		}
	}
	pi->users++;
	*ph = &pi->own.ph;
	if (ops)
		*ops = pi->own.proto->ops;
	return 0;
}

/**
 * scmi_protocol_put() - stop using a protocol
 * @inst: instance
 * @proto: protocol id that was got
 *
 * Context: Process context, may sleep.
 */
void scmi_protocol_put(struct scmi_instance *inst, u8 proto)
{
	struct scmi_protocol_instance *pi;

	scoped_guard(mutex, &inst->protocols_lock)
		pi = xa_load(&inst->protocols, proto);
	if (WARN_ON_ONCE(!pi))
		return;

	guard(mutex)(&pi->lock);

	if (!WARN_ON_ONCE(!pi->users) && !--pi->users)
		scmi_protocol_fini(pi);
}

/**
 * scmi_proto_revive() - make a last command possible
 * @ph: handle
 *
 * When a machine goes down its devices are shut down, and the way to the platform may
 * be one of them. For a command that ends the machine it is opened again.
 *
 * Context: Process context, sleeps; devices have been shut down.
 * Return: 0, or negative errno of the transport, see its revive().
 */
int scmi_proto_revive(const struct scmi_protocol_handle *ph)
{
	struct scmi_instance *inst = scmi_handle_instance(ph);
	const struct scmi_transport_ops *ops = inst->transport->ops;

	return ops->revive ? ops->revive(inst) : 0;
}

/**
 * scmi_protocols_release() - free the table of an instance's protocols
 * @inst: instance whose clients and notifications are gone
 *
 * Context: Process context, may sleep.
 */
void scmi_protocols_release(struct scmi_instance *inst)
{
	struct scmi_protocol_instance *pi;
	unsigned long id;

	guard(mutex)(&inst->protocols_lock);

	xa_for_each(&inst->protocols, id, pi) {
		scoped_guard(mutex, &pi->lock) {
			if (WARN_ON_ONCE(pi->users))
				scmi_protocol_fini(pi);
		}
		mutex_destroy(&pi->lock);
		kfree(pi);
	}
	xa_destroy(&inst->protocols);
}
