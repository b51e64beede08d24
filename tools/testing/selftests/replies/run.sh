#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Answers that are wrong, late, doubled or for nobody.

. ../lib.sh
require_platform

# refused ACT COUNTER: it makes a reading fail, in no time, and the next is
# right.
refused()
{
	local status=0

	mark
	fault "$1" proto=sensor msg=reading-get domain=0 count=1 || return 1
	if value cpu_temp 2> /dev/null; then
		echo "it was believed"
		return 1
	fi
	[ "$2" = none ] || rose_by "$2" 1 || status=1
	rose_by timeouts 0 && value_is cpu_temp 45000 || status=1
	return $status
}

# Every length below the right one is refused; the status decides from 8 on.
truncated()
{
	local len=0

	while [ $len -lt 16 ]; do
		refused "truncate=$len" short_messages ||
			{ echo "at length $len"; return 1; }
		len=$((len + 1))
	done
}

padded()
{
	mark
	fault pad="$1" proto=sensor msg=reading-get count=1 || return 1
	value_is cpu_temp 45000 && rose_by short_messages 0
}

# A status is passed on as the error that it is; a busy platform is asked six times.
status_is()
{
	local text times=1

	[ "$1" = busy ] && times=6
	mark
	fault "error=$1" proto=sensor msg=reading-get domain=0 count=$times ||
		return 1
	text=$(value cpu_temp 2>&1) && return 1
	case "$text" in
	*"$2") ;;
	*) echo "$1: $text"; return 1 ;;
	esac
	value_is cpu_temp 45000
}

statuses()
{
	status_is not-supported "Operation not supported" &&
		status_is invalid-parameters "Invalid argument" &&
		status_is denied "Permission denied" &&
		status_is not-found "No such file or directory" &&
		status_is out-of-range "Numerical result out of range" &&
		status_is busy "Device or resource busy" &&
		status_is generic-error "Input/output error" &&
		status_is protocol-error "Protocol error" &&
		status_is in-use "Device or resource busy" &&
		status_is partial "Operation canceled" &&
		status_is -77 "Input/output error" && status_is 5 "Input/output error"
}

# The answer comes when nobody waits any more, and harms no other.
late()
{
	mark
	fault late=2500ms proto=sensor msg=reading-get domain=0 count=1 ||
		return 1
	! value cpu_temp 2> /dev/null && rose_by timeouts 1 || return 1
	platform sensor 0 value 51000 > /dev/null
	value_is cpu_temp 51000 && value_is vdd 850 && rose_by late 0 ||
		return 1
	within 60 rose_by late 1 || { echo "not counted"; return 1; }
	platform sensor 0 value 45000 > /dev/null
	value_is cpu_temp 45000 && rose_by mismatched 0
}

# power_of FAULT...: one reading of the sensor that answers later.
power_of()
{
	mark
	fault "$@" proto=sensor msg=reading-get count=1 || return 1
	value soc_power
}

power_is()
{
	[ "$(power_of "$@")" = 2500000 ]
}

delayed_early()
{
	power_is delayed-first && mark && value_is soc_power 2500000 &&
		rose_by delayed_responses 1
}

delayed_never()
{
	mark
	fault delayed-never proto=sensor msg=reading-get count=1 || return 1
	! value soc_power 2> /dev/null && rose_by timeouts 1 &&
		value_is soc_power 2500000
}

delayed_late()
{
	mark
	! value patience 2> /dev/null && rose_by timeouts 1 &&
		value_is soc_power 2500000 && within 100 rose_by late 1 &&
		value_is soc_power 2500000
}

delayed_short()
{
	local len=0

	while [ $len -lt 16 ]; do
		mark
		fault truncate=$len on=delayed count=1 || return 1
		! value soc_power 2> /dev/null || { echo "$len believed"; return 1; }
		value_is soc_power 2500000 || { echo "after $len"; return 1; }
		rose_least short_messages 1 || return 1
		len=$((len + 5))
	done
}

delayed_wrong()
{
	mark
	fault "$1" on=delayed count=1 || return 1
	! value soc_power 2> /dev/null && rose_least mismatched 1 &&
		value_is soc_power 2500000
}

delayed_twice()
{
	mark
	fault duplicate on=delayed count=1 || return 1
	value_is soc_power 2500000 && value_is soc_power 2500000 &&
		rose_by delayed_responses 2 || return 1
	[ $(($(rose duplicate) + $(rose mismatched) + $(rose late))) = 1 ]
}

# To tokens that nobody has; some may be those of commands that are too late.
to_nobody()
{
	[ $(($(rose mismatched) + $(rose late))) = 21 ]
}

delayed_to_nobody()
{
	local token=0

	mark
	while [ $token -lt 1024 ]; do
		platform event proto=sensor id=6 type=2 token=$token len=16 \
			> /dev/null || return 1
		token=$((token + 51))
	done
	within 20 to_nobody && value_is soc_power 2500000
}

other_types()
{
	mark
	platform event type=0 token=3 > /dev/null
	platform event type=1 token=3 > /dev/null
	within 20 rose_by mismatched 2 && working
}

# sent_wrong LEAST WORDS...: so many messages arrive that are for nobody.
sent_wrong()
{
	local least=$1

	shift
	mark
	platform storm "$@" > /dev/null && within 100 wrong_least "$least" ||
		{ echo "$* was not counted"; return 1; }
}

wrong_least()
{
	[ $(($(rose mismatched) + $(rose late) + $(rose short_messages) + \
		$(rose notify_unknown))) -ge "$1" ]
}

# More of them than the device has buffers.
wrong_types()
{
	sent_wrong 500 type=1 token=3 rate=1000 count=600 && mark &&
		notifying && rose_least notifications 2
}

# Hundreds of messages that are wrong in every way: next to nothing is logged.
silent_log()
{
	local i=0 n

	dmesg -c > /dev/null
	sent_wrong 200 type=1 token=3 rate=1000 count=250 &&
		sent_wrong 200 proto=sensor id=6 type=2 token=9 rate=1000 \
			count=250 &&
		sent_wrong 200 proto=0x7f id=1 rate=1000 count=250 &&
		sent_wrong 200 proto=clock id=0 len=0 rate=1000 count=250 ||
		return 1
	fault wrong-token proto=sensor msg=reading-get || return 1
	while [ $i -lt 30 ]; do
		value vdd > /dev/null 2>&1
		i=$((i + 1))
	done
	platform fault clear > /dev/null
	n=$(dmesg | wc -l)
	[ "$n" -le 10 ] || { echo "$n lines:"; dmesg | tail -n 3; return 1; }
}

# Garbage for some of all answers: nothing is to be said about the values.
garbage()
{
	local i=0

	mark
	fault "$@" prob=30 || return 1
	fault "$@" on=delayed prob=30 || return 1
	while [ $i -lt 8 ]; do
		value cpu_temp
		value vdd
		value soc_power
		rate bus
		i=$((i + 1))
	done > /dev/null 2>&1
	platform_calm && platform sensor 0 value 45000 > /dev/null &&
		value_is cpu_temp 45000 && value_is soc_power 2500000
}

# Discovery of whatever is there while some answers are garbage: it may find
# little, but it ends, and when the garbage ends all is found.
garbage_probe()
{
	echo "$dev" > "$VIRTIO/unbind" || return 1
	fault "$@" || return 1
	echo "$dev" > "$VIRTIO/bind" 2> /dev/null
	usleep 700000
	echo "$dev" > "$VIRTIO/unbind" 2> /dev/null
	state_is "$bare" || { echo "something was left"; return 1; }
	platform_calm
	echo "$dev" > "$VIRTIO/bind" && back_to "$full" 150
}

# optional_probe MESSAGE...: the platform knows none of them, and says so in
# each of the two ways that are seen.
optional_probe()
{
	local what status

	for status in not-supported not-found; do
		echo "$dev" > "$VIRTIO/unbind"
		for what in "$@"; do
			fault "error=$status" "proto=${what%:*}" \
				"msg=${what#*:}" || return 1
		done
		echo "$dev" > "$VIRTIO/bind" || return 1
		within 100 bound || return 1
		platform_calm
	done
}

plan 50
empty=$(state)
clients_load
bare=$(state)
platform strict-silent on > /dev/null
check "everything loads" load timeout_ms=500
full=$(state)
dev=$(virtio_device)

for act in wrong-token=1 wrong-token=0x3ff wrong-protocol=0x14 \
	wrong-protocol=0x7f wrong-msg=7 wrong-msg=0xff wrong-type=1 \
	wrong-type=2 wrong-type=3; do
	check "a reply with $act is refused [H36]" refused $act mismatched
done
check "another's reply is refused [H36]" refused replay mismatched
check "a reply of any short length is refused [H38]" truncated
check "a reply without a status is refused [H38]" \
	refused header-only short_messages
check "a status without a header is refused" refused status-only \
	short_messages
check "a longer reply is accepted" padded 40
check "a reply that fills the buffer is accepted" padded 4000
check "each status is its error" statuses
check "a late reply is counted and harms none [H36]" late
# Before anything is lost: then the platform is known to complete what it accepts.
check "an answer may come in two parts" value_is soc_power 2500000
check "random replies do no harm" garbage random proto=sensor
check "random headers do no harm" garbage random-all
check "random lengths do no harm" garbage truncate=9

check "the second part may come first" delayed_early
check "the second part may never come" delayed_never
check "the second part may come late [H02]" delayed_late
check "a short second part is refused" delayed_short
for act in wrong-token=1 wrong-protocol=0x14 wrong-msg=7; do
	check "a second part with $act is refused [H36]" delayed_wrong $act
done
check "a second part that comes twice is counted" delayed_twice
check "a second part for nobody is counted" delayed_to_nobody
check "what is no answer on the event queue is counted [H13]" other_types
check "messages of a wrong type take no buffers away [H13]" wrong_types
check "what is wrong is counted, not logged each time [H32]" silent_log
platform sensor 0 value 45000 > /dev/null
check "commands work after all of that" working
check "notifications too" notifying

for act in "random prob=40" "random-all prob=40" "truncate=8" "truncate=12" \
	"status-only prob=50" "fill=0xffffffff" "wrong-token prob=20"; do
	check "discovery ends in spite of $act" garbage_probe $act
done
check "optional BASE messages may be missing" optional_probe \
	base:discover-sub-vendor base:discover-agent base:notify-errors \
	base:discover-impl-version
check "optional CLOCK messages may be missing" optional_probe \
	clock:name-get clock:config-get clock:possible-parents-get \
	clock:parent-get clock:get-permissions clock:rate-notify
check "optional SENSOR messages may be missing" optional_probe \
	sensor:name-get sensor:axis-name-get sensor:config-get \
	sensor:list-update-intervals sensor:trip-point-notify
check "NEGOTIATE_PROTOCOL_VERSION may be missing" optional_probe \
	base:negotiate clock:negotiate sensor:negotiate
echo "$dev" > "$VIRTIO/unbind"
echo "$dev" > "$VIRTIO/bind"
check "all is there after all" back_to "$full"
check "it works" working
check "unloading leaves nothing" gone "$empty"
finish
