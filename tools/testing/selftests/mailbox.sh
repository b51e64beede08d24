# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2015,SC2034,SC2154,SC3045
#
# For suites that run on platforms behind mailboxes, inside of this kernel:
# sourced after lib.sh, of which it replaces what knows the transport.

DRIVER=/sys/bus/platform/drivers/scmi-agent-mailbox
CTRL=/sys/bus/platform/drivers/scmi-agent-test-mbox
SCMI_MODULES="scmi-agent-hwmon scmi-agent-clk scmi-agent-mailbox scmi-agent"
# On a busy host a command may take longer than the 30 ms of the binding; and
# what does not wait for an answer should stand out on the slowest of kernels.
TIMEOUT=${TIMEOUT:-30000}

# tell LINE...: a command for the test platforms; its answer.
tell()
{
	answered "$*" "$(scmi_control "$@")"
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

# Whether the kernel applies overlays, and there is memory for their areas.
require_overlays()
{
	[ -n "$(find /proc/device-tree/reserved-memory -maxdepth 1 \
		-name 'scmi-test*')" ] && tell add probe mailbox 2> /dev/null ||
		skip_all "this kernel applies no overlays"
	tell del probe
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
	modprobe scmi-agent &&
		modprobe scmi-agent-mailbox "timeout_ms=$TIMEOUT" &&
		modprobe scmi-agent-clk && modprobe scmi-agent-hwmon &&
		within 100 bound
}

# The device behind an instance, by its name on the platform bus.
mailbox_device()
{
	basename "$(readlink -f "$BUS/${1:-scmi.0}/..")"
}

unbind()
{
	echo "$dev" > "$DRIVER/unbind"
}

bind()
{
	echo "$dev" > "$DRIVER/bind"
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
	platform_calm && platform reset && bind_again && working
}

# The agent kept to the rules of shared memory.
proper()
{
	local broken stats pair

	broken=$(platform_of "${1:-scmi0}" guard)
	[ -z "$broken" ] || { echo "$broken"; return 1; }
	stats=$(platform_of "${1:-scmi0}" stats) || return 1
	for pair in $stats; do
		case "$pair" in
		overlaps=[1-9]* | bad-lengths=[1-9]* | empty-rings=[1-9]*)
			echo "$pair"
			return 1 ;;
		esac
	done
}

# said TEXT: how often the kernel's log says it.
said()
{
	dmesg | grep -c "$1"
}

# End the platforms and the modules that make them.
unload_platforms()
{
	rmmod scmi-agent-test-mbox && rmmod scmi-agent-test-platform
}
