#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
. /harness/ktap.sh
rmmod scmi_broken 2>/dev/null
plan 1
modprobe scmi_broken how=taint
rmmod scmi_broken
pass "all is well"
finish
