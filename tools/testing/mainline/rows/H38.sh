#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A reply without a whole status word is an error.

. ./mainline.sh

refused()
{
	fault truncate="$1" proto=sensor count=1
	fails done_in 5 value cpu_temp
}

plan 3
check "it loads" mainline_load
check "a reply of 4 bytes is an error [H38]" refused 4
platform fault clear > /dev/null
check "a reply of 6 bytes is an error [H38]" refused 6
finish
