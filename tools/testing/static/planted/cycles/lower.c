// SPDX-License-Identifier: GPL-2.0-only
#include "defect.h"

/* Data is something to be needed, too. */
int lower(void)
{
	return lowest() + upper_count++;
}
