#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A virtio device that is set up wrongly, speaks before it is asked, has next to
# no room, or vanishes: tools/testing/modules/platform/vdev_verbs.c says how.

. ../lib.sh
require_kernel_platform virtio
# Commands may take this long; later, where nothing has to wait for one, longer.
TIMEOUT=3000

unbind()
{
	dev=$(virtio_device) && [ ! -e "$VIRTIO/$dev" ] ||
		echo "$dev" > "$VIRTIO/unbind"
}

bind()
{
	dev=$(virtio_device) && echo "$dev" > "$VIRTIO/bind" 2> /dev/null
}

calm()
{
	platform_calm && platform early clear > /dev/null &&
		platform mute cmdq off > /dev/null &&
		platform mute eventq off > /dev/null
}

# Whatever happened, the next set-up is a good one.
sound()
{
	unbind
	calm && bind && back_to "$full" && working && notifying
}

# fails_to_bind WHAT: set-up fails there, nothing is left, the next one works.
fails_to_bind()
{
	unbind
	platform fail "$@" > /dev/null || return 1
	if bind; then
		echo "bound all the same"
		return 1
	fi
	state_is "$bare" && bind && back_to "$full" && working
}

# early MOMENT WHAT QUEUE: before the driver is ready. It may refuse the device.
early()
{
	unbind
	platform early "$@" > /dev/null || return 1
	bind
	usleep 300000
	sound
}

# What the device says the moment that it may is neither lost nor stuck.
early_events()
{
	local i

	unbind
	for i in 0 1 2; do
		platform on-ready "event proto=sensor id=$((i % 2)) source=$i" \
			> /dev/null || return 1
	done
	[ -z "$1" ] || platform early driver-ok event eventq > /dev/null
	bind || return 1
	platform on-ready clear > /dev/null
	platform early clear > /dev/null
	within 50 bound && within 20 notifications_are "$2" && notifying
}

notifications_are()
{
	[ "$(count notifications)" = "$1" ]
}

# rings CMDQ EVENTQ [OPTION...]: a device that has such rings works.
rings()
{
	local cmdq=$1 eventq=$2

	shift 2
	scmi_control del scmi0 > /dev/null &&
		scmi_control add scmi0 virtio board=test-main cmdq=$cmdq \
			eventq=$eventq "$@" > /dev/null &&
		back_to "$full" && working && notifying
}

# refused CMDQ EVENTQ: a device that has such rings is not used, nothing is left.
refused()
{
	unbind
	platform ring cmdq $1 > /dev/null && platform ring eventq $2 > /dev/null ||
		return 1
	bind && { echo "bound all the same"; return 1; }
	state_is "$bare" && platform ring cmdq 256 > /dev/null &&
		platform ring eventq 256 > /dev/null && sound
}

# The driver's buffers are mapped, and that fails: bounce buffers are all in use.
mapped()
{
	rings 16 8 access-platform=on && within 20 buffers_are 8
}

# buffers_are N: event buffers that the device has.
buffers_are()
{
	[ "$(platform_stat event-buffers)" = "$1" ]
}

# More events come than there are buffers: those that were there are taken in.
buffers_lost()
{
	local i status=0

	mark
	platform unmappable 1000000 > /dev/null || return 1
	for i in 0 1 2 3 4 5 6 7 8 9; do
		platform event proto=sensor id=0 source=0 > /dev/null
	done
	within 20 rose_by notifications 8 && buffers_are 0 || status=1
	platform unmappable 0 > /dev/null
	within 20 buffers_are 8 || { platform stats event-buffers; status=1; }
	notifying && return $status
}

# The reader gets the error, and nobody takes the ring for a broken one.
command_lost()
{
	mark
	platform unmappable 1 > /dev/null && ! value cpu_temp 2> /tmp/err &&
		grep -q "Cannot allocate memory" /tmp/err || return 1
	value_is cpu_temp 45000 && usleep 300000 && rose_by transport_resets 0
}

# The only place of a pool is lost: there is nobody left to notice.
lost_last()
{
	rings 2 1 || return 1
	mark
	fault no-answer proto=sensor msg=reading-get count=1 || return 1
	! value cpu_temp 2> /dev/null && rose_by timeouts 1 &&
		within 60 value_is cpu_temp 45000 && rose_by transport_resets 1
}

reset_came()
{
	rose_least transport_resets 1
}

# used QUEUE ID: the device returns what it was not given.
used()
{
	mark
	platform used $1 $2 ${3:-8} > /dev/null || return 1
	within 60 reset_came || { echo "no reset"; return 1; }
	within 60 working && within 20 notifying
}

# The same while commands are under way.
used_busy()
{
	local input

	input=$(attr_of vdd input)
	mark
	platform latency 400ms proto=sensor > /dev/null || return 1
	for _ in 1 2 3 4; do
		show "$input" > /dev/null 2>&1 &
	done
	usleep 100000
	platform used cmdq 77 8 > /dev/null || return 1
	wait
	platform latency clear > /dev/null
	within 60 reset_came && within 60 working && rose_by transport_resets 1
}

# An event whose length is a lie.
event_lies()
{
	local len

	mark
	for len in 0 1 3 4 7 8192 0xffffffff; do
		fault used-len=$len on=event count=1 || return 1
		platform event proto=sensor id=0 source=0 > /dev/null
	done
	fault used-full on=event count=1
	platform event proto=sensor id=0 source=0 > /dev/null
	working && notifying && rose_by transport_resets 0 &&
		platform sensor 0 value 45000 > /dev/null
}

# A kick that does not get through breaks the ring.
kick_fails()
{
	mark
	platform fail notify > /dev/null || return 1
	value cpu_temp > /dev/null 2>&1
	within 60 value_is cpu_temp 45000 && within 60 reset_came && notifying
}

# Interrupts for nothing, while all else goes on.
spurious()
{
	platform interrupt cmdq > /dev/null &&
		platform interrupt eventq > /dev/null && working && notifying
}

interrupt_storm()
{
	platform interrupt cmdq rate=5000 count=15000 > /dev/null &&
		platform interrupt eventq rate=5000 count=15000 > /dev/null &&
		working && notifying && working && unbind && bind &&
		back_to "$full" && working && notifying
}

# The interrupt of one answer is lost for good. The answer is found when its
# time is over, and the next one comes with an interrupt again.
lost_interrupt()
{
	mark
	platform mute cmdq on > /dev/null
	value_is cpu_temp 45000 || return 1
	platform mute cmdq off > /dev/null
	faster 500 value_is cpu_temp 45000 && rose_by timeouts 0 &&
		rose_by transport_resets 0
}

# As before and after system sleep: the rings are made anew.
sleep_cycle()
{
	platform freeze > /dev/null && platform restore > /dev/null &&
		working && notifying
}

# What there was no memory for when it woke is made up for soon.
wakes_later()
{
	platform freeze > /dev/null && platform fail queue times=2 > /dev/null ||
		return 1
	! platform restore > /dev/null 2>&1 || return 1
	within 100 working && notifying
}

# With a command under way; it may fail, but it ends.
sleep_busy()
{
	local input pid

	input=$(attr_of vdd input)
	platform latency 600ms proto=sensor > /dev/null
	show "$input" > /dev/null 2>&1 &
	pid=$!
	usleep 100000
	platform freeze > /dev/null && platform restore > /dev/null || return 1
	platform latency clear > /dev/null
	wait $pid
	working && notifying
}

# unplugged [surprise]: with a reader waiting for a platform that is silent. It is given
# half a second, and not the $TIMEOUT of a command.
unplugged()
{
	local status=0

	platform surprise ${1:-off} > /dev/null && stick || return 1
	sooner 2000 scmi_unplug || status=1
	wait
	platform silent off > /dev/null
	state_is "$bare" && scmi_plug > /dev/null && back_to "$full" &&
		working && return $status
}

replug_under_reader()
{
	cat /sys/class/hwmon/hwmon*/temp1_input > /dev/null 2>&1 &
	scmi_unplug > /dev/null && scmi_plug > /dev/null
}

# It comes and goes while others use it.
plug_storm()
{
	repeat 8 replug_under_reader || return 1
	wait
	back_to "$full" && working && notifying
}

second_cycle()
{
	scmi_control add scmi1 virtio board=board-old > /dev/null &&
		value_is cpu_temp 45000 && scmi_control del scmi1 > /dev/null
}

# A second platform comes and goes, the first one does not notice.
second()
{
	repeat 5 second_cycle && back_to "$full" && working
}

# says PROTOCOL ID WHAT: of the second platform
says()
{
	case "$(scmi_control "scmi1 $1 $2")" in
	*" $3"*)
		;;
	*)
		echo "$1 $2 is not $3"
		return 1
		;;
	esac
}

# Its protocols have no drivers here; the platform has them all the same.
undriven()
{
	scmi_control add scmi1 virtio board=board-domains > /dev/null &&
		says power 0 state=0x0 &&
		says perf 0 level=1000 &&
		says reset 1 released &&
		scmi_control del scmi1 > /dev/null &&
		scmi_control add scmi1 virtio board=board-rails > /dev/null &&
		says system 0 state=power-up &&
		says voltage 2 level=-300000 &&
		says powercap 2 measured=1500000 &&
		says pinctrl 6 owner=2 &&
		scmi_control del scmi1 > /dev/null &&
		back_to "$full" && working
}

# With its buffers back and interrupts in plenty, whoever looks takes them all in.
goes_on_after_reset()
{
	dev=$(virtio_device) && platform undead on > /dev/null || return 1
	echo "$dev" > "$VIRTIO/unbind" || return 1
	# Longer than it goes on.
	usleep 500000
	platform undead off > /dev/null
	echo "$dev" > "$VIRTIO/bind" && back_to "$full" && working
}

needs_reset()
{
	mark
	platform needs-reset > /dev/null && within 60 reset_came &&
		within 60 working && notifying
}

# Somebody else resets the device: that shows when a command has no answer.
forgets()
{
	mark
	platform forget > /dev/null && fails value cpu_temp 2> /dev/null &&
		within 60 reset_came && within 60 working && notifying &&
		rose_by transport_resets 1
}

# Its platform says nothing at that moment, and is told later what to send.
silent_reset()
{
	mark
	platform silent on > /dev/null && platform needs-reset > /dev/null &&
		within 60 reset_came || return 1
	sleep $((TIMEOUT / 1000 + 1))
	platform silent off > /dev/null
	within 3 alarms && working
}

ends_at_once()
{
	takes_less $((TIMEOUT / 3)) fails readable cpu_temp 2> /dev/null
}

# Nobody waits for a device that cannot be started again.
reset_fails()
{
	mark
	platform fail find-vqs > /dev/null && platform needs-reset > /dev/null &&
		within 60 reset_came && within 5 ends_at_once && sound
}

# The module of the device is unloaded under the driver.
unload()
{
	rmmod scmi-agent-test-vdev && state_is "$bare" &&
		modprobe scmi-agent-test-vdev boards= &&
		scmi_control add scmi0 virtio board=test-main > /dev/null &&
		back_to "$full" && working && notifying
}

plan 61
empty=$(state)
clients_load
bare=$(state)
check "everything loads" load timeout_ms=$TIMEOUT
full=$(state)
check "notifications arrive" notifying

check "features are refused [S03]" fails_to_bind features
check "features do not stick [S03]" fails_to_bind features-ok
check "there are no queues [S03]" fails_to_bind find-vqs
check "the second queue fails after the first is made [S03 S07]" \
	fails_to_bind queue
for moment in find-vqs driver-ok; do
	for what in interrupt used; do
		for queue in cmdq eventq; do
			check "$what on $queue at $moment does no harm [H01 S14]" \
				early $moment $what $queue
		done
	done
done
check "events the moment that the device is ready arrive [H17]" early_events "" 3
check "so do those of a moment before [H17]" early_events before 6

check "a command queue of one entry is refused [H21]" refused 1 256
check "a command queue of none is refused" refused 0 256
check "an event queue of none is refused" refused 256 0
check "after that it is used again" bound
check "rings of two and one work [H21 H35]" rings 2 1
check "rings of two and two work" rings 2 2
check "rings of eight and two work" rings 8 2
check "rings of eight work without the event index" rings 8 8 event-idx=off
check "rings of 256 work without the event index" rings 256 256 event-idx=off
check "the only place of the pool may get lost [H21]" lost_last
check "buffers are mapped if the device wants that" mapped
check "event buffers that cannot be mapped are given back later [C13]" buffers_lost
check "a command that cannot be mapped fails, and no other [C13]" command_lost
check "rings of 256 work" rings 256 256

for id in 0 5 255 256 0x3fff 0xffffffff; do
	check "command $id, that was not given, is recovered from [S17 H15]" \
		used cmdq $id
done
for id in 256 0xffffffff; do
	check "event buffer $id, that there is not, is recovered from [S17]" \
		used eventq $id
done
check "so it is while commands are under way [S17 H15]" used_busy
check "lengths of events that are lies do no harm" event_lies
check "a kick that fails is recovered from" kick_fails
check "interrupts for nothing do no harm [H28]" spurious
check "nor do storms of them" interrupt_storm
check "an interrupt that is lost is made good for" lost_interrupt
check "a device that wants a reset gets one [C16]" needs_reset
check "one that somebody else resets is started again [C16]" forgets
check "a platform that is silent meanwhile is told later [C16]" silent_reset
check "nobody waits for a reset that failed [C15]" reset_fails
check "one that goes on after its reset does no harm [C7]" goes_on_after_reset
check "the device sleeps and wakes [H19]" sleep_cycle
check "it does so with a command under way [H19]" sleep_busy
check "it wakes later if it cannot at once [H19]" wakes_later
# From here on, nothing has to wait for an answer.
TIMEOUT=30000
echo $TIMEOUT > /sys/module/scmi_agent_virtio/parameters/timeout_ms
check "all is well after those" sound
check "it is unplugged while a reader waits [H18 H15]" unplugged
check "it vanishes while a reader waits [H18 H15]" unplugged on
platform surprise off > /dev/null
check "it comes and goes under load [H18]" plug_storm
check "a second platform comes and goes" second
check "so do platforms of protocols without drivers" undriven
check "its module is unloaded under the driver [H18]" unload
check "no request broke the protocol" polite
check "unloading leaves nothing" gone "$empty"
finish
