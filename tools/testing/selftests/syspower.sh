# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# System power: the client, and suites that are about the end of their machine.

CLIENT=/sys/bus/scmi_agent/drivers/scmi-agent-syspower

client_is_bound()
{
	set -- "$CLIENT"/scmi_dev.*
	[ -e "$1" ]
}

listens()
{
	platform system 0 > /dev/null
	case "$scmi_said" in
	*notify*) ;;
	*) echo "$scmi_said"; return 1 ;;
	esac
}

# begin [PARAMETER...]: the client, with these, is there.
begin()
{
	modprobe scmi-agent-virtio && modprobe scmi-agent-syspower "$@" &&
		within 100 client_is_bound && within 20 listens
}

# Somebody has to be there afterwards who says how the machine has ended.
require_end()
{
	require_platform
	require_module scmi-agent-syspower
	[ -e "$HOST_PORT" ] && ! scmi_in_kernel ||
		skip_all "no platform that outlives this machine"
}

# end_by COMMAND...: so the machine ends, with what is loaded now. What its platform then
# has to say is in suite.toml.
end_by()
{
	echo "$*" > /run/last
	finish
}
