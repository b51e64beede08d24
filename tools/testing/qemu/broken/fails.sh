#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
. /harness/ktap.sh
plan 2
pass "one"
check "two" false
finish
