#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How long a notification is under way, from the platform's worker to the client's
# notifier, and how many a second arrive without one being lost.

. ./stacks.sh

EVENTS=/sys/kernel/debug/scmi-bench/events
# More than any ring or queue holds.
COUNT=3000

# send COUNT RATE: prints what arrived of them.
send()
{
	cat "$EVENTS" > /dev/null
	tell "scmi0 storm proto=clock id=0 source=0 len=16 stamp=on count=$1 rate=$2" > /dev/null
	# As long as that takes, and half a second for the last ones.
	usleep $(($1 * 1000000 / $2 + 500000))
	cat "$EVENTS"
}

# Does the client hear all at that rate?
hears()
{
	case "$(send "$COUNT" "$1")" in
	"count=$COUNT "*) true ;;
	*) false ;;
	esac
}

# The highest rate at which it does, within a fiftieth.
highest()
{
	local good=1000 bad=500000 rate

	hears $good || { echo 0; return; }
	while [ $((bad - good)) -gt $((good / 50)) ]; do
		rate=$(((good + bad) / 2))
		if hears $rate; then
			good=$rate
		else
			bad=$rate
		fi
	done
	echo $good
}

platform_up small
for stack in $SCMI_ORDER; do
	stack_up "$stack" transport
	modprobe "$(module_of "$stack" load)" protocols=clock events=1
	plug "$(load_driver_of "$stack" clock)" > /dev/null
	figure "stack=$stack" "$(send 1000 1000)"
	figure "stack=$stack" "rate=$(highest)"
	stack_down
	tell scmi0 unplug > /dev/null
done
platform_down
