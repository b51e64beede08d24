#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Operations that no client of ours calls in each of its ways, by a module that calls
# them: tools/testing/modules/ops. A request that breaks the protocol would be the last
# one that is answered. No client of ours is loaded that has its own will.

. ../lib.sh
require_platform
platform strict-silent on > /dev/null
modprobe scmi-agent-virtio || exit 1
(module_tests scmi-agent-test-ops)
status=$?
rmmod scmi-agent-virtio scmi-agent || status=1
exit $status
