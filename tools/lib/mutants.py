# SPDX-License-Identifier: GPL-2.0-only
"""Make small bugs from the sources, by rules and by chance; who finds them?

A condition is negated, a relation, a junction or a constant changed, a call, a
lock or a flag left out, an error returned as 0. The same seed makes the same
ones of the same sources. Each is put into a copy, alone, and the stages of
./tools/check that should see it run, cheapest first, until one does. What does
not compile or makes the same code is skipped, and what equivalent.toml says
changes nothing. KTAP on standard output, with what survived as a diff; the
last line is "N passed, N failed, N skipped". A run that was interrupted goes
on; what was found holds as long as the stack's sources are the same.
"""

import fnmatch
import hashlib
import os
import re
import subprocess
import time

from mutations import Bench, Late, copy, timed
from scmitest import (cache, hosttools, known_bugs, ktap, modbuild, mutants,
                      proc, runner, stages, suites, ui)

from gates import kbuild, locks, packages  # found by scmitest.mutants

WHERE = ("*.c", "engine/*.c", "transports/*.c", "protocols/*.c", "clients/*.c")
# Objects are compared for this guest's kernel; suites for others that run one
# of the same series come before those on kernels with checks, which are slow.
GUEST = "arm64"
# What a stage says that did not end; on a machine that is busy all do.
ENDLESS = re.compile(r"no end after|stopped after|did not end|no result")
# A suite that was never named for a file may see it all the same, but runs later.
STRANGER = 0.02


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check mutants", __doc__)
    parser.add_argument("file", nargs="*", help="sources, from the top "
                        f"(default: {' '.join(WHERE)})")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--limit", type=int, default=900, metavar="SECONDS",
                        help="no further stage after that (default: "
                        "%(default)s)")
    parser.add_argument("--stage", action="append", metavar="STAGE",
                        help="only these stages, where they see anything")
    parser.add_argument("--survivors", action="store_true",
                        help="only those that survived an earlier run")
    parser.add_argument("-l", "--list", action="store_true",
                        help="only print the mutants")
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show what the stages say")
    return parser.parse_args(argv)


def sources(top, patterns):
    """Return the names of the sources that the patterns name."""
    known = [rel for rel in modbuild.sources(top) if rel.endswith(".c")]
    for pattern in patterns:
        if not fnmatch.filter(known, pattern):
            raise ui.UserError(f"no source is called '{pattern}'")
    # A star of WHERE does not reach into directories.
    return [n for n in known if any(
        fnmatch.fnmatch(n, p) and n.count("/") == p.count("/")
        for p in patterns)]


def compiled(kernel, here, rel):
    """Compile one source below here; return what make has against it."""
    make = subprocess.run(
        ["make", "-C", kernel.kdir(), *kernel.make_args(), f"M={here}",
         rel[:-1] + "o"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    said = kbuild.told(make.stdout, here)
    if make.returncode and not said:
        return make.stdout[-200:]
    return said[0] if said else ""


class Objects:
    """The stack's objects, to be compared with those without a bug."""

    def __init__(self, original, tree):
        self.kernel = runner.kernel_for(suites.guests()[GUEST])
        self.original = original
        self.tree = tree
        self.here = modbuild.tree(self.kernel)
        self.digests = {}

    def _digest(self, source, rel):
        """Compile; return (word for what the processor gets, trouble)."""
        with modbuild.lock(self.here):
            modbuild.mirror(source, self.here)
            trouble = compiled(self.kernel, self.here, rel)
            if trouble:
                return "", trouble
            bare = os.path.join(runner.scratch(), "bare.o")
            tool = self.kernel.compiler().partition("gcc")[0] + "objcopy"
            ui.run([tool, "-g", os.path.join(self.here, rel[:-1] + "o"),
                    bare], "objcopy")
            return cache.sha256(bare), ""

    def why_not(self, rel):
        """Return why a source of the tree has no bug that could be found."""
        if rel not in self.digests:
            self.digests[rel] = self._digest(self.original, rel)[0]
        if not self.digests[rel]:
            return "not built for " + self.kernel.release
        digest, trouble = self._digest(self.tree, rel)
        if trouble:
            return "does not compile: " + trouble
        return "the same code" if digest == self.digests[rel] else ""


class LockRules:
    """clang's analysis of the gate "locks", of one file."""

    def __init__(self, original, here):
        packages.provide(locks.Locks().needs)
        self.kernel = kbuild.Build("newest").kernel
        self.suppress = os.path.join(self.kernel.checkers(), locks.SUPPRESS)
        self.here = os.path.join(here, "newest")
        modbuild.mirror(original, self.here)
        self.known = {}

    def _say(self, rel):
        """Return what clang says, without the numbers of lines."""
        return {re.sub(r":\d+:\d+:", ":", line) for line in
                locks.analyse(self.here, rel, self.suppress)}

    def finds(self, mutant):
        """Return the first thing said about a mutant and not without it."""
        rel = mutant.file
        if rel not in self.known:
            # clang takes the options from what gcc was called with.
            trouble = compiled(self.kernel, self.here, rel)
            if trouble:
                raise ui.UserError(f"{rel}: {trouble}")
            self.known[rel] = self._say(rel)
        mutant.apply(self.here)
        try:
            return " ".join(sorted(self._say(rel) - self.known[rel])[:1])
        finally:
            cache.write_if_changed(os.path.join(self.here, rel),
                                   mutant.old.encode())


class Plan:
    """Which stages should see a mutant of a file, most for its time first."""

    def __init__(self, bench, wanted):
        self.bench = bench
        self.wanted = wanted
        self.stages = {s.name: s for s in stages.everything()}
        self.touched = {}
        for mutation in known_bugs.load(bench.original).values():
            for name in re.findall(r"^\+\+\+ b/(\S+)", mutation.text, re.M):
                self.touched.setdefault(mutation.suite, []).append(name)
        for result in bench.kept.all.values():
            if result.get("by") in self.stages:
                self.touched.setdefault(result["by"], []).append(
                    result["file"])

    def host(self, name, tree):
        """Return the programs of the host that are built from a file."""
        for stage in self.stages.values():
            command = getattr(stage, "command", [""])
            if command[0] != "make" or not self.wanted(stage.name):
                continue
            directory, target = command[command.index("-C") + 1:][:2]
            where = os.path.join(tree, os.path.relpath(directory,
                                                       modbuild.TOP))
            # What includes it make knows of what it has built once.
            self.bench.baseline(stage.name)
            source = os.path.join(os.path.relpath(tree, where), name)
            said = [subprocess.run(
                ["make", "-n", "-C", where, flag, source, target + "-programs"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                check=False).stdout for flag in ("-o", "-W")]
            if f"/{name}\n" in said[1] or said[0] != said[1]:
                yield stage.name

    def _reaches(self, name, guest):
        """Return whether what a file is about is in a guest."""
        if "transports/virtio" in name:
            return guest.scmi or guest.platform
        if name.startswith("transports/"):
            return guest.dt in ("mailbox", "shmem")
        return True

    def _worth(self, name, stage):
        """Return how likely a stage sees a file, by its time."""
        known = self.touched.get(stage, [])
        near = [n for n in known if os.path.dirname(n) == os.path.dirname(name)]
        base = self.bench.kept.all.get("baseline " + stage, {})
        seconds = base.get("seconds") or self.stages[stage].suite.timeout / 3
        return (known.count(name) + 0.2 * len(near) + STRANGER) / (
            seconds + 10)

    def guests(self, name):
        """Return the stages in guests, those on slow kernels last."""
        known, slow, worth = suites.guests(), {}, {}
        for stage in self.stages.values():
            if not isinstance(stage, stages.Guests) or stage.optional():
                continue
            guest = known[stage.job.guest_name]
            slow[stage.name] = guest.slow > 1
            if self.wanted(stage.name) and self._reaches(name, guest) and (
                    slow[stage.name] or
                    guest.series == known[GUEST].series):
                worth[stage.name] = self._worth(name, stage.name)
        order, seen = [], []
        while worth:
            # The same suite elsewhere may see it as well, but seldom alone.
            best = max(worth, key=lambda s: (
                not slow[s], worth[s] / (1 + 3 * seen.count(s.split("@")[0]))))
            seen.append(best.split("@")[0])
            order.append(best)
            del worth[best]
        return order


class Trial:
    """Puts mutants in, one at a time."""

    def __init__(self, args):
        self.args = args
        self.bench = Bench(1, args.verbose, "mutants")
        self.known = mutants.Equivalents(self.bench.original)
        self.tree = os.path.join(self.bench.here, "tree-0")
        self.stack = modbuild.fingerprint(self.bench.original)
        self.plan = Plan(self.bench, lambda stage: not args.stage
                         or stage in args.stage)
        self.asked = f"{args.stage} {args.limit}"
        self.objects = Objects(self.bench.original, self.tree)
        self.rules = LockRules(self.bench.original, self.bench.here)

    def key(self, mutant):
        """Return the name that a mutant's result is kept by."""
        word = hashlib.sha256(mutant.diff().encode()).hexdigest()[:8]
        return f"{mutant.file}:{mutant.function}:{mutant.kind}:{word}"

    def kept(self, mutant):
        """Return a result of an earlier run that still holds, or None."""
        old = self.bench.kept.all.get(self.key(mutant), {})
        if old.get("stack") != self.stack:
            return None
        # What survived may be found by a test that is new, or by more of them.
        if old["missed"] and (old["source"], old["asked"]) != (
                self.bench.source, self.asked):
            return None
        return old

    def _stages(self, mutant):
        """Return the stages to run, cheapest first."""
        return [*self.plan.host(mutant.file, self.tree),
                *self.plan.guests(mutant.file)]

    def _said(self, stage, base, mutant=None):
        """Return what a stage says that it does not say without a bug."""
        try:
            run = self.bench.attempt(stage, mutant, 5 * base["seconds"] + 60)
        except Late as err:
            return [str(err)]
        said = [c for c in base["passed"] if run.cases.get(c) is False]
        said += [re.sub(r" at /\S+", "", c) for c in run.complaints
                 if c not in base["complaints"]]
        for line in said:
            if line.startswith("building "):
                raise ui.UserError(f"{stage}: {line}")
        return said if run.ended or said else ["no result"]

    def _stage(self, stage, mutant):
        """Return how a stage notices a mutant, or ""."""
        base = self.bench.baseline(stage)
        if not base["ended"] or not base["passed"]:
            ui.warn(f"{stage} does not run without a bug")
            return ""
        said = self._said(stage, base, mutant)
        if said and ENDLESS.search(said[0]) and self._said(stage, base):
            raise ui.UserError(f"{stage}: {said[0]}, nor without a bug")
        return f"{stage}: {said[0]}" if said else ""

    def one(self, mutant):
        """Return what became of a mutant: found, missed, skip, by."""
        why = self.known.why(mutant)
        if why:
            return {"skip": "changes nothing: " + why}
        copy(self.bench.original, self.tree)
        mutant.apply(self.tree)
        why = self.objects.why_not(mutant.file)
        if why:
            return {"skip": why}
        said = self.rules.finds(mutant)
        if said:
            return {"found": "locks: " + said, "by": "locks"}
        end, tried = time.monotonic() + self.args.limit, []
        for stage in self._stages(mutant):
            if time.monotonic() > end:
                break
            ui.say(f"{mutant.name}: {stage}")
            how = self._stage(stage, mutant)
            if how:
                return {"found": how, "by": stage}
            tried.append(stage)
        return {"missed": "not noticed by: " + (", ".join(tried) or "anyone")}


def run(trial, chosen):
    """Try mutants; return the exit status."""
    report = ktap.Writer(len(chosen))
    for mutant in chosen:
        result = trial.kept(mutant)
        if not result:
            outcome, error, seconds = timed(trial.one, mutant)
            if error:
                ui.warn(error)
            result = {"found": "", "missed": error, "skip": "", "by": "",
                      "file": mutant.file, "name": mutant.name,
                      "stack": trial.stack, "asked": trial.asked,
                      "seconds": round(seconds),
                      **(outcome or {})}
            if not error:
                trial.bench.save(trial.key(mutant), **result)
        trouble = result["missed"] and result["missed"] + "\n" + mutant.diff()
        report.note(trouble or result["found"])
        if result["skip"]:
            report.case("skip", mutant.name, result["skip"])
        else:
            report.result(not trouble, mutant.name,
                          f"{result['seconds']:.0f} s")
    report.total()
    return bool(report.counts["fail"])


def main(argv):
    """Do what the command line says; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    names = sources(modbuild.TOP, args.file or WHERE)
    if args.list:
        for mutant in mutants.choose(modbuild.TOP, names, args.seed,
                                     args.count):
            print(f"{mutant.name}\n{mutant.diff()}")
        return 0
    hosttools.ensure()
    with cache.lock("mutants-" + modbuild.mark()):
        trial = Trial(args)
        chosen = mutants.choose(trial.bench.original, names, args.seed,
                                args.count)
        if args.survivors:
            chosen = [m for m in chosen if trial.bench.kept.all.get(
                trial.key(m), {}).get("missed")]
        return run(trial, chosen)
