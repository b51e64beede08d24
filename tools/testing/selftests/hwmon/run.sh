#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Sensors in hwmon: values, units, switches, limits and alarms.

. ../lib.sh
. ../hwmon.sh
require_platform

switches()
{
	local enable

	enable=$(attr_of vdd enable)
	[ "$(cat "$enable")" = 1 ] && echo 0 > "$enable" &&
		[ "$(cat "$enable")" = 0 ] &&
		platform sensor 2 | grep -q ' off' &&
		value_is cpu_temp 45000 && echo 1 > "$enable" &&
		platform sensor 2 | grep -q ' on' && value_is vdd 850 &&
		! echo 2 > "$enable" 2> /dev/null
}

turned_off()
{
	local enable

	enable=$(attr_of off_temp enable)
	[ "$(cat "$enable")" = 0 ] && ! value off_temp 2> /tmp/err &&
		grep -q "No data available" /tmp/err && echo 1 > "$enable" &&
		value_is off_temp 45100 && echo 0 > "$enable"
}

limits_are()
{
	[ -e "$(attr_of cpu_temp max)" ] && [ -e "$(attr_of cpu_temp crit)" ] &&
		[ -e "$(attr_of cold_temp max)" ] &&
		[ ! -e "$(attr_of cold_temp crit)" ] &&
		[ ! -e "$(attr_of vdd max)" ]
}

# Trip points can be written only: a limit that nobody has set is none.
limit_unset()
{
	[ "$(cat "$(attr_of cpu_temp crit)")" = 9223372036854775807 ] &&
		[ "$(cat "$(attr_of cold_temp max)")" = 9223372036854775807 ]
}

# Whatever there is besides readings, which may not be there.
all_readable()
{
	local file

	for file in /sys/class/hwmon/hwmon*/*_*; do
		[ -f "$file" ] || continue
		case "$file" in
		*_input) ;;
		*) cat "$file" > /dev/null || { echo "$file"; return 1; } ;;
		esac
	done
}

limit_set()
{
	echo 95000 > "$(attr_of cpu_temp crit)" &&
		[ "$(cat "$(attr_of cpu_temp crit)")" = 95000 ] &&
		echo -20000 > "$(attr_of cold_temp max)" &&
		[ "$(cat "$(attr_of cold_temp max)")" = -20000 ]
}

crit_is()
{
	[ "$(cat "$(attr_of cpu_temp crit_alarm)")" = "$1" ]
}

both_alarms()
{
	echo 80000 > "$(attr_of cpu_temp max)" &&
		echo 95000 > "$(attr_of cpu_temp crit)" || return 1
	platform sensor 0 value 85000 > /dev/null
	within 30 alarm_is 1 && crit_is 0 || return 1
	platform sensor 0 value 99000 > /dev/null
	within 30 crit_is 1 && alarm_is 1 || return 1
	platform sensor 0 value 90000 > /dev/null
	within 30 crit_is 0 && alarm_is 1 || return 1
	platform sensor 0 value 45000 > /dev/null
	within 30 alarm_is 0 && crit_is 0
}

# The reading is beyond the limit already when that is set.
alarm_at_once()
{
	platform sensor 0 value 70000 > /dev/null
	echo 60000 > "$(attr_of cpu_temp max)" && alarm_is 1 &&
		echo 80000 > "$(attr_of cpu_temp max)" && alarm_is 0 &&
		platform sensor 0 value 45000 > /dev/null
}

limit_refused()
{
	fault error=out-of-range proto=sensor msg=trip-point-config count=1 &&
		! echo 1000 > "$(attr_of cpu_temp max)" 2> /dev/null &&
		[ "$(cat "$(attr_of cpu_temp max)")" = 80000 ]
}

wild_limits()
{
	local n

	for n in 9223372036854775807 -9223372036854775808; do
		echo $n > "$(attr_of cpu_temp max)" 2> /dev/null
	done
	notifying
}

plan 28
empty=$(state)
platform strict-silent on > /dev/null
check "everything loads" load
hwmon_cases
check "limits are there for trip points" limits_are
check "a limit that nobody set is the largest value [F3]" limit_unset
check "every attribute can be read [F3 P7]" all_readable
check "limits are set" limit_set
check "crossing limits raises and clears alarms" both_alarms
check "an alarm is raised when the limit comes later" alarm_at_once
check "the platform's refusal of a limit is passed on" limit_refused
check "wild limits do no harm" wild_limits
check "sensors are turned on and off [H65]" switches
check "a sensor that is off says so, and can be turned on" turned_off
check "no request broke the protocol" polite
check "unloading leaves nothing" gone "$empty"
finish
