# SPDX-License-Identifier: GPL-2.0-only
"""Take the stack apart and together thousands of times, on debug kernels.

The suite "cycles" in its long form: 10,000 cycles with KASAN and lockdep, 1,000
with late releases and a driver test at every probe, 20 minutes with KCSAN; in
parts, because all of it takes hours. KTAP on standard output; the last line is
"N passed, N failed, N skipped". What was done is kept, and written to
Documentation/results/endurance.md whenever a part has ended.
"""

import os
import re

from scmitest import (hosttools, kept, modbuild, page, proc, report, runner,
                      schedule, stages, suites, table, ui)

PAGE = os.path.join(modbuild.TOP, "Documentation/results/endurance.md")
# Guest, parts, what is asked of each, its limit in seconds on a stock kernel.
MAILBOX = {"SCMI_PLATFORM": "mailbox dt=/tests/cycles/own.dtbo"}
PLAN = (("k1-vdev", 20, {"SCMI_CYCLES": "500"}, 3600),
        ("k2-vdev", 2, {"SCMI_CYCLES": "500"}, 3600),
        ("k3-vdev", 2, {"SCMI_SECONDS": "600"}, 1200),
        ("k1-shmem", 2, {"SCMI_CYCLES": "500", **MAILBOX}, 3600))
HEAD = """\
<!-- Written by ./tools/check endurance; do not edit. -->
# Endurance

Parts of the stack are taken away and brought back at random, while sensors and
clocks are read, notifications storm and the platform misbehaves: see
`tools/testing/selftests/cycles`. A report of the kernel, a leak, or a part that
is missing afterwards fails the run. `./tools/check endurance` does all of it,
`--again` what is missing. A commit in parentheses had another stack than this.

"""
CYCLES = re.compile(r"(\d+) cycles in (\d+) s, seed (\d+)")
ACTION = re.compile(r"(\d+) times: (.*) \((\d+) without an error")


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check endurance", __doc__)
    parser.add_argument("guest", nargs="*", help=", ".join(
        guest for guest, *_ in PLAN) + " (default: all)")
    parser.add_argument("--again", action="store_true",
                        help="leave out what passed with these sources")
    parser.add_argument("--cycles", metavar="N", help="so many in each part; "
                        "nothing is kept or written")
    ui.add_jobs(parser)
    return parser.parse_args(argv)


class Run(stages.Guests):
    """One part; its suite's remarks say what was done."""

    live = True

    def __init__(self, guest, env, seed, limit):
        known = suites.find(suites.SELFTESTS)
        suite, other = known["cycles"], known["overlay"]
        suite = suite.variant(timeout=limit, overlays=other.overlays,
                              dt=other.dt, words=other.words, env={
                                  **suite.env, "SCMI_SECONDS": "",
                                  **env, "SCMI_SEED": str(seed)})
        super().__init__(suite, guest)
        self.name = f"endurance@{guest}-{seed}"
        self.job.name = self.name
        self.kept = None

    def run(self, verbose=False):
        """Run, and keep the outcome."""
        cases, complaints = super().run(verbose)
        if self.kept:
            bad = [c.name for c in cases if c.status != "pass"]
            self.kept.put(self.name, {
                "guest": self.job.guest_name, "bad": complaints + bad,
                "release": runner.kernel_for(self.job.desc).release,
                "remarks": self.remarks()})
        return cases, complaints


class Kept(kept.OfStack):
    """What has been done, and the page of it."""

    def put(self, name, result):
        """Keep the result of a part, and write the page."""
        super().put(name, result)
        with self.lock:
            page.write(PAGE, HEAD + "".join(
                self._section(guest) for guest, *_ in PLAN))

    def _section(self, guest):
        """Return a guest's part of the page."""
        runs = [self.all[name]
                for name in sorted(self.all, key=lambda name: (len(name), name))
                if self.all[name]["guest"] == guest]
        text, total, actions = "", 0, {}
        for run in runs:
            said = "\n".join(run["remarks"])
            cycles, seconds, seed = (CYCLES.findall(said)
                                     or [("0", "?", "?")])[-1]
            total += int(cycles)
            for count, what, good in ACTION.findall(said):
                old = actions.get(what, (0, 0))
                actions[what] = (old[0] + int(count), old[1] + int(good))
            verdict = "; ".join(run["bad"]) or "no report, no leak"
            text += (f"| {seed} | {cycles} | {seconds} | {run['release']} | "
                     f"{run['date']} | {self.tested(run)} | {verdict} |\n")
        head = (f"## {guest}: {total} cycles\n\n| seed | cycles | seconds | "
                "kernel | date | commit | outcome |\n|---|---|---|---|---|---|"
                "---|\n")
        return head + text + "\n" + "".join(
            f"- {count} times: {what} ({good} without an error)\n"
            for what, (count, good) in actions.items()) + "\n"


def planned(guests, done):
    """Return the parts for these guests, without those that done() knows."""
    runs, seed = [], 0
    for guest, parts, env, limit in PLAN:
        for _ in range(parts):
            seed += 1
            run = Run(guest, env, seed, limit)
            if (not guests or guest in guests) and not (
                    done and done(run.name)):
                runs.append(run)
    return runs


def main(argv):
    """Run what was asked for; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    unknown = set(args.guest) - {guest for guest, *_ in PLAN}
    if unknown:
        raise ui.UserError(f"no endurance run on {' '.join(sorted(unknown))}")
    hosttools.ensure()
    book = Kept("endurance")
    runs = planned(args.guest, book.done if args.again else None)
    for run in runs:
        if args.cycles:
            run.job.members[0].env["SCMI_CYCLES"] = args.cycles
        else:
            run.kept = book
    result = report.Report(len(runs))
    schedule.run(runs, args.jobs, result)
    table.write_pages()
    return result.finish()
