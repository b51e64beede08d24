#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A reply that names another protocol is none.

. ./mainline.sh

refused()
{
	fault wrong-protocol=0x14 proto=sensor count=1
	fails done_in 2 value cpu_temp
}

plan 2
check "it loads" mainline_load
check "a reply of another protocol is refused [H36]" refused
platform fault clear > /dev/null
finish
