# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# What there is on test-mainline beside sensors, through its framework: the devices
# test-* of dt/clients.dtsi are consumers, which do what they are told.

USE=/sys/kernel/debug/scmi-agent-test-consumer
CPU=/sys/devices/system/cpu/cpu0/cpufreq

# use NODE FILE VALUE: what a consumer does.
use_put()
{
	echo "$3" > "$USE/$1/$2"
}

use_is()
{
	local got=

	read -r got < "$USE/$1/$2" && [ "$got" = "$3" ] && return
	echo "$1/$2 is '$got', not '$3'"
	return 1
}

# soc_says PROTOCOL ID WORD: a word of what the platform tells.
soc_says()
{
	local said

	said=$(platform_of scmi1 "$1" "$2")
	case " $said " in
	*" $3 "*) ;;
	*) echo "$said"; return 1 ;;
	esac
}

line_moves()
{
	use_put test-reset reset 1 && soc_says reset 0 asserted &&
		use_put test-reset reset 0 && soc_says reset 0 released
}

# The platform counts resets.
line_pulses()
{
	local before

	before=$(platform_of scmi1 reset 0 | grep -o 'count=[0-9]*')
	use_put test-reset reset 2 &&
		soc_says reset 0 "count=$((${before#count=} + 1))"
}

# On for as long as somebody uses it.
domain_follows()
{
	use_put test-power power 1 && soc_says power 1 state=0x0 &&
		use_is test-power power 1 && use_put test-power power 0 &&
		soc_says power 1 state=0x40000000
}

# For as long as its user is not suspended.
level_follows()
{
	local n

	use_put test-perf power 1 || return 1
	for n in 3 1 2; do
		use_put test-perf level $n && soc_says perf 1 level=$n || return 1
	done
	use_put test-perf power 0
}

# A range, and a table.
supply_follows()
{
	use_put test-io voltage 650000 && soc_says voltage 0 level=650000 &&
		use_is test-io voltage 650000 && use_put test-sd voltage 1100000 &&
		soc_says voltage 1 level=1100000 && use_is test-sd voltage 1100000
}

supply_switches()
{
	use_put test-sd supply 1 && soc_says voltage 1 mode=0x7 && use_is test-sd supply 1 &&
		use_put test-sd supply 0 && soc_says voltage 1 mode=0x0
}

supply_out_of_range()
{
	! use_put test-io voltage 1250000 2> /dev/null &&
		soc_says voltage 0 level=650000
}

# cap_zone NAME: $cap becomes the directory of a power cap.
cap_zone()
{
	local name

	for cap in /sys/class/powercap/arm-scmi*:*; do
		[ -e "$cap/name" ] && read -r name < "$cap/name" &&
			[ "$name" = "$1" ] && return
	done
	return 1
}

# cap_is NAME FILE VALUE
cap_is()
{
	local got=

	cap_zone "$1" && read -r got < "$cap/$2" && [ "$got" = "$3" ] && return
	echo "$1/$2 is '$got', not '$3'"
	return 1
}

caps_shown()
{
	cap_is soc power_uw 4000000 && cap_is cpus power_uw 2500000 &&
		cap_is soc constraint_0_max_power_uw 15000000 &&
		cap_is soc constraint_0_power_limit_uw 15000000
}

caps_set()
{
	cap_zone cpus && echo 5000000 > "$cap/constraint_0_power_limit_uw" &&
		soc_says powercap 1 cap=5000 &&
		cap_is cpus constraint_0_power_limit_uw 5000000
}

# cpu_at KHZ: both limits are moved there, downwards first or upwards.
cpu_at()
{
	echo 500000 > "$CPU/scaling_min_freq" &&
		echo "$1" > "$CPU/scaling_max_freq" &&
		echo "$1" > "$CPU/scaling_min_freq" &&
		within 20 soc_says perf 0 "level=$(($1 / 1000))" &&
		[ "$(cat "$CPU/scaling_cur_freq")" = "$1" ]
}

cpu_follows()
{
	cpu_at 1500000 && cpu_at 500000 && cpu_at 1000000
}

cpu_shared()
{
	[ "$(cat "$CPU/scaling_driver")" = scmi ] &&
		[ "$(cat "$CPU/related_cpus")" = "0 1" ] &&
		[ "$(cat "$CPU/cpuinfo_max_freq")" = 1500000 ]
}

# The platform takes the highest away, and gives it back.
cpu_limited()
{
	local status=0

	platform_of scmi1 perf 0 limits 500 1000 > /dev/null
	within 20 cpu_max_is 1000000 || status=1
	platform_of scmi1 perf 0 limits 500 1500 > /dev/null
	within 20 cpu_max_is 1500000 || status=1
	return $status
}

cpu_max_is()
{
	echo 1500000 > "$CPU/scaling_max_freq" &&
		[ "$(cat "$CPU/scaling_max_freq")" = "$1" ]
}

# The first state is that of its probe.
pins_follow()
{
	soc_says pinctrl 0 function=0 && soc_says pinctrl 1 function=0 &&
		use_put test-pins pins 1 && soc_says pinctrl 0 function=1 &&
		use_put test-pins pins 0 && soc_says pinctrl 0 function=0
}

pins_are_set()
{
	use_put test-pins pins 1 && soc_says pinctrl 0 drive-strength=2 &&
		use_put test-pins pins 0 && soc_says pinctrl 0 drive-strength=4
}

# It lets user space do it, which is a script here.
asks_for_shutdown()
{
	local was=/proc/sys/kernel/poweroff_cmd

	printf '#!/bin/sh\necho off > /tmp/off\n' > /tmp/off.sh
	chmod 755 /tmp/off.sh
	rm -f /tmp/off
	was=$(cat $was)
	echo /tmp/off.sh > /proc/sys/kernel/poweroff_cmd
	platform_of scmi1 system 0 shutdown graceful 0s > /dev/null &&
		within 50 test -e /tmp/off
	local status=$?

	echo "$was" > /proc/sys/kernel/poweroff_cmd
	return $status
}

reset_cases()
{
	try "a line is asserted and released" line_moves
	try "a line is reset" line_pulses
}

power_cases()
{
	try "a domain is on while it is used" domain_follows
}

perf_cases()
{
	try "a performance state is set" level_follows
}

regulator_cases()
{
	try "a voltage is set" supply_follows
	try "one that the supply does not have is refused" supply_out_of_range
	try "a supply is turned on and off" supply_switches
}

powercap_cases()
{
	try "power and caps are shown" caps_shown
	try "a cap is set" caps_set
}

cpufreq_cases()
{
	try "the processors share a policy" cpu_shared
	try "their frequency follows the policy's limits" cpu_follows
	try "the platform's limits are kept" cpu_limited
}

pinctrl_cases()
{
	try "pins get the functions of states" pins_follow
	try "and their settings" pins_are_set
}

syspower_cases()
{
	try "a shutdown that is asked for is handed on" asks_for_shutdown
}
