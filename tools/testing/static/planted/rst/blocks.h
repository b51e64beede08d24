/* SPDX-License-Identifier: GPL-2.0-only */
/**
 * DOC: On a page
 *
 * Of this %CONSTANT there is an example::
 *
 *	a < b
 */

/**
 * DOC: On no page
 *
 * Nobody reads this.
 */
