#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How often a command takes memory from the heap, and where: the kernel's tracepoints
# see each time, the platform's own are left out. What comes once in a thousand
# commands belongs to something else.

. ./stacks.sh

TRACE=/sys/kernel/tracing
EVENTS="kmalloc kmem_cache_alloc"

tracing()
{
	for event in $EVENTS; do
		echo "$1" > "$TRACE/events/kmem/$event/enable" ||
			die "no tracepoint $event"
	done
}

# allocations COMMANDS: of that many commands, "SITE,TIMES;..." each.
allocations()
{
	echo > "$TRACE/trace"
	tracing 1
	echo "sync 1 $1" > "$RUN"
	tracing 0
	grep -v '\[scmi_agent_test\|\[scmi_bench' "$TRACE/trace" |
		sed -n 's/.*call_site=\([^ +]*\).*/\1/p' |
		awk -v per="$1" '{ n[$1]++ } END { for (s in n) if (n[s] >= per)
			{ printf "%s,%d;", s, n[s] / per; sum += int(n[s] / per) }
			printf " %d\n", sum }'
}

echo 8192 > "$TRACE/buffer_size_kb"
platform_up board-12clocks
tell "scmi0 latency 20us" > /dev/null
for stack in $SCMI_ORDER; do
	stack_up "$stack" transport
	load_up "$stack" sensor
	plug "$(load_driver_of "$stack" sensor)" > /dev/null
	allocations 200 > /dev/null
	found=$(allocations 1000)
	figure "stack=$stack" "allocations=${found##* }" "where=${found% *}"
	stack_down
	tell scmi0 unplug > /dev/null
done
platform_down
