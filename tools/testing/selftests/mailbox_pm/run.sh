#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Suspend over mailboxes, as far as pm_test goes. Late in it interrupts do not come,
# but commands still do: drivers of power domains turn theirs off then.

. ../lib.sh
. ../mailbox.sh
require_mailbox
require_nodes
grep -qw platform /sys/power/pm_test 2> /dev/null ||
	skip_all "the kernel has no pm_test"

delay=/sys/module/suspend/parameters/pm_test_delay
LATE=/sys/module/scmi_agent_test_client/parameters/noirq_ms

# sleeps LEVEL: suspend that far, and come back.
sleeps()
{
	local status

	echo "$1" > /sys/power/pm_test && echo mem > /sys/power/state
	status=$?
	echo none > /sys/power/pm_test
	return "$status"
}

# The platform does not ring while interrupts are off.
late_command()
{
	local ms status

	platform set mute on
	sleeps platform
	status=$?
	platform set mute off
	read -r ms < "$LATE"
	echo "$ms ms"
	[ "$status" = 0 ] && [ "$ms" -ge 0 ] && [ "$ms" -lt $((TIMEOUT / 2)) ]
}

# A channel that is still polled would not wait for an interrupt.
relies_on_interrupts()
{
	platform set mute on
	fails takes_less $((TIMEOUT / 4)) readable cpu_temp || return 1
	platform set mute off
}

# asked TIMES: in vain; a command that was swallowed keeps the next from being sent.
asked()
{
	[ $(($(count timeouts) + $(count not_sent))) -ge "$1" ]
}

# up_for MS: since the kernel started.
up_for()
{
	look_at_clock
	[ "$now" -ge "$1" ]
}

has_answered()
{
	times_since "scmi.0: SCMI v"
	[ "$times" = 1 ]
}

# The kernel lets tasks run again first.
awake_by_then()
{
	case "$(dmesg | grep -e "Restarting tasks" -e "scmi.0: SCMI v" | tail -n 2)" in
	*"Restarting tasks"*"scmi.0: SCMI v"*) ;;
	*) echo "it was asked while the system slept"; return 1 ;;
	esac
}

# The platform's turn to be asked again comes while the system sleeps, and it would
# answer. After three questions in vain the pause is two seconds or more. Ten seconds
# after its start the kernel tries what was deferred once more: a device that it moves
# to the end of its list while the system sleeps does not wake up for it.
asks_in_sleep()
{
	within 200 up_for 15000
	unbind && platform silent on && bind && within 150 asked 3 || return 1
	platform silent off
	mark_log
	[ -e "$delay" ] && echo 5 > "$delay"
	sleeps devices || return 1
	[ -e "$delay" ] && echo 0 > "$delay"
	times_since "should not be sleeping"
	[ "$times" = 0 ] || { echo "$times devices were added"; return 1; }
	within 100 has_answered && awake_by_then && back_to "$full" && working
}

TIMEOUT=2000
plan 10
begin_with l42
check "a client loads" modprobe scmi-agent-test-client
full=$(state)
[ -e "$delay" ] && echo 0 > "$delay"
check "a command gets through without interrupts [H43]" late_command
check "it works after that" working
check "interrupts are relied on again [H43]" relies_on_interrupts
check "all is as it was" state_is "$full"
check "no device is added while the system sleeps [C12]" asks_in_sleep
rmmod scmi-agent-test-client
end_with
finish
