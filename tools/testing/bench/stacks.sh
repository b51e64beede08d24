# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# What the benchmarks' scripts share: . ./stacks.sh
#
# Three stacks, ours ("agent"), mainline's and the bare transport ("floor"), are
# loaded one at a time on the same platform, which lives in this kernel. The
# transport is $TRANSPORT, "virtio" or "mailbox"; words behind it go to the
# platform. A figure is a line "bench KEY=VALUE...", which the host collects.

set -u
trap figures_out EXIT
# The console is the host's as well: warnings and worse only.
echo 5 > /proc/sys/kernel/printk

CONTROL=/dev/scmi-platform
RUN=/sys/kernel/debug/scmi-bench/run
TRANSPORT=${SCMI_TRANSPORT%% *}
FIGURES=""

die()
{
	echo "bench: $*" >&2
	exit 1
}

# tell COMMAND...: to the platforms; prints the answer.
tell()
{
	local answer

	{
		echo "$*" >&7
		IFS= read -r answer <&7
	} 7<> "$CONTROL"
	echo "$answer"
	[ "${answer%% *}" = ok ] || die "$*: $answer"
}

# A board that came with the scripts, or one that the platform has.
give_board()
{
	local answer

	[ -e "$1.board" ] || return 0
	{
		echo "board $1" >&7
		cat "$1.board" >&7
		echo . >&7
		IFS= read -r answer <&7
	} 7<> "$CONTROL"
	[ "${answer%% *}" = ok ] || die "$1: $answer"
}

# platform_up BOARD: an instance that is not there yet.
platform_up()
{
	case "$TRANSPORT" in
	virtio) modprobe scmi-agent-test-vdev boards= ;;
	mailbox) modprobe scmi-agent-test-mbox ;;
	esac || die "no platform"
	give_board "$1"
	tell "add scmi0 $SCMI_TRANSPORT board=$1 plug=off" > /dev/null
}

platform_down()
{
	tell del scmi0 > /dev/null
	case "$TRANSPORT" in
	virtio) rmmod scmi-agent-test-vdev ;;
	mailbox) rmmod scmi-agent-test-mbox ;;
	esac
	rmmod scmi-agent-test-platform
}

# A module of each stack, by what it is for; nothing where a stack has none.
module_of()
{
	case "$1-$2" in
	agent-transport) echo "scmi-agent-$TRANSPORT" ;;
	agent-clients) echo "scmi-agent-clk scmi-agent-hwmon" ;;
	agent-load) echo scmi-bench-agent ;;
	mainline-transport) echo "scmi-module scmi-transport-$TRANSPORT" ;;
	mainline-clients) echo "scmi-clk scmi-hwmon" ;;
	mainline-load) echo scmi-bench-mainline ;;
	floor-load) echo "scmi-bench-floor-$TRANSPORT" ;;
	esac
}

drivers_of()
{
	case "$1" in
	agent) echo "scmi-agent-clk scmi-agent-hwmon" ;;
	mainline) echo "scmi-clocks scmi-hwmon" ;;
	esac
}

load_driver_of()
{
	case "$1" in
	floor) echo "scmi-bench-floor-$TRANSPORT" ;;
	*) echo "scmi_bench_$1-$2" ;;
	esac
}

# stack_up STACK PART...
stack_up()
{
	local stack=$1 part module

	shift
	for part in "$@"; do
		for module in $(module_of "$stack" "$part"); do
			modprobe "$module" || die "no $module"
		done
	done
}

# load_up STACK PROTOCOLS: the stack's load, which on the bare transport has no choice.
load_up()
{
	local load

	load=$(module_of "$1" load)
	case "$1" in
	floor) modprobe "$load" ;;
	*) modprobe "$load" "protocols=$2" ;;
	esac || die "no $load"
}

# Clients first; mainline's transport before the core that it is about. Mainline's
# bus does not wait for the release of its devices, which comes from a worker when
# they had device links: it must not be gone by then.
stack_down()
{
	local module

	for module in scmi_bench_agent scmi_bench_mainline \
		scmi_bench_floor_virtio scmi_bench_floor_mailbox \
		scmi_agent_clk scmi_agent_hwmon scmi_agent_virtio \
		scmi_agent_mailbox scmi_agent scmi_clk scmi_hwmon \
		scmi_transport_virtio scmi_transport_mailbox scmi_module \
		scmi_core; do
		grep -q "^$module " /proc/modules || continue
		[ $module != scmi_core ] || sleep 1
		rmmod "$module" || die "$module stays"
	done
}

# plug DRIVER...: the device comes; prints the nanoseconds until they have bound.
plug()
{
	./ready "$CONTROL" "scmi0 plug" "$@" || die "not ready"
}

# figure KEY=VALUE...: told when all has been measured, because what goes to the host
# interrupts the guest when the host likes.
figure()
{
	FIGURES="${FIGURES}bench transport=$TRANSPORT $*
"
}

figures_out()
{
	printf %s "$FIGURES"
}

# The interrupts of the platform, which both kinds of it raise by an irq_work.
platform_irqs()
{
	awk '/IRQ work/ { for (i = 2; $i ~ /^[0-9]+$/; i++) n += $i }
		END { print n + 0 }' /proc/interrupts
}

# measure STACK HOW THREADS COMMANDS [KEY=VALUE]...
measure()
{
	local stack=$1 how=$2 threads=$3 commands=$4 irqs

	shift 4
	irqs=$(platform_irqs)
	echo "$how $threads $commands" > $RUN || die "$stack: $how"
	irqs=$(($(platform_irqs) - irqs))
	figure "stack=$stack" "how=$how" "irqs=$irqs" "$@" "$(cat $RUN)"
}
