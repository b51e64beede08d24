#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A board's node, see qemu/dt/firmware.dtsi, on a kernel whose own SCMI stack is built
# in and was told not to start: nobody has the node until our modules come by alias.

. ../lib.sh
. ../mailbox.sh
[ -e /proc/device-tree/firmware/scmi ] && [ -e scmi-agent-takeover ] ||
	skip_all "no such node in the devicetree"
require_mailbox

node=/sys/bus/platform/devices/firmware:scmi
consumer=/sys/bus/platform/devices/scmi-consumer

# The kernel was started with what the program would add to its command line.
as_enabled()
{
	local want line

	want=$(sed -n 's/^parameter=//p' scmi-agent-takeover)
	read -r line < /proc/cmdline
	[ -n "$want" ] || return 1
	case " $line " in
	*" $want "*) ;;
	*) return 1 ;;
	esac
}

# A driver that is registered would have the device by now.
nobody_has()
{
	[ -e "$1" ] && [ ! -e "$1/driver" ]
}

# driver_is DEVICE NAME
driver_is()
{
	case "$(readlink "$1/driver")" in
	*"/$2") ;;
	*) return 1 ;;
	esac
}

# supplier: the device of the clocks, by the consumer's link to it.
supplier()
{
	local link name

	for link in "$consumer"/supplier:scmi_agent:scmi_dev.*; do
		name=${link##*/supplier:scmi_agent:}
		case "$(readlink -f "$BUS/$name/of_node")" in
		*/firmware/scmi/protocol@14) echo "$name"; return ;;
		esac
	done
	ls -d "$consumer"/supplier:*
	return 1
}

# The consumer waited for that device, as fw_devlink has it, and not for another one.
linked()
{
	local name status

	name=$(supplier) || { echo "$name"; return 1; }
	read -r status < "$consumer/supplier:scmi_agent:$name/status"
	[ "$status" = active ] || { echo "$name is $status"; return 1; }
}

half_rate()
{
	rate_is bus 400000000 && rate_is scmi-half 200000000
}

# Whoever uses a clock goes with it, and comes back.
consumer_follows()
{
	local name driver

	name=$(supplier) && driver=$(readlink -f "$BUS/$name/driver") || return 1
	echo "$name" > "$driver/unbind" && nobody_has "$consumer" &&
		echo "$name" > "$driver/bind" &&
		within 100 driver_is "$consumer" simple-pm-bus
}

# Consumers that hold their clock keep the module of it.
unload()
{
	echo scmi-consumer > "$consumer/driver/unbind" && stack_unload &&
		back_to "$idle"
}

plan 14
idle=$(state)
check "this kernel was started as scmi-agent-takeover wants it" as_enabled
check "nobody has the node" nobody_has "$node"
check "its consumer waits" nobody_has "$consumer"
check "a platform comes" tell add scmi0 mailbox board=test-main \
	node=/firmware/scmi
check "nobody has the node yet" nobody_has "$node"
/harness/autoload on
check "modules are loaded by alias" /harness/autoload once
check "our transport has the node" within 100 driver_is "$node" scmi-agent-mailbox
check "clients come by alias, too" within 100 bound
check "it works" working
check "the consumer has its clock, and a driver" within 100 driver_is \
	"$consumer" simple-pm-bus
check "a clock that is made of it has half its rate" half_rate
check "it is linked to the device of the clocks" linked
check "it goes and comes with it" consumer_follows
/harness/autoload off
check "unloading leaves nothing" unload
tell del scmi0 > /dev/null
unload_platforms
finish
