// SPDX-License-Identifier: GPL-2.0-only
/*
 * A client of NXP's protocols, which mainline's own files implement. It runs one
 * operation of each when the protocol's device is bound.
 *
 * /sys/module/scmi_agent_test_imx/parameters/
 *	time	seconds that the clock tells
 *	control	first word of control 1
 *	words	how many it has
 *	started	whether processor 0 runs
 *	machine	name of logical machine 0
 */

#include <linux/err.h>
#include <linux/module.h>
#include <linux/scmi_imx_protocol.h>
#include <linux/scmi_protocol.h>
#include <linux/string.h>

static unsigned long long time;
module_param(time, ullong, 0444);
MODULE_PARM_DESC(time, "Seconds that the clock tells");

static unsigned int control;
module_param(control, uint, 0444);
MODULE_PARM_DESC(control, "First word of control 1");

static unsigned int words;
module_param(words, uint, 0444);
MODULE_PARM_DESC(words, "Number of its words");

static bool started;
module_param(started, bool, 0444);
MODULE_PARM_DESC(started, "Whether processor 0 runs");

static char machine[LMM_MAX_NAME];
module_param_string(machine, machine, sizeof(machine), 0444);
MODULE_PARM_DESC(machine, "Name of logical machine 0");

/* As many words as a message can have. */
static u32 imx_control[128];

static int imx_bbm(struct scmi_protocol_handle *ph,
		   const struct scmi_imx_bbm_proto_ops *ops)
{
	u64 sec;
	int ret = ops->rtc_time_get(ph, 0, &sec);

	time = ret ? 0 : sec;
	return ret;
}

static int imx_misc(struct scmi_protocol_handle *ph,
		    const struct scmi_imx_misc_proto_ops *ops)
{
	int ret = ops->misc_ctrl_get(ph, 1, &words, imx_control);

	control = ret ? 0 : imx_control[0];
	return ret;
}

static int imx_lmm(struct scmi_protocol_handle *ph,
		   const struct scmi_imx_lmm_proto_ops *ops)
{
	struct scmi_imx_lmm_info info;
	int ret = ops->lmm_info(ph, 0, &info);

	if (!ret)
		strscpy(machine, info.name, sizeof(machine));
	return ret;
}

static int imx_cpu(struct scmi_protocol_handle *ph,
		   const struct scmi_imx_cpu_proto_ops *ops)
{
	return ops->cpu_started(ph, 0, &started);
}

static int imx_probe(struct scmi_device *sdev)
{
	struct scmi_protocol_handle *ph;
	const void *ops;

	ops = sdev->handle->devm_protocol_get(sdev, sdev->protocol_id, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	switch (sdev->protocol_id) {
	case SCMI_PROTOCOL_IMX_BBM:
		return imx_bbm(ph, ops);
	case SCMI_PROTOCOL_IMX_MISC:
		return imx_misc(ph, ops);
	case SCMI_PROTOCOL_IMX_LMM:
		return imx_lmm(ph, ops);
	default:
		return imx_cpu(ph, ops);
	}
}

static const struct scmi_device_id imx_ids[] = {
	{ SCMI_PROTOCOL_IMX_BBM, "test-imx" },
	{ SCMI_PROTOCOL_IMX_MISC, "test-imx" },
	{ SCMI_PROTOCOL_IMX_LMM, "test-imx" },
	{ SCMI_PROTOCOL_IMX_CPU, "test-imx" },
	{ }
};
MODULE_DEVICE_TABLE(scmi, imx_ids);

static struct scmi_driver imx_driver = {
	.name = "scmi-agent-test-imx",
	.probe = imx_probe,
	.id_table = imx_ids,
};
module_scmi_driver(imx_driver);

MODULE_DESCRIPTION("Test: client of the SCMI protocols of NXP's system manager");
MODULE_LICENSE("GPL");
