/* SPDX-License-Identifier: GPL-2.0-only */
/* The control socket: one command per line, one line back. */
#ifndef SCMI_PLATFORMD_CTL_H
#define SCMI_PLATFORMD_CTL_H

#include <poll.h>

#include "device.h"

#define CTL_MAX_CLIENTS	8
#define CTL_LINE_MAX	1024
#define CTL_ANSWER_MAX	8192

struct ctl_client {
	int fd;
	size_t len;
	char line[CTL_LINE_MAX];
};

struct ctl {
	int listen_fd;
	struct ctl_client client[CTL_MAX_CLIENTS];
};

void ctl_init(struct ctl *c, int listen_fd);
unsigned int ctl_poll_fds(const struct ctl *c, struct pollfd *fds);
void ctl_serve(struct ctl *c, struct device *d, const struct pollfd *fds, unsigned int num);
void ctl_close(struct ctl *c);
int ctl_main(int argc, char **argv);

#endif /* SCMI_PLATFORMD_CTL_H */
