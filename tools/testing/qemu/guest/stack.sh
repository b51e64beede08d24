# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The stack under test, for suites: . /harness/stack.sh

SCMI_MODULES="scmi-agent-hwmon scmi-agent-clk scmi-agent-virtio scmi-agent"

# Where modprobe does not know our modules: load them, and those of ours that
# they need, from the directory MODPATH; all others by modprobe as ever.
if [ -n "$MODPATH" ]; then
	# What a module needs, looked up in its file once.
	module_needs()
	{
		local file="/tmp/needs.$$.$1"

		[ -e "$file" ] || tr '\0' '\n' < "$MODPATH/$1.ko" |
			sed -n 's/^depends=//p' | tr , ' ' > "$file"
		cat "$file"
	}

	modprobe()
	{
		local name need

		while :; do
			case "$1" in
			-*) shift ;;
			*) break ;;
			esac
		done
		name=$(echo "$1" | tr _ -)
		[ -e "$MODPATH/$name.ko" ] || { command modprobe "$@"; return; }
		grep -q "^$(echo "$name" | tr - _) " /proc/modules && return
		for need in $(module_needs "$name"); do
			modprobe "$need" || return
		done
		shift
		insmod "$MODPATH/$name.ko" "$@"
	}
fi

# Load the core, the transport and the clients, each with the parameters
# that the suite put in SCMI_PARAMS_<name with underscores>.
stack_load()
{
	local m params

	# shellcheck disable=SC2086 # parameters are words
	for m in scmi-agent scmi-agent-virtio scmi-agent-clk scmi-agent-hwmon; do
		eval "params=\$SCMI_PARAMS_$(echo "$m" | tr - _)"
		modprobe "$m" $params || return 1
	done
}

# Remove whatever is loaded of it, users first.
stack_unload()
{
	local m

	for m in $SCMI_MODULES; do
		grep -q "^$(echo "$m" | tr - _) " /proc/modules || continue
		rmmod "$m" || return 1
	done
}

# Power the hot-plug slots on, which a plugged device needs in this machine.
slots_on()
{
	local slot

	for slot in /sys/bus/pci/slots/*/power; do
		[ -e "$slot" ] && [ "$(cat "$slot")" = 0 ] && echo 1 > "$slot"
	done
	return 0
}

# Where platforms inside of the kernel are told things, if there are any.
SCMI_CONTROL=/dev/scmi-platform

# Are the platforms those of this kernel? Not if a host has them, and a test
# has loaded the module for purposes of its own.
scmi_in_kernel()
{
	[ -e "$SCMI_CONTROL" ] && {
		[ -n "$SCMI_PLATFORM" ] ||
			[ ! -e /dev/virtio-ports/org.scmi.ctl ]
	}
}

# scmi_control COMMAND...: tell them something; prints the answer.
scmi_control()
{
	local line

	{
		echo "$*" >&7
		IFS= read -r line <&7
	} 7<> "$SCMI_CONTROL"
	echo "$line"
	[ "${line%% *}" = ok ]
}

# Unplug, or plug, the SCMI device ($1, default scmi0), and wait for it.
scmi_unplug()
{
	if scmi_in_kernel; then
		scmi_control "${1:-scmi0}" unplug
	else
		hostctl unplug "${1:-scmi0}"
	fi
}

scmi_plug()
{
	if scmi_in_kernel; then
		scmi_control "${1:-scmi0}" plug
	else
		hostctl plug "${1:-scmi0}" && slots_on
	fi
}
