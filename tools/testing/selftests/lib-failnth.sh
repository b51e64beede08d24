# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034
#
# What the suites that let allocations fail have in common; after lib.sh.

FAULTS=/sys/kernel/debug/failslab
points=0

[ -d "$FAULTS" ] && [ -e /proc/self/fail-nth ] ||
	skip_all "the kernel cannot inject faults"

# Which allocations count: those with code of a module on the stack. Modules lie
# below the kernel in the address space. FAILNTH_WIDE=1 lets allocations of the
# kernel on our behalf fail too, such as those that loading a module takes.
aim()
{
	local text

	echo N > $FAULTS/ignore-gfp-wait
	echo N > $FAULTS/task-filter
	echo 0 > $FAULTS/verbose
	echo 0 > $FAULTS/probability
	echo 1 > $FAULTS/interval
	echo -1 > $FAULTS/times
	[ -n "$FAILNTH_WIDE" ] && return
	text=$(sed -n 's/ T _stext$//p' /proc/kallsyms)
	echo 32 > $FAULTS/stacktrace-depth
	echo 0xffff800000000000 > $FAULTS/require-start
	echo "0x$text" > $FAULTS/require-end
}

# aim_at MODULE MODULE: only those with code of these on the stack, and of what lies
# between them. No module calls others from the very end of its code.
aim_at()
{
	sed -n "s/ [tT] .*\[\($1\|$2\)\]$//p" /proc/kallsyms | sort |
		sed -n 's/^/0x/; 1p; $p' > /tmp/range
	sed -n 1p /tmp/range > $FAULTS/require-start
	sed -n '$p' /tmp/range > $FAULTS/require-end
}

# spare [FUNCTION]: what the kernel allocates in it does not fail.
spare()
{
	local from=0 to=0

	[ -z "$1" ] || from=$(sed -n "s/ [Tt] $1$//p" /proc/kallsyms)
	[ -z "$1" ] || to=$(sort /proc/kallsyms |
		grep -A 1 " [Tt] $1$" | sed -n '2s/ .*//p')
	echo "0x$from" > $FAULTS/reject-start
	echo "0x$to" > $FAULTS/reject-end
}

# walk_bind DRIVER DEVICE: binding a transport's device, without clients.
walk_bind()
{
	walk "the device is bound" <<- END
		before empty $BUS
		act write $1/bind $2
		done there $BUS/scmi.[0-9]*
		failed gone $1/$2
		failed empty $BUS
		failed write $1/bind $2
		failed there $BUS/scmi.[0-9]*
		after write $1/unbind $2
		after empty $BUS
	END
}

# walk NAME: as standard input says.
walk()
{
	local out

	if out=$(./failnth 2>&1); then
		note "$1: $out"
		points=$((points + ${out%% *}))
		pass "$1"
	else
		fail "$1" "$(echo "$out" | tail -n 3 | tr '\n' ' ')"
	fi
}
