#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# As ready.sh, over QEMU's device and scmi-platformd, in the time of the machine.

. ./stacks.sh

VIRTIO=/sys/bus/virtio

scmi_device()
{
	local dir

	for dir in "$VIRTIO"/devices/*; do
		[ "$(cat "$dir/device")" != 0x0020 ] || echo "${dir##*/}"
	done
}

virtio_driver_of()
{
	case "$1" in
	agent) echo scmi-agent-virtio ;;
	mainline) echo scmi-virtio ;;
	esac
}

device=$(scmi_device)
[ -n "$device" ] || die "QEMU has no SCMI device"
# Drivers bind when they are told to.
echo 0 > "$VIRTIO/drivers_autoprobe"
for latency in $SCMI_LATENCIES; do
	hostctl platform scmi0 "latency $latency" > /dev/null || die "no platform"
	for stack in $SCMI_ORDER; do
		stack_up "$stack" transport clients
		# shellcheck disable=SC2046	# words are meant
		ns=$(./ready "$VIRTIO/drivers/$(virtio_driver_of "$stack")/bind" \
			"$device" $(drivers_of "$stack")) || ns=never
		figure "stack=$stack" "latency=$latency" "ready_ns=$ns"
		stack_down
	done
done
