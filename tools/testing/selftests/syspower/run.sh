#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the platform asks of the whole system. The programs that the kernel starts for that
# are ours here; what the kernel does without them, and suspend at bad moments, is tested on
# the host.

. ../lib.sh
. ../syspower.sh
require_platform
require_module scmi-agent-syspower

POWEROFF=/proc/sys/kernel/poweroff_cmd
STARTED=/tmp/started
delay=/sys/module/suspend/parameters/pm_test_delay

# It forgets what it was asked for.
anew()
{
	rm -f $STARTED
	rmmod scmi-agent-syspower && begin
}

# program NAME: it tells that it was started.
program()
{
	printf '#!/bin/sh\necho %s >> %s\n' "$1" $STARTED > "/tmp/$1"
	chmod 755 "/tmp/$1"
}

started()
{
	local what

	read -r what < $STARTED && [ "$what" = "$1" ]
}

# asks STATE PROGRAM: the platform asks gracefully, and the program is started.
asks()
{
	platform system 0 "$1" graceful 600s > /dev/null && within 50 started "$2"
}

nothing_started()
{
	usleep 300000
	[ ! -e $STARTED ]
}

first_counts()
{
	rm $STARTED
	platform system 0 cold-reset graceful 600s > /dev/null && nothing_started
}

suspends()
{
	cat /sys/power/suspend_stats/success
}

suspended()
{
	[ "$(suspends)" -gt "$before" ]
}

sleeps()
{
	before=$(suspends)
	echo devices > /sys/power/pm_test
	platform system 0 suspend graceful > /dev/null && within 100 suspended
	status=$?
	echo none > /sys/power/pm_test
	return $status
}

works_after()
{
	within 50 listens && anew && asks shutdown off
}

ignored()
{
	local n

	for n in 1 2; do
		platform system 0 0x80000001 graceful > /dev/null
		platform system 0 shutdown > /dev/null
	done
	nothing_started && [ "$(said 'platform announces state')" = 1 ]
}

plan 9
platform strict-silent on > /dev/null
empty=$(state)
program off
program reboot
cmd=$(cat $POWEROFF)
echo /tmp/off > $POWEROFF
check "the client listens" begin
check "what is not for us is told once" ignored
check "user space is asked to shut down" asks shutdown off
check "what was asked for first counts" first_counts
# A guest's own root may have none.
if [ -e /sbin/reboot ]; then
	mount --bind /tmp/reboot /sbin/reboot
	gives_back="umount /sbin/reboot"
else
	cp /tmp/reboot /sbin/reboot
	gives_back="rm /sbin/reboot"
fi
anew
check "user space is asked to reboot" asks cold-reset reboot
$gives_back
[ -e "$delay" ] && echo 0 > "$delay"
anew
if [ -e /sys/power/pm_test ] && [ -e /sys/power/suspend_stats/success ]; then
	check "the machine is suspended" sleeps
	check "and listens after that" works_after
else
	skip "the machine is suspended" "the kernel has no pm_test for it"
	skip "and listens after that" "no pm_test"
fi
check "no request broke the protocol" polite
echo "$cmd" > $POWEROFF
check "unloading leaves nothing" gone "$empty"
finish
