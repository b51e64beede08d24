# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The stack under test, for suites: . /harness/stack.sh
#
# SCMI_CLIENTS, the modules of clients, is what the Kbuild has: whoever runs
# suites puts it into their environment.

# In the order in which they go.
SCMI_MODULES="$SCMI_CLIENTS scmi-agent-virtio scmi-agent"

# underscored NAME: $scmi_name becomes the kernel's name for that module.
underscored()
{
	scmi_name=$1
	while :; do
		case "$scmi_name" in
		*-*) scmi_name=${scmi_name%%-*}_${scmi_name#*-} ;;
		*) return 0 ;;
		esac
	done
}

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
		underscored "$name"
		[ -d "/sys/module/$scmi_name" ] && return
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
	for m in scmi-agent scmi-agent-virtio $SCMI_CLIENTS; do
		underscored "$m"
		eval "params=\$SCMI_PARAMS_$scmi_name"
		modprobe "$m" $params || return 1
	done
}

# Load the clients; in one process where modprobe knows them.
clients_load()
{
	local m

	# shellcheck disable=SC2086 # names are words
	[ -n "$MODPATH" ] || { modprobe -a $SCMI_CLIENTS; return; }
	for m in $SCMI_CLIENTS; do
		modprobe "$m" || return 1
	done
}

clients_unload()
{
	local m status=0

	for m in $SCMI_CLIENTS; do
		rmmod "$m" || status=1
	done
	return $status
}

# Remove whatever is loaded of it, users first.
stack_unload()
{
	local m

	for m in $SCMI_MODULES; do
		underscored "$m"
		[ ! -d "/sys/module/$scmi_name" ] || rmmod "$m" || return 1
	done
}

# The hot-plug slot of one of QEMU's SCMI devices: scmi0 is in the first one.
slot_of()
{
	echo "/sys/bus/pci/slots/$((${1#scmi} + 1))"
}

# Is a slot on, with a card in it?
slot_is_on()
{
	local card power

	read -r card < "$1/adapter" && read -r power < "$1/power" &&
		[ "$card$power" = 11 ]
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

# scmi_ask COMMAND...: tell them something; $scmi_said becomes the answer, without
# a process for it.
scmi_ask()
{
	scmi_said=
	{
		echo "$*" >&7
		IFS= read -r scmi_said <&7
	} 7<> "$SCMI_CONTROL"
	[ "${scmi_said%% *}" = ok ]
}

# scmi_control COMMAND...: the same, and print the answer.
scmi_control()
{
	local status=0

	scmi_ask "$@" || status=1
	echo "$scmi_said"
	return $status
}

# Unplug, or plug, the SCMI device ($1, default scmi0), and wait for it. Who
# switches a slot off need not wait five seconds, as who presses its button has
# to ("hostctl unplug"). To plug a card in presses the button: it must not be
# switched on beside that, for a button that is pressed when the slot is on
# means that it shall be off.
scmi_unplug()
{
	if scmi_in_kernel; then
		scmi_control "${1:-scmi0}" unplug
	else
		echo 0 > "$(slot_of "${1:-scmi0}")/power"
	fi
}

scmi_plug()
{
	local left=100 slot

	if scmi_in_kernel; then
		scmi_control "${1:-scmi0}" plug
		return
	fi
	slot=$(slot_of "${1:-scmi0}")
	hostctl plug "${1:-scmi0}" || return
	until slot_is_on "$slot"; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		usleep 100000
	done
}
