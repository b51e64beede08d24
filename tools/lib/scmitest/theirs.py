# SPDX-License-Identifier: GPL-2.0-only
"""Mainline's client drivers and NXP's protocols, as they are.

They come out of the source package of the kernel that they are built for, at test
time, into the cache. What they are built with is written beside a copy of them.
"""

import hashlib
import os
import shutil
import subprocess
import tomllib

from . import cache, kernels, ui
from .apt import Apt

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../.."))
LIST = os.path.join(TOP, "tools/testing/static/drivers.toml")
LAYOUT = "2"
KBUILD = """LINUXINCLUDE := -I$(SCMI_AGENT)/compat/include \\
	-I$(SCMI_AGENT)/include $(LINUXINCLUDE)
# What exports something exports it from Debian's kernel already.
ccflags-y := -D__DISABLE_EXPORTS
"""
# In a guest modules have this before their names, as the kernel may have drivers of
# the same names built in: then one that is named like that is refused.
PREFIX = "mainline-"
# NXP's protocols, built unmodified by what is in compat/.
ADAPTER = "compat/mainline-protocols"
VENDORS = "drivers/firmware/arm_scmi/vendors"
PROTOCOLS = ("bbm", "cpu", "lmm", "misc")


class Driver:
    """One module of mainline's."""

    def __init__(self, name, table):
        self.name = name
        self.sources = table["sources"]
        self.headers = table.get("headers", [])
        self.why = table.get("why", {})
        self.runs = table.get("runs", [])
        self.loses = table.get("loses", "")
        self.adapted = table.get("adapted", False)

    def present(self, directory):
        """Return those of its sources that a kernel has."""
        return [name for name in self.sources
                if os.path.exists(os.path.join(directory, name))]


def drivers():
    """Return what the list says."""
    with open(LIST, "rb") as handle:
        return [Driver(*item) for item in tomllib.load(handle).items()]


def number(release):
    """Return a kernel's version as the list has it: 7.3."""
    return ".".join(release.split(".")[:2])


def take(deb, package, names, scratch):
    """Unpack some parts of a source package; return whether all are there."""
    inner = f"./usr/src/{package}.tar.xz"
    wanted = [f"{package}/{name}" for name in names]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb],
                          stdout=subprocess.PIPE) as outer, \
            subprocess.Popen(["tar", "-xO", inner], stdin=outer.stdout,
                             stdout=subprocess.PIPE) as middle:
        done = subprocess.run(["tar", "-xJ", "-C", scratch,
                               "--strip-components=1", *wanted],
                              stdin=middle.stdout, check=False,
                              stderr=subprocess.DEVNULL)
        # The rest of the pipe may die of SIGPIPE; what counts is tar's word.
        middle.stdout.close()
        outer.stdout.close()
    return not done.returncode


def source(kernel):
    """Return a directory with what a kernel has of the drivers."""
    # Kernels of our own are made of the newest source.
    apt = getattr(kernel, "apt", None) or Apt(
        *kernels.newest_area(kernel.arch))
    package = f"linux-source-{number(kernel.release)}"
    names = sorted({name for driver in drivers()
                    for name in driver.sources + driver.headers}
                   | {VENDORS})
    word = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]
    version = apt.record(package)["Version"].replace(":", "_")
    tree = cache.path("kernels", f"drivers-{version}-{LAYOUT}-{word}")
    with cache.lock("drivers"):
        if not os.path.isdir(tree):
            ui.say(f"take the drivers out of {package} (once, a minute)")
            with apt.borrow(package) as deb, cache.publish(tree) as scratch:
                # No kernel has all of them.
                take(deb, package, names, scratch)
                if not os.listdir(scratch):
                    raise ui.UserError(f"{package} holds none of the drivers")
    return tree


def kbuild(known, directory, prefix=""):
    """Write the Kbuild that builds these drivers in a directory."""
    text = KBUILD
    for driver in known:
        name = prefix + driver.name
        objects = " ".join(os.path.splitext(part)[0] + ".o"
                           for part in driver.present(directory))
        text += f"obj-m += {name}.o\n{name}-y := {objects}\n"
    cache.write_if_changed(os.path.join(directory, "Kbuild"), text.encode())


def adapted(top, tree, directory):
    """Make a directory in which NXP's protocols can be built."""
    shutil.copytree(os.path.join(top, ADAPTER), directory, dirs_exist_ok=True)
    shutil.copytree(os.path.join(tree, VENDORS),
                    os.path.join(directory, "vendors"), dirs_exist_ok=True)


def runnable(series, names):
    """Return those of the drivers named that run on a kernel, as the list says."""
    known = {driver.name: driver for driver in drivers()}
    for name in names:
        if name not in known:
            raise ui.UserError(f"{LIST}: no driver '{name}'")
    return [name for name in names if series in known[name].runs]


def prepare(kernel, top, names, base):
    """Make directories for make to build modules in; return them.

    top has the agent's sources.
    """
    if not names:
        return []
    tree, made = source(kernel), []
    wanted = [d for d in drivers() if d.name in names]
    clients = [d for d in wanted if not d.adapted]
    if clients:
        made.append(os.path.join(base, "clients"))
        shutil.copytree(tree, made[-1], dirs_exist_ok=True)
        kbuild(clients, made[-1], PREFIX)
    if clients != wanted:
        made.append(os.path.join(base, "protocols"))
        adapted(top, tree, made[-1])
    return made
