#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
. /harness/ktap.sh
plan 1
modprobe scmi_broken_debug bug=shift
rmmod scmi_broken_debug
pass "all is well"
finish
