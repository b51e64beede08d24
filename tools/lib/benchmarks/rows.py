# SPDX-License-Identifier: GPL-2.0-only
"""Rows of the benchmarks' table, and how they are printed."""

import dataclasses
import operator
import re

STACKS = ("ours", "mainline", "floor")
HEADS = ("name", "unit", *STACKS, "ratio", "target")
TESTS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt}
TARGET = re.compile(r"(ratio|ours) (<=|>=|<) ([0-9.]+)$")


def is_number(value):
    """Return whether a figure is one, and not a remark or nothing."""
    return isinstance(value, (int, float))


@dataclasses.dataclass
class Row:
    """One row: figures are numbers, or texts that say why there is none.

    target: "ratio <= 0.5" or "ours >= 6". above: what is compared is what the
    stacks cost above the floor. compared: the ratio, if it is not that of the
    figures. note: what the table has no room for.
    """

    name: str
    unit: str
    ours: object = None
    mainline: object = None
    floor: object = None
    target: str = ""
    above: bool = False
    compared: float = None
    note: str = ""

    @property
    def group(self):
        """Return the first word of the name."""
        return self.name.split(" ", maxsplit=1)[0]

    @property
    def ratio(self):
        """Return ours by mainline's, or None."""
        if self.compared is not None:
            return self.compared
        floor = self.floor if self.above else 0
        if not all(map(is_number, (self.ours, self.mainline, floor))):
            return None
        over = self.mainline - floor
        return (self.ours - floor) / over if over > 0 else None

    @property
    def met(self):
        """Return whether the target is met; None if that is not known."""
        if not self.target:
            return None
        what, test, limit = TARGET.match(self.target).groups()
        value = getattr(self, what)
        if not is_number(value):
            return None
        return TESTS[test](value, float(limit))

    def as_dict(self):
        """Return what goes into a JSON file."""
        ratio = self.ratio
        return {"name": self.name, "unit": self.unit, "ours": self.ours,
                "mainline": self.mainline, "floor": self.floor,
                "ratio": None if ratio is None else round(ratio, 4),
                "above_floor": self.above, "target": self.target,
                "met": self.met, "note": self.note}

    def cells(self):
        """Return the row as texts."""
        verdict = {True: ", met", False: ", **missed**", None: ""}[self.met]
        return (self.name, self.unit,
                *(show(getattr(self, stack)) for stack in STACKS),
                show(self.ratio), self.target + verdict)


def quotient(name, over, under, target="", each=1):
    """Return the row of one row's figures by another's, times each."""
    row = Row(name, "times", target=target)
    for column in STACKS:
        first, second = getattr(over, column), getattr(under, column)
        if is_number(first) and is_number(second) and second:
            setattr(row, column, first / second * each)
    return row


def show(value):
    """Return a figure as text: three digits, or all of a whole number."""
    if value is None:
        return ""
    if not is_number(value):
        return str(value)
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{1 if abs(value) >= 10 else 2}f}"


def table(rows):
    """Return the rows as a table in markdown, with a line for each group."""
    lines, group = [], None
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append((f"**{group}**",) + ("",) * (len(HEADS) - 1))
        lines.append(row.cells())
    widths = [max(map(len, column)) for column in zip(HEADS, *lines)]
    left = [True, True, False, False, False, False, True]
    text = "| " + " | ".join(h.ljust(w) for h, w in zip(HEADS, widths)) + " |\n"
    text += "|" + "|".join("-" * (w + 1) + ("-" if on_left else ":")
                           for w, on_left in zip(widths, left)) + "|\n"
    for line in lines:
        cells = (c.ljust(w) if on_left else c.rjust(w)
                 for c, w, on_left in zip(line, widths, left))
        text += "| " + " | ".join(cells) + " |\n"
    return text
