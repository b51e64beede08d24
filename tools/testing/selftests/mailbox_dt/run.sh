#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Devicetree nodes in which one thing is wrong, each an overlay of suite.toml: the
# instance works without it, or there is none, and nothing stays behind.

. ../lib.sh
. ../mailbox.sh
require_mailbox
require_overlays scmi0 good

# with OVERLAY: it is applied, if it can be.
with()
{
	platform unplug 2> /dev/null
	platform dt "$1.dtbo" && platform plug
}

# works OVERLAY: the instance is there and everything is as it should be.
works()
{
	with "$1" && within 100 bound && working && polite && proper
}

# nothing TEXT OVERLAY: there is no instance, and it was said why.
nothing()
{
	mark_log
	with "$2" 2> /dev/null
	usleep 300000
	[ ! -e "$BUS/scmi.0" ] || { echo "there is an instance"; return 1; }
	says "$1"
}

# warns TEXT OVERLAY: it works, and says that something is not taken: once for a
# probe, of which there are two if the kernel finds the mailboxes after the agent.
warns()
{
	mark_log
	works "$2" || return 1
	times_since "$1"
	case $times in
	1 | 2) ;;
	*) echo "said $times times"; return 1 ;;
	esac
}

# only PROTOCOL OVERLAY: clients for this and no other; for none if it is empty.
only()
{
	local found='' file id

	with "$2" && within 50 test -e "$BUS/scmi.0" || return 1
	usleep 500000
	for file in "$BUS"/scmi.0/scmi_dev.*/protocol_id; do
		[ -e "$file" ] && read -r id < "$file" || continue
		[ "$id" = "$found" ] || found=$found$id
	done
	[ "$found" = "$1" ] || { echo "clients: $found"; return 1; }
}

# absurd PROPERTY VALUE...: none of the values is taken, nor what is no value.
absurd()
{
	local name=$1 value

	shift
	for value in "$@"; do
		warns "$name is $((value)), must" "$name-$value" ||
			{ echo "with $value"; return 1; }
	done
	warns "$name is no number" "$name"
}

# skipped TEXT OVERLAY: a protocol with channels that make no sense goes without
# clients, the other one has them. Nothing is left of its channels.
skipped()
{
	local chan

	mark_log
	only 0x14 "$2" && says "$1" || return 1
	for chan in "$BUS"/scmi.0-15-*; do
		[ ! -e "$chan" ] || { echo "there is ${chan##*/}"; return 1; }
	done
}

# refused OVERLAY: the controller refuses the protocol's mailbox, which is asked for
# after BASE's two.
refused()
{
	platform unplug 2> /dev/null
	platform nth fail 3 && skipped "protocol 0x15 skipped" "$1"
}

# The timeout of the node counts, not the parameter's.
quick()
{
	value cpu_temp > /dev/null || return 1
	fault no-answer proto=sensor msg=reading-get count=1
	sooner 2000 fails value cpu_temp > /dev/null 2>&1
}

plan 55
idle=$(state)
check "a platform is added" tell add scmi0 mailbox board=test-main plug=off
platform strict-silent on > /dev/null
check "the stack loads" clients_load
modprobe scmi-agent-mailbox timeout_ms=$TIMEOUT
check "a good node works" works good
check "limits in range are taken" works limits
check "a timeout in range is taken" works timeout
check "an answer is not waited for any longer" quick
check "arm,max-msg out of range [H34]" absurd arm,max-msg 0 100000 0xffffffff
check "arm,max-msg-size out of range [H34]" absurd arm,max-msg-size 0 8 100000 \
	0xffffffff
check "arm,max-rx-timeout-ms out of range [H34]" absurd arm,max-rx-timeout-ms 0 \
	0xffffffff
check "atomic-threshold-us out of range [H34]" absurd atomic-threshold-us \
	100001 0xffffffff
check "atomic-threshold-us in range is taken" works threshold

check "a node for BASE is skipped [S12 H33]" warns "BASE needs no node" base
check "a second node for a protocol is skipped [H33]" warns "second node" again
check "a protocol beyond 255 is skipped [S12]" warns "is no protocol id" beyond
check "so is one far beyond [S12]" warns "is no protocol id" far-beyond
check "a node without a number is skipped [H33]" warns "is no protocol id" no-reg
check "a number that is empty is none" warns "is no protocol id" empty-reg
check "a node that is disabled is none" only 0x15 disabled
check "without protocols there are no clients" only "" bare
check "a protocol below BASE has a channel of its own [S15]" works low
check "protocols far apart have channels of their own [S10]" works far
check "a protocol's small area makes no other one's messages small" works unequal

check "no mailbox" nothing "make no channel" no-mailbox
check "no area" nothing "make no channel" no-area
check "an area that is none" nothing "is no arm,scmi-shmem" odd-area
check "the same area twice" nothing "is in use by another channel" same-area
check "an area in the kernel's own memory [F8]" nothing \
	"is system RAM: reserve it with no-map" ram
check "one mailbox and two areas" nothing "make no channel" l12
check "three mailboxes and one area" nothing "make no channel" l31
check "five mailboxes" nothing "make no channel" l52
check "three areas" nothing "make no channel" l23
check "an area too small for a message [H27]" nothing "is too small" small
check "an area of nothing" nothing "shmem 0 " nothing
check "an area that is not aligned" nothing "is not aligned" unaligned
check "an area larger than all memory" nothing "shmem 0 " huge
check "words of 4 bytes [H25]" works width-4
for width in 1 2 8; do
	check "words of $width bytes" works width-$width
done
for width in 0 3 0xffffffff; do
	check "words of $width bytes are not known [H25]" warns "reg-io-width" \
		width-$width
done
check "nor are they for notifications [H25]" warns "reg-io-width" notify-width-5
check "words of 4 bytes for notifications only [H25]" works notify-width-4
check "a protocol's own channels with no area are skipped" skipped "make no channel" \
	own-no-area
check "so are those with too many mailboxes" skipped "make no channel" own-l31
check "and those with an area that is BASE's" skipped "is in use" own-same-area
check "a protocol's own mailbox that is BASE's costs that protocol [C11]" skipped \
	"protocol 0x15 skipped" own-taken
check "so does one for its notifications [C11]" skipped \
	"protocol 0x15 skipped" own-half-taken
check "and one that the controller refuses [C11]" refused own-good
check "after that the protocol's own channel works [C11]" works own-good
check "a width of nothing is not known [H25]" warns "reg-io-width" no-width
platform unplug
stack_unload
check "unloading leaves nothing" state_is "$idle"
equal "no node is left referenced [S01]" \
	"$(said "ERROR: memory leak, expected refcount")" 0
tell del scmi0
check "the platforms go" unload_platforms
finish
