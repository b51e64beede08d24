// SPDX-License-Identifier: GPL-2.0-only
/*
 * Invented platforms, one after the other.
 *
 * invent [ROUNDS [SEED]]
 *
 * Every fourth, if its round was a short one, is met again with each of the
 * allocations failing in turn.
 */
#include <sanitizer/common_interface_defs.h>
#include <signal.h>

#include "world.h"

#define CASE "what platforms say does no harm [H49 H50 H51 H52 H58 H59 H61]"

/* A sanitizer calls this at the end of its report. */
static void failed(void)
{
	printf("# seed %u\nnot ok 1 - %s\n1..1\n", world.seed, CASE);
	fflush(stdout);
	_exit(1);
}

static void aborted(int sig)
{
	failed();
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : 400, i;
	u32 seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 1;
	unsigned long faults = 0, n;

	__sanitizer_set_death_callback(failed);
	signal(SIGABRT, aborted);
	for (i = 0; i < rounds; i++, seed++) {
		world_round(seed, 0);
		/* Hostility may have made a small platform a large one. */
		for (n = 1; seed % 8 < 2 && core_messages < 400; n++) {
			faults++;
			if (world_round(seed, n))
				break;
		}
	}
	printf("# %lu platforms, %lu failed allocations, %lu warnings\nok 1 - %s\n1..1\n",
	       rounds, faults, kernel_warnings, CASE);
	return 0;
}
