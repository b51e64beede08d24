#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The device is unplugged and comes back.

. ./mainline.sh

replug()
{
	device_remove && device_rescan && within 50 mainline_ready
}

plan 2
check "it loads" mainline_load
check "the device is unplugged and comes back [H18]" done_in 30 replug
finish
