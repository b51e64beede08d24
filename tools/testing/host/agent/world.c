// SPDX-License-Identifier: GPL-2.0-only
/*
 * Protocols against a platform that makes things up.
 *
 * Each round invents a platform: well-behaved, odd in ways that were seen in the
 * field, or hostile (answers are cut, stretched and overwritten). All operations
 * are tried. What a well-behaved or odd platform tells is compared with what it
 * means; for a hostile one it is enough that the sanitizers keep quiet and that
 * the number of messages stays bounded.
 */

#include "core.h"
#include "world.h"

struct world world;
const struct world_protocol *world_protocols[WORLD_MAX_PROTOCOLS];
unsigned int world_num_protocols;

void world_register(const struct world_protocol *p)
{
	if (world_num_protocols == WORLD_MAX_PROTOCOLS)
		die("too many protocols", world_num_protocols);
	world_protocols[world_num_protocols++] = p;
}

u32 world_hash(u32 a, u32 b)
{
	u64 x = ((u64)a << 32 | b) ^ ((u64)world.seed << 17);

	x ^= x >> 31;
	x *= 0x7fb5d329728ea185ULL;
	x ^= x >> 27;
	x *= 0x81dadef4bc2dd44dULL;
	x ^= x >> 33;
	return x;
}

void die(const char *what, u32 id)
{
	printf("# %s, object %u\n", what, id);
	fflush(stdout);
	/* As a sanitizer does, so that who runs us sees it in one way. */
	abort();
}

void expect(const char *what, int ret, int want, u32 a, u32 b, u32 c, u32 d)
{
	const u32 words[] = { a, b, c, d };

	if (!world_is_sane())
		return;
	if (ret != want || (!ret && memcmp(world.in, words, sizeof(words))))
		die(what, a);
}

void put32(u32 v)
{
	if (world.len + 4 <= sizeof(world.body))
		memcpy(world.body + world.len, &v, 4);
	world.len += 4;
}

void put64(u64 v)
{
	put32(v);
	put32(v >> 32);
}

void put_name(const char *name, size_t size)
{
	char buf[64];
	size_t i;

	/* Stale bytes behind the end, or no end at all. */
	memset(buf, 'x', sizeof(buf));
	snprintf(buf, size, "%s", name);
	for (i = 0; i < size; i += 4) {
		u32 v;

		memcpy(&v, buf + i, 4);
		put32(v);
	}
}

s32 world_answer_long_name(void)
{
	put32(0);
	put_name(LONG_NAME, 64);
	return 0;
}

s32 world_attributes_status(u32 id, u32 what)
{
	static const s32 statuses[] = {
		SCMI_NOT_FOUND, SCMI_DENIED, SCMI_HARDWARE_ERROR, SCMI_NOT_SUPPORTED,
	};
	u32 kind = world_hash(id, what) % 16;

	return kind < ARRAY_SIZE(statuses) ? statuses[kind] : 0;
}

static const u32 interesting[] = {
	0, 1, 2, 3, 0x7f, 0xff, 0xfff, 0x1003, 0x1001, 0xffff, 0x10000,
	0x00010001, 0xffff0001, 0xffff0fff, 0xff0000ff, 0xfc00003f, 0x7fffffff,
	0x80000000, 0xffffffff, 0x41414141,
};

static void mutate(void)
{
	u32 v;

	switch (core_rand(5)) {
	case 0:
		world.len = core_rand(world.len + 1);
		break;
	case 1:
		while (world.len < sizeof(world.body) && core_rand(16))
			put32(core_rand(0));
		break;
	case 2:
		if (world.len >= 4) {
			v = interesting[core_rand(ARRAY_SIZE(interesting))];
			memcpy(world.body + core_rand(world.len / 4) * 4, &v, 4);
		}
		break;
	case 3:
		if (world.len >= 4) {
			v = core_rand(0);
			memcpy(world.body, &v, 4);
		}
		break;
	default:
		if (world.len)
			world.body[core_rand(world.len)] ^= 1 << core_rand(8);
		break;
	}
}

static int invented(u8 proto, u8 msg, const void *payload, size_t len,
		    bool delayed, u8 *reply, size_t room)
{
	u32 in[ARRAY_SIZE(world.in)] = {};
	s32 status;

	if (core_messages > WORLD_MAX_MESSAGES)
		die("endless", msg);
	if (world.patience && core_messages > world.patience)
		return -ENODEV;
	if (world.kill_at && !--world.kill_at)
		kernel_killed = true;
	if (kernel_killed)
		return -EINTR;
	if (world.deadly && !core_rand(2000))
		return core_rand(2) ? -ENODEV : -ETIMEDOUT;
	if (world.hostile && !core_rand(200))
		return -ENOLINK;
	if (len > sizeof(in) || len % 4)
		die("odd length", msg);
	memcpy(in, payload, len);
	memcpy(world.in, in, sizeof(in));
	world.len = 0;
	if (msg == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES) {
		put32(0);
		status = world.unsupported ? SCMI_NOT_FOUND : 0;
	} else {
		status = world.protocol->answer(msg, in, len / 4, delayed);
	}
	if (world.len > sizeof(world.body))
		die("own message is too long", msg);
	if (world.hostile && core_rand(100) < world.hostile) {
		if (core_rand(3))
			mutate();
		else
			status = -(s32)core_rand(14);
	}
	memcpy(reply, &status, 4);
	memcpy(reply + 4, world.body, world.len);
	if (world.hostile && !core_rand(500))
		return core_rand(4);
	return 4 + world.len;
}

static void invent(u32 seed)
{
	static const u32 versions[] = {
		SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(2, 1),
		SCMI_VERSION(3, 0), SCMI_VERSION(3, 1), SCMI_VERSION(4, 0),
	};
	static const u32 counts[] = { 0, 1, 2, 5, 20, 60, 300 };

	memset(&world, 0, sizeof(world));
	world_complete();
	world.seed = seed;
	core_random = seed * 2654435761u | 1;
	world.protocol = world_protocols[seed % world_num_protocols];
	world.version = versions[core_rand(ARRAY_SIZE(versions))];
	world.count = counts[core_rand(ARRAY_SIZE(counts))];
	if (!core_rand(500))
		world.count = 65535;
	world.async = core_rand(3) ? core_rand(256) : 0;
	world.unsupported = !core_rand(4);
	if (core_rand(2))
		world.hostile = 1 + core_rand(core_rand(2) ? 5 : 60);
	if (world.protocol->vague)
		world.hostile = max(world.hostile, 1u);
	world.deadly = world.hostile && !core_rand(4);
	core_peer.answer = invented;
	core_peer.no_delayed = !core_rand(3);
	core_peer.lanes = 1 + core_rand(16);
}

/* One that a fuzzer chooses; small, because a larger one shows nothing else. */
static void invent_from_input(void)
{
	memset(&world, 0, sizeof(world));
	world_complete();
	world.protocol = world_protocols[core_rand(world_num_protocols)];
	world.seed = core_rand(65536);
	/* What comes after the input. */
	core_random = world.seed * 2654435761u | 1;
	world.version = SCMI_VERSION(1 + core_rand(4), core_rand(2));
	world.count = core_rand(10);
	world.async = core_rand(256);
	world.unsupported = core_rand(2);
	world.hostile = 50;
	world.deadly = core_rand(2);
	world.patience = 5000;
	core_peer.answer = invented;
	core_peer.no_delayed = !core_rand(3);
	core_peer.lanes = 1 + core_rand(16);
}

/* A caller looks at the objects first, and is killed meanwhile. */
static void try_killed(const struct scmi_protocol_handle *ph)
{
	const void *info = NULL;
	u32 id;

	if (!world.protocol->look || world.count > 1000 || core_rand(4))
		return;
	world.killed = true;
	world.kill_at = 1 + core_rand(world.count + 1);
	for (id = 0; id < world.count && !info; id++)
		info = world.protocol->look(ph, id);
	world.kill_at = 0;
	kernel_killed = false;
}

/* One event of each kind, of any length and about any object. */
static void try_events(const struct scmi_protocol_handle *ph)
{
	const struct scmi_protocol_events *events = world.protocol->proto->events;
	u32 words[300] = { 0, world.protocol->source ? world.protocol->source() : 0 };
	u32 i, n, src = 0;

	for (i = 2; i < ARRAY_SIZE(words) && core_rand(4); i++)
		words[i] = core_rand(0);
	for (n = 0; events && n < events->num; n++) {
		const struct scmi_event *evt = &events->events[n];
		size_t len = min(core_rand(ARRAY_SIZE(words)) * 4UL, evt->max_payload);
		void *report = calloc(1, evt->report_size);
		u8 *payload = malloc(len);
		struct scmi_cursor c;

		if (!evt->supported || evt->supported(ph, words[1]))
			scmi_event_enable(ph, events, evt, words[1], core_rand(2));
		memcpy(payload, words, len);
		scmi_cursor_init(&c, payload, len);
		if (!evt->parse(ph, 0, &c, report, &src) &&
		    (c.overrun || src >= (events->num_sources ? events->num_sources(ph) : 1)))
			die("event", src);
		free(payload);
		free(report);
	}
}

static void run(void)
{
	unsigned int i;
	int ret;

	world.warnings = kernel_warnings;
	ret = core_start(world.protocol->proto, world.version);
	if (ret) {
		if (core_ph->priv || core_held || iomem_claimed)
			die("failed, but left something behind", 0);
		if (world_is_sane())
			die("did not start", -ret);
		return;
	}
	try_killed(core_ph);
	world.protocol->try(core_ph);
	for (i = 0; i < 10; i++)
		try_events(core_ph);
	core_stop();
	if (core_held)
		die("not given back", core_held);
	if (iomem_claimed || iomem_mapped)
		die("addresses not given back", iomem_claimed);
	if (iomem_warned)
		die("addresses that may not be mapped", iomem_warned);
}

bool world_round(u32 seed, unsigned long fail_nth)
{
	bool all;

	invent(seed);
	kernel_fail_nth = fail_nth;
	world.faulty = fail_nth;
	run();
	/* It never came to that allocation. */
	all = fail_nth && kernel_fail_nth;
	kernel_fail_nth = 0;
	return all;
}

void world_input(const u8 *data, size_t size)
{
	core_input = data;
	core_input_left = size;
	core_random = 1;
	invent_from_input();
	if (!core_rand(8))
		kernel_fail_nth = 1 + core_rand(256);
	run();
	kernel_fail_nth = 0;
	core_input = NULL;
}
