# SPDX-License-Identifier: GPL-2.0-only
"""The stages of ./tools/check; each returns its cases and complaints."""

import os
import re
import subprocess

from . import (hosttools, kernels, ktap, proc, runner, suites, times,
               ui)
from .modbuild import TOP
from .runner import Job, verdict

TESTING = os.path.join(TOP, "tools/testing")
BROKEN = os.path.join(TESTING, "qemu/broken")
STATIC = os.path.join(TESTING, "static/run")


class Stage:
    """A named step; run() returns ([Case], [complaints])."""

    def __init__(self, name, group):
        self.name = name
        self.group = group

    def matches(self, words):
        """Return whether the stage is selected by any of these words."""
        if self.optional():
            return self.name in words
        return not words or self.group in words or self.name in words

    def optional(self):
        """Return whether the stage runs only if it is named."""
        return False

    # The job of a stage that is a guest.
    job = None
    # What it needs beside what all need: {program or file: package}.
    programs = {}

    def kernels(self):
        """Return what it boots, as pairs of architecture and series."""
        return [(self.job.desc.arch, self.job.desc.series)] \
            if self.job else []

    def memory(self):
        """Return the megabytes of memory that its guest has."""
        return self.job.desc.mem if self.job else 0

    def longest(self):
        """Return the seconds that it may take at most."""
        return 0


class Command(Stage):
    """A program on the host that prints KTAP on standard output."""

    def __init__(self, name, group, command, timeout, boots=()):
        super().__init__(name, group)
        self.command = command
        self.timeout = timeout
        self.boots = list(boots)

    def kernels(self):
        """Return what it boots, as pairs of architecture and series."""
        return self.boots

    def longest(self):
        """Return the seconds that it may take at most."""
        return self.timeout

    def run(self, verbose=False):
        """Run the program; its KTAP has to agree with its exit status."""
        log = os.path.join(runner.logdir(), self.name + ".log")
        try:
            with open(log, "w", encoding="utf-8") as errors:
                with times.phase("suite"):
                    status, output = proc.run_group(
                        self.command, self.timeout, cwd=TOP, stderr=errors)
        except subprocess.TimeoutExpired:
            return [], [f"no end after {self.timeout} s; see {log}"]
        with open(log, "a", encoding="utf-8") as handle:
            handle.write(output)
        if verbose:
            for line in output.splitlines():
                ui.say(f"{self.name}| {line}")
        cases, complaints = [], []
        for document in ktap.documents(output.splitlines()):
            more, errors = ktap.parse(document)
            cases += more
            complaints += errors
        failed = any(case.status == "fail" for case in cases)
        if status and not failed:
            complaints.append(f"exit status {status}, although no "
                              f"test failed; see {log}")
        elif failed:
            if not status:
                complaints.append("exit status 0, although a test failed")
            ui.say(f"{self.name}: output in {log}")
        return cases, complaints


class Gate(Command):
    """A static gate, and those that look at what it leaves."""

    def __init__(self, gates):
        super().__init__(f"static-{gates[0]}", "static", [STATIC, *gates],
                         900)
        self.gates = gates


class Host(Command):
    """Programs below tools/testing/host."""

    def __init__(self, name, target, *words):
        super().__init__(name, "unit", [
            "make", "-s", "--no-print-directory", "-C",
            os.path.join(TESTING, "host"), target, *words], 600)
        if target.endswith("-fuzz"):
            self.programs = hosttools.LIBFUZZER


class Packages(Command):
    """Debian's packages, and DKMS with them."""

    programs = hosttools.PACKAGING

    def __init__(self):
        super().__init__("packages", "packages",
                         [os.path.join(TESTING, "packages/run")], 900,
                         boots=[(kernels.host_arch(), "6.1")])


class Guests(Stage):
    """One suite in one guest, alone or with others in the same boot."""

    # Show what the suite says at once: for runs that take long.
    live = False

    def __init__(self, suite, guest_name):
        super().__init__(f"{suite.name}@{guest_name}", "guest")
        self.suite = suite
        self.job = Job([suite], guest_name)
        self.out = None

    def matches(self, words):
        """A suite is also selected by its own and by its guest's name."""
        return super().matches(words) or self.job.guest_name in words or (
            self.suite.name in words and not self.optional())

    def optional(self):
        """Some kernels take too long for every day."""
        return self.job.desc.optional

    def longest(self):
        """Return the seconds that it may take at most."""
        return self.job.longest()

    def shares(self, other):
        """Return whether another stage can be in the same boot."""
        # Long runs of other commands keep what a boot of their own says.
        return (type(self) is type(other) is Guests
                and self.job.shares(other.job))

    def lines(self):
        """Return what the suite said; nothing if it did not begin."""
        return self.out.suites.get(self.suite.name, [])

    def remarks(self):
        """Return its diagnostic lines, without their marks."""
        return [line[2:].strip() for line in self.lines()
                if line.startswith("# ")]

    def show(self, line):
        """Print a line that the suite said."""
        ui.say(f"{self.name}| {line}")

    def run(self, verbose=False):
        """Run the suite in a guest of its own."""
        on_line = (lambda _, line: self.show(line)) if self.live else None
        self.out, tail = self.job.run(on_line, verbose)
        cases, complaints = self.judge(runner.of_guest(self.job, self.out))
        if complaints and not verbose:
            ui.say(f"{self.name}: the console's last lines "
                   f"(all of it: {self.out.console}):\n{tail}")
        return cases, complaints

    def judge(self, others=()):
        """Return ([Case], [complaints]); say what the suite said if bad."""
        cases, complaints = runner.of_suite(self.job, self.out, self.suite)
        complaints = [*others, *complaints]
        failed = any(case.status == "fail" for case in cases)
        if (complaints or failed) and not self.live:
            for line in self.lines():
                self.show(line)
        return cases, complaints


class Harness(Stage):
    """Suites that misbehave on purpose: the harness has to see each one."""

    def __init__(self, members):
        name = members[0].env.get("SHARE", members[0].name)
        super().__init__(f"harness-sees-{name}", "harness")
        self.job = Job(members, members[0].guests[0])

    def optional(self):
        """Some kernels take too long for every day."""
        return self.job.desc.optional

    def longest(self):
        """Return the seconds that it may take at most."""
        return self.job.longest()

    def matches(self, words):
        """It is also selected by its guest's name, if that is optional."""
        return super().matches(words) or (
            self.optional() and self.job.guest_name in words)

    def run(self, verbose=False):
        """Return one case per suite: was seen what its expect says?"""
        out, _ = self.job.run(verbose=verbose)
        cases, complaints = verdict(self.job, out)
        seen = complaints + [f"{case.status}: {case.name}" for case in cases]
        result, missed = [], []
        for suite in self.job.members:
            if suite.expect:
                hit = any(re.search(suite.expect, line) for line in seen)
            else:
                hit = not complaints and all(c.status == "pass"
                                             for c in cases)
            result.append(ktap.Case(suite.description,
                                    "pass" if hit else "fail"))
            if not hit:
                missed += [f"{suite.name}: wanted '{suite.expect}', saw: "
                           + (" / ".join(seen) or "nothing")]
        for line in missed:
            ui.say(line)
        return result, []


def broken():
    """Return the suites that misbehave on purpose."""
    found = suites.tables(os.path.join(BROKEN, "suites.toml"),
                          suites.Suite(BROKEN, "", script=""))
    return [suite.variant(name=name, script=suite.script or name + ".sh")
            for name, suite in found.items()]


def gates():
    """Return the names of the static gates, those that run together in one."""
    listing = ui.run([STATIC, "--stages"], "listing the static gates")
    return [line.split() for line in listing.splitlines()]


def everything():
    """Return all stages in the order in which they run."""
    stages = [
        *map(Gate, gates()),
        Host("host-platform", "platform"),
        Host("host-agent", "agent"),
        Command("samples", "unit", [os.path.join(TOP, "samples/check")], 600),
        Host("fuzz-platform", "platform-fuzz", "TIME=20"),
        Host("fuzz-agent", "agent-fuzz", "TIME=60"),
        Command("host-takeover", "unit",
                [os.path.join(TESTING, "packages/takeover")], 60),
        Packages(),
        # It may have to build its kernel first.
        Command("command-cost", "bench",
                [os.path.join(TOP, "tools/bench"), "--gate"], 2400,
                boots=[("arm64", "k5")]),
        Command("harness-host", "harness",
                [os.path.join(TESTING, "qemu/selftest")], 300)]
    shared = {}
    for suite in broken():
        # Harmless ones share a boot; the others each end their guest.
        key = suite.env.get("SHARE", suite.name)
        shared.setdefault(key, []).append(suite)
    stages += [Harness(members) for members in shared.values()]
    for suite in suites.find(suites.SELFTESTS).values():
        stages += [Guests(suite, name) for name in suite.guests]
    return stages


def is_extra(word, stages):
    """Return whether a word is SUITE@GUEST for a guest not in suite.toml."""
    name, _, guest_name = word.partition("@")
    return (not any(stage.name == word for stage in stages)
            and guest_name in suites.guests()
            and name in suites.find(suites.SELFTESTS))


def extra(word):
    """Return the stage of a suite in a guest that it does not name."""
    name, _, guest_name = word.partition("@")
    return Guests(suites.find(suites.SELFTESTS)[name], guest_name)


def select(words):
    """Return the stages that the words name; each word must name some."""
    stages = everything()
    stages += [extra(word) for word in words if is_extra(word, stages)]
    for word in words:
        if not any(stage.matches([word]) for stage in stages):
            raise ui.UserError(
                f"nothing to check is called '{word}'; there are: "
                + ", ".join(sorted({s.group for s in stages}
                                   | {s.name for s in stages})))
    return [stage for stage in stages if stage.matches(words)]
