# SPDX-License-Identifier: GPL-2.0-only
"""Let every allocation fail once, and see which branches that takes.

The suites "failnth" and "failnth_mbox" on K1, with modules that count their
branches, and the first on K2, where every driver is bound twice; in parts,
because all of it takes hours. KTAP on standard output; the last line is "N
passed, N failed, N skipped". The number of points walked and the conditions that
went one way only are kept, and written to Documentation/results/faults.md whenever a part
has ended.
"""

import dataclasses
import os

from scmitest import (cache, gcov, hosttools, kept, page, proc, report, runner,
                      schedule, stages, suites, table, ui)
from scmitest.modbuild import TOP

PAGE = os.path.join(TOP, "Documentation/results/faults.md")
HEAD = """\
<!-- Written by ./tools/check faults; do not edit. -->
# Fault injection

Each operation is done again and again: first its first allocation fails, then
its second, until none is left to fail. After each the bus has to be as before,
and the same operation has to work; in the end kmemleak has to find nothing. See
`tools/testing/selftests/failnth`. A point is an allocation that failed; one is
survived if the operation went well all the same. `./tools/check faults` does all
of it, `--again` what is missing. A commit in parentheses had another stack than
this.

"""
# Suite, guest, which part of the suite, whether to count branches: that is done
# where it costs least.
WALKS = (("failnth", "k1-vdev", "device", True),
         ("failnth", "k1-vdev", "use", True),
         ("failnth_mbox", "k1-shmem", "", True),
         ("failnth", "k2-vdev", "device", False),
         ("failnth", "k2-vdev", "use", False))
GUESTS = sorted({guest for _, guest, *_ in WALKS})


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check faults", __doc__)
    parser.add_argument("guest", nargs="*",
                        help=f"{', '.join(GUESTS)} (default: all)")
    parser.add_argument("--again", action="store_true",
                        help="leave out what was good with these sources")
    parser.add_argument("--with", dest="others", nargs="*", default=[],
                        metavar="SUITE", help="count the branches that these "
                        "suites take too")
    ui.add_jobs(parser)
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show guests' consoles")
    return parser.parse_args(argv)


class Walk(stages.Guests):
    """One suite whose modules may count their branches."""

    live = True

    def __init__(self, name, guest, part, profile):
        suite = suites.find(suites.SELFTESTS)[name]
        suite = suite.variant(env={**suite.env, "SCMI_PART": part,
                                   "SCMI_GCOV": "1" if profile else ""})
        super().__init__(suite, guest)
        self.name = "-".join(filter(None, (name, part))) + f"@{guest}"
        self.job.name = self.name
        self.job.desc = dataclasses.replace(self.job.desc, gcov=profile)
        self.kept = None

    def run(self, verbose=False):
        """Run, and keep the outcome."""
        cases, complaints = super().run(verbose)
        self.kept.put(self.name, {
            "release": runner.kernel_for(self.job.desc).release,
            "points": [line for line in self.remarks() if "points" in line],
            "bad": complaints + [c.name for c in cases if c.status == "fail"],
            "counts": self.out.counts})
        return cases, complaints


class Kept(kept.OfStack):
    """What has been walked, and the page of it.

    What branches were taken is no use to anybody else: the cache has it.
    """

    def __init__(self, name):
        super().__init__(name)
        self.counts = kept.Results(cache.path(name, "counts.json"))

    def put(self, name, result):
        """Keep the result of a walk, and write the page."""
        self.counts.put(name, {"source": self.source,
                               "counts": result.pop("counts")})
        super().put(name, result)
        with self.lock:
            page.write(PAGE, HEAD + "".join(
                self._section(*entry) for entry in self.all.items()
                if entry[1]["points"]) + self._branches())

    def _section(self, name, walk):
        """Return the points that a walk counted, as text."""
        verdict = "; ".join(walk["bad"]) or "no report, no leak"
        return (f"## {name}: Linux {walk['release']}\n\n"
                f"{walk['date']}, commit {self.tested(walk)}\n\n"
                + "".join(f"- {line}\n" for line in walk["points"])
                + f"- **{verdict}**\n\n")

    def _branches(self):
        """Return what was not taken, of the sources as they are now."""
        counted = {name: walk["counts"]
                   for name, walk in self.counts.all.items()
                   if walk["counts"] and self.same(walk)}
        if not counted:
            return ""
        kernel = runner.kernel_for(suites.guests()["k1"])
        return (f"## Branches\n\nOf {', '.join(counted)}. " + gcov.markdown(
            gcov.report(counted.values(), kernel, TOP), TOP))


def main(argv):
    """Run what was asked for; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    unknown = set(args.guest) - set(GUESTS)
    if unknown:
        raise ui.UserError(f"no walk on {' '.join(sorted(unknown))}; there "
                           f"are: {' '.join(GUESTS)}")
    hosttools.ensure()
    book = Kept("faults")
    walks = [Walk(*walk) for walk in WALKS
             if not args.guest or walk[1] in args.guest]
    walks += [Walk(name, "k1", "", True) for name in args.others]
    walks = [w for w in walks if not (args.again and book.done(w.name))]
    for walk in walks:
        walk.kept = book
    result = report.Report(len(walks))
    schedule.run(walks, args.jobs, result, args.verbose)
    table.write_pages()
    return result.finish()
