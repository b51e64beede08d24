// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parts of a running stack: taken away, brought back and counted.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cycle.h"

#define BUS		"/sys/bus/scmi_agent"
#define CLIENTS		BUS "/devices/scmi_dev.*"
#define CLIENT_DRIVERS	BUS "/drivers"
#define MAX_PATH	256
#define MAX_MODULES	32
#define FIRST_CLIENT	3
#define DRIVER_GONE_MS	10000

unsigned long cycle_timeout_ms = 100;

/* A module; in the order in which they load. */
struct module {
	const char *name;
	const char *file;
	const char *bus;	/* where its devices are, unless it is the core: */
	const char *driver;	/* and its name there */
	char params[MAX_PATH];
	char path[MAX_PATH];
	bool used;
};

static struct module modules[MAX_MODULES] = {
	{ "scmi_agent", "scmi-agent" },
	{ "scmi_agent_virtio", "scmi-agent-virtio", "/sys/bus/virtio",
	  "scmi-agent-virtio" },
	{ "scmi_agent_mailbox", "scmi-agent-mailbox", "/sys/bus/platform",
	  "scmi-agent-mailbox" },
	/* and the clients */
};

static size_t num_modules = FIRST_CLIENT;

/* The platform, where it is a module; it makes devices for these boards. */
static struct module platform_module = {
	"scmi_agent_test_vdev", "scmi-agent-test-vdev",
};

static bool write_to(const char *directory, const char *file, const char *text)
{
	char path[2 * MAX_PATH];
	bool good;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", directory, file);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return false;
	good = write(fd, text, strlen(text)) > 0;
	close(fd);
	return good;
}

static bool loaded(const struct module *m)
{
	char path[MAX_PATH];

	snprintf(path, sizeof(path), "/sys/module/%s", m->name);
	return !access(path, F_OK);
}

static bool load(const struct module *m)
{
	bool good;
	int fd;

	/* The kernel would read all of the file before it says so. */
	if (loaded(m))
		return true;
	fd = open(m->path, O_RDONLY);
	if (fd < 0)
		return false;
	good = !syscall(SYS_finit_module, fd, m->params, 0) || errno == EEXIST;
	close(fd);
	return good;
}

/*
 * The driver core removes a driver's directory with its last reference, which
 * CONFIG_DEBUG_KOBJECT_RELEASE keeps for seconds: until then the kernel complains
 * of a second driver of that name, whatever its bus.
 */
static bool unload(const struct module *m)
{
	long long end = cycle_now_ms() + DRIVER_GONE_MS;
	char driver[MAX_PATH];

	if (syscall(SYS_delete_module, m->name, O_NONBLOCK))
		return false;
	if (!m->driver)
		return true;
	snprintf(driver, sizeof(driver), "%s/drivers/%s", m->bus, m->driver);
	while (!access(driver, F_OK) && cycle_now_ms() < end)
		cycle_sleep_us(1000);
	return true;
}

static void find_file(struct module *m)
{
	struct utsname uts;
	char pattern[MAX_PATH];
	glob_t found;

	uname(&uts);
	snprintf(pattern, sizeof(pattern), "/lib/modules/%s/{extra,updates,updates/dkms}/%s.ko",
		 uts.release, m->file);
	if (glob(pattern, GLOB_BRACE, NULL, &found))
		return;
	snprintf(m->path, sizeof(m->path), "%s", found.gl_pathv[0]);
	globfree(&found);
}

/*
 * As the harness has them: boards are separated by spaces, and so are a kind of
 * platform and the words that go with it.
 */
static void discover_platform(const char *boards, const char *kind)
{
	struct module *m = &platform_module;
	const char *options = kind ? strchr(kind, ' ') : NULL;
	char *space;
	size_t len;

	find_file(m);
	m->used = boards && loaded(m) && m->path[0];
	if (!m->used)
		return;
	snprintf(m->params, sizeof(m->params), "boards=%s", boards);
	while ((space = strchr(m->params, ' ')))
		*space = ',';
	len = strlen(m->params);
	if (options)
		snprintf(m->params + len, sizeof(m->params) - len,
			 " options=\"%s\"", options + 1);
}

/* A client's driver has the name of its module. */
static void discover_clients(void)
{
	const char *names = getenv("SCMI_CLIENTS");
	char *name, *dash;

	for (name = strtok(names ? strdup(names) : NULL, " ");
	     name && num_modules < MAX_MODULES; name = strtok(NULL, " ")) {
		struct module *m = &modules[num_modules++];

		m->file = name;
		m->name = strdup(name);
		while ((dash = strchr(m->name, '-')))
			*dash = '_';
		m->bus = BUS;
		m->driver = name;
	}
}

/* What is there when we begin is what has to be there at every check. */
void cycle_discover(void)
{
	size_t i;

	discover_clients();
	for (i = 0; i < num_modules; i++) {
		find_file(&modules[i]);
		modules[i].used = loaded(&modules[i]) && modules[i].path[0];
		if (i > 0 && i < FIRST_CLIENT && cycle_timeout_ms)
			snprintf(modules[i].params, sizeof(modules[i].params),
				 "timeout_ms=%lu", cycle_timeout_ms);
	}
	discover_platform(getenv("SCMI_BOARDS"), getenv("SCMI_PLATFORM"));
}

static struct module *pick(unsigned int *seed, size_t first, size_t end)
{
	struct module *m;
	int tries;

	for (tries = 0; tries < 20; tries++) {
		m = &modules[first + cycle_random(seed, end - first)];
		if (m->used)
			return m;
	}
	return NULL;
}

/* One of the paths that match; false if there is none. */
static bool any_path(const char *pattern, unsigned int *seed, char *path)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return false;
	snprintf(path, MAX_PATH, "%s",
		 found.gl_pathv[cycle_random(seed, found.gl_pathc)]);
	globfree(&found);
	return true;
}

static bool transport_device(unsigned int *seed)
{
	struct module *m = pick(seed, 1, FIRST_CLIENT);
	char path[MAX_PATH], driver[MAX_PATH], pattern[2 * MAX_PATH];
	const char *device;
	bool good;

	if (!m)
		return false;
	snprintf(driver, sizeof(driver), "%s/drivers/%s", m->bus, m->driver);
	snprintf(pattern, sizeof(pattern), "%s/*/subsystem", driver);
	if (!any_path(pattern, seed, path))
		return false;
	*strrchr(path, '/') = '\0';
	device = strrchr(path, '/') + 1;
	good = write_to(driver, "unbind", device);
	if (cycle_random(seed, 4) == 0)
		cycle_sleep_us(cycle_random(seed, 3000));
	return write_to(driver, "bind", device) && good;
}

/* A client device, by its place among those that are there now. */
static bool client_device(unsigned int *seed)
{
	char link[MAX_PATH], driver[MAX_PATH];
	bool good = false;
	const char *name;
	ssize_t n;

	if (!any_path(CLIENTS "/driver", seed, link))
		return false;
	n = readlink(link, driver, sizeof(driver) - 1);
	if (n < 0)
		return false;
	driver[n] = '\0';
	name = strrchr(driver, '/') + 1;
	*strrchr(link, '/') = '\0';
	snprintf(driver, sizeof(driver), CLIENT_DRIVERS "/%.64s", name);
	name = strrchr(link, '/') + 1;
	good = write_to(driver, "unbind", name);
	return write_to(driver, "bind", name) && good;
}

static bool one_module(unsigned int *seed, size_t first, size_t end)
{
	struct module *m = pick(seed, first, end);
	bool good;

	if (!m)
		return false;
	good = unload(m);
	return load(m) && good;
}

static bool client_module(unsigned int *seed)
{
	return one_module(seed, FIRST_CLIENT, num_modules);
}

static bool transport_module(unsigned int *seed)
{
	return one_module(seed, 1, FIRST_CLIENT);
}

/* All of them, in any order of those that use the core. */
static bool whole_stack(unsigned int *seed)
{
	size_t i, shift = cycle_random(seed, num_modules - 1);
	bool good = true;

	for (i = 0; i < num_modules - 1; i++) {
		struct module *m =
			&modules[1 + (i + shift) % (num_modules - 1)];

		if (m->used)
			good &= unload(m);
	}
	good &= unload(&modules[0]);
	load(&modules[0]);
	shift = cycle_random(seed, num_modules - 1);
	for (i = 0; i < num_modules - 1; i++) {
		struct module *m =
			&modules[1 + (i + shift) % (num_modules - 1)];

		if (m->used)
			good &= load(m);
	}
	return good;
}

static bool platform(unsigned int *seed)
{
	bool good = cycle_platform_plug(0);

	if (cycle_random(seed, 2))
		cycle_sleep_us(cycle_random(seed, 5000));
	return cycle_platform_plug(1) && good;
}

static bool platform_reload(unsigned int *seed)
{
	bool good = platform_module.used && unload(&platform_module);

	(void)seed;
	return good && load(&platform_module);
}

static struct action {
	const char *name;
	unsigned int weight;
	bool (*run)(unsigned int *seed);
	unsigned long count;
	unsigned long good;
	long long ms;
} actions[] = {
	{ "transport device unbound and bound", 36, transport_device },
	{ "client device unbound and bound", 28, client_device },
	{ "client module reloaded", 12, client_module },
	{ "transport module reloaded", 8, transport_module },
	{ "all modules reloaded", 1, whole_stack },
	{ "platform unplugged and plugged", 12, platform },
	{ "platform module reloaded", 3, platform_reload },
};

void cycle_once(unsigned int *seed)
{
	unsigned int n = cycle_random(seed, 100);
	struct action *a = actions;
	long long begin = cycle_now_ms();
	bool good;

	while (n >= a->weight) {
		n -= a->weight;
		a++;
	}
	good = a->run(seed);
	a->count++;
	a->good += good;
	/* What did not come back cannot be taken away by the next cycle. */
	if (!good)
		cycle_bring_back();
	a->ms += cycle_now_ms() - begin;
}

/* Every device of a bus that a driver takes and has not. */
static void bind_all(const char *devices, const char *driver)
{
	char path[MAX_PATH];
	glob_t found;
	size_t i;

	if (access(driver, F_OK) || glob(devices, 0, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++) {
		snprintf(path, sizeof(path), "%s/driver", found.gl_pathv[i]);
		if (access(path, F_OK))
			write_to(driver, "bind",
				 strrchr(found.gl_pathv[i], '/') + 1);
	}
	globfree(&found);
}

/* Whatever a fault kept from coming back. */
void cycle_bring_back(void)
{
	char devices[MAX_PATH], driver[MAX_PATH];
	size_t i;

	if (platform_module.used)
		load(&platform_module);
	cycle_platform_plug(true);
	for (i = 0; i < num_modules; i++) {
		struct module *m = &modules[i];

		if (!m->used)
			continue;
		load(m);
		if (!m->driver)
			continue;
		snprintf(devices, sizeof(devices), "%s/devices/*", m->bus);
		snprintf(driver, sizeof(driver), "%s/drivers/%s", m->bus,
			 m->driver);
		bind_all(devices, driver);
	}
}

/* Let a transport's device ask its platform anew. */
void cycle_start_over(unsigned int *seed)
{
	transport_device(seed);
}

static unsigned int count(const char *pattern)
{
	unsigned int n = 0;
	glob_t found;

	if (!glob(pattern, 0, NULL, &found)) {
		n = found.gl_pathc;
		globfree(&found);
	}
	return n;
}

void cycle_count(struct cycle_state *state)
{
	state->instances = count(BUS "/devices/scmi.*");
	state->clients = count(CLIENTS);
	state->bound = count(CLIENTS "/driver");
	state->clocks = count("/sys/kernel/debug/clk/*/clk_rate");
	state->hwmons = count("/sys/class/hwmon/hwmon*/temp1_input");
}

void cycle_report(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(actions); i++)
		printf("# %6lu times: %s (%lu without an error; %lld s)\n",
		       actions[i].count, actions[i].name, actions[i].good,
		       actions[i].ms / 1000);
}
