/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Machine descriptions as text files. Documentation/platform.rst describes
 * the format.
 */
#ifndef SCMI_PLATFORMD_BOARD_H
#define SCMI_PLATFORMD_BOARD_H

#include <stddef.h>

#include "../../platform/machine.h"

#define BOARD_MAX_FILE	(4u << 20)
#define BOARD_ERROR_MAX	256

struct board;

struct board *board_parse(const char *name, const char *text, size_t len, char *error);
struct board *board_load(const char *path, char *error);
const struct scmip_machine *board_machine(const struct board *b);
void board_free(struct board *b);

#endif /* SCMI_PLATFORMD_BOARD_H */
