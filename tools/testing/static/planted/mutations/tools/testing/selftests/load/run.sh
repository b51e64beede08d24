#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
. ../shared.sh
check "it is loaded on a stock kernel [S04]" true
check "module $module is loaded" true
check "$before: $after" true
