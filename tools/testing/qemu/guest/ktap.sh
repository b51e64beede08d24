# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# KTAP for suites, sourced: . /harness/ktap.sh
#
#	plan 3
#	check "the clock is there" test -d /sys/kernel/debug/clk/cpu
#	pass "loads"		fail "unloads" "because"	skip "x" "why"
#	finish			skip_all "why there is nothing to test"

ktap_count=0
ktap_bad=0
ktap_plan=0

plan()
{
	ktap_plan=$1
	echo "KTAP version 1"
	echo "1..$1"
}

# Not every system has it.
command -v usleep > /dev/null || usleep()
{
	sleep "$(awk "BEGIN { print $1 / 1000000 }")"
}

note()
{
	echo "# $*"
}

# With SCMI_ONLY=name, with _ for a space, a suite ends when that test has ended.
ktap_wanted()
{
	[ -n "$SCMI_ONLY" ] || return 0
	[ "$(echo "$1" | sed 's/ \[[A-Z0-9 ]*\]$//' | tr ' ' _)" = \
		"$SCMI_ONLY" ] || return 0
	echo "# the rest was not asked for"
	exit $((ktap_bad > 0))
}

pass()
{
	ktap_count=$((ktap_count + 1))
	echo "ok $ktap_count $1"
	ktap_wanted "$1"
}

fail()
{
	ktap_count=$((ktap_count + 1))
	ktap_bad=$((ktap_bad + 1))
	[ -n "$2" ] && echo "# $2"
	echo "not ok $ktap_count $1"
	ktap_wanted "$1"
}

skip()
{
	ktap_count=$((ktap_count + 1))
	echo "ok $ktap_count $1 # SKIP $2"
}

# skip_all WHY: end a suite that has nothing to test, as kselftest wants it.
skip_all()
{
	echo "KTAP version 1"
	echo "1..0 # SKIP $*"
	exit 4
}

# check NAME COMMAND...: a test that passes if the command does.
check()
{
	local name=$1 out

	shift
	if out=$("$@" 2>&1); then
		pass "$name"
	else
		fail "$name" "$* said: $(echo "$out" | tail -n 3 | tr '\n' ' ')"
	fi
}

# equal NAME GOT WANT: a test that passes if both strings are the same.
equal()
{
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got '$2', want '$3'"
	fi
}

# Wait up to $1 tenths of a second until a command succeeds; longer on kernels
# that are slow by nature, such as those that delay releases.
within()
{
	local left=$(($1 * ${SCMI_SLOW:-1}))

	shift
	until "$@" > /dev/null 2>&1; do
		left=$((left - 1))
		[ "$left" -le 0 ] && return 1
		usleep 100000
	done
}

finish()
{
	echo "# $ktap_count of $ktap_plan, $ktap_bad failed"
	[ "$ktap_bad" = 0 ] && [ "$ktap_count" = "$ktap_plan" ]
	exit $?
}
