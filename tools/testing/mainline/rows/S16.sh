#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Clients go and come a hundred times.

. ./mainline.sh

cycle()
{
	local n=0

	while [ "$n" -lt 100 ]; do
		rmmod scmi-hwmon && modprobe scmi-hwmon || return 1
		n=$((n + 1))
	done
	within 50 mainline_ready
}

plan 2
check "it loads" mainline_load
check "a client is loaded a hundred times [S16]" cycle
finish
