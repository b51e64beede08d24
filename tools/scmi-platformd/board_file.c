// SPDX-License-Identifier: GPL-2.0-only
/* Machine descriptions that are in files. */
#include "board_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * board_load() - read a description from a file
 * @path: the file
 * @error: what went wrong, BOARD_ERROR_MAX bytes
 *
 * Context: Any.
 * Return: the board, to be released with board_free(); NULL on error.
 */
struct board *board_load(const char *path, char *error)
{
	FILE *f = fopen(path, "re");
	struct board *b = NULL;
	char *text = NULL;
	size_t len = 0;

	if (f)
		text = malloc(BOARD_MAX_FILE);
	if (text)
		len = fread(text, 1, BOARD_MAX_FILE, f);
	if (!text || ferror(f))
		snprintf(error, BOARD_ERROR_MAX, "%s: %s", path, strerror(errno));
	else if (len == BOARD_MAX_FILE)
		snprintf(error, BOARD_ERROR_MAX, "%s: larger than %u bytes", path,
			 BOARD_MAX_FILE - 1);
	else
		b = board_parse(path, text, len, error);
	free(text);
	if (f)
		fclose(f);
	return b;
}
