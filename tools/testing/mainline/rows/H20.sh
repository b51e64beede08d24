#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A platform that falls silent delays no unbinding.

. ./mainline.sh

unbind()
{
	value cpu_temp > /dev/null 2>&1 &
	usleep 300000
	faster 5000 sh -c "echo $dev > $VIRTIO/unbind"
}

plan 2
check "it loads" mainline_load
dev=$(virtio_device)
platform silent on > /dev/null
check "unbinding with a reader waiting takes less than 5 s [H20]" unbind
platform silent off > /dev/null
finish
