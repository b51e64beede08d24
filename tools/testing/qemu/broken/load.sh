#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# Let the module misbehave in the way that the suite's name ends with.
. /harness/ktap.sh
how=${PWD##*/}
how=${how##*-}
# A suite before this one leaves it behind.
rmmod scmi_broken 2>/dev/null
[ "$how" != spin ] || echo 2 > /proc/sys/kernel/watchdog_thresh
plan 1
modprobe scmi_broken how="$how"
rmmod scmi_broken
pass "all is well"
finish
