#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fast channels of a performance domain: memory that the platform shares with us. What
# it says of where that is may be wrong.

. ../lib.sh
. ../mailbox.sh
require_mailbox
require_nodes
[ -d /proc/device-tree/scmi-memory@5ff20000 ] ||
	skip_all "the devicetree has no memory for fast channels"

USER=/sys/kernel/debug/scmi-agent-test-perf/scmi.0
# Domains of the board test-soc.
BIG=1
LITTLE=0

begin()
{
	tell add scmi0 mailbox board=test-soc node=/scmi-test/perf &&
		platform strict-silent on > /dev/null &&
		modprobe scmi-agent-mailbox "timeout_ms=$TIMEOUT" &&
		modprobe scmi-agent-test-perf && within 100 test -e "$USER/id"
}

# put FILE VALUE: have the user call that.
put()
{
	echo "$2" > "$USER/$1"
}

# The platform says so of a domain.
is_at()
{
	case " $(platform perf "$1") " in
	*" $2 "*) ;;
	*) platform perf "$1"; return 1 ;;
	esac
}

# How often the platform was told or asked something about performance.
told()
{
	local n

	n=$(platform_stat "0x13:$1")
	echo "${n:-0}"
}

# without MESSAGE COMMAND...: the platform got none of those meanwhile.
without()
{
	local message=$1 before

	before=$(told "$message")
	shift
	"$@" || return 1
	[ "$(told "$message")" = "$before" ] && return
	echo "message $message was sent"
	return 1
}

possible()
{
	[ "$(cat "$USER/fast")" = 1 ]
}

impossible()
{
	[ "$(cat "$USER/fast")" = 0 ]
}

set_level()
{
	put level 86 && is_at $BIG level=86 && put level 20 && is_at $BIG level=20
}

levels()
{
	put id $BIG && possible && without 0x7 set_level
}

atomically()
{
	put atomic 1 && without 0x7 set_level && put freq 2000000000 &&
		is_at $BIG level=40 && [ "$(cat "$USER/freq")" = 2000000000 ]
}

reading()
{
	platform perf $BIG level 86 > /dev/null && [ "$(cat "$USER/level")" = 86 ] &&
		[ "$(cat "$USER/freq")" = 4300000000 ]
}

limits()
{
	put limits $((40 + (20 << 32))) && is_at $BIG max=40 && is_at $BIG min=20 &&
		is_at $BIG level=40 && [ "$(cat "$USER/limits")" = $((40 + (20 << 32))) ] &&
		put limits $((86 + (20 << 32))) && is_at $BIG max=86
}

# Others have none, and messages.
others()
{
	local before

	put id $LITTLE && impossible || return 1
	before=$(told 0x7)
	put level 1500 && is_at $LITTLE level=1500 &&
		[ "$(told 0x7)" = $((before + 1)) ] && put id $BIG
}

claimed()
{
	[ "$(grep -c scmi-fastchannel /proc/iomem)" = "$1" ] && return
	grep -B 2 -A 2 scmi-fastchannel /proc/iomem
	return 1
}

# again FAULT...: the driver binds anew, to a platform that says that of the channels.
again()
{
	local fault

	unbind || return 1
	platform fault clear > /dev/null
	for fault in "$@"; do
		platform fault add "$fault" proto=perf msg=describe-fastchannel \
			domain=$BIG > /dev/null || return 1
	done
	mark_log
	bind && within 100 test -e "$USER/id" && put id $BIG
}

# refused FAULT...: then there are messages, and it is one line of the log.
refused()
{
	local before

	again "$@" && impossible && claimed 0 || return 1
	times_since "fast channels of performance domains left out"
	[ "$times" = 1 ] || { echo "said $times times"; return 1; }
	before=$(told 0x7)
	set_level && [ "$(told 0x7)" = $((before + 2)) ]
}

# Where the kernel's own memory is, and its text.
ram()
{
	sed -n "s/^ *\\([0-9a-f]*\\)-.* : $1\$/0x\\1/p" /proc/iomem | sed q
}

system_memory()
{
	local name at

	for name in "System RAM" "Kernel code"; do
		at=$(ram "$name")
		[ $((at)) -gt 0 ] || { echo "no $name"; return 1; }
		# Of 40 MB the text may have any alignment, but no less than a page's.
		refused "word=2:$((at & 0xffffffff))" "word=3:$((at >> 32))" || return 1
	done
}

nonsense()
{
	refused word=2:0x5ff20402 && refused word=2:0 && refused word=4:0 &&
		refused word=4:5 && refused word=4:0xfffffff0 && refused word=4:0x108 &&
		refused word=3:0xffffffff && refused word=5:0x40000000 &&
		refused word=5:0x5ff20403 && refused truncate=44
}

# A device that a driver has: the console.
in_use()
{
	refused word=2:0x9000000 && refused word=5:0x9000000
}

cycles()
{
	local n=0

	while [ $n -lt 5 ]; do
		again && possible && claimed 5 && without 0x7 set_level || return 1
		n=$((n + 1))
	done
	unbind && claimed 0 && bind && within 100 test -e "$USER/id"
}

end()
{
	rmmod scmi-agent-test-perf && stack_unload && tell del scmi0 && unload_platforms
}

plan 12
idle=$(state)
check "a user of performance domains is bound" begin
dev=$(mailbox_device)
check "a level is set without a message [H41]" levels
check "where nobody may sleep, too" atomically
check "so are levels read" reading
check "and limits set and read" limits
check "what has no fast channel has messages" others
check "nobody writes into system memory [H41]" system_memory
check "what a driver has claimed is left alone [H41]" in_use
check "nonsense is not mapped [H41]" nonsense
check "what is mapped is given back [H41]" cycles
check "all goes" end
check "unloading leaves nothing" state_is "$idle"
finish
