# SPDX-License-Identifier: GPL-2.0-only
"""Suites and the guests that they run in, as described by files."""

import dataclasses
import os
import tomllib

from . import dtb, ui
from .modbuild import TOP

QEMU_DIR = os.path.join(TOP, "tools/testing/qemu")
SELFTESTS = os.path.join(TOP, "tools/testing/selftests")
# What scripts find beside their directory.
SHARED = [os.path.join(SELFTESTS, name)
          for name in ("lib.sh", "lib-failnth.sh", "irqs.sh", "mailbox.sh",
                       "flood.sh", "clk.sh", "hwmon.sh", "genpd.sh",
                       "syspower.sh")]
BOARDS = os.path.join(TOP, "tools/scmi-platformd/boards")
NONE = dataclasses.MISSING


def default(value):
    """Return a field that is a list or a table, of its own in each object."""
    return dataclasses.field(default_factory=lambda: type(value)(value))


@dataclasses.dataclass
class Suite:
    """A directory with a suite.toml and a script; its keys begin below name."""

    path: str
    name: str
    description: str = ""  # one line
    script: str = "run.sh"
    guests: list = default(["arm64"])  # of tools/testing/qemu/guests.toml
    timeout: int = 60  # seconds for the script
    board: str = "board-demo"  # of tools/scmi-platformd/boards, or "none"
    options: list = default([])  # further options of scmi-platformd
    devices: int = 1  # SCMI devices, named scmi0, scmi1, ...
    boards: list = default([])  # instead of board and devices: one device each
    smp: int = 2
    cmdline: str = "panic_on_warn=1"
    stock: list = default([])  # more modules of the stock kernel
    env: dict = default({})  # for the script
    files: list = default([])  # more files, from the top of the sources
    programs: list = default([])  # "a.c b.c": C files that make program a
    packages: list = default([])  # Debian packages that are in the guest's root
    overlays: dict = default({})  # NAME: words, for NAME.dtbo, or one, $node
    words: dict = default({})  # for all of them
    dt: str = ""  # what they are below the root, with $NAME for a word
    alone: bool = False  # true: no other suite runs in the same boot
    tar: bool = False  # true: all suites, installed, as kselftest.tar
    stack: bool = True  # false: the suite loads nothing of the stack
    test_modules: bool = True  # false: it needs no module of tools/testing
    drivers: list = default([])  # of mainline's, of testing/static/drivers.toml
    modules: list = default([])  # only those of these directories, from the top
    icount: bool = False  # true: one instruction is one nanosecond
    ends: dict = default({})  # COMMAND: a word of scmi0's answer when all is over
    expect: str = ""  # only for tests of the harness itself

    def variant(self, **options):
        """Return the same suite with other options."""
        return dataclasses.replace(self, **options)

    def platforms(self):
        """Return the boards of its SCMI devices."""
        boards = self.boards or [self.board] * self.devices
        return [] if "none" in boards else boards

    def build(self, compiler, directory, *options):
        """Build its programs and overlays; return their paths."""
        built = []
        for name, words in self.overlays.items():
            words = words if isinstance(words, dict) else {"node": words}
            built.append(dtb.overlay(self.dt, {**self.words, **words},
                                     os.path.join(directory, name + ".dtbo")))
        for sources in map(str.split, self.programs):
            name = os.path.splitext(os.path.basename(sources[0]))[0]
            built.append(os.path.join(directory, name))
            ui.run([compiler, "-O2", "-Wall", "-static", "-pthread", *options,
                    "-o", built[-1],
                    *(os.path.join(self.path, s) for s in sources)],
                   f"building {self.name}/{name}")
        return built


@dataclasses.dataclass
class Machine:
    """What kind of guest it is: a table of guests.toml has these keys, or "like"."""

    arch: str = ""
    series: str = ""  # of the kernel
    dt: str = ""  # of tools/testing/qemu/dt
    scmi: bool = True
    bus: str = "pci"  # what QEMU's SCMI devices are on, see BUSES of guest.py
    cmdline: str = ""  # beside the suite's
    machine: str = ""  # options of QEMU's machine
    mem: int = 512  # MB
    slow: int = 1  # by what limits are multiplied
    optional: bool = False  # true: runs only if it is named
    platform: str = ""  # KIND [KEY=VALUE]...: platforms are modules of the guest
    gcov: bool = False  # true: modules count their branches


def read(path):
    """Return the table that a file has."""
    try:
        with open(path, "rb") as handle:
            return tomllib.load(handle)
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ui.UserError(f"{path}: {err}") from err


def fill(where, table, base):
    """Return a copy of base that has a table's values as well.

    Its fields say what keys there are, and their types; one without a default
    is none.
    """
    known = {field.name: field.type for field in dataclasses.fields(base)
             if (field.default, field.default_factory) != (NONE, NONE)}
    for key, value in table.items():
        if key not in known:
            raise ui.UserError(f"{where}: unknown key '{key}' (known: "
                               + ", ".join(sorted(known)) + ")")
        if not isinstance(value, known[key]):
            raise ui.UserError(f"{where}: '{key}' has to be of type "
                               f"{known[key].__name__}")
    return dataclasses.replace(base, **table)


def tables(path, base):
    """Return what a file's tables describe, by name: base with what they say.

    A table's "like" names one before it, whose other keys it has too.
    """
    found = {"": base}
    for name, table in read(path).items():
        like = table.pop("like", "")
        if like not in found:
            raise ui.UserError(f"{path} [{name}]: no '{like}' before it")
        found[name] = fill(f"{path} [{name}]", table, found[like])
    del found[""]
    return found


def load(path):
    """Return the suite of a directory."""
    name = os.path.join(path, "suite.toml")
    suite = fill(name, read(name), Suite(path, os.path.basename(path)))
    script = os.path.join(path, suite.script)
    if not os.path.exists(script):
        raise ui.UserError(f"{script}: no such file")
    return suite


def find(top):
    """Return the suites below a directory, by name."""
    found = {}
    for base, dirs, files in os.walk(top):
        dirs.sort()
        if "suite.toml" in files:
            found[os.path.basename(base)] = load(base)
    return found


def guests():
    """Return the machines that guests may be, by name."""
    return tables(os.path.join(QEMU_DIR, "guests.toml"), Machine())


def board(name):
    """Return a board file's path, by name or as a path."""
    for path in (name, os.path.join(BOARDS, name),
                 os.path.join(BOARDS, name + ".board")):
        if os.path.isfile(path):
            return path
    known = sorted(os.listdir(BOARDS)) if os.path.isdir(BOARDS) else []
    raise ui.UserError(f"no board file '{name}'; there are: "
                       + (", ".join(known) or "none"))
