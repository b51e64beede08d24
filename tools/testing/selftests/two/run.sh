#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Two devices whose platforms are described by the same board.

. ../lib.sh
require_platform scmi0
require_platform scmi1

drivers=/sys/bus/scmi_agent/drivers

# The instance whose platform is $1: the one that sees its readings.
instance_of()
{
	local input dir

	platform_of "$1" sensor 0 value 61234 > /dev/null || return 1
	for input in /sys/class/hwmon/hwmon*/temp1_input; do
		[ "$(cat "$input")" = 61234 ] || continue
		dir=$(readlink -f "${input%/temp1_input}/device/..")
		platform_of "$1" sensor 0 value 45000 > /dev/null
		echo "${dir##*/}"
		return 0
	done
	return 1
}

# sensor_of INSTANCE: its cpu_temp.
sensor_of()
{
	cat "$BUS/$1"/scmi_dev.*/hwmon/hwmon*/temp1_input
}

two_hwmons()
{
	[ "$(cat /sys/class/hwmon/hwmon*/name 2> /dev/null |
		grep -c scmi_sensors)" = 2 ]
}

# The first has the plain names, the other one its own in front, for all clocks.
two_clks()
{
	[ -d "$CLK/bus" ] && [ -d "$CLK/scmi.1:bus" ] &&
		[ ! -d "$CLK/scmi.0:bus" ] || return 1
	plain=$(if [ "$one" = scmi.0 ]; then echo scmi0; else echo scmi1; fi)
	platform_of "$plain" clock 2 rate 200M > /dev/null &&
		rate_is bus 200000000 && rate_is "scmi.1:bus" 400000000 &&
		platform_of "$plain" clock 2 rate 400M > /dev/null
}

# client INSTANCE NAME: the device of that name.
client()
{
	local dir

	for dir in "$BUS/$1"/scmi_dev.*; do
		[ "$(cat "$dir/name")" = "$2" ] && echo "${dir##*/}"
	done
}

# Whichever was there first: clients are loaded anew, in the other order.
names_stay()
{
	local dev

	for dev in "$(client scmi.0 clocks)" "$(client scmi.1 clocks)"; do
		echo "$dev" > "$drivers/scmi-agent-clk/unbind" || return 1
	done
	for dev in "$(client scmi.1 clocks)" "$(client scmi.0 clocks)"; do
		echo "$dev" > "$drivers/scmi-agent-clk/bind" || return 1
	done
	two_clks
}

# What tells their sensors apart is the name of the device.
hwmon_names()
{
	[ "$(cat "$BUS"/scmi.0/scmi_dev.*/hwmon/hwmon*/name)" = scmi_sensors ] &&
		[ "$(cat "$BUS"/scmi.1/scmi_dev.*/hwmon/hwmon*/name)" = scmi_sensors_1 ]
}

apart()
{
	platform_of scmi0 sensor 0 value 41000 > /dev/null &&
		platform_of scmi1 sensor 0 value -3000 > /dev/null &&
		[ "$(sensor_of "$one")" = 41000 ] &&
		[ "$(sensor_of "$two")" = -3000 ]
}

# A platform that has stopped answering is not in the other's way.
undisturbed()
{
	platform_of scmi1 silent on > /dev/null || return 1
	cat "$BUS/$two"/scmi_dev.*/hwmon/hwmon*/temp1_input > /dev/null 2>&1 &
	faster 1000 apart_one || return 1
	platform_of scmi1 silent off > /dev/null
	wait
	return 0
}

apart_one()
{
	platform_of scmi0 sensor 0 value 42000 > /dev/null &&
		[ "$(sensor_of "$one")" = 42000 ]
}

# Clients of one come and go, the other's stay.
cycle()
{
	local dev

	for name in clocks hwmon; do
		driver=clk
		[ "$name" = clocks ] || driver=hwmon
		dev=$(basename "$(client_of "$two" "$name")")
		echo "$dev" > "$drivers/scmi-agent-$driver/unbind" &&
			apart_one &&
			echo "$dev" > "$drivers/scmi-agent-$driver/bind" ||
			return 1
	done
	two_hwmons && two_clks && apart
}

all_refused()
{
	[ "$(platform_of scmi1 fault list | tr '[' '\n' | grep -c 'fired=[1-9]')" = 2 ]
}

# The protocols of one do not come up, the other's clients go on.
one_fails()
{
	local device status=0

	device=$(virtio_device "$two")
	echo "$device" > "$VIRTIO/unbind"
	for proto in clock sensor; do
		platform_of scmi1 fault add error=generic-error "proto=$proto" \
			msg=attributes > /dev/null || return 1
	done
	echo "$device" > "$VIRTIO/bind" && within 50 all_refused || status=1
	usleep 200000
	apart_one && ! two_hwmons || status=1
	platform_of scmi1 fault clear > /dev/null
	echo "$device" > "$VIRTIO/unbind"
	echo "$device" > "$VIRTIO/bind"
	[ "$status" = 0 ] && apart_one && within 100 two_hwmons && two_clks &&
		apart
}

unplugged()
{
	scmi_unplug scmi1 && within 50 test ! -e "$BUS/$two" && apart_one &&
		! two_hwmons && scmi_plug scmi1 && within 100 two_hwmons &&
		two=$(instance_of scmi1) && two_clks && apart
}

plan 12
empty=$(state)
check "the stack loads" stack_load
check "two instances have sensors" within 100 two_hwmons
one=$(instance_of scmi0)
two=$(instance_of scmi1)
note "scmi0 is $one, scmi1 is $two"
check "their clocks have names of their own" within 50 two_clks
check "which do not depend on who comes first [P6]" names_stay
check "so have their sensors' devices [F2]" hwmon_names
check "their sensors are their own [H62]" apart
check "clients come and go one by one" cycle
check "one is silent, the other answers" undisturbed
check "the protocols of one fail, the other works [H62]" one_fails
check "one is unplugged, the other stays" unplugged
check "all is as it was" apart
check "unloads, and leaves nothing" gone "$empty"
finish
