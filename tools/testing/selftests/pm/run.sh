#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Suspend and hibernation, as far as pm_test goes: devices are frozen, wait,
# and are restored.

. ../lib.sh
require_platform

delay=/sys/module/suspend/parameters/pm_test_delay

# sleeps LEVEL STATE: suspend that far, and come back.
sleeps()
{
	echo "$1" > /sys/power/pm_test && echo "$2" > /sys/power/state
	status=$?
	echo none > /sys/power/pm_test
	return $status
}

# Frozen and restored once, that is; counted where commands were cut off.
was_reset()
{
	within 20 rose_least transport_resets 1
}

# with_reader COMMAND...: somebody reads all the time meanwhile.
with_reader()
{
	local pid status

	rm -f /tmp/stop /tmp/wrong
	(
		while [ ! -e /tmp/stop ]; do
			got=$(value vdd 2> /dev/null)
			[ -z "$got" ] || [ "$got" = 850 ] || echo $got > /tmp/wrong
		done
	) &
	pid=$!
	"$@"
	status=$?
	touch /tmp/stop
	wait $pid
	[ $status = 0 ] && [ ! -e /tmp/wrong ]
}

# The wait for an answer that the sleep cut off ends, with an error.
cut_off()
{
	stick && sleeps devices mem || return 1
	platform silent off > /dev/null
	wait
	reader_failed && value_is vdd 850
}

unchanged()
{
	[ "$(cat "$(attr_of cpu_temp max)")" = 80000 ] && state_is "$full"
}

# tests LEVEL STATE: what is known is known still, and all works.
survives()
{
	mark
	sleeps "$1" "$2" || return 1
	[ "$1" = freezer ] || was_reset || { echo "was not restored"; return 1; }
	unchanged && working && alarms
}

plan 13
empty=$(state)
check "everything loads" load
full=$(state)
check "notifications arrive" notifying
[ -e "$delay" ] && echo 0 > "$delay"
for where in mem freeze disk; do
	if ! grep -qw $where /sys/power/state || [ ! -e /sys/power/pm_test ]; then
		skip "$where: tasks are frozen" "the kernel has no pm_test for it"
		skip "$where: devices are frozen and restored [H19]" "no pm_test"
		continue
	fi
	check "$where: tasks are frozen" survives freezer $where
	check "$where: devices are frozen and restored [H19]" \
		survives devices $where
done
check "a command in flight ends" cut_off
[ -e "$delay" ] && echo 1 > "$delay"
check "devices may be frozen while somebody reads" \
	with_reader survives devices mem
check "and for hibernation" with_reader survives devices disk
check "no request broke the protocol" polite
check "unloading leaves nothing" gone "$empty"
finish
