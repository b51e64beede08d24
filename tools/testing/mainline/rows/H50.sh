#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The clocks' description is wrong: a clock without rates.

# shellcheck disable=SC2119,SC2317,SC3043
# shellcheck source=tools/testing/mainline/mainline.sh
. ./mainline.sh

plan 3
check "the transport loads" mainline_transport
fault empty-list proto=clock msg=describe-rates
check "clients load in time" done_in 30 mainline_clients
platform fault clear > /dev/null
check "sensors work beside a clock without rates [H50]" \
	done_in 10 within 90 value cpu_temp
finish
