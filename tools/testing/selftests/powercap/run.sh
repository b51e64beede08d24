#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Power caps in powercap: zones, limits, power; and zones that go while they are used.
# Debian's kernels for arm64 do not have the framework.

. ../lib.sh
require_platform
require_module scmi-agent-powercap
[ -d /sys/class/powercap ] || skip_all "no powercap here"

SCMI_CLIENTS=scmi-agent-powercap
SCMI_MODULES="scmi-agent-powercap scmi-agent-virtio scmi-agent"
TYPE=/sys/class/powercap/scmi.0
CLIENT=/sys/bus/scmi_agent/drivers/scmi-agent-powercap
SOC=$TYPE/scmi.0:0
CPUS=$SOC/scmi.0:0:0

is_there()
{
	[ -e "$CPUS/scmi.0:0:0:0/name" ]
}

starts()
{
	stack_load && within 100 is_there
}

# reads FILE VALUE / writes FILE VALUE
reads()
{
	local value

	value=$(show "$1") && [ "$value" = "$2" ] || { echo "$1: $value"; return 1; }
}

writes()
{
	echo "$2" > "$1"
}

# domain ID WORD: what the platform says of one.
domain()
{
	case " $(platform powercap "$1") " in
	*" $2 "*) ;;
	*) platform powercap "$1"; return 1 ;;
	esac
}

tree()
{
	reads "$SOC/name" soc && reads "$CPUS/name" cpus &&
		reads "$CPUS/scmi.0:0:0:0/name" cluster-of-the-big-processors &&
		reads "$SOC/scmi.0:0:1/name" gpu && reads "$SOC/scmi.0:0:2/name" modem
}

# Watts are what powercap is about.
no_more()
{
	set -- "$TYPE"/scmi.0:*
	[ $# = 1 ] && [ "$(said "1 of 7 power caps are not in watts")" = 1 ]
}

ranges()
{
	reads "$SOC/constraint_0_max_power_uw" 15000000 &&
		reads "$SOC/constraint_0_min_power_uw" 1000000 &&
		reads "$SOC/constraint_0_name" soc &&
		reads "$CPUS/scmi.0:0:0:0/constraint_0_max_power_uw" 6000000 &&
		reads "$SOC/constraint_0_max_time_window_us" 1000000
}

limit_set()
{
	writes "$SOC/constraint_0_power_limit_uw" 8049999 && domain 0 cap=8000 &&
		reads "$SOC/constraint_0_power_limit_uw" 8000000
}

# The platform does that later.
limit_set_later()
{
	writes "$CPUS/constraint_0_power_limit_uw" 3000000 &&
		reads "$CPUS/constraint_0_power_limit_uw" 3000000
}

limit_refused()
{
	fails writes "$SOC/constraint_0_power_limit_uw" 999999 &&
		fails writes "$SOC/constraint_0_power_limit_uw" 16000000 &&
		fails writes "$SOC/constraint_0_power_limit_uw" 0 &&
		fails writes "$SOC/scmi.0:0:2/constraint_0_power_limit_uw" 2000000 &&
		reads "$SOC/constraint_0_power_limit_uw" 8000000
}

window_set()
{
	writes "$SOC/constraint_0_time_window_us" 5999 && domain 0 average=5000 &&
		reads "$SOC/constraint_0_time_window_us" 5000
}

power_follows()
{
	reads "$SOC/power_uw" 4000000 && platform powercap 0 power 5000 > /dev/null &&
		within 20 reads "$SOC/power_uw" 5000000
}

zone_off()
{
	reads "$CPUS/enabled" 1 && writes "$CPUS/enabled" 0 && domain 1 cap=0 &&
		reads "$CPUS/enabled" 0 && reads "$SOC/enabled" 1 &&
		writes "$CPUS/enabled" 1 && domain 1 cap=3000
}

all_off()
{
	reads "$TYPE/enabled" 1 && writes "$TYPE/enabled" 0 && reads "$TYPE/enabled" 0 &&
		domain 0 cap=0 && domain 2 cap=0 && writes "$TYPE/enabled" 1 &&
		domain 0 cap=8000 && domain 2 cap=6000000
}

client()
{
	client=$(client_of scmi.0 powercap)
	client=${client##*/}
}

unbind_client()
{
	client && echo "$client" > "$CLIENT/unbind"
}

bind_client()
{
	client && echo "$client" > "$CLIENT/bind" && is_there
}

# A file that was opened before is no file any more.
open_file()
{
	exec 5< "$CPUS/constraint_0_power_limit_uw" 6> "$SOC/constraint_0_power_limit_uw" &&
		unbind_client && [ ! -e "$TYPE" ] || return 1
	if read -r value <&5 || echo 2000000 >&6; then
		return 1
	fi 2> /dev/null
	exec 5<&- 6>&-
	domain 0 cap=8000 && bind_client
}

# Somebody reads and writes all of it, whether it is there or not.
restless()
{
	local file

	while [ -e /tmp/restless ]; do
		for file in "$TYPE"/enabled "$SOC"/*_uw "$CPUS"/*_uw; do
			cat "$file"
			echo 4000000 > "$file"
		done
	done > /dev/null 2>&1
}

comes_and_goes()
{
	local pid other status

	touch /tmp/restless
	restless &
	pid=$!
	restless &
	other=$!
	repeat 10 again
	status=$?
	rm /tmp/restless
	wait $pid $other
	return $status
}

again()
{
	unbind_client && bind_client
}

# Nothing is waited for that a silent platform would have to say.
silent_goes()
{
	platform silent on > /dev/null && dev=$(virtio_device) &&
		faster 3000 unbind && [ ! -e "$TYPE" ] || return 1
	platform silent off > /dev/null && bind && within 100 is_there && tree
}

plan 17
empty=$(state)
platform strict-silent on > /dev/null
check "everything loads" starts
check "domains are a tree of zones" tree
check "what is not in watts is left out" no_more
check "limits are told" ranges
check "a limit is set, the next lower one that there is" limit_set
check "one that takes its time is there when it is read" limit_set_later
check "what is no limit is refused" limit_refused
check "the interval is set" window_set
check "the power is what the platform measures" power_follows
check "a zone is turned off, and back on with its limit [N18]" zone_off
check "so are all of them [N18]" all_off
check "a zone goes though a file of it is open" open_file
check "zones come and go while their files are used" comes_and_goes
platform powercap 0 cap 8000 > /dev/null
check "zones of a platform that is silent go, too" silent_goes
check "and work when it is back" limit_set
check "no request broke the protocol" polite
check "unloading leaves nothing" gone "$empty"
finish
