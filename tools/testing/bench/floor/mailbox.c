// SPDX-License-Identifier: GPL-2.0-only
/*
 * The floor of a mailbox transport: a message into shared memory, the doorbell,
 * and the answer out of it. Protocols that have channels of their own get their
 * commands there, else all go through the one that there is.
 */

#include <linux/completion.h>
#include <linux/io.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>

#include "load.h"
#include "message.h"

/* DEN0056 5.1.2 */
#define FLOOR_STATUS	0x04
#define FLOOR_FLAGS	0x10
#define FLOOR_LENGTH	0x14
#define FLOOR_MESSAGE	0x18

#define FLOOR_MAX_CHANS	2

/**
 * struct floor_chan - a channel
 * @cl: client of its mailbox
 * @mbox: mailbox; NULL if the channel is not there
 * @sub: device of its node, where that is not the instance's
 * @area: shared memory
 * @lock: one command at a time
 * @done: the answer is there
 * @sync: command to wait for
 * @rx: answer
 */
struct floor_chan {
	struct mbox_client cl;
	struct mbox_chan *mbox;
	struct platform_device *sub;
	void __iomem *area;
	struct mutex lock;
	struct completion done;
	const struct floor_message *sync;
	u8 rx[FLOOR_ROOM];
};

struct floor_dev {
	struct floor_chan chans[FLOOR_MAX_CHANS];
	unsigned int num;
};

static bool floor_is_free(struct floor_chan *fc)
{
	return ioread32(fc->area + FLOOR_STATUS) & 1;
}

static void floor_callback(struct mbox_client *cl, void *msg)
{
	struct floor_chan *fc = container_of(cl, struct floor_chan, cl);

	if (floor_is_free(fc))
		complete(&fc->done);
}

static int floor_ring(struct floor_chan *fc, const struct floor_message *msg,
		      u32 flags)
{
	int ret;

	reinit_completion(&fc->done);
	iowrite32(flags, fc->area + FLOOR_FLAGS);
	iowrite32(msg->len, fc->area + FLOOR_LENGTH);
	memcpy_toio(fc->area + FLOOR_MESSAGE, msg->words, msg->len);
	iowrite32(0, fc->area + FLOOR_STATUS);
	ret = mbox_send_message(fc->mbox, fc);
	return ret < 0 ? ret : 0;
}

static void floor_take(struct floor_chan *fc)
{
	u32 len = ioread32(fc->area + FLOOR_LENGTH);

	memcpy_fromio(fc->rx, fc->area + FLOOR_MESSAGE,
		      min_t(u32, len, FLOOR_ROOM));
	mbox_client_txdone(fc->mbox, 0);
}

static int floor_sync(void *arg, unsigned int thread)
{
	struct floor_chan *fc = arg;
	int ret;

	guard(mutex)(&fc->lock);

	ret = floor_ring(fc, fc->sync, 1);
	if (ret)
		return ret;
	wait_for_completion(&fc->done);
	floor_take(fc);
	return 0;
}

static int floor_poll(void *arg, unsigned int thread)
{
	struct floor_chan *fc = arg;
	int ret;

	guard(mutex)(&fc->lock);

	ret = floor_ring(fc, &floor_enable_clock, 0);
	if (ret)
		return ret;
	while (!floor_is_free(fc))
		cpu_relax();
	floor_take(fc);
	return 0;
}

static int floor_map(struct device *dev, struct floor_chan *fc)
{
	struct device_node *np = of_parse_phandle(dev->of_node, "shmem", 0);
	struct resource res;
	int ret = np ? of_address_to_resource(np, 0, &res) : -ENOENT;

	of_node_put(np);
	if (ret)
		return ret;
	fc->area = ioremap(res.start, resource_size(&res));
	return fc->area ? 0 : -ENOMEM;
}

static void floor_close(struct floor_chan *fc)
{
	if (fc->mbox) {
		load_remove(fc);
		mbox_free_channel(fc->mbox);
	}
	if (fc->area)
		iounmap(fc->area);
	if (fc->sub)
		of_platform_device_destroy(&fc->sub->dev, NULL);
}

/* What has been opened by then, floor_close() closes. */
static int floor_open(struct device *dev, struct floor_chan *fc,
		      const struct floor_message *sync)
{
	struct load_target target = {
		.name = "sensor",
		.sync = floor_sync,
		.poll = floor_poll,
		.arg = fc,
	};
	struct mbox_chan *mbox;
	int ret;

	mutex_init(&fc->lock);
	init_completion(&fc->done);
	fc->sync = sync;
	fc->cl.dev = dev;
	fc->cl.knows_txdone = true;
	fc->cl.rx_callback = floor_callback;
	ret = floor_map(dev, fc);
	if (ret)
		return ret;
	mbox = mbox_request_channel(&fc->cl, 0);
	if (IS_ERR(mbox))
		return PTR_ERR(mbox);
	fc->mbox = mbox;
	return load_add(&target);
}

static void floor_close_all(struct floor_dev *fd)
{
	while (fd->num)
		floor_close(&fd->chans[--fd->num]);
}

/* A protocol's node has no device until one is made. */
static int floor_open_own(struct device *dev, struct floor_dev *fd,
			  struct device_node *np, const struct floor_message *sync)
{
	struct floor_chan *fc = &fd->chans[fd->num++];

	fc->sub = of_platform_device_create(np, NULL, dev);
	return fc->sub ? floor_open(&fc->sub->dev, fc, sync) : -ENODEV;
}

static int floor_open_all(struct device *dev, struct floor_dev *fd)
{
	struct device_node *np;
	u32 protocol;
	int ret = 0;

	for_each_available_child_of_node(dev->of_node, np) {
		if (fd->num == FLOOR_MAX_CHANS || !of_property_present(np, "mboxes") ||
		    of_property_read_u32(np, "reg", &protocol))
			continue;
		ret = floor_open_own(dev, fd, np, protocol == 0x14 ?
				     &floor_read_rate : &floor_read_sensor);
		if (ret) {
			of_node_put(np);
			return ret;
		}
	}
	if (!fd->num)
		ret = floor_open(dev, &fd->chans[fd->num++], &floor_read_sensor);
	return ret;
}

static int floor_probe(struct platform_device *pdev)
{
	struct floor_dev *fd = devm_kzalloc(&pdev->dev, sizeof(*fd), GFP_KERNEL);
	int ret;

	if (!fd)
		return -ENOMEM;
	ret = floor_open_all(&pdev->dev, fd);
	if (ret)
		floor_close_all(fd);
	platform_set_drvdata(pdev, fd);
	return ret;
}

static void floor_remove(struct platform_device *pdev)
{
	floor_close_all(platform_get_drvdata(pdev));
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

int load_register(void)
{
	return platform_driver_register(&floor_driver);
}

void load_unregister(void)
{
	platform_driver_unregister(&floor_driver);
}
