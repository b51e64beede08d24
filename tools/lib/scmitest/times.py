# SPDX-License-Identifier: GPL-2.0-only
"""Where the time of a run goes: what each stage took, and what it did then.

A stage runs in one thread. Whatever it does for long says so with phase();
a phase inside of another one counts for itself alone. The seconds of earlier
runs are in the cache: they say what to begin with, and what fits in one boot.
"""

import collections
import contextlib
import json
import threading
import time

from . import cache

# What a stage can be busy with, in the order of the table's columns.
PHASES = ("build", "root", "waiting", "boot", "suite", "end", "cpu")
_here = threading.local()


class Watch:
    """The seconds that one thread spends, by phase."""

    def __init__(self):
        self.seconds = collections.Counter()
        self.open = []

    def enter(self, name):
        """Begin a phase; the one around it is suspended."""
        now = time.monotonic()
        if self.open:
            self._charge(now)
        self.open.append([name, now])

    def leave(self):
        """End the innermost phase; the one around it goes on."""
        now = time.monotonic()
        self._charge(now)
        self.open.pop()
        if self.open:
            self.open[-1][1] = now

    def _charge(self, now):
        name, since = self.open[-1]
        self.seconds[name] += now - since


def begin():
    """Start to count for this thread; return the Watch."""
    _here.watch = Watch()
    return _here.watch


def add(name, seconds):
    """Count seconds for a phase of this thread's stage, or take them away."""
    if watch := getattr(_here, "watch", None):
        watch.seconds[name] += seconds


@contextlib.contextmanager
def phase(name):
    """Count what is done inside as that phase of this thread's stage."""
    watch = getattr(_here, "watch", None)
    if not watch:
        yield
        return
    watch.enter(name)
    try:
        yield
    finally:
        watch.leave()


def _file():
    return cache.path("times.json")


def known():
    """Return {stage: seconds} of earlier runs; nothing if there were none."""
    try:
        with open(_file(), encoding="utf-8") as handle:
            table = json.load(handle)
        return {str(name): float(took) for name, took in table.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        # Another version's, or cut short: an estimate, not a result.
        return {}


# A stage that took longer than before is believed that much of it at a time: the
# machine may have been busy, and stages that look long do not share a boot.
SLOWER = 1.2


def remember(took):
    """Add {stage: seconds} of this run to what is known."""
    with cache.lock("times"):
        before = known()
        now = {name: min(seconds, SLOWER * before.get(name, seconds))
               for name, seconds in took.items()}
        text = json.dumps({**before, **now}, indent=1, sort_keys=True)
        cache.write_if_changed(_file(), text.encode() + b"\n")


def table(rows):
    """Return the lines of a table of {stage: {phase: seconds}}, longest first.

    "all" is from beginning to end; "cpu" is the processor time of the guest,
    or of the program, of which there may be several processors' worth.
    """
    columns = ("all", *PHASES)
    total = collections.Counter()
    for row in rows.values():
        total.update(row)
    lines = [f"{'seconds':44}" + "".join(f"{c:>9}" for c in columns)]
    for name, row in [*sorted(rows.items(), key=lambda r: -r[1]["all"]),
                      ("sum", total)]:
        lines.append(f"{name:44}" + "".join(
            f"{row[c]:9.1f}" if row.get(c, 0) >= 0.05 else f"{'.':>9}"
            for c in columns))
    return lines
