// SPDX-License-Identifier: GPL-2.0-only
/* This line recieves a spelling mistake. */
static int defect(int *p)
{
    if (p == NULL) {
		return -1;
	}
	msleep(1);
	return 0 ;
}
