# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Power domains: what the framework and what the platform say of them.

CONSUMERS=/sys/kernel/debug/scmi-agent-test-genpd
CLIENT=/sys/bus/scmi_agent/drivers/scmi-agent-genpd
PD=/sys/kernel/debug/pm_genpd

ON=state=0x0
OFF=state=0x40000000

# put N FILE VALUE: what a consumer does next.
put()
{
	echo "$3" > "$CONSUMERS/$1/$2"
}

refused()
{
	! put "$@" 2> /dev/null
}

# domain NAME: $dir becomes its directory, whose name ends in a number since 6.14.
domain()
{
	for dir in "$PD/$1" "$PD/$1"_[0-9]*; do
		[ -d "$dir" ] && return
	done
	echo "no domain $1"
	return 1
}

no_domain()
{
	! domain "$1" > /dev/null
}

framework_says()
{
	local said dir

	domain "$1" && read -r said < "$dir/current_state" || return 1
	[ "$said" = "$2" ] || { echo "$1 is $said"; return 1; }
}

# is ID STATE: what the platform says.
is()
{
	platform power "$1" > /dev/null || return 1
	case " $scmi_said " in
	*" $2 "*) ;;
	*) echo "$scmi_said"; return 1 ;;
	esac
}
