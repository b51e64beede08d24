# SPDX-License-Identifier: GPL-2.0-only
"""KTAP and TAP: reading what tests print, strictly.

kselftest and TAP let a run pass that skipped everything or stopped half
way. Here a missing plan, a wrong count, a gap in the numbers, a bail-out
and a parent that disagrees with its children are failures.
"""

import re

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
