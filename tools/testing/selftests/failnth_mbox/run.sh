#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# As failnth, with the platform in the kernel, its mailboxes and its overlay: once
# the device is there the allocations of the mailbox controller and of the platform
# fail, too.

# shellcheck disable=SC2154
. ../lib.sh
. ../lib-failnth.sh

DRIVER=/sys/bus/platform/drivers/scmi-agent-mailbox

device_of()
{
	local dir

	for dir in "$DRIVER"/*; do
		[ -L "$dir" ] && [ "${dir##*/}" != module ] && echo "${dir##*/}"
	done
}

plan 6
aim
modprobe scmi-agent
# More than the 30 ms of the binding, on a kernel that is slow. Of what a fault takes
# away some is waited for.
modprobe scmi-agent-mailbox timeout_ms=1000
modprobe scmi-agent-test-platform
modprobe scmi-agent-test-mbox
note "$(scmi_control add scmi0 mailbox board=test-main dt=l22.dtbo plug=off)"

# The kernel's overlay code itself does not get over what we do: Linux 7.3 takes back
# what it has not done, and warns, when it fails half way through describing what it
# will change, and follows a NULL pointer when a node could not be shown in sysfs.
aim_at scmi_agent scmi_agent_mailbox
walk "an overlay is applied" <<- END
	before empty $BUS
	act ask $SCMI_CONTROL scmi0 plug
	done ask $SCMI_CONTROL scmi0 unplug
	failed empty $BUS
	failed ask $SCMI_CONTROL scmi0 plug
	failed there $BUS/scmi.[0-9]*
	failed ask $SCMI_CONTROL scmi0 unplug
	after empty $BUS
END
walk "an overlay is removed" <<- END
	before ask $SCMI_CONTROL scmi0 plug
	before there $BUS/scmi.[0-9]*
	act ask $SCMI_CONTROL scmi0 unplug
	failed ask $SCMI_CONTROL scmi0 unplug
	after empty $BUS
END

aim
note "$(scmi_control scmi0 plug)"
device=$(device_of)
echo "$device" > "$DRIVER/unbind"
walk_bind "$DRIVER" "$device"
walk "the device is unbound" <<- END
	before write $DRIVER/bind $device
	before there $BUS/scmi.[0-9]*
	act write $DRIVER/unbind $device
	failed write $DRIVER/unbind never
	after empty $BUS
END
note "$(scmi_control del scmi0)"
rmmod scmi-agent-mailbox
file=/lib/modules/$(uname -r)/extra/scmi-agent-mailbox.ko
walk "the transport is loaded" <<- END
	act load $file
	done unload scmi_agent_mailbox
	failed gone /sys/module/scmi_agent_mailbox
	failed load $file
	failed unload scmi_agent_mailbox
	after empty $BUS
END
note "$points points in all"
rmmod scmi-agent-test-mbox
rmmod scmi-agent-test-platform
check "and all goes" stack_unload
finish
