// SPDX-License-Identifier: GPL-2.0-only
/* What libFuzzer calls: its bytes choose the platform, its answers, and who asks. */
#include "world.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	world_input(data, size);
	return 0;
}
