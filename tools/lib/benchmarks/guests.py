# SPDX-License-Identifier: GPL-2.0-only
"""Run a script of tools/testing/bench in a guest and collect its figures."""

import os
import statistics
import tempfile

from scmitest import ownkernel, runner, splat, suites, ui
from scmitest.modbuild import TOP

from . import machines
from .rows import Row, is_number

HERE = os.path.join(TOP, "tools/testing/bench")
# Columns of the table by the scripts' names of the stacks.
COLUMNS = {"agent": "ours", "mainline": "mainline", "floor": "floor"}
ALL = ("floor", "mainline", "agent")
BOTH = ("mainline", "agent")
# What the platform of a transport is asked for.
TRANSPORTS = {"virtio": "virtio",
              "mailbox": "mailbox node=/scmi-bench/shared",
              "mailbox-own": "mailbox node=/scmi-bench/own"}


def words(line):
    """Return the KEY=VALUE words of a line; numbers as numbers."""
    pairs = (word.split("=", 1) for word in line.split() if "=" in word)
    return {k: int(v) if v.isdigit() else v for k, v in pairs}


class Figures:
    """What a script's guests printed, and which stacks they could not measure."""

    def __init__(self):
        self.lines = []
        self.failed = {}

    def all(self, key, **match):
        """Return a figure of each line that matches; key may be a function."""
        return [key(line) if callable(key) else line.get(key)
                for line in self.lines
                if all(str(line.get(k)) == str(v) for k, v in match.items())]

    def value(self, stack, key, **match):
        """Return the median of a stack's figure, or why there is none."""
        found = self.all(key, stack=stack, **match)
        numbers = [value for value in found if is_number(value)]
        if numbers:
            return statistics.median(numbers)
        return found[0] if found else self.failed.get(stack)

    def row(self, name, unit, key, *, scale=1, target="", above=False, **match):
        """Return a row of the stacks' figures, each divided by scale."""
        row = Row(name, unit, target=target, above=above)
        for stack, column in COLUMNS.items():
            value = self.value(stack, key, **match)
            setattr(row, column, value / scale if is_number(value) else value)
        return row


def boards(counts):
    """Return the files of the machines, to be given to a guest."""
    return machines.write(tempfile.mkdtemp(dir=runner.scratch()), counts)


def has_kernel(guest):
    """Return whether a guest's kernel is in the cache."""
    return ownkernel.is_built(suites.guests()[guest].series)


class Boot:
    """How a script's guests are made."""

    def __init__(self, script, transport, env=None, **options):
        self.guest = options.pop("guest", "k5")
        self.env = {"SCMI_TRANSPORT": TRANSPORTS[transport], **(env or {})}
        name = options.pop("name", os.path.splitext(script)[0])
        self.name = f"bench-{name}-{transport}"
        suite = suites.load(HERE)
        self.suite = suite.variant(
            script=script, files=suite.files + boards(options.pop("counts", ())),
            **options)

    def once(self, order):
        """Boot; return (figures, what went wrong or "")."""
        suite = self.suite.variant(
            env={**self.env, "SCMI_ORDER": " ".join(order)})
        job = runner.Job([suite], self.guest)
        job.name = f"{self.name}-{'-'.join(order)}"
        said = []
        out, _ = job.run(lambda _, line: said.append(line))
        trouble = list(out.trouble)
        status = out.status.get(suite.name, "0")
        if status != "0":
            trouble.append(f"exit status {status}: {said[-1] if said else ''}")
        trouble += splat.judge(out)
        if trouble:
            ui.warn(f"{job.name}: {trouble[0]}; see {out.console}")
        return ([words(line) for line in said if line.startswith("bench ")],
                trouble[0] if trouble else "")

    def measure(self, stacks, rounds=1):
        """Boot so many times, every other one in the opposite order; Figures.

        If a guest fails, each stack gets one of its own: the one that fails
        again has a text instead of figures.
        """
        figures = Figures()
        for number in range(rounds):
            order = [s for s in stacks if s not in figures.failed]
            order = order[::-1] if number % 2 else order
            found, trouble = self.once(order)
            if not trouble:
                figures.lines += found
            else:
                self._isolate(figures, order, trouble)
        return figures

    def _isolate(self, figures, order, trouble):
        """Boot once for each stack; take what figures there are."""
        for stack in order:
            found, alone = (self.once([stack]) if len(order) > 1
                            else ([], trouble))
            figures.lines += found
            if alone:
                figures.failed[stack] = alone


def measure(script, transport, stacks, rounds=1, env=None, **options):
    """Run a script for some stacks; return its Figures."""
    return Boot(script, transport, env, **options).measure(stacks, rounds)
