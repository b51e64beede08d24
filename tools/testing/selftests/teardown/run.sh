#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The platform stops answering, and things are torn down at that moment.
#
# An answer is waited for 5 s, so what takes less than 1 s did not wait for it.

. ../lib.sh
require_platform

LIMIT=1000

# with_stuck_reader COMMAND...: it is fast, and the reader gets an error.
with_stuck_reader()
{
	local status=0

	stick || { echo "could not make a reader wait"; return 1; }
	faster "$LIMIT" "$@" || status=1
	reader_failed || { echo "the reader still waits"; status=1; }
	platform silent off > /dev/null
	wait
	return $status
}

# A reader that is told to die does, though nobody answers.
kill_reader()
{
	local input pid status

	input=$(attr_of cpu_temp input)
	platform silent on > /dev/null
	dd bs=4k count=1 if="$input" > /dev/null 2>&1 &
	pid=$!
	usleep 200000
	kill -KILL $pid
	faster "$LIMIT" wait_for $pid
	status=$?
	platform silent off > /dev/null
	return $status
}

# More than half of all transfers are with a platform that is slow but sound, and
# nobody waits for them any more.
kill_readers()
{
	local input i=0 pids=""

	input=$(attr_of cpu_temp input)
	platform latency 2s > /dev/null
	while [ $i -lt 70 ]; do
		dd bs=4k count=1 if="$input" > /dev/null 2>&1 &
		pids="$pids $!"
		i=$((i + 1))
	done
	usleep 500000
	# shellcheck disable=SC2086	# process ids
	kill -KILL $pids
	usleep 500000
	platform latency clear > /dev/null
	within 30 rose_least late 70 && rose_by transport_resets 0
}

wait_for()
{
	wait "$1" 2> /dev/null
	[ $? -eq 137 ]
}

# Binding does not wait for a platform that says nothing, nor does unbinding then.
interrupted_discovery()
{
	local status=0

	platform silent on > /dev/null
	faster "$LIMIT" bind && [ -e "$BUS/scmi.0" ] || status=1
	usleep 300000
	faster "$LIMIT" unbind || status=1
	[ ! -e "$BUS/scmi.0" ] || status=1
	platform silent off > /dev/null
	return $status
}

# One that answers a little late all the time can keep us busy for long, too.
slow_discovery()
{
	local status=0

	platform latency 300ms > /dev/null
	bind
	usleep 400000
	faster "$LIMIT" unbind || status=1
	[ ! -e "$BUS/scmi.0" ] || status=1
	platform latency clear > /dev/null
	return $status
}

# Who is silent at first is heard later.
late_platform()
{
	platform silent on > /dev/null
	bind || return 1
	sleep 7
	platform silent off > /dev/null
	within 150 bound
}

# Discovery succeeds, then the clients' questions are not answered.
half_probe()
{
	local status=0

	fault no-answer proto=clock || return 1
	fault no-answer proto=sensor || return 1
	bind && within 20 test -e "$BUS/scmi.0" || status=1
	usleep 300000
	faster "$LIMIT" unbind || status=1
	platform fault clear > /dev/null
	[ -e "$BUS/scmi.0" ] && status=1
	return $status
}

told()
{
	[ "$(said "says to BASE cannot be used")" -gt "$1" ]
}

# It answers, only not what was hoped for.
refuses()
{
	local before

	before=$(said "says to BASE cannot be used")
	fault error=denied proto=base msg=attributes && unbind && bind &&
		within 50 told "$before" || return 1
	platform fault clear > /dev/null
	within 150 bound
}

plan 28
empty=$(state)
check "everything loads" load
full=$(state)
dev=$(virtio_device)

check "unbinding the transport is fast [H15]" with_stuck_reader unbind
check "nothing is left of it" state_is "$empty"
check "binding again works" bind
check "all clients are back" back_to "$full"
check "removing the PCI device is fast" with_stuck_reader device_remove
check "nothing is left of that" state_is "$empty"
device_rescan
check "a scan brings all back" back_to "$full"
check "unloading the transport is fast" \
	with_stuck_reader rmmod scmi-agent-virtio
check "the transport comes back" load
dev=$(virtio_device)
mark
check "a waiting reader can be killed" kill_reader
check "what was left alone is counted" rose_least interrupted 1
check "it works after that" working
check "readers that are killed have nothing reset [C2]" kill_readers

# Clients that leave while the platform is silent wait for their own
# messages only: none, or one timeout.
stick
check "unloading hwmon waits for one answer at most" \
	faster 6500 rmmod scmi-agent-hwmon
check "its reader got an error" reader_failed
platform silent off > /dev/null
modprobe scmi-agent-hwmon
check "hwmon comes back" back_to "$full"
check "all of it works" working
unbind
check "unbinding during enumeration is fast" half_probe
bind
check "enumeration works when answered" back_to "$full"
unbind
check "binding and unbinding while nobody answers is fast [H15]" \
	interrupted_discovery
check "so is unbinding from who answers slowly" slow_discovery
check "no instance is left by that" state_is "$empty"
check "a platform that was silent is heard later" late_platform
check "all clients find it" back_to "$full"
check "a platform that refuses is not told as silent [X5]" refuses
check "all clients find that one, too" back_to "$full"
check "unloading leaves nothing" gone "$empty"
finish
