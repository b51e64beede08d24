# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2015,SC2034,SC2154,SC3045
#
# For suites that run on platforms behind mailboxes, inside of this kernel:
# sourced after lib.sh, of which it replaces what knows the transport.

DRIVER=/sys/bus/platform/drivers/scmi-agent-mailbox
CTRL=/sys/bus/platform/drivers/scmi-agent-test-mbox
SCMI_MODULES="$SCMI_CLIENTS scmi-agent-mailbox scmi-agent"
# On a busy host a command may take longer than the 30 ms of the binding; and
# what does not wait for an answer should stand out on the slowest of kernels.
TIMEOUT=${TIMEOUT:-30000}

# tell LINE...: a command for the test platforms; its answer.
tell()
{
	scmi_ask "$@"
	answered "$@"
}

platform_of()
{
	tell "$@" || return 1
	# Channels that silence has taken are free again when it ends.
	case "$*" in
	*" silent off" | *" fault clear") tell "$1" release ;;
	esac
}

platform()
{
	platform_of scmi0 "$@"
}

platform_calm()
{
	platform fault clear > /dev/null && platform storm stop > /dev/null &&
		platform latency clear > /dev/null &&
		platform stall off > /dev/null &&
		platform on-ready clear > /dev/null &&
		platform calm > /dev/null && platform silent off > /dev/null
}

# Exit as kselftest wants it, unless platforms can be put behind mailboxes.
require_mailbox()
{
	modprobe -q scmi-agent-test-platform &&
		modprobe -q scmi-agent-test-mbox ||
		skip_all "no platforms behind mailboxes here"
}

require_nodes()
{
	[ -d /proc/device-tree/scmi-test ] ||
		skip_all "the devicetree has no nodes for mailboxes"
}

# require_overlays NAME OVERLAY: whether the kernel applies the overlay of a platform,
# and there is memory for its areas.
require_overlays()
{
	[ -n "$(find /proc/device-tree/reserved-memory -maxdepth 1 \
		-name 'scmi-test*')" ] &&
		tell add "$1" mailbox "dt=$2.dtbo" 2> /dev/null ||
		skip_all "this kernel applies no overlays"
	tell del "$1"
}

# add NAME NODE: a platform behind a node of dt/mailbox.dtsi.
add()
{
	local name=$1 node=$2

	shift 2
	tell add "$name" mailbox board=test-main "node=/scmi-test/$node" "$@" &&
		tell "$name" strict-silent on
}

load()
{
	modprobe scmi-agent-mailbox "timeout_ms=$TIMEOUT" && clients_load &&
		within 100 bound
}

# The device behind the instance, by its name on the platform bus.
mailbox_device()
{
	dir_name "$BUS/scmi.0/.."
}

# probe: as the kernel does for a new device. What is deferred is put on its
# list; by "bind" it is not, and the driver core then loses the reason's memory.
probe()
{
	echo "$dev" > /sys/bus/platform/drivers_probe
}

# With a platform that behaves, all that there is at full is back.
bind_again()
{
	[ ! -e "$DRIVER/$dev" ] || unbind || return 1
	bind && back_to "$full"
}

# All is as it was, whatever was done to it: no fault, a fresh agent.
afresh()
{
	platform_calm && platform forget && bind_again && working
}

# The agent kept to the rules of shared memory.
proper()
{
	platform_of "${1:-scmi0}" guard > /dev/null || return 1
	[ -z "$scmi_said" ] || { echo "$scmi_said"; return 1; }
	platform_of "${1:-scmi0}" stats overlaps bad-lengths empty-rings \
		> /dev/null || return 1
	case "$scmi_said" in
	*=[1-9]*) echo "$scmi_said"; return 1 ;;
	*=0*=0*=0) ;;
	*) echo "no such counters: $scmi_said"; return 1 ;;
	esac
}

# mark_log, and times_since TEXT: $times becomes how often the log says it since.
mark_log()
{
	look_at_clock
	log_mark="suite's mark $now"
	echo "$log_mark" > /dev/kmsg
}

times_since()
{
	local lines

	times=0
	lines=$(dmesg -s 16384 | grep -e "$log_mark" -e "$1")
	lines=${lines##*"$log_mark"}
	while [ "$lines" != "${lines#*"$1"}" ]; do
		lines=${lines#*"$1"}
		times=$((times + 1))
	done
}

# says TEXT: at least once since the mark.
says()
{
	times_since "$1"
	[ "$times" -gt 0 ] || { echo "not said: $1"; return 1; }
}

# End the platforms and the modules that make them.
unload_platforms()
{
	rmmod scmi-agent-test-mbox && rmmod scmi-agent-test-platform
}

# begin_with NODE: a platform behind it, all is loaded; the first two tests.
begin_with()
{
	idle=$(state)
	check "a platform is added" add scmi0 "$1"
	check "everything loads" load
	full=$(state)
	dev=$(mailbox_device)
}

# All goes; the last two tests.
end_with()
{
	stack_unload
	check "unloading leaves nothing" state_is "$idle"
	tell del scmi0
	check "the platforms go" unload_platforms
}
