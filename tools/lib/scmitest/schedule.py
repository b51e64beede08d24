# SPDX-License-Identifier: GPL-2.0-only
"""Which stages run when, and which suites share a boot.

Suites whose guests are made of the same things run in one boot, one after the
other, as far as that boot does not get long; "alone" in a suite.toml keeps a
suite by itself. If the guest ends early, the suites that did not begin run in
another boot: what one suite breaks costs no other one its result.
"""

import os
import threading
import time
import traceback

from . import proc, runner, splat, times, ui
from .stages import Guests

# Suites share a boot as long as they are expected to take no longer together:
# the last boots of a run should end at about the same time.
TOGETHER = 240
# The share of its limit that a suite takes, where nothing better is known.
USUAL = 0.12
_said = set()


def estimate(stage, known):
    """Return the seconds that a stage is expected to take."""
    return known.get(stage.name, stage.longest() * USUAL)


class Unit:
    """Stages that run one after the other, because they share something."""

    def __init__(self, members, seconds):
        self.members = list(members)
        self.seconds = seconds

    def fits(self, stage, seconds):
        """Return whether a stage can share what these do."""
        return (self.seconds + seconds <= TOGETHER
                and all(isinstance(s, Guests) and s.shares(stage)
                        for s in self.members))

    def add(self, stage, seconds):
        """Let a stage share it."""
        self.members.append(stage)
        self.seconds += seconds

    def run(self, verbose):
        """Return [(stage, cases, complaints, {phase: seconds})]."""
        if len(self.members) == 1:
            stage = self.members[0]
            return [(stage, *attempt(stage.name, stage.run, verbose))]
        done, left = [], self.members
        while left:
            results = share(left, verbose)
            done += results
            left = left[len(results):]
        return done


def attempt(name, function, *args):
    """Call what returns (cases, complaints); add the seconds that it took.

    What goes wrong on the way is a complaint.
    """
    begin, watch = time.monotonic(), times.begin()
    try:
        with ui.stage(name):
            cases, complaints = function(*args)
    except (ui.UserError, InterruptedError) as err:
        cases, complaints = [], [excuse(name, str(err))]
    except Exception as err:
        traceback.print_exc()
        cases, complaints = [], [f"internal error: {err!r}"]
    watch.seconds["all"] = time.monotonic() - begin
    return cases, complaints, watch.seconds


def excuse(name, text):
    """Return the first line of an error; say all of it the first time."""
    first = text.splitlines()[0]
    if text in _said:
        ui.say(f"{name}: once more: {first}")
    else:
        _said.add(text)
        ui.say(ui.colour("31", text))
    return first


def share(members, verbose):
    """Run suites in one boot; return the results of those that began.

    They are those of Unit.run(). If none began, that is the result of all.
    """
    job = runner.Job([s.suite for s in members], members[0].job.guest_name)
    ran = []

    def boot():
        out, tail = job.run(verbose=verbose)
        ran.append(out)
        complaints = list(out.trouble)
        if complaints and not verbose:
            ui.say(f"{job.name}: the console's last lines "
                   f"(all of it: {out.console}):\n{tail}")
        return [], complaints

    _, trouble, spent = attempt(" ".join(s.name for s in members), boot)
    out = ran[0] if ran else None
    begun = [s for s in members if out and s.suite.name in out.suites]
    if not begun:
        return [(s, [], trouble, dict(spent) if s is members[0]
                 else {"all": 0.0}) for s in members]
    results = []
    for stage in begun:
        stage.out = out
        took = out.seconds_of.get(stage.suite.name, 0.0)
        # What belongs to the boot is counted, and said, with the last one.
        last = stage is begun[-1]
        cases, complaints = stage.judge(
            of_boot(trouble, out, begun) if last else ())
        row = {"suite": took, "all": took}
        if last:
            others = sum(out.seconds_of.get(s.suite.name, 0.0) for s in begun)
            row = {**spent, "suite": took,
                   "all": spent["all"] - others + took}
        results.append((stage, cases, complaints, row))
    return results


def of_boot(trouble, out, members):
    """Return the complaints about a shared boot that are no suite's own."""
    names = " ".join(s.suite.name for s in members)
    where = f" (in the boot of {names})" if len(members) > 1 else ""
    return [text + where for text in [*trouble, *splat.of_guest(out)]]


def units(stages, known):
    """Return the Units of some stages, the longest first."""
    made = []
    for stage in sorted(stages, key=lambda s: -estimate(s, known)):
        seconds = estimate(stage, known)
        for unit in made:
            if unit.fits(stage, seconds):
                unit.add(stage, seconds)
                break
        else:
            made.append(Unit([stage], seconds))
    return sorted(made, key=lambda unit: -unit.seconds)


class Queue:
    """Units that wait for their turn, the longest first.

    Beside guests, which leave some of the processors idle, there is always one thing
    of the host's, and no more: several at a time would leave nothing for guests, and
    later guests nothing for idle processors.
    """

    def __init__(self, waiting):
        self.guests = [unit for unit in waiting if unit.members[0].job]
        self.host = [unit for unit in waiting if not unit.members[0].job]
        self.busy = 0
        self.lock = threading.Lock()

    def take(self):
        """Return the next unit; done() is called when it has run."""
        with self.lock:
            if not self.host or (self.busy and self.guests):
                return self.guests.pop(0)
            self.busy += 1
            return self.host.pop(0)

    def done(self, unit):
        """Say that a unit has run."""
        with self.lock:
            self.busy -= not unit.members[0].job

    def run(self, verbose):
        """Run the next unit; return what that does."""
        unit = self.take()
        try:
            return unit.run(verbose)
        finally:
            self.done(unit)


def told(rows, wanted):
    """Keep the table of times with the logs; return its lines if wanted."""
    lines = times.table(rows)
    with open(os.path.join(runner.logdir(), "times"), "w",
              encoding="utf-8") as handle:
        handle.writelines(line + "\n" for line in lines)
    return lines if wanted else []


def run(stages, jobs, result, verbose=False):
    """Run stages, so many at a time; add their outcomes to a report.

    Return {stage: {phase: seconds}}.
    """
    rows, waiting = {}, units(stages, times.known())
    queue = Queue(waiting)
    for _, outcomes in proc.side_by_side(
            jobs, lambda _: queue.run(verbose), waiting):
        for stage, cases, complaints, spent in outcomes:
            result.stage(stage.name, cases, complaints, spent["all"])
            rows[stage.name] = spent
            if not complaints:
                # A boot's own time is not the suite's: it may be shared.
                times.remember({stage.name: spent.get("suite", spent["all"])})
    return rows
