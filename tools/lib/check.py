# SPDX-License-Identifier: GPL-2.0-only
"""Check everything: static gates, unit tests, guests on stock kernels.

What is missing on the host is installed (as root) or asked for; kernels are
fetched once. The result is KTAP on standard output, progress goes to
standard error. The last line is "N passed, N failed, N skipped"; the exit
status is 0 only if nothing failed.

Not part of everything, with options of their own (-h):

  ./tools/check mutations       put bugs in: the tests have to find them
  ./tools/check mutants         the same with small ones that nobody chose
  ./tools/check faults          let every allocation fail, on K1 and K2, and
                                list the error branches that were not taken
  ./tools/check endurance       take the stack apart thousands of times
  ./tools/check install         install the packages in Debian systems, use them,
                                upgrade and remove them
  ./tools/check matrix          build and boot for each kernel, with each compiler
  ./tools/check mainline        run rows against mainline's own stack
"""

import sys

sys.dont_write_bytecode = True

import endurance
import faults
import install
import mainline
import matrix
import mutants
import mutations
from scmitest import prepare, proc, report, schedule, stages, ui

# Too slow for everyday; first word on the command line.
COMMANDS = {"endurance": endurance.main, "faults": faults.main,
            "install": install.main,
            "mainline": mainline.main,
            "matrix": matrix.main,
            "mutants": mutants.main,
            "mutations": mutations.main}


def arguments():
    """Return the parsed command line."""
    parser = ui.parser("check", __doc__)
    parser.add_argument("what", nargs="*",
                        help="static, unit, packages, harness, bench, guest, or the "
                        "name of a suite, a guest or a stage (default: "
                        "everything)")
    parser.add_argument("-l", "--list", action="store_true",
                        help="only list the stages")
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show guests' consoles and programs' output")
    parser.add_argument("--times", action="store_true",
                        help="say at the end what each stage took, and where")
    # One more than guests take turns: it prepares the next guest, or is a stage
    # of the host that takes what guests leave of the processors.
    ui.add_jobs(parser, "stages", most=4, beside=1)
    return parser.parse_args()


def main():
    """Run the stages that were asked for; return the exit status."""
    if sys.argv[1:] and sys.argv[1] in COMMANDS:
        return COMMANDS[sys.argv[1]](sys.argv[2:])
    args = arguments()
    proc.exit_on_sigterm()
    chosen = stages.select(args.what)
    if args.list:
        for stage in chosen:
            print(f"{stage.group:8} {stage.name}")
        return 0
    prepare.ensure(chosen)
    jobs = prepare.jobs(chosen, args.jobs)
    result = report.Report(len(chosen))
    rows = schedule.run(chosen, jobs, result, args.verbose)
    return result.finish(schedule.told(rows, args.times))


if __name__ == "__main__":
    ui.program(main)
