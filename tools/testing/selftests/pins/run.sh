#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Pins through the pin control framework. Their states and the consumer are those of
# tools/testing/qemu/dt/pins.dtsi.

. ../lib.sh
[ -e /proc/device-tree/pins-consumer ] || skip_all "no such node in the devicetree"
require_platform
require_module scmi-agent-test-pins

CONSUMER=/sys/bus/platform/devices/pins-consumer
PINCTRL=/sys/kernel/debug/pinctrl

consumer_bound()
{
	[ -e $CONSUMER/driver ]
}

# pin ID WORD...: the platform says that of the pin.
pin()
{
	local id=$1 said word

	shift
	said=" $(platform pinctrl "$id") "
	for word; do
		case "$said" in
		*" $word "*) ;;
		*)
			echo "pin $id:$said"
			return 1 ;;
		esac
	done
}

waits()
{
	modprobe scmi-agent-test-pins && ! consumer_bound
}

has_default()
{
	pin 0 owner=1 function=0 bias-disable=1 drive-strength=12 slew-rate=3 &&
		pin 1 owner=1 function=0
}

select_state()
{
	echo "$1" > $CONSUMER/state
}

sleeps()
{
	select_state sleep && pin 0 drive-strength=2 slew-rate=0 bias-disable=1
}

# Settings of a pin that a state changes are one message.
one_message()
{
	select_state default && mark && select_state sleep && rose_by sent 3
}

single()
{
	select_state line && pin 10 owner=1 function=2 && select_state default &&
		pin 10 owner=0
}

# refused STATE: and then the default one can be had again.
refused()
{
	fails select_state "$1" 2> /dev/null && select_state sleep &&
		select_state default && has_default
}

# dump FILE: of the controller in debugfs.
dump()
{
	cat $PINCTRL/scmi_dev.*-scmi-agent-pinctrl/"$1"
}

has_names()
{
	dump pins > /tmp/dump && grep -q "pin 7 (reset-button-of-the-whole-board)" /tmp/dump &&
		grep -q "pin 49 (pin49)" /tmp/dump && dump pingroups > /tmp/dump &&
		grep -q "group: wide" /tmp/dump && grep -q "pin 49 (pin49)" /tmp/dump &&
		dump pinmux-functions > /tmp/dump &&
		grep -q "serial, groups = \[ uart test \]" /tmp/dump
}

has_settings()
{
	dump pinconf-pins > /tmp/dump &&
		grep "pin 0 (uart_tx)" /tmp/dump > /tmp/line &&
		grep -q "input bias disabled" /tmp/line &&
		grep -q "output drive strength (12 mA)" /tmp/line &&
		grep "pin 6 (debug)" /tmp/dump | grep -qv "drive strength"
}

# A consumer that goes gives its pins back.
given_back()
{
	echo pins-consumer > /sys/bus/platform/drivers/scmi-agent-test-pins/unbind &&
		pin 0 owner=0 && pin 1 owner=0 &&
		echo pins-consumer > /sys/bus/platform/drivers/scmi-agent-test-pins/bind &&
		has_default
}

# The device goes under a consumer, which goes before it.
goes_and_comes()
{
	echo "$dev" > "$VIRTIO/unbind" || return 1
	! consumer_bound || { echo "the consumer is still there"; return 1; }
	echo "$dev" > "$VIRTIO/bind" && within 100 binds && has_default
}

# Nobody else tries again, unless the devicetree has made a link of its own.
binds()
{
	consumer_bound || echo pins-consumer \
		> /sys/bus/platform/drivers/scmi-agent-test-pins/bind 2> /dev/null
	consumer_bound
}

unloads()
{
	rmmod scmi-agent-test-pins && gone "$empty"
}

plan 14
empty=$(state)
check "the consumer waits for its pins" waits
check "the stack loads" stack_load
check "the consumer has its pins" within 100 consumer_bound
dev=$(virtio_device)
check "in the state that the devicetree names first" has_default
check "another state is selected" sleeps
check "by one message for each pin or group" one_message
check "a single pin has a function" single
check "a pin that another agent has is refused" refused not-ours
check "so is a setting that a pin has not" refused no-such
check "debugfs has names" has_names
check "debugfs has settings" has_settings
check "a consumer gives its pins back" given_back
check "the device comes and goes under a consumer" goes_and_comes
check "unloading leaves nothing" unloads
finish
