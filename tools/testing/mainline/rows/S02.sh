#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The transport goes and comes, and no device is left over.

. ./mainline.sh

devices()
{
	find "$BUS" -mindepth 1 -maxdepth 1 | wc -l
}

cycle()
{
	local n=0

	while [ "$n" -lt 10 ]; do
		rmmod scmi_transport_virtio && [ "$(devices)" = 0 ] &&
			modprobe scmi_transport_virtio &&
			within 50 mainline_ready || return 1
		n=$((n + 1))
	done
}

plan 2
check "it loads" mainline_load
check "the transport is reloaded ten times [S02]" cycle
finish
