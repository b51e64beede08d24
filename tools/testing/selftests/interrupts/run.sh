#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Interrupts of the virtio device, as /proc has them: on PCI and in the machine's
# memory it has one line for both queues, which tells of each answer.

. ../lib.sh
. ../irqs.sh
require_platform

# One after the other: nobody looks for the next answer before it was asked for.
one_by_one()
{
	local before n=100

	mark
	before=$(interrupts)
	repeat "$n" value_is cpu_temp 45000 || return 1
	rose_by sent "$n" && rose_by replies "$n" &&
		within_of $(($(interrupts) - before)) "$n" $((n + 2))
}

# Many at a time: one interrupt may tell of several answers, none of nothing.
at_once()
{
	local before

	mark
	before=$(interrupts)
	side_by_side 8 repeat 25 readable cpu_temp || return 1
	rose_by sent 200 && rose_by replies 200 &&
		within_of $(($(interrupts) - before)) 1 200
}

# A notification, twice: the limit is crossed both ways.
notified()
{
	local before least

	mark
	before=$(interrupts)
	notifying || return 1
	least=$(($(rose replies) + 2))
	rose_by notifications 2 &&
		within_of $(($(interrupts) - before)) "$least" $((least + 2))
}

quiet()
{
	local before

	before=$(interrupts)
	sleep 2
	within_of $(($(interrupts) - before)) 0 0
}

all_handled()
{
	within_of $(($(unhandled) - lost)) 0 0 && rose_by spurious 0
}

plan 10
dev=$(virtio_device)
check "without a driver the device has no interrupt" has_lines 0
check "everything loads" load
platform sensor 0 value 45000 > /dev/null
check "both queues share one interrupt" has_lines 1
mark
lost=$(unhandled)
check "a command is an interrupt" one_by_one
check "commands at once are no more interrupts than answers" at_once
check "a notification is an interrupt" notified
check "none of them was for nothing" all_handled
check "who asks for nothing has no interrupt" quiet
unbind
check "unbound, the device has no interrupt" has_lines 0
stack_unload
check "unloading leaves none" has_lines 0
finish
