#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A machine that restarts is reset by its platform, and warm if that is wanted.

. ../lib.sh
. ../syspower.sh
require_end

warm()
{
	echo warm > /sys/kernel/reboot/mode
}

plan 2
check "the client may restart the machine" begin restart=1
check "restarts are warm" warm
end_by reboot -f
