// SPDX-License-Identifier: GPL-2.0-only
/* Keys of a board file, section by section. */
#include "board_priv.h"
#include "internal.h"

/* A list of words, each of which sets a flag; the list replaces all of them. */
struct board_flag {
	const char *name;
	u32 flag;
};

static bool board_flags(struct board *b, const struct board_flag *known, u32 *flags)
{
	const struct board_flag *k;
	unsigned int i;

	for (k = known; k->name; k++)
		*flags &= ~k->flag;
	for (i = 0; i < b->num_words; i++) {
		for (k = known; k->name && strcmp(k->name, b->word[i]); k++)
			;
		if (!k->name && strcmp(b->word[i], "none"))
			return board_fail(b, "'%s' is not known here", b->word[i]);
		*flags |= k->flag;
	}
	return true;
}

static bool short_name(struct board *b, const char **name)
{
	if (!board_one(b, "an identifier"))
		return false;
	if (strlen(b->word[0]) >= SCMIP_SHORT_NAME)
		return board_fail(b, "'%s', expected at most %u bytes", b->word[0],
				  SCMIP_SHORT_NAME - 1);
	*name = board_strdup(b, b->word[0]);
	return *name;
}

static bool platform_vendor(struct board *b, void *item, unsigned int id)
{
	return short_name(b, &((struct scmip_machine *)item)->vendor);
}

static bool platform_sub_vendor(struct board *b, void *item, unsigned int id)
{
	return short_name(b, &((struct scmip_machine *)item)->sub_vendor);
}

static bool read_u32(struct board *b, u32 *value, s64 min, s64 max)
{
	s64 v;

	if (!board_one(b, "a number") || !board_number(b, 0, min, max, &v))
		return false;
	*value = (u32)v;
	return true;
}

static bool read_u8(struct board *b, u8 *value, s64 max)
{
	u32 v;

	if (!read_u32(b, &v, 0, max))
		return false;
	*value = (u8)v;
	return true;
}

static bool platform_implementation(struct board *b, void *item, unsigned int id)
{
	return read_u32(b, &((struct scmip_machine *)item)->impl_version, 0, U32_MAX);
}

static bool platform_agents(struct board *b, void *item, unsigned int id)
{
	struct scmip_machine *m = item;
	const char **agents;
	unsigned int i;

	if (b->num_words < 2 || b->num_words > SCMIP_MAX_AGENTS)
		return board_fail(b, "expected the platform's name and 1..%u agents",
				  SCMIP_MAX_AGENTS - 1);
	agents = board_alloc(b, b->num_words * sizeof(*agents));
	for (i = 0; agents && i < b->num_words; i++)
		agents[i] = board_strdup(b, b->word[i]);
	m->agents = agents;
	m->num_agents = b->num_words;
	return !b->error[0];
}

static bool platform_agent(struct board *b, void *item, unsigned int id)
{
	return read_u32(b, &((struct scmip_machine *)item)->agent, 1, SCMIP_MAX_AGENTS - 1);
}

static bool board_version(struct board *b, u32 index, u32 *version)
{
	const struct scmip_protocol *proto = scmip_protocols[index];
	unsigned int major, minor;
	struct scmip_text t;
	char known[48];
	int used = -1;
	u32 i;

	if (!board_one(b, "a version such as 3.0, or none"))
		return false;
	if (!strcmp(b->word[0], "none") && index != SCMIP_IDX_BASE) {
		*version = 0;
		return true;
	}
	if (sscanf(b->word[0], "%5u.%5u%n", &major, &minor, &used) == 2 && !b->word[0][used] &&
	    scmip_version_known(index, SCMIP_VERSION(major, minor))) {
		*version = SCMIP_VERSION(major, minor);
		return true;
	}
	scmip_text_init(&t, known, sizeof(known));
	for (i = 0; i < ARRAY_SIZE(proto->versions) && proto->versions[i]; i++) {
		scmip_text_str(&t, i ? ", " : "");
		scmip_text_u64(&t, proto->versions[i] >> 16);
		scmip_text_str(&t, ".");
		scmip_text_u64(&t, proto->versions[i] & 0xffff);
	}
	return board_fail(b, "'%s' is not a version that can be spoken, expected one of %s",
			  b->word[0], known);
}

/* The key of a protocol is its name, the value its version. */
#define BOARD_PROTOCOL(_NAME, _name) \
static bool platform_##_name(struct board *b, void *item, unsigned int id) \
{ \
	struct scmip_machine *m = item; \
\
	return board_version(b, SCMIP_IDX_##_NAME, &m->proto[SCMIP_IDX_##_NAME].version); \
}

#define BOARD_PROTOCOL_KEY(_NAME, _name)	{ #_name, platform_##_name },

SCMIP_PROTOCOLS(BOARD_PROTOCOL)

static bool platform_extra(struct board *b, void *item, unsigned int id)
{
	struct scmip_machine *m = item;
	u8 *extra = board_alloc(b, SCMIP_MAX_EXTRA);
	unsigned int i;
	s64 v;

	if (!extra)
		return false;
	if (b->num_words > SCMIP_MAX_EXTRA)
		return board_fail(b, "more than %u protocols", SCMIP_MAX_EXTRA);
	for (i = 0; i < b->num_words; i++) {
		if (!board_number(b, i, 0, 255, &v))
			return false;
		extra[i] = (u8)v;
	}
	m->extra = extra;
	m->num_extra = b->num_words;
	return true;
}

/* PROTOCOL:MESSAGE words, the messages being numbers or names */
static bool platform_without(struct board *b, void *item, unsigned int id)
{
	struct scmip_machine *m = item;
	unsigned int i;

	for (i = 0; i < b->num_words; i++) {
		char *colon = strchr(b->word[i], ':');
		const char *wrong;
		s32 proto, msg;

		if (!colon)
			return board_fail(b, "'%s', expected PROTOCOL:MESSAGE", b->word[i]);
		*colon = '\0';
		wrong = scmip_parse_proto(b->word[i], &proto);
		if (!wrong)
			wrong = scmip_parse_msg(proto, colon + 1, &msg);
		if (!wrong && (msg < 0 || msg > 31))
			wrong = "message id is not in 0..31";
		if (!wrong && scmip_proto_index(proto) < 0)
			wrong = "no such protocol here";
		if (wrong)
			return board_fail(b, "'%s:%s': %s", b->word[i], colon + 1, wrong);
		m->proto[scmip_proto_index(proto)].without |= 1U << msg;
	}
	return true;
}

static bool platform_clock_async(struct board *b, void *item, unsigned int id)
{
	return read_u8(b, &((struct scmip_machine *)item)->clock_async, 255);
}

static bool platform_sensor_async(struct board *b, void *item, unsigned int id)
{
	return read_u8(b, &((struct scmip_machine *)item)->sensor_async, 255);
}

static bool platform_devices(struct board *b, void *item, unsigned int id)
{
	return read_u32(b, &((struct scmip_machine *)item)->num_devices, 0, 65535);
}

static bool platform_sample(struct board *b, void *item, unsigned int id)
{
	struct scmip_machine *m = item;

	if (!board_one(b, "a time") || !board_time(b, 0, &m->sample_ns))
		return false;
	return m->sample_ns >= 100 * SCMIP_USEC ||
	       board_fail(b, "'%s', expected 100us or more", b->word[0]);
}

static bool platform_seed(struct board *b, void *item, unsigned int id)
{
	if (!board_one(b, "a number") ||
	    !scmip_parse_u64(b->word[0], &((struct scmip_machine *)item)->seed))
		return board_fail(b, "'%s', expected a number", b->word[0]);
	return true;
}

const struct board_key board_platform_keys[] = {
	{ "vendor", platform_vendor },
	{ "sub-vendor", platform_sub_vendor },
	{ "implementation", platform_implementation },
	{ "agents", platform_agents },
	{ "agent", platform_agent },
	SCMIP_PROTOCOLS(BOARD_PROTOCOL_KEY)
	{ "extra-protocols", platform_extra },
	{ "without", platform_without },
	{ "clock-async", platform_clock_async },
	{ "sensor-async", platform_sensor_async },
	{ "devices", platform_devices },
	{ "sample", platform_sample },
	{ "seed", platform_seed },
	{ NULL, NULL },
};

static bool clock_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_clock *)item)->name, id);
}

static bool clock_rate(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a rate") && board_rate(b, 0, &((struct scmip_clock *)item)->rate);
}

static bool clock_rates(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;
	u64 *rates;
	unsigned int i;

	if (b->num_words > 4096)
		return board_fail(b, "%u rates, expected at most 4096", b->num_words);
	rates = board_alloc(b, b->num_words * sizeof(*rates));
	for (i = 0; rates && i < b->num_words; i++) {
		if (!board_rate(b, i, &rates[i]))
			return false;
		if (i && rates[i] <= rates[i - 1])
			return board_fail(b, "'%s', expected rates in ascending order", b->word[i]);
	}
	c->rates = rates;
	c->num_rates = b->num_words;
	c->flags &= ~(u32)SCMIP_CLK_RANGE;
	return rates;
}

/* FIRST STEP COUNT: a long list in few words */
static bool clock_steps(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;
	u64 first, step;
	u64 *rates;
	s64 count;
	s64 i;

	if (b->num_words != 3 || !board_rate(b, 0, &first) || !board_rate(b, 1, &step) ||
	    !board_number(b, 2, 1, 4096, &count))
		return board_fail(b, "expected FIRST STEP COUNT");
	if (!step || first > 1ULL << 60 || step > 1ULL << 50)
		return board_fail(b, "expected a step above 0, and rates that fit 64 bits");
	rates = board_alloc(b, (size_t)count * sizeof(*rates));
	for (i = 0; rates && i < count; i++)
		rates[i] = first + step * (u64)i;
	c->rates = rates;
	c->num_rates = (u32)count;
	c->flags &= ~(u32)SCMIP_CLK_RANGE;
	return rates;
}

static bool clock_range(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;

	if (!board_rate(b, 0, &c->min) || !board_rate(b, 1, &c->max) ||
	    !board_rate(b, 2, &c->step))
		return false;
	if (b->num_words != 3 || c->max < c->min || !c->step)
		return board_fail(b, "expected MIN MAX STEP, MAX not below MIN, STEP above 0");
	c->flags |= SCMIP_CLK_RANGE;
	return true;
}

static bool clock_state(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_clock *)item)->flags, SCMIP_CLK_ENABLED, "on", "off");
}

static bool clock_parents(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;
	u32 *parents;
	unsigned int i;
	s64 v;

	if (b->num_words > 255)
		return board_fail(b, "%u parents, expected at most 255", b->num_words);
	parents = board_alloc(b, b->num_words * sizeof(*parents));
	for (i = 0; parents && i < b->num_words; i++) {
		if (!board_number(b, i, 0, BOARD_MAX_CLOCKS - 1, &v))
			return false;
		parents[i] = (u32)v;
	}
	c->parents = parents;
	c->num_parents = b->num_words;
	return parents;
}

static bool clock_parent(struct board *b, void *item, unsigned int id)
{
	return read_u32(b, &((struct scmip_clock *)item)->parent, 0, BOARD_MAX_CLOCKS - 1);
}

static bool clock_latency(struct board *b, void *item, unsigned int id)
{
	u64 ns;

	if (!board_one(b, "a time") || !board_time(b, 0, &ns))
		return false;
	ns = div64_u64(ns, SCMIP_USEC);
	if (ns > U32_MAX)
		return board_fail(b, "'%s', expected at most 4294s", b->word[0]);
	((struct scmip_clock *)item)->latency_us = (u32)ns;
	return true;
}

static bool clock_duty(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;

	c->flags |= SCMIP_CLK_EXT_CONFIG;
	return read_u32(b, &c->duty, 0, 100);
}

static bool clock_delay(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a time") &&
	       board_time(b, 0, &((struct scmip_clock *)item)->set_delay_ns);
}

static bool clock_notify(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "changed", SCMIP_CLK_NOTIFY }, { "requested", SCMIP_CLK_NOTIFY_REQ }, { NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_clock *)item)->flags);
}

static bool clock_deny(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "state", SCMIP_CLK_DENY_STATE }, { "rate", SCMIP_CLK_DENY_RATE },
		{ "parent", SCMIP_CLK_DENY_PARENT }, { NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_clock *)item)->flags);
}

static bool clock_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_clock *)item)->flags, SCMIP_CLK_HOLE, "yes", "no");
}

const struct board_key board_clock_keys[] = {
	{ "name", clock_name },
	{ "rate", clock_rate },
	{ "rates", clock_rates },
	{ "rate-steps", clock_steps },
	{ "range", clock_range },
	{ "state", clock_state },
	{ "parents", clock_parents },
	{ "parent", clock_parent },
	{ "latency", clock_latency },
	{ "duty", clock_duty },
	{ "delay", clock_delay },
	{ "notify", clock_notify },
	{ "deny", clock_deny },
	{ "hole", clock_hole },
	{ NULL, NULL },
};
