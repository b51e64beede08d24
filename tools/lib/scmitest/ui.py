# SPDX-License-Identifier: GPL-2.0-only
"""Messages for the person in front of the terminal.

Everything goes to standard error, so that standard output stays free for
results (KTAP, paths) that another program may read.
"""

import argparse
import os
import subprocess
import sys
import time

from . import proc


class UserError(Exception):
    """Something that the user can put right; shown without a traceback."""


_start = time.monotonic()


def elapsed():
    """Return the seconds since this program started."""
    return time.monotonic() - _start


def colour(code, text, stream=None):
    """Return text in an ANSI colour if the stream is a terminal."""
    stream = stream or sys.stderr
    if stream.isatty() and not os.environ.get("NO_COLOR"):
        return f"\033[{code}m{text}\033[0m"
    return text


def say(text, prefix="[%6.1fs]"):
    """Print one line of progress with the time since the start."""
    print(colour("2", prefix % elapsed()), text, file=sys.stderr, flush=True)


def warn(text):
    """Print a warning that does not stop the run."""
    say(colour("33", "warning: ") + text)


def die(text, status=1):
    """Print an error and end the program."""
    print(colour("31;1", "error:"), text, file=sys.stderr, flush=True)
    raise SystemExit(status)


def program(main):
    """Run a program's main() and end with its status, or with an error."""
    try:
        sys.exit(main())
    except UserError as err:
        die(str(err))
    except KeyboardInterrupt:
        die("interrupted", 130)


def parser(program_name, text):
    """Return the parser of a command line, for a program that the text describes."""
    return argparse.ArgumentParser(
        prog="./tools/" + program_name, description=text,
        formatter_class=argparse.RawDescriptionHelpFormatter)


def add_jobs(parser, what="guests", most=2, beside=0):
    """Let a command line say how much runs side by side.

    The default is the number of processors up to "most", and "beside".
    """
    parser.add_argument("-j", "--jobs", type=int, metavar="N",
                        default=min(proc.processors(), most) + beside,
                        help=f"{what} at a time (default: %(default)s)")


class stage:
    """Context manager: announce a step, and say how long it took."""

    def __init__(self, what):
        self.what = what

    def __enter__(self):
        self.begin = time.monotonic()
        say(self.what + " ...")
        return self

    def __exit__(self, kind, value, trace):
        verdict = "done" if kind is None else colour("31", "failed")
        say(f"{self.what}: {verdict} ({time.monotonic() - self.begin:.1f}s)")
        return False


def run(cmd, what, log=None, **kw):
    """Run a command; on failure raise UserError with the end of its output.

    With log, the complete output is kept in that file.
    """
    status, said = proc.run_group(cmd, stderr=subprocess.STDOUT, **kw)
    if log:
        with open(log, "w", encoding="utf-8") as out:
            out.write(said)
    if status:
        tail = "\n".join("    " + s for s in said.splitlines()[-25:])
        where = f"\n  full output: {log}" if log else ""
        raise UserError(f"{what} failed (exit status {status})\n"
                        f"{tail}{where}")
    return said
