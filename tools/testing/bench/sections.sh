#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The longest sections with interrupts off, and with preemption off, as the kernel's
# tracers see them, of each kind of work.

. ./stacks.sh

TRACE=/sys/kernel/tracing

# Where the longest section began and ended, and what was on the stack then.
where()
{
	sed -n -e 's/^# *=> started at: */from:/p' -e 's/^# *=> ended at: */to:/p' \
		-e 's/^ => */</p' "$TRACE/trace" | tr -d ' ' | tr '\n' ' ' |
		sed -e 's/ *$//' -e 's/ /,/g'
}

# traced STACK TRACER WORK COMMAND...
traced()
{
	local stack="$1" tracer="$2" work="$3"

	shift 3
	echo 0 > "$TRACE/tracing_on"
	echo "$tracer" > "$TRACE/current_tracer" || die "no tracer $tracer"
	echo > "$TRACE/trace"
	echo 0 > "$TRACE/tracing_max_latency"
	echo 1 > "$TRACE/tracing_on"
	"$@" || die "$stack: $work"
	echo 0 > "$TRACE/tracing_on"
	figure "stack=$stack" "tracer=$tracer" "work=$work" \
		"longest_us=$(cat "$TRACE/tracing_max_latency")" "where=$(where)"
	echo nop > "$TRACE/current_tracer"
}

enumerate()
{
	# shellcheck disable=SC2046	# words are meant
	plug $(drivers_of "$1") > /dev/null
}

commands()
{
	echo "sync 8 200 sensor" > "$RUN" && echo "poll 1 200 clock" > "$RUN"
}

storm()
{
	tell "scmi0 storm count=500 rate=10000 proto=clock id=0 source=0 len=16 stamp=on" > /dev/null
	sleep 1
}

unplug()
{
	tell scmi0 unplug > /dev/null
	sleep 1
}

# What goes to the console goes with interrupts off.
echo 1 > /proc/sys/kernel/printk
[ ! -e "$TRACE/options/function-trace" ] || echo 0 > "$TRACE/options/function-trace"
[ ! -e "$TRACE/options/stacktrace" ] || echo 1 > "$TRACE/options/stacktrace"
platform_up large
tell "scmi0 latency 20us" > /dev/null
for stack in $SCMI_ORDER; do
	for tracer in irqsoff preemptoff; do
		stack_up "$stack" transport clients
		traced "$stack" "$tracer" enumeration enumerate "$stack"
		modprobe "$(module_of "$stack" load)" protocols=both events=1
		traced "$stack" "$tracer" commands commands
		traced "$stack" "$tracer" storm storm
		rmmod "$(module_of "$stack" load)"
		traced "$stack" "$tracer" removal unplug
		stack_down
	done
done
platform_down
