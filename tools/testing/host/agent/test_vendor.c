// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which implementation of a vendor's protocol a platform gets, and which module it
 * makes us ask for. The registry and what asks are a part of this program.
 */
#include <stdarg.h>

#include "common.h"
#include "tap.h"

#define __ro_after_init
#define DEFINE_MUTEX(m)			struct mutex m
#define LIST_HEAD(l)			struct list_head l = { &l, &l }
#define list_entry_of(p, pos, node)	container_of(p, typeof(*pos), node)
#define list_for_each_entry(pos, head, node)				\
	for (pos = list_entry_of((head)->next, pos, node); &pos->node != (head);	\
	     pos = list_entry_of(pos->node.next, pos, node))
#define list_for_each_entry_safe(pos, n, head, node)			\
	for (pos = list_entry_of((head)->next, pos, node),			\
	     n = list_entry_of(pos->node.next, pos, node); &pos->node != (head);	\
	     pos = n, n = list_entry_of(n->node.next, n, node))
#define try_module_get(owner)		(!(owner) || modules_stay)
#define to_delayed_work(w)		container_of(w, struct delayed_work, dummy)
#define system_freezable_wq		NULL
#define queue_delayed_work(wq, work, delay)	queued_after(delay)

static bool modules_stay = true;
static struct scmi_instance inst;

static void list_add_tail(struct list_head *new, struct list_head *head)
{
	new->prev = head->prev;
	new->next = head;
	head->prev->next = new;
	head->prev = new;
}

static void list_del(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

static unsigned int find_next_bit(const unsigned long *map, unsigned int size,
				  unsigned int bit)
{
	while (bit < size && !test_bit(bit, map))
		bit++;
	return bit;
}

/* What was asked for, a line each. */
static char asked[8192];

static int __printf(1, 2) request_module_nowait(const char *fmt, ...)
{
	size_t len = strlen(asked);
	va_list args;

	va_start(args, fmt);
	vsnprintf(asked + len, sizeof(asked) - len, fmt, args);
	va_end(args);
	strcat(asked, "\n");
	return 0;
}

static bool queued;
static unsigned long delay;

static bool queued_after(unsigned long jiffies)
{
	if (queued)
		return false;
	queued = true;
	delay = jiffies;
	return true;
}

/* bus.h is of the driver core; what is used of it is this. */
#define _SCMI_AGENT_BUS_H

static unsigned int probed_again;

static void scmi_requests_probe_again(void)
{
	probed_again++;
}

static unsigned long scmi_retry_pause(unsigned int tries)
{
	return (tries + 1) * HZ;
}

#include "registry.c"
#include "modules.c"

static int nothing(struct scmi_protocol_handle *ph)
{
	return 0;
}

#define PROTO(_id, ...)	{ .id = (_id), .instance_init = nothing, ##__VA_ARGS__ }

static const struct scmi_protocol clocks = PROTO(SCMI_PROTOCOL_CLOCK);
static const struct scmi_protocol *const builtin[] = { &clocks, NULL };

static void platform(const char *vendor, const char *sub, u32 impl)
{
	memset(&inst, 0, sizeof(inst));
	snprintf(inst.base.vendor_id, sizeof(inst.base.vendor_id), "%s", vendor);
	snprintf(inst.base.sub_vendor_id, sizeof(inst.base.sub_vendor_id), "%s", sub);
	inst.base.impl_ver = impl;
	inst.next_module = SCMI_PROTOCOL_VENDOR;
	inst.state = SCMI_INST_READY;
	asked[0] = 0;
	queued = false;
}

/* Which of them does it get? */
static const struct scmi_protocol *gets(const char *vendor, const char *sub, u32 impl)
{
	platform(vendor, sub, impl);
	return scmi_registry_get(&inst.base, 0x81);
}

static const struct scmi_protocol
	nxp = PROTO(0x81, .vendor_id = "NXP"),
	nxp_imx = PROTO(0x81, .vendor_id = "NXP", .sub_vendor_id = "IMX"),
	nxp_v7 = PROTO(0x81, .vendor_id = "NXP", .impl_ver = 7),
	nxp_imx_v7 = PROTO(0x81, .vendor_id = "NXP", .sub_vendor_id = "IMX", .impl_ver = 7),
	acme = PROTO(0x81, .vendor_id = "ACME"),
	nobody = PROTO(0x81, .vendor_id = "");

static void test_match(void)
{
	static const struct scmi_protocol *const all[] = {
		&nxp, &nxp_imx, &nxp_v7, &nxp_imx_v7, &acme, &nobody,
	};
	u32 i, k;

	is(scmi_agent_protocol_register(&nxp), 0, "a vendor's protocol is taken");
	ok(gets("NXP", "IMX", 7) == &nxp, "without more it is for all of the vendor's");
	ok(!gets("ACME", "IMX", 7) && !gets("NX", "", 0) && !gets("NXPX", "", 0) &&
	   !gets("", "", 0) && !gets("nxp", "", 0), "and for nobody else's [P8]");
	scmi_agent_protocol_unregister(&nxp);
	ok(!gets("NXP", "IMX", 7), "it is gone when it went");
	scmi_agent_protocol_unregister(&nxp);

	/* The order in which they come makes no difference. */
	for (k = 0; k < ARRAY_SIZE(all); k++) {
		for (i = 0; i < ARRAY_SIZE(all); i++)
			is(scmi_agent_protocol_register(all[(i + k) % ARRAY_SIZE(all)]), 0,
			   "%u of them, begun at %u", i + 1, k);
		ok(gets("ACME", "IMX", 7) == &acme, "two vendors can have an id [P8]");
		ok(gets("", "IMX", 7) == &nobody, "so can platforms without a vendor");
		ok(gets("NXP", "S32", 6) == &nxp, "the vendor is enough");
		ok(gets("NXP", "IMX", 6) == &nxp_imx, "the sub-vendor counts more [P8]");
		ok(gets("NXP", "S32", 7) == &nxp_v7, "so does the version");
		ok(gets("NXP", "IMX", 7) == &nxp_imx_v7,
		   "the version of the implementation counts most [P8]");
		for (i = 0; i < ARRAY_SIZE(all); i++)
			scmi_agent_protocol_unregister(all[i]);
	}
	scmi_agent_protocol_register(&nxp_v7);
	scmi_agent_protocol_register(&nxp_imx);
	ok(gets("NXP", "IMX", 7) == &nxp_imx, "a sub-vendor counts more than a version");
	modules_stay = false;
	ok(gets("NXP", "IMX", 7), "what is built in has no module");
	modules_stay = true;
	scmi_agent_protocol_unregister(&nxp_v7);
	scmi_agent_protocol_unregister(&nxp_imx);
}

static void test_refused(void)
{
	static const struct scmi_protocol
		no_init = { .id = 0x81, .vendor_id = "NXP" },
		no_vendor = PROTO(0x81),
		long_vendor = PROTO(0x81, .vendor_id = "sixteen letters!"),
		long_sub = PROTO(0x81, .vendor_id = "NXP", .sub_vendor_id = "sixteen letters!"),
		own_clocks = PROTO(SCMI_PROTOCOL_CLOCK, .vendor_id = "NXP"),
		power = PROTO(SCMI_PROTOCOL_POWER),
		nxp_twin = PROTO(0x81, .vendor_id = "NXP"),
		imx_twin = PROTO(0x81, .vendor_id = "NXP", .sub_vendor_id = "IMX");
	struct module *const going = (void *)&inst;
	static struct scmi_protocol leaving = PROTO(0x81, .vendor_id = "GONE");

	is(scmi_agent_protocol_register(NULL), -EINVAL, "nothing is refused");
	is(scmi_agent_protocol_register(&no_init), -EINVAL, "so is one without a beginning");
	is(scmi_agent_protocol_register(&no_vendor), -EINVAL,
	   "a vendor's protocol without a vendor is refused [P8]");
	is(scmi_agent_protocol_register(&long_vendor), -EINVAL, "and with a name too long");
	is(scmi_agent_protocol_register(&long_sub), -EINVAL, "of the sub-vendor, too");
	is(scmi_agent_protocol_register(&own_clocks), -EEXIST, "what is built in stays");
	probed_again = 0;
	is(scmi_agent_protocol_register(&power), 0, "a standard one needs no vendor");
	is(probed_again, 1, "clients that wait for one are probed");
	is(scmi_agent_protocol_register(&nxp), 0, "one for a vendor");
	is(scmi_agent_protocol_register(&nxp_twin), -EEXIST, "a second one is refused [P8]");
	is(scmi_agent_protocol_register(&nxp_imx), 0, "one for its sub-vendor is another");
	is(scmi_agent_protocol_register(&imx_twin), -EEXIST, "of which there is one");
	is(probed_again, 3, "nobody is probed for what was refused");
	leaving.owner = going;
	scmi_agent_protocol_register(&leaving);
	modules_stay = false;
	ok(!gets("GONE", "", 0), "a module that goes is not used");
	modules_stay = true;
	ok(gets("GONE", "", 0), "one that stays is");
	scmi_agent_protocol_unregister(&leaving);
	scmi_agent_protocol_unregister(&power);
	scmi_agent_protocol_unregister(&nxp);
	scmi_agent_protocol_unregister(&nxp_imx);
}

/* All that the work asks for, until it stops. */
static const char *asks(void)
{
	scmi_modules_ask(&inst);
	while (queued) {
		queued = false;
		scmi_modules_work((struct work_struct *)&inst.modules_work);
	}
	return asked;
}

static void test_asking(void)
{
	static const char *const odd[] = {
		"", "a b", "a/b", "../..", "a*", "a?", "[a]", "a;b", "$(a)", "a.ko", "a%s",
		"\xc0\xe9", "a\n", "-C a", "a=b", "a,b", "a:b", "a'", "a\"", "a\\", "a\t",
	};
	bool good = true;
	u32 i;

	platform("NXP", "IMX", 7);
	for (i = 0; i < 0x82; i++)
		__set_bit(i, inst.protocols_offered);
	ok(!strcmp(asks(), "scmi-protocol-0x80-NXP\nscmi-protocol-0x81-NXP\n"),
	   "modules of vendors' protocols are asked for [P8]");
	is(inst.next_module, SCMI_PROTOCOL_VENDOR, "from the first one the next time");

	scmi_agent_protocol_register(&nxp);
	asked[0] = 0;
	ok(!strcmp(asks(), "scmi-protocol-0x80-NXP\n"), "but not for those that are there");
	scmi_agent_protocol_unregister(&nxp);

	platform("a-B_9-", "", 0);
	__set_bit(0xff, inst.protocols_offered);
	ok(!strcmp(asks(), "scmi-protocol-0xff-a-B_9-\n"), "a plain name is part of it");
	for (i = 0; i < ARRAY_SIZE(odd); i++) {
		platform(odd[i], "", 0);
		__set_bit(0xff, inst.protocols_offered);
		if (strcmp(asks(), "scmi-protocol-0xff\n")) {
			printf("# %s: %s", odd[i], asked);
			good = false;
		}
	}
	ok(good, "any other name is not [H44]");

	platform("NXP", "", 0);
	memset(inst.protocols_offered, 0xff, sizeof(inst.protocols_offered));
	asks();
	for (i = 0, good = true; asked[i]; i++)
		good &= asked[i] != '\n' || asked[i + 1] != '\n';
	ok(good && strstr(asked, "scmi-protocol-0xff-NXP\n"), "up to the last id");
}

static void test_missed(void)
{
	platform("NXP", "", 0);
	scmi_modules_ask_again(&inst, SCMI_PROTOCOL_POWER);
	ok(!queued, "a standard protocol that is missed is in no module of a vendor's");
	scmi_modules_ask_again(&inst, 0x81);
	ok(queued && delay == HZ, "a vendor's is asked for");
	scmi_modules_ask_again(&inst, 0x81);
	is(inst.modules_asked, 1, "once, whoever misses it meanwhile");
	queued = false;
	scmi_modules_ask_again(&inst, 0x81);
	ok(queued && delay == 2 * HZ, "and later the next time");
}

int main(void)
{
	scmi_registry_init(builtin);
	ok(scmi_registry_get(&inst.base, SCMI_PROTOCOL_CLOCK) == &clocks, "built in");
	test_match();
	test_refused();
	test_asking();
	test_missed();
	return tap_end();
}
