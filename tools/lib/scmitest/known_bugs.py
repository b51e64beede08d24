# SPDX-License-Identifier: GPL-2.0-only
"""Mutations and rows: what tools/testing/mutations says, and what tests say."""

import hashlib
import os
import re
import tomllib

from . import ui
from .modbuild import TOP

WHERE = "tools/testing/mutations"
ROW = r"(?:[SHN]\d\d|[CFP]\d{1,2}|[AX]\d)"
ROWS = re.compile(rf" \[({ROW}(?: {ROW})*)\]$")
KEYS = ("Row", "Suite", "Test", "Splat", "Why")
# Where descriptions of cases are found, and the suite that each belongs to,
# where that is not the directory, or the file's name for what suites share.
TESTS = (("tools/testing/selftests", ".sh", ""),
         ("tools/testing/modules", ".c", ""),
         ("tools/testing/host/agent", (".c", ".h"), "host-agent"),
         ("tools/testing/host/platform", (".c", ".py"), "host-platform"),
         ("tools/testing/packages", "run", "packages"))
# What tools/testing/host/run says of each program itself.
ENDED = "ran to its end"
SHARED = re.compile(r"^\. \.\./([\w-]+)\.sh$", re.M)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
# What a program or a script puts into a description.
FILLED = re.compile(r"%[-.0-9]*[hlz]*[a-z]|\$\{?\w+\}?|\$\([^)]*\)|\{\w+\}")


class Mutation:
    """One patch with its header."""

    def __init__(self, path, top=TOP):
        self.path = path
        base = os.path.join(top, WHERE)
        self.name = os.path.relpath(path, base)[:-len(".patch")]
        with open(path, encoding="utf-8") as handle:
            self.text = handle.read()
        head, gap, _ = self.text.partition("\n\n")
        self.fields = {}
        for line in head.splitlines():
            key, colon, value = line.partition(": ")
            if key not in KEYS or not colon or key in self.fields:
                raise ui.UserError(f"{path}: what is this line: {line}")
            self.fields[key] = value.strip()
        if not gap or not self.suite or not self.why \
                or not (self.test or self.splat):
            raise ui.UserError(f"{path}: needs Suite, Why, and Test or Splat")

    rows = property(lambda self: self.fields.get("Row", "").split())
    suite = property(lambda self: self.fields.get("Suite", ""))
    test = property(lambda self: self.fields.get("Test", ""))
    splat = property(lambda self: self.fields.get("Splat", ""))
    why = property(lambda self: self.fields.get("Why", ""))

    def digest(self):
        """Return a word that changes with what the patch does."""
        diff = self.text.partition("\n\n")[2]
        return hashlib.sha256(diff.encode()).hexdigest()[:16]

    def matches(self, word):
        """Return whether a word of the command line means this one."""
        return word in (self.name, os.path.basename(self.name),
                        self.name.split("/")[0], self.suite) or \
            word in self.rows or word in {row[0] for row in self.rows}

    def changes(self):
        """Return [(file, lines that are there, lines in their place)]."""
        found, name = [], None
        for line in self.text.partition("\n\n")[2].splitlines(True):
            if line.startswith("+++ b/"):
                name = line[len("+++ b/"):].strip()
            if line.startswith(("+++ b/", "@@")):
                found.append((name, "", ""))
            elif name and line[0] in " -+\n" and line[:6] != "--- a/":
                _, old, new = found[-1]
                text = line[1:] or "\n"
                found[-1] = (name, old + text * (line[0] != "+"),
                             new + text * (line[0] != "-"))
        return [change for change in found if change[1]]

    def apply(self, tree, write=True):
        """Change a tree; UserError unless each place is there, and only once."""
        texts = {}
        for name, old, new in self.changes():
            path = os.path.join(tree, name)
            if path not in texts:
                if not os.path.exists(path):
                    raise ui.UserError(f"{self.name} does not apply: no {name}")
                with open(path, encoding="utf-8") as handle:
                    texts[path] = handle.read()
            text = texts[path]
            places = [found.start() for found in re.finditer(
                f"^(?={re.escape(old)})", text, re.M)]
            if len(places) != 1:
                raise ui.UserError(f"{self.name} does not apply: {name} has "
                                   f"{len(places)} such places")
            texts[path] = (text[:places[0]] + new
                           + text[places[0] + len(old):])
        if not texts:
            raise ui.UserError(f"{self.name} does not apply: it changes nothing")
        for path, text in texts.items() if write else ():
            with open(path, "w", encoding="utf-8") as handle:
                handle.write(text)


def load(top=TOP):
    """Return all mutations, by name."""
    found = {}
    for base, dirs, files in os.walk(os.path.join(top, WHERE)):
        dirs.sort()
        for name in sorted(files):
            if name.endswith(".patch"):
                mutation = Mutation(os.path.join(base, name), top)
                found[mutation.name] = mutation
    return found


def plain(test):
    """Return a case's description without its rows."""
    return ROWS.sub("", test)


def sources(top=TOP):
    """Yield (suite, text) for each source of a test."""
    for where, suffix, stage in TESTS:
        for base, dirs, files in os.walk(os.path.join(top, where)):
            dirs.sort()
            rel = os.path.relpath(base, os.path.join(top, where))
            for name in sorted(files):
                if not name.endswith(suffix):
                    continue
                suite = stage or (name.split(".")[0] if rel == "." else
                                  rel.split("/")[0])
                path = os.path.join(base, name)
                with open(path, encoding="utf-8") as handle:
                    yield suite, handle.read()


def tests(top=TOP):
    """Return {row: [(suite, description)]}, read from the tests' sources."""
    found = {}
    string = re.compile(rf'"([^"\n]+) \[({ROW}(?: {ROW})*)\]"')
    for suite, text in sources(top):
        for hit in string.finditer(text):
            for row in hit[2].split():
                found.setdefault(row, []).append((suite, hit[1]))
    return found


def ends(name):
    """Return what a case is known by: its name, and the last part of that.

    A program puts in front what its cases are about; see Run in mutations.py.
    """
    return {name, name.rpartition(": ")[2]}


class Cases:
    """The descriptions of the cases of each suite, in the tests' sources.

    There are more of them than cases: any string of a source may be one.
    """

    def __init__(self, top=TOP):
        # {suite: strings}, {suite: patterns of those that something is put into}
        self.plain, self.filled = {}, {}
        # {suite: it, and others whose cases it has too}
        self.of = {}
        for suite, text in sources(top):
            self.of.setdefault(suite, {suite}).update(SHARED.findall(text))
            for hit in STRING.finditer(text):
                for name in ends(plain(hit[1])):
                    self._add(suite, FILLED.split(name))

    def _add(self, suite, parts):
        """Record a description, cut where something is put in."""
        if len(parts) == 1:
            self.plain.setdefault(suite, set()).add(parts[0])
        # Something has to be left that tells it from others.
        elif len(re.findall(r"[a-z]{2,}", " ".join(parts))) > 1:
            self.filled.setdefault(suite, set()).add(
                ".+".join(map(re.escape, parts)))

    def have(self, mutation):
        """Return whether a mutation's test is one of these, by its whole name."""
        names = ends(plain(mutation.test))
        suite, at, _ = mutation.suite.partition("@")
        return (not at and ENDED in names) or any(
            names & self.plain.get(one, set()) or
            any(re.fullmatch(pattern, name) for name in names
                for pattern in self.filled.get(one, ()))
            for one in self.of.get(suite, ()))


def rows(top=TOP):
    """Return {row: {"what": ..., "cannot": ... or ""}} of rows.toml."""
    path = os.path.join(top, WHERE, "rows.toml")
    with open(path, "rb") as handle:
        table = tomllib.load(handle)
    for row, entry in table.items():
        if not re.fullmatch(ROW, row) or not entry.get("what") \
                or set(entry) - {"what", "cannot", "later"}:
            raise ui.UserError(f"{path}: [{row}] is not as it should be")
    return table
