# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The accelerometer of test-mainline through IIO.

IIO=/sys/bus/iio/devices

# iio_dir: $iio becomes the directory of the accelerometer.
iio_dir()
{
	local name

	for iio in "$IIO"/iio:device*; do
		[ -e "$iio/name" ] && read -r name < "$iio/name" &&
			[ "$name" = accel ] && return
	done
	return 1
}

iio_is()
{
	local got=

	iio_dir && read -r got < "$iio/$1" && [ "$got" = "$2" ] && return
	echo "$1 is '$got', not '$2'"
	return 1
}

axes_read()
{
	iio_is in_accel_x_raw -9810 && iio_is in_accel_y_raw 12 &&
		iio_is in_accel_z_raw 4000000000
}

scaled()
{
	iio_is in_accel_x_scale 0.001000000 &&
		iio_is in_accel_raw_available "[-20000 1 20000]"
}

axes_follow()
{
	local n status=0

	for n in 0 -1 1 9223372036854775807; do
		platform_of scmi1 sensor 0 value $n > /dev/null &&
			iio_is in_accel_z_raw $n || status=1
	done
	platform_of scmi1 sensor 0 script > /dev/null
	return $status
}

rate_changes()
{
	iio_is in_accel_sampling_frequency_available \
			"100.000000 10.000000 1.000000" &&
		echo 10 > "$iio/in_accel_sampling_frequency" &&
		iio_is in_accel_sampling_frequency 10.000000 &&
		echo 100 > "$iio/in_accel_sampling_frequency" &&
		iio_is in_accel_sampling_frequency 100.000000
}

# Eight samples of three axes and a time stamp: the values, and no stamp twice.
samples()
{
	local file

	iio_dir || return 1
	for file in "$iio"/scan_elements/in_*_en; do
		echo 1 > "$file" || return 1
	done
	echo 64 > "$iio/buffer/length" && echo 1 > "$iio/buffer/enable" &&
		timeout 20 dd if="/dev/${iio##*/}" of=/tmp/samples bs=32 count=8 \
			2> /dev/null
	echo 0 > "$iio/buffer/enable"
	hexdump -v -e '32/1 "%02x" "\n"' /tmp/samples > /tmp/samples.hex
	head -n 3 /tmp/samples.hex
	[ "$(sort -u /tmp/samples.hex | grep -c \
		^aed9ffffffffffff0c0000000000000000286bee00000000)" = 8 ]
}

# It is off when nobody reads.
at_rest()
{
	platform_of scmi1 sensor 0 > /tmp/sensor
	cat /tmp/sensor
	grep -q ' off' /tmp/sensor
}

iio_cases()
{
	try "each axis is read" axes_read
	try "with its scale and range" scaled
	try "readings follow the platform" axes_follow
	try "the sampling frequency is read and set" rate_changes
	try "a buffer is filled" samples
	try "the sensor is off when nobody reads" at_rest
}
