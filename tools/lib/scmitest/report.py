# SPDX-License-Identifier: GPL-2.0-only
"""All stages' results as one KTAP document, and the count at its end."""

import collections
import os
import re

from . import ktap, ui
from .suites import QEMU_DIR


def load_skips():
    """Return [(expression, reason)] of the skips that are expected.

    A line is "<regular expression> # <reason>"; without a reason it is an
    error, because then nobody could tell when to drop it.
    """
    path, rules = os.path.join(QEMU_DIR, "skip-allow"), []
    with open(path, encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            rule, mark, reason = line.partition(" # ")
            if not mark or not reason.strip():
                raise ui.UserError(f"{path}:{number}: a skip needs a reason")
            rules.append((re.compile(rule.strip()), reason.strip()))
    return rules


class Report:
    """Collects results, stage by stage, and prints them as they come."""

    def __init__(self, stages, out=None):
        self.skips = load_skips()
        self.failures = []
        self.counts = collections.Counter({"pass": 0, "fail": 0, "skip": 0})
        self.top = ktap.Writer(stages, out)

    def stage(self, name, cases, complaints, seconds):
        """Add a stage: its cases, and what went wrong beside them.

        The complaints make up one more case, so that a stage whose tests
        all passed can still fail, and an empty one counts for something.
        """
        part = self.top.subtests(len(cases) + 1)
        for case in cases:
            self._case(part, name, case)
        part.note("\n".join(complaints))
        self.failures += [(name, text) for text in complaints]
        part.result(not complaints, "complete and clean")
        self.counts.update(part.counts)
        self.top.result(not part.status(), name, f"{seconds:.1f} s")

    def _grouped(self):
        """Return the failures; what several stages complain of, only once."""
        stages = {}
        for stage, text in self.failures:
            stages.setdefault(text, []).append(stage)
        return [f"{names[0]}: {text}" if len(names) == 1 else
                f"{len(names)} stages: {text} ({' '.join(names)})"
                for text, names in stages.items()]

    def _case(self, part, stage, case):
        full = f"{stage}: {case.name}"
        if case.status == "skip" and not any(
                rule.search(full) for rule, _ in self.skips):
            part.note(f"skipped without being in skip-allow: {case.reason}")
            self.failures.append((full, "unexpected skip"))
            case.status = "fail"
        elif case.status == "fail":
            part.note(case.reason)
            self.failures.append(
                (stage, f"{case.name}: {case.reason}".removesuffix(": ")))
        part.case(case.status, case.name,
                  case.reason if case.status == "skip" else "")

    def finish(self, remarks=()):
        """Print remarks, failures and the count; return the exit status."""
        self.top.note("\n".join(remarks))
        if self.failures:
            self.top.note("failures:")
            self.top.note("\n".join(f"  {text}" for text in self._grouped()))
        self.top.total(self.counts)
        return 1 if self.counts["fail"] or not self.counts["pass"] else 0
