#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Things go while they are used: the agent, its device, the mailbox controller,
# the message that is read; on a platform inside of this kernel.

. ../lib.sh
. ../mailbox.sh
require_mailbox
require_nodes

# What the next command becomes by that is not the agent's fault.
flips()
{
	platform strict-silent off
	for _ in 1 2 3 4; do
		platform next flip 1
		value cpu_temp > /dev/null 2>&1
	done
	[ -z "$(platform guard)" ]
}

# Notifications come as fast as they are taken while the agent goes.
storm_unbind()
{
	platform storm proto=sensor id=0 source=0 rate=2000 count=100000 \
		> /dev/null || return 1
	repeat 5 bind_cycle || return 1
	platform storm stop > /dev/null
	within 50 notifying
}

bind_cycle()
{
	usleep 50000
	unbind && state_is "$idle" && bind && back_to "$full"
}

unplug_under_reader()
{
	stick
	sooner 1000 platform unplug || return 1
	wait
	[ "$(cat /tmp/reader)" != 0 ] || { echo "the reader got in"; return 1; }
	platform silent off > /dev/null
	state_is "$idle" && platform plug && back_to "$full" && working
}

controller_goes()
{
	echo mailbox-ack > "$CTRL/unbind"
}

controller_under_reader()
{
	stick
	sooner 1000 controller_goes || return 1
	wait
	platform silent off > /dev/null
	state_is "$idle" || return 1
	echo mailbox-ack > "$CTRL/bind"
	[ -e "$BUS/scmi.0" ] || bind 2> /dev/null
	back_to "$full" && working
}

plan 11
begin_with l42
check "it works" bind_again
check "notifications come while the agent goes [S13]" storm_unbind
check "it is unplugged while somebody waits for an answer" unplug_under_reader
check "its controller goes while somebody waits" controller_under_reader
# From here on, some answers are lost and nothing cuts the waiting short.
echo 2000 > /sys/module/scmi_agent_mailbox/parameters/timeout_ms
check "all is well after those" afresh
check "replies change while they are read" flips
check "all is well after that" afresh
end_with
finish
