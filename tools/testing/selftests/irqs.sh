# SPDX-License-Identifier: GPL-2.0-only
# Interrupts of the virtio device $dev, as /proc has them. Sourced by suites that
# have lib.sh.
# shellcheck shell=sh
# The suite says which device.
# shellcheck disable=SC2154

# Lines of /proc/interrupts of the device, "NUMBER COUNT" each. What shares a line
# is named after a comma, a queue's own line after a hyphen.
lines()
{
	awk -v dev="$dev" '
	{
		mine = 0
		for (i = 2; i <= NF; i++)
			mine += $i == dev || $i == dev "," ||
				index($i, dev "-") == 1
		if (!mine)
			next
		for (i = 2; $i ~ /^[0-9]+$/; i++)
			count += $i
		print $1 + 0, count + 0
		count = 0
	}' /proc/interrupts
}

has_lines()
{
	[ "$(lines | wc -l)" = "$1" ]
}

# How often the device interrupted.
interrupts()
{
	lines | awk '{ n += $2 } END { print n + 0 }'
}

# Of its interrupts, those that no handler said were its own.
unhandled()
{
	local line rest

	lines | while read -r line rest; do
		awk '/^unhandled/ { print $2 }' "/proc/irq/$line/spurious"
	done | awk '{ n += $1 } END { print n + 0 }'
}

# within_of N LEAST MOST
within_of()
{
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ] && return
	echo "$1 interrupts, not $2 to $3"
	return 1
}
