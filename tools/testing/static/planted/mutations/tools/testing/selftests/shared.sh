# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
check "it is unloaded" true
