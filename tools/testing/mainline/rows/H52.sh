#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The clocks' description is wrong: parents that do not exist.

. ./mainline.sh

clock_row fill=0x41414141 possible-parents "parents that do not exist [H52]"
