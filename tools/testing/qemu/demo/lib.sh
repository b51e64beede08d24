# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# What ./tools/run shows, and ./tools/run --shell offers as commands.

scmi_bus=/sys/bus/scmi_agent/devices

# Protocols that have a name of their own in DEN0056.
protocol_name()
{
	case "$1" in
	0x11) echo power ;;
	0x12) echo system ;;
	0x13) echo performance ;;
	0x14) echo clock ;;
	0x15) echo sensor ;;
	0x16) echo reset ;;
	0x17) echo voltage ;;
	0x18) echo powercap ;;
	0x19) echo pinctrl ;;
	*) echo vendor ;;
	esac
}

# The instances: devices of the bus that have a firmware version.
instances()
{
	local file

	for file in "$scmi_bus"/*/firmware_version; do
		[ -e "$file" ] && dirname "$file"
	done
}

show_instance()
{
	local dir list id

	for dir in $(instances); do
		list=
		while read -r id; do
			list="$list $id $(protocol_name "$id"),"
		done < "$dir/protocols"
		printf '  %-10s vendor %s, sub-vendor %s, firmware %s\n' \
			"${dir##*/}" "$(cat "$dir/vendor_id")" \
			"$(cat "$dir/sub_vendor_id")" \
			"$(cat "$dir/firmware_version")"
		printf '  %-10s BASE protocol %s over %s, up to %s commands at once\n' \
			"" "$(cat "$dir/protocol_version")" \
			"$(cat "$dir/transport")" "$(cat "$dir/max_in_flight")"
		printf '  %-10s protocols%s\n' "" "${list%,}"
	done
	printf '  %-10s' clients
	for dir in "$scmi_bus"/*/driver; do
		[ -e "$dir" ] && printf ' %s' "$(basename "$(readlink "$dir")")"
	done
	echo
}

# The platform's clocks out of clk_summary; the machine's own one is left out.
show_clocks()
{
	awk '
	function hertz(rate) {
		if (rate >= 1e6)
			return sprintf("%.3f MHz", rate / 1e6)
		return sprintf("%.3f kHz", rate / 1e3)
	}
	BEGIN { printf "  %-34s %16s  %s\n", "clock", "rate", "on" }
	NR > 3 && NF >= 9 && $1 != "clk24mhz" {
		match($0, /^ */)
		pad = substr("                ", 1, RLENGTH - 1)
		printf "  %-34s %16s  %s\n", pad $1, hertz($5), $9
	}' /sys/kernel/debug/clk/clk_summary
}

# How many hwmon devices there are.
hwmon_count()
{
	local dir count=0

	for dir in /sys/class/hwmon/*; do
		[ -e "$dir" ] && count=$((count + 1))
	done
	echo "$count"
}

# One line per input of each hwmon device: name, value, unit.
show_sensors()
{
	local file base value

	for file in /sys/class/hwmon/*/*_input; do
		base=${file%_input}
		value=$(cat "$file" 2>/dev/null) || value=
		printf '%s|%s|%s\n' "$(cat "${base}_label" 2>/dev/null)" \
			"${base##*/}" "$value"
	done | awk -F '|' '
	function out(value, unit) { printf "  %-38s %14s %s\n", $1, value, unit }
	$3 == "" { out("no data", ""); next }
	$2 ~ /^temp/ { out(sprintf("%.3f", $3 / 1e3), "degrees Celsius"); next }
	$2 ~ /^in/ { out(sprintf("%.3f", $3 / 1e3), "V"); next }
	$2 ~ /^curr/ { out(sprintf("%.3f", $3 / 1e3), "A"); next }
	$2 ~ /^power/ { out(sprintf("%.6f", $3 / 1e6), "W"); next }
	$2 ~ /^energy/ { out(sprintf("%.3f", $3 / 1e6), "J"); next }
	$2 ~ /^fan/ { out($3, "RPM"); next }
	{ out($3, $2) }'
}

# The hwmon input with a label, without its _input.
sensor()
{
	local file

	for file in /sys/class/hwmon/*/*_label; do
		[ "$(cat "$file" 2>/dev/null)" = "$1" ] || continue
		echo "${file%_label}"
		return 0
	done
	return 1
}

# Lines that the stack wrote to the kernel log since it was loaded.
show_log()
{
	dmesg | sed -n 's/^.*\(\[ *[0-9.]*\] .*scmi.*\)/  \1/p' |
		grep -v -e harness -e 'taint' | tail -n "${1:-12}"
}
