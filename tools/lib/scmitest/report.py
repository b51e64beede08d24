# SPDX-License-Identifier: GPL-2.0-only
"""All stages' results as one KTAP document, and the count at its end."""

import os
import re
import sys

from . import ui
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

    def __init__(self, stages, out=sys.stdout):
        self.out = out
        self.skips = load_skips()
        self.counts = {"pass": 0, "fail": 0, "skip": 0}
        self.number = 0
        self.failures = []
        self._print("KTAP version 1")
        self._print(f"1..{stages}")

    def _print(self, text):
        print(text, file=self.out, flush=True)

    def stage(self, name, cases, complaints, seconds):
        """Add a stage: its cases, and what went wrong beside them.

        The complaints make up one more case, so that a stage whose tests
        all passed can still fail, and an empty one counts for something.
        """
        self.number += 1
        self._print("  KTAP version 1")
        self._print(f"  1..{len(cases) + 1}")
        good = True
        for index, case in enumerate(cases, 1):
            good &= self._case(name, index, case)
        for text in complaints:
            self._print(f"  # {text}")
            self.failures.append((name, text))
        clean = not complaints
        self._print(f"  {'ok' if clean else 'not ok'} {len(cases) + 1} "
                    "complete and clean")
        self.counts["pass" if clean else "fail"] += 1
        good &= clean
        self._print(f"{'ok' if good else 'not ok'} {self.number} {name} "
                    f"# {seconds:.1f} s")

    def _grouped(self):
        """Return the failures; what several stages complain of, only once."""
        stages = {}
        for stage, text in self.failures:
            stages.setdefault(text, []).append(stage)
        return [f"{names[0]}: {text}" if len(names) == 1 else
                f"{len(names)} stages: {text} ({' '.join(names)})"
                for text, names in stages.items()]

    def _case(self, stage, index, case):
        full = f"{stage}: {case.name}"
        if case.status == "skip":
            if any(rule.search(full) for rule, _ in self.skips):
                self._print(f"  ok {index} {case.name} # SKIP {case.reason}")
                self.counts["skip"] += 1
                return True
            self._print(f"  # skipped without being in skip-allow: "
                        f"{case.reason}")
            self.failures.append((full, "unexpected skip"))
            case.status = "fail"
        elif case.status == "fail":
            if case.reason:
                self._print(f"  # {case.reason}")
            self.failures.append((stage, case.name + (
                f": {case.reason}" if case.reason else "")))
        verdict = "ok" if case.status == "pass" else "not ok"
        self._print(f"  {verdict} {index} {case.name}")
        self.counts[case.status] += 1
        return case.status == "pass"

    def finish(self, remarks=()):
        """Print remarks, failures and the count; return the exit status."""
        for text in remarks:
            self._print(f"# {text}")
        if self.failures:
            self._print("# failures:")
            for text in self._grouped():
                self._print(f"#   {text}")
        counts = self.counts
        self._print(f"{counts['pass']} passed, {counts['fail']} failed, "
                    f"{counts['skip']} skipped")
        return 1 if counts["fail"] or not counts["pass"] else 0
