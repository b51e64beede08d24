#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The PCI function below the device is reset through sysfs. Newer kernels announce that
# to drivers; with older ones it shows when a command has no answer.

. ../lib.sh
require_platform
TIMEOUT=4000	# of every command, in milliseconds

dev=$(virtio_device)
pci=$(readlink -f "/sys/bus/virtio/devices/$dev/..")
[ -w "$pci/reset" ] || skip_all "the device cannot be reset"
case "$(uname -r)" in
[1-6].*) ends=timeouts; patience=$((TIMEOUT / 100 + 20)) ;;
*) ends=aborted; patience=$((TIMEOUT / 200)) ;;
esac

reset_function()
{
	echo 1 > "$pci/reset"
}

survives()
{
	mark
	reset_function && within 20 working && rose_by transport_resets 1
}

reader_ended()
{
	[ -s /tmp/reader ]
}

# It has an error: its answer went with the reset. What its driver asks the silent
# platform then takes all of its time.
under_way()
{
	local status=0

	mark
	stick || return 1
	reset_function && within "$patience" rose_least $ends 1 &&
		within $((TIMEOUT / 100 + 20)) reader_ended && reader_failed ||
		status=1
	platform silent off > /dev/null
	wait
	return $status
}

# The agent tries to tell the platform which notifications to send, and cannot.
silent_meanwhile()
{
	platform silent on > /dev/null && reset_function || return 1
	readable cpu_temp 2> /dev/null
	sleep $((2 * TIMEOUT / 1000))
	platform silent off > /dev/null
	within 20 working && within 3 alarms
}

while_unbound()
{
	unbind && reset_function && bind && back_to "$full" && working
}

plan 11
empty=$(state)
check "everything loads" load timeout_ms=$TIMEOUT
full=$(state)
check "notifications arrive" notifying
check "a reset is survived [C16]" survives
check "notifications arrive as before" within 3 alarms
check "a command under way ends [C16]" under_way
check "all works after that" within 20 working
check "a platform that is silent meanwhile is told later [C16]" silent_meanwhile
check "all is as it was" state_is "$full"
check "a reset without a driver does no harm" while_unbound
check "no request broke the protocol" polite
check "unloading leaves nothing" gone "$empty"
finish
