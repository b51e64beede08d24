#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The core goes and comes while the transport stays.

. ./mainline.sh

reload()
{
	rmmod scmi-hwmon && rmmod scmi-clk && rmmod scmi-module &&
		modprobe scmi-module && mainline_clients &&
		within 50 mainline_ready
}

plan 2
check "it loads" mainline_load
check "the core is reloaded under its transport [S17]" reload
finish
