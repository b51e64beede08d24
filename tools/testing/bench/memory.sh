#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What is allocated while an instance is there, by the kernel's own account of its
# allocations. All modules are there before, the platform's own memory is left out.

. ./stacks.sh

ACCOUNT=/proc/allocinfo

# Slabs' own pages are what the other lines have by the object; user space's come
# and go.
allocated()
{
	awk '/\[scmi_agent_test_|[0-9] mm\// { next } { sum += $1 } END { printf "%d\n", sum }' \
		"$ACCOUNT"
}

# What goes late is gone, what is made once has been made.
settle()
{
	sleep 5
	echo 3 > /proc/sys/vm/drop_caches
	sleep 1
}

# memory STACK BOARD CLIENTS PART... -- DRIVER...: twice, because the first time makes
# what stays.
memory()
{
	local stack="$1" board="$2" clients="$3" parts="" before after

	shift 3
	while [ "$1" != -- ]; do
		parts="$parts $1"
		shift
	done
	shift
	for _ in once again; do
		# shellcheck disable=SC2086	# words are meant
		stack_up "$stack" $parts
		settle
		before=$(allocated)
		plug "$@" > /dev/null
		settle
		after=$(allocated)
		stack_down
		tell scmi0 unplug > /dev/null
	done
	figure "stack=$stack" "board=$board" "clients=$clients" "bytes=$((after - before))"
}

bare()
{
	case "$1" in
	agent) memory agent small no transport -- scmi-agent-virtio ;;
	mainline) memory mainline small no transport -- scmi-virtio ;;
	floor) memory floor small no load -- "$(load_driver_of floor sensor)" ;;
	esac
}

[ -e "$ACCOUNT" ] || die "this kernel has no $ACCOUNT"
for board in small "$SCMI_FEW" "$SCMI_MANY"; do
	platform_up "$board"
	for stack in $SCMI_ORDER; do
		[ "$board" != small ] || bare "$stack"
		# shellcheck disable=SC2046	# words are meant
		[ "$stack" = floor ] || memory "$stack" "$board" yes \
			transport clients -- $(drivers_of "$stack")
	done
	platform_down
done
