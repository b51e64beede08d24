#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A virtio device that lies about its rings.

. ../lib.sh
require_platform

# spoiled ACT COUNTER: a reading is refused because of it, the next is right.
spoiled()
{
	mark
	fault "$1" proto=sensor msg=reading-get count=1 || return 1
	if value cpu_temp; then
		echo "the reading was believed"
		return 1
	fi
	rose_by "$2" 1 && value_is cpu_temp 45000
}

# accepted ACT BAD: the length is a lie, the message is right.
accepted()
{
	mark
	fault "$1" proto=sensor msg=reading-get count=1 || return 1
	value_is cpu_temp 45000 && rose_by bad_length "$2" &&
		rose_by short_messages 0
}

reset_came()
{
	rose_least transport_resets 1
}

# broken ACT: the ring is, and the agent repairs it by itself.
broken()
{
	mark
	fault "$1" proto=sensor msg=reading-get count=1 || return 1
	# The reading itself may have succeeded, but never a false one.
	value cpu_temp > /tmp/got 2> /dev/null &&
		[ "$(cat /tmp/got)" != 45000 ] && return 1
	within 60 reset_came || { echo "no reset"; return 1; }
	within 60 value_is cpu_temp 45000 &&
		[ -e "$BUS/scmi.0" ] && rose_by transport_resets 1
}

lost_chain()
{
	mark
	fault no-answer proto=sensor msg=reading-get count=1 || return 1
	! value cpu_temp 2> /dev/null && rose_by timeouts 1 &&
		value_is cpu_temp 45000 && rose_by transport_resets 0
}

# More chains than half of the pool are kept: the device is reset. A slow machine starts
# few readers before the first of them gives up.
lost_half()
{
	local size rounds

	size=$(cat "$BUS/scmi.0/max_in_flight")
	rounds=$((size / 32))
	mark
	fault no-answer proto=sensor msg=reading-get || return 1
	until reset_came > /dev/null || [ $((rounds -= 1)) = 0 ]; do
		side_by_side 48 readable vdd > /dev/null 2>&1
	done
	platform fault clear > /dev/null
	rose_least timeouts $((size / 4)) && within 60 reset_came &&
		within 60 value_is cpu_temp 45000 || return 1
	# A second one would cut off whatever is under way by then.
	sleep 3
	rose_by transport_resets 1
}

# A slot is free for each of that many commands at once.
whole_pool()
{
	local size status=0

	size=$(cat "$BUS/scmi.0/max_in_flight")
	platform latency 500ms proto=sensor > /dev/null || return 1
	platform reset-stats > /dev/null
	mark
	side_by_side 40 value_is vdd 850 || status=1
	platform latency clear > /dev/null
	[ $status = 0 ] && [ "$size" -ge 64 ] &&
		rose_by timeouts 0 && rose_by send_failed 0 &&
		[ "$(platform_stat max-in-flight)" -ge 8 ]
}

# events_of NAME: what the platform sent arrived, all of it.
storm_arrives()
{
	local before sent

	mark
	before=$(platform_stat events)
	platform storm proto=sensor id=0 source=0 "$@" > /dev/null || return 1
	within 100 storm_ended || { echo "the storm does not end"; return 1; }
	sent=$(($(platform_stat events) - before))
	echo "sent $sent, dropped by the platform $(platform_stat events-dropped)"
	[ "$sent" -ge 250 ] && within 50 rose_by notifications "$sent"
}

# No event more in half a second.
storm_ended()
{
	local before

	before=$(platform_stat events)-$(platform_stat events-dropped)
	usleep 500000
	[ "$(platform_stat events)-$(platform_stat events-dropped)" = "$before" ]
}

unordered()
{
	fault last-buffer on=event every=2 || return 1
	storm_arrives rate=2000 count=1000 || return 1
	platform fault clear > /dev/null
}

# Events that the device has sent before anybody took the queue in.
early_events()
{
	local i

	unbind
	for i in 0 1 2; do
		platform on-ready "event proto=sensor id=$((i % 2)) source=$i" \
			> /dev/null || return 1
	done
	platform on-ready "event proto=clock id=0 len=0" > /dev/null
	bind
	platform on-ready clear > /dev/null
	within 100 bound && [ "$(count notifications)" = 4 ]
}

slow_interrupt()
{
	mark
	fault no-signal=150ms proto=sensor msg=reading-get count=1 || return 1
	value_is cpu_temp 45000 && rose_by timeouts 0
}

lost_interrupt()
{
	mark
	fault no-signal=20s proto=sensor msg=reading-get count=1 || return 1
	# Either it is found without an interrupt, or the wait for it ends.
	value cpu_temp > /dev/null 2>&1
	within 20 value_is cpu_temp 45000
}

# A stopped device takes nothing, then everything.
stalled()
{
	local status=0

	mark
	platform stall on > /dev/null
	! value cpu_temp 2> /dev/null && rose_by timeouts 1 || status=1
	platform stall off > /dev/null
	[ $status = 0 ] && within 30 value_is cpu_temp 45000 && within 30 rose_by late 1
}

plan 31
empty=$(state)
platform strict-silent on > /dev/null
check "everything loads" load timeout_ms=1000
dev=$(virtio_device)
check "notifications arrive" notifying
for len in 0 1 3 4 6 7; do
	check "a used length of $len is a short message [H38]" \
		spoiled "used-len=$len" short_messages
done
check "a used length beyond the buffer is cut" accepted used-len=8192 1
check "the largest used length is cut" accepted used-len=0xffffffff 1
check "a used length of the whole buffer is fine" accepted used-full 0
check "a chain that is returned twice is recovered from" broken duplicate
check "notifications arrive after the reset" notifying
check "a used id beyond the ring is recovered from" broken used-id=0x3fff
check "notifications arrive after that too" notifying
check "a chain that is never returned times out" lost_chain
check "commands fill the pool [H35]" whole_pool
check "half of the pool lost is recovered from, once [H21]" lost_half
check "the whole pool is there again" whole_pool
check "notifications arrive after all" notifying
check "an interrupt may come late" slow_interrupt
check "an interrupt may never come [H20]" lost_interrupt
check "a stalled device is waited out [H20]" stalled
echo 80000 > "$(attr_of cpu_temp max)"
check "a storm arrives whole" storm_arrives rate=2000 count=1000
check "a storm in every buffer at once arrives whole" storm_arrives count=2000
check "event buffers may come back in any order" unordered
check "events before the queue is ready do no harm [H01 H17]" early_events
platform sensor 0 value 45000 > /dev/null
check "commands and notifications work after all" working
check "notifications too" notifying
check "no request broke the protocol" polite
check "unloading leaves nothing" gone "$empty"
finish
