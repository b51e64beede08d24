#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Sensors in IIO: values, frequencies, buffers that the platform, a thread or a trigger
# fills, and what goes while they are open. Two platforms, with the same sensors.

. ../lib.sh
require_platform scmi0
require_platform scmi1

IIO=/sys/bus/iio/devices
# The platform behind scmi.0, and the other one.
one=scmi0
other=scmi1
TRIGGERS=$IIO/iio_sysfs_trigger

platform()
{
	platform_of "$one" "$@"
}

# iio_of LABEL: $iio becomes the device that has it. Labels are an instance and an id.
iio_of()
{
	local dir label

	for dir in "$IIO"/iio:device*; do
		read -r label 2> /dev/null < "$dir/label" || continue
		[ "$label" = "$1" ] || continue
		iio=$dir
		return
	done
	iio=
	return 1
}

# sensors_of INSTANCE: it has all of its devices.
sensors_of()
{
	iio_of "$1:0" && iio_of "$1:1" && iio_of "$1:2" && iio_of "$1:3"
}

# hwmon_of INSTANCE: its hwmon device.
hwmon_of()
{
	ls -d "$BUS/$1"/scmi_dev.*/hwmon/hwmon*
}

both()
{
	sensors_of scmi.0 && sensors_of scmi.1 && [ -n "$(hwmon_of scmi.0)" ]
}

begin()
{
	stack_load && within 100 both || return 1
	platform sensor 3 value 7 > /dev/null
	if ! is 3 in_pressure_raw 7 > /dev/null; then
		one=scmi1 other=scmi0
	fi
	platform_of scmi0 sensor 3 script > /dev/null
}

# is SENSOR FILE WANT: what a file of a sensor of scmi.0 has.
is()
{
	local got=

	iio_of "scmi.0:$1" && read -r got < "$iio/$2"
	[ "$got" = "$3" ] || { echo "$2 of $1 is '$got', not '$3'"; return 1; }
}

names()
{
	is 0 name accelerometer && is 1 name gyroscope && is 3 name barometer &&
		is 0 in_accel_z_label z-axis-pointing-away-from-the-board &&
		is 1 in_anglvel_z_label yaw
}

# hwmon's sensor has no device here, and hwmon has none of ours.
once()
{
	! iio_of scmi.0:4 && [ "$(cat "$(hwmon_of scmi.0)"/*_label)" = cpu_temp ]
}

values()
{
	is 0 in_accel_x_raw -9810 && is 0 in_accel_z_raw 9810 &&
		is 0 in_accel_x_scale 0.001 && is 1 in_anglvel_y_raw 200 &&
		is 1 in_anglvel_y_scale 0.000001 && is 2 in_magn_x_raw -4 &&
		is 2 in_magn_x_scale 0.0000000000000001 &&
		is 2 in_temp_raw 29815 && is 2 in_temp_offset -27315 &&
		is 2 in_temp_scale 10 && is 3 in_pressure_raw 1013250 &&
		is 3 in_pressure_scale 0.0001
}

range()
{
	is 0 in_accel_x_raw_available "[-20000 5 20000]" &&
		[ ! -e "$iio/in_accel_y_raw_available" ]
}

follows()
{
	local n

	for n in 1 -1 9223372036854775807 -9223372036854775808; do
		platform sensor 3 value $n > /dev/null && is 3 in_pressure_raw $n ||
			return 1
	done
	platform sensor 3 script > /dev/null
}

is_off()
{
	platform sensor 0 | grep -q ' off'
}

all_readable()
{
	local file

	for file in "$IIO"/iio:device*/*; do
		[ -f "$file" ] && [ -r "$file" ] || continue
		show "$file" > /dev/null || { echo "$file"; return 1; }
	done
}

frequencies()
{
	is 0 sampling_frequency_available "100.000000000 50.000000000 10.000000000" &&
		echo 51 > "$iio/sampling_frequency" &&
		is 0 sampling_frequency 50.000000000 &&
		is 2 sampling_frequency_available \
			"100.000000000 50.000000000 33.333333333 25.000000000 20.000000000" &&
		echo 33.333333333 > "$iio/sampling_frequency" &&
		is 2 sampling_frequency 33.333333333 && is_off
}

wrong_frequencies()
{
	local n

	iio_of scmi.0:1 || return 1
	for n in 0 -1 0.0001 2000 never; do
		if echo $n 2> /dev/null > "$iio/sampling_frequency"; then
			echo "$n was taken"
			return 1
		fi
	done
	is 1 sampling_frequency 10.000000000
}

# buffer LABEL CHANNEL...: enable the buffer of a device with these channels.
buffer()
{
	local label=$1 channel

	shift
	iio_of "$label" || return 1
	for channel in "$iio"/scan_elements/*_en; do
		echo 0 > "$channel"
	done
	for channel; do
		echo 1 > "$iio/scan_elements/in_${channel}_en" || return 1
	done
	echo 128 > "$iio/buffer/length"
	echo 1 > "$iio/buffer/enable"
}

# no_buffer LABEL: disable it.
no_buffer()
{
	iio_of "$1" && echo 0 > "$iio/buffer/enable"
}

# file_of LABEL: its file is $file. The device is in sysfs somewhat earlier.
file_of()
{
	iio_of "$1" || return 1
	file=/dev/${iio##*/}
	within 50 test -c "$file"
}

# samples LABEL WORDS NUM: they go to /tmp/samples.
samples()
{
	file_of "$1" && ./iioread "$file" "$2" "$3" \
		$((3000 * ${SCMI_SLOW:-1})) > /tmp/samples
}

# all_are LINE: each of the samples is that.
all_are()
{
	[ "$(sort -u /tmp/samples)" = "$1" ] || { head -n 3 /tmp/samples; return 1; }
}

# Time stamps ascend, by so many nanoseconds at least and at most on the average.
ascend()
{
	awk -v least="$1" -v most="$2" '
		{ now = $NF }
		NR > 1 && now <= last { bad = 1 }
		NR == 1 { first = now }
		{ last = now }
		END {
			mean = NR > 1 ? (last - first) / (NR - 1) : 0
			print "bad " bad ", mean " mean
			exit bad || mean < least || mean > most
		}' /tmp/samples
}

updated()
{
	local status=0 up rest last

	iio_of scmi.0:0 && echo boottime > "$iio/current_timestamp_clock" &&
		buffer scmi.0:0 accel_x accel_y accel_z timestamp || return 1
	platform sensor 0 | grep ' on' | grep -q notify-updates || status=1
	samples scmi.0:0 4 20 || status=1
	read -r up rest < /proc/uptime
	no_buffer scmi.0:0 || status=1
	[ "$(cut -d ' ' -f 1-3 /tmp/samples | sort -u)" = "-9810 17 9810" ] &&
		ascend 19000000 $((40000000 * ${SCMI_SLOW:-1})) || status=1
	# The last one is of the last seconds.
	last=$(tail -n 1 /tmp/samples | cut -d ' ' -f 4)
	up=${up%%.*}
	[ $((up - last / 1000000000)) -le 5 ] ||
		{ echo "up $up: $last"; status=1; }
	return $status
}

off_again()
{
	is_off && ! platform sensor 0 | grep -q notify-updates
}

# An axis is left out, and so are time stamps.
few_channels()
{
	buffer scmi.0:0 accel_x accel_z && samples scmi.0:0 2 5 && no_buffer scmi.0:0 &&
		all_are "-9810 9810"
}

only_time()
{
	buffer scmi.0:0 accel_y timestamp && samples scmi.0:0 2 5 &&
		no_buffer scmi.0:0 && [ "$(cut -d ' ' -f 1 /tmp/samples | sort -u)" = 17 ]
}

# While a buffer is in use the files are read as ever.
beside()
{
	buffer scmi.0:0 accel_x && is 0 in_accel_z_raw 9810 &&
		echo 100 > "$iio/sampling_frequency" && samples scmi.0:0 1 5 &&
		no_buffer scmi.0:0 && echo 50 > "$iio/sampling_frequency"
}

polled()
{
	iio_of scmi.0:1 && echo 50 > "$iio/sampling_frequency" &&
		buffer scmi.0:1 anglvel_x anglvel_y anglvel_z timestamp &&
		samples scmi.0:1 4 10 && no_buffer scmi.0:1 &&
		[ "$(cut -d ' ' -f 1-3 /tmp/samples | sort -u)" = "100 200 -300" ] &&
		ascend 19000000 $((25000000 * ${SCMI_SLOW:-1}))
}

polled_async()
{
	buffer scmi.0:3 pressure && samples scmi.0:3 1 3 && no_buffer scmi.0:3 &&
		all_are 1013250
}

# The platform promises updates, and does not want to send them.
refused()
{
	fault error=not-supported proto=sensor msg=continuous-update-notify &&
		buffer scmi.0:0 accel_x && samples scmi.0:0 1 5 && no_buffer scmi.0:0 &&
		all_are -9810 && is_off && platform_calm
}

# A reading that fails costs one sample, and one line of the log.
unread()
{
	local lines

	lines=$(said "gives no samples")
	fault error=hardware-error proto=sensor msg=reading-get count=3 &&
		buffer scmi.0:1 anglvel_x && samples scmi.0:1 1 3 &&
		no_buffer scmi.0:1 && all_are 100 &&
		[ "$(said "gives no samples")" = $((lines + 1)) ]
}

unbuffered()
{
	fault error=busy proto=sensor msg=config-get &&
		! buffer scmi.0:0 accel_x 2> /dev/null && platform_calm &&
		buffer scmi.0:0 accel_x && samples scmi.0:0 1 1 && no_buffer scmi.0:0
}

# trigger N: make it, and choose it for the accelerometer.
trigger()
{
	echo "$1" > $TRIGGERS/add_trigger && iio_of scmi.0:0 &&
		echo "sysfstrig$1" > "$iio/trigger/current_trigger"
}

pull()
{
	echo 1 > "$(dirname "$(grep -l "^sysfstrig$1$" $IIO/trigger*/name)")/trigger_now"
}

# No sample without the trigger, one for each time that it is pulled.
triggered()
{
	buffer scmi.0:0 accel_x accel_y || return 1
	iio_of scmi.0:0
	! ./iioread "/dev/${iio##*/}" 2 1 300 > /tmp/samples || return 1
	pull 7 && samples scmi.0:0 2 1 && all_are "-9810 17" && pull 7 &&
		samples scmi.0:0 2 1 && no_buffer scmi.0:0 && is_off
}

untrigger()
{
	iio_of scmi.0:0 && echo > "$iio/trigger/current_trigger" &&
		echo 7 > $TRIGGERS/remove_trigger && updated
}

# reader LABEL WORDS: somebody who reads until an error comes.
reader()
{
	file_of "$1" || return 1
	rm -f /tmp/reader
	( ./iioread "$file" "$2" 1000000 > /tmp/reader.out; echo $? > /tmp/reader ) \
		> /dev/null 2>&1 &
	within 50 test -s /tmp/reader.out && [ ! -e /tmp/reader ]
}

# What it got in the end is ENODEV.
reader_lost()
{
	within 50 test -s /tmp/reader && [ "$(tail -n 1 /tmp/reader.out)" = "error 19" ] ||
		{ tail -n 1 /tmp/reader.out; return 1; }
}

# goes LABEL CHANNEL...: the client is unbound while that buffer is open.
goes()
{
	local client label=$1

	shift
	buffer "$label" "$@" && reader "$label" $# || return 1
	client=$(client_of scmi.0 iiodev)
	echo "${client##*/}" > "${BUS%/*}/drivers/scmi-agent-iio/unbind"
	reader_lost && ! iio_of "$label" || return 1
	echo "${client##*/}" > "${BUS%/*}/drivers/scmi-agent-iio/bind"
	within 100 sensors_of scmi.0 && off_again
}

# open_file LABEL: leave a file open that nobody reads.
open_file()
{
	file_of "$1" && exec 8< "$file"
}

# unplugs LABEL CHANNEL...: the device goes while that buffer is open, and a file of
# another sensor, which is closed when all is there again.
unplugs()
{
	local label=$1 status=0

	shift
	buffer "$label" "$@" && reader "$label" $# && open_file scmi.0:3 || return 1
	scmi_unplug $one && within 50 test ! -e "$BUS/scmi.0" && reader_lost || status=1
	! iio_of scmi.0:0 && iio_of scmi.1:0 || status=1
	scmi_plug $one && within 100 sensors_of scmi.0 || status=1
	exec 8<&-
	return $status
}

# A platform that says nothing holds up the end of a buffer for one answer.
silent()
{
	buffer scmi.0:1 anglvel_x && samples scmi.0:1 1 1 || return 1
	platform silent on > /dev/null
	usleep 200000
	iio_of scmi.0:1
	faster 6500 sh -c "echo 0 > $iio/buffer/enable"
	status=$?
	platform silent off > /dev/null
	[ "$status" = 0 ] && within 100 is 1 in_anglvel_x_raw 100
}

# Two instances measure side by side, each its own.
apart()
{
	platform_of $other sensor 3 value 5 > /dev/null && is 3 in_pressure_raw 1013250 &&
		iio_of scmi.1:3 && [ "$(cat "$iio/in_pressure_raw")" = 5 ] &&
		buffer scmi.0:0 accel_x && buffer scmi.1:0 accel_x accel_y &&
		samples scmi.0:0 1 5 && all_are -9810 && samples scmi.1:0 2 5 &&
		all_are "-9810 17" && no_buffer scmi.0:0 && no_buffer scmi.1:0
}

# The module stays while a buffer is open, and goes when it is not.
module_stays()
{
	local status=0

	open_file scmi.0:0 || return 1
	! rmmod scmi-agent-iio 2> /dev/null || status=1
	exec 8<&-
	return $status
}

# Unloading ends a buffer that nobody has open.
gone_with_buffer()
{
	buffer scmi.0:0 accel_x && buffer scmi.1:1 anglvel_x && gone "$1"
}

triggers=0
modprobe iio-trig-sysfs 2> /dev/null
[ -e $TRIGGERS ] && triggers=3
plan $((29 + triggers))
empty=$(state)
for n in 0 1; do
	platform_of scmi$n strict-silent on > /dev/null
done
begin > /tmp/begin 2>&1 && pass "two instances have sensors" ||
	fail "two instances have sensors" "$(tail -n 1 /tmp/begin)"
check "devices and channels have the platform's names" names
check "no sensor is shown twice" once
check "values, scales and offsets are shown, with all digits" values
check "a range is shown where there is one" range
check "readings follow the platform, in 64 bits" follows
check "reading a sensor that is off leaves it off" is_off
check "every file can be read" all_readable
check "frequencies are the platform's, and can be set" frequencies
check "frequencies that nobody has are refused" wrong_frequencies
check "the platform fills a buffer, and stamps it" updated
check "its sensor is off afterwards" off_again
check "channels that are off are not in it" few_channels
check "one value and its time" only_time
check "files are read beside a buffer" beside
check "a sensor without updates is polled, as often as told" polled
check "one that is read asynchronously, too" polled_async
check "so is one whose updates the platform refuses" refused
check "a reading that fails costs one sample and one line" unread
check "a buffer that the platform is too busy for begins later" unbuffered
if [ $triggers != 0 ]; then
	check "there is a trigger" trigger 7
	check "a trigger fills a buffer, and nothing else does" triggered
	check "without it the platform does again" untrigger
fi
check "the client goes while the platform fills a buffer" goes scmi.0:0 accel_x accel_y
check "it goes while a thread does" goes scmi.0:1 anglvel_x
check "the module stays while a buffer is open" module_stays
check "the device goes while the platform fills a buffer" unplugs scmi.0:0 accel_x
check "it goes while a thread does" unplugs scmi.0:1 anglvel_x
check "two instances measure side by side" apart
check "a silent platform holds up nobody for long" silent
check "no request broke the protocol" polite
check "unloading ends buffers and leaves nothing" gone_with_buffer "$empty"
finish
