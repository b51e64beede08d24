// SPDX-License-Identifier: GPL-2.0-only
static const char *const protocols[] = { "known = 1.0\n" };
