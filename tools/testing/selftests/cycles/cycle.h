/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of cycle(1) know of each other.
 */
#ifndef CYCLE_H
#define CYCLE_H

#include <stdbool.h>

#define ARRAY_SIZE(x)	(sizeof(x) / sizeof((x)[0]))

/**
 * struct cycle_state - how much there is because of the stack
 * @instances: devices scmi.N
 * @clients: devices scmi_dev.N
 * @bound: those of them that have a driver
 * @clocks: directories of clocks in debugfs
 * @hwmons: hwmon devices
 */
struct cycle_state {
	unsigned int instances;
	unsigned int clients;
	unsigned int bound;
	unsigned int clocks;
	unsigned int hwmons;
};

extern unsigned long cycle_timeout_ms;

/* cycle.c */
long long cycle_now_ms(void);
void cycle_sleep_us(unsigned int us);
unsigned int cycle_random(unsigned int *seed, unsigned int below);

/* parts.c: what can be taken away */
void cycle_discover(void);
void cycle_once(unsigned int *seed);
void cycle_bring_back(void);
void cycle_start_over(unsigned int *seed);
void cycle_count(struct cycle_state *state);
void cycle_report(void);

/* platform.c: the far side */
void cycle_platform(const char *command);
void cycle_platform_calm(void);
bool cycle_platform_plug(bool plugged);

#endif /* CYCLE_H */
