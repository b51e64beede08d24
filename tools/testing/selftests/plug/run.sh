#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The device's hot-plug slot: by its switch, by its button, and as time passes.

. ../lib.sh
require_platform

slot=$(slot_of scmi0)
[ -e "$slot/power" ] || skip_all "the device is in no hot-plug slot"

slot_is_empty()
{
	[ "$(cat "$slot/adapter")$(cat "$slot/power")" = 00 ]
}

# switched_off / pressed: the card leaves, and all that was there because of it.
switched_off()
{
	state_is "$full" && scmi_unplug && slot_is_empty && state_is "$bare"
}

pressed()
{
	state_is "$full" && hostctl unplug scmi0 &&
		within 20 slot_is_empty && state_is "$bare"
}

plugged()
{
	scmi_plug && back_to "$full"
}

# A press of the button takes five seconds to have its effect: for longer than
# that, look whether it is the same device all the time.
stays()
{
	local device end

	device=$(virtio_device scmi.0) || return 1
	end=$(($(now_ms) + 8000))
	while [ "$(now_ms)" -lt "$end" ]; do
		slot_is_on "$slot" && [ -e "$BUS/scmi.0" ] &&
			[ -e "$VIRTIO/$device" ] || return 1
		usleep 100000
	done
}

plan 12
modprobe scmi-agent
bare=$(state)
check "everything loads and the clients bind" load
full=$(state)
[ "$full" != "$bare" ] || finish
check "the slot is on, with the device in it" slot_is_on "$slot"
check "the device works" working
check "switching the slot off takes the device" switched_off
check "plugged in, it is there again" plugged
check "it is there for longer than a button needs" stays
check "it still works" working
check "it still sends notifications" notifying
check "the slot's button takes the device" pressed
check "plugged in once more, it is there again" plugged
check "it stays again" stays
check "and works" working
stack_unload
finish
