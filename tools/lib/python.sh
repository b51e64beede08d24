# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# For the entry points: run the Python program of the same name in tools/lib. A
# minimal Debian has no Python, and nothing else can be said in Python then.

here=${here:?is set by the entry point}

if ! command -v python3 > /dev/null; then
	if [ "$(id -u)" -ne 0 ]; then
		echo "error: python3 is missing; install it: sudo apt-get install python3" >&2
		exit 1
	fi
	echo "python3 is missing, installing it: apt-get install python3 ..." >&2
	apt-get -y -qq install python3 > /dev/null 2>&1 ||
		{ apt-get -qq update && apt-get -y -qq install python3; } >&2 ||
		exit 1
fi
exec python3 "$here/lib/${0##*/}.py" "$@"
