# SPDX-License-Identifier: GPL-2.0-only
"""Run portable rows against mainline's own SCMI stack.

A test that mainline fails is a test that sees something. Each script in
tools/testing/mainline/rows runs in a guest of its own with the debug kernel and
that kernel's SCMI modules, against the platform that our suites use. What it did
is printed and written to Documentation/results/mainline.md; that a row fails is no
error here, that one does not run is.
"""

import os
import re
import sys

from scmitest import (hosttools, ktap, page, proc, runner, splat, suites, table,
                      ui)
from scmitest.modbuild import TOP

HERE = os.path.join(TOP, "tools/testing/mainline")
PAGE = os.path.join(TOP, "Documentation/results/mainline.md")
STAMP = re.compile(r"^\[ *[0-9.]+\]\s*(\[[^]]*\])?\s*")
HEAD = """\
<!-- Written by ./tools/check mainline; do not edit. -->
# Mainline's stack under the same tests

Rows of the regression suite that need nothing of ours, run against the SCMI
modules of {release}: one guest for each, the debug kernel K1, the platform of
our suites. What the rows are, and how ours fares, is in
[lifetimes.md](lifetimes.md). Mainline survives {good} of {all}.

{stamp}
| Row | Case | Mainline | What was seen |
|---|---|---|---|
"""


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check mainline", __doc__)
    parser.add_argument("row", nargs="*", help="S17, H05, ... (default: all)")
    ui.add_jobs(parser)
    return parser.parse_args(argv)


def rows():
    """Return the rows that have a script."""
    return sorted(os.path.splitext(name)[0]
                  for name in os.listdir(os.path.join(HERE, "rows")))


class Row:
    """One script, and what came of it."""

    def __init__(self, name):
        suite = suites.load(HERE).variant(script=f"rows/{name}.sh")
        suite.name = f"mainline-{name}"
        self.name = name
        self.job = runner.Job([suite], suite.guests[0])
        self.case, self.seen, self.good, self.ran = "", "", False, False

    def run(self):
        """Boot, and keep the row's last case and the first report."""
        with ui.stage(self.job.members[0].name):
            out, _ = self.job.run()
        with open(out.console, encoding="utf-8", errors="replace") as log:
            reports = [STAMP.sub("", line)
                       for _, line in splat.scan(log.read().splitlines())]
        cases, _ = ktap.parse(out.suites.get(self.job.members[0].name, []))
        self.ran = bool(cases)
        if not cases:
            ui.say(f"{self.name}: no case ran; see {out.console}")
            cases = [ktap.Case("(no case ran)", "fail")]
        failed = [case for case in cases if case.status == "fail"]
        self.case = (failed or cases[-1:])[0].name
        self.good = not failed and not reports and not out.trouble
        self.seen = "; ".join(([f"{len(reports)} reports, the first: "
                                + reports[0]] if reports else [])
                              + (["the case fails"] if failed else [])
                              + list(out.trouble)[:1])

    def line(self):
        """Return this row of the table."""
        case = re.sub(r" \[[A-Z0-9 ]+\]$", "", self.case)
        return (f"| {self.name} | {case} | "
                f"{'survives' if self.good else '**fails**'} | "
                + self.seen.replace("|", "/") + " |")


def main(argv):
    """Run the rows that were asked for; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    unknown = set(args.row) - set(rows())
    if unknown:
        raise ui.UserError(f"no such row: {' '.join(sorted(unknown))}; there "
                           f"are: {' '.join(rows())}")
    hosttools.ensure()
    chosen = [Row(name) for name in rows()
              if not args.row or name in args.row]
    for _ in proc.side_by_side(args.jobs, Row.run, chosen):
        pass
    release = runner.kernel_for(chosen[0].job.desc).release
    text = HEAD.format(release=f"Linux {release}", all=len(chosen),
                       good=sum(row.good for row in chosen),
                       stamp=page.stamp("mainline"))
    text += "\n".join(row.line() for row in chosen) + "\n"
    sys.stdout.write(text)
    if not args.row:
        page.write(PAGE, text)
        table.write_pages()
    return 0 if all(row.ran for row in chosen) else 1
