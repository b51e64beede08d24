#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Behind an IOMMU the device is not used after the devices have been shut down.

. ../lib.sh
. ../syspower.sh
require_end

behind_iommu()
{
	[ -e "/sys/bus/virtio/devices/$(virtio_device)/../iommu_group" ]
}

plan 2
check "the client may power the machine off" begin poweroff=1
check "the device is behind an IOMMU" behind_iommu
end_by poweroff -f
