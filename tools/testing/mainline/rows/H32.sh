#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Thousands of unexpected messages are no thousands of lines.

. ./mainline.sh

quiet()
{
	local lines

	lines=$(dmesg | wc -l)
	platform storm count=3000 type=2 proto=sensor token=5 len=8 > /dev/null
	sleep 3
	lines=$(($(dmesg | wc -l) - lines))
	echo "$lines lines"
	[ "$lines" -lt 100 ]
}

plan 2
check "it loads" mainline_load
check "a storm of unexpected messages is logged briefly [H32]" quiet
finish
