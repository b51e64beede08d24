#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a command on one instance costs when there are others.

. ./stacks.sh

platform_up small
stack=$SCMI_ORDER
stack_up "$stack" transport
load_up "$stack" sensor
number=0
for instances in $SCMI_INSTANCES; do
	while [ "$number" -lt "$instances" ]; do
		[ $number = 0 ] || tell "add scmi$number $TRANSPORT board=small plug=off" > /dev/null
		./ready "$CONTROL" "scmi$number plug" "$(load_driver_of "$stack" sensor)" \
			> /dev/null || die "scmi$number is not ready"
		number=$((number + 1))
	done
	tell "scmi0 latency 20us" > /dev/null
	echo "sync 1 200" > "$RUN"
	measure "$stack" sync 1 2000 "instances=$instances"
	tell "scmi0 latency 0" > /dev/null
done
stack_down
while [ $number -gt 1 ]; do
	number=$((number - 1))
	tell "del scmi$number" > /dev/null
done
platform_down
