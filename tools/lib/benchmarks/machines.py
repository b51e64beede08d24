# SPDX-License-Identifier: GPL-2.0-only
"""Machines to measure with, as board files.

They have nothing that mainline's stack gives up on, such as a clock with more
than sixteen rates: both stacks find out the same.
"""

import os

HEAD = """\
[platform]
vendor = ACME
sub-vendor = bench
implementation = 1

[clock 0]
name = osc
rates = 24M
notify = changed
"""
PLLS = """
[clock {first}-{last}]
name = pll%
range = 400M 2400M 24M
rate = 1200M
notify = changed
"""
BUSES = """
[clock {first}-{last}]
name = bus%
range = 1M 800M 1M
rate = 400M
parents = 0 1 2 3
parent = 1
notify = changed requested
"""
DEVICES = """
[clock {first}-{last}]
name = device%
rates = 24M 48M 96M 100M 192M 200M 384M 400M
rate = 100M
"""
FEW_SENSORS = """
[sensor 0]
name = temp
type = temperature
scale = -3
value = 45000

[sensor 1]
name = vdd
type = voltage
scale = -3
value = 1100
"""
MANY_SENSORS = """
[sensor 0-19]
name = thermal_zone%
type = temperature
scale = -3
value = 45000
range = -40000 125000
trips = 75000:both 90000:rising 105000:off
intervals = 10ms 100ms 1s
update = 1s

[sensor 20-39]
name = rail%
type = voltage
scale = -6
value = 900000

[sensor 40-57]
name = current%
type = current
scale = -3
value = 1200
"""
AXES = """
[sensor {number}]
name = motion%
type = meters-per-second-squared
scale = -3
intervals = segmented 5ms 1s 5ms
update = 20ms
""" + "".join(f"""
[axis {{number}}.{axis}]
name = {'xyz'[axis]}
type = meters-per-second-squared
scale = -3
value = 9810
""" for axis in range(3))


def clocks(count):
    """Return sections for that many clocks, a third of them with parents."""
    buses = max(count // 3, 4) + 4
    return (HEAD + PLLS.format(first=1, last=3)
            + BUSES.format(first=4, last=buses - 1)
            + DEVICES.format(first=buses, last=count - 1))


def small():
    """Return a machine with 12 clocks and 2 sensors."""
    return clocks(12) + FEW_SENSORS


def large():
    """Return a machine with 300 clocks and 60 sensors."""
    return (clocks(300) + MANY_SENSORS
            + "".join(AXES.format(number=n) for n in (58, 59)))


def many_clocks(count):
    """Return a machine with that many clocks and 2 sensors."""
    return clocks(count) + FEW_SENSORS


def write(directory, counts=()):
    """Write the board files, the named ones and those with so many clocks."""
    boards = {"small": small(), "large": large(),
              **{f"clocks-{n}": many_clocks(n) for n in counts}}
    paths = []
    for name, text in boards.items():
        paths.append(os.path.join(directory, name + ".board"))
        with open(paths[-1], "w", encoding="ascii") as handle:
            handle.write(text)
    return paths
