#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run installed selftests one by one and say in KTAP how they ended;
# kselftest-list.txt beside this says which there are. Needs a POSIX shell with
# local; timeout(1) if tests that hang are to be ended.
#
# Exit status of a test: 0 passed, 4 skipped, anything else failed.

BASE_DIR=$(cd "$(dirname "$0")" && pwd -P) || exit 1
list=$BASE_DIR/kselftest-list.txt

usage()
{
	cat <<USAGE
Usage: $0 [OPTION]...
  -c COLLECTION       run all tests of a collection, may be repeated
  -t COLLECTION:TEST  run one test, may be repeated
  -S COLLECTION:TEST  leave one out, may be repeated
  -l                  list the tests
  -d                  only say what would be run
  -s                  the tests' own output goes to output.log
  -o SECONDS          limit for each test instead of its own
  -f                  exit with 0 although a test failed
  -h                  this text
Modules are loaded from the directory MODPATH if it is set, from modules/ beside
this if that exists, else by modprobe.
USAGE
	exit "$1"
}

die()
{
	echo "$0: $*" >&2
	exit 1
}

# What a suite talks to, unless a host has it: platforms inside of the kernel,
# scmi0, scmi1, ..., of the kind SCMI_PLATFORM, if there is a module for them.
# Suites without boards make platforms of their own.
platforms()
{
	local number=0 board

	[ -n "$SCMI_BOARDS" ] && [ ! -e /dev/virtio-ports/org.scmi.ctl ] ||
		return 0
	modprobe scmi-agent-test-vdev boards= 2> /dev/null || return 0
	for board in $SCMI_BOARDS; do
		# shellcheck disable=SC2086	# a kind and its options
		scmi_control add "scmi$number" ${SCMI_PLATFORM:-virtio} \
			"board=$board"
		number=$((number + 1))
	done
}

platforms_end()
{
	local number=0 board

	[ -n "$SCMI_BOARDS" ] && [ ! -e /dev/virtio-ports/org.scmi.ctl ] &&
		[ -e "$SCMI_CONTROL" ] || return 0
	for board in $SCMI_BOARDS; do
		scmi_control del "scmi$number"
		number=$((number + 1))
	done
	rmmod scmi-agent-test-vdev && rmmod scmi-agent-test-platform
}

# start COLLECTION TEST: run it where it is, as its files say; its status.
start()
{
	local timeout status

	cd "$BASE_DIR/$1" || return 1
	# shellcheck disable=SC1091	# written by install
	. ./settings && . ./environment || return 1
	platforms
	if command -v timeout > /dev/null; then
		timeout "${limit:-$timeout}" "./$2"
	else
		"./$2"
	fi
	status=$?
	platforms_end
	return $status
}

prefix()
{
	while IFS= read -r line || [ -n "$line" ]; do
		printf '# %s\n' "$line"
	done
}

# run_test COLLECTION TEST: the caller counts.
run_test()
{
	local name="selftests: $1: $2" status

	echo "# $name" >&5
	if [ ! -x "$BASE_DIR/$1/$2" ]; then
		echo "# $1/$2 is missing, or not executable"
		status=1
	else
		# The status takes the way around the pipe.
		status=$({ {
			(start "$1" "$2") 2>&1 3>&- 5>&- < /dev/null
			echo $? >&3
		} | prefix >&5 3>&-; } 3>&1)
	fi
	case "$status" in
	0) echo "ok $number $name" ;;
	4) echo "ok $number $name # SKIP" ;;
	124 | 137 | 143) echo "not ok $number $name # TIMEOUT" ;;
	*) echo "not ok $number $name # exit=$status" ;;
	esac
	[ "$status" = 0 ] || [ "$status" = 4 ]
}

chosen="" skipped="" limit="" log="" dry="" tolerant="" listing=""
while getopts c:t:S:ldso:fh option; do
	case "$option" in
	c)
		more=$(grep "^$OPTARG:" "$list") ||
			die "no collection $OPTARG in $list"
		chosen="$chosen $more" ;;
	t)
		grep -qx "$OPTARG" "$list" || die "no test $OPTARG in $list"
		chosen="$chosen $OPTARG" ;;
	S) skipped="$skipped $OPTARG" ;;
	l) listing=yes ;;
	d) dry=yes ;;
	s)
		log=$BASE_DIR/output.log
		: > "$log" ;;
	o) limit=$OPTARG ;;
	f) tolerant=yes ;;
	h) usage 0 ;;
	*) usage 1 >&2 ;;
	esac
done

[ -r "$list" ] || die "$list is not there"
[ -n "$listing" ] && exec cat "$list"
chosen=${chosen:-$(cat "$list")}

# Tests are words.
set --
for test in $chosen; do
	case " $skipped " in
	*" $test "*) ;;
	*) set -- "$@" "$test" ;;
	esac
done
if [ -n "$dry" ]; then
	printf '%s\n' "$@"
	exit 0
fi

[ -z "$MODPATH" ] && [ -d "$BASE_DIR/modules" ] && MODPATH=$BASE_DIR/modules
export MODPATH
# shellcheck source=tools/testing/qemu/guest/stack.sh
. "$BASE_DIR/kselftest/stack.sh"
# What tests print goes there.
if [ -n "$log" ]; then
	exec 5>> "$log"
else
	exec 5>&1
fi
echo "TAP version 13"
echo "1..$#"
number=0 failed=0
for test in "$@"; do
	number=$((number + 1))
	run_test "${test%%:*}" "${test#*:}" || failed=$((failed + 1))
done
echo "# $((number - failed)) of $number did not fail"
[ "$failed" = 0 ] || [ -n "$tolerant" ]
