#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The transport's own device is unbound and bound.

. ./mainline.sh

rebind()
{
	local dev

	for dev in "$TRANSPORT"/*scmi*; do
		dev=${dev##*/}
		echo "$dev" > "$TRANSPORT/unbind" || return 1
		echo "$dev" > "$TRANSPORT/bind" || return 1
	done
	within 50 mainline_ready
}

plan 2
check "it loads" mainline_load
check "the transport is unbound and bound [H15]" rebind
finish
