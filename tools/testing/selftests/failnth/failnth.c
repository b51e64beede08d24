// SPDX-License-Identifier: GPL-2.0-only
/*
 * Do something again and again: first its first allocation fails, then its
 * second, and so on until none is left to fail.
 *
 * Standard input says what, a step a line:
 *
 *	before STEP	make the same world each time
 *	act STEP	what is to be walked through; exactly one
 *	done STEP	afterwards, if it was done, with or without a fault
 *	failed STEP	afterwards, if the fault made it fail
 *	after STEP	afterwards, in either case
 *
 * and a STEP is one of
 *
 *	load FILE [PARAMETERS]	finit_module()
 *	unload NAME		delete_module()
 *	write FILE TEXT		one write()
 *	ask FILE TEXT		write(), then read(): the answer begins with "ok"
 *	read FILE		one read()
 *	there PATTERN		a path exists, or does within ten seconds
 *	gone PATTERN		no path exists, or not after ten seconds
 *	empty PATH		the directory is empty, or missing
 *
 * "failed" has to show that all is as if nothing had been tried, and then do it
 * without a fault. The last line printed is "N points, M survived"; exit status
 * 0, or 1 with a line that says what went wrong.
 *
 * Which allocations count is set in debugfs (failslab); only those made by this
 * task do. See fault-injection.rst of the kernel.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FAIL_NTH	"/proc/thread-self/fail-nth"
/* More than anything here allocates: the walk does not end by itself. */
#define MANY		5000
#define STEPS		32
#define LOOK_US		5000
#define PATIENCE	2000	/* looks: ten seconds */

enum when { BEFORE, ACT, DONE, FAILED, AFTER, WHENS };

static const char * const when_names[WHENS] = {
	"before", "act", "done", "failed", "after"
};

/* One line of the input. */
struct step {
	enum when when;
	char verb[16];
	char what[256];
	char text[256];
};

static struct step steps[STEPS];
static unsigned int step_count;
static unsigned int patience = PATIENCE;
static int nth_fd = -1;

static void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	exit(1);
}

/* The next @n allocations count from here on. */
static void arm(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(nth_fd, text, len, 0) != len)
		die("%s: %s", FAIL_NTH, strerror(errno));
}

/* Stop counting; how many were left to come, 0 if the fault happened. */
static unsigned int disarm(void)
{
	char text[16] = "";
	unsigned int left;

	if (pread(nth_fd, text, sizeof(text) - 1, 0) <= 0)
		die("%s: %s", FAIL_NTH, strerror(errno));
	left = strtoul(text, NULL, 10);
	arm(0);
	return left;
}

/* For who watches the console: a walk may take minutes. */
static void show(unsigned int n, const char *how)
{
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	dprintf(fd, "failnth: %u: %s\n", n, how);
	close(fd);
}

static int exists(const char *pattern)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return 0;
	globfree(&found);
	return 1;
}

static int is_empty(const char *path)
{
	DIR *dir = opendir(path);
	unsigned int count = 0;

	if (!dir)
		return errno == ENOENT;
	while (readdir(dir))
		count++;
	closedir(dir);
	return count <= 2;
}

static int within(int (*test)(const char *), const char *path, int want)
{
	unsigned int i;

	for (i = 0; i < patience; i++) {
		if (!test(path) == !want)
			return 0;
		usleep(LOOK_US);
	}
	errno = ETIMEDOUT;
	return -1;
}

static int do_ask(int fd, const char *text)
{
	char line[512], answer[512];
	ssize_t len = snprintf(line, sizeof(line), "%s\n", text);

	if (write(fd, line, len) != len)
		return -1;
	len = read(fd, answer, sizeof(answer) - 1);
	if (len < 0)
		return -1;
	if (len >= 2 && !strncmp(answer, "ok", 2))
		return 0;
	errno = EREMOTEIO;
	return -1;
}

/* What the step does once its file is open: this is walked through. */
static int perform(const struct step *s, int fd)
{
	ssize_t len = strlen(s->text);
	char buf[4096];

	if (!strcmp(s->verb, "load"))
		return syscall(SYS_finit_module, fd, s->text, 0);
	if (!strcmp(s->verb, "unload"))
		return syscall(SYS_delete_module, s->what, O_NONBLOCK);
	if (!strcmp(s->verb, "write"))
		return write(fd, s->text, len) == len ? 0 : -1;
	if (!strcmp(s->verb, "ask"))
		return do_ask(fd, s->text);
	if (!strcmp(s->verb, "read"))
		return read(fd, buf, sizeof(buf)) < 0 ? -1 : 0;
	if (!strcmp(s->verb, "there"))
		return within(exists, s->what, 1);
	if (!strcmp(s->verb, "gone"))
		return within(exists, s->what, 0);
	if (!strcmp(s->verb, "empty"))
		return within(is_empty, s->what, 1);
	die("no such step: %s", s->verb);
	return -1;
}

static int flags_of(const char *verb)
{
	if (!strcmp(verb, "load") || !strcmp(verb, "read"))
		return O_RDONLY;
	if (!strcmp(verb, "write"))
		return O_WRONLY;
	return strcmp(verb, "ask") ? -1 : O_RDWR;
}

/* Do a step, its nth allocation failing; whether that one came is in *left. */
static int run(const struct step *s, unsigned int n, unsigned int *left)
{
	int flags = flags_of(s->verb), fd = -1, ret, why;

	if (flags >= 0) {
		fd = open(s->what, flags | O_CLOEXEC);
		if (fd < 0)
			return -1;
	}
	errno = 0;
	if (n)
		arm(n);
	ret = perform(s, fd);
	why = errno;
	if (n)
		*left = disarm();
	if (fd >= 0)
		close(fd);
	errno = why;
	return ret;
}

static void run_all(enum when when, unsigned int n, const char *how)
{
	unsigned int i;

	for (i = 0; i < step_count; i++) {
		const struct step *s = &steps[i];

		if (s->when == when && run(s, 0, NULL))
			die("fault %u (%s): %s %s %s %s: %s", n, how,
			    when_names[when], s->verb, s->what, s->text,
			    strerror(errno));
	}
}

static void parse(char *line)
{
	struct step *s = &steps[step_count];
	char when[16] = "";
	int at = 0;

	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, " %15s %15s %255s %n", when, s->verb, s->what,
		   &at) < 3)
		die("no step: %s", line);
	if (at)
		snprintf(s->text, sizeof(s->text), "%s", line + at);
	for (s->when = 0; s->when < WHENS; s->when++)
		if (!strcmp(when, when_names[s->when]))
			break;
	if (s->when == WHENS || ++step_count == STEPS)
		die("no such step: %s", line);
}

static const struct step *the_act(void)
{
	unsigned int i;

	for (i = 0; i < step_count; i++)
		if (steps[i].when == ACT)
			return &steps[i];
	die("nothing to walk through");
	return NULL;
}

/* One turn with the nth allocation failing; whether there was one. */
static int turn(const struct step *act, unsigned int n, unsigned int *survived)
{
	unsigned int left = 0;
	char how[64];
	int ret;

	run_all(BEFORE, n, "to come");
	ret = run(act, n, &left);
	snprintf(how, sizeof(how), "%s%s", left ? "none left, " : "",
		 ret ? strerror(errno) : "done");
	if (n % 10 == 1 || left)
		show(n, how);
	if (left && ret)
		die("without a fault, %u in: %s", n - 1, how);
	if (!left && !ret)
		++*survived;
	run_all(ret ? FAILED : DONE, n, how);
	run_all(AFTER, n, how);
	return !left;
}

int main(void)
{
	const char *slow = getenv("SCMI_SLOW");
	unsigned int n, survived = 0;
	const struct step *act;
	char line[512];

	if (slow && atoi(slow) > 0)
		patience *= atoi(slow);
	while (fgets(line, sizeof(line), stdin))
		if (line[strspn(line, " \t\n")])
			parse(line);
	act = the_act();
	nth_fd = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		die("%s: %s", FAIL_NTH, strerror(errno));
	for (n = 1; n < MANY; n++)
		if (!turn(act, n, &survived))
			break;
	if (n == MANY)
		die("after %u points there is no end", n);
	printf("%u points, %u survived\n", n - 1, survived);
	return 0;
}
