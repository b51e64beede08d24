#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A virtio device whose devicetree node comes with an overlay when the device is
# there already, and goes while it is. The node enables one protocol, so that it
# shows whether it counts. The kernel complains of nodes that are still referenced
# when it frees the overlay.

. ../lib.sh
. ../mailbox.sh
SCMI_MODULES="$SCMI_CLIENTS scmi-agent-virtio scmi-agent"
require_mailbox
require_overlays ov node
modprobe -q scmi-agent-test-vdev boards= || skip_all "no virtio device here"

# The protocols that have clients.
clients_are()
{
	local got

	got=$(cat "$BUS"/scmi.*/scmi_dev.*/protocol_id 2> /dev/null | sort -u |
		tr '\n' ' ')
	[ "$got" = "$1" ] || { echo "clients for $got"; return 1; }
}

everything()
{
	within 100 clients_are "0x14 0x15 " && within 100 working
}

sensors_only()
{
	within 100 clients_are "0x15 " && within 100 readable cpu_temp
}

node_is_gone()
{
	[ ! -e /proc/device-tree/test-scmi ] &&
		[ "$(said "ERROR: memory leak, expected refcount")" = 0 ]
}

comes()
{
	tell ov plug && sensors_only
}

goes()
{
	tell ov unplug && everything && node_is_gone
}

cycle()
{
	comes && goes
}

# The device is bound anew while it has the node.
bound_again()
{
	local driver=/sys/bus/virtio/drivers/scmi-agent-virtio dev

	dev=$(virtio_device)
	echo "$dev" > "$driver/unbind" && echo "$dev" > "$driver/bind" &&
		sensors_only
}

# Nobody waits for a platform that does not answer.
silent_removal()
{
	platform silent on
	sooner 2000 tell ov unplug || return 1
	platform silent off
	everything && node_is_gone
}

# The device comes when the node is there, and goes before it does.
device_later()
{
	tell scmi0 unplug && comes_alone && tell scmi0 plug && sensors_only &&
		tell scmi0 unplug && tell ov unplug && node_is_gone &&
		tell scmi0 plug && everything
}

comes_alone()
{
	tell ov plug && [ -e /proc/device-tree/test-scmi ]
}

plan 12
idle=$(state)
check "a device without a node" tell add scmi0 virtio board=test-main
check "an overlay is prepared" tell add ov mailbox plug=off dt=node.dtbo
modprobe scmi-agent-virtio "timeout_ms=$TIMEOUT"
check "everything loads" clients_load
check "a device without a node has all protocols" everything
check "it takes the node that comes [S01]" comes
check "it has it again when it is bound again" bound_again
check "and does without it when it goes [S01]" goes
check "ten times [S01]" repeat 10 cycle
comes > /dev/null
check "while nobody answers [S01]" silent_removal
check "the device comes after the node and goes before it [S01]" device_later
stack_unload
tell del scmi0
tell del ov
check "unloading leaves nothing" state_is "$idle"
rmmod scmi-agent-test-vdev
check "the platforms go" unload_platforms
finish
