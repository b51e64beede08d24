#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What one command costs: one thread, a platform that answers at once, and one that
# takes its time, so that the caller sleeps.

. ./stacks.sh

platform_up board-12clocks
for stack in $SCMI_ORDER; do
	for how in sync poll; do
		protocol=sensor
		[ $how = sync ] || protocol=clock
		stack_up "$stack" transport
		load_up "$stack" $protocol
		plug "$(load_driver_of "$stack" $protocol)" > /dev/null
		for latency in 0 20us; do
			tell "scmi0 latency $latency" > /dev/null
			# Once to be warm.
			echo "$how 1 200" > "$RUN"
			measure "$stack" $how 1 2000 latency=$latency
		done
		tell "scmi0 latency 0" > /dev/null
		stack_down
		tell scmi0 unplug > /dev/null
	done
done
platform_down
