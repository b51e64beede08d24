#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run TAP programs one after the other and print one TAP document.

usage: run.py NAME=COMMAND...

A program that dies, prints no plan or another plan than its results is a
failed test of its own. The exit status is 0 if everything passed.
"""

import re
import shlex
import subprocess
import sys

RESULT = re.compile(r"^(ok|not ok)\b(?:\s+\d+)?(?:\s*-)?\s*(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)$")
TIMEOUT = 600


class Merge:
    def __init__(self):
        self.count = self.failed = 0

    def result(self, good, name):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)

    def program(self, name, command):
        """Run one program and renumber its results."""
        try:
            run = subprocess.run(shlex.split(command), stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True, errors="replace",
                                 timeout=TIMEOUT)
            output, status = run.stdout, run.returncode
        except subprocess.TimeoutExpired as e:
            output = (e.stdout or b"").decode(errors="replace")
            status = f"no end within {TIMEOUT} s"
        seen, failed, plan = 0, 0, None
        for line in output.splitlines():
            if m := RESULT.match(line):
                seen += 1
                failed += m[1] != "ok"
                self.result(m[1] == "ok", f"{name}: {m[2]}")
            elif m := PLAN.match(line):
                plan = int(m[1])
            else:
                print(line if line.startswith("#") else f"# {line}")
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
