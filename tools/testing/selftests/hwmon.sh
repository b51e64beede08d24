# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# What sensors of test-main measure, through hwmon. Of whichever client: that of the
# stack or mainline's.

# raw ID VALUE LABEL HWMON: what the platform measures, and what hwmon shows.
raw()
{
	platform sensor $1 value $2 > /dev/null && value_is $3 $4
}

readings_follow()
{
	local n

	for n in 0 1 -1 127999 -40000; do
		raw 0 $n cpu_temp $n || return 1
	done
}

negative()
{
	raw 2 -850000 vdd -850 && raw 2 850000 vdd 850
}

follows_slow()
{
	raw 4 1 soc_power 1 && raw 4 9000000 soc_power 9000000
}

kind_is()
{
	case "$(attr_of "$1" input)" in
	*/"$2"[0-9]*_input) ;;
	*) attr_of "$1" input; return 1 ;;
	esac
}

kinds()
{
	kind_is cpu_temp temp && kind_is vdd in && kind_is idd curr &&
		kind_is soc_power power &&
		kind_is energy-since-boot-of-the-whole-board energy
}

# Neither a fan, which has another unit than hwmon's, nor axes.
left_out()
{
	[ -z "$(attr_of fan input)$(attr_of accelerometer input)" ] &&
		[ -z "$(ls /sys/class/hwmon/hwmon*/fan* 2> /dev/null)" ]
}

unreadable()
{
	fault error=hardware-error proto=sensor msg=reading-get domain=2 count=1 &&
		! value vdd 2> /dev/null && value_is vdd 850
}

two_values()
{
	value_is soc_power 9000000 && value_is vdd 850
}

hwmon_cases()
{
	try "sensors are what they measure" kinds
	try "what is nothing for hwmon is left out" left_out
	try "millidegrees are shown as they are" raw 0 45000 cpu_temp 45000
	try "degrees become millidegrees, also below zero [H65]" \
		raw 1 -7 cold_temp -7000
	try "microvolts become millivolts" raw 2 850000 vdd 850
	try "also below zero [H65]" negative
	platform sensor 2 value 850000 > /dev/null
	try "milliamperes may be negative [H65]" raw 3 -120 idd -120
	try "millijoules become microjoules" \
		raw 5 123456 energy-since-boot-of-the-whole-board 123456000
	try "degrees Fahrenheit become millidegrees Celsius" \
		raw 9 2120 boiling_f 100000
	try "kelvins become millidegrees Celsius" raw 10 27315 freezing_k 0
	try "what is too large for hwmon is the largest" \
		value_is overflow -9223372036854775808
	try "readings follow the platform" readings_follow
	try "readings that take their time follow it too" follows_slow
	platform sensor 0 value 45000 > /dev/null
	try "many may read at once" side_by_side 12 repeat 5 two_values
	try "an unreadable sensor is an error, once" unreadable
}
