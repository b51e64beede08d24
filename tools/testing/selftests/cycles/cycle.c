// SPDX-License-Identifier: GPL-2.0-only
/*
 * cycle: take parts of a running SCMI stack away and bring them back, at random.
 *
 *	cycle [-c CYCLES] [-s SECONDS] [-S SEED] [-t TIMEOUT_MS]
 *
 * Three threads. The first takes a part away and brings it back: that is one
 * cycle. Parts are the transports' devices, single client devices, modules, all
 * modules, and the platform itself where it is a module too. The second reads
 * sensors and clocks. The third makes the platform misbehave: silence, lost and
 * wrong answers, storms of notifications.
 *
 * Every CHECK_EVERY cycles the platform is told to behave, and what was there in
 * the beginning has to be there again and to answer. The kernel's own checks
 * do the rest: a report of theirs is what this program is for.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <glob.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cycle.h"

#define CHECK_EVERY	100
#define PROGRESS_EVERY	50
#define SETTLE_MS	60000
#define START_OVER_MS	10000

struct options {
	unsigned long cycles;
	long seconds;
	unsigned long seed;
};

static atomic_bool stopping;
static atomic_bool calm;
static unsigned int slow = 1;

long long cycle_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

void cycle_sleep_us(unsigned int us)
{
	const struct timespec ts = { .tv_nsec = us % 1000000 * 1000L,
				     .tv_sec = us / 1000000 };

	nanosleep(&ts, NULL);
}

unsigned int cycle_random(unsigned int *seed, unsigned int below)
{
	return rand_r(seed) / (RAND_MAX / below + 1);
}

/* A slow kernel's reader would use most of what the cycles need. */
static void reader_rest(void)
{
	cycle_sleep_us(slow > 1 ? 15000 : 1000);
}

/*
 * Read one of the files that match, again and again until it fails: what is open
 * may be going. Looking for files costs a debug kernel more than reading them.
 */
static bool read_any(const char *pattern, unsigned int *seed, int times)
{
	char text[64];
	ssize_t n = -1;
	glob_t found;
	int fd;

	if (glob(pattern, GLOB_NOSORT, NULL, &found))
		return false;
	fd = open(found.gl_pathv[cycle_random(seed, found.gl_pathc)], O_RDONLY);
	globfree(&found);
	if (fd < 0)
		return false;
	while (times--) {
		n = pread(fd, text, sizeof(text), 0);
		if (n <= 0)
			break;
		reader_rest();
	}
	close(fd);
	return n > 0;
}

static void *reader(void *arg)
{
	static const char *const patterns[] = {
		"/sys/class/hwmon/hwmon*/temp*_input",
		"/sys/kernel/debug/clk/*/clk_rate",
		"/sys/bus/scmi_agent/devices/scmi.*/counters/*",
	};
	unsigned int seed = *(unsigned int *)arg, turn;

	for (turn = 0; !atomic_load(&stopping); turn++) {
		read_any(patterns[turn % ARRAY_SIZE(patterns)], &seed, 20);
		reader_rest();
	}
	return NULL;
}

/*
 * The platform misbehaves, unless it has to be calm; on a slow kernel less often,
 * or its commands would meet faults and little else.
 */
static void *spoiler(void *arg)
{
	static const char *const moods[] = {
		"fault add no-answer count=2",
		"fault add late=20ms count=3",
		"fault add wrong-token count=1",
		"fault add truncate=2 count=1",
		"fault add error=busy count=4",
		"fault add random prob=20 count=8",
		"fault add random-all count=1",
		"fault add duplicate count=1",
		"fault add delayed-never count=1",
		"fault add no-answer on=event count=3",
		"storm count=400 proto=sensor source=0 len=16",
		"storm count=400 proto=clock source=2 len=16",
		"event proto=sensor len=0",
		"event raw=",
		"silent on",
		"latency 2ms",
	};
	unsigned int seed = *(unsigned int *)arg;

	while (!atomic_load(&stopping)) {
		if (atomic_load(&calm)) {
			cycle_sleep_us(10000);
			continue;
		}
		cycle_platform(moods[cycle_random(&seed, ARRAY_SIZE(moods))]);
		cycle_sleep_us(1000 * (5 + cycle_random(&seed, 60)));
		cycle_platform_calm();
		cycle_sleep_us(1000 * cycle_random(&seed, 80 * slow));
	}
	return arg;
}

static bool settled(const struct cycle_state *want)
{
	struct cycle_state now;

	cycle_count(&now);
	return now.instances == want->instances &&
	       now.clients == want->clients && now.bound == want->bound &&
	       now.clocks == want->clocks && now.hwmons == want->hwmons;
}

/*
 * All is there again, and answers. A clock that the platform knew nothing of when it
 * was asked stays away until it is asked again: so start over if nothing else helps.
 */
static bool check(const struct cycle_state *want)
{
	long long end = cycle_now_ms() + SETTLE_MS;
	long long start_over = cycle_now_ms() + START_OVER_MS;
	struct cycle_state now;
	unsigned int seed = 0;

	atomic_store(&calm, true);
	cycle_platform_calm();
	cycle_bring_back();
	while (!settled(want) && cycle_now_ms() < end) {
		cycle_sleep_us(50000);
		cycle_platform_calm();
		if (cycle_now_ms() > start_over) {
			start_over += START_OVER_MS;
			cycle_start_over(&seed);
		}
		cycle_bring_back();
	}
	cycle_count(&now);
	if (!settled(want)) {
		printf("# instances %u of %u, clients %u of %u, bound %u of %u\n",
		       now.instances, want->instances, now.clients,
		       want->clients, now.bound, want->bound);
		printf("# clocks %u of %u, hwmons %u of %u\n", now.clocks,
		       want->clocks, now.hwmons, want->hwmons);
		return false;
	}
	while (!read_any("/sys/class/hwmon/hwmon*/temp1_input", &seed, 1)) {
		if (cycle_now_ms() > end) {
			printf("# no sensor answers\n");
			return false;
		}
		cycle_sleep_us(50000);
	}
	atomic_store(&calm, false);
	return true;
}

static bool run(const struct options *opt, const struct cycle_state *want)
{
	long long begin = cycle_now_ms();
	unsigned int seed = opt->seed;
	unsigned long n;

	for (n = 1; n <= opt->cycles; n++) {
		if (opt->seconds &&
		    cycle_now_ms() - begin > opt->seconds * 1000LL)
			break;
		cycle_once(&seed);
		if (n % CHECK_EVERY == 0 && !check(want))
			return false;
		if (n % PROGRESS_EVERY == 0) {
			printf("# %lu cycles in %lld s\n", n,
			       (cycle_now_ms() - begin) / 1000);
			fflush(stdout);
		}
	}
	if (!check(want))
		return false;
	printf("# %lu cycles in %lld s, seed %lu\n", n - 1,
	       (cycle_now_ms() - begin) / 1000, opt->seed);
	return true;
}

static bool parse(int argc, char **argv, struct options *opt)
{
	int c;

	while ((c = getopt(argc, argv, "c:s:S:t:")) != -1) {
		switch (c) {
		case 'c':
			opt->cycles = strtoul(optarg, NULL, 0);
			break;
		case 's':
			opt->seconds = strtol(optarg, NULL, 0);
			break;
		case 'S':
			opt->seed = strtoul(optarg, NULL, 0);
			break;
		case 't':
			cycle_timeout_ms = strtoul(optarg, NULL, 0);
			break;
		default:
			return false;
		}
	}
	return optind == argc && opt->cycles;
}

int main(int argc, char **argv)
{
	struct options opt = { .cycles = ~0UL, .seed = 1 };
	pthread_t threads[2];
	struct cycle_state want;
	unsigned int seed;
	bool good;

	if (!parse(argc, argv, &opt)) {
		fputs("usage: cycle [-c CYCLES] [-s SECONDS] [-S SEED] [-t MS]\n",
		      stderr);
		return 2;
	}
	seed = opt.seed ^ 0x5c31;
	if (getenv("SCMI_SLOW"))
		slow = strtoul(getenv("SCMI_SLOW"), NULL, 0) ?: 1;
	cycle_discover();
	cycle_count(&want);
	if (!want.bound) {
		printf("# no client is bound: nothing to take away\n");
		return 1;
	}
	if (pthread_create(&threads[0], NULL, reader, &seed) ||
	    pthread_create(&threads[1], NULL, spoiler, &seed)) {
		perror("pthread_create");
		return 1;
	}
	good = run(&opt, &want);
	atomic_store(&stopping, true);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	cycle_platform_calm();
	cycle_report();
	return !good;
}
