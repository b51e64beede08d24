# SPDX-License-Identifier: GPL-2.0-only
"""Small bugs that nobody chose, made from the C sources by rules.

A rule finds places in the bodies of functions, in text whose comments and
strings are blanked, and says what stands there instead. Lines stay where they
are, so that what __LINE__ makes of them stays the same.
"""

import difflib
import os
import random
import re
import sys
import tomllib

from . import cache, ui
from .modbuild import TOP

sys.path.append(os.path.join(TOP, "tools/testing/static"))
from gates.ctext import blank, functions  # noqa: E402

# What tells people about a state, or checks it, without changing it.
SILENT = re.compile(r"\b(lockdep_\w+|W(?:ARN|AIT_LOCK)\w*|BUILD_BUG\w*|"
                    r"(?:dev|pr)_[a-z_]+|trace_\w+|cpu_relax|might_sleep|"
                    r"__must_hold|static_assert)\s*\(")
OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
         "&&": "||", "||": "&&", "true": "false", "false": "true"}
NOTHING = "(void)0;"
KEYS = ("file", "function", "was", "is", "why")


class Mutant:
    """One change of one function."""

    def __init__(self, name, function, kind, edits, text):
        self.file = name
        self.function = function
        self.kind = kind
        self.edits = edits
        self.new = replaced(text, edits)
        self.old = text
        first = edits[0]
        self.line = text.count("\n", 0, first[0]) + 1
        self.was, self.now = changed(text, self.new)

    test = ""
    name = property(lambda self: f"{self.file}:{self.function}: {self.kind}: "
                    f"{self.was} -> {self.now}")

    def diff(self):
        """Return the change as a unified diff."""
        return "".join(difflib.unified_diff(
            self.old.splitlines(True), self.new.splitlines(True),
            "a/" + self.file, "b/" + self.file, n=2))

    def apply(self, tree):
        """Put the change into a copy of the sources."""
        cache.write_if_changed(os.path.join(tree, self.file),
                               self.new.encode())


def replaced(text, edits):
    """Return the text with [(start, end, instead)] put in, lines kept."""
    for start, end, instead in sorted(edits, reverse=True):
        lines = text.count("\n", start, end) - instead.count("\n")
        text = text[:start] + instead + "\n" * lines + text[end:]
    return text


def changed(old, new):
    """Return what the lines that differ were, and what they are, in a row."""
    pairs = [(a, b) for a, b in zip(old.split("\n"), new.split("\n"))
             if a != b]
    return tuple(" ".join(" ".join(side).split()) for side in zip(*pairs))


def closing(text, opening):
    """Return the place behind the parenthesis that closes the one there."""
    depth = 0
    for place in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place + 1
    return len(text)


def conditions(text):
    """A condition is negated."""
    for hit in re.finditer(r"\bif \(", text):
        end = closing(text, hit.end() - 1)
        yield [(hit.end(), hit.end(), "!("), (end - 1, end - 1, ")")]
    for hit in re.finditer(r"\breturn ([^?;]+) \?", text):
        yield [(hit.start(1), hit.start(1), "!("), (hit.end(1), hit.end(1), ")")]
    for hit in re.finditer(r"\breturn (true|false);", text):
        yield [(*hit.span(1), OTHER[hit[1]])]


def relations(text):
    """A relation is another one."""
    for hit in re.finditer(r"(?<=\s)([<>]=?|[=!]=)(?=\s)", text):
        yield [(*hit.span(), OTHER[hit[0]])]


def junctions(text):
    """An "and" is an "or", and the other way round."""
    for hit in re.finditer(r"&&|\|\|", text):
        yield [(*hit.span(), OTHER[hit[0]])]


def calls(text):
    """A call is left out."""
    for hit in re.finditer(r"^\t+(\w+)(\()", text, re.M):
        end = closing(text, hit.start(2))
        if text[end:end + 1] == ";" and not re.match(
                r"(?:s?rcu|spin|mutex|raw)\w*lock|guard", hit[1]):
            yield [(hit.start(1), end + 1, NOTHING)]


def locks(text):
    """A lock is not taken."""
    for hit in re.finditer(r"\bguard(\()", text):
        end = closing(text, closing(text, hit.start(1)))
        yield [(hit.start(), end + 1, NOTHING)]
    for hit in re.finditer(r"\bscoped_guard(\()", text):
        yield [(hit.start(), closing(text, hit.start(1)), "if (true)")]
    for hit in re.finditer(r"\b(\w+?)_lock(?!ed|_init|dep)(\w*)(\()", text):
        if hit.start() and text[hit.start() - 1] == "(":
            continue
        what = text[hit.start(3) + 1:closing(text, hit.start(3)) - 1]
        both = re.compile(rf"\b{hit[1]}_(un)?lock\w*\({re.escape(what.split(',')[0])}"
                          r"[^)]*\)")
        yield [(*one.span(), "(void)0" if one[1] else "0")
               for one in both.finditer(text)]


def errors(text):
    """An error is not told."""
    for hit in re.finditer(r"(?:\breturn |\b(?:ret|err) = )"
                           r"(-E[A-Z0-9]+|ret|err|PTR_ERR\([^;]*\));", text):
        yield [(*hit.span(1), "0")]


def constants(text):
    """A constant is one more."""
    for hit in re.finditer(r"(?<![\w.\[])(\d+)(?=U?L?L?\b)(?![xX])", text):
        yield [(*hit.span(1), str(int(hit[1]) + 1))]


def flags(text):
    """A flag, or what else is a constant, is not set."""
    for hit in re.finditer(r"^\t+([\w>.\[\]-]+ = (?:true|false|NULL|0|[A-Z_]+);"
                           r"|WRITE_ONCE(\())", text, re.M):
        end = closing(text, hit.start(2)) + 1 if hit[2] else hit.end()
        yield [(hit.start(1), end, NOTHING)]


KINDS = {"condition": conditions, "relation": relations,
         "and/or": junctions, "call": calls, "lock": locks, "error": errors,
         "constant": constants, "flag": flags}


def silent(text):
    """Return the text without what only tells or checks."""
    for hit in reversed(list(SILENT.finditer(text))):
        end = closing(text, hit.end() - 1)
        text = text[:hit.start()] + re.sub(
            r"[^\n]", " ", text[hit.start():end]) + text[end:]
    return text


def of_file(name, text):
    """Return all mutants of a file by kind."""
    found = {kind: [] for kind in KINDS}
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    plain = silent(blank(text))
    for function in functions(text):
        begin, end = starts[function.body], starts[function.end - 1]
        for kind, rule in KINDS.items():
            for edits in rule(plain[begin:end]):
                moved = [(a + begin, b + begin, c) for a, b, c in edits]
                found[kind].append(Mutant(name, function.name, kind, moved,
                                          text))
    return found


def choose(top, names, seed, count):
    """Return that many mutants of these files, kind by kind in turn."""
    kinds = {kind: [] for kind in KINDS}
    for name in sorted(names):
        with open(os.path.join(top, name), encoding="utf-8") as handle:
            for kind, mutants in of_file(name, handle.read()).items():
                kinds[kind] += mutants
    draw = random.Random(seed)
    for mutants in kinds.values():
        draw.shuffle(mutants)
    # As many of each kind, while there are any.
    turns = [m for row in range(max(map(len, kinds.values())))
             for mutants in kinds.values() for m in mutants[row:row + 1]]
    return turns[:count]


class Equivalents:
    """Mutants that are known to change nothing."""

    WHERE = "tools/testing/mutations/equivalent.toml"

    def __init__(self, top=TOP):
        path = os.path.join(top, self.WHERE)
        with open(path, "rb") as handle:
            self.known = tomllib.load(handle).get("mutant", [])
        for entry in self.known:
            if sorted(entry) != sorted(KEYS) or not entry["why"]:
                raise ui.UserError(f"{path}: an entry has "
                                   f"{', '.join(KEYS)}: {entry}")

    def why(self, mutant):
        """Return why a mutant changes nothing, or ""."""
        for entry in self.known:
            if (mutant.file, mutant.function, mutant.was, mutant.now) == (
                    entry["file"], entry["function"], entry["was"],
                    entry["is"]):
                return entry["why"]
        return ""
