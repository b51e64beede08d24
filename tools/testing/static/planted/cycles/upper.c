// SPDX-License-Identifier: GPL-2.0-only
#include "defect.h"

int upper_count;

int upper(void)
{
	return lower();
}
