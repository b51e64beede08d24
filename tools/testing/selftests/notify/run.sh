#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The registry of notifications against a platform that storms.

. ../lib.sh
module_tests scmi-agent-test-notify
