#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Errors that the platform reports: what scmi-agent-errors makes of them.

. ../lib.sh
require_platform
require_module scmi-agent-errors

# The uevents that came, a file for each that is about an error.
SEEN=/tmp/errors
DRIVER_DIR=/sys/bus/scmi_agent/drivers/scmi-agent-errors

# le WORD: its bytes, lowest first, in hexadecimal.
le()
{
	printf "%02x%02x%02x%02x" $(($1 & 255)) $(($1 >> 8 & 255)) \
		$(($1 >> 16 & 255)) $(($1 >> 24 & 255))
}

# report FLAGS_AND_NUMBER [HEADER STATUS]...: the platform does, to agent 1.
report()
{
	local hex word

	hex=$(le 1)
	for word; do
		hex=$hex$(le "$word")
	done
	platform event proto=base id=0 hex="$hex" > /dev/null
}

# Message 0x5 of protocol 0x14.
RATE_SET=$((0x14 << 10 | 0x5))

errors_of()
{
	cat "$(client_of scmi.0 errors)/errors"
}

has_line()
{
	errors_of | grep -qx "$1" || { errors_of; return 1; }
}

binds()
{
	modprobe scmi-agent-errors && within 50 bound_now && has_line "others 0"
}

bound_now()
{
	[ -e "$(client_of scmi.0 errors)/errors" ]
}

listen_for_uevents()
{
	cat > /tmp/note <<- 'END'
	#!/bin/sh
	[ -z "$SCMI_ERROR" ] || env | grep '^SCMI_ERROR\|^ACTION\|^DEVPATH' > /tmp/errors/$SEQNUM
	END
	chmod 755 /tmp/note
	mkdir -p $SEEN
	uevent /tmp/note &
	listener=$!
}

# event_has WORD...: the last uevent about an error.
event_has()
{
	local last word

	last=$(ls $SEEN | sort -n | tail -n 1)
	[ -n "$last" ] || { echo "no uevent"; return 1; }
	for word; do
		grep -qx "$word" "$SEEN/$last" || {
			cat "$SEEN/$last"
			return 1
		}
	done
}

counted()
{
	report 1 "$RATE_SET" -8 && within 20 has_line "reported 0x14 0x5 -8 1" &&
		report 2 "$RATE_SET" -8 "$RATE_SET" -8 &&
		within 20 has_line "reported 0x14 0x5 -8 3"
}

logged_once()
{
	[ "$(said "reports an error to agent 1: protocol 0x14, message 0x5, status -8")" = 1 ]
}

told()
{
	within 30 event_has ACTION=change "DEVPATH=.*/scmi.0" SCMI_ERROR=reported \
		SCMI_ERROR_AGENT=1 SCMI_ERROR_PROTOCOL=0x14 SCMI_ERROR_MESSAGE=0x5 \
		SCMI_ERROR_STATUS=-8 SCMI_ERROR_COUNT=3
}

fatal()
{
	report $((1 << 31)) && within 20 has_line "fatal 0x00 0x0 0 1" &&
		within 30 event_has SCMI_ERROR=fatal SCMI_ERROR_COUNT=1
}

# More kinds than there is room for, and more events than anybody wants.
many()
{
	local n=0 events

	rm -f $SEEN/*
	while [ $n -lt 60 ]; do
		report 1 $((0x14 << 10 | n)) -2 || return 1
		n=$((n + 1))
	done
	within 50 has_line "others 30" && [ "$(errors_of | wc -l)" = 33 ] || return 1
	usleep 500000
	events=$(ls $SEEN | wc -l)
	[ "$events" -ge 1 ] && [ "$events" -le 30 ] || { echo "$events uevents"; return 1; }
}

refused()
{
	rmmod scmi-agent-errors && fault error=not-supported proto=base msg=notify-errors &&
		modprobe scmi-agent-errors && within 30 said_so && [ -d $DRIVER_DIR ] &&
		! bound_now && rmmod scmi-agent-errors && platform fault clear > /dev/null
}

said_so()
{
	[ "$(said "the platform reports no errors (-EOPNOTSUPP)")" = 1 ]
}

plan 10
empty=$(state)
check "everything loads" load
full=$(state)
listen_for_uevents
check "the driver has a device as soon as it is there" binds
check "errors are counted by kind" counted
check "and logged once" logged_once
check "user space is told" told
check "a fatal error is told, too" fatal
check "many kinds of errors are no flood" many
check "a platform that reports none is let go of" refused
kill $listener
back_to "$full"
check "the device goes with the driver" state_is "$full"
check "unloading leaves nothing" gone "$empty"
finish
