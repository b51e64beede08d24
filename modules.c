// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: loading the modules that vendors' protocols are in.
 */

#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/jiffies.h>
#include <linux/kmod.h>

#include "bus.h"
#include "common.h"
#include "modules.h"
#include "registry.h"

/**
 * DOC: Modules of vendors' protocols
 *
 * A vendor's protocol is found by its module's alias: ``scmi-protocol-0x81-NXP`` for
 * the id and the vendor that BASE tells, or ``scmi-protocol-0x81`` for platforms whose
 * vendor has no name that could be part of one. It is asked for when the platform has
 * told what it offers, and again when a client driver has missed it, as long as there
 * is no implementation: after 1 s, 2 s, 4 s and so on up to a minute.
 *
 * The platform chooses the name, so only letters, digits, ``-`` and ``_`` of ASCII
 * become part of what modprobe is told, behind a beginning that no option and no other
 * alias has. One module is asked for at a time, with pauses.
 *
 * A worker asks, and nobody waits for the module: a client driver that probes may be
 * doing so in its own module's initialisation, for which modprobe would wait, and so
 * may whoever removes the instance. A module that comes registers its protocol, which
 * probes the client again, see registry.c.
 */

/* Between two modules that are asked for. */
#define SCMI_MODULES_PAUSE	(HZ / 10)

/* Letters, digits and what joins them; the kernel's letters include those of Latin-1. */
static bool scmi_name_is_plain(const char *name)
{
	const char *c;

	for (c = name; *c; c++)
		if (!isascii(*c) || !(isalnum(*c) || *c == '-' || *c == '_'))
			return false;
	return c != name && c - name < SCMI_SHORT_NAME_MAX_SIZE;
}

static void scmi_module_ask(const struct scmi_base_info *base, u8 id)
{
	if (scmi_name_is_plain(base->vendor_id))
		request_module_nowait("scmi-protocol-0x%02x-%s", id,
				      base->vendor_id);
	else
		request_module_nowait("scmi-protocol-0x%02x", id);
}

/* The next protocol of a vendor from @id on that nobody implements; 256 = none. */
static unsigned int scmi_modules_next(struct scmi_instance *inst,
				      unsigned int id)
{
	do {
		id = find_next_bit(inst->protocols_offered, 256, id);
	} while (id < 256 && scmi_registry_has(&inst->base, id) && ++id);
	return id;
}

/**
 * scmi_modules_work() - ask for the modules that an instance lacks, one each time
 * @work: the instance's modules_work
 *
 * Context: Process context, sleeps.
 */
void scmi_modules_work(struct work_struct *work)
{
	struct scmi_instance *inst = container_of(to_delayed_work(work),
						  struct scmi_instance,
						  modules_work);
	unsigned int id = scmi_modules_next(inst, inst->next_module);

	if (id == 256) {
		inst->next_module = SCMI_PROTOCOL_VENDOR;
		return;
	}
	scmi_module_ask(&inst->base, id);
	inst->next_module = id + 1;
	queue_delayed_work(system_freezable_wq, &inst->modules_work,
			   SCMI_MODULES_PAUSE);
}

/**
 * scmi_modules_ask() - ask for the modules that an instance lacks
 * @inst: instance in state READY
 *
 * Context: Any context. It happens in the background.
 */
void scmi_modules_ask(struct scmi_instance *inst)
{
	queue_delayed_work(system_freezable_wq, &inst->modules_work, 0);
}

/**
 * scmi_modules_ask_again() - a client has missed a protocol
 * @inst: instance
 * @id: protocol id
 *
 * Context: Any context. It happens in the background.
 */
void scmi_modules_ask_again(struct scmi_instance *inst, u8 id)
{
	unsigned int tries = READ_ONCE(inst->modules_asked);

	if (id >= SCMI_PROTOCOL_VENDOR &&
	    queue_delayed_work(system_freezable_wq, &inst->modules_work,
			       scmi_retry_pause(tries)))
		WRITE_ONCE(inst->modules_asked, tries + 1);
}
