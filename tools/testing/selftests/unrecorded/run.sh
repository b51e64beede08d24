#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The table of channels has no memory left for one.

. ../lib.sh
. ../mailbox.sh
require_mailbox
require_nodes
FAILSLAB=/sys/kernel/debug/failslab
[ -e "$FAILSLAB/require-start" ] || skip_all "this kernel lets nothing fail"

knob()
{
	echo "$2" > "$FAILSLAB/$1"
}

# in_function NAME: only allocations that are made below it fail.
in_function()
{
	local range

	range=$(grep -i " t " /proc/kallsyms | sort | awk -v name="$1" '
		found { print start, "0x" $1; exit }
		$3 == name { start = "0x" $1; found = 1 }')
	[ -n "$range" ] || { echo "no function $1"; return 1; }
	knob require-start ${range% *} && knob require-end ${range#* }
}

fail_once()
{
	knob stacktrace-depth 32 && knob task-filter Y && knob probability 100 &&
		knob interval 1 && knob verbose 0 &&
		knob ignore-gfp-wait N && in_function idr_alloc && knob times 1
}

# What bind() has in a shell that cannot have it all.
starved_bind()
{
	(
		echo 1 > /proc/self/make-it-fail
		echo "$dev" > "$DRIVER/bind"
	) 2> /dev/null
}

unrecorded()
{
	unbind && fail_once || return 1
	starved_bind
	[ "$(cat $FAILSLAB/times)" = 0 ] || { echo "nothing failed"; return 1; }
	knob probability 0
	[ -e "$DRIVER/$dev" ] && { echo "it is bound"; return 1; }
	# What is still bound hears this.
	platform ring a2p 5 > /dev/null
	platform ring p2a 5 > /dev/null
	state_is "$idle" && bind && back_to "$full" && working
}

plan 6
begin_with l42
check "a channel that cannot be recorded is unbound [S05]" unrecorded
end_with
check "nothing is left" not_loaded
finish
