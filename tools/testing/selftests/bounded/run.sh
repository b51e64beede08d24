#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# With as many commands outstanding as the transport takes, and as many again
# waiting for a place, and a platform that answers none of them, an instance goes
# away in a small part of the time that they would wait.

# Functions are handed to check(); what is not quoted are numbers and words.
# shellcheck disable=SC2086,SC2119,SC2317
lib=./lib.sh
[ -e "$lib" ] || lib=$(dirname "$0")/../lib.sh
# shellcheck source=tools/testing/selftests/lib.sh
. "$lib"
require_platform

TIMEOUT=5000	# of every command, in milliseconds
THREADS=256

outstanding()
{
	[ "$(rose sent)" -ge "$1" ]
}

# As many commands as fit, none of which will be answered.
flood()
{
	local run

	run=$(echo "$BUS"/scmi_dev.*/run)
	rm -f /tmp/flood
	( echo "$THREADS 1 0" > "$run"; echo $? > /tmp/flood ) 2> /dev/null &
	within 30 outstanding 2 || return 1
	# The rest follows within milliseconds.
	usleep 300000
	full=$(rose sent)
	[ ! -e /tmp/flood ]
}

# bounded MOOD COMMAND...: it takes less than 1 % of what the commands that are
# outstanding would wait in all.
bounded()
{
	local mood=$1 begin ms status=0

	shift
	mark
	platform "$mood" on > /dev/null
	if flood; then
		begin=$(now_ms)
		"$@" || status=1
		ms=$(($(now_ms) - begin))
		echo "$full outstanding, gone in $ms ms" >> /tmp/bounded
		[ $((ms * 100)) -lt $((full * TIMEOUT)) ] || status=1
	else
		echo "could not fill the queue"
		status=1
	fi
	platform "$mood" off > /dev/null
	wait
	platform_calm
	return $status
}

unbind()
{
	echo "$dev" > "$VIRTIO/unbind"
}

back()
{
	local run

	[ -e "$VIRTIO/$dev" ] || echo "$dev" > "$VIRTIO/bind" || return 1
	back_to "$full_state" && run=$(echo "$BUS"/scmi_dev.*/run) &&
		within 50 test -e "$run" && working
}

rescan()
{
	device_rescan
	within 50 virtio_device > /dev/null && dev=$(virtio_device) &&
		within 50 test -e "$VIRTIO/$dev" && back
}

plan 10
empty=$(state)
check "everything loads" load timeout_ms=$TIMEOUT
modprobe scmi-agent-bench
usleep 300000
full_state=$(state)
dev=$(virtio_device)

check "unbinding is fast with a silent platform" bounded silent unbind
check "all is back after that" back
check "unbinding is fast with a platform that stopped" bounded stall unbind
check "all is back after that, too" back
check "unplugging is fast with a silent platform" bounded silent device_remove
check "a scan brings all back" rescan
check "unloading is fast with a silent platform" \
	bounded silent rmmod scmi-agent-virtio
rmmod scmi-agent-bench
check "nothing is left of it" gone "$empty"
while read -r line; do
	note "$line"
done < /tmp/bounded
equal "no command waited for its time" "$(wc -l < /tmp/bounded)" 4
finish
