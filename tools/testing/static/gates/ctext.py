# SPDX-License-Identifier: GPL-2.0-only
"""Just enough of C to measure it: comments, functions, macros.

Relies on kernel style, which checkpatch enforces: a function starts with a
brace in the first column and ends with one.
"""

import re


def blank(text):
    """Return the text with comments and strings blanked, lines kept."""
    def fill(match):
        found = match.group()
        if found.startswith("/"):
            return re.sub(r"[^\n]", " ", found)
        return found[0] + re.sub(r"[^\n]", "_", found[1:-1]) + found[-1]

    pattern = (r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
               r"|'(?:\\.|[^'\\\n])*'")
    return re.sub(pattern, fill, text, flags=re.S)


class Function:
    """One function definition; lines count from 1."""

    def __init__(self, name, head, start, body, end):
        self.name = name
        # All lines of the declaration as one.
        self.head = head
        self.start = start
        self.body = body
        self.end = end

    @property
    def length(self):
        """Return the number of lines between its braces."""
        return self.end - self.body - 1

    @property
    def static(self):
        """Tell whether it is private to its file."""
        return bool(re.search(r"\b(static|module_init|module_exit)\b",
                              self.head))


def functions(text):
    """Return the functions that a C file defines."""
    lines = blank(text).split("\n")
    found, number = [], 0
    while number < len(lines):
        if lines[number].rstrip() == "{":
            start = _head(lines, number)
            head = " ".join(s.strip() for s in lines[start:number])
            end = number
            while end < len(lines) - 1 and not lines[end].startswith("}"):
                end += 1
            name = re.search(r"(\w+)\s*\(", head)
            if name and "=" not in head.split("(")[0]:
                found.append(Function(name[1], head, start + 1, number + 1,
                                      end + 1))
            number = end
        number += 1
    return found


def _head(lines, number):
    """Return the index of the first line of the declaration above."""
    first = number
    while first > 0:
        above = lines[first - 1]
        if not above.strip() or above.startswith(("}", "#", "{")) or \
                above.rstrip().endswith((";", "}", "\\")):
            break
        first -= 1
    return first


def documented(text, function):
    """Tell whether a kernel-doc comment of that name ends right above."""
    before = text.split("\n")[:function.start - 1]
    while before and not before[-1].strip():
        before.pop()
    block = "\n".join(before)
    opening = block.rfind("/*")
    return (block.endswith("*/") and block.startswith("/**", opening) and
            re.search(rf"^ \* (struct )?{function.name}\b",
                      block[opening:], re.M) is not None)
