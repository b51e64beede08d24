#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
rm -rf $1/cache
