#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The session of ./tools/run --shell, on the console.

cd /tests/demo || exit
cat > /root/.profile <<'PROFILE'
. /tests/demo/lib.sh
. /harness/stack.sh
PS1='guest:\w# '
cd /root
PROFILE
. ./lib.sh
/harness/autoload on
for _ in $(seq 50); do
	[ -e /sys/class/hwmon/hwmon0 ] && break
	usleep 100000
done
dmesg -n 5
cat <<'TEXT'

The stack is loaded. Commands beside the usual ones:
  show_instance  show_clocks  show_sensors  show_log
  scmi_unplug  scmi_plug      hot-unplug and replug the SCMI device
  hostctl platform scmi0 ...  talk to the platform: "sensor 0 value 91000",
                              "clock 3 rate 24000000", "stats", "fault list"
The end: exit, or poweroff.

TEXT
show_instance
exec sh -l
