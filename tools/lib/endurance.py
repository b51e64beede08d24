# SPDX-License-Identifier: GPL-2.0-only
"""Take the stack apart and together thousands of times, on debug kernels.

The suite "cycles" in its long form: 10,000 cycles with KASAN and lockdep, 1,000
with late releases and a driver test at every probe, 20 minutes with KCSAN. KTAP
on standard output; the last line is "N passed, N failed, N skipped"; what was
done is written to Documentation/endurance.md.
"""

import argparse
import os

from scmitest import (hosttools, page, proc, report, runner, stages, suites,
                      ui)
from scmitest.modbuild import TOP

PAGE = os.path.join(TOP, "Documentation/endurance.md")
# Guest, what is asked for, seed, limit in seconds. Two halves run side by side.
RUNS = (("k1-vdev", {"SCMI_CYCLES": "5000"}, 1, 5400),
        ("k1-vdev", {"SCMI_CYCLES": "5000"}, 2, 5400),
        ("k2-vdev", {"SCMI_CYCLES": "1000"}, 3, 5400),
        ("k3-vdev", {"SCMI_SECONDS": "1200"}, 4, 1800))
HEAD = """\
<!-- Written by ./tools/check endurance; do not edit. -->
# Endurance

Parts of the stack are taken away and brought back at random, while sensors and
clocks are read, notifications storm and the platform misbehaves: see
`tools/testing/selftests/cycles`. A report of the kernel, a leak, or a part that
is missing afterwards fails the run.

"""


def arguments(argv):
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(
        prog="./tools/check endurance", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guest", nargs="*", help="k1-vdev, k2-vdev, k3-vdev (default: all)")
    parser.add_argument("--cycles", metavar="N",
                        help="so many per run, instead of the full number")
    parser.add_argument("-j", "--jobs", type=int, metavar="N",
                        default=min(os.cpu_count() or 1, 2),
                        help="guests at a time (default: %(default)s)")
    return parser.parse_args(argv)


class Run(stages.Guests):
    """One long run; its suite's remarks say what was done."""

    def __init__(self, guest, env, seed, limit):
        suite = suites.find(suites.SELFTESTS)["cycles"]
        suite = suite.variant(timeout=limit,
                              env={**env, "SCMI_SEED": str(seed)})
        super().__init__(suite, guest)
        self.name = f"endurance@{guest}-{seed}"
        self.job.name = self.name
        self.cases, self.complaints = [], []

    def run(self, verbose=False):
        """Run, and remember the outcome for the page."""
        self.cases, self.complaints = super().run(verbose)
        return self.cases, self.complaints

    def remarks(self):
        """Return the suite's remarks that count cycles."""
        path = os.path.join(runner.logdir(self.name), "cycles.ktap")
        with open(path, encoding="utf-8") as handle:
            lines = [line[2:].strip() for line in handle
                     if line.startswith("# ")]
        return [line for line in lines if "seed" in line or "times:" in line]

    def section(self):
        """Return this run's part of the page."""
        release = runner.kernel_for(self.job.desc).release
        bad = [c.name for c in self.cases if c.status != "pass"]
        verdict = "; ".join(self.complaints + bad) or "no report, no leak"
        return (f"## {self.name.partition('@')[2]}: {release}\n\n"
                + "".join(f"- {line}\n" for line in self.remarks())
                + f"- **{verdict}**\n\n")


def write_page(runs):
    """Write what was done; the commit is the one that was tested."""
    page.write(PAGE, HEAD + page.stamp("endurance")
               + "".join(run.section() for run in runs))


def main(argv):
    """Run what was asked for; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    hosttools.ensure()
    runs = [Run(*run) for run in RUNS
            if not args.guest or run[0] in args.guest]
    if not runs:
        raise ui.UserError("no such run; there are: " + ", ".join(
            dict.fromkeys(run[0] for run in RUNS)))
    for run in runs if args.cycles else ():
        run.job.members[0].env["SCMI_CYCLES"] = args.cycles
    result = report.Report(len(runs))
    stages.run(runs, args.jobs, result)
    if not args.cycles:
        write_page(runs)
    return result.finish()
