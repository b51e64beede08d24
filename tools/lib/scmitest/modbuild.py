# SPDX-License-Identifier: GPL-2.0-only
"""Building modules on a copy of the sources; the checkout stays clean."""

import hashlib
import os
import re
import shutil

from . import cache, proc, theirs, times, ui

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../.."))
SOURCES = (".c", ".h", ".S", ".lds")
NAMES = ("Kbuild", "Makefile", "VERSION")
# Text that is part of a module: the test platform's boards.
TEXTS = ("tools/scmi-platformd/boards",)
SKIP = {".git", ".ci", "packaging", "Documentation", "__pycache__"}


def is_source(name):
    """Return whether a file takes part in a module build."""
    if name.endswith(".mod.c") or name.startswith("."):
        return False
    return name in NAMES or name.endswith(SOURCES)


def sources(top):
    """Yield the relative paths of the sources below a directory."""
    for base, dirs, files in os.walk(top):
        dirs[:] = sorted(d for d in dirs
                         if d not in SKIP and not d.startswith(".tmp"))
        here = os.path.relpath(base, top)
        for name in sorted(files):
            if is_source(name) or here in TEXTS:
                yield os.path.normpath(os.path.join(here, name))


def mirror(top, target):
    """Make target hold the same sources as top, touching only what differs."""
    wanted = set()
    for rel in sources(top):
        wanted.add(rel)
        with open(os.path.join(top, rel), "rb") as handle:
            cache.write_if_changed(os.path.join(target, rel), handle.read())
    for rel in list(sources(target)):
        if rel not in wanted:
            os.unlink(os.path.join(target, rel))


def module_names(top, directory):
    """Return the names of the modules that a directory's Kbuild may build."""
    with open(os.path.join(top, directory, "Kbuild"),
              encoding="utf-8") as handle:
        return [name for line in handle if line.startswith("obj-")
                for name in re.findall(r"([\w-]+)\.o\b", line)]


def clients(top=TOP):
    """Return the names of the client modules: those made of clients/."""
    with open(os.path.join(top, "Kbuild"), encoding="utf-8") as handle:
        return re.findall(r"^([\w-]+)-y := clients/", handle.read(), re.M)


def test_dirs(top, part):
    """Return the directories below part with test modules (a Kbuild).

    "=" before it means that directory alone.
    """
    if part.startswith("="):
        return [part[1:]]
    found = []
    for base, dirs, files in os.walk(os.path.join(top, part)):
        dirs.sort()
        if "Kbuild" in files:
            found.append(os.path.relpath(base, top))
    return found


# How the stack is built: so that the gate that says what the compiler said finds all
# in the compiler's cache. An old kernel-doc stumbles over annotations of today; the
# newest one has a gate of its own.
WARNINGS = ("W=1", "cmd_checkdoc=")


def make(kernel, directory, log, *extra):
    """Run kbuild in one directory."""
    with times.phase("waiting"), cache.turn("build"), times.phase("build"):
        ui.run(["make", "-C", kernel.kdir(),
                *cache.compiled(kernel.make_args()), f"M={directory}",
                f"-j{proc.processors()}", *extra, "modules"],
               f"building modules for {kernel.release} ({kernel.arch})",
               log=log, env=cache.compilers())


def built(directory):
    """Return the modules that the last build of a directory listed."""
    order = os.path.join(directory, "modules.order")
    with open(order, encoding="utf-8") as handle:
        # Newer kernels list the objects that modules are linked from.
        names = [os.path.splitext(line.strip())[0] for line in handle]
    return [os.path.join(directory, name) + ".ko" for name in names]


def fingerprint(top=TOP):
    """Return a word that changes with the stack's own sources."""
    return cache.fingerprint(top, (rel for rel in sources(top)
                                   if not rel.startswith("tools/")))


def mark(top=TOP):
    """Return a word that tells this checkout from others."""
    return hashlib.sha256(os.path.realpath(top).encode()).hexdigest()[:8]


def tree(kernel):
    """Return the directory that holds a kernel's copy of the sources.

    Checkouts take turns at it: mirror() makes it the same as any of them, and
    only what differs is compiled again.
    """
    return cache.path("build", f"{kernel.release}-{kernel.version}", "src")


def lock(here):
    """Hold the lock of a copy of the sources."""
    return cache.lock("build-" + os.path.basename(os.path.dirname(here)))


def take(modules, into):
    """Copy modules away from where another run may build again."""
    os.makedirs(into, exist_ok=True)
    return [shutil.copy(path, into) for path in modules]


def stack(kernel, top, here, into):
    """Build a package's sources at a place of its own; return the modules in into.

    Other checkouts' builds would only be undone by sources of another version.
    """
    mirror(top, here)
    make(kernel, here, here + ".log", "CONFIG_DEBUG_INFO=")
    return take(built(here), into)


def modules(kernel, parts, with_stack, into, drivers=()):
    """Build the stack, mainline's drivers, and the test modules of some directories.

    Return the modules, copied to into. All of it is done in one go, because
    another checkout may be next. Modules of the harness's own tests use
    nothing of the stack, and are built without it.
    """
    here = tree(kernel)
    with lock(here):
        mirror(TOP, here)
        extra, found = [], []
        if with_stack:
            make(kernel, here, here + ".log", *WARNINGS)
            found = take(built(here), into)
            symbols = os.path.join(here, "Module.symvers")
            extra = [f"KBUILD_EXTRA_SYMBOLS={symbols}"]
        for where in theirs.prepare(kernel, here, drivers, here + "-drivers"):
            make(kernel, where, here + "-drivers.log", f"SCMI_AGENT={here}",
                 *extra)
            found += take(built(where), into)
        for rel in (rel for part in parts for rel in test_dirs(here, part)):
            make(kernel, os.path.join(here, rel), here + "-tests.log", *extra)
            found += take(built(os.path.join(here, rel)), into)
    return found
