# SPDX-License-Identifier: GPL-2.0-only
"""Which branches of the stack a guest took: gcov's counts, fetched and read.

Modules are built with GCOV_PROFILE=y in a copy of the sources of their own.
The guest's init sends what the kernel counted, also of modules unloaded since,
as a packed tree, in base64.
"""

import base64
import gzip
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile

from . import ui

# Where the kernel shows counts; below it are the paths of the objects.
PREFIX = "sys/kernel/debug/gcov"
MAKE = ("GCOV_PROFILE=y",)
CONDITION = re.compile(r"\b(if|while|for|switch)\b|\?|&&|\|\|")


class Line:
    """A line with branches: where it is and how often each was taken."""

    def __init__(self, name, number, text, function, branches):
        self.name = name
        self.number = number
        self.text = text
        self.function = function
        self.branches = branches


def unpack(lines, into):
    """Unpack what the guest sent; return the paths of the count files."""
    packed = base64.b64decode("".join(lines))
    found = []
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(packed))) as tar:
        for member in tar:
            if not member.name.endswith(".gcda") or not member.isfile():
                continue
            path = os.path.join("/", member.name.split(PREFIX)[-1].lstrip("/"))
            # Of test modules, whose files may bear the names of ours.
            if "/src/tools/" in path:
                continue
            target = os.path.join(into, path.lstrip("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as out:
                out.write(tar.extractfile(member).read())
            notes = path[:-len("gcda")] + "gcno"
            if os.path.exists(notes):
                os.symlink(notes, target[:-len("gcda")] + "gcno")
                found.append(target)
    return found


def read(program, counts, top):
    """Return gcov's JSON on one count file, for the sources below top."""
    out = subprocess.run([program, "--json-format", "--stdout", "-b", counts],
                         cwd=top, stdin=subprocess.DEVNULL, check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True)
    if out.returncode or not out.stdout:
        raise ui.UserError(f"{program} {counts}: {out.stderr.strip()}")
    return [json.loads(line) for line in out.stdout.splitlines() if line]


def merge(documents, top):
    """Return {source: {line: [function, count, branch counts]}}.

    A header's lines come from several objects and are added up.
    """
    table = {}
    for source in (s for d in documents for s in d["files"]):
        name = os.path.relpath(os.path.join(top, source["file"]), top)
        if name.startswith(("..", "tools", "compat", "include")):
            continue
        lines = table.setdefault(name, {})
        for line in source["lines"]:
            taken = [b["count"] for b in line["branches"]]
            have = lines.setdefault(line["line_number"], [
                line.get("function_name", ""), 0, [0] * len(taken)])
            have[1] += line["count"]
            if len(have[2]) == len(taken):
                have[2] = [a + b for a, b in zip(have[2], taken)]
    return table


def untaken(table, top):
    """Return the conditions that were met but went one way only."""
    found = []
    for name, lines in sorted(table.items()):
        with open(os.path.join(top, name), encoding="utf-8") as handle:
            text = handle.read().splitlines()
        for number, (function, count, taken) in sorted(lines.items()):
            code = text[number - 1].strip()
            if count and taken and 0 in taken and CONDITION.search(code):
                found.append(Line(name, number, code, function, taken))
    return found


def unrun(table):
    """Return {source: functions of which no line ran}."""
    result = {}
    for name, lines in sorted(table.items()):
        ran = {}
        for function, count, _ in lines.values():
            ran[function] = ran.get(function, 0) + count
        result[name] = sorted(f for f, n in ran.items() if f and not n)
    return result


def numbers(table):
    """Return (branches, branches taken) of all sources."""
    taken = [n for lines in table.values()
             for _, _, counts in lines.values() for n in counts]
    return len(taken), sum(n > 0 for n in taken)


def report(sent, kernel, top):
    """Return the merged table of what some guests sent."""
    program = kernel.compiler().replace("gcc", "gcov")
    documents = []
    for lines in sent:
        with tempfile.TemporaryDirectory(prefix="scmi-gcov-") as tmp:
            for counts in unpack(lines, tmp):
                documents += read(program, counts, top)
    return merge(documents, top)


def markdown(table, top):
    """Return the report as text: the figures, then what was not taken."""
    total, seen = numbers(table)
    text = [f"Branches of core, protocols, transports and clients: {total}, "
            f"taken: {seen} ({100 * seen // max(total, 1)} %).", ""]
    for name, functions in unrun(table).items():
        if functions:
            text.append(f"- `{name}`, never called: "
                        + ", ".join(f"`{f}()`" for f in functions))
    text += ["", "Conditions that went one way only:", ""]
    last = None
    for line in untaken(table, top):
        if line.name != last:
            text += ["", f"`{line.name}`", ""]
            last = line.name
        text.append(f"- `{line.function}()`: `{line.text}`")
    return "\n".join(text) + "\n"
