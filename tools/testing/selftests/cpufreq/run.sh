#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The guest's own CPUs under cpufreq: CPU 0 is in the performance domain 0 of the board
# test-soc, CPU 1 in domain 3.

. ../lib.sh
require_platform
[ -e /proc/device-tree/cpus/cpu@0/performance-domains ] ||
	skip_all "the devicetree's CPUs are in no performance domains"

POLICY=/sys/devices/system/cpu/cpufreq/policy
LITTLE=0
GRAPHICS=3

begin()
{
	platform strict-silent on > /dev/null && modprobe scmi-agent-virtio &&
		modprobe scmi-agent-cpufreq && within 100 test -e ${POLICY}1/scaling_driver
}

# Policies by CPU nodes, and one OPP per level.
policies()
{
	[ "$(cat ${POLICY}0/scaling_driver)" = scmi-agent ] &&
		[ "$(cat ${POLICY}0/related_cpus)" = 0 ] &&
		[ "$(cat ${POLICY}1/related_cpus)" = 1 ] &&
		[ "$(cat ${POLICY}0/scaling_available_frequencies)" = \
			"500000 1000000 1500000 1800000 " ] &&
		[ "$(cat ${POLICY}0/cpuinfo_transition_latency)" = 50000 ] &&
		[ "$(wc -w < ${POLICY}1/scaling_available_frequencies)" = 40 ]
}

is_at()
{
	case " $(platform perf "$1") " in
	*" $2 "*) ;;
	*) return 1 ;;
	esac
}

# moves POLICY FREQUENCY DOMAIN LEVEL: it becomes the highest, and so the present one.
moves()
{
	echo performance > "${POLICY}$1/scaling_governor" &&
		echo "$2" > "${POLICY}$1/scaling_max_freq" && within 50 is_at "$3" "level=$4" ||
		{ platform perf "$3"; return 1; }
}

changes()
{
	moves 0 1000000 $LITTLE 1000 && moves 0 500000 $LITTLE 500 &&
		moves 0 1800000 $LITTLE 1800 && moves 1 580 $GRAPHICS 580 &&
		moves 1 590 $GRAPHICS 590
}

# What is shown is what the platform says, not what it was told.
shown()
{
	platform perf $LITTLE level 1500 > /dev/null &&
		[ "$(cat ${POLICY}0/cpuinfo_cur_freq)" = 1500000 ]
}

max_is()
{
	[ "$(cat ${POLICY}0/scaling_max_freq)" = "$1" ]
}

limits()
{
	platform perf $LITTLE limits 500 1000 > /dev/null && within 50 max_is 1000000 &&
		platform perf $LITTLE limits 500 1800 > /dev/null &&
		within 50 max_is 1800000
}

model()
{
	local dir=/sys/kernel/debug/energy_model/cpu0

	[ -d "$dir" ] || { echo "no energy model"; return 1; }
	# Milliwatts became microwatts.
	[ "$(cat $dir/ps:1800000/power)" = 650000 ] && [ "$(find $dir -name 'ps:*' | wc -l)" = 4 ]
}

hotplug()
{
	echo 0 > /sys/devices/system/cpu/cpu1/online &&
		echo 1 > /sys/devices/system/cpu/cpu1/online &&
		within 50 test -e ${POLICY}1/scaling_driver && moves 1 400 $GRAPHICS 400
}

# Without the device there are no policies, and with it there are again.
rebound()
{
	unbind && [ ! -e ${POLICY}0/scaling_driver ] && bind &&
		within 100 test -e ${POLICY}0/scaling_driver && changes
}

# A platform whose limits nobody can listen to has policies all the same.
unheard()
{
	unbind && fault error=not-supported proto=perf msg=notify-limits && bind &&
		within 100 test -e ${POLICY}0/scaling_driver && changes &&
		platform fault clear > /dev/null
}

# One whose levels cannot be had costs the CPU its policy, and no other.
lost()
{
	unbind && fault error=denied proto=perf msg=describe-levels domain=$LITTLE && bind &&
		within 100 test -e ${POLICY}1/scaling_driver &&
		[ ! -e ${POLICY}0/scaling_driver ] && platform fault clear > /dev/null &&
		unbind && bind && within 100 test -e ${POLICY}0/scaling_driver
}

# With governors at work all goes.
end()
{
	echo schedutil > ${POLICY}0/scaling_governor
	rmmod scmi-agent-cpufreq && [ ! -e ${POLICY}0/scaling_driver ] &&
		modprobe scmi-agent-cpufreq && within 50 test -e ${POLICY}0/scaling_driver &&
		stack_unload
}

plan 11
check "CPUs get policies" begin
check "by their nodes, with one frequency per level" policies
dev=$(virtio_device)
check "a frequency is a level of the platform" changes
check "the platform's answer is shown" shown
check "its limits are limits" limits
check "there is an energy model in microwatts" model
check "a CPU goes and comes" hotplug
check "so does the device" rebound
check "limits that are not told cost nothing else" unheard
check "levels that are not there cost that CPU alone" lost
check "all goes" end
finish
