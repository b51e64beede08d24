// SPDX-License-Identifier: GPL-2.0-only
/* What the patches beside this are for. */
int one;
int two;
