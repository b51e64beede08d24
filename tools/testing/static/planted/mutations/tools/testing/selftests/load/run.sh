#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
check "it is loaded on a stock kernel [S04]" true
