// SPDX-License-Identifier: GPL-2.0-only
/* The framework that keeps OPPs: it complains about those that come twice. */
#include "world.h"

struct dev_pm_opp_data opps[OPPS_MAX];
unsigned int num_opps, opps_twice;
unsigned long opp_refused;

int dev_pm_opp_add_dynamic(struct device *dev, struct dev_pm_opp_data *data)
{
	unsigned int i;

	if (!data->freq)
		die("OPP without frequency", data->level);
	if (num_opps == OPPS_MAX)
		die("too many OPPs", num_opps);
	if (data->freq == opp_refused)
		return -EINVAL;
	for (i = num_opps; i && opps[i - 1].freq >= data->freq; i--) {
		if (opps[i - 1].freq == data->freq)
			break;
		opps[i] = opps[i - 1];
	}
	if (i && opps[i - 1].freq == data->freq) {
		opps_twice++;
		return 0;
	}
	opps[i] = *data;
	num_opps++;
	return 0;
}
