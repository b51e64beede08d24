# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Clocks of test-main, through a consumer of the common clock framework, and what the
# platform says of them. Of whichever client: that of the stack or mainline's.

CONSUMER=/sys/kernel/debug/scmi-agent-test-clk/scmi.0

# The clocks of test-main by id: name, rate, parent.
clocks="0 osc 24000000 -
1 pll 1200000000 -
2 bus 400000000 -
3 cpu 1200000000 pll
4 display-engine-pixel-clock 148500000 bus
6 many_rates 10000000 -
7 fixed_rate 100000000 -
8 no_gate 100000000 -
9 fixed_parent 50000000 osc
10 slow 25000000 -"

use()
{
	echo "$1" > "$CONSUMER/id"
}

# put FILE VALUE: what the consumer does next.
put()
{
	echo "$2" > "$CONSUMER/$1"
}

get()
{
	cat "$CONSUMER/$1"
}

# platform_says ID WORD: a word of what the platform tells about a clock.
platform_says()
{
	case " $(platform clock "$1") " in
	*" $2 "*) ;;
	*) platform clock "$1"; return 1 ;;
	esac
}

all_there()
{
	local id name rate parent

	echo "$clocks" | while read -r id name rate parent; do
		use $id && [ "$(get info)" = "$name $rate $parent" ] ||
			{ echo "$id: $(get info)"; exit 1; }
	done
}

summary_agrees()
{
	local id name rate parent

	echo "$clocks" | while read -r id name rate parent; do
		rate_is $name $rate || exit 1
	done
}

# rounds ID WANTED GOT: clk_round_rate(), without a change of the rate.
rounds()
{
	local before

	use $1 && before=$(get rate) && put round $2 || return 1
	[ "$(get round)" = "$3" ] && [ "$(get rate)" = "$before" ] ||
		{ echo "$2 becomes $(get round)"; return 1; }
}

# sets ID WANTED GOT: clk_set_rate(), and the platform has it.
sets()
{
	use $1 && put rate $2 && [ "$(get rate)" = "$3" ] &&
		platform_says $1 "rate=$3"
}

# meant ID WANTED GOT: it is what the platform has, though a bit off.
meant()
{
	use $1 && put rate $2 && platform_says $1 "rate=$3" &&
		[ "$(get rate)" = "$3" ]
}

in_range()
{
	[ "$(cat "$CLK/$1/clk_min_rate")" = "$2" ] &&
		[ "$(cat "$CLK/$1/clk_max_rate")" = "$3" ]
}

refuses()
{
	local before

	use $1 && before=$(platform clock $1) || return 1
	put $2 $3 2> /dev/null && [ "$(get rate)" != "$4" ] && return 1
	[ "$(platform clock $1)" = "$before" ]
}

follows()
{
	use 2 && platform clock 2 rate 100M > /dev/null &&
		[ "$(get rate)" = 100000000 ] && rate_is bus 100000000 &&
		platform clock 2 rate 400M > /dev/null &&
		[ "$(get rate)" = 400000000 ]
}

gates()
{
	use $1 && platform_says $1 off && put prepare 1 && put enable 1 &&
		platform_says $1 on && put enable 0 && put prepare 0 &&
		platform_says $1 off
}

# On for as long as somebody wants it.
counted()
{
	use 4 && put prepare 1 && put enable 1 && put prepare 1 &&
		put enable 1 && put enable 0 && put prepare 0 &&
		platform_says 4 on && put enable 0 && put prepare 0 &&
		platform_says 4 off
}

gate_denied()
{
	use 8 && platform_says 8 on && put prepare 1 && put enable 1 &&
		put enable 0 && put prepare 0 && platform_says 8 on
}

reparents()
{
	use 3 && put parent 2 && platform_says 3 parent=2 &&
		[ "$(get info | cut -d ' ' -f 3)" = bus ] && put parent 1 &&
		platform_says 3 parent=1 &&
		[ "$(get info | cut -d ' ' -f 3)" = pll ]
}

# Its first parent is clock 2, its second one clock 1.
reparents_by_index()
{
	use 4 && put parent 1 && platform_says 4 parent=1 &&
		[ "$(get info | cut -d ' ' -f 3)" = pll ] && put parent 2 &&
		platform_says 4 parent=2 &&
		[ "$(get info | cut -d ' ' -f 3)" = bus ]
}

foreign_parent()
{
	use 3 && ! put parent 6 2> /dev/null && platform_says 3 parent=1
}

parent_denied()
{
	use 9 && ! put parent 2 2> /dev/null && platform_says 9 parent=0
}

duty()
{
	use 4 && [ "$(get duty)" = 40 ] && put duty 60 && [ "$(get duty)" = 60 ]
}

# The platform refuses: the framework does not pass that on, but the rate that
# it knows stays what it was.
refusal()
{
	use 2 && fault error=denied proto=clock msg=rate-set count=1 || return 1
	put rate 100000000 2> /dev/null
	[ "$(get rate)" = 400000000 ] && platform_says 2 rate=400000000 &&
		rate_is bus 400000000 && put rate 100000000 &&
		[ "$(get rate)" = 100000000 ] && put rate 400000000
}

hole()
{
	! use 5 2> /dev/null && ! use 11 2> /dev/null
}

# The consumer has to be loaded.
clk_cases()
{
	try "all clocks have their name, rate and parent" all_there
	try "the framework's summary agrees" summary_agrees
	try "ids without a clock are none" hole
	try "a rate of a list is rounded down" rounds 2 399000000 200000000
	try "a rate of a list is itself" rounds 2 200000000 200000000
	try "a rate below the list is its first" rounds 2 1 100000000
	try "a rate above the list is its last" rounds 2 900000000 800000000
	try "200 rates are known" rounds 6 49999000 49750000
	try "a rate of a range is rounded down to a step [F1]" rounds 1 610000000 600000000
	try "a rate that is a bit off is the one that is meant [F1]" \
		rounds 1 623999900 623999900
	try "and the platform gets that one [F1]" meant 1 623999900 624000000
	try "the framework knows the range [F1]" in_range pll 600000000 2400000000
	try "a rate below the range is its lowest" rounds 1 1 600000000
	try "a rate above the range is its highest" rounds 1 3000000000 2400000000
	try "a rate of a list is set" sets 2 800000000 800000000
	try "and set back" sets 2 400000000 400000000
	try "a rate of a long list is set" sets 6 50750000 50750000
	try "a rate of a range is set" sets 1 1224000000 1224000000
	try "and set back too" sets 1 1200000000 1200000000
	try "a slow change of rate is waited for" sets 10 50000000 50000000
	try "a rate that may not change does not" refuses 7 rate 200000000 100000000
	try "a change by the platform is seen" follows
	try "a clock is turned on and off" gates 4
	try "it is on as long as anybody needs it" counted
	try "a clock that may not be turned off stays on" gate_denied
	try "a parent is chosen" reparents
	try "by its place among the parents, not by its id" reparents_by_index
	try "a parent that is not possible is refused" foreign_parent
	try "a parent that may not change does not" parent_denied
	try "the duty cycle is read and set" duty
	try "a rate that the platform refuses stays" refusal
}
