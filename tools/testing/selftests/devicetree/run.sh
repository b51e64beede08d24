#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The node is tools/testing/qemu/dt/scmi.dtsi: consumers of clock 0 and of
# sensor 0 of board-demo, which drivers built into the stock kernel bind to.

. ../lib.sh
[ -e /proc/device-tree/thermal-zones/scmi-thermal ] ||
	skip_all "no such node in the devicetree"

clk=/sys/kernel/debug/clk

# The scmi_device of a protocol has that protocol's node.
has_node()
{
	local dir

	for dir in /sys/bus/scmi_agent/devices/*/of_node; do
		case "$(readlink -f "$dir")" in
		*/firmware/scmi/protocol@14) return 0 ;;
		esac
	done
	return 1
}

has_zone()
{
	[ -n "$(zone scmi-thermal)" ]
}

temperature()
{
	cat "$(zone scmi-thermal)/temp"
}

# A rate that cannot be read is not 0 for those who compute theirs from it.
consumer_stays()
{
	fault error=busy proto=clock msg=rate-get || return 1
	[ "$(cat "$clk/osc/clk_rate")" = 24000000 ] &&
		[ "$(cat "$clk/scmi-consumer/clk_rate")" = 12000000 ] || return 1
	platform fault clear > /dev/null
}

# The zone's sensor is on, and stays so.
not_blinded()
{
	local enable

	enable=$(attr_of cpu_temp enable)
	! echo 0 > "$enable" 2> /tmp/err && grep -qi busy /tmp/err &&
		[ "$(cat "$enable")" = 1 ]
}

plan 11
check "the stack loads" stack_load
check "the clock protocol's device has its node" within 50 has_node
check "its clock is there" within 50 test -d "$clk/osc"
check "the consumer got its clock" within 50 test -d "$clk/scmi-consumer"
equal "at half the rate" "$(cat "$clk/scmi-consumer/clk_rate")" 12000000
check "which stays when the clock cannot be read [P1]" consumer_stays
check "the thermal zone has its sensor" within 50 has_zone
check "which cannot be turned off [P3]" not_blinded

hostctl platform scmi0 sensor 0 value 61000 > /dev/null
equal "the zone reads what the platform says" "$(temperature)" 61000
hostctl platform scmi0 sensor 0 value 62500 > /dev/null
equal "also after it changed" "$(temperature)" 62500

check "the stack unloads" stack_unload
finish
