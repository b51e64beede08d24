#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A platform with 300 clocks loses one answer, and dies while somebody reads all of
# them. One command has to wait for its timeout before that is known; from then on
# nobody waits.

. ../lib.sh
require_platform
TIMEOUT=2000	# of every command, in milliseconds

clocks()
{
	set -- "$CLK"/bus*
	[ $# -ge 100 ] && rate_is bus99 400000000
}

begin()
{
	modprobe scmi-agent-virtio timeout_ms=$TIMEOUT && clients_load &&
		within 300 clocks
}

summary()
{
	cat "$CLK/clk_summary" > /dev/null
}

# The clocks go while somebody waits for an answer about one of them.
lost_one()
{
	fault no-answer proto=clock msg=rate-get count=1 || return 1
	cat "$CLK/bus99/clk_rate" &
	within 20 fired && takes_less $((TIMEOUT / 2)) rmmod scmi-agent-clk || return 1
	wait $!
	platform fault clear > /dev/null
	modprobe scmi-agent-clk && within 100 clocks
}

# Somebody who has no end of questions.
reader()
{
	while [ ! -e /tmp/stop ]; do
		summary
	done
}

# One clock's user waits for a timeout; all other clocks cost next to nothing.
dies()
{
	platform silent on > /dev/null
	takes_less $((2 * TIMEOUT)) summary && takes_less 500 summary &&
		rose_least send_failed 300
}

sleeps()
{
	echo freezer > /sys/power/pm_test && echo mem > /sys/power/state
	status=$?
	echo none > /sys/power/pm_test
	return $status
}

speaks()
{
	platform silent off > /dev/null
	usleep 200000
	modprobe scmi-agent-clk && within 100 clocks && rose_least replies 300
}

plan 8
echo 0 > /sys/module/suspend/parameters/pm_test_delay
idle=$(state)
check "300 clocks are there" begin
check "a client goes at once while its user waits for a lost answer" lost_one
mark
check "who reads them all waits for one timeout [X2]" dies
rm -f /tmp/stop
reader &
check "a client is removed at once meanwhile [X2]" \
	takes_less 500 rmmod scmi-agent-hwmon
check "the system goes to sleep at once meanwhile [X2]" takes_less 500 sleeps
check "the clocks go at once meanwhile [X2]" takes_less 500 rmmod scmi-agent-clk
touch /tmp/stop
wait
check "all are back when it speaks" speaks
stack_unload
check "nothing is left" gone "$idle"
finish
