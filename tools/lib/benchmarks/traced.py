# SPDX-License-Identifier: GPL-2.0-only
"""Scenarios on the kernel that looks at itself, K6: tracers, and what is allocated."""

from .guests import ALL, BOTH, measure
from .rows import Row, is_number
from .scenario import Scenario

WORK = ("enumeration", "commands", "storm", "removal")


class Sections(Scenario):
    """Longest sections without interrupts, and without preemption."""

    guest = "k6"

    def __init__(self, transport):
        super().__init__("sections", "longest sections with interrupts or "
                         "preemption off", transport)

    def run(self, options):
        """Return a row for each tracer and kind of work; where is its note."""
        figures = measure("sections.sh", self.transport, BOTH, guest=self.guest)
        found = []
        for tracer in ("irqsoff", "preemptoff"):
            for work in WORK:
                match = {"tracer": tracer, "work": work}
                row = figures.row(
                    f"sections {self.transport} {tracer}, {work}", "us",
                    "longest_us", **match,
                    target="ours <= 50" if tracer == "irqsoff" else "")
                row.note = "; ".join(
                    f"{stack}: {where}" for stack in BOTH
                    for where in figures.all("where", stack=stack, **match))
                found.append(row)
        return found


class Allocations(Scenario):
    """How often a command takes memory from the heap."""

    guest = "k6"

    def __init__(self, transport):
        super().__init__("allocations", "heap allocations of a command",
                         transport)

    def run(self, options):
        """Return a row; where they are is its note."""
        figures = measure("allocations.sh", self.transport, ALL,
                          guest=self.guest)
        row = figures.row(f"allocations {self.transport}", "each command",
                          "allocations", target="ours <= 0")
        row.note = "; ".join(
            f"{stack}: {where}" for stack in ALL
            for where in figures.all("where", stack=stack) if where)
        return [row]


class Memory(Scenario):
    """What an instance takes, and a clock."""

    FEW, MANY = 1000, 4000
    guest = "k6"

    def __init__(self, transport):
        super().__init__("memory", "memory of an instance and of a clock",
                         transport)

    def run(self, options):
        """Return rows of bytes; the floor is the device without a stack."""
        figures = measure("memory.sh", self.transport, ALL, guest=self.guest,
                          counts=(self.FEW, self.MANY), env={
                              "SCMI_FEW": f"clocks-{self.FEW}",
                              "SCMI_MANY": f"clocks-{self.MANY}"})
        found = [figures.row(f"memory {self.transport} instance", "bytes",
                             "bytes", above=True, board="small", clients="no")]
        clock = Row(f"memory {self.transport} clock", "bytes")
        half = Row(f"memory {self.transport} clock of {self.FEW}", "bytes")
        for stack, column in (("agent", "ours"), ("mainline", "mainline")):
            none, few, many = (figures.value(stack, "bytes", board=board,
                                             clients="yes")
                               for board in ("small", f"clocks-{self.FEW}",
                                             f"clocks-{self.MANY}"))
            if all(map(is_number, (none, few, many))):
                setattr(clock, column, (many - few) / (self.MANY - self.FEW))
                setattr(half, column, (few - none) / (self.FEW - 12))
            else:
                setattr(clock, column, many)
        return found + [half, clock]


def scenarios():
    """Return them in the order of the table."""
    return ([Sections(where) for where in ("virtio", "mailbox")]
            + [Allocations(where) for where in ("virtio", "mailbox")]
            + [Memory("virtio")])
