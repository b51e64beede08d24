#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Operations that no client of ours calls in each of its ways, by a module that calls
# them: tools/testing/modules/ops. A request that breaks the protocol would be the last
# one that is answered.

. ../lib.sh
require_platform
platform strict-silent on > /dev/null
stack_load || exit 1
module_tests scmi-agent-test-ops
