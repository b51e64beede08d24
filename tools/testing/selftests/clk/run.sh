#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Clocks, through a consumer of the common clock framework.

. ../lib.sh
. ../clk.sh
require_platform

# turn_on ID: while the platform refuses to.
turn_on()
{
	fault error=denied proto=clock msg=config-set count=1 && use "$1" &&
		put prepare 1 && put enable 1
}

# It is on already: that is what the consumer wants.
on_is_on()
{
	use 10 && platform_says 10 on && turn_on 10 && platform_says 10 on &&
		put enable 0 && put prepare 0 && platform clock 10 on > /dev/null
}

off_is_not()
{
	! turn_on 4 2> /dev/null && platform_says 4 off &&
		platform fault clear > /dev/null && use 4 && put prepare 1 &&
		platform_says 4 on && put prepare 0 && platform_says 4 off
}

REFUSED="clock 2: the platform does not change the rate to 100000000 Hz"

# The framework swallows it: the log has it, once for the clock, of all refusals here.
refusal_told()
{
	refusal && refusal && [ "$(said "$REFUSED")" = $((told + 1)) ]
}

plan 38
empty=$(state)
told=$(said "$REFUSED")
platform strict-silent on > /dev/null
check "everything loads" load
check "the consumer loads" modprobe scmi-agent-test-clk
within 50 test -e "$CONSUMER/id"
clk_cases
check "a clock that is on counts as turned on [F5]" on_is_on
check "one that is off does not [F5]" off_is_not
check "a rate that is refused is told, once [F9]" refusal_told
check "no request broke the protocol" polite
rmmod scmi-agent-test-clk
check "unloading leaves nothing" gone "$empty"
finish
