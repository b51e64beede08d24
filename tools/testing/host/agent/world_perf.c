// SPDX-License-Identifier: GPL-2.0-only
/* Invented performance domains: all that can be tried with them. */
#include "world_perf.h"

static const struct scmi_perf_proto_ops *ops;

static void area_write(u64 at, u64 value, size_t size)
{
	memcpy(&iomem_area[at - IOMEM_AREA], &value, size);
}

static u64 area_read(u64 at, size_t size)
{
	u64 value = 0;

	memcpy(&value, &iomem_area[at - IOMEM_AREA], size);
	return value;
}

/* What the platform has put into channels; the last limits and levels that were set. */
static void fill_area(void)
{
	u32 id;

	memset(iomem_area, 0, sizeof(iomem_area));
	for (id = 0; id < FAST_DOMAINS && id < world.count; id++) {
		area_write(dom_fast_at(id, 0x6), dom_word_of(id, dom_num_of(id) - 1) |
			   (u64)dom_word_of(id, 0) << 32, 8);
		area_write(dom_fast_at(id, 0x8), dom_word_of(id, dom_present(id)), 4);
	}
}

/* A domain's bit of the doorbell was set, and those of others are as they were. */
static void check_doorbell(u32 id, u64 others)
{
	u32 size = 1 << dom_fast_doorbell_width(id);
	u64 mask = ~0ULL >> (64 - 8 * size), rung = area_read(dom_fast_doorbell(id), size);

	if (rung != (((others & FAST_PRESERVE(id)) | FAST_SET(id)) & mask))
		die("doorbell", id);
	area_write(dom_fast_doorbell(id), 0x5a5a5a5a5a5a5a5aULL & ~FAST_SET(id), size);
}

/* What there is before something is set. */
static unsigned long sent_before;
static u64 doorbell_before;

static void before_set(u32 id)
{
	sent_before = core_messages;
	if (dom_is_fast(id))
		doorbell_before = area_read(dom_fast_doorbell(id),
					    1 << dom_fast_doorbell_width(id));
}

/* How @ret came about: by a message with @word, or by the channel of message @msg. */
static void expect_set(const char *what, int ret, int want, u32 id, u8 msg, u64 word)
{
	if (!dom_is_fast(id) || want) {
		expect(what, ret, want, id, word, word >> 32, 0);
		return;
	}
	if (!world_is_sane())
		return;
	if (ret || core_messages != sent_before)
		die("message instead of a fast channel", id);
	if (area_read(dom_fast_at(id, msg), msg == 0x5 ? 8 : 4) != word)
		die("value of a fast channel", id);
	if (dom_fast_of(id) == FAST_DOORBELL)
		check_doorbell(id, doorbell_before);
}

static void check_info(u32 id, const struct scmi_perf_domain_info *info)
{
	char name[16];

	snprintf(name, sizeof(name), "perf%u", id);
	if (world_hash(id, 9) % 10)
		strcpy(name, "short");
	if (strcmp(info->name, dom_says(id, BIT(26), SCMI_VERSION(3, 0)) ? LONG_NAME : name))
		die("name of a domain", id);
	if (info->set_perf != !!(dom_attributes_of(id) & BIT(30)))
		die("level that may be set", id);
}

/* Levels by their frequency, of which there may be one for several, or none. */
static bool is_opp(u32 id, u32 n)
{
	return dom_hz_of(id, n) && (!n || dom_hz_of(id, n) != dom_hz_of(id, n - 1));
}

static void check_opps(u32 id)
{
	u32 n, i = 0;

	for (n = 0; n < dom_num_of(id); n++) {
		if (!is_opp(id, n))
			continue;
		if (i >= num_opps || opps[i].freq != dom_hz_of(id, n) ||
		    opps[i].level != dom_level_of(id, n))
			die("OPP", id);
		i++;
	}
	if (i != num_opps)
		die("number of OPPs", id);
}

static void try_opps(const struct scmi_protocol_handle *ph, u32 id)
{
	int ret;

	num_opps = 0;
	ret = ops->device_opps_add(ph, ph->dev, id);
	if (!world_is_sane())
		return;
	if (!dom_lists_levels(id)) {
		if (ret != -ENODATA || num_opps)
			die("OPPs without levels", id);
		return;
	}
	check_opps(id);
	if (ret != (num_opps ? 0 : -ERANGE))
		die("OPPs of a domain", id);
	if (num_opps < 2)
		return;
	opp_refused = opps[0].freq;
	num_opps = 0;
	if (ops->device_opps_add(ph, ph->dev, id) || opps[0].freq == opp_refused)
		die("OPPs without the one that is refused", id);
	opp_refused = 0;
}

static void try_power(const struct scmi_protocol_handle *ph, u32 id)
{
	u32 n = world_hash(id, 12) % dom_num_of(id);
	unsigned long hz = dom_hz_of(id, n), power = 0;
	int ret;

	if (!is_opp(id, n) || !world_is_sane())
		return;
	hz -= n ? min(hz - dom_hz_of(id, n - 1), 2ul) - 1 : 0;
	ret = ops->est_power_get(ph, id, &hz, &power);
	if (!dom_lists_levels(id) ? ret != -EINVAL :
	    ret || hz != dom_hz_of(id, n) || power != n * 10 + 5)
		die("power at a frequency", id);
	hz = ULONG_MAX;
	if (ops->est_power_get(ph, id, &hz, &power) != -EINVAL)
		die("power beyond all levels", id);
}

static void try_latency(const struct scmi_protocol_handle *ph, u32 id)
{
	u32 n, us = 0, limit = 0;

	for (n = 0; n < dom_num_of(id) && dom_lists_levels(id); n++)
		us = max(us, dom_latency_of(id, n));
	if (ops->transition_latency_get(ph, id) != (int)us * 1000 && world_is_sane())
		die("latency", id);
	if ((ops->rate_limit_get(ph, id, &limit) ||
	     limit != (dom_rate_limit_of(id) & GENMASK(19, 0))) && world_is_sane())
		die("rate limit", id);
}

/* What an operation on a level says where there are indices and no list. */
static int unlisted(u32 id, int err)
{
	return dom_is_indexed(id) && !dom_lists_levels(id) ? err : 0;
}

static void try_level(const struct scmi_protocol_handle *ph, u32 id)
{
	int may = dom_attributes_of(id) & BIT(30) ? 0 : -EACCES;
	u32 n = world_hash(id, 13) % dom_num_of(id), level = 0;
	unsigned long sent;
	int ret;

	before_set(id);
	ret = ops->level_set(ph, id, dom_level_of(id, n), core_rand(2));
	expect_set("LEVEL_SET", ret, unlisted(id, -EINVAL) ?: may, id, 0x7,
		   dom_word_of(id, n));
	sent = core_messages;
	ret = ops->level_get(ph, id, &level, core_rand(2));
	if (world_is_sane() && core_messages - sent != !dom_is_fast(id))
		die("level by message or by fast channel", id);
	if (world_is_sane() && ret != unlisted(id, -EPROTO))
		die("LEVEL_GET", id);
	if (world_is_sane() && !ret && level != dom_level_of(id, dom_present(id)))
		die("level", id);
}

/* Frequencies that mean the nth level: its own, and what roundings make of it. */
static void try_freq_set(const struct scmi_protocol_handle *ph, u32 id, u32 n)
{
	int may = dom_attributes_of(id) & BIT(30) ? 0 : -EACCES;
	u64 hz = dom_hz_of(id, n);
	int ret;

	if (!is_opp(id, n))
		return;
	before_set(id);
	ret = ops->freq_set(ph, id, hz, core_rand(2));
	expect_set("frequency", ret, may, id, 0x7, dom_word_of(id, n));
	if (n && hz - dom_hz_of(id, n - 1) < 4000)
		return;
	before_set(id);
	ret = ops->freq_set(ph, id, hz / 1000 * 1000, core_rand(2));
	expect_set("kilohertz", ret, may, id, 0x7, dom_word_of(id, n));
	if (n + 1 < dom_num_of(id) && dom_hz_of(id, n + 1) - hz < 4000)
		return;
	before_set(id);
	ret = ops->freq_set(ph, id, DIV_ROUND_UP(hz, 1000) * 1000, false);
	expect_set("rounded up", ret, may, id, 0x7, dom_word_of(id, n));
	if (!n)
		return;
	before_set(id);
	ret = ops->freq_set(ph, id, dom_hz_of(id, n - 1) + 1000, false);
	expect_set("a level that is not slower", ret, may, id, 0x7, dom_word_of(id, n));
}

static void try_freq_unlisted(const struct scmi_protocol_handle *ph, u32 id, u32 n)
{
	int may = dom_attributes_of(id) & BIT(30) ? 0 : -EACCES;
	/* Where levels are finer than hertz another one may have the same frequency. */
	bool fine = dom_scale_of(id) == 3 || dom_scale_of(id) == 6;
	u64 hz = dom_hz_of(id, n);
	int ret;

	if (!hz || hz > U64_MAX / 4000000000u)
		return;
	ret = ops->freq_set(ph, id, hz, core_rand(2));
	expect("frequency without a list", ret, unlisted(id, -EINVAL) ?: may, id,
	       fine ? world.in[1] : dom_word_of(id, n), 0, 0);
}

static void try_freq(const struct scmi_protocol_handle *ph, u32 id)
{
	u32 n = world_hash(id, 14) % dom_num_of(id);
	unsigned long hz = 0;
	int ret;

	if (dom_lists_levels(id)) {
		try_freq_set(ph, id, n);
		try_freq_set(ph, id, 0);
		try_freq_set(ph, id, dom_num_of(id) - 1);
	} else if (!dom_is_fast(id)) {
		try_freq_unlisted(ph, id, n);
	}
	ret = ops->freq_get(ph, id, &hz, core_rand(2));
	if (!world_is_sane())
		return;
	if (!dom_hz_of(id, dom_present(id)) || unlisted(id, 1)) {
		if (ret != -EPROTO)
			die("unknown frequency", id);
	} else if (ret || hz != dom_hz_of(id, dom_present(id))) {
		die("frequency", id);
	}
}

static void try_limits(const struct scmi_protocol_handle *ph, u32 id)
{
	int may = dom_attributes_of(id) & BIT(31) ? 0 : -EACCES;
	u32 last = dom_num_of(id) - 1, low = 0, high = 0;
	unsigned long sent;
	int ret;

	before_set(id);
	ret = ops->limits_set(ph, id, dom_level_of(id, last), dom_level_of(id, 0));
	expect_set("LIMITS_SET", ret, may ?: unlisted(id, -EINVAL), id, 0x5,
		   dom_word_of(id, last) | (u64)dom_word_of(id, 0) << 32);
	if (world.version >= SCMI_VERSION(3, 0)) {
		before_set(id);
		ret = ops->limits_set(ph, id, dom_level_of(id, last), 0);
		expect_set("upper limit", ret, may ?: unlisted(id, -EINVAL), id, 0x5,
			   dom_word_of(id, last));
	}
	if (ops->limits_set(ph, id, 0, 0) != -EINVAL)
		die("limits that say nothing", id);
	sent = core_messages;
	ret = ops->limits_get(ph, id, &high, &low);
	if (world_is_sane() && core_messages - sent != !dom_is_fast(id))
		die("limits by message or by fast channel", id);
	if (world_is_sane() && ret != unlisted(id, -EPROTO))
		die("LIMITS_GET", id);
	if (world_is_sane() && !ret &&
	    (low != dom_level_of(id, 0) || high != dom_level_of(id, last)))
		die("limits", id);
}

static void try_fast_switch(const struct scmi_protocol_handle *ph, u32 id)
{
	bool fast = dom_is_fast(id) && dom_attributes_of(id) & BIT(30);
	u32 limit = 0;
	int ret;

	if (ops->fast_switch_possible(ph, id) != fast && world_is_sane())
		die("fast switch", id);
	ret = ops->fast_switch_rate_limit(ph, id, &limit);
	if (world_is_sane() && (fast ? ret || limit != 777 : ret != -EINVAL))
		die("rate limit of a fast channel", id);
}

static void try_nobody(const struct scmi_protocol_handle *ph, u32 id)
{
	unsigned long hz = 0;
	u32 v = 0, w = 0;

	if (ops->level_set(ph, id, 1, false) != -EINVAL ||
	    ops->level_get(ph, id, &v, false) != -EINVAL ||
	    ops->limits_set(ph, id, 1, 1) != -EINVAL ||
	    ops->limits_get(ph, id, &v, &w) != -EINVAL ||
	    ops->freq_set(ph, id, 1, false) != -EINVAL ||
	    ops->freq_get(ph, id, &hz, false) != -EINVAL ||
	    ops->est_power_get(ph, id, &hz, &hz) != -EINVAL ||
	    ops->device_opps_add(ph, ph->dev, id) != -EINVAL ||
	    ops->transition_latency_get(ph, id) != -EINVAL ||
	    ops->rate_limit_get(ph, id, &v) != -EINVAL ||
	    ops->fast_switch_rate_limit(ph, id, &v) != -EINVAL ||
	    ops->fast_switch_possible(ph, id))
		die("operation on no domain", id);
}

static void try_domain(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_perf_domain_info *info = ops->info_get(ph, id);
	unsigned long held;

	if (world_is_sane() && IS_ERR(info) != (id >= world.count || dom_is_hole(id)))
		die("hole", id);
	if (IS_ERR_OR_NULL(info)) {
		held = core_messages;
		try_nobody(ph, id);
		if (core_messages != held)
			die("message about no domain", id);
		return;
	}
	if (!memchr(info->name, 0, sizeof(info->name)) || !info->name[0])
		die("name", id);
	if (world_is_sane())
		check_info(id, info);
	try_latency(ph, id);
	try_opps(ph, id);
	try_power(ph, id);
	try_level(ph, id);
	try_freq(ph, id);
	try_limits(ph, id);
	try_fast_switch(ph, id);
}

static void check_limits_event(u32 id, const struct scmi_perf_limits_report *r)
{
	u32 last = dom_num_of(id) - 1;
	bool known = !unlisted(id, 1);

	if (r->agent_id != 9 || r->domain_id != id || r->range_max != dom_word_of(id, last) ||
	    r->range_min != dom_word_of(id, 0))
		die("report of limits", id);
	if (r->range_max_freq != (known ? dom_hz_of(id, last) : 0) ||
	    r->range_min_freq != (known ? dom_hz_of(id, 0) : 0))
		die("frequency of a limit", id);
}

static void check_level_event(u32 id, const struct scmi_perf_level_report *r)
{
	u32 n = dom_num_of(id) - 1;

	if (r->agent_id != 9 || r->domain_id != id || r->performance_level != dom_word_of(id, n) ||
	    r->performance_level_freq != (unlisted(id, 1) ? 0 : dom_hz_of(id, n)))
		die("report of a level", id);
}

static void try_event(const struct scmi_protocol_handle *ph, const struct scmi_event *evt)
{
	bool limits = evt->id == SCMI_EVENT_PERFORMANCE_LIMITS_CHANGED;
	u32 id = core_rand(world.count + 2), src = 0, before, on = core_rand(2);
	u32 words[] = { 9, id, dom_word_of(id, dom_num_of(id) - 1), dom_word_of(id, 0) };
	size_t len = core_rand(5) * 4, need = limits ? 16 : 12;
	bool exists = !IS_ERR(ops->info_get(ph, id));
	struct scmi_perf_limits_report r = {};
	struct scmi_perf_level_report l = {};
	struct scmi_cursor c;
	int ret;

	if (world_is_sane() && evt->supported(ph, id) !=
	    (exists && !!(dom_attributes_of(id) & (limits ? BIT(29) : BIT(28)))))
		die("source of an event", id);
	if (exists) {
		before = core_by_msg[limits ? 0x9 : 0xa];
		expect("NOTIFY", scmi_event_enable(ph, scmi_perf_protocol.events, evt, id, on),
		       0, id, on, 0, 0);
		if (world_is_sane() && core_by_msg[limits ? 0x9 : 0xa] != before + 1)
			die("NOTIFY of another event", id);
	}
	scmi_cursor_init(&c, words, len);
	ret = evt->parse(ph, 3, &c, limits ? (void *)&r : &l, &src);
	if (ret != (len < need ? -EPROTO : exists ? 0 : -ENOENT))
		die("event", id);
	if (ret || !world_is_sane())
		return;
	if (src != id)
		die("source of a report", src);
	if (limits)
		check_limits_event(id, &r);
	else
		check_level_event(id, &l);
}

static u32 parts_of(u32 id)
{
	u32 most = world.version >= SCMI_VERSION(4, 0) ? 5 : 9;

	return dom_lists_levels(id) ? DIV_ROUND_UP(dom_entries_of(id), most) : 1;
}

/* Levels are asked for when somebody needs them, and once. */
static void check_messages(bool needed)
{
	u32 id, levels = 0, names = 0, fast = 0, any = 0;

	if (!world_is_sane())
		return;
	for (id = 0; id < world.count; id++) {
		if (dom_is_hole(id))
			continue;
		any = 1;
		levels += parts_of(id);
		names += dom_says(id, BIT(26), SCMI_VERSION(3, 0));
		if (dom_says(id, BIT(27), SCMI_VERSION(2, 0)))
			fast += 2 + !!(dom_attributes_of(id) & BIT(31)) +
				!!(dom_attributes_of(id) & BIT(30));
	}
	if (core_by_msg[0x3] != world.count || core_by_msg[0xc] != names || core_by_msg[0x2])
		die("messages about domains", core_by_msg[0x3]);
	if (!world.killed && any && core_by_msg[0x4] != (needed ? levels : 0))
		die("messages about levels", core_by_msg[0x4]);
	if (!world.killed && any && core_by_msg[0xb] != (needed ? fast : 0))
		die("messages about fast channels", core_by_msg[0xb]);
}

static void check_scale(const struct scmi_protocol_handle *ph)
{
	u32 bits = world_hash(0, 11) % 4;
	enum scmi_power_scale scale = bits & 1 ? SCMI_POWER_MILLIWATTS : SCMI_POWER_BOGOWATTS;

	if (bits & 2 && world.version >= SCMI_VERSION(3, 0))
		scale = SCMI_POWER_MICROWATTS;
	if (world_is_sane() && ops->power_scale_get(ph) != scale)
		die("unit of power", bits);
}

static void perf_try(const struct scmi_protocol_handle *ph)
{
	u32 count, i;

	ops = scmi_perf_protocol.ops;
	count = ops->num_domains_get(ph);
	if (count > 0xffff || (world_is_sane() && count != world.count))
		die("number of domains", count);
	fill_area();
	check_messages(false);
	check_scale(ph);
	for (i = 0; i < count; i++)
		if (ops->transition_latency_get(ph, i) >= 0)
			break;
	check_messages(true);
	if (count > 1000)
		for (i = 0; i < 50; i++)
			try_domain(ph, core_rand(count));
	else
		for (i = 0; i < count + 2; i++)
			try_domain(ph, i);
	try_domain(ph, 0xffffffff);
	for (i = 0; i < scmi_perf_protocol.events->num; i++)
		try_event(ph, &scmi_perf_protocol.events->events[i]);
	check_messages(true);
	if (opps_twice)
		die("OPP that was there already", opps_twice);
}

static const void *perf_look(const struct scmi_protocol_handle *ph, u32 id)
{
	ops = scmi_perf_protocol.ops;
	return ops->transition_latency_get(ph, id) >= 0 ? ph : NULL;
}

static u32 perf_source(void)
{
	return core_rand(world.count + 2);
}

static const struct world_protocol perf = {
	.proto = &scmi_perf_protocol,
	.answer = dom_answer,
	.try = perf_try,
	.look = perf_look,
	.source = perf_source,
};

WORLD_PROTOCOL(perf)
