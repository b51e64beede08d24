// SPDX-License-Identifier: GPL-2.0-only
/*
 * The instance, and what stands for the core's files that are not linked.
 */

#include <linux/percpu.h>
#include <linux/slab.h>

#include "fake.h"

/* What stands for functions of protocol.c, which says what they do. */

int scmi_protocol_get(struct scmi_instance *inst, u8 proto,
		      struct scmi_protocol_handle **ph, const void **ops)
{
	struct fake *f = fake_of(inst);
	struct scmi_protocol_user *h = f->handles;
	struct scmi_protocol_user *end = h + FAKE_HANDLES;
	int err = f->get_err;

	while (h < end && (!h->proto || h->proto->id != proto))
		h++;
	if (h == end)
		return -ENODEV;
	if (!err && h->proto->instance_init)
		err = h->proto->instance_init(&h->ph);
	if (err)
		return err;
	*ph = &h->ph;
	atomic_inc(&f->refs);
	return 0;
}

void scmi_protocol_put(struct scmi_instance *inst, u8 proto)
{
	atomic_dec(&fake_of(inst)->refs);
}

unsigned long fake_count(struct fake *f, enum scmi_stat stat)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(f->inst.stats, cpu)->count[stat];
	return sum;
}

static void fake_released(struct device *dev)
{
	complete(&fake_of(to_scmi_instance(dev))->released);
}

static void fake_free(void *ctx)
{
	struct fake *f = ctx;

	put_device(&f->inst.dev);
	wait_for_completion(&f->released);
	free_percpu(f->inst.stats);
	kfree(f);
}

struct fake *fake_instance(struct kunit *test,
			   const struct scmi_protocol *protos, unsigned int num)
{
	struct fake *f = kzalloc_obj(*f);

	KUNIT_ASSERT_NOT_NULL(test, f);
	f->test = test;
	init_completion(&f->released);
	device_initialize(&f->inst.dev);
	f->inst.dev.release = fake_released;
	f->inst.state = SCMI_INST_READY;
	f->inst.transport = &f->tr;
	f->inst.stats = alloc_percpu(struct scmi_stats);
	f->tr.name = "fake";
	f->tr.max_msg_size = FAKE_MSG_SIZE;
	while (num--) {
		f->handles[num].inst = &f->inst;
		f->handles[num].proto = &protos[num];
		f->handles[num].sender.proto = protos[num].id;
		f->handles[num].ph.dev = &f->inst.dev;
	}
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, fake_free, f), 0);
	KUNIT_ASSERT_NOT_NULL(test, f->inst.stats);
	KUNIT_ASSERT_EQ(test, dev_set_name(&f->inst.dev, "fake"), 0);
	return f;
}

void fake_instance_end(struct fake *f)
{
	kunit_release_action(f->test, fake_free, f);
}
