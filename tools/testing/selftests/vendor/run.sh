#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A protocol that a module of its own implements.

. ../lib.sh
require_platform

MODULE=scmi-agent-test-vendor
PARAMS=/sys/module/scmi_agent_test_vendor/parameters
DRIVER=/sys/bus/scmi_agent/drivers/scmi-agent-test-vendor

# inits_exits INITS EXITS: how often it was set up and cleaned up.
inits_exits()
{
	local got

	got="$(cat $PARAMS/inits) $(cat $PARAMS/exits)"
	[ "$got" = "$1 $2" ] || { echo "inits and exits: $got"; return 1; }
}

is_bound()
{
	[ -n "$(ls -d "$DRIVER"/scmi_dev.* 2> /dev/null)" ]
}

# The platform lists 0x80 and knows nothing of it: let it tell a version.
platform_has_it()
{
	fault pad=4 proto=0x80 msg=version &&
		fault word=0:0x10000 proto=0x80 msg=version &&
		fault status=success proto=0x80 msg=version
}

comes_up()
{
	modprobe $MODULE && within 50 is_bound && inits_exits 1 0
}

stays()
{
	fails rmmod $MODULE 2> /dev/null && is_bound && inits_exits 1 0
}

unbind_all()
{
	local link

	for link in "$DRIVER"/scmi_dev.*; do
		echo "${link##*/}" > "$DRIVER/unbind" || return 1
	done
}

cleaned_up()
{
	unbind_all && inits_exits 1 1 && rmmod $MODULE
}

again()
{
	local i=0

	while [ $i -lt 5 ]; do
		comes_up && stays && cleaned_up || return 1
		i=$((i + 1))
	done
}

# The device goes with the protocol in use, and comes back.
goes_with_device()
{
	comes_up && echo "$dev" > "$VIRTIO/unbind" && inits_exits 1 1 &&
		echo "$dev" > "$VIRTIO/bind" && within 100 is_bound &&
		inits_exits 2 1 && unbind_all && rmmod $MODULE
}

# never_up INITS PARAMETER...: the driver's probe fails, and nothing holds the
# module.
never_up()
{
	local inits=$1

	shift
	modprobe $MODULE "$@" && within 20 inits_exits "$inits" 0 &&
		usleep 200000 && fails is_bound && inits_exits "$inits" 0 &&
		rmmod $MODULE
}

refused()
{
	local id

	for id in 0x10 0x14 0x15; do
		# modprobe(8) takes "exists" for "is loaded".
		modprobe $MODULE id=$id 2> /dev/null
		[ ! -e $PARAMS ] || { echo "$id was taken"; return 1; }
	done
}

plan 10
empty=$(state)
check "everything loads" load
full=$(state)
dev=$(virtio_device)
check "a protocol that exists cannot be replaced" refused
check "a protocol that the platform refuses holds no module [H40]" never_up 0
platform_has_it
check "a protocol comes up with its first user" comes_up
check "its module stays while it is used [H40]" stays
check "it is cleaned up before its module may go [H40]" cleaned_up
check "and again" again
check "it goes with the device, and comes back" goes_with_device
check "a protocol that does not come up holds no module [H40]" \
	never_up 1 broken=1
platform fault clear > /dev/null
back_to "$full"
check "unloading leaves nothing" gone "$empty"
finish
