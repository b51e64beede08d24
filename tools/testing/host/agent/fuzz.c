// SPDX-License-Identifier: GPL-2.0-only
/*
 * Protocols against a platform that makes things up.
 *
 * fuzz [ROUNDS [SEED]]
 *
 * Each round invents a platform from a seed: well-behaved, odd in ways that were
 * seen in the field, or hostile (answers are cut, stretched and overwritten).
 * All operations are tried. What a well-behaved or odd platform tells is compared
 * with what it means; for a hostile one it is enough that the sanitizers keep
 * quiet and that the number of messages stays bounded. Every fourth round, if
 * it was a short one, is repeated with each of its allocations failing in turn.
 */
#include <sanitizer/common_interface_defs.h>

#include "core.h"
#include "fuzz.h"

struct world world;

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

#define CASE "what platforms say does no harm [H49 H50 H51 H52 H58 H61]"

/* Also what a sanitizer calls at the end of its report. */
static void failed(void)
{
	printf("# seed %u\nnot ok 1 - %s\n1..1\n", world.seed, CASE);
	fflush(stdout);
}

void die(const char *what, u32 id)
{
	printf("# %s, object %u\n", what, id);
	failed();
	exit(1);
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

static const u32 interesting[] = {
	0, 1, 2, 3, 0x7f, 0xff, 0xfff, 0x1003, 0x1001, 0xffff, 0x10000,
	0x00010001, 0xffff0001, 0xffff0fff, 0xff0000ff, 0xfc00003f, 0x7fffffff,
	0x80000000, 0xffffffff, 0x41414141,
};

static void mutate(void)
{
	u32 v;

	switch (core_rand(4)) {
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
	default:
		if (world.len >= 4) {
			v = core_rand(0);
			memcpy(world.body, &v, 4);
		}
		break;
	}
}

static int invented(u8 proto, u8 msg, const void *payload, size_t len,
		    bool delayed, u8 *reply, size_t room)
{
	u32 in[4] = {};
	s32 status;

	if (core_messages > FUZZ_MAX_MESSAGES)
		die("endless", msg);
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
	} else if (proto == SCMI_PROTOCOL_CLOCK) {
		status = clock_answer(msg, in, len / 4, delayed);
	} else {
		status = sensor_answer(msg, in, len / 4, delayed);
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
		SCMI_VERSION(3, 0), SCMI_VERSION(3, 1),
	};
	static const u32 counts[] = { 0, 1, 2, 5, 20, 60, 300 };

	memset(&world, 0, sizeof(world));
	world.seed = seed;
	core_random = seed * 2654435761u | 1;
	world.version = versions[core_rand(ARRAY_SIZE(versions))];
	world.count = counts[core_rand(ARRAY_SIZE(counts))];
	if (!core_rand(500))
		world.count = 65535;
	world.async = core_rand(3) ? core_rand(256) : 0;
	world.unsupported = !core_rand(4);
	if (core_rand(2))
		world.hostile = 1 + core_rand(core_rand(2) ? 5 : 60);
	world.deadly = world.hostile && !core_rand(4);
	core_peer.answer = invented;
	core_peer.no_delayed = !core_rand(3);
	core_peer.lanes = 1 + core_rand(16);
}

/* Somebody looks at the objects first, and is killed while he does. */
static void try_killed(const struct scmi_protocol_handle *ph, bool clocks)
{
	const struct scmi_sensor_proto_ops *sensors = scmi_sensor_protocol.ops;
	const struct scmi_clk_proto_ops *clks = scmi_clock_protocol.ops;
	const void *info = NULL;
	u32 id;

	if (world.count > 1000 || core_rand(4))
		return;
	world.killed = true;
	world.kill_at = 1 + core_rand(world.count + 1);
	for (id = 0; id < world.count && !info; id++)
		info = clocks ? (void *)clks->info_get(ph, id) :
				(void *)sensors->info_get(ph, id);
	world.kill_at = 0;
	kernel_killed = false;
}

/* Return: whether everything went well. */
static bool round_one(u32 seed, unsigned long fail_nth)
{
	static const struct device dev;
	struct scmi_protocol_handle ph = { .dev = (struct device *)&dev };
	bool clock = seed & 1;
	int ret;

	invent(seed);
	ph.version = world.version;
	kernel_fail_nth = fail_nth;
	world.faulty = fail_nth;
	world.warnings = kernel_warnings;
	ret = core_start(&ph, clock ? &scmi_clock_protocol : &scmi_sensor_protocol);
	if (ret) {
		if (ph.priv)
			die("failed, but left something behind", 0);
		if (!world.hostile && !fail_nth)
			die("did not start", -ret);
	} else {
		try_killed(&ph, clock);
		if (clock)
			clock_try(&ph);
		else
			sensor_try(&ph);
		core_stop(&ph);
	}
	if (fail_nth && kernel_fail_nth)
		return true;	/* it never came to that allocation */
	kernel_fail_nth = 0;
	return false;
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : 1000, i;
	u32 seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 1;
	unsigned long faults = 0, n;

	__sanitizer_set_death_callback(failed);
	for (i = 0; i < rounds; i++, seed++) {
		round_one(seed, 0);
		/* Hostility may have made a small platform a large one. */
		for (n = 1; seed % 8 < 2 && core_messages < 400; n++) {
			faults++;
			if (round_one(seed, n))
				break;
		}
	}
	printf("# %lu platforms, %lu failed allocations, %lu warnings\nok 1 - %s\n1..1\n",
	       rounds, faults, kernel_warnings, CASE);
	return 0;
}
