#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mailboxes, interrupts and shared memory that do what they should not, on a
# platform inside of this kernel.

# Some answers never come, and each costs this long.
TIMEOUT=2000
. ../lib.sh
. ../mailbox.sh
. ../flood.sh
require_mailbox
require_nodes

POLLS="polling until one comes"

fails_to_read()
{
	fails readable cpu_temp 2> /dev/null
}

# The platform answers and does not ring: noticed, said once, lived with.
no_doorbell()
{
	local before after

	before=$(said "$POLLS")
	platform set mute on
	# If each waited, they would take eight times as long as one waits.
	working && takes_less $((TIMEOUT * 4)) repeat 8 readable cpu_temp &&
		working || return 1
	after=$(said "$POLLS")
	[ $((after - before)) = 1 ] ||
		{ echo "said $((after - before)) times"; return 1; }
	proper
}

# With the first interrupt that comes in time, the channel relies on them again: of
# two answers that were lost, before it and after it, each costs a timeout. Four times:
# whoever looks between the answer and its interrupt takes the one before the other.
rings_again()
{
	local before

	before=$(said "$POLLS")
	platform set mute on && readable cpu_temp && platform set mute off &&
		platform latency 20ms && repeat 4 readable cpu_temp &&
		platform latency clear && platform set mute on &&
		fails takes_less $((TIMEOUT / 2)) readable cpu_temp &&
		platform set mute off || return 1
	[ $(($(said "$POLLS") - before)) = 2 ]
}

# A notification that the platform did not finish is none.
event_error()
{
	platform next event-error 3
	mark
	platform event proto=sensor id=0 source=0 > /dev/null
	usleep 100000
	[ "$(rose notifications)" = 0 ] || { echo "was taken"; return 1; }
	platform event proto=sensor id=0 source=0 > /dev/null
	platform event proto=sensor id=0 source=0 > /dev/null
	notifying && proper
}

# More commands than one at a time: each reply has to send the next.
crowd()
{
	side_by_side 6 repeat 5 readable cpu_temp
}

# Controllers that deliver with the lock held that ringing takes.
locked_rings()
{
	platform set irq-locked on || return 1
	repeat 2 bind_again && crowd && working && notifying &&
		proper && platform set irq-locked off
}

# An answer with the error bit is the command itself, not a reply.
channel_error()
{
	mark
	platform next channel-error 1
	value cpu_temp 2>&1 | grep -qi "communication error" ||
		{ echo "not told as a communication error"; return 1; }
	working && proper
}

# The reply is there and the channel is never given back. Whoever comes next
# waits no longer than for an answer, and writes nothing into what is the
# platform's.
never_free()
{
	platform next keep 1
	fails_to_read || { echo "took an answer that was not given"; return 1; }
	faster $((TIMEOUT * 2)) fails_to_read || return 1
	proper || return 1
	platform release
	within 20 working || working && proper
}

# The area is not set up when the agent comes: nothing is written, and it is said why.
never_set_up()
{
	unbind || return 1
	mark_log
	platform poke tx 4 0 && bind || return 1
	within 100 says "shared memory of channel 0x10 is not free (status 0x0)" ||
		return 1
	[ "$(count not_sent)" -ge 1 ] || { echo "was not counted"; return 1; }
	usleep 3000000
	times_since "is not free"
	[ "$times" = 1 ] || { echo "said $times times"; return 1; }
	platform poke tx 4 1
	back_to "$full" 200 && working && proper
}

# A command is swallowed; its channel comes back later, without a word.
late_release()
{
	fault no-answer proto=sensor msg=reading-get count=1
	fails_to_read || return 1
	platform release
	within 20 working && proper
}

late_answer()
{
	mark
	fault late=$((TIMEOUT + 500))ms proto=sensor msg=reading-get count=1
	fails_to_read || return 1
	sleep 1
	within 20 working && rose_least late 1 && proper
}

# rings a2p|p2a: rings without a message are counted and do nothing else.
rings()
{
	mark
	platform ring $1 100 || return 1
	rose_least spurious 50 && working && notifying && proper
}

# A ring after a notification does not make it come again.
again()
{
	local before

	mark
	notifying || return 1
	before=$(rose notifications)
	platform ring p2a 20
	[ "$(rose notifications)" = "$before" ] ||
		{ echo "came again"; return 1; }
}

# with SWITCH: binding and unbinding with it turned on.
with()
{
	platform set $1 on || return 1
	repeat 5 bind_again && working && notifying && proper &&
		platform set $1 off
}

# What the areas held before is there when the agent comes back, and it is
# rung before its request for a mailbox has returned.
stale()
{
	platform set sticky on
	platform set irq-at-startup on
	working && notifying && unbind || return 1
	platform event proto=sensor id=0 source=0 > /dev/null
	bind && back_to "$full" && working && notifying
}

# deferred N: the Nth mailbox is not there yet, and is at the next try.
# Interrupts for what was given back find nobody.
deferred()
{
	local before

	before=$(platform_stat mbox-deferred)
	unbind || return 1
	platform nth defer $1
	probe 2> /dev/null
	[ "$(platform_stat mbox-deferred)" -gt "$before" ] ||
		{ echo "nothing was deferred"; return 1; }
	platform ring a2p 3 > /dev/null
	platform ring p2a 3 > /dev/null
	[ -e "$DRIVER/$dev" ] || probe
	back_to "$full" && working && notifying && proper
}

# A deferral is no error for who asked for the probe.
probe_defers()
{
	probe 2> /dev/null
	[ ! -e "$DRIVER/$dev" ]
}

deferred_for_ever()
{
	unbind || return 1
	platform set defer-all on
	platform nth defer 3
	repeat 5 probe_defers && state_is "$idle" || return 1
	platform calm
	[ -e "$DRIVER/$dev" ] || probe
	back_to "$full" && working
}

# failing N: the Nth mailbox cannot be had.
failing()
{
	unbind || return 1
	platform nth fail $1
	fails bind 2> /dev/null && state_is "$idle" || return 1
	bind && back_to "$full" && working
}

lengths()
{
	local n

	for n in 0 1 3 4 7 8 9 11 15; do
		fault used-len=$n proto=sensor msg=reading-get count=1
		fails_to_read || { echo "$n bytes were enough"; return 1; }
		working && proper || { echo "after a length of $n"; return 1; }
	done
	for n in 255 256 0x7fffffff 0xfffffffc 0xffffffff; do
		fault used-len=$n proto=sensor msg=reading-get count=1
		value cpu_temp > /dev/null 2>&1
		working && proper || { echo "after a length of $n"; return 1; }
	done
}

event_lengths()
{
	local n

	for n in 0 1 3 4 5 0x7fffffff 0xffffffff; do
		mark
		fault used-len=$n on=event count=1
		platform event proto=sensor id=0 source=0 > /dev/null
		notifying || { echo "after a length of $n"; return 1; }
	done
	proper
}

# Neither a command nor a reply belongs on that channel.
other_types()
{
	mark
	platform event type=0 token=3 > /dev/null
	platform event type=1 token=3 > /dev/null
	platform event type=2 token=3 > /dev/null
	notifying && rose_least mismatched 1
}

# Hundreds of messages that are for nobody: next to nothing is logged.
silent_log()
{
	local before n

	mark
	before=$(dmesg | wc -l)
	platform storm type=1 token=3 rate=200 count=300 > /dev/null &&
		within 100 rose_least mismatched 50 || return 1
	platform storm stop > /dev/null
	n=$(($(dmesg | wc -l) - before))
	[ "$n" -le 10 ] || { echo "$n lines"; return 1; }
	notifying
}

# The next notification is there as soon as the agent has said that it took the last one.
answers_each()
{
	platform set endless on && platform event proto=sensor id=0 source=0 > /dev/null
}

# A kernel with KASAN takes milliseconds for each; if interrupts took in all of the burst,
# nothing else would run on their CPU for so long that its RCU gives up.
endless()
{
	local status

	taken_with_pauses 600 answers_each
	status=$?
	platform set endless off
	[ $status = 0 ] && notifying && proper
}

stalled()
{
	platform stall on
	fails_to_read || return 1
	platform stall off
	within 30 working && proper
}

plan 44
begin_with l42
check "it works" bind_again

check "a platform that does not ring is polled, said once" no_doorbell
check "it rings again for the next agent" afresh
check "interrupts that come back are relied on again" rings_again
check "all is well afresh" afresh
check "a channel error is an error [H24]" channel_error
check "a channel that is never free costs nobody much [H22 H23]" never_free
check "a channel that is not set up is told as such [F7]" never_set_up
check "all is well afresh" afresh
check "a channel that comes back late is used again" late_release
check "all is well afresh once more" afresh
check "a late answer gives the channel back" late_answer
check "it works after a platform that did not look" stalled
check "rings without a reply are counted [H01]" rings a2p
check "rings without a notification are counted [H28]" rings p2a
check "a ring does not repeat a notification [H28]" again
check "an interrupt while a mailbox is asked for [S14 H01]" with irq-at-startup
check "an interrupt while a mailbox is freed [H30]" with irq-at-shutdown
check "an interrupt that lasts longer than that [H30]" with irq-across
check "one that a thread delivers [H30]" with irq-across-thread
check "interrupts with the mailbox's lock held" locked_rings
check "commands side by side" faster 1500 crowd
check "what an agent before left behind [H01]" stale
check "all is well after that" afresh
for n in 1 2 3 4; do
	check "mailbox $n is deferred, then there [S03 S07 S08 H31]" deferred $n
done
check "a mailbox that is never there" deferred_for_ever
for n in 1 2 3 4; do
	check "mailbox $n cannot be had, then it can [S05 S07 S08]" failing $n
done
check "replies of any length [H26 H27 H38]" lengths
check "notifications of any length [H05]" event_lengths
check "a notification with an error is none [H24]" event_error
check "what is no notification does not block those that are [H13]" other_types
check "what is wrong is counted, not logged each time [H32]" silent_log
check "notifications without end are taken in with pauses [C16]" endless
check "it works at last" afresh
end_with
finish
