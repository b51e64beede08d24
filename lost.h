/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a platform does not give, told in one line per instance and kind.
 */
#ifndef _SCMI_AGENT_LOST_H
#define _SCMI_AGENT_LOST_H

#include <linux/dev_printk.h>
#include <linux/err.h>
#include <linux/types.h>

/**
 * DOC: What is lost
 *
 * A platform with hundreds of objects may lack the same detail of all of them. A line
 * for each would be noise, and would take the log's rate limit from those that matter.
 * So whoever goes through objects counts what they lack, by kind, and tells that once
 * at the end: how many of how many, which was the first, and why. A line for each is
 * there for dynamic debug.
 */

/**
 * struct scmi_lost - objects that lack something
 * @count: how many
 * @first: id of the first
 * @err: why the first does
 * @told: that was said
 */
struct scmi_lost {
	u32 count;
	u32 first;
	int err;
	bool told;
};

/* Objects from @id on, @num of them, lack it because of @err. */
static inline void scmi_lost_add(struct scmi_lost *lost, u32 id, u32 num, int err)
{
	if (!lost->count) {
		lost->first = id;
		lost->err = err;
	}
	lost->count += num;
}

/*
 * Say so, if there are any and it was not said before; @what are they, of @total? Ids
 * have 16 bits; what has more is nonsense, which hexadecimal digits may explain.
 */
static inline void scmi_lost_tell(struct device *dev, struct scmi_lost *lost,
				  u32 total, const char *what)
{
	if (!lost->count || lost->told)
		return;
	lost->told = true;
	if (lost->first > 0xffff)
		dev_warn(dev, "%u of %u %s (first: 0x%x, %pe)\n", lost->count,
			 total, what, lost->first, ERR_PTR(lost->err));
	else
		dev_warn(dev, "%u of %u %s (first: %u, %pe)\n", lost->count,
			 total, what, lost->first, ERR_PTR(lost->err));
}

#endif /* _SCMI_AGENT_LOST_H */
