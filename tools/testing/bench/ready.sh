#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# From the device's appearance until all clients have bound, and what that takes
# in messages. All modules are there before, as on a machine that boots.

. ./stacks.sh

for board in $SCMI_MACHINES; do
	platform_up "$board"
	for latency in $SCMI_LATENCIES; do
		for stack in $SCMI_ORDER; do
			tell "scmi0 latency $latency" > /dev/null
			stack_up "$stack" transport clients
			tell scmi0 reset-stats > /dev/null
			# shellcheck disable=SC2046	# words are meant
			ns=$(plug $(drivers_of "$stack")) || ns=never
			figure "stack=$stack" "board=$board" \
				"latency=$latency" "ready_ns=$ns" \
				"$(tell scmi0 stats)"
			tell "scmi0 latency 0" > /dev/null
			stack_down
			tell scmi0 unplug > /dev/null
		done
	done
	platform_down
done
