#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A machine is powered off by its platform. Ours does not do it, so somebody else has to.

. ../lib.sh
. ../syspower.sh
require_end

plan 1
check "the client may power the machine off" begin poweroff=1
end_by poweroff -f
