// SPDX-License-Identifier: GPL-2.0-only
/*
 * A fuzzer of last resort: mutates its seeds without coverage, always in the
 * same order for the same --seed. What crashes is left in the file of --crash.
 *
 * usage: fuzz_NAME [--time=SECONDS] [--seed=N] [--crash=FILE] SEED...
 *        fuzz_NAME --replay SEED...	(inputs to run once)
 *
 * A seed is a file or a directory of files.
 */
#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"

#define INPUT_MAX	4096
#define MAX_SEEDS	256

struct seed {
	uint8_t *data;
	size_t size;
};

static struct seed seeds[MAX_SEEDS];
static unsigned int num_seeds;
static uint64_t state = 1;

static uint64_t next_random(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dULL;
}

static size_t below(size_t limit)
{
	return limit ? next_random() % limit : 0;
}

static int load_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct seed *s = &seeds[num_seeds];

	if (!f || num_seeds == MAX_SEEDS)
		return 0;
	s->data = malloc(INPUT_MAX);
	s->size = s->data ? fread(s->data, 1, INPUT_MAX, f) : 0;
	fclose(f);
	num_seeds++;
	return 1;
}

static int load(const char *path)
{
	struct dirent **names;
	char file[PATH_MAX];
	/* In an order that is always the same */
	int num = scandir(path, &names, NULL, alphasort), i, good = 1;

	if (num < 0)
		return load_file(path);
	for (i = 0; i < num; i++) {
		snprintf(file, sizeof(file), "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			good &= load_file(file);
		free(names[i]);
	}
	free(names);
	return good;
}

/* Another number in the place of one that is written in digits */
static size_t mutate_number(uint8_t *buf, size_t size, size_t at)
{
	static const char *const numbers[] = {
		"0", "1", "2", "9", "15", "16", "63", "64", "255", "256", "1023", "1024", "4095",
		"4096", "65535", "65536", "4294967295", "4294967296", "18446744073709551615",
		"99999999999999999999", "-1", "9223372036854775808", "0x",
	};
	const char *number = numbers[below(ARRAY_SIZE(numbers))];
	size_t len = strlen(number), end;

	while (at < size && (buf[at] < '0' || buf[at] > '9'))
		at++;
	for (end = at; end < size && buf[end] >= '0' && buf[end] <= '9'; end++)
		;
	if (end == at || size - (end - at) + len > INPUT_MAX)
		return size;
	memmove(buf + at + len, buf + end, size - end);
	memcpy(buf + at, number, len);
	return size - (end - at) + len;
}

static size_t mutate_once(uint8_t *buf, size_t size)
{
	static const uint32_t edge[] = {
		0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
	};
	const struct seed *other = &seeds[below(num_seeds)];
	size_t at = below(size), len, i;
	uint32_t v;

	switch (below(8)) {
	case 0:
		if (size)
			buf[at] ^= 1 << below(8);
		return size;
	case 1:
		if (size)
			buf[at] = next_random();
		return size;
	case 2:
		v = edge[below(ARRAY_SIZE(edge))];
		if (size >= 4)
			memcpy(buf + below(size - 3), &v, 4);
		return size;
	case 3:
		return at;
	case 4:
		/* A part of the input once more */
		len = below(size - at + 1);
		if (size + len > INPUT_MAX)
			return size;
		memmove(buf + at + len, buf + at, size - at);
		return size + len;
	case 5:
		return mutate_number(buf, size, at);
	case 6:
		/* A part of another seed */
		i = below(other->size);
		len = below(other->size - i + 1);
		if (at + len > INPUT_MAX)
			return size;
		memcpy(buf + at, other->data + i, len);
		return at + len > size ? at + len : size;
	default:
		for (i = 0; i < below(16) && size < INPUT_MAX; i++)
			buf[size++] = next_random();
		return size;
	}
}

static const char *crash;

static void save(const uint8_t *data, size_t size)
{
	FILE *f = crash ? fopen(crash, "wb") : NULL;

	if (!f)
		return;
	fwrite(data, 1, size, f);
	fclose(f);
	dprintf(STDERR_FILENO, "input: %s\n", crash);
}

static const uint8_t *running;
static size_t running_size;

/**
 * __asan_default_options() - make an error an abort, which we see
 *
 * Context: Start of the program.
 * Return: the options.
 */
const char *__asan_default_options(void)
{
	return "abort_on_error=1";
}

/**
 * __ubsan_default_options() - make an error an abort, which we see
 *
 * Context: Start of the program.
 * Return: the options.
 */
const char *__ubsan_default_options(void)
{
	return "abort_on_error=1:print_stacktrace=1";
}

static void aborting(int sig)
{
	save(running, running_size);
	signal(sig, SIG_DFL);
	raise(sig);
}

static void run(const uint8_t *data, size_t size)
{
	/* Of the exact size, so that the sanitizer sees the end */
	uint8_t *copy = malloc(size ? size : 1);

	memcpy(copy, data, size);
	running = copy;
	running_size = size;
	fuzz_one(copy, size);
	free(copy);
}

static void fuzz(unsigned int seconds)
{
	static uint8_t buf[INPUT_MAX];
	time_t end = time(NULL) + seconds;
	unsigned long runs = 0;

	while (time(NULL) < end) {
		unsigned int i;

		for (i = 0; i < 256; i++, runs++) {
			const struct seed *s = &seeds[below(num_seeds)];
			size_t size = s->size;
			unsigned int n = 1 + below(8);

			memcpy(buf, s->data, size);
			while (n--)
				size = mutate_once(buf, size);
			run(buf, size);
		}
	}
	printf("%lu runs\n", runs);
}

int main(int argc, char **argv)
{
	unsigned int seconds = 10, i;
	int replay = 0, a;

	for (a = 1; a < argc; a++) {
		if (!strncmp(argv[a], "--time=", 7))
			seconds = strtoul(argv[a] + 7, NULL, 0);
		else if (!strncmp(argv[a], "--seed=", 7))
			state = strtoull(argv[a] + 7, NULL, 0) | 1;
		else if (!strncmp(argv[a], "--crash=", 8))
			crash = argv[a] + 8;
		else if (!strcmp(argv[a], "--replay"))
			replay = 1;
		else if (!load(argv[a]))
			return 2;
	}
	if (!num_seeds)
		return 2;
	signal(SIGABRT, aborting);
	for (i = 0; i < num_seeds; i++)
		run(seeds[i].data, seeds[i].size);
	if (!replay)
		fuzz(seconds);
	for (i = 0; i < num_seeds; i++)
		free(seeds[i].data);
	return 0;
}
