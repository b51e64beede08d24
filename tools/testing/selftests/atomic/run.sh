#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A clock that is turned on and off by commands that are polled for, with
# interrupts off: its latency is below the node's atomic-threshold-us.

. ../lib.sh
. ../irqs.sh
if [ -d /proc/device-tree/scmi-test ]; then
	. ../mailbox.sh
	require_mailbox
	mailbox=1
else
	require_platform
	mailbox=
fi

CONSUMER=/sys/kernel/debug/scmi-agent-test-clk/scmi.0
PLL=1
BUS_CLOCK=2

begin()
{
	[ -z "$mailbox" ] || add scmi0 atomic || return 1
	load && modprobe scmi-agent-test-clk && within 50 test -e "$CONSUMER/id"
}

# put FILE VALUE: what the consumer does next.
put()
{
	echo "$2" > "$CONSUMER/$1"
}

use()
{
	put id "$1" && put prepare 1
}

is_on()
{
	case " $(platform clock $PLL) " in
	*" $1 "*) ;;
	*) platform clock $PLL; return 1 ;;
	esac
}

# How often the platform was told to turn a clock on or off.
told()
{
	local n

	n=$(platform_stat 0x14:0x7)
	echo "${n:-0}"
}

toggle()
{
	put enable 1 && is_on on && put enable 0 && is_on off
}

# Enabling sends the command, and not preparing.
atomically()
{
	local before

	before=$(told)
	use $PLL && [ "$(told)" = "$before" ] && toggle &&
		[ "$(told)" = $((before + 2)) ]
}

# sleeps CLOCK: of the other clocks preparing sends it.
sleeps()
{
	local before

	before=$(told)
	use "$1" && [ "$(told)" -gt "$before" ] || return 1
	before=$(told)
	put enable 1 && put enable 0 && [ "$(told)" = "$before" ]
}

# There are no spinlocks to poll under, so no command is atomic.
realtime()
{
	plan 4
	idle=$(state)
	check "everything loads" begin
	check "with PREEMPT_RT a fast clock is turned on where it is prepared" \
		sleeps $PLL
	check "and so is one that is not fast" sleeps $BUS_CLOCK
	rmmod scmi-agent-test-clk
	check "unloading leaves nothing" gone "$idle"
	finish
}

slow()
{
	platform latency 20ms > /dev/null
	toggle || return 1
	platform latency clear > /dev/null
}

# Much less than what others wait for an answer.
no_answer()
{
	fault no-answer proto=clock msg=config-set count=1 || return 1
	faster 2000 fails put enable 1 2> /dev/null
}

late()
{
	mark
	fault late=600ms proto=clock msg=config-set count=1 || return 1
	fails put enable 1 2> /dev/null || return 1
	# Where nothing rings for it, it is the next command that finds it.
	within 50 toggle && within 50 rose_by late 1
}

refused()
{
	fault error=denied proto=clock msg=config-set count=1 || return 1
	fails put enable 1 2> /dev/null && toggle
}

read_on()
{
	while [ ! -e /tmp/enough ]; do
		value_is cpu_temp 45000 || return 1
	done
}

# Answers to both kinds come at the same time, on all CPUs.
beside_readers()
{
	local pid pids="" n=100 good=0

	platform sensor 0 value 45000 > /dev/null
	rm -f /tmp/enough
	for _ in 1 2 3 4; do
		read_on > /dev/null 2>&1 &
		pids="$pids $!"
	done
	# A busy host may need longer than an atomic command may take.
	while [ $n -gt 0 ]; do
		put enable 1 2> /dev/null && put enable 0 2> /dev/null &&
			good=$((good + 1))
		n=$((n - 1))
	done
	: > /tmp/enough
	for pid in $pids; do
		wait $pid || { echo "a reader failed"; return 1; }
	done
	[ $good -gt 20 ] || { echo "only $good of 100"; return 1; }
	within 20 toggle
}

# Nobody needs the interrupt, so nobody misses it.
unrung()
{
	local before

	before=$(dmesg | grep -c "polling from now on")
	platform set mute on
	put enable 1 && put enable 0 || return 1
	platform set mute off
	[ "$(dmesg | grep -c "polling from now on")" = "$before" ]
}

# Whoever polls takes the answer: an interrupt for it would find nothing, and of
# those the kernel bears so many before it turns the line off. With event indexes
# the ring asks for one where its index begins anew, each 65536 answers; the kernel
# counts from one again if the last was a while ago.
silently()
{
	local before lost now

	before=$(interrupts)
	lost=$(unhandled)
	put toggle 20000 || return 1
	now=$(unhandled)
	[ "$now" -ge "$lost" ] || lost=0
	within_of $((now - lost)) 0 1 &&
		within_of $(($(interrupts) - before)) 0 100
}

# read_slowly N: so many readers at a time, of a platform that needs its time.
read_slowly()
{
	local i=0

	pids=""
	rm -f /tmp/failed
	while [ $i -lt "$1" ]; do
		{ value_is cpu_temp 45000 || : > /tmp/failed; } > /dev/null &
		pids="$pids $!"
		i=$((i + 1))
	done
}

# With 40 commands in the queue, an atomic one waits for no more than one of them. A
# busy host may need longer than that, but not each time.
goes_out_next()
{
	local n=20 good=0

	platform sensor 0 value 45000 > /dev/null
	# Half of the time that a command has here by default.
	platform latency 15ms > /dev/null
	read_slowly 40
	while [ $n -gt 0 ]; do
		put enable 1 2> /dev/null && put enable 0 2> /dev/null &&
			good=$((good + 1))
		n=$((n - 1))
	done
	# shellcheck disable=SC2086	# process ids
	wait $pids
	platform latency clear > /dev/null
	[ $good -gt 10 ] || { echo "only $good of 20"; return 1; }
	within 20 toggle
}

# A queue longer than the timeout of one command: everybody is served.
all_served()
{
	platform latency 20ms > /dev/null
	read_slowly 100
	# shellcheck disable=SC2086	# process ids
	wait $pids
	platform latency clear > /dev/null
	[ ! -e /tmp/failed ]
}

platform_goes()
{
	tell del scmi0 && unload_platforms
}

case "$(uname -v)" in
*PREEMPT_RT*) realtime ;;
esac
[ -z "$mailbox" ] && plan 12 || plan 13
idle=$(state)
check "everything loads" begin
check "a clock that is fast enough is turned on where it is enabled" atomically
check "one that is not, or does not say, where it is prepared" \
	sleeps $BUS_CLOCK
use $PLL
check "a slow answer is waited for" slow
check "no answer is not waited for for long [H20]" no_answer
[ -z "$mailbox" ] || platform release > /dev/null
check "a late answer is counted and harms none [H16]" late
check "an error is an error" refused
check "others get their answers beside [H16 H37]" beside_readers
[ -z "$mailbox" ] || check "no interrupt is missed" unrung
dev=$([ -n "$mailbox" ] || virtio_device)
[ -n "$mailbox" ] ||
	check "nor is there one for nothing [C1]" silently
check "readers do not hold atomic commands up [C3]" goes_out_next
check "a long queue of readers is served in full [C9]" all_served
rmmod scmi-agent-test-clk
stack_unload
if [ -n "$mailbox" ]; then
	check "the platform goes" platform_goes
	check "unloading leaves nothing" state_is "$idle"
else
	check "unloading leaves nothing" gone "$idle"
fi
finish
