# SPDX-License-Identifier: GPL-2.0-only
"""Lock rules, checked by clang over what gcc has compiled."""

import concurrent.futures
import os
import re
import shlex
import subprocess

from scmitest import proc, ui

from . import packages
from .kbuild import CROSS, Compile, OfBuilds, objects, some, told

FLAGS = ("--target=aarch64-linux-gnu", "-fsyntax-only", "-std=gnu11",
         "-fms-extensions", "-Wno-everything", "-mgeneral-regs-only",
         "-DWARN_CONTEXT_ANALYSIS", "-fexperimental-late-parse-attributes",
         "-Wthread-safety", "-Wthread-safety-pointer",
         "-Wthread-safety-beta")
# What the kernel's own rules leave out: headers that are not annotated.
SUPPRESS = "scripts/context-analysis-suppression.txt"
# Options of gcc that clang needs as well, with and without an argument.
PAIRS = ("-include", "-I", "-D", "-U", "-isystem", "-iquote")


class Locks(OfBuilds):
    """__guarded_by, __must_hold and friends hold in every function."""

    name = "locks"
    after = "build"
    title = "clang context analysis of lock rules"

    @property
    def needs(self):
        """Return clang, under the name that this Debian gives it."""
        return ((packages.clang(), packages.CLANGS[0]),) + Compile.needs

    @property
    def tools(self):
        """Return that clang, and whose commands it is given."""
        return packages.clang(), CROSS

    def look(self, tree, build):
        """Have clang look at all that is compiled; return what it says."""
        copy = build.built(tree)
        sources = some(objects(copy))
        suppress = os.path.join(build.kernel.checkers(), SUPPRESS)
        if not os.path.exists(suppress):
            raise ui.UserError(f"no {SUPPRESS} in the kernel source")
        with concurrent.futures.ThreadPoolExecutor(proc.processors()) as pool:
            parts = pool.map(lambda s: analyse(copy, s, suppress), sources)
            return [line for part in parts for line in part]


def analyse(directory, source, suppress):
    """Return what clang says about one source file."""
    base, name = os.path.split(os.path.join(directory, source))
    with open(os.path.join(base, f".{name[:-2]}.o.cmd"),
              encoding="utf-8") as handle:
        command = handle.readline().split(":=", 1)[1]
    cmd = [packages.clang(), *FLAGS,
           f"--warning-suppression-mappings={suppress}",
           *wanted(shlex.split(command.split(";")[0])),
           os.path.join(directory, source)]
    proc = subprocess.run(cmd, cwd=directory, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    lines = [line for line in told(proc.stdout, directory)
             if re.search(r": (warning|error|fatal error): ", line)]
    if proc.returncode and not lines:
        raise ui.UserError(f"{source}: clang failed\n{proc.stdout}")
    return lines


def wanted(words):
    """Return the words of a compiler command that name headers and macros."""
    keep, words = [], iter(words)
    for word in words:
        if word in PAIRS:
            keep += [word, next(words)]
        elif word.startswith(("-I", "-D", "-U")) or word == "-nostdinc":
            keep.append(word)
    return keep
