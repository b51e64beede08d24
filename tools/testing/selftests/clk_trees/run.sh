#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Loops and long chains of parents, and names that are taken.

# shellcheck disable=SC2010
. ../lib.sh
require_platform

# Clocks between NAME and the root of its tree, itself included.
depth()
{
	awk -v name="$1" '
		$1 ~ /^[a-z]/ {
			match($0, /[^ ]/)
			if ($1 == name) { print int((RSTART - 2) / 3) + 1; exit }
		}' "$CLK/clk_summary"
}

depth_is()
{
	local got

	got=$(depth "$1")
	[ "$got" = "$2" ] || { echo "$1 is at depth '$got', not $2"; return 1; }
}

names()
{
	local name

	for name in root twin twin:2 a_b_c a_b_c:4 ring_a ring_b wide; do
		[ -d "$CLK/$name" ] || { echo "no $name"; return 1; }
	done
	[ "$(rate twin)" = 2000000 ] && [ "$(rate twin:2)" = 3000000 ] &&
		[ "$(rate a_b_c)" = 4000000 ] && [ "$(rate a_b_c:4)" = 5000000 ]
}

# One of the two edges is gone, the clocks are not.
loop()
{
	depth_is ring_b 2 && depth_is ring_a 3
}

# Depths by clock, the deepest first.
deepest()
{
	awk '$1 ~ /^(up|down)/ { match($0, /[^ ]/)
		print int((RSTART - 2) / 3) + 1 }' "$CLK/clk_summary" |
		sort -n | tail -n 1
}

chains()
{
	[ "$(ls "$CLK" | grep -c '^up')" = 41 ] &&
		[ "$(ls "$CLK" | grep -c '^down')" = 41 ] || return 1
	[ "$(deepest)" = 16 ] || { echo "depth $(deepest)"; return 1; }
}

wide()
{
	depth_is wide 2 && [ "$(cat "$CLK/wide/clk_parent")" = a_b_c ]
}

# There is one line for all clocks, whatever the platform says.
quiet()
{
	local n

	n=$(dmesg | grep -c 'part of their parents')
	[ "$n" = 1 ] || { echo "$n warnings"; return 1; }
}

plan 8
empty=$(state)
dmesg -c > /dev/null
check "the stack loads" stack_load
check "all clocks are there" within 50 test -d "$CLK/wide"
check "names are unique" names
check "a loop is cut" loop
check "chains are cut" chains
check "a mux with many parents" wide
check "one warning says all [F6]" quiet
check "unloads, and leaves nothing" gone "$empty"
finish
