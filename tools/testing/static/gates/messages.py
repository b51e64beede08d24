# SPDX-License-Identifier: GPL-2.0-only
"""What the stack can log is explained to those who read it."""

import re

from .base import Gate

CALL = re.compile(r"\b(?:(?:dev|pr)_(?:err|warn|notice|info|crit|alert|emerg)"
                  r"(?:_probe|_once|_ratelimited)?|scmi_lost_tell)\s*\(")
# Adjacent strings are one.
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s*"((?:[^"\\]|\\.)*)")*')
SPECIFIER = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?"
                       r"(?:p[A-Za-z]+|[a-zA-Z])")
# The line that scmi_lost_tell() makes of its last argument, and the tables of those.
LOST = "%u of %u {} (first: %u, %pe)"
KINDS = re.compile(r"_lost_what\[\w*\] = \{(.*?)\n\};", re.S)
# A message on the page is a term that is literal text.
TERM = re.compile(r"^``(.+?)``$", re.M)


def arguments(text, start):
    """Return the text between a call's parentheses."""
    depth, quoted, place = 1, False, start
    while depth and place < len(text):
        char = text[place]
        if char == '"' and text[place - 1] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += {"(": 1, ")": -1}.get(char, 0)
        place += 1
    return text[start:place - 1]


def messages(text):
    """Yield (line number, format) of what a source can log."""
    for call in CALL.finditer(text):
        hit = STRING.search(arguments(text, call.end()))
        # A parameter that is handed on has its strings where it comes from.
        if not hit:
            continue
        words = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', hit[0]))
        words = words.removesuffix("\\n")
        if call[0].startswith("scmi_lost_tell"):
            words = LOST.format(words)
        yield text.count("\n", 0, call.start()) + 1, words
    for table in KINDS.finditer(text):
        for hit in re.finditer(r'"(.*)"', table[1]):
            yield (text.count("\n", 0, table.start(1) + hit.start()) + 1,
                   LOST.format(hit[1]))


def shape(words):
    """Return a pattern for the lines that a format makes."""
    parts = SPECIFIER.split(words.replace("%%", "%"))
    return re.compile(".+?".join(map(re.escape, parts)))


class Messages(Gate):
    """Every line of the log is on the page about them, and nothing else is."""

    name = "messages"
    title = "every line of the log is explained"
    page = "Documentation/troubleshooting.rst"

    def check(self, tree):
        terms = TERM.findall(tree.read(self.page)) \
            if self.page in tree.names else []
        findings, unknown = [], set(terms)
        for name in tree.files(".c", ".h"):
            if name.startswith(("tools/", "platform/", "compat/")):
                continue
            for number, words in messages(tree.read(name)):
                # That argument is told of where it comes from.
                if words.startswith("%u of %u %s (first"):
                    continue
                hits = {term for term in terms if shape(words).fullmatch(term)}
                unknown -= hits
                if not hits:
                    findings.append(f"{name}:{number}: not in {self.page}: "
                                    f"{words}")
        return findings + [f"{self.page}:1: nothing logs: {term}"
                           for term in sorted(unknown)]
