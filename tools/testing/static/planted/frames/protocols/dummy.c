// SPDX-License-Identifier: GPL-2.0-only
static const struct scmi_msg dummy_msgs[] = {
	SCMI_MSG(DUMMY_KNOWN, .since = SCMI_VERSION(2, 0), .req = 1),
	SCMI_MSG(DUMMY_UNTOLD, .req = 1),
	SCMI_MSG(DUMMY_YOUNG, .since = SCMI_VERSION(3, 0),
		 .req = 1),
	SCMI_MSG(DUMMY_OTHER, .req = 1),
};
