# SPDX-License-Identifier: GPL-2.0-only
"""Measure our stack, mainline's and the bare transports side by side.

Guests boot a kernel without debugging, which is built once (ten minutes), load
one stack after the other on the same platform, and count instructions: figures
are the same in each run. Prints one table in markdown; progress goes to standard
error. Words choose scenarios by name, group or transport (-l). A run of
everything writes Documentation/results/performance.md and its plots.
"""

import json
import sys

sys.dont_write_bytecode = True

from benchmarks import document, exact, gate, guests, plot, sizes, traced, wall
from benchmarks.rows import table
from scmitest import hosttools, proc, runner, suites, ui


def arguments():
    """Return the parsed command line."""
    parser = ui.parser("bench", __doc__)
    parser.add_argument("what", nargs="*", help="scenarios (default: all)")
    parser.add_argument("-l", "--list", action="store_true",
                        help="only list the scenarios")
    parser.add_argument("--quick", action="store_true",
                        help="less of everything, in under five minutes; "
                        "writes no page")
    parser.add_argument("--json", metavar="FILE",
                        help="write the rows to this file as well")
    parser.add_argument("--kernels", action="store_true",
                        help="build the kernel of the tracers too (once, ten "
                        "minutes): without it, rows are left out")
    parser.add_argument("--gate", action="store_true",
                        help="only check that a command costs no more than it "
                        "may, as ./tools/check bench does")
    ui.add_jobs(parser)
    return parser.parse_args()


def everything():
    """Return all scenarios in the order of the table."""
    return (exact.scenarios() + sizes.scenarios() + traced.scenarios()
            + wall.scenarios())


def select(chosen):
    """Return the scenarios that words name; each word must name some."""
    known = everything()
    for word in chosen:
        if not any(scenario.matches([word]) for scenario in known):
            names = sorted({s.group for s in known} | {s.name for s in known})
            raise ui.UserError(f"nothing to measure is called '{word}'; there "
                               "are: " + ", ".join(names))
    return [scenario for scenario in known if scenario.matches(chosen)]


def possible(chosen, build):
    """Return those scenarios whose kernel is there, or may be built."""
    able = []
    for scenario in chosen:
        if scenario.guest != "k6" or build or guests.has_kernel(scenario.guest):
            able.append(scenario)
        else:
            ui.warn(f"{scenario.name}: left out, because its kernel is not in "
                    "the cache; ./tools/bench --kernels builds it")
    return able


def run(chosen, options):
    """Run scenarios, those that want the machine for themselves last; rows."""
    def one(scenario):
        with ui.stage(scenario.name):
            return scenario.run(options)

    found = {}
    for alone, jobs in ((False, options.jobs), (True, 1)):
        for scenario, rows in proc.side_by_side(
                jobs, one, [s for s in chosen if s.alone == alone]):
            found[scenario.name] = rows
    return [row for scenario in chosen for row in found[scenario.name]]


def lacking(rows):
    """Return the names of the rows where we, or the floor, have no figure."""
    return [row.name for row in rows
            if isinstance(row.ours, str) or isinstance(row.floor, str)]


def main():
    """Measure, print, write what was asked for; return the exit status."""
    args = arguments()
    proc.exit_on_sigterm()
    chosen = select(args.what)
    if args.list:
        for scenario in chosen:
            print(f"{scenario.name:22} {scenario.about}")
        return 0
    hosttools.ensure()
    runner.scratch()
    if args.gate:
        return gate.check()
    whole = not args.what and not args.quick
    if whole:
        plot.ensure()
    able = possible(chosen, args.kernels)
    rows = run(able, args)
    about = document.facts(
        runner.kernel_for(suites.guests()["k5"]).release,
        " ".join(["./tools/bench", *sys.argv[1:]]))
    sys.stdout.write(table(rows))
    if args.json:
        with open(args.json, "w", encoding="utf-8") as handle:
            json.dump({**about, "quick": args.quick,
                       "rows": [row.as_dict() for row in rows]}, handle,
                      indent=1)
            handle.write("\n")
    bad = lacking(rows)
    if bad:
        ui.say(ui.colour("31", "no figure: ") + ", ".join(bad))
    elif whole:
        document.write(rows, able, about, wall.BOOTS)
        ui.say(f"wrote {document.PAGE}")
    return 1 if bad else 0


if __name__ == "__main__":
    ui.program(main)
