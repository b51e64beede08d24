#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a command costs while others wait for an answer that does not come yet.

. ./stacks.sh

platform_up small
for stack in $SCMI_ORDER; do
	stack_up "$stack" transport
	load_up "$stack" both
	plug "$(load_driver_of "$stack" sensor)" "$(load_driver_of "$stack" clock)" > /dev/null
	tell "scmi0 latency 20us" > /dev/null
	tell "scmi0 latency 2s proto=clock msg=rate-get" > /dev/null
	for pending in $SCMI_PENDING; do
		[ "$pending" = 0 ] || echo "hold $pending clock" > "$RUN"
		echo "sync 1 200 sensor" > "$RUN"
		measure "$stack" sync 1 "2000 sensor" "pending=$pending"
		echo release > "$RUN"
	done
	tell "scmi0 latency clear" > /dev/null
	stack_down
	tell scmi0 unplug > /dev/null
done
platform_down
