#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Modules load in any order that their symbols allow, and unload again. No
# device is needed for that; where there is one, it gets its clients.

. ../lib.sh
require_module scmi-agent

loaded()
{
	sed -n 's/^\(scmi_agent[^ ]*\) .*/\1/p' /proc/modules | wc -l
}

# One module may have several drivers.
clients_are()
{
	[ "$(for module in /sys/bus/scmi_agent/drivers/*/module; do
		readlink "$module"
	done | sort -u | wc -l)" = "$1" ]
}

# The other transport has no device here; kernels without mailboxes do not have it.
mailbox_loads()
{
	modinfo scmi-agent-mailbox > /dev/null 2>&1 || return 0
	modprobe scmi-agent-mailbox && rmmod scmi-agent-mailbox scmi-agent
}

plan 11

set -- $SCMI_CLIENTS
check "the stack loads" stack_load
equal "all modules are there" "$(loaded)" $(($# + 2))
check "the bus is registered" test -d /sys/bus/scmi_agent
check "all clients registered a driver" clients_are $#
check "the stack unloads" stack_unload
equal "none is left" "$(loaded)" 0
check "the bus is gone" test ! -d /sys/bus/scmi_agent
check "the mailbox transport loads" mailbox_loads

bad=
for _ in 1 2 3 4 5 6 7 8 9 10; do
	stack_load && stack_unload || bad=yes
done
equal "ten times over" "$bad" ""

# Clients first: modprobe brings what they need, the transport comes last.
bad=
for m in $SCMI_CLIENTS scmi-agent-virtio; do
	modprobe "$m" || bad="$bad $m"
done
equal "the transport may come last" "$bad" ""
check "and everything goes" stack_unload
finish
