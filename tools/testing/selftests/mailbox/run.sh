#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mailboxes and shared memory in every layout that the binding has, on a
# platform inside of this kernel; devices and drivers come and go.

. ../lib.sh
. ../mailbox.sh
require_mailbox
require_nodes

# Layouts with a channel for notifications, and without.
WITH="l22 l32 l42 own width irq poll quiet"
WITHOUT="l11 l21"

plug()
{
	add scmi0 "$1" && within 100 bound
}

unplug()
{
	tell del scmi0 && back_to "$idle" 20
}

# Without P2A the clients must do without notifications.
layout()
{
	plug "$1" && working && polite && proper || return 1
	case " $WITH " in
	*" $1 "*) notifying || return 1 ;;
	esac
	dev=$(mailbox_device)
	full=$(state)
	unbind && state_is "$idle" && bind && back_to "$full" &&
		working && polite && proper
}

acknowledged()
{
	local before

	before=$(platform_stat acks)
	notifying && [ "$(platform_stat acks)" -gt "$before" ]
}

# The clock's commands are in the clock's area, the sensors' in theirs.
own_channels()
{
	local clock sensor

	working || return 1
	clock=$(platform area 1 | sed 's/ rx.*//; s/.* header=0x\([^ ]*\).*/\1/')
	sensor=$(platform area 2 | sed 's/ rx.*//; s/.* header=0x\([^ ]*\).*/\1/')
	[ $((0x$clock >> 10 & 0xff)) = 20 ] &&
		[ $((0x$sensor >> 10 & 0xff)) = 21 ] && return
	echo "headers 0x$clock and 0x$sensor"
	return 1
}

# only_words COMMAND...: nothing is copied in whatever width suits the kernel. It
# shows where the kernel knows these functions and can trace them.
only_words()
{
	local t=/sys/kernel/tracing copies status

	[ -e $t/trace ] || mount -t tracefs tracefs $t 2> /dev/null
	echo "__memcpy_toio __memcpy_fromio" > $t/set_ftrace_filter \
		2> /dev/null || { "$@"; return; }
	echo function > $t/current_tracer
	"$@"
	status=$?
	copies=$(grep -c "<-scmi_shmem" $t/trace)
	echo nop > $t/current_tracer
	echo > $t/set_ftrace_filter
	[ "$copies" = 0 ] || { echo "$copies copies of any width"; return 1; }
	return $status
}

# Answers of every length, where only words can be read and written.
odd_lengths()
{
	local n

	for n in 1 2 3 5; do
		mark
		fault pad=$n proto=sensor msg=reading-get count=1
		value cpu_temp > /dev/null 2>&1
	done
	working && polite && proper
}

# Clients get their turn, however few commands fit: one at a time.
readers()
{
	platform latency 5ms > /dev/null
	side_by_side 8 readable cpu_temp || { echo "a reader failed"; return 1; }
	platform latency clear > /dev/null
	[ "$(platform_stat max-in-flight)" = 1 ] && proper
}

bind_cycle()
{
	unbind && state_is "$idle" && bind && back_to "$full"
}

plug_cycle()
{
	platform unplug && back_to "$idle" 20 && platform plug &&
		back_to "$full"
}

controller_cycle()
{
	echo mailbox-ack > "$CTRL/unbind" && back_to "$idle" 20 || return 1
	echo mailbox-ack > "$CTRL/bind"
	[ -e "$BUS/scmi.0" ] || bind 2> /dev/null
	back_to "$full" && working
}

module_cycle()
{
	rmmod scmi-agent-mailbox && state_is "$idle" &&
		modprobe scmi-agent-mailbox timeout_ms=$TIMEOUT &&
		back_to "$full"
}

# Nobody answers, a reader waits, and unbinding is fast all the same.
silent_unbind()
{
	stick
	sooner 1000 unbind || return 1
	wait
	platform silent off > /dev/null
	state_is "$idle"
}

second_platform()
{
	add scmi1 second && within 50 test -e "$BUS/scmi.1/scmi_dev.0" -o \
		-e "$BUS/scmi.1" && working && proper && proper scmi1 &&
		tell del scmi1 && [ ! -e "$BUS/scmi.1" ] && working
}

plan 28
check "the transport and the clients load" clients_load
check "the transport waits for a device" \
	modprobe scmi-agent-mailbox timeout_ms=$TIMEOUT
idle=$(state)
for l in $WITHOUT $WITH; do
	case $l in
	l??) what="a layout of ${l#l}" ;;
	*) what="the layout \"$l\"" ;;
	esac
	check "$what works, and again after unbinding [S14]" layout $l
	unplug
done
equal "no mailbox was told what its controller knows better [H29]" \
	"$(said "run the TX ticker")" 0
plug own
check "protocols use channels of their own [S15]" own_channels
unplug
plug width
check "words are all that is read and written [H25 H26]" \
	only_words odd_lengths
unplug
plug l42
full=$(state)
dev=$(mailbox_device)
check "notifications are acknowledged" acknowledged
check "eight readers take their turns [H35]" readers
check "the device is unbound and bound [S02]" repeat 10 bind_cycle
check "it is unplugged and plugged" repeat 5 plug_cycle
check "its controller goes and comes" repeat 3 controller_cycle
check "the transport is loaded again" repeat 3 module_cycle
check "unbinding from a silent platform is fast" silent_unbind
bind
check "it works again after that" back_to "$full"
check "a second platform is a second instance" second_platform
check "nothing was written past an area [H27]" proper
unplug
check "unloading leaves nothing" stack_unload
check "the platforms go" unload_platforms
check "no node or device is left" test ! -e "$BUS"
finish
