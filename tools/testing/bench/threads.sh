#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How commands of several threads get on, by the platform's latency: it serves
# them side by side. Threads take turns between the protocols where each has a
# channel of its own.

. ./stacks.sh

platform_up board-12clocks
for stack in $SCMI_ORDER; do
	stack_up "$stack" transport
	load_up "$stack" "$SCMI_PROTOCOLS"
	plug "$(load_driver_of "$stack" sensor)" > /dev/null
	for latency in $SCMI_LATENCIES; do
		tell "scmi0 latency $latency" > /dev/null
		for threads in $SCMI_THREADS; do
			measure "$stack" sync "$threads" $((800 / threads)) \
				"latency=$latency"
		done
	done
	tell "scmi0 latency 0" > /dev/null
	stack_down
	tell scmi0 unplug > /dev/null
done
platform_down
