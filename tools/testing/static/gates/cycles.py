# SPDX-License-Identifier: GPL-2.0-only
"""Which objects need which, by the symbols that they define and lack."""

import graphlib
import os

from scmitest import ui

from .base import Clean, Gate, output
from .kbuild import CROSS, Build, Compile, modules, version

NM = "aarch64-linux-gnu-nm"


class Cycles(Gate):
    """Calls go down: of two objects of a module, one needs the other, or none."""

    name = "cycles"
    after = "build"
    title = "no cycles between the objects of a module"
    needs = ((NM, "binutils-aarch64-linux-gnu"),) + Compile.needs
    builds = True

    def check(self, tree):
        with Clean(self.name, version(CROSS)) as clean:
            build = Build("newest")
            return clean.findings(
                build.name, [build.kernel.version, *tree.built_from()],
                lambda: self.look(build.built(tree)))

    @staticmethod
    def look(directory):
        """Look at the modules that were built in a directory."""
        found = [name[:-len(".ko")] for name in modules(directory)]
        if not found:
            raise ui.UserError("nothing was built, so nothing to look at")
        return [f"{os.path.basename(name)}: "
                + ", ".join(f"{a} needs {b} ({symbol})"
                            for a, b, symbol in cycle)
                for name in found
                for cycle in cycles(needs(objects(name, directory)))]


def objects(module, directory):
    """Return {object: {symbol: nm's letter for it}} of a module."""
    with open(module + ".mod", encoding="utf-8") as handle:
        names = [os.path.relpath(os.path.join(directory, line), directory)
                 for line in handle.read().split()]
    found = {name: {} for name in sorted(names)}
    for line in output([NM, "-A", "-P", *found], directory).splitlines():
        name, entry = line.split(": ", 1)
        symbol, letter = entry.split()[:2]
        found[name][symbol] = letter
    return found


def needs(symbols):
    """Return {object: {object that it needs: a symbol of that one}}."""
    owner = {symbol: name for name, table in symbols.items()
             for symbol, letter in table.items()
             if letter.isupper() and letter != "U"}
    return {name: {owner[symbol]: symbol for symbol in sorted(table)
                   if owner.get(symbol, name) != name}
            for name, table in symbols.items()}


def cycles(graph):
    """Yield [(object, object that it needs, symbol)] for each cycle of a graph.

    What closes a cycle is taken out of the graph, until none is left.
    """
    while True:
        try:
            graphlib.TopologicalSorter(graph).prepare()
            return
        except graphlib.CycleError as err:
            # Each is needed by the next one; the last is the first again.
            ring = err.args[1][::-1]
        yield [(a, b, graph[a][b]) for a, b in zip(ring, ring[1:])]
        del graph[ring[0]][ring[1]]
