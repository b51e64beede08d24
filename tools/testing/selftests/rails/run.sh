#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Reset lines and supplies through their frameworks, and what the platform says of them.
# The nodes are those of tools/testing/qemu/dt/rails.dtsi: nothing unbinds the holders
# before a client, but the consumer that is tied to it.

. ../lib.sh
[ -e /proc/device-tree/scmi-rails ] || skip_all "no such node in the devicetree"
require_platform scmi1
require_module scmi-agent-test-hold

HOLD=/sys/kernel/debug/scmi-agent-test-hold
TIED=/sys/bus/platform/devices/tied
CONSUMER=/sys/bus/platform/drivers/scmi-agent-test-consumer
CLIENTS=/sys/bus/scmi_agent/drivers

ON=mode=0x7
OFF=mode=0x0

# What calls return.
DENIED=-13
NO_DEVICE=-19
NO_DOMAIN=-2
INVALID=-22
UNSUPPORTED=-95
NO_STATUS=-524
LATER=-517

# line NODE ORDER... and supply NODE ORDER...: what a holder does.
line()
{
	local node=$1

	shift
	echo "$*" > "$HOLD/$node/reset"
}

supply()
{
	local node=$1

	shift
	echo "$*" > "$HOLD/$node/supply"
}

# result NODE NUMBER: what its last call returned.
result()
{
	local got=

	read -r got < "$HOLD/$1/result" && [ "$got" = "$2" ] && return
	echo "$1 got '$got', not '$2'"
	return 1
}

# gets ERROR line|supply NODE ORDER...: the call fails so.
gets()
{
	local error=$1 node=$3

	shift
	! "$@" 2> /dev/null && result "$node" "$error"
}

# returns NUMBER supply NODE ORDER...
returns()
{
	local number=$1 node=$3

	shift
	"$@" && result "$node" "$number"
}

# is reset|voltage ID WORD...: what the platform says.
is()
{
	is_of scmi0 "$@"
}

is_of()
{
	local word

	platform_of "$1" "$2" "$3" > /dev/null || return 1
	shift 3
	for word; do
		case " $scmi_said " in
		*" $word "*) ;;
		*) echo "$scmi_said"; return 1 ;;
		esac
	done
}

# $resets and $sets become how many resets there were of a domain, and how many
# messages changed a reset domain or a voltage domain.
look()
{
	platform reset "${1:-0}" > /dev/null
	resets=${scmi_said#*count=}
	resets=${resets%% *}
	platform stats > /dev/null
	sets=" $scmi_said "
	sets="$(number 0x16:0x4) $(number 0x17:0x5) $(number 0x17:0x7)"
}

# number MESSAGE: out of $sets.
number()
{
	case "$sets" in
	*" $1="*)
		set -- "${sets#* "$1"=}"
		echo "${1%% *}" ;;
	*) echo 0 ;;
	esac
}

# attr NAME FILE: of a regulator in sysfs.
attr()
{
	local file name

	for file in /sys/class/regulator/*/name; do
		read -r name < "$file" && [ "$name" = "$1" ] || continue
		cat "${file%name}$2"
		return
	done
	return 1
}

attr_is()
{
	local got

	got=$(attr "$1" "$2") && [ "$got" = "$3" ] && return
	echo "$1/$2 is '$got', not '$3'"
	return 1
}

there()
{
	attr "$1" name > /dev/null
}

# client INSTANCE NAME: $sdev becomes its device.
client()
{
	sdev=$(client_of "$1" "$2")
	sdev=${sdev##*/}
	[ -n "$sdev" ]
}

# A line and a regulator of each instance can be had.
served()
{
	there rails-display && there other-display && line first get usb 2> /dev/null &&
		line first put usb && line other get usb 2> /dev/null && line other put usb
}

tied_is_bound()
{
	[ -e $TIED/driver ]
}

# The clients come first: of a device that has no driver when it comes, ten seconds after
# the kernel has started, the driver core drops the links to consumers.
begin()
{
	clients_load && modprobe scmi-agent-virtio && modprobe scmi-agent-test-hold &&
		within 100 served && modprobe scmi-agent-test-consumer &&
		within 100 tied_is_bound
}

# told NODE ERROR NUMBER: why the node became no regulator, in this or that form.
told()
{
	[ "$(said "$1: no regulator: \(-$2\|$3\)")" = 1 ]
}

only_those()
{
	there rails-cpu && there rails-display && there rails-io && there rails-sd &&
		there rails-fuses && ! there rails-bias && ! there rails-hole &&
		! there rails-again && told bias@2 ERANGE -34 && told hole@3 ENOENT -2 &&
		told again@1 EEXIST -17
}

# What is on stays on, what is off stays off, and a level that suits stays.
as_they_were()
{
	attr_is rails-cpu state enabled && attr_is rails-cpu microvolts 800000 &&
		is voltage 0 $ON level=800000 && attr_is rails-display state disabled &&
		is voltage 1 $OFF level=900000
}

# The platform refuses to turn on what is on already.
always_on()
{
	attr_is rails-io state enabled && is voltage 4 $ON &&
		[ "$(said 'voltage domain 4: the platform does not turn it on')" = 1 ]
}

within_limits()
{
	is voltage 5 level=1030000 $OFF
}

# The framework counts what a range has.
linear()
{
	supply first get cpu && returns 97 supply first count cpu &&
		returns 706250 supply first list cpu 17 || return 1
	supply first set cpu 801000 812500 && is voltage 0 level=806250 &&
		returns 806250 supply first voltage cpu &&
		attr_is rails-cpu microvolts 806250 || return 1
	supply first set cpu 1200000 1200000 && is voltage 0 level=1200000 &&
		gets $INVALID supply first set cpu 801000 805000 &&
		gets $INVALID supply first set cpu 600000 650000 &&
		is voltage 0 level=1200000 && supply first put cpu
}

highest()
{
	supply first get sd && supply first set sd 1095000 1100000 &&
		is voltage 5 level=1100000 && supply first put sd
}

listed()
{
	supply first get display && returns 3 supply first count display &&
		supply first set display 950000 1050000 && is voltage 1 level=1000000 &&
		returns 1000000 supply first voltage display &&
		supply first set display 1050000 1100000 && is voltage 1 level=1100000 &&
		gets $INVALID supply first set display 1010000 1090000 &&
		gets $INVALID supply first set display 1200000 1300000 &&
		is voltage 1 level=1100000 && supply first put display
}

# The platform may run a domain at any level.
unlisted()
{
	supply first get display || return 1
	platform voltage 1 level 1234567 > /dev/null
	returns 1234567 supply first voltage display || return 1
	platform voltage 1 level 1000000 > /dev/null
	supply first put display
}

level_denied()
{
	supply first get fuses && gets $DENIED supply first set fuses 2500000 2500000 &&
		is voltage 6 level=1800000 && supply first enable fuses &&
		is voltage 6 $ON && supply first disable fuses && is voltage 6 $OFF &&
		supply first put fuses
}

shared_supply()
{
	supply first get display && supply second get display || return 1
	supply first enable display && is voltage 1 $ON && supply second enable display &&
		supply first disable display && is voltage 1 $ON &&
		returns 1 supply first is-enabled display &&
		supply second disable display && is voltage 1 $OFF &&
		returns 0 supply first is-enabled display || return 1
	supply first put display && supply second put display
}

# Both agree, or nothing is set.
both_limits()
{
	supply first get display && supply second get display || return 1
	supply first set display 900000 1000000 &&
		supply second set display 1000000 1100000 &&
		is voltage 1 level=1000000 &&
		gets $INVALID supply second set display 1050000 1100000 &&
		is voltage 1 level=1000000 || return 1
	supply first put display && supply second put display
}

# Somebody else has turned it on, or off.
state_is_state()
{
	supply first get display || return 1
	platform voltage 1 on > /dev/null
	fault error=denied proto=voltage msg=config-set domain=1
	supply first enable display && is voltage 1 $ON &&
		gets $DENIED supply first disable display || return 1
	platform voltage 1 off > /dev/null
	supply first disable display || return 1
	gets $DENIED supply first enable display && is voltage 1 $OFF || return 1
	platform fault clear > /dev/null
	supply first enable display && supply first disable display &&
		is voltage 1 $OFF && supply first put display
}

# Nobody can say whether it is on: it is turned on all the same.
state_unknown()
{
	supply first get display || return 1
	fault error=generic-error proto=voltage msg=config-get domain=1
	supply first enable display && is voltage 1 $ON || return 1
	platform fault clear > /dev/null
	supply first disable display && supply first put display
}

# What passes is waited for.
busy()
{
	line first get usb && supply first get display || return 1
	fault error=busy proto=reset msg=reset count=1
	fault error=busy proto=voltage msg=level-set count=1
	line first assert usb && is reset 0 asserted &&
		supply first set display 900000 900000 && is voltage 1 level=900000 &&
		line first deassert usb || return 1
	platform fault clear > /dev/null
	line first put usb && supply first put display
}

moves()
{
	line first get usb && look && line first assert usb &&
		is reset 0 asserted count=$((resets + 1)) && line first deassert usb &&
		is reset 0 released count=$((resets + 1)) && line first put usb
}

pulses()
{
	line first get usb && look && line first reset usb &&
		is reset 0 released count=$((resets + 1)) && line first put usb
}

# A reset that is completed later is complete when the call returns.
pulses_later()
{
	local use=/sys/kernel/debug/scmi-agent-test-consumer/tied

	look 5
	echo 2 > $use/reset && is reset 5 count=$((resets + 1)) && ! platform_busy 5
}

platform_busy()
{
	is reset "$1" busy > /dev/null
}

# A line that the platform resets in one way is reset in that way, and in no other.
one_way()
{
	line first get phy && line first get watchdog || return 1
	line first assert phy && is reset 1 asserted && line first deassert phy &&
		is reset 1 released && gets $UNSUPPORTED line first reset phy || return 1
	look 2
	line first reset watchdog && is reset 2 count=$((resets + 1)) &&
		gets $UNSUPPORTED line first assert watchdog &&
		gets $UNSUPPORTED line first deassert watchdog &&
		is reset 2 count=$((resets + 1)) released || return 1
	line first put phy && line first put watchdog
}

# No message tells, and none is sent.
no_status()
{
	line first get usb && mark && gets $NO_STATUS line first status usb &&
		rose_by sent 0 && line first put usb
}

reset_denied()
{
	line first get secure && gets $DENIED line first assert secure &&
		gets $DENIED line first reset secure && is reset 3 released count=0 &&
		line first put secure
}

no_such_line()
{
	gets $NO_DOMAIN line first get hole && gets $INVALID line first get beyond
}

# It is asserted when the last one wants it so; the platform hears of the first and the last.
shared_line()
{
	local before

	line first share usb && line second share usb && line first deassert usb &&
		line second deassert usb && look || return 1
	before=${sets%% *}
	line first assert usb && is reset 0 released && look &&
		[ "${sets%% *}" = "$before" ] && line second assert usb &&
		is reset 0 asserted && line first deassert usb && is reset 0 released &&
		line first assert usb || return 1
	line first put usb && line second put usb
}

# One pulse is for all who share it.
shared_pulse()
{
	line first share usb && line second share usb && look && line first reset usb &&
		line second reset usb && is reset 0 count=$((resets + 1)) &&
		line first put usb && line second put usb
}

unbind_client()
{
	echo "$2" > "$CLIENTS/scmi-agent-$1/unbind"
}

bind_client()
{
	echo "$2" > "$CLIENTS/scmi-agent-$1/bind" && within 100 served
}

# Nobody else tries again, unless the devicetree has made a link of its own.
tied_binds()
{
	tied_is_bound || echo tied 2> /dev/null > $CONSUMER/bind
	tied_is_bound
}

# tied_goes CLIENT: the consumer that it is linked to goes first, and comes after it.
tied_goes()
{
	local use=/sys/kernel/debug/scmi-agent-test-consumer/tied

	client scmi.0 "$1" && echo 1 > $use/supply && is voltage 5 $ON &&
		unbind_client "$1" "$sdev" || return 1
	! tied_is_bound || { echo "the consumer is still there"; return 1; }
	bind_client "$1" "$sdev" && within 100 tied_binds && echo 1 > $use/supply &&
		echo 0 > $use/supply && is voltage 5 $OFF && echo 1 > $use/reset &&
		is reset 5 asserted && echo 0 > $use/reset && is reset 5 released
}

module_stays()
{
	line first get usb && fails rmmod scmi-agent-reset 2> /dev/null &&
		line first put usb && supply first get cpu &&
		fails rmmod scmi-agent-regulator 2> /dev/null && supply first put cpu
}

# refused NODE: a line that is left over does no harm, and no good.
refused()
{
	gets $NO_DEVICE line "$1" deassert usb && gets $NO_DEVICE line "$1" assert usb &&
		gets $NO_DEVICE line "$1" reset usb
}

# While the client is away others wait for it. When it is back they have the line, while
# who held it before has to get it anew.
outlives_client()
{
	client scmi.0 reset && line first get usb && line first assert usb &&
		unbind_client reset "$sdev" || return 1
	refused first && is reset 0 asserted && gets $LATER line second get usb || return 1
	echo "$sdev" > "$CLIENTS/scmi-agent-reset/bind" && within 50 line second get usb \
		2> /dev/null || return 1
	refused first && line second deassert usb && is reset 0 released || return 1
	fails rmmod scmi-agent-reset 2> /dev/null && line first put usb &&
		line second put usb && line first get usb && line first assert usb &&
		line first deassert usb && line first put usb && within 100 tied_binds
}

# The line is given back while there is no client.
given_back()
{
	client scmi.0 reset && line first share usb && line second share usb &&
		unbind_client reset "$sdev" && line first put usb &&
		gets $NO_DEVICE line second deassert usb && line second put usb &&
		bind_client reset "$sdev" && within 100 tied_binds && moves
}

# The whole instance goes, and what is held of the other one stays.
outlives_instance()
{
	line first get usb && line other get usb && supply other get display &&
		unbind || return 1
	refused first && ! there rails-cpu && line other assert usb &&
		is_of scmi1 reset 0 asserted && line other deassert usb &&
		supply other enable display && is_of scmi1 voltage 1 $ON &&
		supply other disable display && is_of scmi1 voltage 1 $OFF || return 1
	bind && within 100 test -n "$(client_of scmi.0 reset)" &&
		within 100 line second get usb 2> /dev/null && refused first &&
		line second assert usb && is reset 0 asserted && line second deassert usb &&
		line second put usb && line first put usb && line other put usb &&
		supply other put display && within 100 served && within 100 tied_binds
}

# What one does is nothing to the other.
strangers()
{
	line first get usb && line other get usb && line first assert usb &&
		is reset 0 asserted && is_of scmi1 reset 0 released &&
		line other assert usb && line first deassert usb && is reset 0 released &&
		is_of scmi1 reset 0 asserted && line other deassert usb || return 1
	supply first get display && supply other get display &&
		supply first set display 1000000 1000000 &&
		supply other set display 1100000 1100000 &&
		is voltage 1 level=1000000 && is_of scmi1 voltage 1 level=1100000 || return 1
	line first put usb && line other put usb && supply first put display &&
		supply other put display
}

other_client_gone()
{
	[ ! -e "$BUS/scmi.1" ]
}

# Unplugged with a line held, for good; the holder gives it back last.
unplugged()
{
	line other get usb && scmi_unplug scmi1 > /dev/null &&
		within 50 other_client_gone && refused other && ! there other-display &&
		moves && line other put usb && gets $LATER line other get usb
}

both_polite()
{
	polite && [ "$(platform_of scmi1 stats protocol-errors)" = protocol-errors=0 ]
}

plan 35
for n in scmi0 scmi1; do
	platform_of $n strict-silent on > /dev/null
done
empty=$(state)
check "everything loads" begin
dev=$(virtio_device scmi.0)
check "domains are regulators, but what is none is told by its node" only_those
check "they are as the platform has them" as_they_were
check "what the platform does not turn on because it is on, is on" always_on
check "a level is brought within the limits of the node" within_limits
check "a level of a range is set" linear
check "also the highest, however far the last step is" highest
check "a level of a list is set" listed
check "a level that is not listed is shown" unlisted
check "one that the platform refuses is refused" level_denied
check "a supply is on as long as anybody needs it" shared_supply
check "the limits of all consumers are kept" both_limits
check "a state that is so already can be asked for [N15]" state_is_state
check "a state that is not known costs nothing" state_unknown
check "a line is asserted and released" moves
check "a line is reset" pulses
check "also where that takes its time" pulses_later
check "a domain that lacks a way of a reset has the other [N13]" one_way
check "the state of a line is not known" no_status
check "a reset that the platform refuses is refused" reset_denied
check "ids without a domain are no lines" no_such_line
check "a line is released as long as anybody needs it" shared_line
check "a pulse is for all who share a line" shared_pulse
check "a busy platform is asked again" busy
check "two instances are strangers" strangers
check "the modules stay while somebody holds something [H63]" module_stays
check "a consumer goes before the resets, and comes after them [H63]" tied_goes reset
check "a consumer goes before the regulators, and comes after them [H63]" \
	tied_goes regulator
check "a line outlives the client [H63]" outlives_client
check "and again [H63]" repeat 3 outlives_client
check "a line is given back while there is no client [H63]" given_back
check "a line outlives the instance [H63]" outlives_instance
check "a line outlives the device [H63]" unplugged
check "no request broke the protocol" both_polite
rmmod scmi-agent-test-consumer
rmmod scmi-agent-test-hold
check "unloading leaves nothing" gone "$empty"
finish
