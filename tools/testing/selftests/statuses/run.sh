#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# An instance comes up while each message gets a status once. Whatever that costs, when
# all is well again the same is there as without it.

. ../lib.sh
require_platform
TIMEOUT=1000	# of every command, in milliseconds
LAST_MESSAGE=15

begin()
{
	modprobe scmi-agent-virtio timeout_ms=$TIMEOUT &&
		clients_load && within 100 bound
}

up_again()
{
	echo "$dev" > "$VIRTIO/unbind" && echo "$dev" > "$VIRTIO/bind"
}

# settled: nothing has changed for a while.
settled()
{
	local last

	last=$(state)
	usleep 400000
	[ "$(state)" = "$last" ]
}

# one STATUS PROTOCOL...: their messages get the status, each once, while it comes up.
one()
{
	local status=$1 proto msg

	shift
	for proto in "$@"; do
		msg=1
		while [ $msg -le $LAST_MESSAGE ]; do
			fault "error=-$status" "proto=$proto" "msg=$msg" count=1 ||
				return 1
			msg=$((msg + 1))
		done
	done
	up_again && within 50 settled || return 1
	met=$((met + $(fired)))
	platform fault clear > /dev/null
	up_again
	within 150 state_is "$full" || {
		echo "status -$status to $*:"
		state | tr '\n' ' '
		return 1
	}
}

# each STATUS: of the messages five are sent at least. A BASE that is refused has
# nothing of the others asked for.
each()
{
	local status=0

	met=0
	one "$1" base || status=1
	one "$1" clock sensor || status=1
	echo "$met messages got it"
	[ $status = 0 ] && [ $met -ge 5 ]
}

plan 14
idle=$(state)
check "everything loads" begin
full=$(state)
dev=$(virtio_device)
for status in 1 2 3 4 5 6 7 8 9 10 11 12; do
	check "status -$status costs nothing for good" each $status
done
stack_unload
check "unloading leaves nothing" gone "$idle"
finish
