// SPDX-License-Identifier: GPL-2.0-only
/* Unix stream sockets by path; see sock.h. */
#include "sock.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int sock_address(const char *path, struct sockaddr_un *addr)
{
	memset(addr, 0, sizeof(*addr));
	addr->sun_family = AF_UNIX;
	if (strlen(path) >= sizeof(addr->sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(addr->sun_path, path);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/**
 * sock_connect() - connect to a socket
 * @path: where it is
 *
 * Context: Any.
 * Return: the connection, -1 with errno set.
 */
int sock_connect(const char *path)
{
	struct sockaddr_un addr;
	int fd = sock_address(path, &addr);

	if (fd < 0)
		return -1;
	if (!connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return fd;
	close(fd);
	return -1;
}

/* Remove a socket that nobody listens on any more, and nothing else. */
static void sock_remove_stale(const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) || !S_ISSOCK(st.st_mode))
		return;
	fd = sock_connect(path);
	if (fd >= 0)
		close(fd);
	else if (errno == ECONNREFUSED)
		unlink(path);
}

/**
 * sock_listen() - listen on a path
 * @path: where; a dead socket there is replaced, anything else is an error
 *
 * Context: Any.
 * Return: the listening socket, -1 with errno set.
 */
int sock_listen(const char *path)
{
	struct sockaddr_un addr;
	int fd;

	sock_remove_stale(path);
	fd = sock_address(path, &addr);
	if (fd < 0)
		return -1;
	if (!bind(fd, (struct sockaddr *)&addr, sizeof(addr)) && !listen(fd, SOMAXCONN))
		return fd;
	close(fd);
	return -1;
}
