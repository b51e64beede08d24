#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# Loading the test module runs its tests. It fails to load if one failed, and
# its KTAP is in the kernel's log.

dmesg -c > /dev/null
insmod /lib/modules/*/extra/scmi-agent-test-base.ko
status=$?
dmesg | sed -n 's/^\[[^]]*\] scmi-agent-test-base: //p'
[ "$status" != 0 ] || rmmod scmi-agent-test-base
exit "$status"
