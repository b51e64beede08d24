#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
. /harness/ktap.sh
plan 3
check "a module loads" modprobe scmi_broken
check "it unloads" rmmod scmi_broken
check "the host answers" hostctl ping
finish
