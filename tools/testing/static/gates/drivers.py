# SPDX-License-Identifier: GPL-2.0-only
"""Mainline's client drivers and NXP's protocols: do they build, as they are?"""

import os
import re
import shutil
import subprocess

from scmitest import cache, proc, suites, theirs, ui

from .base import Clean, Gate
from .kbuild import CROSS, Build, Compile, version

PAGE = "Documentation/clients.rst"
# The kernels, as the table has them.
SERIES = ("newest", "6.12", "6.1")
# Kernels of our own that are of the same source.
OWN = {"newest": ("k1",)}
# Before what is wrong with a driver that runs all the same.
RUNS = "runs: "
# What drivers and protocols take from the agent, as its build would leave it.
SYMBOLS = "".join(f"0x00000000\tscmi_agent_{name}\tscmi-agent\t"
                  "EXPORT_SYMBOL_GPL\t\n" for name in (
                      "driver_register", "driver_unregister",
                      "protocol_register", "protocol_unregister",
                      "protocol_command", "protocol_max_payload"))


class Attempt:
    """Modules of one kernel, built in a directory with a tree's headers."""

    def __init__(self, build, top, directory):
        self.build, self.top, self.directory = build, top, directory

    def make(self):
        """Build what the Kbuild says; return what was said."""
        with open(os.path.join(self.directory, "symbols"), "w",
                  encoding="ascii") as handle:
            handle.write(SYMBOLS)
        return subprocess.run(
            ["make", "-s", "-k", f"-j{proc.processors()}", "-C",
             self.build.kdir, f"M={self.directory}", f"SCMI_AGENT={self.top}",
             *cache.compiled(self.build.kernel.make_args()),
             f"KBUILD_EXTRA_SYMBOLS={self.directory}/symbols",
             "CONFIG_DEBUG_INFO_BTF_MODULES=", "KBUILD_MODPOST_WARN=1",
             "KCFLAGS=-Werror", "cmd_checkdoc=", "modules"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.STDOUT, errors="replace", check=False,
            env=cache.compilers()).stdout

    def info(self, name, key):
        """Return what a module that was built says of itself."""
        path = os.path.join(self.directory, name + ".ko")
        if not os.path.exists(path):
            return []
        with open(path, "rb") as handle:
            return [word.decode() for word in re.findall(
                rb"\0%s=([^\0]+)" % key.encode(), b"\0" + handle.read())]


class Clients(Attempt):
    """All client drivers that a kernel has."""

    def __init__(self, build, top, directory, known):
        super().__init__(build, top, directory)
        self.said = ""
        self.known = {d.name: d for d in known if d.present(directory)}

    def make_only(self, names):
        """Build these; return what was said."""
        theirs.kbuild([self.known[name] for name in names], self.directory)
        return self.make()

    def run(self):
        """Return {name: symbols that are nowhere} of those that compile."""
        self.said = self.make_only(self.known)
        compiled = [name for name in self.known if os.path.exists(
            os.path.join(self.directory, name + ".o"))]
        if not compiled:
            return {}
        # If all compile, they were linked already, and nothing is said again.
        self.said += self.make_only(compiled)
        if "suppressed" in self.said:
            raise ui.UserError(f"{self.build.name}: modpost does not name all "
                               "symbols that are nowhere")
        # "symbol" [x.ko] undefined; since 7.3 x.ko: symbol 'symbol' undefined.
        return {name: re.findall(
            rf"[ /\[]{name}\.ko(?:\]|: symbol '\w+') undefined", self.said)
                for name in compiled}

    def errors(self, name):
        """Return the first lines that were said about a driver."""
        return [line for line in self.said.splitlines() if re.search(
            r"error|undefined", line) and any(
                part in line for part in self.known[name].sources)][:3] \
            or ["does not build"]


def protocols(build, tree, drivers_of):
    """Build NXP's protocols; return what is wrong."""
    directory = f"{tree.root}.protocols"
    shutil.rmtree(directory, ignore_errors=True)
    theirs.adapted(tree.root, drivers_of, directory)
    attempt = Attempt(build, tree.root, directory)
    said = attempt.make()
    findings = [f"protocols: {line}" for line in said.splitlines()
                if re.search("error|undefined", line)]
    return findings + [
        f"protocols: scmi-agent-imx-{name} has no alias" for name in theirs.PROTOCOLS
        if not re.search("scmi-protocol-0x8[0-9a-f]-NXP", " ".join(
            attempt.info(f"scmi-agent-imx-{name}", "alias")))]


def tested():
    """Return the pairs of driver and kernel that suites have a guest for."""
    machines = suites.guests()
    return sorted({(driver, machines[guest].series)
                   for suite in suites.find(suites.SELFTESTS).values()
                   for driver in suite.drivers for guest in suite.guests})


def untested():
    """Return what the list says runs although no suite shows it."""
    pairs = tested()
    return [f"{driver.name}: no suite runs it on {series}"
            for driver in theirs.drivers() for series in driver.runs
            if (driver.name, series) not in pairs]


class Drivers(Gate):
    """Drivers of a kernel's own age, unmodified, as clients.rst says it."""

    name = "drivers"
    title = "mainline's client drivers build with our headers"
    needs = Compile.needs
    builds = True

    def check(self, tree):
        known = [d for d in theirs.drivers() if not d.adapted]
        builds = [Build(series) for series in SERIES]
        with open(theirs.LIST, encoding="utf-8") as handle:
            contents = [handle.read(), str(tested()),
                        *(b.kernel.version for b in builds),
                        tree.read(PAGE) if PAGE in tree.names else "",
                        *(name + tree.read(name)
                          for name in tree.files(".h", ".c")
                          if name.startswith(("compat/", "include/")))]
        with Clean(self.name, version(CROSS)) as clean:
            return clean.findings("all", contents,
                                  lambda: self.look(tree, known, builds))

    def look(self, tree, known, builds):
        """Build all for each kernel; return what is wrong, the table too."""
        findings, cells = [], {}
        for build in builds:
            column = theirs.number(build.name)
            directory = f"{tree.root}.drivers-{column}"
            shutil.rmtree(directory, ignore_errors=True)
            shutil.copytree(theirs.source(build.kernel), directory)
            attempt = Clients(build, tree.root, directory, known)
            results = attempt.run()
            for driver in known:
                cell, wrong = self.judge(driver, build, attempt, results)
                findings += [f"{driver.name} on {column}: {text}"
                             for text in wrong]
                cells[driver.name, column] = cell
        findings += untested()
        findings += protocols(builds[0], tree, theirs.source(builds[0].kernel))
        text = table(known, [theirs.number(b.name) for b in builds], cells)
        page = tree.read(PAGE) if PAGE in tree.names else ""
        if text not in page:
            findings += [f"{PAGE}:1: does not have this table:",
                         *text.splitlines()]
        return findings

    @staticmethod
    def judge(driver, build, attempt, results):
        """Return the table's cell for a driver, and what is wrong."""
        why = driver.why.get(theirs.number(build.name))
        if driver.name not in attempt.known:
            return "none", ["has a reason, but is not there"] if why else []
        if driver.name not in results:
            return why or "no", [] if why else attempt.errors(driver.name)
        if why:
            return "yes", [f"builds, although {why}"]
        wrong = []
        if "scmi-agent" not in ",".join(attempt.info(driver.name, "depends")):
            wrong.append("does not use the agent")
        if not any(word.startswith("scmi_agent:p")
                   for word in attempt.info(driver.name, "alias")):
            wrong.append("has no alias")
        if driver.loses and "k1" in driver.runs:
            wrong.append("loses memory, which k1 would report")
        if {build.series, *OWN.get(build.series, ())} & set(driver.runs):
            return f"{RUNS}{driver.loses}" if driver.loses else "runs", wrong
        # A framework may be missing in a kernel whose headers have it.
        return "compiles" if results[driver.name] else "yes", wrong


def table(known, columns, cells):
    """Return the table of the page; reasons become notes below it."""
    notes = []

    def cell(text):
        if text in ("runs", "yes", "no", "none", "compiles"):
            return text
        word, note = "no", text
        if text.startswith(RUNS):
            word, note = "runs", text[len(RUNS):]
        if note not in notes:
            notes.append(note)
        return f"{word} ({notes.index(note) + 1})"

    width = max(len(d.name) for d in known) + 4
    rule = "=" * width + "  ========" * len(columns)

    def row(first, rest):
        return (f"{first:{width}}" + "".join(f"  {c:8}" for c in rest)).rstrip()

    lines = [rule, row("Driver", columns), rule]
    lines += [row(f"``{d.name}``", [cell(cells[d.name, c]) for c in columns])
              for d in known]
    lines += [rule, ""]
    for index, note in enumerate(notes, 1):
        lines += [f"({index}) {note[0].upper() + note[1:]}.", ""]
    return "\n".join(lines).rstrip()
