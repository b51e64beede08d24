#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The clocks' description is wrong: a clock without rates.

. ./mainline.sh

clock_row empty-list describe-rates "a clock without rates [H50]"
