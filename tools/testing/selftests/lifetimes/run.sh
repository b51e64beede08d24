#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Two instances whose clients are slow to go, fail, or come at a bad moment.

# shellcheck disable=SC2231
. ../lib.sh
require_platform scmi0
require_platform scmi1

CLIENT=/sys/module/scmi_agent_test_client/parameters

# What there is; whose clocks have the plain names depends on who came first.
everything()
{
	state | sed 's/^clock scmi\.[0-9]*:/clock /' | sort
}

everything_is()
{
	[ "$(everything)" = "$full" ]
}

all_back()
{
	within 100 everything_is && return
	everything > /tmp/now
	echo "$full" | diff - /tmp/now | grep '^[<>+-]'
	return 1
}

set_client()
{
	echo "$2" > "$CLIENT/$1"
}

# devices NAME [INSTANCE]: how many client devices of that name there are.
devices()
{
	local dir n=0

	for dir in "$BUS"/${2:-scmi.*}/scmi_dev.*; do
		[ -e "$dir/name" ] || continue
		# shellcheck disable=SC2254 # it is a pattern
		case "$(cat "$dir/name")" in
		$1) n=$((n + 1)) ;;
		esac
	done
	echo $n
}

devices_are()
{
	local got

	got=$(devices "$2" "$3")
	[ "$got" = "$1" ] || { echo "$got devices $2, not $1"; return 1; }
}

transport_devices_are()
{
	local dir n=0

	for dir in "$BUS"/*-a2p "$BUS"/*-p2a; do
		[ -e "$dir" ] && n=$((n + 1))
	done
	[ "$n" = "$1" ] || { echo "$n transport devices, not $1"; return 1; }
}

unbind()
{
	echo "$1" > "$VIRTIO/unbind"
}

bind()
{
	echo "$1" > "$VIRTIO/bind"
}

# Two devices per instance while it is there, none when it is not.
channels()
{
	local turn

	transport_devices_are 4 || return 1
	for turn in 1 2 3; do
		unbind $one && transport_devices_are 2 &&
			unbind $two && transport_devices_are 0 &&
			bind $one && transport_devices_are 2 && bind $two &&
			transport_devices_are 4 || { echo "turn $turn"; return 1; }
	done
	all_back
}

# The virtio device of the instance that has the privilege.
syspower_owner()
{
	local dir

	for dir in "$BUS"/scmi_dev.*; do
		[ "$(cat "$dir/name")" = syspower ] || continue
		dir=$(readlink -f "$dir")
		dir=${dir%/scmi.*/*}
		echo "${dir##*/}"
	done
}

# Who has the privilege keeps it; the next one gets it when he has gone.
one_syspower()
{
	local turn owner

	for turn in 1 2 3; do
		devices_are 1 syspower || return 1
		owner=$(syspower_owner)
		unbind "$owner" && within 50 devices_are 1 syspower &&
			[ "$(syspower_owner)" != "$owner" ] &&
			unbind "$(syspower_owner)" && devices_are 0 syspower &&
			bind $one && bind $two && all_back ||
			{ echo "turn $turn"; return 1; }
	done
	devices_are 1 syspower
}

held()
{
	[ "$(cat "$CLIENT/held")" = 1 ]
}

# The last of an instance's devices is being removed, and goes on to be so.
slow_unbind()
{
	set_client hold 1
	unbind $one &
	slow=$!
	within 100 held && devices_are 0 clocks scmi.0
}

# No two devices have the same name, those included that are being removed.
names_differ()
{
	local twice

	twice=$(ls -d "$BUS"/scmi.*/scmi_dev.* | sed 's|.*/||' | sort | uniq -d)
	[ -z "$twice" ] || { echo "two have the name" $twice; return 1; }
}

slow_done()
{
	set_client hold 0
	wait $slow
}

# More devices than ids that are free: none may have one that is still in use.
ids()
{
	local status=0

	slow_unbind || { echo "nothing is being unbound"; status=1; }
	set_client many 1
	within 50 devices_are 8 "test-many-*" scmi.1 || status=1
	names_differ || status=1
	held || { echo "it was removed before"; status=1; }
	slow_done
	devices_are 8 "test-many-*" scmi.1 || status=1
	set_client many 0
	bind $one
	return $status
}

# A request while an instance goes, and more when it has gone.
requests()
{
	local status=0 turn

	slow_unbind || { echo "nothing is being unbound"; status=1; }
	for turn in 1 2 3; do
		set_client many 1
		set_client many 0
	done
	set_client many 1
	slow_done
	[ -e "$BUS/scmi.0" ] && { echo "the instance is still there"; status=1; }
	for turn in 1 2 3; do
		set_client many 0
		set_client many 1
	done
	within 20 devices_are 8 "test-many-*" || status=1
	set_client many 0
	bind $one
	return $status
}

# While the platform is asked what it has, drivers come.
early_requests()
{
	local status=0

	unbind $one
	platform_of scmi0 latency 1s > /dev/null
	bind $one
	usleep 500000
	set_client many 1
	devices_are 0 clocks scmi.0 || { echo "it was set up before"; status=1; }
	platform_of scmi0 latency clear > /dev/null
	within 30 devices_are 16 "test-many-*" || status=1
	within 30 devices_are 1 clocks scmi.0 || status=1
	set_client many 0
	within 30 devices_are 0 "test-many-*" || status=1
	return $status
}

slow_files()
{
	[ -e "$BUS/scmi.0-10-p2a/slow_file" ]
}

# Somebody is in a file of the device of the first channel that goes, for long
# after its entry in the table of channels went, if it went.
slow_channel()
{
	local status=0 reader slow

	unbind $one
	set_client slow_file 1
	bind $one
	within 100 slow_files || { echo "no file"; status=1; }
	cat "$BUS/scmi.0-10-p2a/slow_file" > /dev/null 2>&1 &
	reader=$!
	usleep 200000
	unbind $one &
	slow=$!
	sleep 2
	[ -e "$BUS/scmi.0-10-a2p" ] || { echo "nobody waited"; status=1; }
	set_client slow_file 0
	wait $reader $slow
	transport_devices_are 2 || status=1
	bind $one
	return $status
}

# Somebody holds an instance for longer than it is there, as a probe in the
# background does that was too late. The next one has its number all the same.
kept()
{
	set_client keep 1
	unbind $one && bind $one && within 50 devices_are 1 test-client scmi.0 ||
		return 1
	set_client keep 0
	unbind $one && [ ! -e "$BUS/scmi.0" ] && bind $one && all_back
}

# Probes that fail, in all ways in which they are tried again.
failing_probes()
{
	local turn dir

	rmmod scmi-agent-test-client
	modprobe scmi-agent-test-client probe_error=$1 || return 1
	for turn in 1 2 3 4 5; do
		for dir in "$BUS"/scmi_dev.*; do
			[ "$(cat "$dir/name")" = test-client ] &&
				echo ${dir##*/} > /sys/bus/scmi_agent/drivers_probe
		done
	done 2> /dev/null
	unbind $one && [ ! -e "$BUS/scmi.0" ] && unbind $two &&
		[ ! -e "$BUS/scmi.1" ] || return 1
	rmmod scmi-agent-test-client
	modprobe scmi-agent-test-client
	bind $one && bind $two && all_back
}

# The core goes when the last of its devices has been released: it waits for
# that, and check() for whoever has its output.
core_goes()
{
	rmmod scmi-agent-test-client
	stack_unload > /dev/null 2>&1 &
	within 100 not_loaded
}

plan 13
modprobe scmi-agent-test-client
clients_load
modprobe scmi-agent-virtio
within 50 devices_are 2 test-client
check "both instances have all their devices [S09]" within 50 devices_are 2 clocks
sleep 1
full=$(everything)
one=$(virtio_device scmi.0)
two=$(virtio_device scmi.1)
check "transport devices go with their instance [S02]" channels
check "SystemPower is one instance's at a time [S11]" one_syspower
check "an id is in use until its device is gone [S04]" ids
check "all is back after that" all_back
check "a request does not reach what is going [S06]" requests
check "requests during set-up are not lost [S09]" early_requests
check "channels go while one takes its time [S10]" slow_channel
check "all is back after that, too" all_back
check "who holds an instance does not hold its number" kept
check "a probe that is deferred keeps nothing [S16]" failing_probes -517
check "a probe that fails keeps nothing [S16]" failing_probes -5
check "the core can be unloaded [S16]" core_goes
wait
finish
