#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The BASE protocol against a scripted platform.

. ../lib.sh
module_tests scmi-agent-test-base
