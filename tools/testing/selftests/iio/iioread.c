// SPDX-License-Identifier: GPL-2.0-only
/*
 * iioread DEVICE WORDS NUM [MS]
 *
 * Print NUM samples of an IIO buffer, a line each, of WORDS numbers of 64 bits. Exit
 * status 1: there were none for MS milliseconds (without MS it waits until something
 * happens); 2: an error, which is printed as "error ERRNO".
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int failed(void)
{
	printf("error %d\n", errno);
	return 2;
}

int main(int argc, char **argv)
{
	int words = argc > 2 ? atoi(argv[2]) : 0, num = argc > 3 ? atoi(argv[3]) : 0;
	int ms = argc > 4 ? atoi(argv[4]) : -1;
	struct pollfd fd = { .events = POLLIN };
	int64_t scan[64];
	int i;

	if (words < 1 || words > 64 || num < 1)
		return 2;
	fd.fd = open(argv[1], O_RDONLY);
	if (fd.fd < 0)
		return failed();
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (num--) {
		ssize_t got;

		if (ms >= 0 && !poll(&fd, 1, ms))
			return 1;
		got = read(fd.fd, scan, words * sizeof(*scan));
		if (got != words * (ssize_t)sizeof(*scan))
			return failed();
		for (i = 0; i < words; i++)
			printf("%lld%c", (long long)scan[i], i < words - 1 ? ' ' : '\n');
	}
	return 0;
}
