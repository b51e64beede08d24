# SPDX-License-Identifier: GPL-2.0-only
"""Let every allocation fail once, and see which branches that takes.

The suites "failnth" and "failnth_mbox" on K1, with modules that count their
branches, and the first on K2, where every driver is bound twice.
KTAP on standard output; the last line is "N passed, N failed, N skipped"; the
number of points walked and the conditions that went one way only are written
to Documentation/faults.md.
"""

import argparse
import os

from scmitest import (gcov, hosttools, page, proc, report, runner, stages,
                      suites, ui)
from scmitest.modbuild import TOP

PAGE = os.path.join(TOP, "Documentation/faults.md")
HEAD = """\
<!-- Written by ./tools/check faults; do not edit. -->
# Fault injection

Each operation is done again and again: first its first allocation fails, then
its second, until none is left to fail. After each the bus has to be as before,
and the same operation has to work; in the end kmemleak has to find nothing. See
`tools/testing/selftests/failnth`. A point is an allocation that failed; one is
survived if the operation went well all the same.

"""
# Suite, guest, whether to count branches: that is done where it costs least.
WALKS = (("failnth", "k1", True), ("failnth_mbox", "k1-shmem", True),
         ("failnth", "k2", False))


def arguments(argv):
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(
        prog="./tools/check faults", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guest", nargs="*",
                        help="k1, k1-shmem, k2 (default: all)")
    parser.add_argument("--with", dest="others", nargs="*", default=[],
                        metavar="SUITE", help="count the branches that these "
                        "suites take too")
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show guests' consoles")
    return parser.parse_args(argv)


class Walk(stages.Guests):
    """One suite whose modules may count their branches."""

    def __init__(self, name, guest, profile):
        suite = suites.find(suites.SELFTESTS)[name]
        if profile:
            suite = suite.variant(env={**suite.env, "SCMI_GCOV": "1"})
        super().__init__(suite, guest)
        self.job.desc = {**self.job.desc, "gcov": profile}
        self.outcome, self.cases, self.complaints = None, [], []

    def run(self, verbose=False):
        """Run, and keep the outcome for the page."""
        out, tail = self.job.run(
            lambda _, line: ui.say(f"{self.name}| {line}"), verbose)
        self.outcome = out
        self.cases, self.complaints = runner.verdict(self.job, out)
        if self.complaints:
            ui.say(f"{self.name}: the console's last lines:\n{tail}")
        return self.cases, self.complaints

    def section(self):
        """Return the points that this walk counted, as text."""
        release = runner.kernel_for(self.job.desc).release
        lines = [line[2:] for line in self.outcome.suites.get(
            self.suite.name, []) if line.startswith("# ") and "points" in line]
        bad = [c.name for c in self.cases if c.status == "fail"]
        verdict = "; ".join(self.complaints + bad) or "no report, no leak"
        return (f"## {self.suite.name} on {self.job.guest_name}: {release}\n\n"
                + "".join(f"- {line}\n" for line in lines)
                + f"- **{verdict}**\n\n")


def write_page(walks):
    """Write what was walked, and what was not taken."""
    text = HEAD + page.stamp("faults")
    text += "".join(w.section() for w in walks
                    if w.suite.name.startswith("failnth"))
    documents, kernel = [], None
    for walk in walks:
        if walk.outcome and walk.outcome.counts:
            kernel = runner.kernel_for(walk.job.desc)
            documents.append(walk.outcome.counts)
    if documents:
        names = ", ".join(w.suite.name for w in walks if w.outcome.counts)
        text += f"## Branches\n\nOf these suites on K1: {names}. "
        text += gcov.markdown(gcov.report(documents, kernel, TOP), TOP)
    page.write(PAGE, text)


def main(argv):
    """Run what was asked for; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    hosttools.ensure()
    walks = [Walk(*walk) for walk in WALKS
             if not args.guest or walk[1] in args.guest]
    walks += [Walk(name, "k1", True) for name in args.others]
    if not walks:
        raise ui.UserError("no such guest; there are: k1, k1-shmem, k2")
    result = report.Report(len(walks))
    stages.run(walks, 1, result, args.verbose)
    write_page(walks)
    return result.finish()
