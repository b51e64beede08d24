#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Walk over every allocation that we make: the first one fails, then the
# second, and so on until there is none left to fail. After each the world has
# to be as before, and the same thing has to work.

# shellcheck disable=SC2154
. ../lib.sh
. ../lib-failnth.sh

EVENTS=/sys/kernel/debug/scmi-agent-test-events
EXTRA=${MODPATH:-/lib/modules/$(uname -r)/extra}
DRIVERS=/sys/bus/scmi_agent/drivers

require_platform

# loads NAME MODULE: load it, and once more without a fault. Its driver's name is free
# again when the driver's last reference has gone, which may be seconds after it.
loads()
{
	walk "$1" <<- END
		before gone /sys/bus/*/drivers/$2
		act load $EXTRA/$2.ko
		done unload $(echo "$2" | tr - _)
		failed gone /sys/module/$(echo "$2" | tr - _)
		failed gone /sys/bus/*/drivers/$2
		failed load $EXTRA/$2.ko
		failed unload $(echo "$2" | tr - _)
		after $3 $4
	END
}

# clients NAME USE FILE: its driver probes and is removed; FILE comes with it, but
# for what a fault may take away: debugfs does without when it has no memory.
clients()
{
	local dev drv

	dev=$(basename "$(client_of "" "$2")")
	drv=$DRIVERS/$(basename "$(readlink "$BUS/$dev/driver")")
	echo "$dev" > "$drv/unbind"
	walk "the $1 client probes" <<- END
		act write $drv/bind $dev
		done there $drv/$dev
		failed gone $drv/$dev
		failed write $drv/bind $dev
		failed there $3
		after write $drv/unbind $dev
		after gone $3
	END
	walk "the $1 client is removed" <<- END
		before write $drv/bind $dev
		before there $3
		act write $drv/unbind $dev
		done gone $drv/$dev
		failed write $drv/unbind never
		after gone $3
	END
	echo "$dev" > "$drv/bind"
}

# Nobody can count for a worker: let a share of all allocations fail while
# devices are made and drivers probe; then without.
storm()
{
	local turn

	for turn in $(seq "$2"); do
		[ ! -e "$VIRTIO/$device" ] || echo "$device" > "$VIRTIO/unbind"
		echo "$1" > $FAULTS/probability
		echo "$device" > "$VIRTIO/bind"
		usleep 300000
		echo 0 > $FAULTS/probability
		[ ! -e "$VIRTIO/$device" ] || echo "$device" > "$VIRTIO/unbind"
		[ "$(echo "$BUS"/*)" = "$BUS/*" ] || {
			echo "turn $turn left $(echo "$BUS"/*)"
			return 1
		}
	done 2> /dev/null
	echo "$device" > "$VIRTIO/bind" && within 100 bound && working
}

events_there()
{
	[ -d "$(echo $EVENTS/scmi.*)" ]
}

modules()
{
	# bus_register() of the kernel cannot fail: its way back unregisters a lock
	# class that it had not registered yet, and warns of that.
	spare bus_register
	loads "the core is loaded" scmi-agent gone /sys/bus/scmi_agent
	spare
	modprobe scmi-agent
	# Probing is walked through below, where no module has to be loaded each time.
	echo 0 > /sys/bus/virtio/drivers_autoprobe
	loads "the transport is loaded" scmi-agent-virtio empty "$BUS"
	modprobe scmi-agent-virtio
	for client in $SCMI_CLIENTS; do
		loads "the client $client is loaded" "$client" there "$BUS"
	done
}

coming_and_going()
{
	walk_bind "$VIRTIO" "$device"
	clients_load
	walk "the device is unbound" <<- END
		before write $VIRTIO/bind $device
		before there $CLK/bus
		before there /sys/class/hwmon/hwmon[0-9]*
		act write $VIRTIO/unbind $device
		failed write $VIRTIO/unbind never
		after empty $BUS
		after gone $CLK/bus
		after gone /sys/class/hwmon/hwmon[0-9]*
	END
}

clients_and_values()
{
	# __clk_register() of Linux 7.3 cannot fail either: without memory for a clock's
	# parents it frees them through a pointer that is NULL.
	spare __clk_register
	clients clock clocks "$CLK/bus"
	clients sensor hwmon "/sys/class/hwmon/hwmon[0-9]*"
	within 100 working
	walk "a sensor is read" <<- END
		act read $(attr_of cpu_temp input)
		failed read $(attr_of cpu_temp input)
	END
	walk "a limit is written" <<- END
		act write $(attr_of cpu_temp max) 80000
		failed write $(attr_of cpu_temp max) 80000
	END
}

listeners()
{
	modprobe scmi-agent-test-events
	within 50 events_there
	EVENTS=$(echo $EVENTS/scmi.*)
	walk "a listener is registered" <<- END
		act write $EVENTS/listen 0x15 0 0
		failed write $EVENTS/listen 0x15 0 0
		after write $EVENTS/forget 0x15 0 0
	END
	# Who was told that it failed is not called any more all the same.
	walk "a listener is removed" <<- END
		before write $EVENTS/listen 0x15 0 0
		act write $EVENTS/forget 0x15 0 0
		failed write $EVENTS/listen 0x15 0 0
		failed write $EVENTS/forget 0x15 0 0
	END
	rmmod scmi-agent-test-events
}

sleep_and_storms()
{
	# In the writer's context, not in workers, and without a rest.
	echo 0 > /sys/power/pm_async
	echo 0 > /sys/module/suspend/parameters/pm_test_delay
	echo devices > /sys/power/pm_test
	walk "suspend as far as devices" <<- END
		act write /sys/power/state mem
		failed write /sys/power/state mem
		after read $(attr_of cpu_temp input)
	END
	echo none > /sys/power/pm_test
	check "one allocation in fifty fails in workers too" storm 2 10
	check "one in five" storm 20 10
}

# SCMI_PART is "device", "use" or nothing, for both.
set -- $SCMI_CLIENTS
case "$SCMI_PART" in
device) plan $((6 + $#)) ;;
use) plan 13 ;;
*) plan $((17 + $#)) ;;
esac
aim
device=$(virtio_device)
if [ "$SCMI_PART" != use ]; then
	modules
	coming_and_going
	echo "$device" > "$VIRTIO/bind"
else
	stack_load
fi
within 100 bound
if [ "$SCMI_PART" != device ]; then
	clients_and_values
	listeners
	sleep_and_storms
fi

echo 0 > $FAULTS/probability
note "$points points in all"
check "afterwards all is well" working
check "and goes" stack_unload
finish
