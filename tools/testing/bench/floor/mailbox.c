// SPDX-License-Identifier: GPL-2.0-only
/*
 * The floor of a mailbox transport: a message into shared memory, the doorbell,
 * and the answer out of it.
 */

#include <linux/completion.h>
#include <linux/io.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/platform_device.h>

#include "load.h"
#include "message.h"

/* DEN0056 5.1.2 */
#define FLOOR_STATUS	0x04
#define FLOOR_FLAGS	0x10
#define FLOOR_LENGTH	0x14
#define FLOOR_MESSAGE	0x18

struct floor_dev {
	struct mbox_client cl;
	struct mbox_chan *mbox;
	void __iomem *area;
	struct mutex lock;
	struct completion done;
	u8 rx[FLOOR_ROOM];
};

static bool floor_is_free(struct floor_dev *fd)
{
	return ioread32(fd->area + FLOOR_STATUS) & 1;
}

static void floor_callback(struct mbox_client *cl, void *msg)
{
	struct floor_dev *fd = container_of(cl, struct floor_dev, cl);

	if (floor_is_free(fd))
		complete(&fd->done);
}

static int floor_ring(struct floor_dev *fd, const struct floor_message *msg,
		      u32 flags)
{
	int ret;

	reinit_completion(&fd->done);
	iowrite32(flags, fd->area + FLOOR_FLAGS);
	iowrite32(msg->len, fd->area + FLOOR_LENGTH);
	memcpy_toio(fd->area + FLOOR_MESSAGE, msg->words, msg->len);
	iowrite32(0, fd->area + FLOOR_STATUS);
	ret = mbox_send_message(fd->mbox, fd);
	return ret < 0 ? ret : 0;
}

static void floor_take(struct floor_dev *fd)
{
	u32 len = ioread32(fd->area + FLOOR_LENGTH);

	memcpy_fromio(fd->rx, fd->area + FLOOR_MESSAGE,
		      min_t(u32, len, FLOOR_ROOM));
	mbox_client_txdone(fd->mbox, 0);
}

static int floor_sync(void *arg, unsigned int thread)
{
	struct floor_dev *fd = arg;
	int ret;

	guard(mutex)(&fd->lock);

	ret = floor_ring(fd, &floor_read_sensor, 1);
	if (ret)
		return ret;
	wait_for_completion(&fd->done);
	floor_take(fd);
	return 0;
}

static int floor_poll(void *arg, unsigned int thread)
{
	struct floor_dev *fd = arg;
	int ret;

	guard(mutex)(&fd->lock);

	ret = floor_ring(fd, &floor_enable_clock, 0);
	if (ret)
		return ret;
	while (!floor_is_free(fd))
		cpu_relax();
	floor_take(fd);
	return 0;
}

static int floor_map(struct device *dev, struct floor_dev *fd)
{
	struct device_node *np = of_parse_phandle(dev->of_node, "shmem", 0);
	struct resource res;
	int ret = np ? of_address_to_resource(np, 0, &res) : -ENOENT;

	of_node_put(np);
	if (ret)
		return ret;
	fd->area = devm_ioremap(dev, res.start, resource_size(&res));
	return fd->area ? 0 : -ENOMEM;
}

static int floor_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct floor_dev *fd = devm_kzalloc(dev, sizeof(*fd), GFP_KERNEL);
	struct load_target target = { .sync = floor_sync, .poll = floor_poll, .arg = fd };
	int ret;

	if (!fd)
		return -ENOMEM;
	mutex_init(&fd->lock);
	init_completion(&fd->done);
	ret = floor_map(dev, fd);
	if (ret)
		return ret;
	fd->cl.dev = dev;
	fd->cl.knows_txdone = true;
	fd->cl.rx_callback = floor_callback;
	fd->mbox = mbox_request_channel(&fd->cl, 0);
	if (IS_ERR(fd->mbox))
		return PTR_ERR(fd->mbox);
	platform_set_drvdata(pdev, fd);
	ret = load_add(&target);
	if (ret)
		mbox_free_channel(fd->mbox);
	return ret;
}

static void floor_remove(struct platform_device *pdev)
{
	struct floor_dev *fd = platform_get_drvdata(pdev);

	load_remove(fd);
	mbox_free_channel(fd->mbox);
}

static const struct of_device_id floor_ids[] = {
	{ .compatible = "arm,scmi" },
	{ }
};

static struct platform_driver floor_driver = {
	.driver = {
		.name = "scmi-bench-floor-mailbox",
		.of_match_table = floor_ids,
	},
	.probe = floor_probe,
	.remove = floor_remove,
};

static int __init floor_init(void)
{
	int ret = load_init("scmi-bench");

	if (ret)
		return ret;
	ret = platform_driver_register(&floor_driver);
	if (ret)
		load_exit();
	return ret;
}
module_init(floor_init);

static void __exit floor_exit(void)
{
	platform_driver_unregister(&floor_driver);
	load_exit();
}
module_exit(floor_exit);

MODULE_DESCRIPTION("SCMI agent: the bare round trip through a mailbox");
MODULE_LICENSE("GPL");
