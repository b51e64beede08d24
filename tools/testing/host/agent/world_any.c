// SPDX-License-Identifier: GPL-2.0-only
/*
 * Invented answers of protocols that have no invented platform of their own: words that
 * mean nothing. Their messages are those of their tables.
 */
#include "world.h"

static s32 any_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 words = core_rand(sizeof(world.body) / sizeof(u32) + 1);

	while (words--)
		put32(core_rand(4) ? core_rand(8) : core_rand(0));
	return core_rand(8) ? 0 : -(s32)core_rand(14);
}

static void any_try(const struct scmi_protocol_handle *ph)
{
	struct scmi_async async = { .max = 1 };
	u32 in[4], out[256];
	unsigned int i, msg;

	for (msg = 0; msg < 256; msg++) {
		const struct scmi_msg *row = scmi_msg_of(world.protocol->proto, msg);
		struct scmi_words words = { in, ARRAY_SIZE(in) };

		/* What has more words is none of an invented platform's. */
		if (!row || scmi_msg_req(row, ph->version) > ARRAY_SIZE(in))
			continue;
		for (i = 0; i < ARRAY_SIZE(in); i++)
			in[i] = core_rand(4);
		scmi_call(ph, msg, words, core_rand(2) ? SCMI_CALL_ATOMIC : 0, out,
			  core_rand(row->answer + 1));
		if (row->delayed)
			scmi_done(scmi_ask_async(ph, msg, words, 0, &async));
	}
}

void world_complete(void)
{
	static struct world_protocol more[WORLD_MAX_PROTOCOLS];
	unsigned int i, k;

	for (i = 0; scmi_builtin_protocols[i]; i++) {
		for (k = 0; k < world_num_protocols; k++)
			if (world_protocols[k]->proto == scmi_builtin_protocols[i])
				break;
		if (k < world_num_protocols)
			continue;
		more[i] = (struct world_protocol){
			.proto = scmi_builtin_protocols[i],
			.answer = any_answer,
			.try = any_try,
			.vague = true,
		};
		world_register(&more[i]);
	}
}
