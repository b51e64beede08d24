# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Runs tests one by one and says in KTAP how they ended. Sourced, with BASE_DIR
# set to the directory of the collections. Needs a POSIX shell; timeout(1) if
# tests that hang are to be ended.
#
# Exit status of a test: 0 passed, 4 skipped, anything else failed.

BASE_DIR=${BASE_DIR:?is set by whoever sources this}
runner_harness=$BASE_DIR/kselftest
[ -e "$runner_harness/stack.sh" ] || runner_harness=$BASE_DIR/../qemu/guest
# shellcheck source=tools/testing/qemu/guest/stack.sh
. "$runner_harness/stack.sh"
runner_default_timeout=60
runner_number=0
runner_failed=0

# runner_setting COLLECTION NAME: of "settings", or of what it is made from.
runner_setting()
{
	local file="$BASE_DIR/$1/settings"

	[ -r "$file" ] || file=$BASE_DIR/$1/suite.toml
	sed -n "s/^$2 *= *//p" "$file" | tr -d '[]",' | tail -n 1
}

# The platforms' boards, one per device, for suites that make their own.
runner_boards()
{
	local boards devices

	if [ -r "$BASE_DIR/$1/boards" ]; then
		cat "$BASE_DIR/$1/boards"
		return
	fi
	boards=$(runner_setting "$1" boards)
	if [ -z "$boards" ]; then
		devices=$(runner_setting "$1" devices)
		boards=$(runner_setting "$1" board)
		boards=${boards:-board-demo}
		case "$devices" in
		2) boards="$boards $boards" ;;
		4) boards="$boards $boards $boards $boards" ;;
		esac
	fi
	[ "$boards" = none ] || echo "$boards"
}

# The variables that a suite sets, as the shell exports them.
runner_environment()
{
	if [ -r "$BASE_DIR/$1/environment" ]; then
		cat "$BASE_DIR/$1/environment"
		return
	fi
	sed -n 's/^env *= *{ *\(.*[^ ]\) *}/\1,/p' "$BASE_DIR/$1/suite.toml" |
		sed 's/ *\([A-Z_]*\) *= *"\([^"]*\)", */export \1="\2"\n/g'
}

runner_prefix()
{
	while IFS= read -r line || [ -n "$line" ]; do
		printf '# %s\n' "$line"
	done
}

# runner_control COMMAND...: tell the platforms inside of the kernel something.
runner_control()
{
	{
		echo "$*" >&7
		read -r answer <&7
	} 7<> /dev/scmi-platform
	[ "${answer%% *}" = ok ] || echo "$*: $answer"
}

# What a suite talks to, unless a host has it: platforms inside of the kernel,
# scmi0, scmi1, ..., of the kind SCMI_PLATFORM, if there is a module for them.
# Suites without boards make platforms of their own.
runner_platforms()
{
	local number=0 board boards

	boards=$(runner_boards "$1")
	[ -n "$boards" ] && [ ! -e /dev/virtio-ports/org.scmi.ctl ] || return 0
	modprobe scmi-agent-test-vdev boards= 2> /dev/null || return 0
	for board in $boards; do
		# shellcheck disable=SC2086	# a kind and its options
		runner_control add "scmi$number" ${SCMI_PLATFORM:-virtio} \
			"board=$board"
		number=$((number + 1))
	done
}

runner_platforms_end()
{
	local number=0 board boards

	boards=$(runner_boards "$1")
	[ -n "$boards" ] && [ ! -e /dev/virtio-ports/org.scmi.ctl ] || return 0
	[ -e /dev/scmi-platform ] || return 0
	for board in $boards; do
		runner_control del "scmi$number"
		number=$((number + 1))
	done
	rmmod scmi-agent-test-vdev && rmmod scmi-agent-test-platform
}

# runner_start COLLECTION TEST: run it where it is; its status.
runner_start()
{
	local limit status

	limit=${runner_timeout:-$(runner_setting "$1" timeout)}
	limit=${limit:-$runner_default_timeout}
	eval "$(runner_environment "$1")"
	runner_platforms "$1"
	cd "$BASE_DIR/$1" || return 1
	if command -v timeout > /dev/null; then
		timeout "$limit" "./$2"
	else
		"./$2"
	fi
	status=$?
	runner_platforms_end "$1"
	return $status
}

# runner_test COLLECTION TEST
runner_test()
{
	local name="selftests: $1: $2" status

	runner_number=$((runner_number + 1))
	echo "# $name" >&5
	if [ ! -x "$BASE_DIR/$1/$2" ]; then
		echo "# $1/$2 is missing, or not executable"
		status=1
	else
		# The status takes the way around the pipe.
		status=$({ {
			(runner_start "$1" "$2") 2>&1 3>&- 5>&- < /dev/null
			echo $? >&3
		} | runner_prefix >&5 3>&-; } 3>&1)
	fi
	case "$status" in
	0) echo "ok $runner_number $name" ;;
	4) echo "ok $runner_number $name # SKIP" ;;
	124 | 137 | 143)
		runner_failed=$((runner_failed + 1))
		echo "not ok $runner_number $name # TIMEOUT" ;;
	*)
		runner_failed=$((runner_failed + 1))
		echo "not ok $runner_number $name # exit=$status" ;;
	esac
}

# runner_all COLLECTION:TEST...: all of them; fails if one did. What they print
# goes to the file runner_log if that is set.
runner_all()
{
	local test

	if [ -n "$runner_log" ]; then
		exec 5>> "$runner_log"
	else
		exec 5>&1
	fi
	echo "TAP version 13"
	echo "1..$#"
	for test in "$@"; do
		runner_test "${test%%:*}" "${test#*:}"
	done
	echo "# $((runner_number - runner_failed)) of $runner_number did not fail"
	[ "$runner_failed" = 0 ]
}
