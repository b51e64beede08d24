#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# With as many commands outstanding as the transport takes, and as many again
# waiting for a place, and a platform that answers none of them, an instance goes
# away in a small part of the time that they would wait.

. ../lib.sh
RUN=/sys/kernel/debug/scmi-bench/run
TIMEOUT=5000	# of every command, in milliseconds
if [ -d /proc/device-tree/scmi-test ]; then
	. ../mailbox.sh
	require_mailbox
	require_nodes
	mailbox=1
	transport=scmi-agent-mailbox
else
	require_platform
	mailbox=
	transport=scmi-agent-virtio
fi

outstanding()
{
	[ "$(rose sent)" -ge "$1" ]
}

# As many commands as fit, none of which will be answered.
flood()
{
	local threads

	threads=$(($(cat "$BUS"/scmi.*/max_in_flight) * 2))
	echo "hold $threads sensor" > "$RUN" || return 1
	within 30 outstanding 2 || return 1
	# The rest follows within milliseconds.
	usleep 300000
	full=$(rose sent)
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
	platform_calm
	return $status
}

begin()
{
	if [ "$mailbox" ]; then
		add scmi0 l42 && load
	else
		load timeout_ms=$TIMEOUT
	fi
}

# The transport's device, by the name that it has now.
device()
{
	if [ "$mailbox" ]; then
		mailbox_device
	else
		virtio_device
	fi
}

# The load generator has a sensor to send commands to.
loader()
{
	echo "sync 1 1 sensor" 2> /dev/null > "$RUN"
}

back()
{
	[ -e "$DRIVER/$dev" ] || bind || return 1
	back_to "$full_state" && within 50 loader && working
}

unplug()
{
	if [ "$mailbox" ]; then
		platform unplug
	else
		device_remove
	fi
}

replug()
{
	if [ "$mailbox" ]; then
		platform plug
	else
		device_rescan
	fi && within 50 test -e "$BUS/scmi.0" && dev=$(device) && back
}

leave()
{
	gone "$empty" && { [ -z "$mailbox" ] ||
		{ tell del scmi0 && unload_platforms; }; }
}

plan 10
empty=$(state)
check "everything loads" begin
modprobe scmi-agent-test-load
usleep 300000
full_state=$(state)
dev=$(device)

check "unbinding is fast with a silent platform" bounded silent unbind
check "all is back after that" back
check "unbinding is fast with a platform that stopped" bounded stall unbind
check "all is back after that, too" back
check "unplugging is fast with a silent platform" bounded silent unplug
check "plugging brings all back" replug
check "unloading is fast with a silent platform" \
	bounded silent rmmod $transport
rmmod scmi-agent-test-load
check "nothing is left of it" leave
while read -r line; do
	note "$line"
done < /tmp/bounded
equal "no command waited for its time" "$(wc -l < /tmp/bounded)" 4
finish
