# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2119,SC2120,SC2154,SC3045
#
# What the suites have in common, for a script in its directory. The harness is beside the installed suites, in
# /harness of a test guest, or in the sources. What needs a platform that can be
# told to misbehave is skipped where there is none.
#
# A process costs a debug kernel a quarter of a second, a shell's own command
# nothing: what is called often starts none.

for harness in ../kselftest /harness ../../qemu/guest; do
	[ -e "$harness/ktap.sh" ] && break
done
# shellcheck source=tools/testing/qemu/guest/ktap.sh
. "$harness/ktap.sh"
# shellcheck source=tools/testing/qemu/guest/stack.sh
. "$harness/stack.sh"

BUS=/sys/bus/scmi_agent/devices
VIRTIO=/sys/bus/virtio/drivers/scmi-agent-virtio
CLK=/sys/kernel/debug/clk
HOST_PORT=/dev/virtio-ports/org.scmi.ctl
# The driver that a suite has its device, $dev, bound to.
DRIVER=$VIRTIO

# Exit as kselftest wants it, unless there is a module of that name.
require_module()
{
	[ -e "$MODPATH/$1.ko" ] || modinfo "$1" > /dev/null 2>&1 ||
		skip_all "no module $1 here"
}

# module_tests MODULE [PARAMETER...]: load a module that tests when it is loaded,
# print what it found, and exit. SCMI_ONLY=name, with _ for a space, chooses.
module_tests()
{
	local module=$1 status=0 results

	shift
	require_module "$module"
	if ! modprobe "$module" ${SCMI_ONLY:+only="$SCMI_ONLY"} \
			limit=$((60 * ${SCMI_SLOW:-1})) "$@"; then
		echo "Bail out! $module does not load"
		exit 1
	fi
	results=/proc/$(echo "$module" | tr - _)
	cat "$results"
	grep -q '^not ok' "$results" && status=1
	rmmod "$module" || status=1
	exit "$status"
}

# Exit as kselftest wants it, unless there is a platform that obeys us.
require_platform()
{
	ask_platform "${1:-scmi0}" ping > /dev/null ||
		skip_all "no platform to control here"
}

# As require_platform, but one of this kernel, and with a host of that kind.
require_kernel_platform()
{
	scmi_in_kernel && case " $(scmi_control list) " in
	*" scmi0:$1 "*) return ;;
	esac
	skip_all "no platform of kind $1 in this kernel"
}

# ask_platform DEVICE COMMAND...: $scmi_said becomes its answer, as it is.
ask_platform()
{
	if scmi_in_kernel; then
		scmi_ask "$@"
	else
		scmi_said=
		[ -e "$HOST_PORT" ] && host platform "$@"
	fi
}

# Like hostctl(1) of the harness, without starting a process, and the answer is in
# $scmi_said.
host()
{
	local serial line up rest

	read -r up rest < /proc/uptime
	serial="$$.$up.${rest% *}"
	{
		echo "$serial $*" >&7
		while IFS= read -r -t 60 line <&7; do
			case "$line" in
			"$serial ok"*)
				line=${line#"$serial ok"}
				scmi_said=${line# }
				return 0 ;;
			"$serial "*)
				echo "$* said: ${line#"$serial "}" >&2
				return 1 ;;
			esac
		done
	} 7<> "$HOST_PORT"
	echo "$*: no answer from the host" >&2
	return 1
}

# answered COMMAND...: what a platform said beside "ok" is printed, and stays in
# $scmi_said; a complaint if it did not.
answered()
{
	case "$scmi_said" in
	ok*)
		scmi_said=${scmi_said#ok}
		scmi_said=${scmi_said# }
		echo "$scmi_said" ;;
	*)
		echo "$* said: $scmi_said" >&2
		return 1 ;;
	esac
}

# platform_of DEVICE COMMAND...: tell a platform something; its answer.
platform_of()
{
	ask_platform "$@"
	answered "$@"
}

platform()
{
	platform_of scmi0 "$@"
}

fault()
{
	platform fault add "$@" > /dev/null
}

# How many faults have happened, of those that are there? It fails if none has.
fired()
{
	platform fault list | tr '[' '\n' | grep -c 'fired='
}

# A platform without faults, delays and grudges.
platform_calm()
{
	platform fault clear > /dev/null && platform storm stop > /dev/null &&
		platform latency clear > /dev/null &&
		platform stall off > /dev/null &&
		platform on-ready clear > /dev/null &&
		platform silent off > /dev/null
}

# One number of the platform's statistics.
platform_stat()
{
	platform stats "$1" > /dev/null || return 1
	[ -z "$scmi_said" ] || echo "${scmi_said#*=}"
}

# $now becomes the milliseconds since boot, in steps of ten.
look_at_clock()
{
	local s c rest

	IFS=' .' read -r s c rest < /proc/uptime
	now=$((s * 1000 + 1$c * 10 - 1000))
}

now_ms()
{
	look_at_clock
	echo "$now"
}

# faster MS COMMAND...: the command succeeds and takes less than that, times what
# the guest is slower than a stock kernel.
faster()
{
	local limit=$(($1 * ${SCMI_SLOW:-1}))

	shift
	takes_less "$limit" "$@"
}

# sooner MS COMMAND...: as faster, for what must not wait as long as $TIMEOUT. On
# slow kernels it has a sixth of that, however slow they are.
sooner()
{
	local limit=$1

	shift
	[ "${SCMI_SLOW:-1}" = 1 ] || limit=$((TIMEOUT / 6))
	takes_less "$limit" "$@"
}

# takes_less MS COMMAND...: on every kernel alike.
takes_less()
{
	local limit=$1 begin

	shift
	look_at_clock
	begin=$now
	"$@" || return 1
	look_at_clock
	echo "took $((now - begin)) ms, limit $limit"
	[ $((now - begin)) -lt "$limit" ]
}

fails()
{
	! "$@"
}

# try NAME COMMAND...: a case that suites share. Who shares it may look at it otherwise.
try()
{
	check "$@"
}

# repeat N COMMAND...: it works every time.
repeat()
{
	local left=$1

	shift
	while [ "$left" -gt 0 ]; do
		"$@" || { echo "with $left to go"; return 1; }
		left=$((left - 1))
	done
}

# side_by_side N COMMAND...: so many at a time, and each of them works.
side_by_side()
{
	local left=$1 pid pids="" status=0

	shift
	while [ "$left" -gt 0 ]; do
		"$@" &
		pids="$pids $!"
		left=$((left - 1))
	done
	for pid in $pids; do
		wait "$pid" || status=1
	done
	return $status
}

unbind()
{
	echo "$dev" > "$DRIVER/unbind"
}

bind()
{
	echo "$dev" > "$DRIVER/bind"
}

# said TEXT: how often the kernel's log says it.
said()
{
	dmesg | grep -c "$1"
}

# client_of INSTANCE NAME: the directory of its client device of that name.
client_of()
{
	local dir

	for dir in "$BUS/$1"/scmi_dev.*; do
		[ "$(cat "$dir/name")" = "$2" ] && echo "$dir"
	done
}

# zone TYPE: the directory of that thermal zone.
zone()
{
	local type

	for type in /sys/class/thermal/thermal_zone*/type; do
		[ "$(cat "$type" 2> /dev/null)" = "$1" ] && echo "${type%/type}"
	done
}

# Devices and who drives them. Those of clients are numbered as they come; here
# they go by what they are. So does an instance that is alone: where releases are
# late a number is in use long after its device went.
state_devices()
{
	local dir driver proto name alone

	set -- "$BUS"/scmi.*[0-9]
	[ $# = 1 ] && alone=${1##*/} || alone=none
	for dir in "${BUS%/*}"/drivers/*/scmi_dev.* "$BUS"/*; do
		[ -e "$dir" ] || continue
		driver=${dir%/*}
		if [ "$driver" = "$BUS" ]; then
			[ ! -e "$dir/driver" ] || continue
			driver=
		fi
		case "$dir" in
		*/scmi_dev.*)
			read -r proto < "$dir/protocol_id"
			read -r name < "$dir/name"
			echo "client $proto:$name ${driver##*/}" ;;
		"$BUS/$alone" | "$BUS/$alone"-*)
			echo "device scmi.N${dir#"$BUS/$alone"}" ;;
		*)
			echo "device ${dir##*/}" ;;
		esac
	done
}

# What there is because of us: devices, clocks, sensors.
state()
{
	local dir file name

	state_devices
	for dir in "$CLK"/*; do
		[ -e "$dir" ] && echo "clock ${dir##*/}"
	done
	for dir in /sys/class/hwmon/hwmon*; do
		[ -e "$dir/name" ] || continue
		read -r name < "$dir/name"
		case "$name" in
		scmi_sensors | scmi_sensors_*) ;;
		*) continue ;;
		esac
		echo "hwmon"
		for file in "$dir"/*_label; do
			read -r name < "$file" && echo "$name"
		done
	done
	for dir in /sys/bus/iio/devices/iio:device*; do
		read -r name 2> /dev/null < "$dir/label" || continue
		case "$name" in
		scmi.*) read -r name < "$dir/name" && echo "iio $name" ;;
		esac
	done
	return 0
}

state_is()
{
	[ "$(state)" = "$1" ]
}

# back_to STATE [TENTHS]: the state is reached within that time.
back_to()
{
	within "${2:-100}" state_is "$1" && return
	state > /tmp/state.now
	echo "$1" | diff - /tmp/state.now | grep '^[<>+-]'
	return 1
}

# The client of IIO, if it is loaded, has a device: test-main has a sensor for it.
iio_bound()
{
	[ -d /sys/module/scmi_agent_iio ] || return 0
	set -- "${BUS%/*}"/drivers/scmi-agent-iio/scmi_dev.*
	[ -e "$1" ]
}

bound()
{
	set -- "$BUS"/scmi.*[0-9]
	[ -e "$1" ] && [ -e "$CLK/bus" ] && readable cpu_temp && iio_bound
}

# Load everything, each transport parameter as given, and wait for clients.
load()
{
	modprobe scmi-agent-virtio "$@" && clients_load && within 100 bound
}

# count NAME [INSTANCE]: a counter.
count()
{
	local n

	read -r n < "$BUS/${2:-scmi.0}/counters/$1" && echo "$n"
}

# Remember all counters, for rose(), and forget faults: spent ones keep a place.
mark()
{
	local file n

	platform fault clear > /dev/null || return 1
	for file in "$BUS"/scmi.0/counters/*; do
		read -r n < "$file"
		eval "mark_${file##*/}=$n"
	done
}

# risen NAME: $by becomes by how much a counter did since mark.
risen()
{
	read -r by < "$BUS/scmi.0/counters/$1"
	eval "by=\$((by - mark_$1))"
}

rose()
{
	risen "$1"
	echo "$by"
}

# rose_by NAME N / rose_least NAME N: by exactly, at least that much since mark.
rose_by()
{
	risen "$1"
	[ "$by" = "$2" ] || { echo "$1 rose by $by, not by $2"; return 1; }
}

rose_least()
{
	risen "$1"
	[ "$by" -ge "$2" ] || { echo "$1 rose by $by, not by $2"; return 1; }
}

# find_attr LABEL ATTRIBUTE: $attr becomes the path of a sensor's attribute. The
# file that had the label asked for last is looked at first.
find_attr()
{
	local file label

	for file in "$attr_label" /sys/class/hwmon/hwmon*/*_label; do
		[ -e "$file" ] || continue
		read -r label < "$file"
		attr=${file%label}$2
		[ "$label" = "$1" ] && { attr_label=$file; return; }
	done
	attr=
	return 1
}

# attr_of LABEL ATTRIBUTE: that path.
attr_of()
{
	local attr

	find_attr "$@" && echo "$attr"
}

# show FILE: read it once. After an error cat(1) of busybox reads a second time.
show()
{
	dd status=none bs=4k count=1 if="$1"
}

value()
{
	show "$(attr_of "$1" input)"
}

# Somebody answers.
readable()
{
	local attr input

	find_attr "$1" input && read -r input < "$attr"
}

value_is()
{
	local attr got=

	find_attr "$1" input && read -r got < "$attr" && [ "$got" = "$2" ] &&
		return
	echo "$1 is '$got', not '$2'"
	return 1
}

rate()
{
	cat "$CLK/$1/clk_rate"
}

rate_is()
{
	local got=

	read -r got < "$CLK/$1/clk_rate"
	[ "$got" = "$2" ] || { echo "$1 is '$got', not '$2'"; return 1; }
}

# Commands get through, and the answers are today's: of test-main's boards.
working()
{
	local n

	look_at_clock
	n=$((40000 + now % 10007))
	platform sensor 0 value $n > /dev/null && value_is cpu_temp $n &&
		platform clock 2 rate 200M > /dev/null &&
		rate_is bus 200000000 &&
		platform clock 2 rate 400M > /dev/null &&
		rate_is bus 400000000
}

# stick [DEVICE LABEL]: leave a reader waiting for an answer that never comes.
stick()
{
	local attr input

	find_attr "${2:-cpu_temp}" input &&
		platform_of "${1:-scmi0}" silent on > /dev/null || return 1
	input=$attr
	rm -f /tmp/reader
	( show "$input" > /tmp/reader.out 2>&1; echo $? > /tmp/reader ) &
	usleep 200000
	[ ! -e /tmp/reader ]
}

# That reader got an error, by now or almost.
reader_failed()
{
	within 5 test -s /tmp/reader && [ "$(cat /tmp/reader)" != 0 ]
}

alarm_is()
{
	local attr got=

	find_attr cpu_temp max_alarm && read -r got < "$attr" &&
		[ "$got" = "$1" ]
}

# Notifications arrive, both ways: cpu_temp crosses a limit and comes back to what it
# is at first.
notifying()
{
	local attr max

	find_attr cpu_temp max || return 1
	max=$attr
	platform sensor 0 value 50000 > /dev/null || return 1
	echo 80000 > "$max" || return 1
	platform sensor 0 value 90000 > /dev/null || return 1
	within 50 alarm_is 1 || { echo "no alarm"; return 1; }
	platform sensor 0 value 45000 > /dev/null || return 1
	within 50 alarm_is 0 || { echo "the alarm stays"; return 1; }
}

# The same, but nothing is set up again: the platform has to know from the agent what
# to send, and the limit is the one of notifying().
alarms()
{
	platform sensor 0 value 50000 > /dev/null
	platform sensor 0 value 90000 > /dev/null
	within 50 alarm_is 1 || { echo "no alarm"; return 1; }
	platform sensor 0 value 45000 > /dev/null
	within 50 alarm_is 0
}

# The agent never sent what the platform takes for a protocol error.
polite()
{
	platform stats protocol-errors > /dev/null || return 1
	[ "$scmi_said" = protocol-errors=0 ] || { echo "$scmi_said"; return 1; }
}

# Platforms inside of this kernel may stay: they use nothing of the stack.
not_loaded()
{
	local m

	for m in /sys/module/scmi_agent*; do
		case "${m##*/}" in
		scmi_agent_test_platform | scmi_agent_test_vdev) ;;
		scmi_agent_test_mbox | "scmi_agent*") ;;
		*) return 1 ;;
		esac
	done
}

# Unloaded, and nothing of it remains; STATE is the one before loading.
gone()
{
	stack_unload && not_loaded && [ ! -e /sys/bus/scmi_agent ] &&
		back_to "$1" 20
}

# dir_name PATH: the last part of what it is a link to.
dir_name()
{
	(cd -P "$1" && echo "${PWD##*/}")
}

# The virtio device behind an instance, by its name on the virtio bus.
virtio_device()
{
	local dir id

	for dir in /sys/bus/virtio/devices/*; do
		read -r id < "$dir/device"
		[ "$id" = 0x0020 ] || continue
		[ -z "$1" ] && { echo "${dir##*/}"; return; }
		[ -e "$dir/$1" ] && { echo "${dir##*/}"; return; }
	done
	return 1
}

# The SCMI device itself, for good: as an orderly unplug does. What is not on a bus
# that has such a thing is taken from the driver of its registers.
device_remove()
{
	local dir

	if scmi_in_kernel; then
		scmi_unplug > /dev/null
		return
	fi
	dir=$(readlink -f "/sys/bus/virtio/devices/$(virtio_device)/..")
	if [ -e "$dir/remove" ]; then
		echo 1 > "$dir/remove"
	else
		echo "${dir##*/}" > "$dir/driver/unbind"
	fi
}

# And back again. Its name on the virtio bus is another one then.
device_rescan()
{
	local dir

	if scmi_in_kernel; then
		scmi_plug > /dev/null
		return
	fi
	echo 1 > /sys/bus/pci/rescan
	# The machine has many places for devices, most of them empty.
	for dir in /sys/bus/platform/devices/*.virtio_mmio; do
		[ ! -e "$dir" ] || [ -e "$dir/driver" ] ||
			echo "${dir##*/}" 2> /dev/null \
				> /sys/bus/platform/drivers/virtio-mmio/bind
	done
	virtio_device > /dev/null
}
