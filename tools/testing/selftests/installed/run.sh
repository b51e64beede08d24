#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The archive that "make gen_tar" makes of all suites, unpacked and run with what
# any machine has: a shell, and modules that depmod has not seen.

# Functions are handed to check().
# shellcheck disable=SC2317
. ../lib.sh
[ -e kselftest.tar ] || skip_all "installed selftests are what runs this"
here=/tmp/kselftest

unpack()
{
	mkdir -p "$here/modules" && tar -xf kselftest.tar -C "$here" &&
		cp /lib/modules/*/extra/*.ko "$here/modules" &&
		mount -t tmpfs none /lib/modules/*/extra
}

listed()
{
	[ "$("$here/run_kselftest.sh" -l | grep -c :)" -ge 18 ]
}

# complete COLLECTION...: each has its script and its settings.
complete()
{
	local dir

	for dir in $("$here/run_kselftest.sh" -l); do
		dir=$here/${dir%:*}
		[ -x "$dir/run.sh" ] && grep -q '^timeout=' "$dir/settings" &&
			grep -q '^export SCMI_BOARDS=' "$dir/environment" &&
			grep -q '^CONFIG_' "$dir/config" || return 1
	done
}

# says RESULT OPTION...: what a run prints of its one test.
says()
{
	local want="$1"

	shift
	"$here/run_kselftest.sh" "$@" > /tmp/out 2>&1
	grep -q "^$want" /tmp/out && return
	cat /tmp/out
	return 1
}

host_hidden()
{
	mv /dev/virtio-ports /dev/hidden
	says "$@"
	local status="$?"
	mv /dev/hidden /dev/virtio-ports
	return "$status"
}

# A collection whose test looks whether it has three platforms, and no fourth.
three_platforms()
{
	mkdir "$here/three" && cd "$here/three" || return
	echo timeout=60 > settings
	echo "export SCMI_BOARDS='test-main test-old test-odd'" > environment
	cat > run.sh <<-'END'
	#!/bin/sh
	. ../kselftest/stack.sh
	found=$(scmi_control list)
	echo "platforms: $found"
	case "$found" in
	*scmi3:*) exit 1 ;;
	*scmi2:*) exit 0 ;;
	esac
	exit 1
	END
	chmod +x run.sh
	echo three:run.sh >> "$here/kselftest-list.txt"
	host_hidden "ok 1 selftests: three: run.sh" -c three
}

fails_as_it_should()
{
	printf '#!/bin/sh\nexit 1\n' > "$here/notify/bad.sh"
	printf '#!/bin/sh\nexec sleep 20\n' > "$here/notify/late.sh"
	chmod +x "$here"/notify/*.sh
	echo notify:bad.sh >> "$here/kselftest-list.txt"
	echo notify:late.sh >> "$here/kselftest-list.txt"
	says "not ok 1 selftests: notify: bad.sh # exit=1" -t notify:bad.sh &&
		says "not ok 1 selftests: notify: late.sh # TIMEOUT" -o 2 \
			-t notify:late.sh &&
		! "$here/run_kselftest.sh" -t notify:bad.sh > /dev/null &&
		"$here/run_kselftest.sh" -f -t notify:bad.sh > /dev/null
}

plan 11
empty=$(state)
check "the archive unpacks" unpack
check "it lists its tests" listed
check "each collection has a script, settings and a config" complete
check "modprobe does not know our modules" fails modprobe scmi-agent
check "modules are taken from beside it" \
	says "ok 1 selftests: load" -o 150 -c load
check "a test module runs" says "ok 1 selftests: notify" -c notify
check "failures and time limits are told" fails_as_it_should
check "a suite makes itself a platform in the kernel" \
	host_hidden "ok 1 selftests: clk: run.sh" -c clk
check "a suite of three devices has three of them" three_platforms
rm -f "$here/modules/scmi-agent-test-vdev.ko"
rmmod scmi-agent-test-vdev 2> /dev/null
rmmod scmi-agent-test-platform 2> /dev/null
check "without a platform there a suite is skipped" \
	host_hidden "ok 1 selftests: clk: run.sh # SKIP" -c clk
umount /lib/modules/*/extra
check "nothing is left" gone "$empty"
finish
