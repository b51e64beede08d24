#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Performance domains, through devices that are attached to them, and what the platform says
# of them.

. ../lib.sh
. ../genpd.sh
require_platform
require_module scmi-agent-genpd

CLIENT=/sys/bus/scmi_agent/drivers/scmi-agent-perf-domain

# The domains of test-soc.
LITTLE=0 BIG=1 HOLE=2 MANY=3 UNSORTED=4 EMPTY=5 SECURE=6

# is_at ID LEVEL: what the platform says.
is_at()
{
	platform perf "$1" > /dev/null || return 1
	case " $scmi_said " in
	*" level=$2 "*) ;;
	*) echo "$scmi_said"; return 1 ;;
	esac
}

has_opps()
{
	local num

	read -r num < "$CONSUMERS/$1/opps"
	[ "$num" = "$2" ] || { echo "$num OPPs"; return 1; }
}

# attach N ID: for good, and resumed.
attach()
{
	put "$1" attach_perf "$2" && put "$1" use 1
}

detach()
{
	put "$1" use 0 && put "$1" detach 1
}

client_is_bound()
{
	set -- "$CLIENT"/scmi_dev.*
	[ -e "$1" ]
}

begin()
{
	modprobe scmi-agent-virtio && clients_load && within 100 client_is_bound &&
		modprobe scmi-agent-test-genpd && within 50 test -e "$CONSUMERS/0/use"
}

no_such_domain()
{
	refused 0 attach_perf $HOLE && refused 0 attach_perf 70 &&
		refused 0 attach_perf $EMPTY && has_opps 0 0
}

state_is_level()
{
	attach 0 $LITTLE && has_opps 0 4 && put 0 level 1500 && is_at $LITTLE 1500 &&
		put 0 level 500 && is_at $LITTLE 500 && detach 0 && has_opps 0 0
}

many_levels()
{
	attach 0 $MANY && has_opps 0 40 && put 0 level 590 && is_at $MANY 590 && detach 0
}

highest_wins()
{
	attach 0 $LITTLE && attach 1 $LITTLE && put 0 level 1000 && put 1 level 1800 &&
		is_at $LITTLE 1800 && put 1 level 500 && is_at $LITTLE 1000 && detach 1 &&
		is_at $LITTLE 1000 && detach 0
}

# What its last user leaves is not asked for again by a device that asks for nothing.
nobody_asks()
{
	attach 0 $LITTLE && put 0 level 1500 && put 0 use 0 && is_at $LITTLE 1500 || return 1
	platform perf $LITTLE level 500 > /dev/null
	put 0 level 0 && is_at $LITTLE 500 && put 0 level 1500 && put 0 use 1 &&
		is_at $LITTLE 1500 && detach 0
}

refusal_is_told()
{
	attach 0 $LITTLE && put 0 level 1000 || return 1
	fault error=denied proto=perf msg=level-set count=1
	refused 0 level 1800 && is_at $LITTLE 1000 || return 1
	platform fault clear > /dev/null
	put 0 level 1800 && is_at $LITTLE 1800 && detach 0
}

may_not_be_set()
{
	attach 0 $SECURE && has_opps 0 0 && { put 0 level 2 2> /dev/null || true; } &&
		is_at $SECURE 1 && detach 0
}

unsorted()
{
	attach 0 $UNSORTED && has_opps 0 3 && put 0 level 20 && is_at $UNSORTED 20 && detach 0
}

# By index in messages, by level for the framework.
indexed()
{
	attach 0 $BIG && has_opps 0 3 && put 0 level 86 && is_at $BIG 86 && put 0 level 20 &&
		is_at $BIG 20 && detach 0
}

# The framework sets an OPP's level since 6.7.
by_opp()
{
	attach 0 $LITTLE && put 0 opp 1200000000 && is_at $LITTLE 1500 &&
		put 0 opp 1800000000 && is_at $LITTLE 1800 && detach 0
}

unbind_client()
{
	echo "$sdev" > "$CLIENT/unbind" && fails client_is_bound
}

bind_client()
{
	echo "$sdev" > "$CLIENT/bind" && within 50 client_is_bound
}

# The client goes, the device stays: it cannot ask for anything, and does no harm.
orphaned()
{
	attach 0 $LITTLE && put 0 level 1000 && unbind_client && refused 0 level 1800 &&
		is_at $LITTLE 1000 && put 0 use 0 && put 0 detach 1 && has_opps 0 0 &&
		bind_client && state_is_level
}

again()
{
	repeat 5 orphaned
}

client_gone()
{
	! client_is_bound
}

domains_gone()
{
	! ls -d "$PD"/perf:* > /dev/null 2>&1
}

unplugged()
{
	attach 0 $LITTLE && put 0 level 1000 && device_remove && within 50 client_gone &&
		refused 0 level 1500 && put 0 use 0 && put 0 detach 1 &&
		within 50 domains_gone && device_rescan &&
		within 100 client_is_bound && within 50 put 0 attach_perf $LITTLE 2> /dev/null &&
		put 0 detach 1 && state_is_level
}

# What sets an OPP's level.
by_opp=$(grep -c ' dev_pm_domain_set_performance_state$' /proc/kallsyms)
plan $((14 + by_opp))
platform strict-silent on > /dev/null
empty=$(state)
check "everything loads" begin
dev=$(virtio_device scmi.0)
# For all checks, each of which is a process of its own.
set -- "$CLIENT"/scmi_dev.*
sdev=${1##*/}
check "what no device can use is refused" no_such_domain
check "a state is a level" state_is_level
check "all of many levels are OPPs" many_levels
check "levels that messages have indices for" indexed
check "levels that are in no order, one of them twice" unsorted
check "the highest state of several devices counts" highest_wins
check "a device that asks for nothing changes nothing" nobody_asks
check "what the platform refuses is told" refusal_is_told
check "a level that may not be set" may_not_be_set
[ "$by_opp" = 0 ] || check "an OPP sets its level" by_opp
check "a device outlives the client [H63]" orphaned
check "and again [H63]" again
check "a device outlives the instance [H63]" unplugged
rmmod scmi-agent-test-genpd
usleep 300000
check "unloading leaves nothing" gone "$empty"
finish
