# SPDX-License-Identifier: GPL-2.0-only
"""What a kernel's log must not contain, as policy in two files.

tools/testing/qemu/splat-deny and splat-allow hold one regular expression
per line. A line that matches deny opens a report; the report is excused if
an allow expression matches within the lines that follow it.
"""

import os
import re

from . import ui

POLICY = os.path.join(os.path.dirname(os.path.realpath(__file__)),
                      "../../testing/qemu")
# Lines of context in which an allow expression excuses a report.
REACH = 40
# As many reports are shown.
SHOWN = 12
# What a guest's init says of its suites.
MARK = re.compile(r"harness: (begin|end) (\S+)$")
# Out-of-tree and unsigned: what our modules are.
TAINT_EXPECTED = (1 << 12) | (1 << 13)
TAINT_LETTERS = "PFSRMBUDAWCIOELKXTN"


def load(name):
    """Return the expressions of a policy file; an empty one is an error."""
    path = os.path.join(POLICY, name)
    rules = []
    with open(path, encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                try:
                    rules.append(re.compile(line))
                except re.error as err:
                    raise ui.UserError(f"{path}:{number}: {err}") from err
    return rules


def scan(lines):
    """Return [(line number, line)] of the reports that are not excused."""
    deny, allow = load("splat-deny"), load("splat-allow")
    if not deny:
        raise ui.UserError("splat-deny is empty: nothing would be found")
    found = []
    for index, line in enumerate(lines):
        if not any(rule.search(line) for rule in deny):
            continue
        context = lines[index:index + REACH]
        if not any(rule.search(c) for rule in allow for c in context):
            found.append((index + 1, line))
    return found


def heads(found):
    """Return the reports without the traces that belong to the one before."""
    kept = []
    for number, line in found:
        part = re.search(r"Call trace:", line, re.I) and kept and (
            number - kept[-1][0] < REACH)
        if not part:
            kept.append((number, line))
    return kept


def taint_letters(value):
    """Return a taint value's letters."""
    return "".join(c for i, c in enumerate(TAINT_LETTERS) if value >> i & 1)


def reports(out):
    """Return [(suite or None, complaint)] about a guest's log.

    A report belongs to the suite that ran when the kernel printed it.
    """
    with open(out.console, encoding="utf-8", errors="replace") as log:
        lines = log.read().splitlines()
    found, running, index = [], None, 0
    for number, line in heads(scan(lines))[:SHOWN]:
        for said in lines[index:number]:
            if mark := MARK.search(said):
                running = mark[2] if mark[1] == "begin" else None
        index = number
        found.append((running, f"kernel report at {out.console}:{number}: "
                      + line))
    return found


def of_suite(out, name):
    """Return the complaints about what happened while a suite ran."""
    complaints = [text for suite, text in reports(out) if suite == name]
    if things := out.left.get(name):
        complaints.append(f"suite {name} left behind: " + ", ".join(things))
    return complaints


def of_guest(out):
    """Return the complaints about log, taint and leaks that are no suite's."""
    complaints = [text for suite, text in reports(out)
                  if suite not in out.suites]
    if out.taint is not None and out.taint & ~TAINT_EXPECTED:
        complaints.append("the kernel is tainted: "
                          + taint_letters(out.taint & ~TAINT_EXPECTED))
    if out.done is not None and out.taint is None:
        complaints.append("the guest did not report its taint")
    if out.leaks:
        complaints.append("kmemleak: " + " / ".join(out.leaks[:8]))
    return complaints


def judge(out):
    """Return all complaints about a guest's log, taint, leaks and left-overs."""
    return of_guest(out) + [text for name in out.suites
                            for text in of_suite(out, name)]
