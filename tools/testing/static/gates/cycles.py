# SPDX-License-Identifier: GPL-2.0-only
"""Which objects need which, by the symbols that they define and lack."""

import graphlib
import os

from .base import output
from .kbuild import CROSS, Compile, OfModules

NM = "aarch64-linux-gnu-nm"


class Cycles(OfModules):
    """Calls go down: of two objects of a module, one needs the other, or none."""

    name = "cycles"
    title = "no cycles between the objects of a module"
    needs = ((NM, "binutils-aarch64-linux-gnu"),) + Compile.needs
    tools = (NM, CROSS)

    def findings(self, module, directory):
        """Return the cycles between the objects of a module."""
        return [", ".join(f"{a} needs {b} ({symbol})" for a, b, symbol in cycle)
                for cycle in cycles(needs(symbols_of(module, directory)))]


def symbols_of(module, directory):
    """Return {object: {symbol: nm's letter for it}} of a module."""
    with open(module.removesuffix(".ko") + ".mod", encoding="utf-8") as handle:
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
