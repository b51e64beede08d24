#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Loading the test module runs its tests. It fails to load if one failed, and
# its KTAP is in the kernel's log.

lib=./lib.sh
[ -e "$lib" ] || lib=$(dirname "$0")/../lib.sh
# shellcheck source=tools/testing/selftests/lib.sh
. "$lib"
require_module scmi-agent-test-base
dmesg -c > /dev/null
modprobe scmi-agent-test-base
status=$?
dmesg | sed -n 's/^\[[^]]*\] scmi-agent-test-base: //p'
[ "$status" != 0 ] || rmmod scmi-agent-test-base
exit "$status"
