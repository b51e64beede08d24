#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Clocks, through a consumer of the common clock framework.

. ../lib.sh
. ../clk.sh
require_platform

plan 35
empty=$(state)
platform strict-silent on > /dev/null
check "everything loads" load
check "the consumer loads" modprobe scmi-agent-test-clk
within 50 test -e "$CONSUMER/id"
clk_cases
check "no request broke the protocol" polite
rmmod scmi-agent-test-clk
check "unloading leaves nothing" gone "$empty"
finish
