#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# An instance that comes and goes with a devicetree overlay, and leaves none of
# its nodes referenced. The kernel complains about those that are when it frees
# the overlay, which the harness takes for a failure.

. ../lib.sh
. ../mailbox.sh
require_mailbox
require_overlays scmi0 l22

# The reference counts of the agent's nodes are what they were without it.
refs_are()
{
	local got

	got=$(platform refs)
	[ "$got" = "$1" ] || { echo "references: $got, not $1"; return 1; }
}

leaks()
{
	said "ERROR: memory leak, expected refcount"
}

gone_again()
{
	back_to "$idle" 50 && [ ! -e /proc/device-tree/scmi0 ] &&
		[ "$(leaks)" = 0 ]
}

# layout OVERLAY
layout()
{
	tell add scmi0 mailbox board=test-main "dt=$1.dtbo" && within 100 bound &&
		working && polite && proper && tell del scmi0 && gone_again
}

overlay_cycle()
{
	platform unplug && gone_again && platform plug && back_to "$full"
}

bind_cycle()
{
	unbind && state_is "$idle" && refs_are "$refs" && bind &&
		back_to "$full"
}

# refused WHAT N: binding does not succeed and leaves no reference.
refused()
{
	unbind || return 1
	platform nth $1 $2
	probe 2> /dev/null
	[ -e "$DRIVER/$dev" ] && { bind_cycle; return; }
	state_is "$idle" && refs_are "$refs" && bind && back_to "$full"
}

silent_removal()
{
	local input

	input=$(attr_of cpu_temp input)
	platform silent on > /dev/null
	( show "$input" > /tmp/reader.out 2>&1 ) &
	usleep 200000
	sooner 1500 platform unplug || return 1
	wait
	platform silent off > /dev/null
	gone_again && platform plug && back_to "$full" && working
}

# Somebody has files of the clients open while they go.
open_files()
{
	exec 8< "$(attr_of cpu_temp input)" 9< "$BUS/scmi.0/uevent"
	platform unplug || return 1
	exec 8<&- 9<&-
	gone_again && platform plug && back_to "$full" && working
}

modules_first()
{
	clients_unload && rmmod scmi-agent-mailbox && rmmod scmi-agent &&
		refs_are "$refs" && load && back_to "$full"
}

# The consumer is linked to the client that provides for it, so it is held back until
# that is bound, and unbound before it.
linked()
{
	local link got=none

	for link in /sys/class/devlink/*--platform:scmi-consumer; do
		[ -e "$link/status" ] && got="${link##*/} $(cat "$link/status")"
		case "$got" in
		scmi_agent:scmi_dev.*" $1") return 0 ;;
		esac
	done
	echo "$got"
	return 1
}

provides()
{
	tell add scmi0 mailbox board=test-main dt=used.dtbo &&
		within 100 bound && within 50 linked active || return 1
	rmmod scmi-agent-clk && linked dormant && modprobe scmi-agent-clk &&
		within 50 linked active && tell del scmi0 && gone_again
}

plan 21
idle=$(state)
check "a platform is added with an overlay" \
	tell add scmi0 mailbox board=test-main dt=own.dtbo
refs=$(platform refs)
check "the agent finds its node" load
full=$(state)
dev=$(mailbox_device)
check "commands work" working
check "notifications do" notifying
check "unbinding gives all references back [S01]" repeat 10 bind_cycle
check "removing the overlay does [S01]" repeat 10 overlay_cycle
check "so does a mailbox that fails [S01 S05]" refused fail 1
check "so does one further on [S01 S07]" refused fail 4
check "so does one that is deferred [S01 S03]" refused defer 3
check "so do modules that go first [S01]" modules_first
check "the overlay goes while nobody answers [S01]" silent_removal
check "the overlay goes while files are open [S01]" open_files
check "all of it works after that" working
tell del scmi0
for l in 11 21 22 32 42; do
	check "a layout of $l comes and goes [S01]" layout l$l
done
check "a consumer waits for the client that provides [C5]" provides
stack_unload
check "unloading leaves nothing" state_is "$idle"
check "the platforms go" unload_platforms
finish
