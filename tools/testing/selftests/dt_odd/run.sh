#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Four devices with the same board, and nodes for three of them, in
# tools/testing/qemu/dt/selftest.dtsi.

. ../lib.sh
require_platform scmi3

# clients INSTANCE: its client devices' protocols, in one line.
clients()
{
	local dir

	for dir in "$BUS/$1"/scmi_dev.*; do
		[ -e "$dir/protocol_id" ] && cat "$dir/protocol_id"
	done | sort -u | tr '\n' ' '
}

# node_of INSTANCE: the node that its clients' nodes are in, if any.
node_of()
{
	local dir

	for dir in "$BUS/$1"/scmi_dev.*; do
		[ -e "$dir/of_node" ] || continue
		basename "$(dirname "$(readlink -f "$dir/of_node")")"
		return
	done
}

has_node()
{
	[ -n "$(node_of "$1")" ]
}

# hwmon_of INSTANCE LABEL: path of that instance's sensor.
hwmon_of()
{
	local label

	label=$(grep -lx "$2" "$BUS/$1"/scmi_dev.*/hwmon/hwmon*/*_label)
	echo "${label%label}input"
}

reads()
{
	platform_of "scmi$1" sensor 0 value "4${1}000" > /dev/null &&
		[ "$(show "$(hwmon_of "scmi.$1" cpu_temp)")" = "4${1}000" ]
}

# The timeout of the node, not the default of 5 s.
short_timeout()
{
	platform_of scmi2 fault add no-answer proto=sensor msg=reading-get \
		count=1 > /dev/null
	fails show "$(hwmon_of scmi.2 cpu_temp)" 2> /dev/null
}

# One after the other, each until all is as it was: of clocks with the same
# name, those of the device that comes first have it for themselves.
rebinds()
{
	local n device

	for n in 0 1 2 3; do
		device=$(virtio_device scmi.$n)
		echo "$device" > "$VIRTIO/unbind" &&
			echo "$device" > "$VIRTIO/bind" &&
			back_to "$full" || return 1
		[ "$n" = 3 ] || has_node scmi.$n ||
			{ echo "scmi.$n has no node"; return 1; }
	done
}

# A node is free when its device has gone, and the next device takes it.
moves()
{
	local first last

	first=$(virtio_device scmi.0)
	last=$(virtio_device scmi.3)
	echo $last > "$VIRTIO/unbind" && echo $first > "$VIRTIO/unbind" &&
		echo $last > "$VIRTIO/bind" || return 1
	within 20 has_node scmi.0 && [ "$(node_of scmi.0)" = scmi-first ] &&
		[ "$(virtio_device scmi.0)" = $last ] &&
		echo $first > "$VIRTIO/bind" || return 1
	usleep 300000
	[ -e "$BUS/scmi.3" ] && ! has_node scmi.3
}

zone_reads()
{
	platform_of scmi2 sensor 1 value $1 > /dev/null &&
		[ "$(cat "$(zone third-thermal)/temp")" = "$2" ]
}

# shows FILE VALUE
shows()
{
	[ "$(show "$1")" = "$2" ]
}

# More readers than the platform takes commands: they wait for each other.
crowd()
{
	local status=0

	platform_of scmi2 latency 20ms proto=sensor > /dev/null || return 1
	side_by_side 8 shows "$(hwmon_of scmi.2 cpu_temp)" 42000 || status=1
	platform_of scmi2 latency clear > /dev/null
	return $status
}

transport_devices()
{
	find "$BUS" -name "*-a2p" -o -name "*-p2a" | wc -l
}

all_there()
{
	[ -e "$CLK/first-consumer" ] && [ -e "$CLK/third-consumer" ] &&
		[ -n "$(zone third-thermal)" ] && [ -e "$(hwmon_of scmi.1 cpu_temp)" ] &&
		[ -e "$(hwmon_of scmi.3 cpu_temp)" ]
}

plan 34
empty=$(state)
for n in 0 1 2 3; do
	platform_of scmi$n strict-silent on > /dev/null
done
clients_load
check "the transport loads" modprobe scmi-agent-virtio
check "all consumers get what they ask for" within 100 all_there
full=$(state)
equal "the first device has the first node" "$(node_of scmi.0)" scmi-first
equal "the next one the next that is not disabled" \
	"$(node_of scmi.1)" scmi-second
equal "the third the last one" "$(node_of scmi.2)" scmi-third
equal "the fourth has none" "$(node_of scmi.3)" ""
equal "only protocols with a good node get clients [S12 H33]" \
	"$(clients scmi.0)" "0x14 "
equal "each instance has its own" "$(clients scmi.1)" "0x15 "
equal "and all that it enables" "$(clients scmi.2)" "0x14 0x15 "
equal "without a node there are all" "$(clients scmi.3)" "0x14 0x15 "
equal "an instance is linked to its node" \
	"$(basename "$(readlink -f "$BUS/scmi.0/of_node")")" scmi-first
check "an instance without a node is not" test ! -e "$BUS/scmi.3/of_node"
equal "a client has its protocol's node" \
	"$(basename "$(readlink -f "$(client_of scmi.0 clocks)/of_node")")" protocol@14
equal "a node for BASE is skipped, said once" "$(said "BASE needs no node")" 1
equal "a second node for a protocol is skipped" \
	"$(said "again@14: second node")" 1
equal "nodes that are no protocol are skipped" \
	"$(said "reg is no protocol id")" 3
equal "a protocol that the platform has not is told" \
	"$(said "has no protocol 0x13")" 1
equal "a limit of no messages is not taken [H34]" "$(said "arm,max-msg is 0")" 1
equal "a limit of large messages is not taken [H34]" \
	"$(said "arm,max-msg-size is 100000")" 1
equal "a timeout of nothing is not taken [H34]" \
	"$(said "arm,max-rx-timeout-ms is 0")" 1
equal "the default is taken instead" "$(cat "$BUS/scmi.1/max_in_flight")" \
	"$(cat "$BUS/scmi.3/max_in_flight")"
equal "a limit in range is taken" "$(cat "$BUS/scmi.2/max_in_flight")" 1
bad=""
for n in 1 2 3; do
	reads $n || bad="$bad $n"
done
equal "all of them work" "$bad" ""
check "one command at a time is enough for many [H35]" crowd
equal "a consumer has its clock" "$(cat "$CLK/first-consumer/clk_rate")" \
	100000000
equal "also of the other device" "$(cat "$CLK/third-consumer/clk_rate")" \
	200000000
equal "a clock that does not exist is not given" \
	"$(cat "$CLK/hole-consumer/clk_rate")" 0
equal "long names are not asked for where they do not fit" \
	"$(dmesg | grep -c "scmi.2:.*no extended name")" 0
check "the thermal zone reads its sensor" zone_reads 51 51000
check "a timeout in range is taken" faster 2000 short_timeout
channels=$(transport_devices)
check "devices get their nodes back [H18]" rebinds
equal "and as many transport devices as before [S15]" \
	"$(transport_devices)" "$channels"
check "a node is there for the next device" moves
check "unloading leaves nothing" gone "$empty"
finish
