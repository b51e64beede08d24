#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The transfer engine over a transport that misbehaves. SECONDS_OF_STRESS=number
# lets its last test run for that long.

. ../lib.sh
stress=${SECONDS_OF_STRESS:-8}
module_tests scmi-agent-test-engine seconds="$stress" \
	limit=$((stress + 60 * ${SCMI_SLOW:-1}))
