// SPDX-License-Identifier: GPL-2.0-only
/**
 * scmi_agent_undescribed() - one parameter is not described
 * @known: described
 */
int scmi_agent_undescribed(int known, int forgotten)
{
	return known + forgotten;
}

/**
 * struct scmi_agent_thing - a structure
 * @present: is there
 * @absent: is not
 */
struct scmi_agent_thing {
	int present;
};
