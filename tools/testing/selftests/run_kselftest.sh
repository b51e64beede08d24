#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run installed selftests; kselftest-list.txt beside this says which there are.

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

chosen="" skipped="" dry="" tolerant="" listing=""
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
		runner_log=$BASE_DIR/output.log
		: > "$runner_log" ;;
	o)
		# shellcheck disable=SC2034 # read by the runner
		runner_timeout=$OPTARG ;;
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
# shellcheck source=tools/testing/selftests/kselftest/runner.sh
. "$BASE_DIR/kselftest/runner.sh"
runner_all "$@" || [ -n "$tolerant" ]
