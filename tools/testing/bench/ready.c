// SPDX-License-Identifier: GPL-2.0-only
/*
 * ready FILE TEXT DRIVER...: write the line TEXT to FILE and print the nanoseconds
 * until each DRIVER has bound a device, as the kernel's events tell. If FILE answers
 * with a line, it has to be "ok".
 */

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_DRIVERS	8
#define LIMIT_MS	60000
#define BUFFER		(8 << 20)

static long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "ready: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int listen_to_kernel(void)
{
	const struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT);
	int size = BUFFER;

	if (fd < 0 || bind(fd, (const struct sockaddr *)&addr, sizeof(addr)))
		die("netlink");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	return fd;
}

/* The driver that an event says has bound a device, or NULL. */
static const char *bound(const char *event, ssize_t len)
{
	const char *end = event + len, *p;
	const char *driver = NULL;
	bool bind = false;

	for (p = event; p < end; p += strlen(p) + 1) {
		if (!strcmp(p, "ACTION=bind"))
			bind = true;
		if (!strncmp(p, "DRIVER=", 7))
			driver = p + 7;
	}
	return bind ? driver : NULL;
}

/* One event; true if it was one of those that we wait for. */
static bool take(int fd, char **drivers, int num)
{
	char event[8192];
	const char *driver;
	ssize_t len;
	int i;

	len = recv(fd, event, sizeof(event) - 1, 0);
	if (len < 0)
		die("events");
	event[len] = '\0';
	driver = bound(event, len);
	for (i = 0; driver && i < num; i++) {
		if (!drivers[i] || strcmp(drivers[i], driver))
			continue;
		drivers[i] = NULL;
		return true;
	}
	return false;
}

static void tell(const char *file, const char *text)
{
	char answer[128];
	ssize_t len;
	int fd = open(file, O_RDWR);

	/* Such as sysfs has. */
	if (fd < 0)
		fd = open(file, O_WRONLY);
	if (fd < 0)
		die(file);
	if (dprintf(fd, "%s\n", text) < 0)
		die(text);
	len = read(fd, answer, sizeof(answer) - 1);
	answer[len < 0 ? 0 : len] = '\0';
	if (len > 0 && strncmp(answer, "ok", 2)) {
		fprintf(stderr, "ready: %s: %s", text, answer);
		exit(1);
	}
	close(fd);
}

int main(int argc, char **argv)
{
	struct pollfd events = { .events = POLLIN };
	int missing = argc - 3;
	long long start;

	if (argc < 4 || missing > MAX_DRIVERS) {
		fprintf(stderr, "usage: ready FILE TEXT DRIVER...\n");
		return 2;
	}
	events.fd = listen_to_kernel();
	start = now_ns();
	tell(argv[1], argv[2]);
	while (missing) {
		long long left = LIMIT_MS - (now_ns() - start) / 1000000;

		if (left <= 0 || poll(&events, 1, left) <= 0) {
			fprintf(stderr, "ready: %d of %d never bound\n", missing,
				argc - 3);
			return 1;
		}
		missing -= take(events.fd, argv + 3, argc - 3);
	}
	printf("%lld\n", now_ns() - start);
	return 0;
}
