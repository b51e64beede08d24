#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The BASE protocol against a scripted platform.

lib=./lib.sh
[ -e "$lib" ] || lib=$(dirname "$0")/../lib.sh
# shellcheck source=tools/testing/selftests/lib.sh
. "$lib"
module_tests scmi-agent-test-base
