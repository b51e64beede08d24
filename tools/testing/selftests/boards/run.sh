#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What boards and reviews showed, with their inputs. Of the second platform some details
# are lost that are asked for again no sooner than after a minute: what else there is to
# see is looked at meanwhile. The first one is set up anew with a fault each.

. ../lib.sh
. ../clk.sh
require_platform scmi1

TIMEOUT=1000	# of every command, in milliseconds
AGAIN=62000	# from when a detail was lost to when it is asked for, likewise
CONSUMER=/sys/kernel/debug/scmi-agent-test-clk/scmi.1

# The second platform, whose clocks are used.
field()
{
	platform_of scmi1 "$@"
}

field_fault()
{
	field fault add "$@" > /dev/null
}

# has_rate ID HZ: the clock has that rate, and so says the platform.
has_rate()
{
	use "$1" && [ "$(get rate)" = "$2" ] && field clock "$1" | grep -q "rate=$2 " ||
		{ field clock "$1"; return 1; }
}

# $asked becomes how often a message of CLOCK was sent.
look_at_asked()
{
	field stats "0x14:$1" > /dev/null
	asked=${scmi_said#*=}
}

# unasked MESSAGE COMMAND...: the command succeeds without sending it.
unasked()
{
	local before msg=$1

	shift
	look_at_asked "$msg"
	before=$asked
	"$@" || return 1
	look_at_asked "$msg"
	[ "$asked" = "$before" ] || { echo "asked $asked times, not $before"; return 1; }
}

DESCRIBE_RATES=0x4
CONFIG_GET=0xb

both_bound()
{
	bound && readable mains && [ -e "$CONSUMER/id" ]
}

# The platform is busy for longer than a batch asks again.
begin()
{
	field_fault error=busy proto=clock msg=config-get domain=3 count=8 &&
		load timeout_ms=$TIMEOUT && modprobe scmi-agent-test-clk &&
		within 100 both_bound && field fault clear > /dev/null
}

first_question()
{
	field_fault no-answer proto=clock msg=describe-rates domain=0 && use 0 &&
		put rate 2000000 && has_rate 0 2000000
}

set_quickly()
{
	takes_less $((TIMEOUT * 3 / 4)) put rate "$1" && has_rate 0 "$1"
}

summary()
{
	cat "$CLK/clk_summary" > /dev/null
}

# Not even when there would be an answer.
no_second_question()
{
	use 0 && unasked $DESCRIBE_RATES set_quickly 4000000 &&
		unasked $DESCRIBE_RATES summary &&
		field fault clear > /dev/null &&
		unasked $DESCRIBE_RATES rounds 0 1500000 1500000
}

# lose_list ID FAULT: the list's first part and its last rate are known by then.
lose_list()
{
	field_fault "$2" proto=clock msg=describe-rates "domain=$1" after=2 count=1 &&
		rounds "$1" 1500000 1500000 && field fault clear > /dev/null &&
		unasked $DESCRIBE_RATES rounds "$1" 1500000 1500000
}

broken_ring()
{
	lose_list 2 used-id=0x3fff && [ "$(count transport_resets scmi.1)" = 1 ]
}

# duty_is ID PERCENT
duty_is()
{
	use "$1" && [ "$(get duty)" = "$2" ] || { get duty; return 1; }
}

# reads LABEL ATTRIBUTE VALUE
reads()
{
	local got=

	find_attr "$1" "$2" && read -r got < "$attr" && [ "$got" = "$3" ] && return
	echo "$1 $2 is '$got', not '$3'"
	return 1
}

# A ten thousandth of a degree below the limit, and at it.
fahrenheit()
{
	reads fine_f input 37001 && field sensor 0 value 986017 > /dev/null &&
		echo 37001 > "$(attr_of fine_f max)" && reads fine_f max 37001 &&
		reads fine_f max_alarm 0 || return 1
	field sensor 0 value 986018 > /dev/null
	within 30 reads fine_f max_alarm 1
}

# One with several is for IIO.
axes()
{
	reads one_axis input 21500 && [ -z "$(attr_of two_axes input)" ]
}

wide_sensors()
{
	reads meter input 100000000000 && reads mains input 5000000000 &&
		echo 4000000000 > "$(attr_of mains max)" &&
		reads mains max 4000000000 && reads mains max_alarm 1
}

wide_clocks()
{
	has_rate 4 5000000000 && has_rate 5 9000000000 &&
		rate_is scmi.1:faster 9000000000 &&
		rounds 4 30000000000 20000000000 &&
		in_range scmi.1:fast 1000000 20000000000 &&
		put rate 8000000000 && has_rate 4 8000000000
}

# comes_up FAULT...: the first platform is set up anew meanwhile, and all is there.
comes_up()
{
	fault "$@" && unbind && bind && within 150 state_is "$full" ||
		{ echo "$*:"; state | tr '\n' ' '; return 1; }
	platform fault list > /dev/null
	case "$scmi_said" in
	*fired=*) ;;
	*) echo "$*: did not happen"; return 1 ;;
	esac
	platform fault clear > /dev/null
}

ODD_PARENT="1 of 11 clocks have a parent that they do not list (first: 3, the platform says 0x7)"

told_parent()
{
	local before

	before=$(said "$ODD_PARENT")
	comes_up word=0:7 proto=clock msg=parent-get domain=3 || return 1
	[ "$(said "$ODD_PARENT")" = $((before + 1)) ] ||
		{ dmesg | grep 'do not list'; return 1; }
	[ "$(cat "$CLK/cpu/clk_parent")" = osc ] && rate_is cpu 1200000000
}

duty_of_first()
{
	local CONSUMER=${CONSUMER%.1}.0

	within 50 duty_is 4 "$1"
}

# Of PROTOCOL_ATTRIBUTES no answer comes; for a clock the platform is busy.
clocks_pass()
{
	comes_up no-answer proto=clock msg=attributes count=1 &&
		comes_up error=busy proto=clock msg=clock-attributes domain=0 count=1 &&
		comes_up error=busy proto=clock msg=config-get domain=4 count=1 &&
		duty_of_first 40
}

sensors_pass()
{
	comes_up no-answer proto=sensor msg=attributes count=1 &&
		comes_up error=busy proto=sensor msg=description-get count=1
}

# Until that is so long ago.
minute_passes()
{
	look_at_clock
	[ $((lost + AGAIN)) -le "$now" ] || sleep $(((lost + AGAIN - now) / 1000 + 1))
}

both_polite()
{
	polite && [ "$(field stats protocol-errors)" = protocol-errors=0 ]
}

plan 20
empty=$(state)
platform strict-silent on > /dev/null
field strict-silent on > /dev/null
check "everything loads" begin
full=$(state)
dev=$(virtio_device scmi.0)
check "a rate is set although the platform does not tell which there are" first_question
check "that is not asked with each call [P4]" no_second_question
check "nor is a list that is lost [P4]" lose_list 1 no-answer
check "nor is one that a broken ring costs [X4]" broken_ring
check "a platform that is busy for long costs a duty cycle" \
	unasked $CONFIG_GET duty_is 3 50
look_at_clock
lost=$now

check "limits in Fahrenheit are exact [P11]" fahrenheit
check "the largest kelvins are the largest value [P11]" \
	reads hottest_k input 9223372036854775807
check "a sensor with one axis is shown [P12]" axes
check "energies and powers have more than 32 bits [A1]" wide_sensors
check "so have rates [A2]" wide_clocks
check "a parent that is not listed is told by its id [F10]" told_parent
check "what passes costs no clock, nor its duty cycle [P5]" clocks_pass
check "nor sensors [P5]" sensors_pass

minute_passes
check "a minute later rates are known [P4]" rounds 0 1500000 1000000
check "a minute later a list is known [P4]" rounds 1 1500000 1000000
check "a minute later one is known that a broken ring has cost [X4]" \
	rounds 2 1500000 1000000
check "a minute later a duty cycle is known [P5]" duty_is 3 40
check "no request broke the protocol" both_polite
rmmod scmi-agent-test-clk
check "unloading leaves nothing" gone "$empty"
finish
