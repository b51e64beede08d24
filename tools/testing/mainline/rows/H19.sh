#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A suspend test resumes with a working device.

. ./mainline.sh

suspend()
{
	echo devices > /sys/power/pm_test && echo freeze > /sys/power/state &&
		done_in 60 within 5 mainline_ready
}

plan 2
check "it loads" mainline_load
check "commands work after suspend [H19]" suspend
finish
