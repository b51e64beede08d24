/* SPDX-License-Identifier: GPL-2.0-only */
/* Machine descriptions that are in files. */
#ifndef SCMI_PLATFORMD_BOARD_FILE_H
#define SCMI_PLATFORMD_BOARD_FILE_H

#include "../../platform/board.h"

#define BOARD_MAX_FILE	(4u << 20)

struct board *board_load(const char *path, char *error);

#endif /* SCMI_PLATFORMD_BOARD_FILE_H */
