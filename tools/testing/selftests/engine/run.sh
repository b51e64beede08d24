#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The transfer engine over a transport that misbehaves. The module runs its
# tests when it is loaded; SCMI_ONLY=name, with _ for a space, and
# SECONDS_OF_STRESS=number choose.

results=/proc/scmi-agent-engine
module=scmi-agent-test-engine

lib=./lib.sh
[ -e "$lib" ] || lib=$(dirname "$0")/../lib.sh
# shellcheck source=tools/testing/selftests/lib.sh
. "$lib"
require_module "$module"
if ! modprobe "$module" seconds="${SECONDS_OF_STRESS:-8}" \
		${SCMI_ONLY:+only="$SCMI_ONLY"}; then
	echo "Bail out! $module does not load"
	exit 1
fi
cat "$results"
status=0
grep -q '^not ok' "$results" && status=1
rmmod "$module" || status=1
exit "$status"
