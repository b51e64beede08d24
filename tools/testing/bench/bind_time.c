// SPDX-License-Identifier: GPL-2.0-only
/*
 * bind-time BIND DEVICE PATH...: write DEVICE to the sysfs file BIND and print
 * the nanoseconds until every PATH exists.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_NS	60000000000LL

static long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "bind-time: %s: %s\n", what, strerror(errno));
	exit(1);
}

int main(int argc, char **argv)
{
	const struct timespec pause = { .tv_nsec = 200000 };
	long long start;
	int fd, i;

	if (argc < 4) {
		fprintf(stderr, "usage: bind-time BIND DEVICE PATH...\n");
		return 2;
	}
	fd = open(argv[1], O_WRONLY);
	if (fd < 0)
		die(argv[1]);
	start = now_ns();
	if (write(fd, argv[2], strlen(argv[2])) < 0)
		die(argv[2]);
	for (i = 3; i < argc; i++) {
		while (access(argv[i], F_OK)) {
			if (now_ns() - start > LIMIT_NS) {
				errno = ETIMEDOUT;
				die(argv[i]);
			}
			nanosleep(&pause, NULL);
		}
	}
	printf("%lld\n", now_ns() - start);
	return 0;
}
