#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The clocks' description is wrong: parents that do not exist.

# shellcheck disable=SC2119,SC2317,SC3043
# shellcheck source=tools/testing/mainline/mainline.sh
. ./mainline.sh

plan 3
check "the transport loads" mainline_transport
fault fill=0x41414141 proto=clock msg=possible-parents
check "clients load in time" done_in 30 mainline_clients
platform fault clear > /dev/null
check "sensors work beside parents that do not exist [H52]" \
	done_in 10 within 90 value cpu_temp
finish
