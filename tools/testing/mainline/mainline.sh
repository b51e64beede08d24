# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034
#
# Mainline's SCMI stack, for rows: its names instead of ours, and the few
# steps that rows share. Each row is a boot of its own, because the stack may
# be beyond repair after it.

# shellcheck source=tools/testing/selftests/lib.sh
. ./lib.sh

BUS=/sys/bus/scmi_protocol/devices
VIRTIO=/sys/bus/virtio/drivers/scmi-virtio
TRANSPORT=/sys/bus/platform/drivers/scmi_virtio_transport

mainline_transport()
{
	modprobe scmi_module && modprobe scmi_transport_virtio
}

mainline_clients()
{
	modprobe scmi-hwmon && modprobe scmi-clk
}

mainline_bound()
{
	local n=0 dir

	for dir in "$BUS"/scmi_dev.*/driver; do
		[ -e "$dir" ] && n=$((n + 1))
	done
	echo "$n"
}

mainline_ready()
{
	[ "$(mainline_bound)" = 2 ] && [ -n "$(value cpu_temp 2> /dev/null)" ]
}

mainline_load()
{
	mainline_transport && mainline_clients && within 100 mainline_ready
}

# A command that may never return: is it done in that many seconds?
done_in()
{
	local limit=$1 pid

	shift
	"$@" > /tmp/done_in 2>&1 &
	pid=$!
	within $((limit * 10)) fails test -e /proc/$pid || return 1
	wait $pid
}

# clock_row FAULT MESSAGE WHAT: the clocks' description is wrong, sensors work.
clock_row()
{
	plan 3
	check "the transport loads" mainline_transport
	fault "$1" proto=clock "msg=$2"
	check "clients load in time" done_in 30 mainline_clients
	platform fault clear > /dev/null
	check "sensors work beside $3" done_in 10 within 90 value cpu_temp
	finish
}
