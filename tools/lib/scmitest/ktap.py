# SPDX-License-Identifier: GPL-2.0-only
"""KTAP and TAP: writing it, and reading what tests print, strictly.

kselftest and TAP let a run pass that skipped everything or stopped half
way. Here a missing plan, a wrong count, a gap in the numbers, a bail-out
and a parent that disagrees with its children are failures.
"""

import re
import sys

RESULT = re.compile(r"^(not ok|ok)\b(?:\s+(\d+))?(?:\s+-)?\s*(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)(?:\s*#.*)?$")
VERSION = re.compile(r"^(?:KTAP version 1|TAP version 1[34])$")
SKIP = re.compile(r"(?<!\\)#\s*skip\b\s*(.*)$", re.I)


class Case:
    """One result: name (its parents' names before it), status, reason.

    The reason is why it was skipped, or what was said just before it failed.
    """

    def __init__(self, name, status, reason=""):
        self.name = name
        self.status = status
        self.reason = reason

    def __repr__(self):
        return f"{self.status} {self.name} {self.reason}".rstrip()


class Writer:
    """Prints numbered results and counts them; several levels make a document."""

    def __init__(self, plan=None, out=None, indent="", title=""):
        self.out, self.indent = out or sys.stdout, indent
        self.counts = {"pass": 0, "fail": 0, "skip": 0}
        self._print("KTAP version 1")
        if title:
            self.note(f"Subtest: {title}")
        if plan is not None:
            self.plan(plan)

    def _print(self, line):
        print(self.indent + line, file=self.out, flush=True)

    def plan(self, count=None):
        """Print how many results there will be, or after them how many were."""
        count = sum(self.counts.values()) if count is None else count
        self._print(f"1..{count}")

    def note(self, text):
        """Print diagnostic lines, which belong to the result that follows."""
        for line in text.splitlines():
            self._print(f"# {line}")

    def case(self, status, name, remark=""):
        """Print a result: pass, fail or skip; return whether it is no failure."""
        self.counts[status] += 1
        if status == "skip":
            remark = f"SKIP {remark}".rstrip()
        self._print(f"{'not ok' if status == 'fail' else 'ok'} "
                    f"{sum(self.counts.values())} {name}"
                    + (f" # {remark}" if remark else ""))
        return status != "fail"

    def result(self, good, name, remark=""):
        """Print that a test passed or failed; return which of both."""
        return self.case("pass" if good else "fail", name, remark)

    def subtests(self, plan, title=""):
        """Return the writer of those that the next result sums up."""
        return Writer(plan, self.out, self.indent + "  ", title)

    def status(self):
        """Return the exit status that goes with the results."""
        return 1 if self.counts["fail"] or not sum(self.counts.values()) else 0

    def total(self, counts=None):
        """Print the count as the last line."""
        print("{pass} passed, {fail} failed, {skip} skipped".format(
            **(counts or self.counts)), file=self.out, flush=True)


class Level:
    """The results of one indentation level."""

    def __init__(self, indent):
        self.indent = indent
        self.plan = None
        self.seen = 0
        self.cases = []
        self.open = []  # cases of nested levels, their parent not seen yet
        self.remarks = []  # since the last result
        self.errors = []


def documents(lines):
    """Split lines where another top-level document begins."""
    parts = [[]]
    for line in lines:
        if VERSION.match(line.rstrip()) and any(
                PLAN.match(s.strip()) or RESULT.match(s.strip())
                for s in parts[-1]):
            parts.append([])
        parts[-1].append(line)
    return parts


def parse(lines, prefix=""):
    """Parse a document; return ([Case], [errors])."""
    stack, errors = [], []
    for raw in lines:
        line = raw.rstrip()
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if text.startswith("Bail out!"):
            errors.append(f"{prefix}{text}")
        version, plan = VERSION.match(text), PLAN.match(text)
        result = RESULT.match(text)
        if not (version or plan or result):
            if text.startswith("# ") and stack:
                stack[-1].remarks.append(text[2:])
            continue
        while stack and stack[-1].indent > indent:
            close(stack, errors, prefix)
        if not stack or stack[-1].indent < indent:
            stack.append(Level(indent))
        level = stack[-1]
        if version and level.seen and not level.open:
            errors.append(f"{prefix}a second document begins")
        elif plan:
            if level.plan is not None:
                errors.append(f"{prefix}more than one plan")
            level.plan = int(plan.group(1))
        elif result:
            take(level, result)
    while len(stack) > 1:
        close(stack, errors, prefix)
    if not stack:
        return [], [f"{prefix}no KTAP output at all"]
    top = stack[0]
    finish(top)
    errors += [prefix + e for e in top.errors]
    for case in top.cases:
        case.name = prefix + case.name
    return top.cases, errors


def take(level, result):
    """Record a result line, and the nested results that it sums up."""
    verdict, number, rest = result.groups()
    level.seen += 1
    if number is not None and int(number) != level.seen:
        level.errors.append(f"result number {number} where {level.seen} "
                            "was due")
    remarks, level.remarks = level.remarks, []
    skip = SKIP.search(rest)
    name = re.split(r"(?<!\\)\s*#", rest)[0].strip() or f"test {level.seen}"
    status = "pass" if verdict == "ok" else "fail"
    if skip and verdict == "ok":
        status = "skip"
    if level.open:
        for case in level.open:
            case.name = f"{name}: {case.name}"
        failed = any(c.status == "fail" for c in level.open)
        level.cases += level.open
        level.open = []
        if status == "pass" and failed:
            level.errors.append(f"{name} says ok, but a part of it failed")
        elif status == "fail" and not failed:
            level.cases.append(Case(name, "fail"))
        return
    reason = ""
    if status == "skip":
        reason = skip.group(1)
    elif status == "fail":
        reason = " / ".join(remarks[-3:])
    level.cases.append(Case(name, status, reason))


def finish(level):
    """Check a level that is complete."""
    if level.open:
        level.errors.append("nested results without a result of their own")
        level.cases += level.open
        level.open = []
    if level.plan is None:
        level.errors.append("no plan (1..N)")
    elif level.plan != level.seen:
        level.errors.append(f"planned {level.plan} tests, ran {level.seen}")


def close(stack, errors, prefix):
    """End the innermost level; its cases wait for the parent's result."""
    level = stack.pop()
    finish(level)
    errors += [prefix + e for e in level.errors]
    if not stack:
        stack.append(Level(0))
    elif stack[-1].indent >= level.indent:
        stack[-1].cases += level.cases
        return
    stack[-1].open += level.cases
