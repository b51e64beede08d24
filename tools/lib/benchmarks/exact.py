# SPDX-License-Identifier: GPL-2.0-only
"""Scenarios in the time of a guest that counts instructions.

One instruction takes a nanosecond and idle time passes at once, so figures are the
same in every run. The platform is in the guest and takes its share of the one
processor: the floor says how much.
"""

from .guests import ALL, BOTH, TRANSPORTS, measure
from .rows import quotient
from .scenario import Scenario

MS, US = 1e6, 1e3
INSNS = "p50_insns"


def rounds(options):
    """Return how many boots a scenario gets."""
    return 1 if options.quick else 2


def per_second(line):
    """Return the commands of a second."""
    return line["count"] * 1e9 / line["total_ns"]


def interrupts(line):
    """Return the interrupts of a thousand commands."""
    return line["irqs"] * 1000 / line["count"]


class Command(Scenario):
    """One thread's command: instructions and time."""

    TARGET = {"virtio": "ratio <= 0.45", "mailbox": "ratio <= 0.7"}
    POLLED = {"virtio": "ratio <= 0.35", "mailbox": "ratio <= 0.7"}

    def __init__(self, transport):
        super().__init__("command", "what one command costs", transport)

    def run(self, options):
        """Return rows of what a command costs above the floor."""
        where = self.transport
        target = self.TARGET[where]
        figures = measure("command.sh", where, ALL, rounds(options))
        found = []
        for latency in ("20us", "0"):
            match = {"how": "sync", "latency": latency}
            found.append(figures.row(
                f"command {where} interrupt {latency}", "instructions",
                INSNS, target=target, above=True, **match))
            found.append(figures.row(
                f"command {where} interrupt {latency}, time", "ns", "p50_ns",
                above=True, **match))
        # Who polls is never idle: an instruction is a nanosecond.
        for latency in ("0", "20us"):
            found.append(figures.row(
                f"command {where} polled {latency}",
                "instructions" if latency == "0" else "ns", "p50_ns",
                target=self.POLLED[where], above=True, how="poll",
                latency=latency))
        found.append(figures.row(
            f"command {where} polled 20us, interrupts", "of 1,000 commands",
            interrupts, how="poll", latency="20us"))
        return found


class Threads(Scenario):
    """Throughput of several threads."""

    LATENCIES = ("0us", "50us", "500us")
    THREADS = (1, 2, 4, 8, 16)
    ENV = {"SCMI_LATENCIES": " ".join(LATENCIES),
           "SCMI_THREADS": " ".join(map(str, THREADS))}

    def __init__(self, transport):
        super().__init__("threads", "throughput of 1 to 16 threads", transport)
        both = transport == "mailbox-own"
        self.env = {**self.ENV, "SCMI_PROTOCOLS": "both" if both else "sensor"}

    def run(self, options):
        """Return rows of throughput, and of how it grows with threads."""
        figures = measure("threads.sh", self.transport, ALL, rounds(options),
                          self.env)
        found = []
        for latency in self.LATENCIES:
            first = None
            for threads in self.THREADS:
                row = figures.row(
                    f"threads {self.transport} {latency} {threads}",
                    "commands/s", per_second, latency=latency, threads=threads)
                found.append(row)
                first = first or row
                if threads >= 8:
                    aim = (self.transport, latency, threads) == (
                        "virtio", "50us", 8)
                    found.append(quotient(row.name + " by one", row, first,
                                          "ours >= 6" if aim else ""))
        return found


class Beside(Scenario):
    """One reader's latency beside others."""

    def __init__(self, transport):
        super().__init__("beside", "a read while others are at work",
                         transport)

    def run(self, options):
        """Return rows of the reader's median, its 99th percentile, its worst."""
        figures = measure("beside.sh", self.transport, BOTH, rounds(options),
                          {"SCMI_LATENCY": "50us"})
        return [figures.row(f"beside {self.transport} {beside}, {what}", "us",
                            key, scale=US, beside=beside)
                for beside in ("nothing", "enumeration", "storm")
                for what, key in (("p50", "p50_ns"), ("p99", "p99_ns"),
                                  ("worst", "max_ns"))]


class Ready(Scenario):
    """From the device's appearance to its clients, and the messages."""

    # Of the table, and of the plot besides.
    MICROSECONDS = (0, 100, 1000)
    MORE = (10, 30, 300, 3000)
    TARGET = {"virtio": "ratio <= 0.15", "mailbox": "ratio <= 0.6",
              "mailbox-own": "ratio <= 0.2"}

    def __init__(self, transport):
        super().__init__("ready", "from the device to its clients", transport)
        self.figures = None

    def run(self, options):
        """Return rows of time by machine and latency, and of messages."""
        times = self.MICROSECONDS + (() if options.quick else self.MORE)
        self.figures = figures = measure(
            "ready.sh", self.transport, BOTH, rounds(options),
            {"SCMI_MACHINES": "small large",
             "SCMI_LATENCIES": " ".join(f"{us}us" for us in times)})
        found = []
        for board in ("small", "large"):
            for us in self.MICROSECONDS:
                aim = board == "large" and us
                found.append(figures.row(
                    f"ready {self.transport} {board} {us}us", "ms",
                    "ready_ns", scale=MS, board=board, latency=f"{us}us",
                    target=self.TARGET[self.transport] if aim else ""))
            found.append(figures.row(
                f"ready {self.transport} {board}, sent", "messages",
                "requests", target="ratio < 1", board=board, latency="100us"))
        return found


class Notify(Scenario):
    """Notifications: how long, how many."""

    def __init__(self, transport):
        super().__init__("notify", "notifications", transport)

    def run(self, options):
        """Return rows of the way to the client, and of the highest rate."""
        # Half a minute for a figure that changes by a hundredth.
        figures = measure("notify.sh", self.transport, BOTH)
        return [figures.row(f"notify {self.transport}, {what}", unit, key,
                            scale=scale)
                for what, unit, key, scale in (
                    ("p50", "us", "p50_ns", US), ("p99", "us", "p99_ns", US),
                    ("none lost", "events/s", "rate", 1))]


class Clocks(Scenario):
    """How enumeration grows with the number of clocks."""

    COUNTS = (12, 30, 100, 300, 1000, 4000)
    LATENCIES = ("100us", "1000us")

    def __init__(self, transport):
        super().__init__("clocks", "enumeration of 12 to 4000 clocks",
                         transport)
        self.figures = None

    def run(self, options):
        """Return rows of time and messages, and of one clock's share."""
        counts = self.COUNTS[:5] if options.quick else self.COUNTS
        self.figures = figures = measure(
            "ready.sh", self.transport, BOTH, counts=counts, name="clocks",
            env={"SCMI_MACHINES": " ".join(f"clocks-{n}" for n in counts),
                 "SCMI_LATENCIES": " ".join(self.LATENCIES)})
        found, times = [], {}
        for count in counts:
            match = {"board": f"clocks-{count}", "latency": "100us"}
            times[count] = figures.row(
                f"clocks {self.transport} {count} 100us", "ms", "ready_ns",
                scale=MS, **match)
            found.append(times[count])
            found.append(figures.row(
                f"clocks {self.transport} {count}, sent", "messages",
                "requests", **match))
        last = counts[-1]
        return found + [quotient(
            f"clocks {self.transport} each of {last} by 300", times[last],
            times[300], "ours <= 1.1", 300 / last)]


class Among(Scenario):
    """A command's cost by how many others there are; it shall not grow."""

    KEY, STACKS, NUMBERS = "", BOTH, ()

    def __init__(self, about):
        super().__init__(self.KEY, about, "virtio")

    def run(self, options):
        """Return rows of instructions, and of the most by the fewest."""
        figures = measure(self.KEY + ".sh", "virtio", self.STACKS, env={
            f"SCMI_{self.KEY.upper()}": " ".join(map(str, self.NUMBERS))})
        found = [figures.row(f"{self.KEY} virtio {number}", "instructions",
                             INSNS, **{self.KEY: number})
                 for number in self.NUMBERS]
        return found + [quotient(
            f"{self.KEY} virtio {self.NUMBERS[-1]} by {self.NUMBERS[0]}",
            found[-1], found[0], "ours <= 1.05")]


class Instances(Among):
    """Other instances; mainline has one at most."""

    KEY, STACKS, NUMBERS = "instances", ("agent",), (1, 4, 16, 64)

    def __init__(self):
        super().__init__("a command beside 1 to 64 instances")


class Pending(Among):
    """Other commands that wait."""

    KEY, NUMBERS = "pending", (0, 1, 16, 64)

    def __init__(self):
        super().__init__("a command while 0 to 64 others wait")


def scenarios():
    """Return them in the order of the table."""
    return ([Command(where) for where in Command.TARGET]
            + [Threads(where) for where in ("virtio", "mailbox-own")]
            + [Beside(where) for where in TRANSPORTS]
            + [Ready(where) for where in TRANSPORTS]
            + [Notify(where) for where in ("virtio", "mailbox")]
            + [Clocks(where) for where in TRANSPORTS]
            + [Instances(), Pending()])
