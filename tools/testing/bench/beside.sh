#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What one reader of a sensor sees of others: alone, while the clocks are
# enumerated, and while notifications storm that somebody listens to.

. ./stacks.sh

clock_client_of()
{
	module_of "$1" clients | cut -d ' ' -f 1
}

# beside STACK WHAT COMMAND...: read while the command runs.
beside()
{
	local stack="$1" what="$2"

	shift 2
	echo "sync 1 0 sensor" > "$RUN" || die "$stack: $what"
	"$@" || die "$stack: $what"
	echo stop > "$RUN"
	figure "stack=$stack" "beside=$what" "$(cat "$RUN")"
}

# The clocks are there, now somebody listens to one of them. Drivers may bind late.
listen()
{
	local load

	load=$(module_of "$1" load)
	rmmod "$load" && modprobe "$load" protocols=both events=1 || return
	for _ in $(seq 100); do
		echo "sync 1 1 clock" > "$RUN" && echo "sync 1 1 sensor" > "$RUN" && return
		usleep 10000
	done 2> /dev/null
	return 1
}

platform_up large
tell "scmi0 latency $SCMI_LATENCY" > /dev/null
for stack in $SCMI_ORDER; do
	stack_up "$stack" transport
	load_up "$stack" sensor
	plug "$(load_driver_of "$stack" sensor)" > /dev/null
	beside "$stack" nothing sleep 0.2
	beside "$stack" enumeration modprobe "$(clock_client_of "$stack")"
	listen "$stack" || die "$stack: no listener"
	tell "scmi0 storm count=2000 rate=10000 proto=clock id=0 source=0 len=16" > /dev/null
	beside "$stack" storm sleep 0.2
	sleep 1
	stack_down
	tell scmi0 unplug > /dev/null
done
platform_down
