#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A ring that the device spoiled is made good again.

. ./mainline.sh

plan 2
check "it loads" mainline_load
fault used-id=16383 count=1 proto=sensor
( value cpu_temp > /dev/null 2>&1 ) &
usleep 500000
platform fault clear > /dev/null
check "commands work within 10 s of a broken ring [H21]" \
	done_in 10 within 90 mainline_ready
finish
