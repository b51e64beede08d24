#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
. /harness/ktap.sh
echo 2 > /proc/sys/kernel/watchdog_thresh
plan 1
modprobe scmi_broken how=spin
pass "all is well"
finish
