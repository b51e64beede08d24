#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Devicetree nodes in which one thing is wrong, each an overlay of its own: the
# instance works without it, or there is none, and nothing stays behind.

# shellcheck disable=SC2016
. ../lib.sh
. ../mailbox.sh
require_mailbox
require_overlays

CLK_NODE='protocol@14 { reg = <0x14>; #clock-cells = <1>; };'
SENSOR_NODE='protocol@15 { reg = <0x15>; #thermal-sensor-cells = <1>; };'
CHANNELS='mboxes = <&mbox 0>, <&mbox 1>; shmem = <&a0>, <&a1>;'
GOOD="$CHANNELS $CLK_NODE $SENSOR_NODE"

# with NODE [AREA [REG [AREA]]]: an overlay is applied, if it can be: areas, a
# controller, and the agent's node with $1; $2 is more of the first area, $3 its
# address and size, $4 more of the second. A line has no more than 24 words.
with()
{
	platform unplug 2> /dev/null
	give_text scmi0 \
		'areas { #address-cells = <1>; #size-cells = <1>;' \
		'ranges = <0 $memory 0x2000>;' \
		"a0: shmem@100 { compatible = \"arm,scmi-shmem\"; $2" \
		"reg = <${3:-0x100 0x100}>; };" \
		"a1: shmem@300 { compatible = \"arm,scmi-shmem\"; $4" \
		'reg = <0x300 0x100>; };' \
		'a2: shmem@500 { compatible = "arm,scmi-shmem";' \
		'reg = <0x500 0x100>; };' \
		'odd: shmem@700 { reg = <0x700 0x100>; }; };' \
		'mbox: mailbox { compatible = "scmi-agent,test-mailbox";' \
		'#mbox-cells = <1>; };' \
		'scmi0 { compatible = "arm,scmi"; #address-cells = <1>;' \
		"#size-cells = <0>; $1 };" && platform plug
}

# works NODE...: the instance is there and everything is as it should be.
works()
{
	with "$@" && within 100 bound && working && polite && proper
}

# nothing TEXT NODE...: there is no instance, and it was said why.
nothing()
{
	local text=$1

	shift
	mark_log
	with "$@" 2> /dev/null
	usleep 300000
	[ ! -e "$BUS/scmi.0" ] || { echo "there is an instance"; return 1; }
	says "$text"
}

# warns TEXT NODE...: it works, and says that something is not taken: once for a
# probe, of which there are two if the kernel finds the mailboxes after the agent.
warns()
{
	local text=$1

	shift
	mark_log
	works "$@" || return 1
	times_since "$text"
	case $times in
	1 | 2) ;;
	*) echo "said $times times"; return 1 ;;
	esac
}

# only PROTOCOL NODE...: clients for this and no other; for none if it is empty.
only()
{
	local want=$1 found='' file id

	shift
	with "$@" && within 50 test -e "$BUS/scmi.0" || return 1
	usleep 500000
	for file in "$BUS"/scmi.0/scmi_dev.*/protocol_id; do
		[ -e "$file" ] && read -r id < "$file" || continue
		[ "$id" = "$found" ] || found=$found$id
	done
	[ "$found" = "$want" ] || { echo "clients: $found"; return 1; }
}

# absurd PROPERTY VALUE...: none of the values is taken, nor what is no value.
absurd()
{
	local name=$1 value

	shift
	for value in "$@"; do
		warns "$name is $((value)), must" "$name = <$value>; $GOOD" ||
			{ echo "with $value"; return 1; }
	done
	warns "$name is no number" "$name; $GOOD"
}

# skipped TEXT NODE...: a protocol with channels that make no sense goes without
# clients, the other one has them.
skipped()
{
	local text=$1

	shift
	mark_log
	only 0x14 "$@" && says "$text"
}

# The timeout of the node counts, not the parameter's.
quick()
{
	value cpu_temp > /dev/null || return 1
	fault no-answer proto=sensor msg=reading-get count=1
	sooner 2000 fails value cpu_temp > /dev/null 2>&1
}

plan 49
idle=$(state)
check "a platform is added" tell add scmi0 mailbox board=test-main plug=off
platform strict-silent on > /dev/null
check "the stack loads" clients_load
modprobe scmi-agent-mailbox timeout_ms=$TIMEOUT
check "a good node works" works "$GOOD"
check "limits in range are taken" works "arm,max-msg = <2>;
	arm,max-msg-size = <64>; $GOOD" "" "0x100 0x60"
check "a timeout in range is taken" works \
	"arm,max-rx-timeout-ms = <1000>; $GOOD"
check "an answer is not waited for any longer" quick
check "arm,max-msg out of range [H34]" absurd arm,max-msg 0 100000 0xffffffff
check "arm,max-msg-size out of range [H34]" absurd arm,max-msg-size 0 8 100000 \
	0xffffffff
check "arm,max-rx-timeout-ms out of range [H34]" absurd arm,max-rx-timeout-ms 0 \
	0xffffffff
check "atomic-threshold-us out of range [H34]" absurd atomic-threshold-us \
	100001 0xffffffff
check "atomic-threshold-us in range is taken" works \
	"atomic-threshold-us = <100000>; $GOOD"

check "a node for BASE is skipped [S12 H33]" warns "BASE needs no node" \
	"$GOOD protocol@10 { reg = <0x10>; };"
check "a second node for a protocol is skipped [H33]" warns "second node" \
	"$GOOD again { reg = <0x14>; };"
check "a protocol beyond 255 is skipped [S12]" warns "is no protocol id" \
	"$GOOD protocol@114 { reg = <0x114>; };"
check "so is one far beyond [S12]" warns "is no protocol id" \
	"$GOOD protocol@far { reg = <0xffffff14>; };"
check "a node without a number is skipped [H33]" warns "is no protocol id" \
	"$GOOD none { #clock-cells = <1>; };"
check "a number that is empty is none" warns "is no protocol id" \
	"$GOOD empty { reg; };"
check "a node that is disabled is none" only 0x15 "$CHANNELS $SENSOR_NODE
	protocol@14 { reg = <0x14>; status = \"disabled\"; };"
check "without protocols there are no clients" only "" "$CHANNELS"
check "a protocol below BASE has a channel of its own [S15]" works \
	"$GOOD low { reg = <0x5>; mboxes = <&mbox 4>; shmem = <&a2>; };"
check "protocols far apart have channels of their own [S10]" works \
	"$GOOD far { reg = <0x90>; mboxes = <&mbox 4>; shmem = <&a2>; };"

check "no mailbox" nothing "make no channel" "shmem = <&a0>; $CLK_NODE"
check "no area" nothing "make no channel" "mboxes = <&mbox 0>; $CLK_NODE"
check "an area that is none" nothing "is no arm,scmi-shmem" \
	"mboxes = <&mbox 0>; shmem = <&odd>; $CLK_NODE"
check "the same area twice" nothing "is in use" \
	"mboxes = <&mbox 0>, <&mbox 1>; shmem = <&a0>, <&a0>; $CLK_NODE"
check "one mailbox and two areas" nothing "make no channel" \
	"mboxes = <&mbox 0>; shmem = <&a0>, <&a1>; $CLK_NODE"
check "three mailboxes and one area" nothing "make no channel" \
	"mboxes = <&mbox 0>, <&mbox 1>, <&mbox 2>; shmem = <&a0>; $CLK_NODE"
check "five mailboxes" nothing "make no channel" "mboxes = <&mbox 0>, <&mbox 1>, <&mbox 2>,
	<&mbox 3>, <&mbox 4>; shmem = <&a0>, <&a1>; $CLK_NODE"
check "three areas" nothing "make no channel" "mboxes = <&mbox 0>, <&mbox 1>;
	shmem = <&a0>, <&a1>, <&a2>; $CLK_NODE"
check "an area too small for a message [H27]" nothing "is too small" "$GOOD" "" "0x100 0x20"
check "an area of nothing" nothing "shmem 0 " "$GOOD" "" "0x100 0"
check "an area that is not aligned" nothing "is not aligned" "$GOOD" "" "0x102 0x100"
check "an area larger than all memory" nothing "shmem 0 " "$GOOD" "" "0x100 0xffffffff"
check "words of 4 bytes [H25]" works "$GOOD" "reg-io-width = <4>;"
for width in 1 2 8; do
	check "words of $width bytes" works "$GOOD" "reg-io-width = <$width>;"
done
for width in 0 3 0xffffffff; do
	check "words of $width bytes are not known [H25]" warns "reg-io-width" \
		"$GOOD" "reg-io-width = <$width>;"
done
check "nor are they for notifications [H25]" warns "reg-io-width" "$GOOD" \
	"" "" "reg-io-width = <5>;"
check "words of 4 bytes for notifications only [H25]" works "$GOOD" "" "" \
	"reg-io-width = <4>;"
check "a protocol's own channels with no area are skipped" skipped "make no channel" \
	"$CHANNELS $CLK_NODE protocol@15 { reg = <0x15>; mboxes = <&mbox 4>; };"
check "so are those with too many mailboxes" skipped "make no channel" \
	"$CHANNELS $CLK_NODE protocol@15 { reg = <0x15>; shmem = <&a2>;
	mboxes = <&mbox 4>, <&mbox 5>, <&mbox 6>; };"
check "and those with an area that is BASE's" skipped "is in use" \
	"$CHANNELS $CLK_NODE protocol@15 { reg = <0x15>; shmem = <&a0>;
	mboxes = <&mbox 4>; };"
check "a width of nothing is not known [H25]" warns "reg-io-width" "$GOOD" \
	"reg-io-width;"
platform unplug
stack_unload
check "unloading leaves nothing" state_is "$idle"
equal "no node is left referenced [S01]" \
	"$(said "ERROR: memory leak, expected refcount")" 0
tell del scmi0
check "the platforms go" unload_platforms
finish
