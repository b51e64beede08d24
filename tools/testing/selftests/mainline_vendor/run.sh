#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# NXP's four protocols, as mainline has them, by the adapter of
# compat/mainline-protocols: each comes up, an operation of it is answered, and it goes
# with its device. So do two of mainline's drivers that use them.

. ../lib.sh
[ -n "$SCMI_DRIVERS" ] || skip_all "none of mainline's drivers here"
require_platform

PARAMS=/sys/module/scmi_agent_test_imx/parameters
HELPER=/proc/sys/kernel/modprobe
LMM=0x80 BBM=0x81 CPU=0x82 MISC=0x84

# tells PROTOCOL MESSAGE [WORD]...: what the platform answers, which knows neither.
tells()
{
	local to="proto=$1 msg=$2" number=0 word

	shift 2
	# shellcheck disable=SC2086 # selectors are words
	{
		[ $# = 0 ] || fault pad=$((4 * $#)) $to || return 1
		for word; do
			fault "word=$number:$word" $to || return 1
			number=$((number + 1))
		done
		fault status=success $to
	}
}

# told_is PARAMETER VALUE: what the client was told.
told_is()
{
	local got

	read -r got < "$PARAMS/$1" && [ "$got" = "$2" ] && return
	echo "$1 is '$got'"
	return 1
}

# has_bound DRIVER: one of our bus.
has_bound()
{
	[ -n "$(ls -d "${BUS%/*}/drivers/$1"/scmi_dev.* 2> /dev/null)" ]
}

# used PROTOCOL-MODULE: it cannot go, because its protocol is in use.
used()
{
	fails rmmod "$1" 2> /dev/null
}

# goes MODULE: after its users, within a moment.
goes()
{
	rmmod scmi-agent-test-imx && rmmod "$1"
	local status=$?

	platform fault clear > /dev/null
	return $status
}

# The clock is one of one, and tells a time beyond 32 bits.
bbm()
{
	tells $BBM 0x0 0x10000 && tells $BBM 0x1 0x10000 &&
		tells $BBM 0x7 0x12345678 0x1 && tells $BBM 0xa &&
		modprobe scmi-agent-imx-bbm && modprobe scmi-agent-test-imx &&
		within 50 told_is time 4600387192 && used scmi-agent-imx-bbm
}

# Its own driver: the clock is one of the system's.
rtc_is_there()
{
	local dir

	for dir in /sys/class/rtc/rtc*; do
		case "$(dir_name "$dir/device/driver")" in
		scmi-imx-bbm-rtc) rtc=$dir ;;
		esac
	done
	[ -n "$rtc" ]
}

clock_driver()
{
	rtc=
	modprobe mainline-rtc-imx-sm-bbm && within 50 rtc_is_there &&
		tells $BBM 0x7 1700000000 0 &&
		[ "$(cat "$rtc/since_epoch")" = 1700000000 ]
}

clock_driver_goes()
{
	rmmod mainline-rtc-imx-sm-bbm && rtc= && ! rtc_is_there
}

# Control 1 has two words.
misc()
{
	tells $MISC 0x0 0x10000 && tells $MISC 0x1 0x2 && tells $MISC 0x4 2 77 78 &&
		modprobe scmi-agent-imx-misc && modprobe scmi-agent-test-imx &&
		within 50 told_is control 77 && told_is words 2 &&
		used scmi-agent-imx-misc
}

# Its own driver shows a log, a list of several messages: here all in one.
log_driver()
{
	tells $MISC 0xd 3 0x11111111 0x22222222 0x33333333 &&
		modprobe mainline-sm-misc && within 50 has_bound scmi-imx-misc-ctrl &&
		grep -q "11111111 22222222 33333333" /sys/kernel/debug/scmi_imx/syslog
}

# More entries than the message has: none of them is used.
log_lies()
{
	tells $MISC 0xd 100 1 2 3 &&
		! show /sys/kernel/debug/scmi_imx/syslog 2> /dev/null
}

log_driver_goes()
{
	rmmod mainline-sm-misc
}

# "big0"
cpu()
{
	tells $CPU 0x0 0x10000 && tells $CPU 0x1 1 && tells $CPU 0x3 0 0x30676962 0 0 0 &&
		tells $CPU 0xc 3 0 0 0 && modprobe scmi-agent-imx-cpu &&
		modprobe scmi-agent-test-imx && within 50 told_is started Y &&
		used scmi-agent-imx-cpu
}

# "linux"
lmm()
{
	tells $LMM 0x0 0x10000 && tells $LMM 0x1 1 &&
		tells $LMM 0x3 0 0 1 0 0x756e696c 0x78 0 0 &&
		modprobe scmi-agent-imx-lmm && modprobe scmi-agent-test-imx &&
		within 50 told_is machine linux && used scmi-agent-imx-lmm
}

# The device goes with the protocol in use, and comes back.
comes_back()
{
	unbind && ! has_bound scmi-agent-test-imx && rmmod scmi-agent-imx-lmm &&
		modprobe scmi-agent-imx-lmm && bind &&
		within 100 has_bound scmi-agent-test-imx && used scmi-agent-imx-lmm
}

plan 16
empty=$(state)
helper=$(cat $HELPER)
# No protocol loads by itself.
echo /nowhere > $HELPER
check "the stack loads" modprobe scmi-agent-virtio
within 50 test -e "$BUS/scmi.0/vendor_id"
dev=$(virtio_device scmi.0)
check "bbm: the clock's time is read" bbm
check "bbm: mainline's driver makes it a clock of the system" clock_driver
check "bbm: that driver goes" clock_driver_goes
check "bbm: the protocol goes after its user" goes scmi-agent-imx-bbm
check "misc: a control is read" misc
check "misc: mainline's driver shows the log" log_driver
check "misc: a log that lies about its length is refused" log_lies
check "misc: that driver goes" log_driver_goes
check "misc: the protocol goes after its user" goes scmi-agent-imx-misc
check "cpu: whether a processor runs is read" cpu
check "cpu: the protocol goes after its user" goes scmi-agent-imx-cpu
check "lmm: a machine's name is read" lmm
check "lmm: it goes with the device, and comes back" comes_back
check "lmm: the protocol goes after its user" goes scmi-agent-imx-lmm
echo "$helper" > $HELPER
check "unloading leaves nothing" gone "$empty"
finish
