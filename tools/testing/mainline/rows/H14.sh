#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Unbinding the virtio device and binding it brings the clients back.

. ./mainline.sh

cycle()
{
	echo "$dev" > "$VIRTIO/unbind" && echo "$dev" > "$VIRTIO/bind" &&
		within 50 mainline_ready
}

plan 2
check "it loads" mainline_load
dev=$(virtio_device)
check "clients come back after unbind and bind [H14]" cycle
finish
