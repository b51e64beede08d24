// SPDX-License-Identifier: GPL-2.0-only
/* Control socket, both ends of it; see ctl.h. */
#include "ctl.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "sock.h"

/**
 * ctl_init() - start with a listening socket and no clients
 * @c: the control socket
 * @listen_fd: the listening socket, -1 for none
 *
 * Context: Any.
 */
void ctl_init(struct ctl *c, int listen_fd)
{
	unsigned int i;

	c->listen_fd = listen_fd;
	for (i = 0; i < CTL_MAX_CLIENTS; i++)
		c->client[i].fd = -1;
}

/**
 * ctl_poll_fds() - say what to wait for
 * @c: the control socket
 * @fds: room for 1 + CTL_MAX_CLIENTS entries
 *
 * Context: Any.
 * Return: number of entries used.
 */
unsigned int ctl_poll_fds(const struct ctl *c, struct pollfd *fds)
{
	unsigned int i;

	/* poll() ignores negative descriptors */
	fds[0] = (struct pollfd){ c->listen_fd, POLLIN, 0 };
	for (i = 0; i < CTL_MAX_CLIENTS; i++)
		fds[1 + i] = (struct pollfd){ c->client[i].fd, POLLIN, 0 };
	return 1 + CTL_MAX_CLIENTS;
}

static void ctl_drop(struct ctl_client *client)
{
	close(client->fd);
	client->fd = -1;
	client->len = 0;
}

static void ctl_accept(struct ctl *c)
{
	int fd = accept4(c->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	unsigned int i;

	if (fd < 0)
		return;
	for (i = 0; i < CTL_MAX_CLIENTS; i++) {
		if (c->client[i].fd >= 0)
			continue;
		c->client[i].fd = fd;
		c->client[i].len = 0;
		return;
	}
	close(fd);
}

static bool ctl_line(struct ctl_client *client, struct device *d, const char *line)
{
	char answer[CTL_ANSWER_MAX];
	size_t len = device_control(d, clock_now(), line, answer, sizeof(answer) - 1);

	answer[len++] = '\n';
	/* A client that does not read its answers is dropped */
	return send(client->fd, answer, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static void ctl_read(struct ctl_client *client, struct device *d)
{
	ssize_t n = recv(client->fd, client->line + client->len,
			 sizeof(client->line) - client->len, 0);
	char *end;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		ctl_drop(client);
		return;
	}
	client->len += n;
	while ((end = memchr(client->line, '\n', client->len))) {
		size_t used = end + 1 - client->line;

		*end = '\0';
		if (!ctl_line(client, d, client->line)) {
			ctl_drop(client);
			return;
		}
		client->len -= used;
		memmove(client->line, client->line + used, client->len);
	}
	if (client->len == sizeof(client->line))
		ctl_drop(client);
}

/**
 * ctl_serve() - run the commands that have come in
 * @c: the control socket
 * @d: the device that they are for
 * @fds: what ctl_poll_fds() made, after poll()
 * @num: entries of @fds
 *
 * Context: Any.
 */
void ctl_serve(struct ctl *c, struct device *d, const struct pollfd *fds, unsigned int num)
{
	unsigned int i;

	for (i = 1; i < num; i++)
		if (fds[i].fd >= 0 && fds[i].revents && c->client[i - 1].fd == fds[i].fd)
			ctl_read(&c->client[i - 1], d);
	if (fds[0].fd >= 0 && fds[0].revents)
		ctl_accept(c);
}

/**
 * ctl_close() - drop all clients
 * @c: the control socket
 *
 * Context: Any.
 */
void ctl_close(struct ctl *c)
{
	unsigned int i;

	for (i = 0; i < CTL_MAX_CLIENTS; i++)
		if (c->client[i].fd >= 0)
			ctl_drop(&c->client[i]);
}

static int ctl_ask(int fd, const char *command)
{
	char answer[CTL_ANSWER_MAX];
	size_t len = 0;
	ssize_t n;

	if (dprintf(fd, "%s\n", command) < 0)
		return 2;
	do {
		n = recv(fd, answer + len, sizeof(answer) - 1 - len, 0);
		if (n <= 0)
			return 2;
		len += n;
	} while (answer[len - 1] != '\n' && len < sizeof(answer) - 1);
	answer[len] = '\0';
	fputs(answer, stdout);
	return strncmp(answer, "ok", 2) ? 1 : 0;
}

static int ctl_ask_lines(int fd)
{
	char line[CTL_LINE_MAX];
	int worst = 0;

	while (worst < 2 && fgets(line, sizeof(line), stdin)) {
		int status;

		line[strcspn(line, "\n")] = '\0';
		status = ctl_ask(fd, line);
		if (status > worst)
			worst = status;
	}
	return worst;
}

/**
 * ctl_main() - the client: scmi-platformd ctl SOCKET [COMMAND]
 * @argc: number of arguments behind "ctl"
 * @argv: the socket and the words of one command; without a command, the
 *	commands are the lines of standard input
 *
 * Context: A process of its own.
 * Return: exit status: 0 ok, 1 a command failed, 2 no connection.
 */
int ctl_main(int argc, char **argv)
{
	char line[CTL_LINE_MAX] = "";
	int fd, i, status;

	if (argc < 1) {
		log_error("usage: scmi-platformd ctl SOCKET [COMMAND]");
		return 2;
	}
	for (i = 1; i < argc; i++) {
		if (strlen(line) + strlen(argv[i]) + 2 > sizeof(line)) {
			log_error("command too long");
			return 2;
		}
		if (i > 1)
			strcat(line, " ");
		strcat(line, argv[i]);
	}
	fd = sock_connect(argv[0]);
	if (fd < 0) {
		log_error("%s: %s", argv[0], strerror(errno));
		return 2;
	}
	status = argc > 1 ? ctl_ask(fd, line) : ctl_ask_lines(fd);
	if (status == 2)
		log_error("%s: connection lost", argv[0]);
	close(fd);
	return status;
}
