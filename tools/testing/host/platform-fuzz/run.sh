#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Fuzz each target for TIME seconds and print TAP. Called by the Makefile,
# which sets O, TIME, SEED and LIBFUZZER.
set -euo pipefail

fuzz() {
	local target=$1 dir dict=()
	dir=$(mktemp -d "$O/run-$target.XXXXXX")
	[[ ! -e $target.dict ]] || dict=(-dict="$PWD/$target.dict")
	if [[ $LIBFUZZER == yes ]]; then
		(cd "$dir" && mkdir corpus && "$O/fuzz-$target" -max_total_time="$TIME" \
			-seed="$SEED" -max_len=4096 -timeout=20 -rss_limit_mb=2048 "${dict[@]}" \
			-print_final_stats=1 -artifact_prefix="$O/crash-$target-" \
			corpus "$O/seeds/$target") >"$dir/log" 2>&1
	else
		(cd "$dir" && "$O/fuzz-$target" --time="$TIME" --seed="$SEED" \
			"$O/seeds/$target"/*) >"$dir/log" 2>&1
	fi
}

echo "TAP version 13"
echo "1..$#"
number=0
failed=0
for target in "$@"; do
	number=$((number + 1))
	if fuzz "$target"; then
		echo "ok $number - fuzz $target for $TIME s"
	else
		failed=1
		echo "not ok $number - fuzz $target for $TIME s"
		for crash in "$O/run-$target".*/CRASH; do
			[[ -e $crash ]] && mv "$crash" "$O/crash-$target-$SEED"
		done
		echo "# inputs: $(ls "$O"/crash-"$target"-* 2>/dev/null || echo none)"
		tail -n 40 "$O/run-$target".*/log | sed 's/^/# /'
	fi
	sed -n 's/^\(stat::number_of_executed_units\|[0-9]* runs\)/# &/p' "$O/run-$target".*/log
	rm -rf "$O/run-$target".*
done
exit $failed
