#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mainline's own client drivers, of the kernel that runs, on our core and in place of
# our clients: through the same consumers, with the same values expected. Which there
# are is in SCMI_DRIVERS. The nodes are tools/testing/qemu/dt/clients.dtsi.

SCMI_CLIENTS=
for driver in $SCMI_DRIVERS; do
	SCMI_CLIENTS="$SCMI_CLIENTS mainline-$driver"
done
. ../lib.sh
. ../clk.sh
. ../hwmon.sh
. ./iio.sh
. ./frameworks.sh
[ -n "$SCMI_DRIVERS" ] || skip_all "none of mainline's drivers here"
require_platform scmi1

# differs CASE: mainline's drivers do something else than ours, and may.
differs()
{
	case "$1" in
	# It shows no other units of temperatures.
	"degrees Fahrenheit "* | kelvins\ *) ;;
	# It divides without a sign.
	"also below zero "*) ;;
	"what is too large for hwmon is the largest") ;;
	# That of 6.12 does not listen.
	"the platform's limits are kept") [ "$series" = 6.12 ] ;;
	*) return 1 ;;
	esac
}

# Of the cases that suites share, each is tried; what is known to differ has to.
try()
{
	local name=$1

	shift
	if differs "$name"; then
		check "$driver does otherwise: $name" fails "$@"
	else
		check "$driver: $name" "$@"
	fi
}

# about DRIVER: $inst and $use become the device that it is tried with, $room its cases,
# $number how many those are.
about()
{
	inst=scmi.1
	case "$1" in
	scmi-clk) inst=scmi.0 use=clocks room=clk number=32 ;;
	scmi-hwmon) inst=scmi.0 use=hwmon room=hwmon number=15 ;;
	scmi_iio) use=iiodev room=iio number=6 ;;
	reset-scmi) use=reset room=reset number=2 ;;
	scmi_pm_domain) use=genpd room=power number=1 ;;
	scmi_perf_domain) use=perf room=perf number=1 ;;
	scmi-cpufreq) use=cpufreq room=cpufreq number=3 ;;
	scmi-regulator) use=regulator room=regulator number=3 ;;
	arm_scmi_powercap) use=powercap room=powercap number=2 ;;
	pinctrl-scmi) use=pinctrl room=pinctrl number=2 ;;
	scmi_power_control) use=syspower room=syspower number=1 ;;
	*) echo "no cases for $1" >&2; return 1 ;;
	esac
}

# works DRIVER: something that only it can do.
works()
{
	case "$1" in
	scmi-clk) rate_is bus 400000000 ;;
	scmi-hwmon) value_is vdd 850 ;;
	scmi_iio) iio_is in_accel_y_raw 12 ;;
	reset-scmi) line_moves ;;
	scmi_pm_domain) domain_follows ;;
	scmi_perf_domain) level_follows ;;
	scmi-cpufreq) cpu_at 1000000 ;;
	scmi-regulator) supply_switches ;;
	arm_scmi_powercap) cap_is soc power_uw 4000000 ;;
	pinctrl-scmi) pins_follow ;;
	esac
}

# own_device: $dir becomes its directory.
own_device()
{
	dir=$(client_of $inst $use)
	[ -n "$dir" ]
}

# shellcheck disable=SC2154 # underscored() sets scmi_name
# is_bound DRIVER: to its device, and it is mainline's module.
is_bound()
{
	local dir

	underscored "mainline-$1"
	about "$1" && own_device && [ -e "$dir/driver" ] &&
		[ "$(dir_name "$dir/driver/module")" = "$scmi_name" ] && works "$1"
}

all_bound()
{
	local driver

	for driver in $SCMI_DRIVERS; do
		within 100 is_bound "$driver" || { echo "$driver"; return 1; }
	done
}

load_all()
{
	modprobe scmi-agent-virtio && clients_load && all_bound
}

rebinds()
{
	local dir name

	about "$1" && own_device && name=${dir##*/} &&
		dir=$(readlink -f "$dir/driver") &&
		echo "$name" > "$dir/unbind" && ! is_bound "$1" &&
		echo "$name" > "$dir/bind" && within 100 is_bound "$1"
}

# Some frameworks keep a provider's module for as long as it has a consumer.
reloads()
{
	rmmod scmi-agent-test-consumer && rmmod "mainline-$1" && ! is_bound "$1" &&
		modprobe "mainline-$1" && modprobe scmi-agent-test-consumer &&
		within 100 is_bound "$1"
}

# Both devices go while they are in use, and come back. A consumer whose provider's device
# was deleted is not probed again by itself.
replugged()
{
	scmi_unplug scmi0 > /dev/null && scmi_unplug scmi1 > /dev/null &&
		within 50 no_instance && rmmod scmi-agent-test-consumer &&
		scmi_plug scmi0 && within 100 test -e "$BUS/scmi.0" &&
		scmi_plug scmi1 && modprobe scmi-agent-test-consumer && all_bound
}

no_instance()
{
	set -- "$BUS"/scmi.*
	[ ! -e "$1" ]
}

cases_of()
{
	about "$driver"
	[ $room != clk ] || check "$driver: the consumer loads" clk_consumer
	${room}_cases
	check "$driver: unbound and bound again, it works" rebinds "$driver"
	check "$driver: unloaded and loaded again, it works" reloads "$driver"
}

clk_consumer()
{
	modprobe scmi-agent-test-clk && within 50 test -e "$CONSUMER/id"
}

both_polite()
{
	polite && [ "$(platform_of scmi1 stats protocol-errors)" = protocol-errors=0 ]
}

series=$(uname -r | cut -d . -f 1,2)
cases=4
for driver in $SCMI_DRIVERS; do
	about "$driver" || exit 1
	cases=$((cases + number + 2))
done
plan $cases
empty=$(state)
for n in scmi0 scmi1; do
	platform_of $n strict-silent on > /dev/null
done
modprobe scmi-agent-test-consumer
check "drivers load and are bound" load_all
for driver in $SCMI_DRIVERS; do
	cases_of
done
check "their devices go while they are in use, and come back" replugged
check "no request broke the protocol" both_polite
rmmod scmi-agent-test-clk 2> /dev/null
rmmod scmi-agent-test-consumer
check "unloading leaves nothing" gone "$empty"
finish
