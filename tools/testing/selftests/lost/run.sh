#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Answers are lost while an instance comes up: each message's once, and then all of
# those that an instance can do without.

. ../lib.sh
TIMEOUT=300	# of every command, in milliseconds
if [ -d /proc/device-tree/scmi-test ]; then
	. ../mailbox.sh
	require_mailbox
	transport=scmi-agent-mailbox
	# An area without an answer is never free again: here they are late.
	loss=late=450ms
	DRIVER=/sys/bus/platform/drivers/scmi-agent-mailbox
else
	require_platform
	transport=scmi-agent-virtio
	loss=no-answer
	DRIVER=$VIRTIO
fi

begin()
{
	[ "$transport" = scmi-agent-virtio ] || add scmi0 l42 || return 1
	modprobe "$transport" timeout_ms=$TIMEOUT && clients_load &&
		within 100 bound
}

device()
{
	if [ "$transport" = scmi-agent-virtio ]; then
		virtio_device
	else
		mailbox_device
	fi
}

up_again()
{
	echo "$dev" > "$DRIVER/unbind" && echo "$dev" > "$DRIVER/bind"
}

# once PROTOCOL MESSAGE NTH: an answer is lost, and all is there as without that.
once()
{
	fault $loss "proto=$1" "msg=$2" "nth=$3" count=1 && up_again || return 1
	within 150 state_is "$full" || {
		echo "$1 $2, number $3:"
		state | tr '\n' ' '
		return 1
	}
	fired && lost=$((lost + 1))
	platform fault clear > /dev/null
}

# each PROTOCOL NTH LEAST: it is so for each message, of which LEAST are sent.
each()
{
	local msg=0 status=0

	lost=0
	while [ $msg -le 21 ]; do
		once "$1" $msg "$2" || status=1
		msg=$((msg + 1))
	done
	echo "$lost answers lost"
	[ $status = 0 ] && [ $lost -ge "$3" ]
}

clocks_and_sensors()
{
	rate_is bus 400000000 && value_is vdd 850
}

# never PROTOCOL MESSAGE...: none of them is ever answered, all others are.
never()
{
	local proto=$1 msg status=0

	shift
	for msg; do
		fault $loss "proto=$proto" "msg=$msg" && up_again || return 1
		within 200 clocks_and_sensors && fired || {
			echo "$proto $msg:"
			state | tr '\n' ' '
			status=1
		}
		platform fault clear > /dev/null
	done
	up_again
	within 150 state_is "$full" && [ $status = 0 ]
}

# The platform is busy for longer than a command is repeated: its clients are there a
# second later.
busy()
{
	fault error=busy "proto=$1" "msg=$2" count=8 && up_again || return 1
	within 150 state_is "$full" && fired || return 1
	platform fault clear > /dev/null
}

plan 11
idle=$(state)
check "everything loads" begin
full=$(state)
dev=$(device)
check "a lost answer of BASE costs nothing [X1]" each base 1 5
check "a lost answer of CLOCK costs nothing [X1]" each clock 1 8
check "nor does the second to a message [X1]" each clock 2 4
check "a lost answer of SENSOR costs nothing [X1]" each sensor 1 4
check "details of clocks that are never told cost themselves [X1]" \
	never clock name-get get-permissions possible-parents-get parent-get \
	config-get
check "details of sensors that are never told cost themselves [X1]" \
	never sensor name-get axis-description-get axis-name-get
check "a busy platform costs clocks a second [C10]" busy clock version
check "a busy platform costs sensors a second [C10]" busy sensor attributes
stack_unload
if [ "$transport" = scmi-agent-virtio ]; then
	check "unloading leaves nothing" gone "$idle"
	check "nothing is left" gone "$idle"
else
	check "unloading leaves nothing" state_is "$idle"
	tell del scmi0
	check "the platform goes" unload_platforms
fi
finish
