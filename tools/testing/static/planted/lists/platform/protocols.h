/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of protocols has another form now. */
