// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of IIO: channels, units, frequencies, time stamps. */
#include "bench.h"
#include "client.h"
#include "clients/hwmon.h"
#include "clients/iio.h"

static struct scmi_device sdev;

static bool begin(const char *board)
{
	bench_board(board);
	bench_start(&scmi_sensor_protocol);
	return is(client_iio_bind(&sdev, core_ph), 0, "the driver binds");
}

static void end(void)
{
	devres_release(&sdev.dev);
	bench_end();
}

static bool reads(const char *sensor, const char *name, const char *want)
{
	char text[4096];
	int err = client_iio_read(sensor, name, text);

	if (!err && !strcmp(text, want))
		return true;
	printf("# %s %s: %d, '%s'\n", sensor, name, err, text);
	return false;
}

static bool lacks(const char *sensor, const char *name)
{
	char text[4096];

	return client_iio_read(sensor, name, text) == -ENOTDIR;
}

/* A sensor with so many values of a unit; 0 axes for one without any. */
static struct scmi_sensor_axis_info axes[63];
static struct scmi_sensor_info made(unsigned int num, unsigned int unit)
{
	unsigned int i;

	memset(axes, 0, sizeof(axes));
	for (i = 0; i < num; i++)
		axes[i].type = unit;
	return (struct scmi_sensor_info) { .type = unit, .num_axis = num, .axis = axes };
}

static void shown_once(void)
{
	unsigned int unit, num, twice = 0, shown = 0, lost = 0;
	struct scmi_hwmon_quantity quantity;

	for (unit = 0; unit < 256; unit++) {
		for (num = 0; num < 4; num++) {
			struct scmi_sensor_info info = made(num, unit);
			bool hwmon = scmi_hwmon_class(&info, &quantity);
			unsigned int iio = scmi_iio_count(&info);

			twice += hwmon && iio;
			shown += hwmon || iio;
			/* What hwmon takes when it is alone has a place beside others. */
			lost += num > 1 && !iio &&
				scmi_hwmon_class(&(struct scmi_sensor_info) { .type = unit },
						 &quantity);
		}
	}
	is(twice, 0, "no sensor is shown by hwmon and by IIO");
	is(lost, 0, "what is hwmon's alone is IIO's with axes");
	is(shown, 27 * 4, "27 units are shown");
}

/* A value in IIO's unit, as a program computes it from the files. */
static double shown_value(const struct scmi_sensor_info *info,
			  const struct scmi_iio_chan *chan, s64 raw)
{
	char offset[100] = "0", scale[100];

	if (scmi_iio_has_offset(chan))
		scmi_iio_offset(offset, sizeof(offset), info, chan);
	scmi_iio_scale(scale, sizeof(scale), info, chan);
	return ((double)raw + strtod(offset, NULL)) * strtod(scale, NULL);
}

static bool is_near(double got, double want)
{
	double off = got > want ? got - want : want - got;

	return off * 100000000000000 <= (want < 0 ? -want : want ?: 1);
}

static void shown_units(void)
{
	static const struct {
		unsigned int unit;
		int scale;
		s64 raw;
		const char *want;
	} rows[] = {
		{ METERS_SEC_SQUARED, -3, -9810, "-9.81" },
		{ GRAVITIES, -3, 1000, "9.80665" },
		{ RADIANS_SEC, -6, 1, "0.000001" },
		{ GAUSS, -16, 1, "0.0000000000000001" },
		{ TEMPERATURE_C, -1, 215, "21500" },
		{ TEMPERATURE_K, -2, 27315, "0" },
		{ TEMPERATURE_K, 1, 30, "26850" },
		{ TEMPERATURE_F, -1, 2120, "100000" },
		{ TEMPERATURE_F, 0, 32, "0" },
		{ TEMPERATURE_F, 0, -40, "-40000" },
		{ VOLTAGE, -6, 850000, "850" },
		{ CURRENT, -3, -120, "-120" },
		{ POWER, 3, 2, "2000000" },
		{ ENERGY, -3, 1500, "1.5" },
		{ LUX, 0, 400, "400" },
		{ PASCALS, 0, 101325, "101.325" },
		{ KPA, -3, 101325, "101.325" },
		{ PSI, 0, 1, "6.894757293168361" },
		{ MM_MERCURY, 0, 760, "101.3250144354" },
		{ INCHES, 0, 1, "0.0254" },
		{ MILS, 0, 1, "0.0000254" },
		{ FEET, 15, 1, "304800000000000" },
		{ METERS, 0, 5, "5" },
		{ REVOLUTIONS, 0, 1, "6.283185307179586" },
		{ RADIANS, -3, 1000, "1" },
		{ METERS_SEC, -3, -1500, "-1.5" },
		{ FARADS, -12, 1000, "1" },
		{ OHMS, 3, 10, "10000" },
		{ PPM, 0, 10000, "1" },
		{ COUNTS, 0, 7, "7" },
	};
	unsigned int i, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct scmi_sensor_info info = made(2, rows[i].unit);
		struct scmi_iio_chan chans[2];
		double want, got;

		want = strtod(rows[i].want, NULL);
		axes[0].scale = rows[i].scale;
		scmi_iio_chans(&info, chans);
		got = shown_value(&info, &chans[0], rows[i].raw);
		/* Nobody sees more than 14 digits. */
		if (is_near(got, want))
			continue;
		printf("# unit %u: %.17g, not %s\n", rows[i].unit, got, rows[i].want);
		wrong++;
	}
	is(wrong, 0, "values have IIO's units");
}

static void all_digits(void)
{
	static const struct { u64 digits; int exp; const char *want; } rows[] = {
		{ 0, 5, "0" }, { 0, -5, "0" }, { 1, 0, "1" }, { 10, -1, "1" }, { 12, 3, "12000" },
		{ 12, -1, "1.2" }, { 12, -2, "0.12" }, { 12, -4, "0.0012" }, { 120, -3, "0.12" },
		{ U64_MAX, 0, "18446744073709551615" },
	};
	unsigned int i, wrong = 0;
	char text[100], same[100];

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		scmi_iio_decimal(text, sizeof(text), false, rows[i].digits, rows[i].exp);
		if (strcmp(text, rows[i].want))
			printf("# '%s' for '%s'\n", text, rows[i].want);
		wrong += !!strcmp(text, rows[i].want);
	}
	for (i = 0; i < 100000; i++) {
		u64 digits = ((u64)core_rand(0) << 32 | core_rand(0)) >> core_rand(64);
		int exp = (int)core_rand(80) - 40;

		scmi_iio_decimal(text, sizeof(text), i & 1, digits, exp);
		snprintf(same, sizeof(same), "%s%llue%d", i & 1 ? "-" : "",
			 (unsigned long long)digits, exp);
		wrong += strtod(text, NULL) != strtod(same, NULL);
	}
	is(wrong, 0, "decimals have all digits");
}

static void axis_names(void)
{
	begin("[sensor 0]\nname = imu\ntype = meters\n"
	      "[axis 0.0]\nname = ACCEL_Z\ntype = meters-per-second-squared\n"
	      "[axis 0.1]\nname = accel_y\ntype = meters-per-second-squared\n"
	      "[axis 0.2]\nname = x\ntype = meters-per-second-squared\n"
	      "[axis 0.3]\nname = gyro0\ntype = 0x57\n"
	      "[axis 0.4]\nname = gyro1\ntype = 0x57\n"
	      "[axis 0.5]\nname = gyro2\ntype = 0x57\n"
	      "[axis 0.6]\nname = die\ntype = temperature\n"
	      "[sensor 1]\nname = odd\ntype = meters\n"
	      "[axis 1.0]\nname = x\ntype = gauss\n"
	      "[axis 1.1]\nname = total\ntype = gauss\n"
	      "[axis 1.2]\nname = X\ntype = gauss\n"
	      "[axis 1.3]\nname = what\ntype = 0\n"
	      "[axis 1.4]\nname = a\ntype = voltage\nvalue = 4\n"
	      "[axis 1.5]\nname = b\ntype = voltage\nvalue = 5\n"
	      "[sensor 2]\nname = two\ntype = meters\n"
	      "[axis 2.0]\nname = x-axis-pointing-away-from-the-board\ntype = meters\n"
	      "[axis 2.1]\nname = box\ntype = meters\n");
	ok(reads("imu", "in_accel_z_label", "ACCEL_Z") &&
	   reads("imu", "in_accel_y_label", "accel_y") && reads("imu", "in_accel_x_label", "x"),
	   "axes have the directions that their names tell");
	ok(reads("imu", "in_anglvel_x_label", "gyro0") &&
	   reads("imu", "in_anglvel_y_label", "gyro1") &&
	   reads("imu", "in_anglvel_z_label", "gyro2"), "three without any are x, y, z in order");
	ok(reads("imu", "in_temp_label", "die"), "one of its kind needs no number");
	ok(reads("odd", "in_magn_x_label", "x") && reads("odd", "in_magn1_label", "total") &&
	   reads("odd", "in_magn2_label", "X"), "others are numbered, none is there twice");
	ok(reads("odd", "in_voltage0_raw", "4") && reads("odd", "in_voltage1_raw", "5"),
	   "an axis without a place in IIO does not cost the others theirs");
	ok(reads("two", "in_distance_x_raw", "0") && reads("two", "in_distance1_raw", "0"),
	   "a letter within a word is no direction");
	ok(reads("imu", "in_timestamp_label", "timestamp"), "every label can be read");
	end();
}

static void axis_ids(void)
{
	struct scmi_sensor_info info = made(3, METERS);
	struct scmi_iio_chan chans[3];

	axes[0].id = 62;
	axes[1].id = 0;
	axes[2].id = 62;
	scmi_iio_chans(&info, chans);
	ok(chans[0].value == 0 && chans[1].value == 1 && chans[2].value == 2,
	   "an axis is known by its place, whatever its id [H58]");
}

static const char plain[] =
	"[sensor 0]\nname = baro\ntype = pascals\nscale = -1\nvalue = 1013250\n"
	"range = -5 1100000\nresolution = 25 -2\n"
	"[sensor 1]\nname = cpu\ntype = temperature\nvalue = 40\n"
	"[sensor 2]\nname = light\ntype = 13\nvalue = 12\n";

static void files(void)
{
	client_instance = "scmi.3";
	begin(plain);
	ok(reads("baro", "in_pressure_raw", "1013250") &&
	   reads("baro", "in_pressure_scale", "0.0001"), "raw and scale are shown");
	ok(reads("baro", "in_pressure_raw_available", "[-5 2.5 1100000]"),
	   "the range is in units of raw values");
	ok(lacks("light", "in_illuminance_raw_available") &&
	   lacks("light", "in_illuminance_offset"),
	   "what there is not has no file");
	ok(!client_iio_device("cpu"), "what is hwmon's has no device");
	ok(!strcmp(client_iio_device("light")->label, "scmi.3:2"),
	   "labels tell instance and sensor");
	end();
	client_instance = "scmi.0";

	bench_board("[sensor 0]\nname = cpu\ntype = temperature\n");
	bench_start(&scmi_sensor_protocol);
	is(client_iio_bind(&sdev, core_ph), -ENODEV, "without a sensor it does not bind");
	end();
}

static void questions(void)
{
	unsigned long before;

	bench_board("[sensor 0]\nname = a\ntype = meters\nintervals = 10ms 100ms\nupdate = 10ms\n"
		    "[sensor 1]\nname = b\ntype = meters\n");
	bench_start(&scmi_sensor_protocol);
	before = core_messages;
	client_iio_bind(&sdev, core_ph);
	is(core_messages - before, 0, "binding sends no message");
	end();
}

static u32 config_of(u32 id)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	u32 config = 0;

	ops->config_get(core_ph, id, &config);
	return config;
}

static void off_sensors(void)
{
	struct scmi_iio_sensor *sensor;
	char text[4096];

	begin("[sensor 0]\nname = off\ntype = meters\nvalue = 17\nstate = off\nstamp = -6\n"
	      "[sensor 1]\nname = on\ntype = meters\nstamp = -6\n");
	ok(reads("off", "in_distance_raw", "17"), "a sensor that is off can be read");
	ok(bench_says("sensor 0", " off"), "and is off afterwards");
	bench_fault("error=hardware-error proto=sensor msg=reading-get domain=1");
	is(client_iio_read("on", "in_distance_raw", text), -EREMOTEIO,
	   "the platform's error is passed on");
	bench_no_faults();

	sensor = iio_priv(client_iio_device("off"));
	is(scmi_iio_turn_on(sensor), 0, "a buffer turns it on");
	is(config_of(0) & 3, 3, "with time stamps");
	scmi_iio_turn_back(sensor);
	is(config_of(0) & 3, 0, "and off again");

	sensor = iio_priv(client_iio_device("on"));
	scmi_iio_turn_on(sensor);
	is(config_of(1) & 3, 3, "stamps are added to one that is on");
	scmi_iio_turn_back(sensor);
	is(config_of(1) & 3, 1, "which stays on");

	bench_fault("error=invalid-parameters proto=sensor msg=config-set count=1");
	is(scmi_iio_turn_on(sensor), 0, "without stamps it is used, too");
	is(config_of(1) & 3, 1, "as it is");
	bench_fault("error=busy proto=sensor msg=config-get");
	is(scmi_iio_turn_on(sensor), -EBUSY, "a busy platform is no sensor without configuration");
	end();
}

static void rates(void)
{
	begin("[sensor 0]\nname = list\ntype = meters\nintervals = 15ms 100ms 1s\n"
	      "[sensor 1]\nname = range\ntype = meters\nintervals = segmented 10ms 50ms 10ms\n"
	      "[sensor 2]\nname = none\ntype = meters\n"
	      "[sensor 3]\nname = wide\ntype = meters\nintervals = segmented 1ms 1000s 1us\n");
	ok(reads("list", "sampling_frequency_available", "66.666666667 10.000000000 1.000000000"),
	   "listed intervals become frequencies");
	is(client_iio_write_rate("list", 66, 666666667), 0, "one of them is set");
	is(config_of(0) & 0xfffff800, (15U << 16) | (0x1d << 11),
	   "as the platform spells it");
	ok(reads("list", "sampling_frequency", "66.666666667"), "and read back");
	ok(!client_iio_write_rate("list", 9, 0) &&
	   reads("list", "sampling_frequency", "10.000000000"),
	   "any other becomes the nearest");
	is(config_of(0) & 3, 1, "and the sensor stays on");
	ok(reads("range", "sampling_frequency_available",
		 "100.000000000 50.000000000 33.333333333 25.000000000 20.000000000"),
	   "so do steps of a range");
	ok(!client_iio_write_rate("range", 30, 0) &&
	   reads("range", "sampling_frequency", "33.333333333"), "and can be set");
	ok(!client_iio_write_rate("range", 1, 0) &&
	   reads("range", "sampling_frequency", "20.000000000"), "but not beyond its end");
	ok(reads("none", "sampling_frequency_available", "[0.001 0.001 1000]") &&
	   reads("none", "sampling_frequency", "10.000000000"), "what has none is polled by us");
	ok(!client_iio_write_rate("none", 500, 0) &&
	   reads("none", "sampling_frequency", "500.000000000"), "as often as one likes");
	is(client_iio_write_rate("none", 1001, 0), -EINVAL, "up to a thousand times a second");
	is(client_iio_write_rate("none", 0, 999999), -EINVAL, "and once in a thousand seconds");
	is(client_iio_write_rate("list", 0, 0) | client_iio_write_rate("list", -1, 0), -EINVAL,
	   "never is no frequency");
	bench_fault("error=busy proto=sensor msg=config-get");
	is(client_iio_write_rate("list", 1, 0), -EBUSY, "a busy platform is not polled instead");
	end();

	begin("[platform]\nsensor = 1.0\n[sensor 0]\nname = old\ntype = meters\nintervals = 1s\n");
	ok(reads("old", "sampling_frequency_available", "[0.001 0.001 1000]") &&
	   !client_iio_write_rate("old", 2, 0) &&
	   reads("old", "sampling_frequency", "2.000000000"),
	   "an interval that cannot be set is none");
	end();
}

/* How many texts a list has, the first and the last of them. */
static unsigned int texts(char *list, const char **first, const char **last)
{
	unsigned int num = 0;
	char *word;

	for (word = strtok(list, " "); word; word = strtok(NULL, " ")) {
		if (!num++)
			*first = word;
		*last = word;
	}
	return num;
}

static void many_rates(void)
{
	const char *first = "", *last = "";
	char text[4096];

	begin("[sensor 0]\nname = wide\ntype = meters\nintervals = segmented 1ms 1000s 1us\n");
	is(client_iio_read("wide", "sampling_frequency_available", text), 0,
	   "of a range with many steps");
	ok(texts(text, &first, &last) <= 65 && !strcmp(first, "1000.000000000") &&
	   !strcmp(last, "0.001000000"), "some are listed, and both ends");
	is(client_iio_write_rate("wide", 7, 0), 0, "others can be set");
	ok(reads("wide", "sampling_frequency", "6.999860003"), "to the nearest that can be said");
	end();
}

static u64 ns_of(u32 interval)
{
	return scmi_iio_ns(SCMI_SENS_INTVL_GET_SECS(interval), SCMI_SENS_INTVL_GET_EXP(interval));
}

/* Whatever interval a platform lists: the frequency that is shown for it selects it. */
static void rates_there_and_back(void)
{
	unsigned int i, j, wrong = 0;

	for (i = 0; i < 20000; i++) {
		struct scmi_sensor_intervals_info iv = { .count = 1 + core_rand(8) };
		u64 ns;

		iv.desc = iv.prealloc_pool;
		/* From microseconds to hours: beyond, nine digits do not tell them apart. */
		for (j = 0; j < iv.count; j++)
			iv.desc[j] = (1 + core_rand(9999)) << 5 | (((int)core_rand(6) - 6) & 0x1f);
		ns = ns_of(iv.desc[core_rand(iv.count)]);
		wrong += ns_of(scmi_iio_interval(&iv, scmi_iio_nhz(ns))) != ns;
	}
	is(wrong, 0, "a frequency that is listed selects its interval");
	is(scmi_iio_ns(65535, 15), U64_MAX, "an interval that is too long is the longest");
	is(scmi_iio_ns(1, -16), 0, "one that is too short is none");
	is(scmi_iio_nhz(0), 2147483647999999999, "which is the highest frequency");
	is(scmi_iio_nhz(U64_MAX), 1, "and none is 0");
}

static void too_many(void)
{
	static const char head[] = "[sensor 0-99]\nname = s%\ntype = meters\n";

	begin(head);
	ok(client_iio_device("s63") && !client_iio_device("s64"), "64 sensors have a device");
	is(bench_logged("sensors from id 64 on are left out"), 1, "and the log says so");
	end();
}

#define MS	1000000LL

static void time_stamps(void)
{
	struct scmi_iio_clock clock = {};
	s64 base = 1700000000000 * MS, jitter, got, prev = 0, worst = 0;
	unsigned int i;

	is(scmi_iio_stamp_ns(5, -3), 5 * MS, "milliseconds become nanoseconds");
	is(scmi_iio_stamp_ns(5000, -12), 5, "so do picoseconds");
	is(scmi_iio_time(&clock, 77 * MS, base), base, "the first stamp is its arrival");
	/* Every 10 ms a sample, which is up to 8 ms on its way. */
	for (i = 1; i < 1000; i++) {
		jitter = core_rand(8 * MS);
		got = scmi_iio_time(&clock, (77 + 10 * i) * MS, base + 10 * i * MS + jitter);
		if (got > base + 10 * i * MS + jitter)
			die("a sample of the future", i);
		if (i > 100)
			worst = max(worst, max(got - prev, 20 * MS - (got - prev)));
		prev = got;
	}
	ok(worst < 11 * MS, "samples are as far apart as the platform says");
	/* A clock that is fast by a thousandth. */
	for (i = 0, clock.known = false; i < 100000; i++)
		got = scmi_iio_time(&clock, (u64)i * 10010000, base + i * 10 * MS);
	ok(base + (i - 1) * 10 * MS - got < MS, "a clock of another pace is followed");
	for (i = 0, clock.known = false; i < 100000; i++)
		got = scmi_iio_time(&clock, (u64)i * 9990000, base + i * 10 * MS);
	ok(base + (i - 1) * 10 * MS - got < 5 * MS, "a slow one, too");
	is(scmi_iio_time(&clock, 0, base), base, "what jumps begins anew");
}

int main(void)
{
	shown_once();
	shown_units();
	all_digits();
	axis_names();
	axis_ids();
	files();
	questions();
	off_sensors();
	rates();
	many_rates();
	rates_there_and_back();
	too_many();
	time_stamps();
	return tap_end();
}
