// SPDX-License-Identifier: GPL-2.0-only
#include "defect.h"

static const char * const scmi_defect_lost_what[] = {
	"objects told of",
	"objects not told of",
};

void scmi_defect(struct device *dev, int id)
{
	dev_warn(dev, "object %d: told of, "
		 "in two strings\n", id);
	dev_err_probe(dev, -EINVAL, "object %d: forgotten\n", id);
	dev_dbg(dev, "object %d: for developers\n", id);
}
