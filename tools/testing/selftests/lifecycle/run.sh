#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Modules, drivers and the device come and go, in any order.

. ../lib.sh
require_platform

# Load in one order, unload in the same one: last loaded is not first out.
order()
{
	local m

	modprobe scmi-agent || return 1
	for m in "$@"; do
		modprobe "scmi-agent-$m" || return 1
	done
	back_to "$full" || return 1
	for m in "$@"; do
		rmmod "scmi-agent-$m" || return 1
	done
	rmmod scmi-agent && state_is "$empty"
}

transport_cycle()
{
	rmmod scmi-agent-virtio && state_is "$empty" &&
		modprobe scmi-agent-virtio && back_to "$full"
}

client_cycle()
{
	local bare

	clients_unload || return 1
	bare=$(state)
	[ "$bare" != "$full" ] && [ ! -e "$CLK/bus" ] &&
		[ -z "$(attr_of cpu_temp input)" ] || return 1
	clients_load && back_to "$full"
}

bind_cycle()
{
	unbind && state_is "$empty" && bind && back_to "$full"
}

client_bind_cycle()
{
	local drv link name

	for drv in /sys/bus/scmi_agent/drivers/*; do
		for link in "$drv"/scmi_dev.*; do
			name=${link##*/}
			[ -e "$link" ] || continue
			echo "$name" > "$drv/unbind" &&
				[ ! -e "$link" ] &&
				echo "$name" > "$drv/bind" || return 1
		done
	done
	back_to "$full"
}

device_cycle()
{
	device_remove && state_is "$empty" && device_rescan &&
		back_to "$full"
}

# Something that reads all the time, whether there is a sensor or not.
reader()
{
	while [ ! -e /tmp/stop ]; do
		cat /sys/class/hwmon/hwmon*/temp1_input
		cat "$CLK/clk_summary"
	done > /dev/null 2>&1
}

with_readers()
{
	local pids="" status

	rm -f /tmp/stop
	reader & pids="$pids $!"
	reader & pids="$pids $!"
	"$@"
	status=$?
	touch /tmp/stop
	wait $pids
	return $status
}

# Clients load and unload while the device comes and goes.
race()
{
	rm -f /tmp/stop
	(
		while [ ! -e /tmp/stop ]; do
			clients_load
			clients_unload
		done > /dev/null 2>&1
	) &
	for _ in 1 2 3 4 5 6 7 8; do
		echo "$dev" > "$VIRTIO/unbind"
		echo "$dev" > "$VIRTIO/bind"
	done
	touch /tmp/stop
	wait $!
	clients_load && back_to "$full"
}

# The platform was asked for its sensor protocol since then.
sensors_asked()
{
	[ "$(platform_stat 0x15:0x0)" != "$1" ]
}

# A probe that waits for its platform holds up nobody else: hwmon's does.
slow_probe()
{
	local before

	clients_unload && fault no-answer proto=sensor || return 1
	before=$(platform_stat 0x15:0x0)
	# Else modprobe(8) waits for all that probes, whoever's it is.
	modprobe scmi-agent-hwmon async_probe
	within 30 sensors_asked "$before" || return 1
	faster 2500 other_client || return 1
	platform fault clear > /dev/null
	rmmod scmi-agent-hwmon
	clients_load && back_to "$full"
}

other_client()
{
	modprobe scmi-agent-clk async_probe && within 50 test -e "$CLK/bus" &&
		[ -z "$(attr_of cpu_temp input)" ]
}

autoloads()
{
	"$harness/autoload" once
	grep -q '^scmi_agent_virtio ' /proc/modules || return 1
	# The modules of clients come with the devices of the first one's.
	"$harness/autoload" once
	back_to "$full"
}

in_order()
{
	local i=0 label

	for label in cpu_temp cold_temp off_temp boiling_f freezing_k; do
		i=$((i + 1))
		[ "$(cat /sys/class/hwmon/hwmon*/temp${i}_label)" = "$label" ] ||
			return 1
	done
}

# The firmware's vendor is anything that four bytes can be: a new line, a pattern. It is
# shown as one line, and is in no alias that udev looks for.
odd_vendor()
{
	local file alias

	fault word=0:0x2a0a253a proto=base msg=discover-vendor && unbind &&
		bind && back_to "$full" || return 1
	platform fault clear > /dev/null
	[ "$(wc -l < "$BUS/scmi.0/vendor_id")" = 1 ] ||
		{ cat "$BUS/scmi.0/vendor_id"; return 1; }
	for file in "$BUS"/scmi.0/scmi_dev.*/modalias; do
		read -r alias < "$file"
		case "$(wc -l < "$file") $alias" in
		"1 "*[!a-z0-9_:-]*) echo "$alias"; return 1 ;;
		"1 scmi_agent:p"*) ;;
		*) cat "$file"; return 1 ;;
		esac
	done
	unbind && bind && back_to "$full"
}

plan 22
platform strict-silent on > /dev/null
empty=$(state)
check "everything loads and the clients bind" load
full=$(state)
dev=$(virtio_device)
check "commands are answered" working
check "the firmware's vendor is in no alias [H44]" odd_vendor
check "notifications arrive" notifying
check "sensors are numbered by their ids" in_order
check "the core cannot be unloaded under its users" fails rmmod scmi-agent
check "the transport goes and comes under its clients [H14]" \
	repeat 3 transport_cycle
check "clients go and come" repeat 3 client_cycle
check "clients are unbound and bound" repeat 3 client_bind_cycle
check "the device is unbound and bound 20 times [H14 H15]" repeat 20 bind_cycle
check "all of it still works" working
check "a client that probes for long holds up no other [H39]" slow_probe
check "the device is removed and found by a scan" repeat 2 device_cycle
dev=$(virtio_device)
check "it is unbound while its files are read" \
	with_readers repeat 3 bind_cycle
check "clients load while the device comes and goes" race
check "all of it works after that" working
check "notifications arrive after that" notifying
check "unloading leaves nothing" gone "$empty"
bad=0
for order in "virtio clk hwmon iio" "clk virtio iio hwmon" "hwmon iio clk virtio" \
	"clk hwmon virtio iio" "iio hwmon virtio clk" "virtio iio hwmon clk"; do
	order $order || { bad=$((bad + 1)); note "not: $order"; }
done
equal "any order of loading and unloading does [H14]" "$bad" 0
check "all modules are found by alias" autoloads
check "no request broke the protocol" polite
check "unloading leaves nothing once more" gone "$empty"
finish
