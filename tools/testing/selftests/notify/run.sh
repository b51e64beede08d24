#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Loading the test module runs its tests. It fails to load if one failed, and
# its KTAP is in the kernel's log. SCMI_ONLY=name, with _ for a space, chooses.

lib=./lib.sh
[ -e "$lib" ] || lib=$(dirname "$0")/../lib.sh
# shellcheck source=tools/testing/selftests/lib.sh
. "$lib"
require_module scmi-agent-test-notify
dmesg -c > /dev/null
modprobe scmi-agent-test-notify ${SCMI_ONLY:+only="$SCMI_ONLY"}
status=$?
dmesg | sed -n 's/^\[[^]]*\] scmi-agent-test-notify: //p'
[ "$status" != 0 ] || rmmod scmi-agent-test-notify
exit "$status"
