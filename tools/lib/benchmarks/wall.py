# SPDX-License-Identifier: GPL-2.0-only
"""Scenarios in the time of this machine: two processors, and a process as platform.

What else the machine does is in all figures. So each boot measures all stacks one
after the other, every other boot in the opposite order, and what counts is the
median of the boots' ratios.
"""

import os
import statistics

from .guests import ALL, BOTH, Boot, Figures, boards
from .exact import MS, per_second
from .rows import is_number
from .scenario import Scenario


BOOTS, QUICK_BOOTS = 9, 3


class Repeated(Scenario):
    """A scenario that boots several times."""

    alone = True

    def boots(self, boot, stacks, options):
        """Return the Figures of each boot."""
        found = []
        for number in range(QUICK_BOOTS if options.quick else BOOTS):
            found.append(boot.measure(stacks[::-1] if number % 2 else stacks))
        return found


def median_row(found, *args, **match):
    """Return the row of all boots' figures, and the median of their ratios."""
    together = Figures()
    for figures in found:
        together.lines += figures.lines
        together.failed.update(figures.failed)
    ratios = [figures.row(*args, **match).ratio for figures in found]
    ratios = [ratio for ratio in ratios if is_number(ratio)]
    row = together.row(*args, **match)
    row.compared = statistics.median(ratios) if ratios else None
    if len(ratios) > 1:
        row.note = (f"ratios of {len(ratios)} boots: {min(ratios):.2f} to "
                    f"{max(ratios):.2f}")
    return row


class WallThreads(Repeated):
    """Throughput on two processors, the platform in the same guest."""

    LATENCIES = ("50us", "500us")
    THREADS = (1, 8)

    def __init__(self):
        super().__init__("wall-threads", "throughput on two processors",
                         "virtio")

    def run(self, options):
        """Return rows of throughput."""
        boot = Boot("threads.sh", "virtio", {
            "SCMI_PROTOCOLS": "sensor",
            "SCMI_LATENCIES": " ".join(self.LATENCIES),
            "SCMI_THREADS": " ".join(map(str, self.THREADS))},
            icount=False, smp=2)
        found = self.boots(boot, ALL, options)
        return [median_row(found, f"wall virtio threads {latency} {threads}",
                           "commands/s", per_second, latency=latency,
                           threads=threads)
                for latency in self.LATENCIES for threads in self.THREADS]


class WallReady(Repeated):
    """From the device to its clients, over QEMU's device and scmi-platformd."""

    LATENCIES = ("0us", "100us", "1000us")
    guest = "k5-host"

    def __init__(self):
        super().__init__("wall-ready", "large machine over scmi-platformd",
                         "virtio")

    def run(self, options):
        """Return rows of time."""
        large = [path for path in boards(())
                 if os.path.basename(path) == "large.board"]
        boot = Boot("host.sh", "virtio",
                    {"SCMI_LATENCIES": " ".join(self.LATENCIES)},
                    guest=self.guest, icount=False, smp=2, board=large[0])
        found = self.boots(boot, BOTH, options)
        return [median_row(found, f"wall virtio ready large {latency}", "ms",
                           "ready_ns", scale=MS, latency=latency)
                for latency in self.LATENCIES]


def scenarios():
    """Return them in the order of the table."""
    return [WallThreads(), WallReady()]
