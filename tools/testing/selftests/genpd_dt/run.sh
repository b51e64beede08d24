#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The node is tools/testing/qemu/dt/scmi.dtsi: one consumer of a power domain is bound by a
# driver built into the stock kernel, one by nobody.

. ../lib.sh
require_platform
[ -e /proc/device-tree/scmi-powered ] || skip_all "no such node in the devicetree"

CONSUMERS=/sys/kernel/debug/scmi-agent-test-genpd
CLIENT=/sys/bus/scmi_agent/drivers/scmi-agent-genpd
POWERED=/sys/bus/platform/drivers/of_fixed_factor_clk/scmi-powered

ON=state=0x0
OFF=state=0x40000000

# is ID STATE: what the platform says.
is()
{
	platform power "$1" > /dev/null || return 1
	case " $scmi_said " in
	*" $2 "*) ;;
	*) echo "$scmi_said"; return 1 ;;
	esac
}

begin()
{
	stack_load && modprobe scmi-agent-test-genpd &&
		within 100 test -e "$POWERED" && within 50 test -e "$CONSUMERS/0/use"
}

put()
{
	echo "$2" > "$CONSUMERS/0/$1"
}

# One that has not had its chance may rely on it.
kept_on()
{
	put attach 0 && put use 1 && put use 0 && is 0 $ON && put detach 1
}

# One that was off has nobody to wait for.
turned_off()
{
	put attach 7 && put use 1 && is 7 $ON && put use 0 && is 7 $OFF && put detach 1
}

client_goes()
{
	set -- "$CLIENT"/scmi_dev.*
	sdev=${1##*/}
	echo "$sdev" > "$CLIENT/unbind" && [ ! -e "$POWERED" ] &&
		[ ! -d /sys/kernel/debug/pm_genpd/cpu ]
}

client_comes()
{
	echo "$sdev" > "$CLIENT/bind" && within 100 test -e "$POWERED" && is 6 $ON
}

plan 7
empty=$(state)
check "the stack loads, and the consumer is bound" begin
check "its domain is on" is 6 $ON
check "what was on stays on until all consumers had their chance" kept_on
check "what was off does not" turned_off
check "the consumer is unbound before the client [H63]" client_goes
check "and bound after it" client_comes
client_goes
rmmod scmi-agent-test-genpd
usleep 300000
check "unloading leaves nothing" gone "$empty"
finish
