#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Four platforms at once: a modern one, which is told to answer like others
# that were met; one of SCMI v1.0; one that is allowed but odd; and one that
# has nothing for hwmon, and clocks that are each other's parents.

. ../lib.sh
require_platform scmi3

TEST_CLK=/sys/kernel/debug/scmi-agent-test-clk

attribute_is()
{
	[ "$(cat "$BUS/$1/$2")" = "$3" ] ||
		{ echo "$1 $2 is $(cat "$BUS/$1/$2")"; return 1; }
}

all_bound()
{
	bound && [ -e "$CLK/scmi.1:old_uart" ] && [ -e "$CLK/scmi.2:odd_last" ] &&
		[ -e "$CLK/scmi.3:loop_root" ] && [ -n "$(attr_of old_vcore input)" ] &&
		[ -n "$(attr_of odd_power input)" ]
}

# driver_of INSTANCE NAME: who drives the client device of that name.
driver_of()
{
	local dir

	for dir in "$BUS/$1"/scmi_dev.*; do
		[ "$(cat "$dir/name")" = "$2" ] || continue
		basename "$(readlink "$dir/driver" || echo none)"
	done
}

# clk INSTANCE ID FILE [VALUE]: use a clock as a consumer does.
clk()
{
	echo "$2" > "$TEST_CLK/$1/id" || return 1
	if [ -n "$4" ]; then
		echo "$4" > "$TEST_CLK/$1/$3"
	else
		cat "$TEST_CLK/$1/$3"
	fi
}

rounds_to()
{
	local got

	clk "$1" "$2" round "$3" || return 1
	got=$(cat "$TEST_CLK/$1/round")
	[ "$got" = "$4" ] || { echo "$3 became $got, not $4"; return 1; }
}

sets_to()
{
	clk "$1" "$2" rate "$3" || return 1
	[ "$(cat "$TEST_CLK/$1/rate")" = "$4" ] &&
		platform_of "$5" clock "$2" | grep -q "rate=$4 "
}

old_platform()
{
	attribute_is scmi.1 protocol_version 1.0 &&
		attribute_is scmi.1 sub_vendor_id "" &&
		attribute_is scmi.1 vendor_id ACME &&
		value_is old_vcore 950 && value_is old_icore 1200 &&
		rate_is scmi.1:old_ddr 800000000 && rate_is scmi.1:old_uart 1843200
}

old_clock_changes()
{
	sets_to scmi.1 2 533000000 533000000 scmi1 &&
		rounds_to scmi.1 4 40000000 38707200 &&
		sets_to scmi.1 4 47923200 47923200 scmi1 &&
		clk scmi.1 3 prepare 1 &&
		platform_of scmi1 clock 3 | grep -q ' on' &&
		clk scmi.1 2 info > /dev/null &&
		platform_of scmi1 clock 3 | grep -q ' off'
}

holes()
{
	[ "$(clk scmi.2 4 info 2>&1)" = "sh: write error: No such file or directory" ] &&
		rate_is scmi.2:odd_last 5000000000 && ! clk scmi.2 64 info 2> /dev/null
}

many_rates()
{
	rounds_to scmi.2 10 50760000 50750000 &&
		rounds_to scmi.2 10 1 1000000 &&
		rounds_to scmi.2 10 99000000 50750000 &&
		rounds_to scmi.2 10 3760000 3750000 &&
		sets_to scmi.2 10 3750000 3750000 scmi2
}

odd_names()
{
	[ -e "$CLK/scmi.2:odd_root" ] && [ -e "$CLK/scmi.2:odd_root:12" ] &&
		[ "$(rate scmi.2:odd_root)" = 24000000 ] &&
		[ "$(rate scmi.2:odd_root:12)" = 48000000 ] &&
		clk scmi.2 11 info > /tmp/odd && grep -q ' 32768 ' /tmp/odd &&
		! grep -q '[/]' /tmp/odd
}

odd_sensors()
{
	local labels

	labels=$(grep -l '^odd_temp$' /sys/class/hwmon/hwmon*/temp*_label)
	[ "$(echo "$labels" | wc -l)" = 2 ] && value_is odd_power 1 &&
		[ "$(grep -rl odd_hole /sys/class/hwmon/hwmon*/*_label)" = "" ]
}

# Of 0x13, 0x14, 0x15, 0x80 and 0xff, only those with a meaning.
no_strangers()
{
	grep -qx 0xff "$BUS/scmi.2/protocols" &&
		grep -qx 0x80 "$BUS/scmi.2/protocols" &&
		cat "$BUS"/scmi.2/scmi_dev.*/protocol_id > /tmp/protocols &&
		grep -qx 0x14 /tmp/protocols && ! grep -q 0x80 /tmp/protocols &&
		! grep -q 0xff /tmp/protocols
}

# No loop among the parents that the framework was given.
no_loops()
{
	local a b

	a=$(clk scmi.3 1 info) && b=$(clk scmi.3 2 info) || return 1
	case "$a $b" in
	*:"loop_a "*":loop_b scmi.3:loop_b "*":loop_a") return 1 ;;
	esac
	rate_is scmi.3:loop_a 10000000 && rate_is scmi.3:loop_b 20000000 &&
		rate_is scmi.3:loop_c 30000000 && rate_is scmi.3:loop_d 40000000 &&
		rate_is scmi.3:loop_e 50000000
}

# after_faults COMMAND...: faults are set; the device is bound anew, the
# command says whether what came of it is right, and without faults all comes
# back.
after_faults()
{
	local status=0

	echo "$dev" > "$VIRTIO/unbind"
	echo "$dev" > "$VIRTIO/bind" || status=1
	[ $status = 0 ] && within 100 "$@" || {
		status=1
		"$@"
		state | tr '\n' ' '
	}
	# What the command looks at may be there before that was asked for.
	within 100 fired || { echo "no fault fired"; status=1; }
	platform fault clear > /dev/null
	[ $status = 0 ] || return 1
	echo "$dev" > "$VIRTIO/unbind"
	echo "$dev" > "$VIRTIO/bind"
	back_to "$full" 150
}

clocks_and_sensors()
{
	rate_is bus 400000000 && value_is vdd 850
}

clocks_only()
{
	rate_is bus 400000000
}

instance_only()
{
	[ -e "$BUS/scmi.0" ] && attribute_is scmi.0 vendor_id ACME
}

endless()
{
	fault "$1" proto="$2" msg="$3" && shift 3 && after_faults "$@"
}

# No such parent, or a parent of itself: clocks there are all the same.
parents_are()
{
	fault "fill=$1" proto=clock msg=possible-parents-get &&
		fault "word=0:$1" proto=clock msg=parent-get &&
		after_faults clocks_only
}

no_rates()
{
	fault empty-list proto=clock msg=describe-rates &&
		after_faults range_is 900000001 900000001
}

# Rates are asked for when they are needed, and whatever comes of it is no error.
asks_rates()
{
	clocks_and_sensors && [ -e "$TEST_CLK/scmi.0" ] &&
		clk scmi.0 1 round 900000001
}

# Each instance with sensors has a driver that looks at their intervals.
readers_bound()
{
	[ "$(state | grep -c ":test-client scmi-agent-test-client")" = \
		"$(state | grep -c "client 0x15:hwmon")" ]
}

# So are update intervals, by drivers that look at them.
endless_intervals()
{
	local status full

	modprobe scmi-agent-test-client && within 50 readers_bound || return 1
	# shellcheck disable=SC2034	# after_faults() wants to be back there
	full=$(state)
	endless remaining=7 sensor list-update-intervals clocks_and_sensors
	status=$?
	rmmod scmi-agent-test-client
	return "$status"
}

# short_range N WANT ROUNDED: the platform tells N of lowest, highest, step.
short_range()
{
	fault "returned=$1" proto=clock msg=describe-rates domain=1 &&
		fault "truncate=$((12 + 8 * $1))" proto=clock \
			msg=describe-rates domain=1 &&
		after_faults range_is "$2" "$3"
}

range_is()
{
	rate_is pll 1200000000 && [ -e "$TEST_CLK/scmi.0" ] &&
		rounds_to scmi.0 1 "$1" "$2"
}

# The first sensor calls itself 21: what the platform does not know by that
# id is not read by its place in the list.
other_id()
{
	fault word=1:21 proto=sensor msg=description-get count=1 &&
		after_faults id_is_its_own
}

id_is_its_own()
{
	value_is vdd 850 && [ -e "$(attr_of cpu_temp input)" ] &&
		! value cpu_temp 2> /tmp/err &&
		grep -q "No such file or directory" /tmp/err
}

names()
{
	fault "$1" proto=clock && fault "$1" proto=sensor &&
		fault "$1" proto=base && after_faults "$2"
}

unnamed()
{
	[ -e "$CLK/clock2" ] && [ "$(rate clock2)" = 400000000 ] &&
		[ -n "$(attr_of sensor2 input)" ]
}

# 15 bytes and no NUL are a name of 15 or 16 bytes, not more.
bounded_names()
{
	[ "$(ls "$CLK" | awk '{ if (length($0) > n) n = length($0) } END { print n }')" -lt 64 ] &&
		[ "$(wc -c < "$BUS/scmi.0/vendor_id")" -le 17 ] &&
		[ -n "$(ls /sys/class/hwmon)" ]
}

# one_fails CLOCK-MESSAGE SENSOR-MESSAGE [COMMAND]
one_fails()
{
	fault "error=generic-error" proto=clock msg="$1" domain=1 &&
		fault "error=hardware-error" proto=sensor msg="$2" domain=1 &&
		after_faults "${3:-clocks_and_sensors}"
}

wild_counts()
{
	fault returned=0xff proto=clock msg=possible-parents-get &&
		fault returned=0xfff proto=sensor msg=description-get &&
		fault returned=63 proto=sensor msg=axis-description-get &&
		after_faults instance_only
}

too_many()
{
	fault word=0:0xffffffff proto=clock msg=attributes &&
		fault word=0:0xffffffff proto=sensor msg=attributes &&
		fault word=0:0xffffffff proto=base msg=attributes &&
		after_faults instance_only
}

no_negotiation()
{
	local n

	for n in scmi0 scmi1 scmi2 scmi3; do
		! platform_of $n stats | grep -q ':0x10=' || return 1
	done
}

# The sensor that is turned off says so, and can be turned on.
disabled()
{
	local enable

	enable=$(attr_of off_temp enable)
	[ "$(cat "$enable")" = 0 ] && ! value off_temp 2> /tmp/err &&
		grep -q "No data available" /tmp/err &&
		value_is vdd 850 && echo 1 > "$enable" &&
		value_is off_temp 45100 && echo 0 > "$enable" &&
		! value off_temp 2> /dev/null
}

polite_all()
{
	local n

	for n in scmi0 scmi1 scmi2 scmi3; do
		platform_of $n stats | grep -q ' protocol-errors=0 ' ||
			{ echo "$n: $(platform_of $n stats)"; return 1; }
	done
}

# One of four goes; the others stay, and work.
one_goes()
{
	local device

	device=$(virtio_device scmi.1)
	echo "$device" > "$VIRTIO/unbind" || return 1
	[ ! -e "$CLK/scmi.1:old_ddr" ] && [ -z "$(attr_of old_vcore input)" ] && working &&
		value_is odd_power 1 || return 1
	echo "$device" > "$VIRTIO/bind" && back_to "$full"
}

# Its platform says nothing: neither it nor the others are held up.
one_is_silent()
{
	local device input

	device=$(virtio_device scmi.1)
	input=$(attr_of old_vcore input)
	platform_of scmi1 silent on > /dev/null
	show "$input" > /dev/null 2>&1 &
	usleep 200000
	faster 1000 value_is vdd 850 && faster 1000 value_is odd_power 1 &&
		faster 1000 echo "$device" > "$VIRTIO/unbind" || return 1
	wait
	platform_of scmi1 silent off > /dev/null
	echo "$device" > "$VIRTIO/bind" && back_to "$full"
}

# Hot-unplug, as of a card from its slot.
one_is_unplugged()
{
	scmi_unplug scmi1 > /dev/null || return 1
	[ ! -e "$BUS/scmi.1" ] && [ ! -e "$CLK/scmi.1:old_ddr" ] && working &&
		value_is odd_power 1 || return 1
	scmi_plug scmi1 > /dev/null && back_to "$full" 150
}

# The same while somebody waits for an answer that never comes.
busy_unplug()
{
	local input

	input=$(attr_of old_vcore input)
	platform_of scmi1 silent on > /dev/null
	rm -f /tmp/reader
	( show "$input"; echo $? > /tmp/reader ) > /dev/null 2>&1 &
	usleep 200000
	scmi_unplug scmi1 > /dev/null || return 1
	wait
	platform_of scmi1 silent off > /dev/null
	[ "$(cat /tmp/reader)" != 0 ] && scmi_plug scmi1 > /dev/null &&
		back_to "$full" 150
}

# Unplugged while it is being enumerated, which takes seconds here.
early_unplug()
{
	local device

	device=$(virtio_device scmi.1)
	platform_of scmi1 latency 50ms > /dev/null
	platform_of scmi1 serial on > /dev/null
	echo "$device" > "$VIRTIO/unbind"
	echo "$device" > "$VIRTIO/bind" &
	usleep 150000
	scmi_unplug scmi1 > /dev/null || return 1
	wait
	platform_of scmi1 latency clear > /dev/null
	platform_of scmi1 serial off > /dev/null
	[ ! -e "$CLK/scmi.1:old_ddr" ] && working && scmi_plug scmi1 > /dev/null &&
		back_to "$full" 150
}

plan 48
empty=$(state)
for n in scmi0 scmi1 scmi2 scmi3; do
	platform_of $n strict-silent on > /dev/null
done
load
modprobe scmi-agent-test-clk
check "four platforms have their clients" within 100 all_bound
full=$(state)
dev=$(virtio_device scmi.0)
check "one works" working
check "its notifications arrive" notifying
check "SCMI v1.0 works" old_platform
check "its clocks can be changed" old_clock_changes
check "ids without a clock are left out" holes
check "200 rates are 200 rates" many_rates
check "equal and odd names become unique ones" odd_names
check "equal and odd sensors are all there [H58]" odd_sensors
check "an unknown protocol gets no client [H44]" no_strangers
check "clocks that are each other's parents are there" no_loops
equal "sensors that hwmon has no use for are left alone" \
	"$(driver_of scmi.3 hwmon)" none
check "a sensor that is turned off says so" disabled
check "no protocol version is negotiated blindly" no_negotiation
check "no request broke the protocol" polite_all

platform sensor 0 value 45000 > /dev/null
check "a list of rates without end ends" \
	endless endless clock describe-rates asks_rates
check "a list of rates that never gets shorter ends [H61]" \
	endless remaining=5 clock describe-rates asks_rates
check "a list of parents without end ends" \
	endless endless clock possible-parents-get clocks_and_sensors
check "a list of sensors without end ends" \
	endless endless sensor description-get clocks_only
check "a list of axes without end ends" \
	endless endless sensor axis-description-get clocks_only
check "a list of intervals without end ends" endless_intervals
check "a list of protocols without end ends" \
	endless endless base list-protocols instance_only
check "an empty list of protocols is one" \
	endless empty-list base list-protocols instance_only
check "counts beyond the message are not believed [H49]" wild_counts
check "4095 rates in a message of some are not believed [H49]" \
	endless returned=0xfff clock describe-rates asks_rates
check "255 parents in a message of three are not believed [H49]" \
	endless returned=255 clock possible-parents-get clocks_and_sensors
check "4095 sensors in a message of four are not believed [H49]" \
	endless returned=0xfff sensor description-get clocks_only
check "65535 clocks and sensors are not believed [H61]" too_many
check "a clock may have no rates [H50]" no_rates
check "a range may lack its step [H51]" short_range 2 900000001 900000001
check "a range may be one rate [H51]" short_range 1 900000001 600000000
check "a range may be none [H50 H51]" short_range 0 900000001 900000001
check "sensors are what they call themselves [H58]" other_id
check "parents may be out of range [H52]" parents_are 0x41414141
check "a clock may have itself as parent" parents_are 3
check "parents may be holes [H52]" parents_are 5
check "names may have no NUL" names no-nul bounded_names
check "names may have rubbish behind the NUL" \
	names stale-name clocks_and_sensors
check "names may be empty" names empty-name unnamed
check "one clock's rate may be unknown, one sensor unreadable" \
	one_fails rate-get reading-get
check "one clock may be undescribed, one sensor without a configuration" \
	one_fails describe-rates config-get asks_rates
check "one goes, the others stay" one_goes
check "one is silent, the others work" one_is_silent
check "one is unplugged, and plugged in again [H18]" one_is_unplugged
check "one is unplugged while it is waited for [H18]" busy_unplug
check "one is unplugged while it is enumerated" early_unplug
check "all of it works" working
rmmod scmi-agent-test-clk
check "unloading leaves nothing" gone "$empty"
finish
