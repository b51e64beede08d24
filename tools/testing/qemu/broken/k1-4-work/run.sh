#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
. /harness/ktap.sh
plan 1
modprobe scmi_broken how=work
rmmod scmi_broken
pass "all is well"
finish
