# SPDX-License-Identifier: GPL-2.0-only
"""Build the modules for each kernel that we know, and run some suites on it.

The kernels are those of MATRIX in tools/lib/scmitest/kernels.py. Each is built for
with gcc and, where it can be, with clang; a warning about our sources counts as a
failure. Words choose rows by series or architecture. KTAP on standard output; the
last line is "N passed, N failed, N skipped". Results are kept, and written to
Documentation/kernels.md with the kernels' releases.
"""

import os
import re
import subprocess

from scmitest import (cache, hosttools, kept, kernels, ktap, modbuild, page, proc,
                      report, runner, schedule, stages, suites, ui)

PAGE = os.path.join(modbuild.TOP, "Documentation/kernels.md")
HEAD = """\
<!-- Written by ./tools/check matrix; do not edit. -->
# Kernels

What the modules are built for, and what runs there. "clean" means that a compiler had
nothing to say with `W=1`; suites are those of `tools/testing/selftests`,
{suites}, in the guest that is named. `./tools/check matrix` does all of it; the kernels are those of
`MATRIX` in `tools/lib/scmitest/kernels.py`. `./tools/check` runs all the others. A commit
in parentheses had another stack than this.

| kernel | release | gcc | clang | suites | commit |
|---|---|---|---|---|---|
"""
SUITES = ("lifecycle", "clk", "hwmon", "notify", "engine")
CLANG = {"clang": "clang"}
# What a configuration made for gcc has, and clang does not know.
FOREIGN = ("-mfunction-return=*|-fconserve-stack|-mrecord-mcount|-mharden-sls=*|"
           "-ftrivial-auto-var-init=*|-mindirect-branch*|"
           "-fmin-function-alignment=*|-fno-allow-store-data-races|"
           "-fstrict-flex-arrays*|-fzero-init-padding-bits=*|"
           "-fzero-call-used-regs=*|-fsanitize=bounds-strict")
CLANG_SCRIPT = """#!/bin/bash
args=()
for word; do
	case "$word" in
	{foreign}) ;;
	*) args+=("$word") ;;
	esac
done
exec clang "${{args[@]}}" -Wno-unknown-warning-option \\
	-Wno-unused-command-line-argument
"""
WORTH = re.compile(r"warning:|error:|WARNING:|ERROR:|undefined!|\*\*\*")
# Mitigations that were left out with clang, and what is about headers or tools.
NOISE = re.compile(r"objtool:|^make|pahole|compiler differs|BTF generation")


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check matrix", __doc__)
    parser.add_argument("row", nargs="*", help="6.1, arm64, ... (default: all)")
    parser.add_argument("--builds", action="store_true", help="only build")
    parser.add_argument("--again", action="store_true",
                        help="leave out what was good with these sources")
    ui.add_jobs(parser)
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show guests' consoles")
    return parser.parse_args(argv)


def clang(directory):
    """Make a compiler that is clang but for options of gcc's; return its path."""
    path = os.path.join(directory, "clang")
    cache.write_if_changed(path, CLANG_SCRIPT.format(foreign=FOREIGN).encode())
    os.chmod(path, 0o755)
    return path


class Build(stages.Stage):
    """The modules for a kernel, by a compiler."""

    def __init__(self, arch, series, compiler):
        super().__init__(f"build-{compiler}@{series}-{arch}", "build")
        # Known when it has run.
        self.release = ""
        self.arch, self.series, self.compiler = arch, series, compiler
        self.programs = {**(CLANG if compiler == "clang" else {}),
                         **(hosttools.BITS32 if arch == "armhf" else {})}

    def kernels(self):
        """Return what has to be there."""
        return []

    def run(self, verbose=False):
        """Build; return one case."""
        kernel = runner.kernel_of(self.arch, self.series)
        self.release = kernel.release
        here = cache.path("matrix", f"{kernel.release}-{kernel.arch}-"
                          f"{self.compiler}-{modbuild.mark()}", "src")
        with cache.lock("build-" + self.name):
            modbuild.mirror(modbuild.TOP, here)
            # Each build says all that it has to say.
            for path in built(here):
                os.unlink(path)
            said = self._make(kernel, here)
        if verbose:
            ui.say(said)
        case = ktap.Case(f"{self.compiler}: no warning, all modules", "pass")
        if said := findings(said, here) or missing(here, said):
            case = ktap.Case(case.name, "fail", "; ".join(said[:3]))
        return [case], []

    def _make(self, kernel, here):
        args = cache.compiled(kernel.make_args())
        if self.compiler == "clang":
            args = [arg for arg in args if not arg.startswith("CC=")]
            args.append("CC=ccache " + clang(os.path.dirname(here)))
        with cache.turn("build"):
            done = subprocess.run(
                ["make", "-s", "-k", "-C", kernel.kdir(), f"M={here}", *args,
                 "CONFIG_DEBUG_INFO_BTF_MODULES=", "cmd_checkdoc=",
                 f"-j{proc.processors()}", "W=1", "modules"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                stderr=subprocess.STDOUT, errors="replace", check=False,
                env=cache.compilers())
        return done.stdout


def built(directory):
    """Return the objects and modules below a directory."""
    return [os.path.join(base, name) for base, _, names in os.walk(directory)
            for name in names if name.endswith((".o", ".ko"))]


def findings(said, here):
    """Return the lines of a build's output that are about our sources."""
    return [line.replace(here + "/", "").strip() for line in said.splitlines()
            if WORTH.search(line) and not NOISE.search(line)
            and "/usr/src/" not in line.partition(": ")[0]]


def missing(here, said):
    """Return a complaint if there is no module: why, as far as make says it."""
    return [] if any(path.endswith("/scmi-agent.ko") for path in built(here)) \
        else ["no module was built", *said.splitlines()[-2:]]


class Row:
    """A kernel, its stages, and its line of the page."""

    def __init__(self, series, arch, guest):
        self.series, self.arch, self.guest = series, arch, guest
        self.builds = [Build(arch, series, compiler)
                       for compiler in ("gcc", "clang")]
        self.suites = []
        if guest in suites.guests():
            found = suites.find(suites.SELFTESTS)
            self.suites = [stages.Guests(found[name], guest) for name in SUITES]

    def matches(self, words):
        """Return whether the words choose this one."""
        return not words or self.series in words or self.arch in words

    def line(self, known):
        """Return the row of the page."""
        results = [known.all.get(stage.name) for stage in
                   (*self.builds, *self.suites)]
        results = [result for result in results if result]
        commits = {known.tested(result) for result in results}
        releases = {result["kernel"] for result in results if result["kernel"]}
        return " | ".join([
            f"| {self.series} {self.arch}", " ".join(sorted(releases)) or "not run",
            *(told_build(known.all.get(stage.name)) for stage in self.builds),
            self._told_suites(known), " ".join(sorted(commits)) or "none"]) + " |"

    def _told_suites(self, known):
        if not self.suites:
            return self.guest
        results = {stage.suite.name: known.all.get(stage.name)
                   for stage in self.suites}
        lacking = [name for name, result in results.items() if not result]
        if len(lacking) == len(results):
            return f"`{self.guest}`: not run"
        bad = [name for name, result in results.items() if result
               and result["bad"]]
        passed = sum(result["passed"] for result in results.values() if result)
        text = f"`{self.guest}`: {passed} passed"
        text += f", **failed: {' '.join(bad)}**" if bad else ""
        return text + (f", not run: {' '.join(lacking)}" if lacking else "")


def told_build(result):
    """Return what became of a build."""
    if not result:
        return "not run"
    return f"**{result['bad'][0]}**".replace("|", "/") if result["bad"] else "clean"


class Keeper(report.Report):
    """A report whose stages are kept."""

    def __init__(self, chosen, known):
        super().__init__(len(chosen))
        self.stages = {stage.name: stage for stage in chosen}
        self.known = known

    def stage(self, name, cases, complaints, seconds):
        """Add a stage, and keep what came of it."""
        super().stage(name, cases, complaints, seconds)
        bad = [f"{case.name}: {case.reason}"[:200] for case in cases
               if case.status == "fail"] + complaints
        self.known.put(name, {
            "bad": bad, "passed": sum(case.status == "pass" for case in cases),
            "kernel": getattr(self.stages[name], "release", "")})


def write(rows, known):
    """Write the page."""
    text = HEAD.format(suites=", ".join(f"`{name}`" for name in SUITES))
    page.write(PAGE, text + "\n".join(row.line(known) for row in rows))


def main(argv):
    """Run the rows that were asked for; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    rows = [Row(*row) for row in kernels.MATRIX]
    known = kept.OfStack("kernels")
    chosen = [stage for row in rows if row.matches(args.row)
              for stage in (*row.builds,
                            *(() if args.builds else row.suites))
              if not (args.again and known.done(stage.name))]
    if not chosen and not args.again:
        raise ui.UserError("no such row; there are: " + ", ".join(
            f"{row.series} {row.arch}" for row in rows))
    hosttools.ensure()
    for stage in chosen:
        hosttools.ensure_programs(stage.programs, f"for {stage.name}")
    result = Keeper(chosen, known)
    schedule.run(chosen, args.jobs, result, args.verbose)
    write(rows, known)
    return result.finish()
