#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run TAP programs one after the other and print one TAP document.

usage: run.py NAME=COMMAND...

A program that dies, does not end, prints no plan or another plan than its
results is a failed test of its own. One that does not end is killed, with what
it has started. The exit status is 0 if everything passed.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import threading

RESULT = re.compile(r"^(ok|not ok)\b(?:\s+\d+)?(?:\s*-)?\s*(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)$")
TIMEOUT = 180


def end_session(pid):
    """Kill a program and what it started: each of them may hold its output open."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Merge:
    def __init__(self):
        self.count = self.failed = 0

    def result(self, good, name):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)

    def program(self, name, command):
        """Run one program and renumber its results."""
        run = subprocess.Popen(shlex.split(command), stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace",
                               start_new_session=True)
        late = threading.Timer(TIMEOUT, end_session, [run.pid])
        late.start()
        seen, failed, plan = 0, 0, None
        for line in run.stdout:
            line = line.rstrip("\n")
            if m := RESULT.match(line):
                seen += 1
                failed += m[1] != "ok"
                self.result(m[1] == "ok", f"{name}: {m[2]}")
            elif m := PLAN.match(line):
                plan = int(m[1])
            else:
                print(line if line.startswith("#") else f"# {line}", flush=True)
        status = run.wait()
        if not late.is_alive():
            status = f"no end within {TIMEOUT} s"
        late.cancel()
        good = plan == seen and seen > 0 and status == (1 if failed else 0)
        if not good:
            print(f"# {name}: {seen} results, plan {plan}, exit status {status}")
        self.result(good, f"{name}: ran to its end")


def main():
    merge = Merge()
    print("TAP version 13")
    for arg in sys.argv[1:]:
        name, command = arg.split("=", 1)
        merge.program(name, command)
    print(f"1..{merge.count}")
    print(f"# {merge.count - merge.failed} passed, {merge.failed} failed")
    return 1 if merge.failed or not merge.count else 0


if __name__ == "__main__":
    sys.exit(main())
