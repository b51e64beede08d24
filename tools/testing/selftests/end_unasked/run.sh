#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A platform that is to restart the machine is not asked to power it off.

. ../lib.sh
. ../syspower.sh
require_end

plan 1
check "the client may restart the machine only" begin restart=1
end_by poweroff -f
