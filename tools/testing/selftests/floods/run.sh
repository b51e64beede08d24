#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Too much of everything: notifications as fast as the platform can send them, and
# readers who are killed by the hundred. Others do not notice.

. ../lib.sh
. ../flood.sh
require_platform
TIMEOUT=10000	# of every command, in milliseconds

storm()
{
	platform storm proto=sensor id=0 source=0 rate=100000 count=4000000000 > /dev/null
}

endless()
{
	local status

	taken_with_pauses 200 storm
	status=$?
	platform storm stop > /dev/null
	return $status
}

# Somebody who reads on and on; each reading has to be right.
victim()
{
	local good=0 bad=0

	while [ ! -e /tmp/stop ]; do
		if value_is vdd 850; then
			good=$((good + 1))
		else
			bad=$((bad + 1))
		fi
	done
	echo "$good $bad" > /tmp/victim
}

# kill_readers NUMBER: their commands are with the platform, which will answer.
kill_readers()
{
	local left=$1 pids=""

	while [ "$left" -gt 0 ]; do
		dd bs=4k count=1 if="$input" > /dev/null 2>&1 &
		pids="$pids $!"
		left=$((left - 1))
	done
	usleep 200000
	# shellcheck disable=SC2086	# process ids
	kill -KILL $pids
	# shellcheck disable=SC2086
	wait $pids 2> /dev/null
	return 0
}

by_the_hundred()
{
	local good=0 bad=1

	input=$(attr_of cpu_temp input)
	rm -f /tmp/stop /tmp/victim
	mark
	platform latency 1s proto=sensor > /dev/null || return 1
	victim > /tmp/victim.said 2>&1 &
	repeat 6 kill_readers 70
	touch /tmp/stop
	wait
	platform latency clear > /dev/null
	read -r good bad < /tmp/victim
	echo "$good readings were right, $bad were not"
	[ "$good" -ge 3 ] && [ "$bad" = 0 ] && rose_least interrupted 100 &&
		rose_by timeouts 0 && rose_by transport_resets 0
}

# Each place of the pool can be had.
whole_pool()
{
	platform latency 200ms proto=sensor > /dev/null
	side_by_side 40 value_is vdd 850 || return 1
	platform latency clear > /dev/null
}

plan 8
empty=$(state)
check "everything loads" load timeout_ms=$TIMEOUT
full=$(state)
check "notifications arrive" notifying
check "notifications without end are taken in with pauses [C16]" endless
check "they arrive after that" within 3 notifying
check "readers killed by the hundred do others no harm [C2]" by_the_hundred
check "all places are there again" whole_pool
check "all is as it was" state_is "$full"
check "unloading leaves nothing" gone "$empty"
finish
