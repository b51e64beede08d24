#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Power domains, through devices that are attached to them, and what the platform says of
# them. Nothing describes the devices, so nothing unbinds them before the client.

. ../lib.sh
. ../genpd.sh
require_platform
require_module scmi-agent-genpd

# The domains of test-soc.
domains="0 cpu
1 graphics-and-video-codecs
3 modem
4 always-on
5 secure
6 usb6
7 usb7"

client_is_bound()
{
	set -- "$CLIENT"/scmi_dev.*
	[ -e "$1" ] && domain cpu
}

begin()
{
	modprobe scmi-agent-virtio && clients_load && within 100 client_is_bound &&
		modprobe scmi-agent-test-genpd && within 50 test -e "$CONSUMERS/0/use"
}

all_there()
{
	local id name

	echo "$domains" | while read -r id name; do
		domain "$name" || exit 1
	done && [ "$(ls -d "$PD"/*/ | wc -l)" -ge 7 ]
}

as_they_were()
{
	framework_says cpu on && framework_says always-on on && framework_says usb6 off-0 &&
		is 0 $ON && is 4 $ON && is 6 $OFF
}

no_such_domain()
{
	refused 0 attach 2 && refused 0 attach 8
}

on_and_off()
{
	put 0 attach "$1" && is "$1" $OFF && put 0 use 1 && is "$1" $ON &&
		put 0 use 0 && is "$1" $OFF && put 0 detach 1
}

shared()
{
	put 0 attach 6 && put 1 attach 6 && put 0 use 1 && put 1 use 1 &&
		put 0 use 0 && is 6 $ON && put 1 use 0 && is 6 $OFF &&
		put 0 detach 1 && put 1 detach 1
}

# One that was on is turned off with its last user, as any other one.
turned_off()
{
	put 0 attach 0 && put 0 use 1 && put 0 use 0 && is 0 $OFF && put 0 use 1 &&
		is 0 $ON && put 0 detach 1
}

# Its state is reached after the answer.
slow()
{
	put 0 attach 3 && put 0 use 1 && put 0 use 0 && is 3 $OFF && put 0 use 1 &&
		is 3 $ON && put 0 detach 1
}

stays_on()
{
	put 0 attach 5 && put 0 use 1 && put 0 use 0 && put 0 use 1 && put 0 use 0 &&
		put 0 detach 1 && is 5 $ON && framework_says secure on &&
		[ "$(said 'power domain 5: the platform does not turn it off')" = 1 ]
}

# What passes is no refusal.
busy()
{
	put 0 attach 6 && put 0 use 1 || return 1
	fault error=busy proto=power msg=state-set
	put 0 use 0
	is 6 $ON && framework_says usb6 on || return 1
	platform fault clear > /dev/null
	put 0 use 1 && put 0 use 0 && is 6 $OFF && put 0 detach 1
}

# Somebody else has turned it on.
on_is_on()
{
	put 0 attach 6 || return 1
	platform power 6 state on > /dev/null
	fault error=denied proto=power msg=state-set count=1
	put 0 use 1 && put 0 use 0 && is 6 $OFF || return 1
	platform fault clear > /dev/null
	fault error=denied proto=power msg=state-set count=1
	refused 0 use 1 || return 1
	platform fault clear > /dev/null
	put 0 detach 1
}

# Nobody takes a module away from under a device.
holds_module()
{
	put 0 attach 6 && fails rmmod scmi-agent-genpd 2> /dev/null && put 0 use 1 &&
		is 6 $ON && put 0 use 0 && put 0 detach 1
}

client_gone()
{
	set -- "$CLIENT"/scmi_dev.*
	[ ! -e "$1" ]
}

unbind_client()
{
	echo "$sdev" > "$CLIENT/unbind" && client_gone
}

domains_gone()
{
	no_domain usb6 && no_domain cpu
}

# The client goes, the device stays: it cannot be used, and does no harm.
orphaned()
{
	put 0 attach 6 && put 1 attach 7 && put 1 use 1 && unbind_client &&
		refused 0 use 1 && put 1 use 0 && domain usb6 &&
		no_domain cpu && put 0 detach 1 && domain usb7 &&
		put 1 detach 1 && within 50 domains_gone
}

client_back()
{
	echo "$sdev" > "$CLIENT/bind" && within 50 client_is_bound && on_and_off 6
}

again()
{
	repeat 5 orphaned_and_back
}

orphaned_and_back()
{
	orphaned && client_back
}

# The same when the device goes, with all that there is of the instance. The test's own
# client may come after the domains.
unplugged()
{
	put 0 attach 6 && put 0 use 1 && device_remove && within 50 client_gone &&
		put 0 use 0 && refused 0 use 1 && put 0 detach 1 &&
		within 50 domains_gone && device_rescan && within 100 client_is_bound &&
		within 50 put 0 attach 7 && put 0 use 1 && is 7 $ON && put 0 use 0 && put 0 detach 1
}

# Its first user turns it on.
unknown()
{
	unbind_client || return 1
	fault error=generic-error proto=power msg=state-get domain=6
	echo "$sdev" > "$CLIENT/bind" && within 50 client_is_bound || return 1
	platform fault clear > /dev/null
	[ "$(said '1 of 8 power domains whose state is unknown')" = 1 ] && on_and_off 6
}

plan 18
platform strict-silent on > /dev/null
empty=$(state)
check "everything loads" begin
dev=$(virtio_device scmi.0)
# For all checks, each of which is a process of its own.
set -- "$CLIENT"/scmi_dev.*
sdev=${1##*/}
check "domains have their names" all_there
check "they are as the platform has them" as_they_were
check "ids without a domain are none" no_such_domain
check "a domain is on while it is used" on_and_off 6
check "it is on as long as anybody needs it" shared
check "what was on at boot is turned off by its users" turned_off
check "a change that takes its time is waited for" slow
check "what the platform does not turn off stays on, and is told once" stays_on
check "a busy platform is asked again" busy
check "what the platform does not turn on because it is on, is on" on_is_on
check "a state that is not known costs nothing" unknown
check "the module stays while a device is attached [H63]" holds_module
check "a device outlives the client [H63]" orphaned
check "the client comes back" client_back
check "and again [H63]" again
check "a device outlives the instance [H63]" unplugged
rmmod scmi-agent-test-genpd
usleep 300000
check "unloading leaves nothing" gone "$empty"
finish
