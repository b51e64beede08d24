# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154 # lib.sh's look_at_clock() sets now, risen() sets by
#
# What suites share that let notifications come without end, after lib.sh:
# . ../flood.sh

# taken_with_pauses TRIES COMMAND...: the command lets them come. A burst is taken in as
# it comes, within so many tries, then 16 in a millisecond at most, and commands get
# through beside them.
taken_with_pauses()
{
	local tries=$1 begin status=0

	shift
	mark
	"$@" && within "$tries" rose_least notifications 4096 || status=1
	mark
	look_at_clock
	begin=$now
	usleep 2000000
	risen notifications
	look_at_clock
	echo "$by notifications in $((now - begin)) ms"
	[ "$by" -ge 100 ] && [ "$by" -le $(((now - begin) * 20)) ] || status=1
	working || status=1
	return $status
}
