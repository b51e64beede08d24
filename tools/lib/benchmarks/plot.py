# SPDX-License-Identifier: GPL-2.0-only
"""Plots of the enumeration: time against number of clocks, and against latency."""

import os

from scmitest import hosttools, ui

from .rows import is_number

# Nothing in it but what is asked for: the same figures make the same file.
HEAD = """\
set terminal svg size 720,480 dynamic font "sans-serif,13" background "#ffffff"
set output "{out}"
set title "{title}"
set xlabel "{x}"
set ylabel "until the clients are ready, ms"
set logscale xy
set key left top
set grid
"""
COLOURS = {"agent": "#2060b0", "mainline": "#c04020"}
NAMES = {"agent": "ours", "mainline": "mainline"}
DASHES = {"virtio": 1, "mailbox": 2, "mailbox-own": 4}


def curve(stack, transport, label, points):
    """Return (gnuplot's words, its data) of a curve; nothing without points."""
    points = [(x, y) for x, y in points if is_number(y)]
    if not points:
        return None
    plot = (f'"-" using 1:2 with linespoints lc rgb "{COLOURS[stack]}" '
            f'dt {DASHES[transport]} title "{NAMES[stack]}, {label}"')
    return plot, "".join(f"{x} {y}\n" for x, y in points) + "e\n"


def ensure():
    """Make sure that plots can be drawn: before all that is in them is measured."""
    hosttools.ensure_programs({"gnuplot": "gnuplot-nox"}, "to draw plots")


def draw(out, title, x, curves):
    """Write a file with these curves."""
    curves = [c for c in curves if c]
    if not curves:
        raise ui.UserError(f"nothing to draw in {out}")
    script = out + ".gnuplot"
    with open(script, "w", encoding="utf-8") as handle:
        handle.write(HEAD.format(out=out, title=title, x=x))
        handle.write("plot " + ", \\\n  ".join(plot for plot, _ in curves)
                     + "\n" + "".join(data for _, data in curves))
    ui.run(["gnuplot", script], "drawing " + os.path.basename(out))
    os.unlink(script)
    tidy(out)


def tidy(path):
    """Take blanks off the ends of a file's lines."""
    with open(path, encoding="utf-8") as handle:
        lines = [line.rstrip() for line in handle]
    with open(path, "w", encoding="utf-8") as handle:
        handle.writelines(line + "\n" for line in lines)


def clocks(out, scenarios, latency="100us"):
    """Draw time against the number of clocks, by transport."""
    curves = []
    for scenario in scenarios:
        for stack in COLOURS:
            points = [(count, milliseconds(scenario.figures.value(
                stack, "ready_ns", board=f"clocks-{count}", latency=latency)))
                for count in scenario.COUNTS]
            curves.append(curve(stack, scenario.transport, scenario.transport,
                                points))
    draw(out, f"Enumeration by number of clocks, {latency} per message",
         "clocks", curves)


def latency(out, scenarios, board="large"):
    """Draw time against the platform's latency, by transport."""
    curves = []
    for scenario in scenarios:
        for stack in COLOURS:
            points = [(us, milliseconds(scenario.figures.value(
                stack, "ready_ns", board=board, latency=f"{us}us")))
                for us in sorted(scenario.MICROSECONDS + scenario.MORE) if us]
            curves.append(curve(stack, scenario.transport, scenario.transport,
                                points))
    draw(out, "Enumeration of the large machine by latency",
         "latency of a message, us", curves)


def milliseconds(value):
    """Return nanoseconds as milliseconds; a text stays what it is."""
    return value / 1e6 if is_number(value) else value
