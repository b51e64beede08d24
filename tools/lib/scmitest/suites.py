# SPDX-License-Identifier: GPL-2.0-only
"""Suites and the guests that they run in, as described by files.

A suite is a directory with a suite.toml and a script:

    description = "one line"
    script = "run.sh"           # default
    guests = ["arm64"]          # names from tools/testing/qemu/guests.toml
    timeout = 60                # seconds for the script
    board = "board-demo"        # of tools/scmi-platformd/boards, or "none"
    options = []                # further options of scmi-platformd
    devices = 1                 # SCMI devices, named scmi0, scmi1, ...
    boards = []                 # instead of board and devices: one device each
    smp = 2
    cmdline = "panic_on_warn=1"
    stock = []                  # more modules of the stock kernel
    env = { NAME = "value" }    # for the script
    files = []                  # more files, from the top of the sources
    programs = []               # "a.c b.c": C files of the suite, make program a
    alone = false               # true: no other suite runs in the same boot
    tar = false                 # true: all suites, installed, as kselftest.tar
    stack = true                # false: the suite loads nothing of the stack
    test_modules = true         # false: it needs no module of tools/testing
    modules = []                # only those of these directories, from the top
    icount = false              # true: one instruction is one nanosecond
    expect = ""                 # only for tests of the harness itself
"""

import copy
import os
import tomllib

from . import ui
from .modbuild import TOP

QEMU_DIR = os.path.join(TOP, "tools/testing/qemu")
SELFTESTS = os.path.join(TOP, "tools/testing/selftests")
BOARDS = os.path.join(TOP, "tools/scmi-platformd/boards")
DEFAULTS = {"description": "", "script": "run.sh", "guests": ["arm64"],
            "timeout": 60, "board": "board-demo", "options": [], "devices": 1,
            "boards": [], "smp": 2, "cmdline": "panic_on_warn=1",
            "stock": [], "env": {}, "files": [], "programs": [], "alone": False,
            "tar": False,
            "stack": True,
            "test_modules": True, "modules": [], "icount": False,
            "expect": ""}
# like: the guest before it whose other keys this one has too;
# cmdline: beside the suite's; mem: MB; slow: by what limits are multiplied;
# optional: runs only if it is named; platform: "KIND [KEY=VALUE]...", the
# platforms are modules of the guest.
GUEST_DEFAULTS = {"like": "", "arch": None, "series": None, "dt": "", "scmi": True,
                  "cmdline": "", "mem": 512, "slow": 1,
                  "optional": False, "platform": ""}


def read(path, defaults):
    """Read a table; refuse keys and types that are not in defaults."""
    try:
        with open(path, "rb") as handle:
            table = tomllib.load(handle)
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ui.UserError(f"{path}: {err}") from err
    return table if defaults is None else fill(path, table, defaults)


def fill(path, table, defaults):
    """Return the table completed from defaults, checked against them."""
    for key, value in table.items():
        if key not in defaults:
            raise ui.UserError(f"{path}: unknown key '{key}' (known: "
                               + ", ".join(sorted(defaults)) + ")")
        want = defaults[key]
        if want is not None and not isinstance(value, type(want)):
            raise ui.UserError(f"{path}: '{key}' has to be of type "
                               f"{type(want).__name__}")
    return {**defaults, **table}


class Suite:
    """One suite directory."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path)
        self.options = read(os.path.join(path, "suite.toml"), DEFAULTS)
        script = os.path.join(path, self.options["script"])
        if not os.path.exists(script):
            raise ui.UserError(f"{script}: no such file")

    def variant(self, **options):
        """Return the same suite with other options."""
        other = copy.copy(self)
        other.options = {**self.options, **options}
        return other

    def __getattr__(self, key):
        try:
            return self.__dict__["options"][key]
        except KeyError:
            raise AttributeError(key) from None


def find(top):
    """Return the suites below a directory, by name."""
    found = {}
    for base, dirs, files in os.walk(top):
        dirs.sort()
        if "suite.toml" in files:
            suite = Suite(base)
            found[suite.name] = suite
    return found


def guests():
    """Return the guest descriptions, by name."""
    path = os.path.join(QEMU_DIR, "guests.toml")
    found = {"": GUEST_DEFAULTS}
    for name, table in read(path, None).items():
        like = table.get("like", "")
        if like not in found:
            raise ui.UserError(f"{path} [{name}]: no guest '{like}' before it")
        found[name] = fill(f"{path} [{name}]", table, found[like])
    del found[""]
    return found


def board(name):
    """Return a board file's path, by name or as a path."""
    for path in (name, os.path.join(BOARDS, name),
                 os.path.join(BOARDS, name + ".board")):
        if os.path.isfile(path):
            return path
    known = sorted(os.listdir(BOARDS)) if os.path.isdir(BOARDS) else []
    raise ui.UserError(f"no board file '{name}'; there are: "
                       + (", ".join(known) or "none"))
