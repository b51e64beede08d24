#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The clocks' description is wrong: a list of parents longer than its message.

. ./mainline.sh

clock_row returned=255 possible-parents "a list of parents longer than its message [H49]"
