# SPDX-License-Identifier: GPL-2.0-only
"""Put bugs into the sources, one at a time; the tests have to find each one.

A bug is a patch in tools/testing/mutations, whose README.rst describes them.
Words choose by row (S04), name, directory or suite. Each patch is applied to a
copy of the sources, from which ./tools/check runs what the patch names, first
without the bug. KTAP on standard output; the last line is "N passed, N failed,
N skipped"; the exit status is 0 only if every bug was found. A run of all of
them, or --table, writes Documentation/results/lifetimes.md.
"""

import datetime
import os
import queue
import re
import shutil
import subprocess
import time

from scmitest import (cache, hosttools, kept, known_bugs, ktap, modbuild, proc,
                      runner, suites, table, ui)

SKIP = {".git", "__pycache__"}
LIMIT = 1800
CASE = re.compile(r"^  (ok|not ok) \d+ (.*?)(?: # SKIP.*)?$")
STAGE = re.compile(r"^(?:ok|not ok) \d+ ")


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check mutations", __doc__)
    parser.add_argument("word", nargs="*")
    parser.add_argument("-l", "--list", action="store_true",
                        help="only list the mutations")
    ui.add_jobs(parser, "mutations")
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show what the suites say")
    parser.add_argument("--again", action="store_true",
                        help="leave out what was found before and is the same")
    parser.add_argument("--table", action="store_true",
                        help="write the table from what earlier runs found; "
                        "with words or --again: after this run")
    return parser.parse_args(argv)


def choose(words):
    """Return the mutations that the words name; each must name some."""
    known = list(known_bugs.load().values())
    for word in words:
        if not any(m.matches(word) for m in known):
            raise ui.UserError(f"no mutation is called '{word}'; see "
                               f"{known_bugs.WHERE}")
    return [m for m in known
            if not words or any(m.matches(word) for word in words)]


def copy(source, tree):
    """Make tree a copy of the sources, touching only what differs."""
    wanted = set()
    for base, dirs, files in os.walk(source):
        dirs[:] = [d for d in dirs if d not in SKIP]
        for name in files:
            path = os.path.join(base, name)
            rel = os.path.relpath(path, source)
            wanted.add(rel)
            target = os.path.join(tree, rel)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(path, "rb") as handle:
                cache.write_if_changed(target, handle.read())
            shutil.copymode(path, target)
    for base, _, files in os.walk(tree):
        for name in files:
            path = os.path.join(base, name)
            if os.path.relpath(path, tree) not in wanted:
                os.unlink(path)


def fingerprint(source):
    """Return a word that changes with whatever takes part in a run."""
    names = []
    for base, dirs, files in os.walk(source):
        dirs[:] = sorted(d for d in dirs if d not in SKIP | {
            "Documentation", "mutations"})
        names += [os.path.relpath(os.path.join(base, name), source)
                  for name in sorted(files)]
    return cache.fingerprint(source, names)


class Run:
    """What ./tools/check said of one stage: cases and complaints."""

    def __init__(self, output):
        self.output = output
        self.cases = {}
        self.complaints = []
        self.ended = False
        for line in output.splitlines():
            case = CASE.match(line)
            if case and case[2] != "complete and clean":
                self._case(case[2], case[1] == "ok" and "# SKIP" not in line)
            elif line.startswith("  # "):
                self.complaints.append(line[4:])
            elif STAGE.match(line):
                self.ended = True

    def _case(self, name, good):
        """Record a case, also by the last part of its name, if that is one."""
        for key in {known_bugs.plain(name),
                    known_bugs.plain(name.rpartition(": ")[2])}:
            self.cases[key] = self.cases.get(key, True) and good

    def noticed(self, mutation):
        """Return how a bug was noticed, or None."""
        if self.cases.get(known_bugs.plain(mutation.test)) is False:
            return "the test fails"
        for line in self.complaints:
            if mutation.splat and re.search(mutation.splat, line):
                line = re.sub(r"^kernel report at \S+: (\[[^]]*\] )?", "",
                              line)
                # Modules say where they were built: that is nobody's business.
                return re.sub(r" at /\S+", "", line)
        return None

    def why_not(self, mutation):
        """Return what was seen instead."""
        test = known_bugs.plain(mutation.test)
        said = "; ".join(self.complaints[:4])
        if not self.ended:
            return "no result: " + self.output[-1000:]
        if test and test not in self.cases:
            return f"'{test}' did not run" + (f"; {said}" if said else "")
        return "nothing noticed it" + (f"; {said}" if said else "")


class Late(ui.UserError):
    """A stage did not end in time."""


def check(tree, stage, test="", limit=LIMIT):
    """Run a stage of ./tools/check in a tree; return a Run."""
    # Nothing is built that the suite does not load.
    env = dict(os.environ, NO_COLOR="1", SCMI_LEAN="1")
    # Suites that can do with one of their tests do; a word, for modprobe.
    env["SCMI_ONLY"] = known_bugs.plain(test).replace(" ", "_")
    child = proc.start([os.path.join(tree, "tools/check"), "-j1", stage],
                       start_new_session=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                       text=True, errors="replace", env=env)
    end = time.monotonic() + limit
    try:
        while True:
            try:
                return Run(child.communicate(timeout=1)[0])
            except subprocess.TimeoutExpired:
                if time.monotonic() > end:
                    raise Late(f"{stage}: no end after {limit:.0f} s") from None
                if proc.ending.is_set():
                    raise ui.UserError(f"{stage}: stopped") from None
    finally:
        proc.stop(child, 10)


class Bench:
    """Copies of the sources to put bugs into, and what is known so far."""

    def __init__(self, jobs, verbose, name="mutations"):
        self.here = cache.path(name, modbuild.mark(), "")
        self.verbose = verbose
        # A long run is not to see what is edited meanwhile.
        self.original = os.path.join(self.here, "original")
        copy(modbuild.TOP, self.original)
        self.source = fingerprint(self.original)
        self.kept = kept.Results(os.path.join(self.here, "results.json"))
        self.trees = queue.Queue()
        for number in range(jobs):
            self.trees.put(os.path.join(self.here, f"tree-{number}"))

    def save(self, key, **result):
        """Keep a result for the table and for later runs."""
        result["date"] = datetime.datetime.now(
            datetime.timezone.utc).strftime("%Y-%m-%d %H:%M")
        result["source"] = self.source
        self.kept.put(key, result)

    def known(self, key, **same):
        """Return a result that still holds, or None."""
        old = self.kept.all.get(key, {})
        same["source"] = self.source
        return old if all(old.get(k) == v for k, v in same.items()) else None

    def attempt(self, stage, mutation=None, limit=LIMIT):
        """Run a stage in a copy, with a bug if one is given; return Run."""
        tree = self.trees.get()
        try:
            copy(self.original, tree)
            if mutation:
                mutation.apply(tree)
            run = check(tree, stage, mutation.test if mutation else "", limit)
        finally:
            self.trees.put(tree)
        if self.verbose:
            ui.say(run.output)
        return run

    def baseline(self, stage):
        """Find out which tests of a stage pass without a bug."""
        key = "baseline " + stage
        if not self.known(key):
            begin = time.monotonic()
            run = self.attempt(stage)
            self.save(key, passed=sorted(c for c, ok in run.cases.items()
                                         if ok),
                      complaints=run.complaints, ended=run.ended,
                      seconds=round(time.monotonic() - begin))
        return self.kept.all[key]

    def try_one(self, mutation):
        """Return (how it was noticed, "") or ("", why it counts as not)."""
        base = self.kept.all.get("baseline " + mutation.suite)
        test = known_bugs.plain(mutation.test)
        if not base or not base["ended"]:
            return "", f"{mutation.suite} does not run without the bug"
        if test and test not in base["passed"]:
            return "", f"without the bug '{test}' does not pass"
        clean = [c for c in base["complaints"]
                 if mutation.splat and re.search(mutation.splat, c)]
        if clean:
            return "", f"without the bug: {clean[0]}"
        run = self.attempt(mutation.suite, mutation)
        how = run.noticed(mutation)
        return (how, "") if how else ("", run.why_not(mutation))


def timed(function, *args):
    """Return (result, "", seconds) or (None, error, seconds)."""
    begin = time.monotonic()
    try:
        result, error = function(*args), ""
    except ui.UserError as err:
        result, error = None, str(err)
    return result, error, time.monotonic() - begin


def in_parallel(jobs, function, items):
    """Yield (item, *timed()) as they end."""
    for item, outcome in proc.side_by_side(
            jobs, lambda item: timed(function, item), items):
        yield (item, *outcome)


def kernel_of(stage):
    """Return the release of the kernel that a stage runs on."""
    guest = stage.partition("@")[2]
    if not guest:
        return "host"
    return runner.kernel_for(suites.guests()[guest]).release


def run(chosen, args, bench):
    """Try mutations; return the exit status."""
    report = ktap.Writer(len(chosen))
    stages = list(dict.fromkeys(m.suite for m in chosen))
    releases = {stage: kernel_of(stage) for stage in stages}
    with ui.stage(f"{len(stages)} suites without a bug"):
        for stage, base, error, _ in in_parallel(args.jobs, bench.baseline,
                                                 stages):
            if error or not base["ended"]:
                ui.warn(f"{stage}: {error or 'no result'}")
    for mutation, result, error, seconds in in_parallel(
            args.jobs, bench.try_one, chosen):
        how, trouble = result or ("", error)
        bench.save(mutation.name, found=how, missed=trouble,
                   patch=mutation.digest(), seconds=round(seconds),
                   kernel=releases[mutation.suite])
        report.note(trouble or how)
        report.result(not trouble, f"{mutation.name}: {mutation.why}",
                      f"{seconds:.0f} s")
    report.total()
    return bool(report.counts["fail"])


def main(argv):
    """Do what the command line says; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    chosen = choose(args.word)
    if args.list:
        for mutation in chosen:
            print(f"{mutation.name:40} {mutation.suite:20} {mutation.why}")
        return 0
    status = 0
    hosttools.ensure()
    with cache.lock("mutations-" + modbuild.mark()):
        bench = Bench(args.jobs, args.verbose)
        if args.again:
            chosen = [m for m in chosen if not bench.known(
                m.name, patch=m.digest(), missed="")]
        if args.word or args.again or not args.table:
            status = run(chosen, args, bench)
        if args.table or not args.word:
            table.write()
    return status
