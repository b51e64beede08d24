/* SPDX-License-Identifier: GPL-2.0-only */
#define SCMIP_ACTS(X) \
	X(TOLD, "told", NONE) \
	X(FORGOTTEN, "forgotten", NUMBER)
