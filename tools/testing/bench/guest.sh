# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Run in a guest by tools/bench: prints "bench KEY=VALUE ..." lines.
#
# The stack is loaded, then bound anew for every platform latency. What is
# measured of a bind is the time until both client drivers are bound.

set -eu

drivers=/sys/bus/scmi_agent/drivers
virtio=/sys/bus/virtio/drivers/scmi-agent-virtio
devices=/sys/bus/scmi_agent/devices
reads=$(cat /tests/boot/reads)

for module in virtio clk hwmon bench; do
	modprobe "scmi-agent-$module"
done
chmod +x /tests/boot/bind-time

bound() {
	for link in "$drivers/$1"/scmi_dev.*; do
		[ -e "$link" ] || return 1
	done
}

wait_bound() {
	while ! bound "$1"; do
		sleep 0.1
	done
}

# The devices get new numbers with every bind, but always in the same order: a
# glob cannot be waited for, so wait for the clock and the sensor framework.
clocks=$(cat /tests/boot/last-clock)
for name in "$virtio"/virtio*; do
	device=${name##*/}
done

# shellcheck disable=SC2013	# words are meant
for latency in $(cat /tests/boot/latencies); do
	# shellcheck disable=SC2013
	for round in $(cat /tests/boot/rounds); do
		echo "$device" > "$virtio/unbind"
		hostctl platform scmi0 latency "$latency" > /dev/null
		hostctl platform scmi0 reset-stats > /dev/null
		ready=$(/tests/boot/bind-time "$virtio/bind" "$device" \
			"/sys/kernel/debug/clk/$clocks" /sys/class/hwmon/hwmon0)
		for driver in scmi-agent-clk scmi-agent-hwmon scmi-agent-bench; do
			wait_bound "$driver"
		done
		echo "bench kind=ready latency=$latency round=$round" \
			"ready_ns=$ready $(hostctl platform scmi0 stats)"
	done
	for link in "$drivers"/scmi-agent-bench/scmi_dev.*; do
		load=$devices/${link##*/}
	done
	for threads in 1 2 4 8 16; do
		hostctl platform scmi0 reset-stats > /dev/null
		echo "$threads $((reads / threads)) 0" > "$load/run"
		echo "bench kind=load latency=$latency $(cat "$load/result")" \
			"$(hostctl platform scmi0 stats)"
	done
done
cd /
rmmod scmi-agent-bench scmi-agent-clk scmi-agent-hwmon scmi-agent-virtio \
	scmi-agent
