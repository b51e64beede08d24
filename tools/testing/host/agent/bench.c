// SPDX-License-Identifier: GPL-2.0-only
/* The agent against the platform library; see bench.h. */
#include "bench.h"

char bench_log[65536];
unsigned int bench_kill_after;
static bool started;

static int bench_answer(u8 proto, u8 msg, const void *payload, size_t len, bool delayed,
			u8 *reply, size_t room)
{
	int ret;

	ret = peer_answer(proto, msg, payload, len, delayed, &core_peer.accepted, reply,
			  room);
	/* Of what the agent asks nothing else is ever left without an answer. */
	if (ret == -ETIMEDOUT)
		kernel_jiffies += 100;
	if (bench_kill_after && !--bench_kill_after)
		kernel_killed = true;
	return ret;
}

void bench_board(const char *board)
{
	peer_memory(IOMEM_AREA, iomem_area, sizeof(iomem_area));
	peer_begin(board);
	memset(&core_peer, 0, sizeof(core_peer));
	core_peer.answer = bench_answer;
	core_peer.lanes = 4;
	kernel_log = bench_log;
	kernel_log_size = sizeof(bench_log);
	bench_log[0] = 0;
	kernel_slept_us = 0;
}

static u32 bench_version(u8 proto)
{
	u8 reply[8] = {};
	u32 version;
	bool accepted;

	peer_answer(proto, SCMI_PROTOCOL_VERSION, NULL, 0, false, &accepted, reply,
		    sizeof(reply));
	memcpy(&version, reply + 4, sizeof(version));
	return version;
}

int bench_start(const struct scmi_protocol *proto)
{
	int ret = core_start(proto, bench_version(proto->id));

	started = !ret;
	return ret;
}

void bench_stop(void)
{
	if (started)
		core_stop();
	started = false;
}

void bench_end(void)
{
	bench_stop();
	if (core_held)
		ok(false, "all messages are given back");
	core_held = 0;
	if (iomem_claimed || iomem_mapped)
		ok(false, "all addresses are given back");
	kernel_log = NULL;
	kernel_killed = false;
	bench_kill_after = 0;
	peer_end();
}

void bench_fault(const char *fault)
{
	char line[256];

	snprintf(line, sizeof(line), "fault add %s", fault);
	peer_say(line);
}

void bench_no_faults(void)
{
	peer_say("fault clear");
}

unsigned int bench_logged(const char *text)
{
	const char *at = bench_log;
	unsigned int n = 0;

	while ((at = strstr(at, text))) {
		n++;
		at++;
	}
	return n;
}

bool bench_says(const char *object, const char *word)
{
	const char *said = peer_say(object);
	bool says = strstr(said, word);

	if (!says)
		printf("# %s:%s\n", object, said);
	return says;
}
