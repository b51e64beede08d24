/* SPDX-License-Identifier: GPL-2.0-only */
extern int upper_count;

int upper(void);
int lower(void);
int lowest(void);
