# SPDX-License-Identifier: GPL-2.0-only
"""Show the stack at work, in a QEMU guest with a stock Debian kernel.

Sets up everything (packages, kernel, modules, platform), boots, and shows
the platform's instance, clocks, sensors, a notification, and the hot-unplug
and replug of the SCMI device. With --shell, leaves you in the guest.
"""

import os
import sys

sys.dont_write_bytecode = True

from scmitest import hosttools, ktap, proc, runner, suites, ui


def arguments():
    """Return the parsed command line."""
    parser = ui.parser("run", __doc__)
    parser.add_argument("--shell", action="store_true",
                        help="leave me in the guest, the stack loaded")
    parser.add_argument("--board", default="board-demo", metavar="FILE",
                        help="the machine that the platform plays: a file, "
                        "or a name in tools/scmi-platformd/boards")
    parser.add_argument("--guest", default="arm64", metavar="NAME",
                        help="a guest of tools/testing/qemu/guests.toml, for "
                        "instance arm64-dt (default: arm64)")
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show the guest's console, too")
    return parser.parse_args()


def show(_, line):
    """Print what the guest's script prints, but for the KTAP."""
    if not (ktap.RESULT.match(line) or ktap.PLAN.match(line)
            or ktap.VERSION.match(line) or line.startswith("#")):
        print(line, flush=True)


def main():
    """Boot and show; return the exit status."""
    args = arguments()
    proc.exit_on_sigterm()
    suite = suites.load(os.path.join(suites.QEMU_DIR, "demo"))
    suite.board = suites.board(args.board)
    job = runner.Job([suite], args.guest)
    hosttools.ensure()
    if args.shell:
        return job.shell()
    out, tail = job.run(on_line=show, verbose=args.verbose)
    cases, complaints = runner.verdict(job, out)
    complaints += [case.name for case in cases if case.status == "fail"]
    for text in complaints:
        ui.say(ui.colour("31", "failed: ") + text)
    if complaints and not args.verbose:
        ui.say(f"the console's last lines (all of it: {out.console}):\n{tail}")
    ui.say(f"guest ran for {out.seconds:.0f} s, console in {out.console}")
    return 1 if complaints else 0


if __name__ == "__main__":
    ui.program(main)
