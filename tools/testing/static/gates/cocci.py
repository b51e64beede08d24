# SPDX-License-Identifier: GPL-2.0-only
"""The kernel's own semantic checks."""

import concurrent.futures
import os
import re
import subprocess
import sys
import sysconfig

from scmitest import proc, ui

from .base import Clean, Gate, output
from .newest import Newest

RULES = "scripts/coccinelle"
# They need an OCaml compiler at run time. The first is for one driver, the
# second for what checkpatch reports as well: comparisons with 0 for NULL.
LEFT_OUT = ("check_bq27xxx_data", "badzero")
# Its time and its stack grow with the square of what it is given at a time.
GREEDY = "deref_null.cocci"
AT_A_TIME = 20
# The rules are about the kernel's API, so not for programs.
PROGRAMS = ("platform/", "tools/")

# Rules have Python in them; spatch loads the library of the python3 that it finds.
PYTHON = () if sys.base_prefix != "/usr" else (
    (os.path.join(*sysconfig.get_config_vars("LIBDIR", "LDLIBRARY")),
     "libpython3-dev"),)


class Coccinelle(Gate):
    """Locks left held, missing puts, use after free, needless code."""

    name = "coccinelle"
    title = "the kernel's semantic patches"
    needs = (("spatch", "coccinelle"), ("xz", "xz-utils"), *PYTHON)

    def check(self, tree):
        newest = Newest()
        rules = []
        for base, _, names in os.walk(os.path.join(newest.checkers(), RULES)):
            rules += [os.path.join(base, n) for n in names
                      if n.endswith(".cocci") and n[:-6] not in LEFT_OUT]
        sources = [n for n in tree.files(".c") if not n.startswith(PROGRAMS)]
        if not rules or not sources:
            raise ui.UserError("no semantic patches, or nothing to check")
        include = os.path.join(newest.common(), "include")
        headers = "".join(map(tree.read, tree.files(".h")))
        with Clean(self.name, output(["spatch", "--version"]), newest.release,
                   headers) as clean:
            def look(rule):
                return apply(rule, clean, tree, sources, include)

            with concurrent.futures.ThreadPoolExecutor(
                    proc.processors()) as pool:
                parts = pool.map(look, sorted(rules))
                return sorted({line for part in parts for line in part})


def apply(rule, clean, tree, sources, include):
    """Return what one semantic patch says about the sources."""
    with open(rule, encoding="utf-8") as handle:
        text = handle.read()
    if not re.search(r"^virtual.*\breport\b", text, re.M):
        return []
    left = clean.left(sources, lambda n: (text, n, tree.read(n)))
    found = re.search(r"^//+[ \t]*Options:([^/\n]*)", text, re.M)
    options = found[1].split() if found else []
    size = AT_A_TIME if rule.endswith(GREEDY) else max(len(left), 1)
    return [line for at in range(0, len(left), size) for line in
            spatch(rule, clean, tree, left[at:at + size], include, options)]


def spatch(rule, clean, tree, left, include, options):
    """Return what one semantic patch says about some of the sources."""
    cmd = ["spatch", "-D", "report", "--no-show-diff", "--very-quiet",
           "--cocci-file", rule, "-I", include, *options,
           *(name for name, _ in left)]
    proc = subprocess.run(cmd, cwd=tree.root, stdin=subprocess.DEVNULL,
                          text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, errors="replace",
                          check=False)
    name = os.path.basename(rule)[:-6]
    if proc.returncode:
        raise ui.UserError(f"spatch {name}: {proc.stdout[-500:]}")
    lines = [f"{line.removeprefix('./')} [{name}]"
             for line in proc.stdout.splitlines()
             if re.match(r"\S+:\d+", line)]
    clean.add(word for source, word in left
              if not any(line.startswith(source + ":") for line in lines))
    return lines
