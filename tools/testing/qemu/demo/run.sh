#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The tour that ./tools/run gives: what an SCMI platform looks like from a
# stock kernel. KTAP lines are for ./tools/run, which does not show them.

. ./lib.sh
. /harness/ktap.sh
. /harness/stack.sh

title()
{
	echo
	echo "== $*"
}

clients_there()
{
	[ -n "$(ls /sys/class/hwmon)" ] &&
		grep -q "$clock" /sys/kernel/debug/clk/clk_summary
}

clients_gone()
{
	[ -z "$(ls /sys/class/hwmon)$(instances)" ]
}

plan 5

title "Modules, loaded by the devices' aliases as udev does"
/harness/autoload on
if within 100 ls /sys/class/hwmon/hwmon0; then
	pass "the devices' aliases load the stack"
else
	fail "the devices' aliases load the stack"
	show_log 40
	finish
fi
sed -n 's/^\(scmi[^ ]*\) .*/  \1/p' /proc/modules
show_log 1

title "The platform"
show_instance

title "Clocks, out of /sys/kernel/debug/clk/clk_summary"
show_clocks
clock=$(show_clocks | awk 'NR == 2 { print $1 }')

for second in 0 1 2; do
	title "Sensors, out of /sys/class/hwmon, at second $second"
	show_sensors
	sleep 1
done
if [ "$(show_sensors | wc -l)" -gt 0 ]; then
	pass "sensors can be read"
else
	fail "sensors can be read"
fi

title "A trip point: cpu_temp has its limit set to 80 degrees and crosses it"
if input=$(sensor cpu_temp); then
	hostctl platform scmi0 sensor 0 value 70000 > /dev/null
	uevent ./on-change > /run/events &
	echo 80000 > "${input}_max"
	echo "  limit $(cat "${input}_max"), reading $(cat "${input}_input")," \
		"alarm $(cat "${input}_max_alarm")"
	echo "  the platform now says 91000"
	hostctl platform scmi0 sensor 0 value 91000 > /dev/null
	if within 50 grep -q "max_alarm" /run/events; then
		pass "the platform's notification arrives"
	else
		fail "the platform's notification arrives"
	fi
	sed 's/^/  uevent: /' /run/events
	echo "  limit $(cat "${input}_max"), reading $(cat "${input}_input")," \
		"alarm $(cat "${input}_max_alarm")"
	hostctl platform scmi0 sensor 0 script > /dev/null
else
	echo "  (this board has no sensor cpu_temp with a trip point)"
	skip "the platform's notification arrives" "no cpu_temp on this board"
fi

title "Hot-unplug of the SCMI device, clients in use"
echo "  gone after $(hostctl unplug) s (the slot's button waits five)"
if within 50 clients_gone; then
	pass "the clients go with the device"
else
	fail "the clients go with the device"
fi
echo "  instances: $(instances | wc -l)," \
	"hwmon devices: $(hwmon_count)," \
	"clocks: $(($(show_clocks | wc -l) - 1))"

title "and plugged in again"
scmi_plug
if within 100 clients_there; then
	pass "the clients come back"
else
	fail "the clients come back"
fi
show_instance
echo "  hwmon devices: $(hwmon_count)," \
	"clocks: $(($(show_clocks | wc -l) - 1))"
show_sensors | head -n 2

title "The stack's lines in the kernel log"
show_log

/harness/autoload off
stack_unload
echo
finish
