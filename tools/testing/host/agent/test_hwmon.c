// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of sensors: names, attributes, units. */
#include "bench.h"
#include "client.h"
#include "clients/hwmon.h"

static struct scmi_device sdev;

static bool begin(const char *board)
{
	bench_board(board);
	bench_start(&scmi_sensor_protocol);
	return is(client_hwmon_bind(&sdev, core_ph), 0, "the driver binds");
}

static void end(void)
{
	devres_release(&sdev.dev);
	bench_end();
}

static bool reads(const char *name, s64 want)
{
	s64 val = 0;
	int err = client_hwmon_read(name, &val);

	if (!err && val == want)
		return true;
	printf("# %s: %d, %lld\n", name, err, (long long)val);
	return false;
}

static const char one[] = "[sensor 0]\nname = t\ntype = temperature\nvalue = 21\n";

/* libsensors tells devices on a bus that it does not know by their names alone. */
static void instance_names(void)
{
	static const char *const names[][2] = {
		{ "scmi.0", "scmi_sensors" }, { "scmi.1", "scmi_sensors_1" },
		{ "scmi.10", "scmi_sensors_10" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		client_instance = names[i][0];
		begin(one);
		if (!ok(!strcmp(client_hwmon_name(), names[i][1]),
			"each instance's device has a name of its own [F2]"))
			printf("# %s\n", client_hwmon_name());
		end();
	}
	client_instance = "scmi.0";
}

static void unset_limits(void)
{
	begin("[sensor 0]\nname = ranged\ntype = temperature\nrange = -40 125\n"
	      "trips = 0:off 0:off\n"
	      "[sensor 1]\nname = plain\ntype = temperature\ntrips = 0:off\n");
	ok(reads("temp1_max", 125000) && reads("temp1_crit", 125000),
	   "a limit that is not set is the end of the range [F3]");
	ok(reads("temp2_max", LONG_MAX), "or the largest value [F3]");
	ok(reads("temp1_max_alarm", 0) && reads("temp1_crit_alarm", 0),
	   "and no alarm is raised");
	is(client_hwmon_write("temp1_crit", 95000), 0, "it is set");
	ok(reads("temp1_crit", 95000) && reads("temp1_max", 125000), "and is what it was set to");
	end();
}

/* An alarm is not cleared by a reading that there is none of. */
static void unread_alarm(void)
{
	begin("[sensor 0]\nname = t\ntype = temperature\nscale = -3\nvalue = 90000\n"
	      "trips = 0:off 0:off\n");
	client_hwmon_write("temp1_max", 80000);
	ok(reads("temp1_max_alarm", 1), "a limit below the reading raises its alarm");
	bench_fault("error=hardware-error proto=sensor msg=reading-get");
	client_hwmon_write("temp1_max", 85000);
	ok(reads("temp1_max_alarm", 1), "a reading that fails does not clear it [P1]");
	end();
}

static void told_switches(void)
{
	begin("[sensor 0]\nname = ghost\ntype = temperature\nhole = yes\n"
	      "[sensor 1]\nname = t\ntype = temperature\nvalue = 21\nstate = off\n");
	ok(!client_hwmon_has("temp1_enable"), "a sensor without a configuration has no switch");
	ok(client_hwmon_has("temp2_enable") && reads("temp2_enable", 0),
	   "the next one has one [P7]");
	is(client_hwmon_read("temp2_input", &(s64){ 0 }), -ENODATA, "one that is off says so [P7]");
	is(client_hwmon_write("temp2_enable", 1), 0, "it is turned on");
	ok(reads("temp2_input", 21000), "and read");
	end();

	begin("[platform]\nsensor = 1.0\n[sensor 0]\nname = t\ntype = temperature\nvalue = 21\n");
	ok(!client_hwmon_has("temp1_enable"), "old platforms have no switches");
	end();

	bench_board(one);
	bench_start(&scmi_sensor_protocol);
	bench_fault("no-answer proto=sensor msg=config-get");
	is(client_hwmon_bind(&sdev, core_ph), 0, "no answer about switches costs no sensor [P5]");
	ok(client_hwmon_has("temp1_enable"), "nor a switch");
	end();
}

/* The sensor of a thermal zone: which zone does not matter, and there is none here. */
static void blind_zone(void)
{
	begin(one);
	client_hwmon_data()->chan[0].tz = (void *)&sdev;
	is(client_hwmon_write("temp1_enable", 0), -EBUSY,
	   "the sensor of a thermal zone is not turned off [P3]");
	ok(bench_says("sensor 0", " on"), "and is on");
	is(client_hwmon_write("temp1_enable", 1), 0, "turning it on is no error");
	client_hwmon_data()->chan[0].tz = NULL;
	is(client_hwmon_write("temp1_enable", 0), 0, "that of none is turned off");
	end();
}

static void single_axes(void)
{
	begin("[sensor 0]\nname = one-axis\ntype = temperature\nscale = 0\n"
	      "[axis 0.0]\nname = x\ntype = temperature\nscale = -1\nvalue = 215\nrange = 0 990\n"
	      "[sensor 1]\nname = two-axes\ntype = temperature\n"
	      "[axis 1.0]\nname = x\ntype = temperature\nvalue = 1\n"
	      "[axis 1.1]\nname = y\ntype = temperature\nvalue = 2\n"
	      "[sensor 2]\nname = no-axis\ntype = temperature\nvalue = 3\n");
	ok(reads("temp1_input", 21500), "a sensor with one axis is shown [P12]");
	ok(client_hwmon_data()->chan[0].quantity.max == 990, "with that axis's range");
	ok(reads("temp2_input", 3000) && !client_hwmon_has("temp3_input"),
	   "one with several is not");
	end();
}

/* What hwmon's long cannot hold on a machine of 32 bits. */
static void wide_values(void)
{
	client_long_bits = 32;
	begin("[sensor 0]\nname = e\ntype = energy\nvalue = 100000\n"
	      "[sensor 1]\nname = p\ntype = power\nvalue = 5000\ntrips = 0:off\n"
	      "[sensor 2]\nname = t\ntype = temperature\nvalue = 21\n");
	ok(reads("energy1_input", 100000000000), "a hundred kilojoules are shown [A1]");
	ok(reads("power1_input", 5000000000), "so are five kilowatts [A1]");
	is(client_hwmon_write("power1_max", 4000000000), 0, "and limits of four [A1]");
	ok(reads("power1_max", 4000000000), "which are what they were set to [A1]");
	ok(reads("power1_max_alarm", 1), "and raise an alarm");
	ok(reads("temp1_input", 21000), "what is small is hwmon's own");
	end();
	client_long_bits = 64;
}

typedef __int128 wide;

static wide pow10_of(int exp)
{
	wide n = 1;

	while (exp-- > 0)
		n *= 10;
	return n;
}

static s64 saturate(wide n)
{
	return n > S64_MAX ? S64_MAX : n < S64_MIN ? S64_MIN : (s64)n;
}

/* The exact value is num / den, in hwmon's unit. */
static void exact_value(u32 type, int scale, wide raw, wide *num, wide *den)
{
	int exp = scale + 3;

	*num = raw * pow10_of(exp);
	*den = pow10_of(-exp);
	if (type == TEMPERATURE_K)
		*num -= 273150 * *den;
	if (type == TEMPERATURE_F) {
		*num = (*num - 32000 * *den) * 5;
		*den *= 9;
	}
}

static s64 any_number(void)
{
	u64 n = (u64)core_rand(0) << 32 | core_rand(0);

	return (s64)n >> core_rand(64);
}

/* Values go there and back, compared with arithmetic of 128 bits. */
static void exact_units(void)
{
	static const u32 types[] = { TEMPERATURE_C, TEMPERATURE_F, TEMPERATURE_K };
	struct scmi_hwmon_class class = { .type = hwmon_temp, .exponent = 3 };
	struct scmi_hwmon_chan chan = { .class = &class };
	unsigned int i, wrong = 0, inside = 0;

	for (i = 0; i < 400000; i++) {
		u32 type = types[core_rand(3)];
		/* More would not fit 128 bits either. */
		int scale = (int)core_rand(32) - 16;
		s64 raw = any_number(), val = any_number(), low, high;
		wide num, den;

		chan.quantity.type = type;
		chan.quantity.scale = scale;
		exact_value(type, scale, raw, &num, &den);
		wrong += scmi_hwmon_from_raw(&chan, raw) != saturate(num / den);

		/* A rounded value is not inside of what it was rounded from. */
		low = scmi_hwmon_to_raw(&chan, val, -1);
		high = scmi_hwmon_to_raw(&chan, val, 1);
		exact_value(type, scale, low, &num, &den);
		inside += low != S64_MIN && num > val * den;
		exact_value(type, scale, (wide)low + 1, &num, &den);
		inside += low != S64_MAX && num <= val * den;
		exact_value(type, scale, high, &num, &den);
		inside += high != S64_MAX && num < val * den;
		exact_value(type, scale, (wide)high - 1, &num, &den);
		inside += high != S64_MIN && num >= val * den;
	}
	is(wrong, 0, "temperatures are exact in every unit [P11]");
	is(inside, 0, "and limits are rounded outwards, by less than one [P11]");
}

int main(void)
{
	instance_names();
	unset_limits();
	unread_alarm();
	told_switches();
	blind_zone();
	single_axes();
	wide_values();
	exact_units();
	return tap_end();
}
