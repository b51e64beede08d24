// SPDX-License-Identifier: GPL-2.0-only
/* Keys of a board file: which one is meant, and those of [platform]. */
#include "board_priv.h"

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

static bool platform_implementation(struct board *b, void *item, unsigned int id)
{
	struct scmip_machine *m = item;

	return board_u32(b, &m->impl_version, 0, U32_MAX);
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
	struct scmip_machine *m = item;

	return board_u32(b, &m->agent, 1, SCMIP_MAX_AGENTS - 1);
}

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
		int index;

		if (!colon)
			return board_fail(b, "'%s', expected PROTOCOL:MESSAGE", b->word[i]);
		*colon = '\0';
		wrong = scmip_parse_proto(b->word[i], &proto);
		if (!wrong)
			wrong = scmip_parse_msg(proto, colon + 1, &msg);
		if (!wrong && (msg < 0 || msg > 31))
			wrong = "message id is not in 0..31";
		index = scmip_proto_index(scmip_protocols, proto);
		if (!wrong && index < 0)
			wrong = "no such protocol here";
		if (wrong)
			return board_fail(b, "'%s:%s': %s", b->word[i], colon + 1, wrong);
		m->proto[index].without |= 1U << msg;
	}
	return true;
}

static bool platform_devices(struct board *b, void *item, unsigned int id)
{
	struct scmip_machine *m = item;

	return board_u32(b, &m->num_devices, 0, 65535);
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
	{ "extra-protocols", platform_extra },
	{ "without", platform_without },
	{ "devices", platform_devices },
	{ "sample", platform_sample },
	{ "seed", platform_seed },
	{ NULL, NULL },
};

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
	if (sscanf(b->word[0], "%5u.%5u%n", &major, &minor, &used) == 2 &&
	    !b->word[0][used] &&
	    scmip_version_known(proto, SCMIP_VERSION(major, minor))) {
		*version = SCMIP_VERSION(major, minor);
		return true;
	}
	scmip_text_init(&t, known, sizeof(known));
	for (i = 0; i < ARRAY_SIZE(proto->versions); i++) {
		if (!proto->versions[i])
			break;
		scmip_text_str(&t, i ? ", " : "");
		scmip_text_u64(&t, proto->versions[i] >> 16);
		scmip_text_str(&t, ".");
		scmip_text_u64(&t, proto->versions[i] & 0xffff);
	}
	return board_fail(b,
			  "'%s' is not a version that can be spoken, expected one of %s",
			  b->word[0], known);
}

static const struct board_key *board_find(const struct board_key *keys,
					  const char *name)
{
	for (; keys && keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys;
	return NULL;
}

/* A key of [platform] that a protocol brings along, or its name. */
static bool board_protocol_key(struct board *b, const char *name)
{
	const struct board_key *key;
	u32 i;

	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		const struct scmip_protocol *proto = scmip_protocols[i];
		struct scmip_protocol_desc *desc = &b->machine.proto[i];

		if (!strcmp(name, proto->name))
			return board_version(b, i, &desc->version);
		key = proto->part ? board_find(proto->part->settings, name) :
				    NULL;
		if (key)
			return key->read(b, desc, 0);
	}
	return board_fail(b, "unknown key '%s' in this section", name);
}

/**
 * board_read_key() - read the value of a key into all items of a section
 * @b: the board, with the words of the value
 * @name: the key
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_read_key(struct board *b, const char *name)
{
	const struct board_key *key = board_find(b->keys, name);
	unsigned int id;

	if (!key && b->keys == board_platform_keys)
		return board_protocol_key(b, name);
	if (!key)
		return board_fail(b, "unknown key '%s' in this section", name);
	for (id = b->first; id <= b->last; id++)
		if (!key->read(b, b->item + (id - b->first) * b->size, id))
			return false;
	return true;
}
