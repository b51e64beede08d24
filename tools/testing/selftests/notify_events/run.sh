#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Notifications of all kinds, right ones, wrong ones, and too many of them.

. ../lib.sh
require_platform

LISTENER=/sys/kernel/debug/scmi-agent-test-events/scmi.0
SENSOR=0x15
CLOCK=0x14
BASE=0x10

listen()
{
	echo "$*" > "$LISTENER/listen"
}

forget()
{
	echo "$*" > "$LISTENER/forget"
}

# came PROTOCOL EVENT SOURCE: how many did; seen_of ...: count source value num.
came()
{
	seen_of "$@" | cut -d ' ' -f 1
}

seen_of()
{
	sed -n "s/^$1 $2 $3 //p" "$LISTENER/events" | head -n 1
}

# last_is SOURCE VALUE PROTOCOL EVENT SOURCE
last_is()
{
	local src=$1 val=$2 got

	shift 2
	got=$(seen_of "$@")
	got=${got#* }
	[ "${got% *}" = "$src $val" ] || { echo "last: $got"; return 1; }
}

came_least()
{
	local least=$1

	shift
	[ "$(came "$@")" -ge "$least" ]
}

came_exactly()
{
	local want=$1

	shift
	[ "$(came "$@")" = "$want" ] || { echo "came: $(came "$@")"; return 1; }
}

updates()
{
	platform sensor 0 value 43210 > /dev/null
	listen $SENSOR 1 0 && within 50 came_least 3 $SENSOR 1 0 &&
		last_is 0 43210 $SENSOR 1 0 || return 1
	platform sensor 0 value 44444 > /dev/null
	within 20 last_is 0 44444 $SENSOR 1 0 && forget $SENSOR 1 0
}

axes()
{
	listen $SENSOR 1 8 && within 50 came_least 3 $SENSOR 1 8 &&
		last_is 8 -9810 $SENSOR 1 8 || return 1
	[ "$(seen_of $SENSOR 1 8 | cut -d ' ' -f 4)" = 2 ] && forget $SENSOR 1 8
}

rate_changed()
{
	listen $CLOCK 0 2 && platform clock 2 rate 800M > /dev/null &&
		within 20 last_is 2 800000000 $CLOCK 0 2 &&
		came_exactly 1 $CLOCK 0 2 && forget $CLOCK 0 2
}

rate_requested()
{
	listen $CLOCK 1 1 && platform clock 1 request 1200M > /dev/null &&
		within 20 came_least 1 $CLOCK 1 1 && forget $CLOCK 1 1
}

base_error()
{
	listen $BASE 0 all && platform event proto=base id=0 > /dev/null &&
		within 20 came_exactly 1 $BASE 0 all &&
		[ "$(seen_of $BASE 0 all | cut -d ' ' -f 4)" = 1 ] &&
		forget $BASE 0 all
}

all_sources()
{
	listen $CLOCK 0 all || return 1
	platform clock 1 rate 600M > /dev/null
	within 20 last_is 1 600000000 $CLOCK 0 all || return 1
	platform clock 2 rate 100M > /dev/null
	within 20 last_is 2 100000000 $CLOCK 0 all &&
		came_exactly 2 $CLOCK 0 all && forget $CLOCK 0 all
}

# The platform is told once that somebody listens, and once that nobody does.
two_listeners()
{
	listen $CLOCK 0 2 && listen $CLOCK 0 all || return 1
	platform clock 2 rate 200M > /dev/null
	within 20 came_exactly 1 $CLOCK 0 2 &&
		within 20 came_exactly 1 $CLOCK 0 all || return 1
	forget $CLOCK 0 all || return 1
	platform clock 2 | grep -q notify || return 1
	platform clock 2 rate 400M > /dev/null
	within 20 came_exactly 2 $CLOCK 0 2 && forget $CLOCK 0 2 &&
		! platform clock 2 | grep -q notify
}

refuses()
{
	! listen "$@" 2> /dev/null && [ ! -s "$LISTENER/events" ]
}

refused()
{
	fault error=denied proto=clock msg=rate-notify count=1 || return 1
	refuses $CLOCK 0 2 && listen $CLOCK 0 2 && forget $CLOCK 0 2
}

# After whatever came, a genuine event is delivered.
still_delivers()
{
	local before

	before=$(came $SENSOR 0 0)
	platform event proto=sensor id=0 source=0 > /dev/null
	within 20 came_exactly $((before + 1)) $SENSOR 0 0
}

# Payloads of each length that is too short; an event's is 12 bytes.
short_events()
{
	local len=0

	while [ $len -lt 12 ]; do
		mark
		platform event proto=sensor id=0 len=$len > /dev/null
		within 20 rose_by short_messages 1 && rose_by notifications 1 ||
			{ echo "length $len"; return 1; }
		still_delivers || { echo "stuck after length $len"; return 1; }
		len=$((len + 1))
	done
}

long_events()
{
	local before len

	for len in 13 16 100 252; do
		before=$(came $SENSOR 0 0)
		platform event proto=sensor id=0 source=0 len=$len > /dev/null
		within 20 came_exactly $((before + 1)) $SENSOR 0 0 &&
			still_delivers || { echo "length $len"; return 1; }
	done
}

# unknown WORDS...: an event that nobody can want is counted as that.
unknown()
{
	mark
	platform event "$@" > /dev/null &&
		within 20 rose_by notify_unknown 1 && still_delivers
}

no_message()
{
	local raw

	for raw in 00 0000 000000; do
		mark
		platform event raw=$raw > /dev/null || return 1
		within 20 rose_by short_messages 1 && still_delivers || return 1
	done
}

# A used length of 0 must not make an old event come again.
empty_buffer()
{
	mark
	fault used-len=0 on=event count=1 || return 1
	platform event proto=sensor id=0 source=0 > /dev/null
	within 20 rose_by short_messages 1 && rose_by notifications 0 &&
		still_delivers
}

# A used length beyond the buffer is cut: the event is in it.
endless_buffer()
{
	local before

	mark
	before=$(came $SENSOR 0 0)
	fault used-len=0xffff on=event count=1 || return 1
	platform event proto=sensor id=0 source=0 > /dev/null
	within 20 came_exactly $((before + 1)) $SENSOR 0 0 && still_delivers
}

storm_over()
{
	local before

	before=$(platform_stat events) && usleep 300000 &&
		[ "$(platform_stat events)" = "$before" ]
}

# More than the listener can take: what is lost is counted, all the rest is
# delivered, and everybody else goes on working.
overload()
{
	local before sent lost heard

	echo 5 > "$LISTENER/slow"
	before=$(came $SENSOR 0 0)
	mark
	platform storm proto=sensor id=0 source=0 rate=3000 count=4000 \
		> /dev/null || return 1
	faster 1500 value_is vdd 850 || return 1
	faster 1500 rate_is osc 24000000 || return 1
	within 300 storm_over || { echo "no end"; return 1; }
	echo 0 > "$LISTENER/slow"
	usleep 500000
	sent=$(rose notifications)
	lost=$(rose notify_dropped)
	within 100 heard_is $((before + sent - lost)) ||
		{ echo "of $sent, $lost lost, heard $(came $SENSOR 0 0)"; return 1; }
	heard=$(($(came $SENSOR 0 0) - before))
	echo "sent $sent, lost $lost, heard $heard"
	[ "$sent" -ge 1000 ] && [ "$lost" -gt 0 ] && [ "$heard" -gt 0 ] &&
		rose_by notify_unknown 0
}

heard_is()
{
	came_exactly "$1" $SENSOR 0 0
}

storm_all()
{
	local rate=$((1500 / ${SCMI_SLOW:-1}))

	platform storm proto=sensor id=0 source=0 "rate=$rate" count=100000 \
		> /dev/null &&
		platform storm proto=clock id=0 source=2 "rate=$rate" \
			count=100000 > /dev/null &&
		platform storm proto=base id=0 "rate=$((rate / 3))" \
			count=100000 > /dev/null
}

come_and_go()
{
	listen $CLOCK 0 2 && listen $BASE 0 all && listen $SENSOR 1 0 &&
		forget $SENSOR 1 0 && forget $BASE 0 all && forget $CLOCK 0 2
}

unload_cycle()
{
	faster 3000 rmmod scmi-agent-hwmon &&
		faster 3000 rmmod scmi-agent-test-events &&
		modprobe scmi-agent-test-events && modprobe scmi-agent-hwmon &&
		within 50 bound && within 50 listen $SENSOR 0 0 &&
		echo 80000 > "$(attr_of cpu_temp max)"
}

rebind_cycle()
{
	faster 3000 rebind && within 100 bound &&
		within 50 test -e "$LISTENER/listen" && listen $SENSOR 0 0 &&
		storm_all
}

rebind()
{
	unbind && platform storm stop > /dev/null && bind
}

plan 34
empty=$(state)
platform strict-silent on > /dev/null
check "everything loads" load
check "the listener loads" modprobe scmi-agent-test-events
within 50 test -e "$LISTENER/listen"
dev=$(virtio_device)
check "trip points raise and clear an alarm" notifying
check "sensor updates arrive and follow the platform" updates
check "updates of all axes arrive" axes
check "rate changes arrive" rate_changed
check "requests for rate changes arrive" rate_requested
check "errors of the platform arrive" base_error
check "one listener can listen to all clocks [H06]" all_sources
check "two can listen to the same clock" two_listeners
check "a clock without notifications is refused" refuses $CLOCK 0 8
check "a clock that does not exist is refused" refuses $CLOCK 0 5
check "a clock out of range is refused" refuses $CLOCK 0 4000000000
check "an event that does not exist is refused" refuses $CLOCK 7 0
check "a protocol without events is refused" refuses 0x80 0 0
check "a protocol that does not exist is refused" refuses 0x7f 0 0
check "the platform's refusal is passed on [H09]" refused
listen $SENSOR 0 0
check "a genuine event is delivered" still_delivers
check "events that are too short do not wedge the queue [H05]" short_events
check "events that are too long do no harm" long_events
check "an event without any payload of another kind neither" \
	unknown proto=clock id=0 len=0
check "an unknown event is counted" unknown proto=sensor id=0x7f
check "an event of an unknown protocol is counted" unknown proto=0x7f id=0
check "an event of a protocol without events is counted" unknown proto=0x80 id=1
check "an event of an unknown sensor is counted" \
	unknown proto=sensor id=0 hex=01000000e703000000000100
check "less than a header is counted" no_message
check "an empty buffer is no event" empty_buffer
check "an event with too large a length is delivered" endless_buffer
check "a storm loses what is too much, and only that" overload
storm_all
check "listeners come and go in a storm [H07 H08]" repeat 10 come_and_go
check "modules come and go in a storm [H04]" repeat 3 unload_cycle
check "the device comes and goes in a storm [S13 H04]" repeat 3 rebind_cycle
platform storm stop > /dev/null
platform sensor 0 value 45000 > /dev/null
check "commands and notifications work after it" notifying
rmmod scmi-agent-test-events
check "unloading leaves nothing" gone "$empty"
finish
