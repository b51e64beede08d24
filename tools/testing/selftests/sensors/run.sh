#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The program that users look at sensors with, and its library: two platforms with
# different sensors, limits that nobody has set.

. ../lib.sh
require_platform scmi1
[ -x /usr/bin/sensors ] || skip_all "no sensors(1) here"

# Of the platform's readings, one comes later than anybody waits.
begin()
{
	modprobe scmi-agent-virtio timeout_ms=500 && clients_load
}

# One sensor of each platform.
both_bound()
{
	readable cpu_temp && readable old_vcore
}

# told [CHIP]: what sensors(1) prints; its complaints go to /tmp/complaints.
told()
{
	/usr/bin/sensors "$@" > /tmp/told 2> /tmp/complaints
	cat /tmp/told
}

no_complaints()
{
	told > /dev/null
	! grep . /tmp/complaints && ! grep ERROR /tmp/told
}

# has CHIP LABEL / lacks CHIP LABEL
has()
{
	told "$1" | grep -q "^$2:"
}

lacks()
{
	! has "$@"
}

apart()
{
	has scmi_sensors-virtual-0 cpu_temp && lacks scmi_sensors-virtual-0 old_vcore &&
		has scmi_sensors_1-virtual-0 old_vcore &&
		lacks scmi_sensors_1-virtual-0 cpu_temp
}

shows()
{
	told scmi_sensors-virtual-0 | grep '^cpu_temp:' | grep -q "$1"
}

# What the configuration says of one is not said of the other.
configured()
{
	mkdir -p /etc/sensors.d
	printf 'chip "scmi_sensors_1-*"\n\tlabel in0 "other name"\n' > /etc/sensors.d/test
	has scmi_sensors_1-virtual-0 "other name" &&
		lacks scmi_sensors-virtual-0 "other name"
}

limit()
{
	echo 95000 > "$(attr_of cpu_temp crit)" && shows "crit = *+95.0"
}

plan 7
empty=$(state)
check "the stack loads" begin
check "two instances have sensors" within 100 both_bound
check "sensors(1) finds nothing that it cannot read [F3]" no_complaints
check "it tells the instances apart [F2]" apart
check "each can be configured for itself [F2]" configured
check "a limit that is set is shown" limit
rm -r /etc/sensors.d
check "unloads, and leaves nothing" gone "$empty"
finish
