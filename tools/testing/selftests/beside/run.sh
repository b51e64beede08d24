#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A board's node, see qemu/dt/firmware.dtsi, on a kernel whose own SCMI stack is built
# in and has it. Our modules leave it alone, and serve the virtio device beside it: two
# platforms with the same clocks and sensors, one for each stack.

. ../lib.sh
[ -e /proc/device-tree/firmware/scmi ] ||
	skip_all "no such node in the devicetree"
modprobe -q scmi-agent-test-platform && modprobe -q scmi-agent-test-mbox ||
	skip_all "no platforms behind mailboxes here"

node=/sys/bus/platform/devices/firmware:scmi

# Tell the board's platform something, and print its answer.
boards_platform()
{
	scmi_ask mbox0 "$@"
	answered "$@"
}

add_board()
{
	scmi_ask add mbox0 mailbox board=test-main node=/firmware/scmi
	answered add
}

# The virtio device's is the host's.
platform()
{
	host platform scmi0 "$@" > /dev/null
}

owner()
{
	basename "$(readlink "$node/driver")"
}

own_stack()
{
	local owner

	owner=$(owner)
	case "$owner" in
	"" | scmi-agent*) echo "driver: $owner"; return 1 ;;
	esac
}

# Its clocks are those of the board: the rate that this platform has.
own_clock()
{
	local got

	boards_platform clock 2 rate "$1"M > /dev/null || return 1
	read -r got < "$CLK/bus/clk_rate"
	[ "$got" = "$1"000000 ] || { echo "bus is $got"; return 1; }
}

# From 6.12 on the core has a device of its own below the node's, which waits for any
# driver to bind before it looks again whether the mailboxes are there.
own_clock_comes()
{
	local dev

	for dev in /sys/bus/platform/devices/arm-scmi.*; do
		[ ! -e "$dev" ] || [ -e "$dev/driver" ] ||
			echo "${dev##*/}" > /sys/bus/platform/drivers_probe
	done
	own_clock 200
}

own_works()
{
	[ "$(owner)" = "$before" ] && own_clock 100 && own_clock 200
}

# One instance, and it is the virtio device's.
one_instance()
{
	local transport

	set -- "$BUS"/scmi.*[0-9]
	[ $# = 1 ] && read -r transport < "$1/transport" &&
		[ "$transport" = virtio ]
}

# Clocks of that name, ours under another one.
clocks_beside()
{
	find "$CLK" -maxdepth 1 -name '*bus*' | grep -c .
}

# Nobody but the kernel's own stack wrote to the board's areas.
nobody_else()
{
	boards_platform stats overlaps bad-lengths protocol-errors > /dev/null ||
		return 1
	case "$scmi_said" in
	*=[1-9]*) echo "$scmi_said"; return 1 ;;
	esac
}

said_why()
{
	dmesg | grep "firmware:scmi" |
		grep "driver $before keeps this device, scmi-agent leaves it alone"
}

# The driver core has one driver for a device, whoever asks.
not_by_hand()
{
	! echo firmware:scmi \
		> /sys/bus/platform/drivers/scmi-agent-mailbox/bind &&
		[ "$(owner)" = "$before" ]
}

SCMI_MODULES="$SCMI_CLIENTS scmi-agent-mailbox scmi-agent-virtio scmi-agent"
plan 14
check "a platform comes" add_board
check "the kernel's own stack has it" within 50 own_stack
before=$(owner)
check "its clocks are there" within 100 own_clock_comes
check "our modules are loaded by alias" /harness/autoload once
# Also those that nothing asked for.
# shellcheck disable=SC2086 # names are words
modprobe -a scmi-agent-mailbox scmi-agent-virtio $SCMI_CLIENTS
check "there is one instance, the virtio device's" within 100 one_instance
check "its sensors are there" within 100 readable cpu_temp
check "so are its clocks, beside those of the same names" \
	within 50 test "$(clocks_beside)" -ge 2
check "the kernel's own stack keeps the node" own_works
check "the log says so" said_why
check "nobody can bind it a second time" not_by_hand
check "nobody else wrote to its memory" nobody_else
platform sensor 0 value 43210
check "sensors are the virtio device's" value_is cpu_temp 43210
stack_unload
check "our modules go" not_loaded
check "the kernel's own stack stays" own_works
scmi_ask del mbox0
rmmod scmi-agent-test-mbox scmi-agent-test-platform
finish
