#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
. /harness/ktap.sh
plan 1
check "a module loads" modprobe scmi_broken
finish
