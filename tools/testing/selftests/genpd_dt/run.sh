#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The node is tools/testing/qemu/dt/scmi.dtsi: one consumer of a power domain is bound by
# scmi-agent-test-consumer, one by nobody.

. ../lib.sh
. ../genpd.sh
require_platform
[ -e /proc/device-tree/scmi-powered ] || skip_all "no such node in the devicetree"

POWERED=/sys/bus/platform/drivers/scmi-agent-test-consumer/scmi-powered
USE=/sys/kernel/debug/scmi-agent-test-consumer/scmi-powered

begin()
{
	stack_load && modprobe scmi-agent-test-genpd && modprobe scmi-agent-test-consumer &&
		within 100 test -e "$USE/power" && within 50 test -e "$CONSUMERS/0/use"
}

use()
{
	echo "$1" > "$USE/power"
}

# Nobody but its consumer has turned it on.
followed()
{
	within 50 is 6 $OFF && use 1 && is 6 $ON && framework_says usb6 on &&
		use 0 && is 6 $OFF && framework_says usb6 off-0
}

# One that has not had its chance may rely on it.
kept_on()
{
	put 0 attach 0 && put 0 use 1 && put 0 use 0 && is 0 $ON && put 0 detach 1
}

# One that was off has nobody to wait for.
turned_off()
{
	put 0 attach 7 && put 0 use 1 && is 7 $ON && put 0 use 0 && is 7 $OFF && put 0 detach 1
}

# 6 is on before 7, and off after it.
parent_follows()
{
	put 0 attach 7 && put 0 use 1 && is 6 $ON && is 7 $ON && put 0 use 0 && is 7 $OFF &&
		is 6 $OFF && put 0 detach 1
}

# Without it there is none.
parent_refused()
{
	put 0 attach 7 || return 1
	fault error=denied proto=power msg=state-set count=1
	refused 0 use 1 && is 7 $OFF && is 6 $OFF || return 1
	platform fault clear > /dev/null
	# A device that could not be resumed is not tried again.
	put 0 detach 1 && put 0 attach 7 && put 0 use 1 && is 7 $ON && put 0 use 0 && put 0 detach 1
}

# What cannot be a parent costs nothing but a line.
parent_that_is_none()
{
	[ "$(said 'power domain 100: entry 1 of power-domains is no parent of it')" = 1 ]
}

client_unbind()
{
	echo "$sdev" > "$CLIENT/unbind"
}

# It is unbound while the client still takes calls: what it was using is off.
client_goes()
{
	use 1 && is 6 $ON && client_unbind && [ ! -e "$POWERED" ] && no_domain cpu &&
		no_domain usb6 && is 6 $OFF
}

client_comes()
{
	echo "$sdev" > "$CLIENT/bind" && within 100 test -e "$USE/power" && followed
}

# A device that nothing describes outlives the client; when the next one goes, its domain
# is not taken for one of that.
orphaned()
{
	put 0 attach 7 && client_unbind && echo "$sdev" > "$CLIENT/bind" &&
		within 100 test -e "$USE/power" && client_unbind && refused 0 use 1 &&
		put 0 detach 1 && within 50 no_domain usb7 &&
		echo "$sdev" > "$CLIENT/bind" && within 100 test -e "$USE/power" && turned_off
}

plan 11
empty=$(state)
check "the stack loads, and the consumer is bound" begin
# For all checks, each of which is a process of its own.
set -- "$CLIENT"/scmi_dev.*
sdev=${1##*/}
check "its domain is on while it is used" followed
check "what was on stays on until all consumers had their chance" kept_on
check "what was off does not" turned_off
check "a parent is on before its child, and off after it [N10]" parent_follows
check "a parent that stays off keeps its child off" parent_refused
check "an entry that is no parent is told" parent_that_is_none
check "the consumer is unbound before the client [H63]" client_goes
check "and bound after it" client_comes
check "a device that is not described outlives two of them [H63]" orphaned
client_unbind
rmmod scmi-agent-test-consumer
rmmod scmi-agent-test-genpd
usleep 300000
check "unloading leaves nothing" gone "$empty"
finish
