# SPDX-License-Identifier: GPL-2.0-only
"""Rows of known holes, the mutations that put them in, the tests that see."""

import re

from scmitest import known_bugs, stages, suites, ui

from .base import Gate

# Lifetimes of core and transports, which the debug kernels are there for.
DEBUGGED = re.compile(r"S\d\d|H[0-3]\d|H4[0-4]")


class Mutations(Gate):
    """Every mutation applies, its test exists, and no row is forgotten."""

    name = "mutations"
    title = "mutations apply and name tests, rows have tests and mutations"

    def check(self, tree):
        # A suite may be run in guests that it does not name.
        known = {stage.name for stage in stages.everything()} | {
            f"{suite}@{guest}" for guest in suites.guests()
            for suite in suites.find(suites.SELFTESTS)}
        rows, tests = known_bugs.rows(tree.root), known_bugs.tests(tree.root)
        cases = known_bugs.Cases(tree.root)
        debugged = {name for name, suite in suites.find(
            suites.SELFTESTS).items()
            if any(guest.startswith("k1") for guest in suite.guests)}
        findings, mutated = [], set()
        for name in tree.files(".patch"):
            if not name.startswith(known_bugs.WHERE):
                continue
            try:
                mutation = known_bugs.Mutation(tree.path(name), tree.root)
                mutation.apply(tree.root, write=False)
            except ui.UserError as err:
                findings.append(f"{name}:1: {err}")
                continue
            mutated |= set(mutation.rows)
            if mutation.suite not in known:
                findings.append(f"{name}:1: no suite '{mutation.suite}'")
            elif mutation.test and not cases.have(mutation):
                findings.append(f"{name}:1: {mutation.suite} has no case "
                                f"'{mutation.test}'")
        where = f"{known_bugs.WHERE}/rows.toml:1"
        findings += [f"{where}: no row {row}, which something names"
                     for row in sorted((mutated | set(tests)) - set(rows))]
        for row, entry in rows.items():
            if entry.get("cannot") or entry.get("later"):
                continue
            lacks = [what for what, there in (("test", row in tests),
                                              ("mutation", row in mutated))
                     if not there]
            if not lacks and DEBUGGED.fullmatch(row) and not (
                    debugged & {suite for suite, _ in tests[row]}):
                lacks = ["suite on K1"]
            if lacks:
                findings.append(
                    f"{where}: {row} has no {' and no '.join(lacks)}")
        return findings
