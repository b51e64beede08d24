/* SPDX-License-Identifier: GPL-2.0-only */
/* Unix stream sockets by path. */
#ifndef SCMI_PLATFORMD_SOCK_H
#define SCMI_PLATFORMD_SOCK_H

int sock_listen(const char *path);
int sock_connect(const char *path);

#endif /* SCMI_PLATFORMD_SOCK_H */
