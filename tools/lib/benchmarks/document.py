# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/results/performance.md, as a run of everything writes it."""

import os

from scmitest import page
from scmitest.modbuild import TOP

from . import exact, plot
from .rows import table

PAGE = os.path.join(TOP, "Documentation/results/performance.md")
HEAD = """\
<!-- Written by ./tools/bench; do not edit. -->
# Performance

Ours beside mainline's own SCMI stack: the same kernel, the same platform, the same
boot. `{command}`, {date}, commit {commit}, Linux {release} arm64.

"""
LEGEND = """\
## How to read it

- Ours, mainline's stack, and the floor: a driver that moves ready-made bytes over
  the virtqueue or the doorbell and does nothing else.
- The ratio is ours by mainline's. Of `command` and of an instance's memory it is what
  both take above the floor. Less is better, but for commands and events a second.
- All but `wall` is in the time of a guest with one processor, in which an instruction
  takes a nanosecond and idle time passes at once (`-icount shift=0,sleep=off`).
  Medians of instructions are the same in each run. Boots measure the stacks in one
  order and in the other. The platform runs on the same processor and takes some 10 us
  for a command: no number of threads gets more than 100,000 a second through, and the
  floor says how many do.
- `wall` is in the time of the machine that ran it, with two processors: medians of
  {boots} boots, and the median of their ratios, not the ratio of the medians. `wall ...
  ready` has scmi-platformd for a platform, a process of the host.
- `mailbox` is one pair of channels for all protocols, `mailbox-own` one for each.
  Areas have 128 bytes; mainline reads beyond its buffer where they are larger.
- `beside`: the latency of one thread that reads a sensor, 50 us per message, while
  clocks are enumerated, and while 10,000 notifications a second arrive. On a mailbox
  the worst beside an enumeration is of when 300 clocks are registered: ours are known by
  then, and nothing is waited for. By a trace of the scheduler the platform's worker was
  ready, and got the one processor with the next tick. Mainline waits for a message for
  each clock.
- `ready` is the time from the device's appearance until the last client has bound,
  with all modules loaded: 12 clocks and 2 sensors, or 300 clocks, a third of them with
  parents, and 60 sensors.
- `sections` are the longest that the kernel's tracers saw: `preemptoff` is also how long
  a spinlock was held at most. `allocations` are what the kernel's tracepoints saw for
  each of 1,000 commands, without the platform's.
- `threads ... by one`: by what one thread gets through. `clocks ... each`: what one of
  so many clocks takes, by what one of 300 does.
- A text in place of a figure says what became of the stack.

`./tools/bench -l` lists what can be measured alone, `--json FILE` keeps the figures,
`--quick` takes fewer of them.
"""
# Why, by how the names of rows begin.
MISSED = (
    ("command mailbox interrupt",
     "counted by QEMU instruction by instruction, ours has 1,190, of which some 150"
     " are the bare transport's as well: slot, token and request 240, state and deadline"
     " 160, three locks 120, the gate 60, area and doorbell 250, the step that takes the"
     " answer 100, its checks 170, references and the way back to the pool 90. To come"
     " to 0.7 the gate that teardown closes, a lock and the references would have to go"),
    ("command mailbox polled",
     "counted in the same way, ours has 1,190 of the same parts: a polled command is a"
     " command with a gate, a slot and references, and an interrupt may find its answer"
     " as well. Mainline takes its own lock and spins on one word of the area"),
    ("threads virtio 50us 8 by one",
     "the platform has some 10 us of the one processor for each command: the bare"
     " virtqueue gets no further. With 500 us, and with two processors, it grows"),
    ("ready mailbox-own",
     "CLOCK's channel carries 801 messages one after the other that the clock"
     " framework cannot do without (attributes, rate, parents, parent): 0.56 of"
     " mainline's 1,426. SENSOR's go beside them"),
)
PLOTS = (("performance-clocks.svg", "Enumeration time by number of clocks",
          exact.Clocks, plot.clocks),
         ("performance-latency.svg", "Enumeration time by latency",
          exact.Ready, plot.latency))


def facts(release, command):
    """Return what a reader has to know of a run."""
    return {"kernel": release, "commit": page.commit(),
            "date": str(page.today()), "command": command}


def notes(rows):
    """Return what rows have to say besides their figures, as a list."""
    lines = [f"- {row.name}: {row.note}\n" for row in rows if row.note]
    return "".join(["## Notes\n\n", *lines, "\n"]) if lines else ""


def missed(rows):
    """Return why targets are missed, as a list; one without a reason has none."""
    lines = [f"- {row.name}: " + next(
                 (why for start, why in MISSED if row.name.startswith(start)),
                 "not known") + "\n"
             for row in rows if row.met is False]
    return "".join(["## Targets that are missed\n\n", *lines, "\n"]) \
        if lines else ""


def write(rows, scenarios, about, boots):
    """Write the page and its plots."""
    text = HEAD.format(release=about["kernel"], **about) + table(rows) + "\n"
    for name, title, kind, draw in PLOTS:
        draw(os.path.join(TOP, "Documentation/results", name),
             [s for s in scenarios if isinstance(s, kind)])
        text += f"![{title}]({name})\n\n"
    page.write(PAGE, text + missed(rows) + notes(rows)
               + LEGEND.format(boots=boots))
