#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A platform that says nothing does not keep the machine up.

. ../lib.sh
. ../syspower.sh
require_end

plan 2
check "the client may end the machine" begin poweroff=1 restart=1
check "the platform is silent" platform silent on
end_by poweroff -f
