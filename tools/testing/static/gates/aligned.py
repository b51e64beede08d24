# SPDX-License-Identifier: GPL-2.0-only
"""The gate that looks where the linker puts functions that can be traced."""

import re

from .base import output
from .kbuild import CROSS, Compile, OfModules

READELF = "aarch64-linux-gnu-readelf"
# What arm64 asks for since 6.5, CONFIG_FUNCTION_ALIGNMENT: a pointer before each.
ALIGNMENT = 8
# Loaded to the begin of a page of its own.
FIRST = ".init.text"

SECTION = re.compile(r"^\s*\[\s*(\d+)\] (\S*)\s.*?(\d+)$")
FUNCTION = re.compile(
    r"^\s*\d+: ([0-9a-f]+)\s+\d+ FUNC\s+\S+\s+\S+\s+(\d+) (\S+)$")
TRACED = re.compile(r"^Relocation section '\.rela__patchable_function_entries'")
ENTRY = re.compile(r"^[0-9a-f]+ .*? (\S+) \+ ([0-9a-f]+)$")


class Aligned(OfModules):
    """Functions that can be traced begin where the kernel expects them to.

    A kernel that finds one elsewhere warns when the module is loaded. gcc before 13
    does not align what is only called at initialisation and exit.
    """

    name = "aligned"
    title = "functions are aligned as tracing wants it"
    needs = ((READELF, "binutils-aarch64-linux-gnu"),) + Compile.needs
    tools = (READELF, CROSS)

    def findings(self, module, directory):
        """Return what can be traced in a module and is not aligned."""
        said = output([READELF, "-W", "-S", "-s", "-r", module]).splitlines()
        sections = {hit[2]: (hit[1], int(hit[3]))
                    for hit in map(SECTION.match, said) if hit}
        functions = {(hit[2], int(hit[1], 16)): hit[3]
                     for hit in map(FUNCTION.match, said) if hit}
        return [f"{function(functions, sections[name][0], where)} at "
                f"{name}+{where:#x}" for name, where in traced(said)
                if where % ALIGNMENT or
                (sections[name][1] < ALIGNMENT and name != FIRST)]


def function(functions, section, where):
    """Return the name of what begins there, or behind room for a pointer."""
    return functions.get((section, where)) or \
        functions.get((section, where + ALIGNMENT), "something")


def traced(said):
    """Yield (section, offset) of what can be traced, from what readelf says."""
    ours = False
    for line in said:
        if line.startswith("Relocation section"):
            ours = TRACED.match(line)
        hit = ours and ENTRY.match(line.strip())
        if hit:
            yield hit[1], int(hit[2], 16)
