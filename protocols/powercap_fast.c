// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWERCAP protocol, fast channels.
 */

#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/lockdep.h>
#include <linux/slab.h>

#include "passing.h"
#include "powercap.h"

/**
 * DOC: Fast channels of power caps
 *
 * A domain may have fast channels for its cap and its interval. Each is asked for when
 * the message that it stands for would be sent first, and is used from then on; what is
 * lost for a reason that may pass is asked for again after a minute. Only the first
 * level of a domain is reached by them here: others have their messages.
 */

static u8 scmi_powercap_fast_msg(const struct scmi_protocol_handle *ph,
				 enum scmi_powercap_fast which)
{
	bool levels = scmi_powercap_has_levels(ph);

	switch (which) {
	case SCMI_POWERCAP_FAST_CAP_GET:
		return SCMI_POWERCAP_CAP_GET;
	case SCMI_POWERCAP_FAST_CAP_SET:
		return SCMI_POWERCAP_CAP_SET;
	case SCMI_POWERCAP_FAST_INTERVAL_GET:
		return levels ? SCMI_POWERCAP_CAI_GET : SCMI_POWERCAP_PAI_GET;
	default:
		return levels ? SCMI_POWERCAP_CAI_SET : SCMI_POWERCAP_PAI_SET;
	}
}

/* DEN0056 4.10.3, POWERCAP_DESCRIBE_FASTCHANNEL */
static struct scmi_fastchannel *
scmi_powercap_fast_open_locked(const struct scmi_protocol_handle *ph,
			       struct scmi_powercap *pc, u8 msg)
	__must_hold(&scmi_powercaps(ph)->fast_lock)
{
	struct scmi_powercaps *pi = scmi_powercaps(ph);
	struct scmi_fastchannel *fc;
	struct scmi_cursor c;
	struct scmi_xfer *xfer;

	lockdep_assert_held(&pi->fast_lock);

	xfer = scmi_ask(ph, SCMI_POWERCAP_DESCRIBE_FASTCHANNEL,
			SCMI_WORDS(pc->info.id, msg, pc->levels[0].info.id), 0, 0);
	if (IS_ERR(xfer))
		return ERR_CAST(xfer);
	c = scmi_xfer_cursor(xfer);
	fc = scmi_fastchannel_open(&pi->fastchannels, &c, sizeof(__le32));
	scmi_xfer_put(xfer);
	return fc;
}

static void scmi_powercap_fast_ask(const struct scmi_protocol_handle *ph,
				   struct scmi_powercap *pc,
				   enum scmi_powercap_fast which)
{
	struct scmi_powercaps *pi = scmi_powercaps(ph);
	struct scmi_fastchannel *fc;
	int err;

	guard(mutex)(&pi->fast_lock);

	if (pc->fast_known & BIT(which) || !scmi_may_ask(&pc->fast_again))
		return;
	fc = scmi_powercap_fast_open_locked(ph, pc, scmi_powercap_fast_msg(ph, which));
	err = PTR_ERR_OR_ZERO(fc);
	if (err && scmi_detail_may_pass(err)) {
		scmi_ask_later(&pc->fast_again);
		return;
	}
	if (err) {
		scmi_losses_note(ph, &pi->losses, SCMI_POWERCAP_LOST_FAST,
				 pc->info.id, 1, err);
		scmi_losses_tell(ph, &pi->losses);
	} else {
		/* Pairs with the acquire in scmi_powercap_fast(). */
		smp_store_release(&pc->fast[which], fc);
	}
	WRITE_ONCE(pc->fast_known, pc->fast_known | BIT(which));
}

/**
 * scmi_powercap_fast() - the fast channel in place of a message
 * @ph: handle
 * @pc: domain
 * @pl: its level that the message is about
 * @which: the message
 *
 * Context: Process context, the first call for a message sends another one.
 * Return: the channel, valid as long as the handle, or NULL: the message is to be sent.
 */
const struct scmi_fastchannel *
scmi_powercap_fast(const struct scmi_protocol_handle *ph, struct scmi_powercap *pc,
		   const struct scmi_powercap_level *pl,
		   enum scmi_powercap_fast which)
{
	if (!pc->info.fastchannels || pl != pc->levels)
		return NULL;
	if (!(READ_ONCE(pc->fast_known) & BIT(which)))
		scmi_powercap_fast_ask(ph, pc, which);
	/* Pairs with the release in scmi_powercap_fast_ask(). */
	return smp_load_acquire(&pc->fast[which]);
}

/**
 * scmi_powercap_fast_free() - free the fast channels of a domain
 * @pc: domain, no longer reachable
 *
 * Context: Process context.
 */
void scmi_powercap_fast_free(struct scmi_powercap *pc)
{
	unsigned int i;

	for (i = 0; i < SCMI_POWERCAP_FAST_NUM; i++)
		kfree(pc->fast[i]);
}
