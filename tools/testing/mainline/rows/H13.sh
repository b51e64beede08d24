#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A notification of a reserved type is dropped, and no more.

. ./mainline.sh

plan 3
check "it loads" mainline_load
check "the platform sends one" platform event type=1 proto=sensor len=8
usleep 200000
check "commands work after that [H13]" mainline_ready
finish
