// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi-platformd: a virtio SCMI device in a process of its own, for QEMU's
 * vhost-user-scmi-pci or any other vhost-user frontend.
 *
 * One thread waits for everything: the frontend, the kicks of the driver, the
 * control socket, signals, and the time at which the platform wants to act.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board_file.h"
#include "clock.h"
#include "ctl.h"
#include "log.h"
#include "sock.h"
#include "vhost.h"

#define MAX_COMMANDS	32

struct options {
	const char *board;
	const char *socket;
	const char *control;
	const char *command[MAX_COMMANDS];
	int num_commands;
	bool once;
};

struct daemon {
	struct options opt;
	struct board *board;
	struct device dev;
	struct vhost vhost;
	struct ctl ctl;
	int listen_fd;
	int signal_fd;
	bool stop;
};

static const char help[] =
"Usage: scmi-platformd --socket PATH [OPTION]... BOARD\n"
"       scmi-platformd --check BOARD\n"
"       scmi-platformd ctl CONTROL-PATH [COMMAND]\n"
"\n"
"Serve the SCMI platform that the file BOARD describes to a vhost-user\n"
"frontend, such as QEMU with -device vhost-user-scmi-pci.\n"
"\n"
"  -s, --socket PATH    listen for the frontend on this Unix socket\n"
"  -c, --control PATH   listen for commands on this Unix socket\n"
"  -e, --execute CMD    run a control command before serving; may be repeated\n"
"  -b, --board BOARD    another way to name BOARD\n"
"  -1, --once           exit when the first frontend goes away\n"
"  -q, --quiet          report errors only\n"
"      --check          read BOARD, report errors, serve nothing\n"
"  -h, --help           show this text\n"
"  -V, --version        show the version\n";

static int usage(void)
{
	fputs("Try 'scmi-platformd --help'.\n", stderr);
	return 2;
}

/* Return -1 to go on, or the exit status. */
static int parse_options(int argc, char **argv, struct options *o, bool *check)
{
	static const struct option longs[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "control", required_argument, NULL, 'c' },
		{ "execute", required_argument, NULL, 'e' },
		{ "board", required_argument, NULL, 'b' },
		{ "once", no_argument, NULL, '1' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "check", no_argument, NULL, 'C' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "s:c:e:b:1qhV", longs, NULL)) != -1) {
		switch (c) {
		case 's':
			o->socket = optarg;
			break;
		case 'c':
			o->control = optarg;
			break;
		case 'e':
			if (o->num_commands == MAX_COMMANDS) {
				log_error("more than %d commands", MAX_COMMANDS);
				return 2;
			}
			o->command[o->num_commands++] = optarg;
			break;
		case 'b':
			o->board = optarg;
			break;
		case '1':
			o->once = true;
			break;
		case 'q':
			log_quiet = 1;
			break;
		case 'C':
			*check = true;
			break;
		case 'h':
			fputs(help, stdout);
			return 0;
		case 'V':
			puts("scmi-platformd " PLATFORMD_VERSION);
			return 0;
		default:
			return usage();
		}
	}
	if (optind + !o->board != argc) {
		log_error("expected one BOARD file");
		return usage();
	}
	if (!o->board)
		o->board = argv[optind];
	return -1;
}

static int run_check(const struct options *o)
{
	char error[BOARD_ERROR_MAX];
	struct board *b = board_load(o->board, error);
	char contents[256];

	if (!b) {
		fprintf(stderr, "%s\n", error);
		return 1;
	}
	printf("%s: %s\n", o->board,
	       board_contents(b, contents, sizeof(contents)));
	board_free(b);
	return 0;
}

static void drop_frontend(struct daemon *d)
{
	close(d->vhost.sock);
	d->vhost.sock = -1;
	device_reset(&d->dev);
	gmem_clear(&d->dev.mem);
	log_info("frontend gone");
	if (d->opt.once)
		d->stop = true;
}

static void accept_frontend(struct daemon *d)
{
	/* A frontend that stops in the middle of a message is dropped */
	struct timeval patience = { .tv_sec = 1 };
	int fd = accept4(d->listen_fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	d->vhost = (struct vhost){ .sock = fd, .dev = &d->dev };
	log_info("frontend connected");
}

/* What is readable but has no count is no eventfd, and would stay readable. */
static void drain(struct vring *vq)
{
	uint64_t count;
	ssize_t n = read(vq->kick_fd, &count, sizeof(count));

	if (n == sizeof(count) || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return;
	close(vq->kick_fd);
	vq->kick_fd = -1;
}

static void wait_for_work(struct daemon *d, struct pollfd *fds, unsigned int num)
{
	uint64_t now = clock_now();
	uint64_t deadline = device_deadline(&d->dev, now);
	struct timespec ts = { 0, 0 };

	if (deadline > now && deadline != SCMIP_NEVER) {
		ts.tv_sec = (deadline - now) / SCMIP_SEC;
		ts.tv_nsec = (deadline - now) % SCMIP_SEC;
	}
	if (ppoll(fds, num, deadline == SCMIP_NEVER ? NULL : &ts, NULL) < 0) {
		unsigned int i;

		for (i = 0; i < num; i++)
			fds[i].revents = 0;
	}
}

static void serve_once(struct daemon *d)
{
	enum { AT_SIGNAL, AT_LISTEN, AT_FRONTEND, AT_KICK, AT_CTL = AT_KICK + DEVICE_QUEUES };
	struct pollfd fds[AT_CTL + 1 + CTL_MAX_CLIENTS];
	unsigned int i, num;

	fds[AT_SIGNAL] = (struct pollfd){ d->signal_fd, POLLIN, 0 };
	/* One frontend at a time; the next one waits in the backlog */
	fds[AT_LISTEN] = (struct pollfd){ d->vhost.sock < 0 ? d->listen_fd : -1, POLLIN, 0 };
	fds[AT_FRONTEND] = (struct pollfd){ d->vhost.sock, POLLIN, 0 };
	for (i = 0; i < DEVICE_QUEUES; i++)
		fds[AT_KICK + i] = (struct pollfd){ d->dev.vq[i].kick_fd, POLLIN, 0 };
	num = AT_CTL + ctl_poll_fds(&d->ctl, fds + AT_CTL);
	wait_for_work(d, fds, num);
	if (fds[AT_SIGNAL].revents)
		d->stop = true;
	for (i = 0; i < DEVICE_QUEUES; i++)
		if (fds[AT_KICK + i].revents)
			drain(&d->dev.vq[i]);
	if (fds[AT_LISTEN].revents)
		accept_frontend(d);
	else if (fds[AT_FRONTEND].fd >= 0 && fds[AT_FRONTEND].revents && !vhost_serve(&d->vhost))
		drop_frontend(d);
	ctl_serve(&d->ctl, &d->dev, fds + AT_CTL, num - AT_CTL);
	device_process(&d->dev, clock_now());
}

static bool run_commands(struct daemon *d)
{
	char answer[CTL_ANSWER_MAX];
	int i;

	for (i = 0; i < d->opt.num_commands; i++) {
		device_control(&d->dev, clock_now(), d->opt.command[i], answer, sizeof(answer));
		if (strncmp(answer, "ok", 2)) {
			log_error("%s: %s", d->opt.command[i], answer);
			return false;
		}
	}
	return true;
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static bool open_sockets(struct daemon *d)
{
	int control = -1;

	d->listen_fd = sock_listen(d->opt.socket);
	if (d->listen_fd < 0) {
		log_error("%s: %s", d->opt.socket, strerror(errno));
		return false;
	}
	if (d->opt.control) {
		control = sock_listen(d->opt.control);
		if (control < 0) {
			log_error("%s: %s", d->opt.control, strerror(errno));
			close(d->listen_fd);
			unlink(d->opt.socket);
			return false;
		}
	}
	ctl_init(&d->ctl, control);
	return true;
}

static void close_sockets(struct daemon *d)
{
	ctl_close(&d->ctl);
	if (d->vhost.sock >= 0)
		close(d->vhost.sock);
	close(d->listen_fd);
	unlink(d->opt.socket);
	if (d->ctl.listen_fd >= 0) {
		close(d->ctl.listen_fd);
		unlink(d->opt.control);
	}
}

static int run_daemon(struct daemon *d)
{
	char error[BOARD_ERROR_MAX], contents[256];
	int status = 1;

	d->board = board_load(d->opt.board, error);
	if (!d->board) {
		log_error("%s", error);
		return 1;
	}
	if (!device_init(&d->dev, board_machine(d->board), clock_now())) {
		log_error("out of memory");
		board_free(d->board);
		return 1;
	}
	d->vhost.sock = -1;
	d->signal_fd = open_signals();
	/* Latencies are programmed in microseconds; the default slack is 50 */
	prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
	if (d->signal_fd >= 0 && run_commands(d) && open_sockets(d)) {
		log_info("%s: %s, waiting on %s", d->opt.board,
			 board_contents(d->board, contents, sizeof(contents)),
			 d->opt.socket);
		while (!d->stop)
			serve_once(d);
		close_sockets(d);
		status = 0;
	}
	if (d->signal_fd >= 0)
		close(d->signal_fd);
	device_destroy(&d->dev);
	board_free(d->board);
	return status;
}

int main(int argc, char **argv)
{
	struct daemon *d;
	bool check = false;
	int status;

	if (argc > 1 && !strcmp(argv[1], "ctl"))
		return ctl_main(argc - 2, argv + 2);
	d = calloc(1, sizeof(*d));
	if (!d)
		return 1;
	status = parse_options(argc, argv, &d->opt, &check);
	if (status < 0 && check) {
		status = run_check(&d->opt);
	} else if (status < 0 && !d->opt.socket) {
		log_error("expected --socket");
		status = usage();
	} else if (status < 0) {
		status = run_daemon(d);
	}
	free(d);
	return status;
}
