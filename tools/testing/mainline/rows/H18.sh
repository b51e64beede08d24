#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The device is unplugged and comes back.

# shellcheck disable=SC2119,SC2317,SC3043
# shellcheck source=tools/testing/mainline/mainline.sh
. ./mainline.sh

replug()
{
	device_remove && device_rescan && within 50 mainline_ready
}

plan 2
check "it loads" mainline_load
check "the device is unplugged and comes back [H18]" done_in 30 replug
finish
