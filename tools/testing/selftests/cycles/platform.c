// SPDX-License-Identifier: GPL-2.0-only
/*
 * The platforms that a machine's SCMI devices talk to: modules of this kernel,
 * or processes on the host that runs it.
 */

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cycle.h"

#define KERNEL	"/dev/scmi-platform"
#define HOST	"/dev/virtio-ports/org.scmi.ctl"
#define PATIENCE_MS	20000
#define MAX_PLATFORMS	2

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* A line, without what follows it; empty when none came. */
static void read_line(int fd, char *line, size_t size)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	size_t n = 0;

	while (n < size - 1 && poll(&wait, 1, PATIENCE_MS) > 0 &&
	       read(fd, line + n, 1) == 1 && line[n] != '\n')
		n++;
	line[n] = '\0';
}

/* One command to one platform; false if it was refused. */
static bool tell(int number, const char *command)
{
	static unsigned int serial;
	char line[512], answer[512], mark[32];
	bool good = false;
	int fd;

	pthread_mutex_lock(&lock);
	snprintf(mark, sizeof(mark), "c%u ", ++serial);
	fd = open(KERNEL, O_RDWR);
	if (fd >= 0) {
		mark[0] = '\0';
		snprintf(line, sizeof(line), "scmi%d %s\n", number, command);
	} else {
		fd = open(HOST, O_RDWR);
		snprintf(line, sizeof(line), "%splatform scmi%d %s\n", mark,
			 number, command);
	}
	if (fd >= 0) {
		if (write(fd, line, strlen(line)) == (ssize_t)strlen(line)) {
			do {
				read_line(fd, answer, sizeof(answer));
			} while (answer[0] &&
				 strncmp(answer, mark, strlen(mark)));
			good = !strncmp(answer + strlen(mark), "ok", 2);
		}
		close(fd);
	}
	pthread_mutex_unlock(&lock);
	return good;
}

/* To all of them; some may be gone at the moment. */
void cycle_platform(const char *command)
{
	int i;

	for (i = 0; i < MAX_PLATFORMS; i++)
		if (!tell(i, command) && access(KERNEL, F_OK))
			break;
}

void cycle_platform_calm(void)
{
	cycle_platform("storm stop");
	cycle_platform("fault clear");
	cycle_platform("latency clear");
	cycle_platform("silent off");
	/* Over mailboxes: channels of commands that were never answered. */
	cycle_platform("release");
}

/*
 * Only platforms that are modules can come and go at any moment: an emulated
 * slot takes seconds for each.
 */
bool cycle_platform_plug(bool plugged)
{
	bool good = false;
	int i;

	for (i = 0; i < MAX_PLATFORMS && !access(KERNEL, F_OK); i++)
		good |= tell(i, plugged ? "plug" : "unplug");
	return good;
}
