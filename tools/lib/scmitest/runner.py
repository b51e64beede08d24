# SPDX-License-Identifier: GPL-2.0-only
"""Running suites in guests: builds, roots, platforms, verdicts."""

import atexit
import contextlib
import os
import shlex
import shutil
import tempfile
import time

from . import (cache, dtb, guest, initramfs, ktap, modbuild, ownkernel,
               proc, splat, suites, theirs, times, ui)
from .once import Once
from .platform import Platform

KEEP_LOGS = 40
# What kmemleak may take after a suite, where there is one.
LEAK_SCAN = 30
# Where test modules are: those that need the stack, those that do not.
STACK_TESTS = ("tools/testing/modules", "tools/testing/selftests")
HARNESS_TESTS = ("tools/testing/qemu/broken",)
# Guests run side by side; what they are made of is made once.
_made = Once()


def ended_runs(base):
    """Return the log directories of runs that have ended, oldest first."""
    found = []
    for entry in os.listdir(base):
        pid = entry.rsplit("-", maxsplit=1)[1] if "-" in entry else ""
        # Another run may remove the same ones at this moment.
        with contextlib.suppress(FileNotFoundError):
            if entry.startswith("run-") and not os.path.exists("/proc/" + pid):
                found.append((os.stat(os.path.join(base, entry)).st_mtime,
                              entry))
    return [entry for _, entry in sorted(found)]


def logdir(*parts):
    """Return this run's log directory; older runs' are removed."""
    base = cache.path("logs", "")
    run = f"run-{int(time.time() - ui.elapsed())}-{os.getpid()}"
    if not os.path.isdir(os.path.join(base, run)):
        for entry in ended_runs(base)[:-KEEP_LOGS]:
            shutil.rmtree(os.path.join(base, entry), ignore_errors=True)
    path = os.path.join(base, run, *parts)
    os.makedirs(path, exist_ok=True)
    return path


def scratch():
    """Return a directory that goes away with this program."""
    def make():
        path = cache.scratch("scmi")
        atexit.register(shutil.rmtree, path, ignore_errors=True)
        return path

    return _made.get("scratch", make)


def kernel_of(arch, series):
    """Return the kernel of an architecture and a series."""
    with times.phase("build"):
        return _made.get((arch, series), lambda: ownkernel.get(arch, series))


def kernel_for(desc):
    """Return the kernel of a guest description."""
    kernel = kernel_of(desc.arch, desc.series)
    return kernel.profiled() if desc.gcov else kernel


def modules(kernel, parts, with_stack, drivers=()):
    """Build what suites load, once; return the module files."""
    key = ("modules", kernel.release, kernel.version, parts, with_stack,
           drivers)

    def make():
        # Flavours of a kernel have the same version, configurations of our own
        # the same release.
        name = "-".join(("modules", kernel.release, kernel.version,
                         *map(os.path.basename, parts), *drivers[:1],
                         str(len(drivers))))
        into = os.path.join(scratch(), name)
        with ui.stage(f"modules for {kernel.release}"):
            return modbuild.modules(kernel, parts, with_stack, into,
                                    drivers)

    with times.phase("build"):
        return _made.get(key, make)


def daemon():
    """Build scmi-platformd once; return its path."""
    with times.phase("build"):
        return _made.get("daemon", build_daemon)


def build_daemon():
    """Build scmi-platformd; return its path."""
    name = "scmi-platformd-" + modbuild.mark()
    out = cache.path("build", name, "")
    with cache.lock("build-" + name), ui.stage("scmi-platformd"):
        ui.run(["make", "-C", os.path.join(modbuild.TOP,
                                           "tools/scmi-platformd"),
                f"O={out}", f"-j{proc.processors()}"],
               "building scmi-platformd",
               log=os.path.join(out, "build.log"))
        return shutil.copy(os.path.join(out, "scmi-platformd"), scratch())


def platforms(suite, desc):
    """Return the far sides that a suite's SCMI devices have on this host."""
    if not desc.scmi or desc.platform:
        return []
    return [Platform(f"scmi{n}", daemon(), suites.board(board),
                     suite.options)
            for n, board in enumerate(suite.platforms())]


def mentioned(members, desc, parts):
    """Return only those of the parts whose modules the suites mention."""
    text, wanted = "", []
    names = [os.path.join(s.path, n) for s in members
             for n in os.listdir(s.path)]
    for name in names + [os.path.join(modbuild.TOP, n) for s in members
                         for n in s.files]:
        if os.path.isfile(name):
            with open(name, encoding="utf-8", errors="replace") as handle:
                text += handle.read()
    for name in suites.SHARED:
        if "../" + os.path.basename(name) in text:
            with open(name, encoding="utf-8") as handle:
                text += handle.read()
    for part in parts:
        for rel in modbuild.test_dirs(modbuild.TOP, part):
            if any(name in text
                   for name in modbuild.module_names(modbuild.TOP, rel)) \
                    or desc.platform and rel.endswith("/platform"):
                wanted.append("=" + rel)
    return tuple(wanted)


def wanted(members, desc):
    """Return the parts whose modules these suites mention, or others do that run on
    the same kernel: so they are built once.
    """
    known, parts = suites.guests(), set(mentioned(members, desc, STACK_TESTS))
    for suite in suites.find(suites.SELFTESTS).values():
        for other in (known[name] for name in suite.guests):
            if (other.arch, other.series) == (desc.arch, desc.series):
                parts.update(mentioned([suite], other, STACK_TESTS))
    return tuple(sorted(parts))


class Job:
    """Some suites in one guest; all suites of a job share its machine."""

    def __init__(self, members, guest_name):
        self.members = members
        self.guest_name = guest_name
        known = suites.guests()
        if guest_name not in known:
            raise ui.UserError(f"suite {members[0].name}: no guest "
                               f"'{guest_name}' in guests.toml")
        self.desc = known[guest_name]
        self.slow = max(self.desc.slow, int(os.environ.get("SLOW", "1")))
        self.name = ",".join(s.name for s in members) + "@" + guest_name
        self.lines = []

    def shares(self, other):
        """Return whether the suites of another job can run in this guest."""
        mine, its = self.members[0], other.members[0]
        return (self.guest_name == other.guest_name
                and not (mine.alone or its.alone)
                and mine.platforms() == its.platforms()
                and all(getattr(mine, key) == getattr(its, key) for key in (
                    "options", "smp", "cmdline", "stock", "env", "tar",
                    "stack", "modules", "drivers", "icount", "ends")))

    def _programs(self, kernel, directory):
        """Build what suites have of C programs; return them as files."""
        files = {}
        for suite in self.members:
            own = os.path.join(directory, "programs", suite.name)
            os.makedirs(own)
            for path in suite.build(kernel.compiler(), own, "-Werror"):
                files[f"tests/{suite.name}/{os.path.basename(path)}"] = path
        return files

    def _packages(self, kernel):
        """Return what suites want of Debian's packages, as files."""
        files = {}
        for suite in self.members:
            if suite.packages:
                tree = kernel.packages(suite.packages)
                files.update({name: os.path.join(tree, name)
                              for name in os.listdir(tree)
                              if not name.startswith(".")})
        return files

    def _tar(self, kernel, directory):
        """Install all suites as kselftests; return the archive as a file."""
        first, made = self.members[0], os.path.join(directory, "selftests")
        if not first.tar:
            return {}
        cross = kernel.compiler().partition("gcc")[0]
        ui.run(["make", "-s", "-C", suites.SELFTESTS, "gen_tar",
                f"OUTPUT={made}", f"CROSS_COMPILE={cross}", "FORMAT=.tar"],
               "installing the selftests")
        return {f"tests/{first.name}/kselftest.tar":
                os.path.join(made, "kselftest.tar")}

    def limit(self, suite):
        """Return the seconds that a suite has in this guest."""
        return suite.timeout * self.slow

    def longest(self):
        """Return the seconds that all of it may take, without booting."""
        return sum(self.limit(suite) + 5 for suite in self.members)

    def drivers(self):
        """Return which of mainline's drivers it has."""
        return tuple(theirs.runnable(self.desc.series,
                                     self.members[0].drivers))

    def _files(self):
        first, files, plan = self.members[0], {}, ""
        # Suites share a boot only if they have the same environment.
        env = {"SCMI_GUEST": self.guest_name, "SCMI_DT": self.desc.dt,
               "SCMI_ARCH": self.desc.arch,
               "SCMI_SLOW": str(self.slow),
               "SCMI_CLIENTS": " ".join(modbuild.clients()),
               "SCMI_PLATFORM": self.desc.platform,
               "SCMI_BOARDS": " ".join(first.platforms()),
               "SCMI_DRIVERS": " ".join(self.drivers()),
               "SCMI_ONLY": os.environ.get("SCMI_ONLY", ""), **first.env}
        for suite in self.members:
            files[f"tests/{suite.name}"] = suite.path
            plan += f"{suite.name} {self.limit(suite)} {suite.script}\n"
            for name in suite.files:
                files[f"tests/{suite.name}/{os.path.basename(name)}"] = (
                    os.path.join(modbuild.TOP, name))
        for name in suites.SHARED:
            files["tests/" + os.path.basename(name)] = name
        files["harness/plan"] = plan.encode()
        files["harness/env"] = "".join(
            f"export {k}={shlex.quote(v)}\n" for k, v in env.items()).encode()
        return files

    def run(self, on_line=None, verbose=False):
        """Run in a guest of its own; return (Outcome, last console lines)."""
        with self._spec(self._files(), verbose=verbose) as spec:
            run = guest.Guest(spec, logdir(self.name), on_line)
            out = run.run()
        for name, lines in out.suites.items():
            with open(os.path.join(out.logdir, name + ".ktap"), "w",
                      encoding="utf-8") as handle:
                handle.writelines(line + "\n" for line in lines)
        return out, run.tail()

    def shell(self):
        """Boot with the suite's shell.sh on this terminal; return 0."""
        first = self.members[0]
        files = self._files()
        files["harness/env"] += b"export SCMI_INTERACTIVE=1\n"
        files["harness/session"] = os.path.join(first.path, "shell.sh")
        with self._spec(files, interactive=True) as spec:
            guest.Guest(spec, logdir(self.name)).run()
        return 0

    @contextlib.contextmanager
    def _spec(self, files, **options):
        """Prepare all that a guest is made of; yield the Spec."""
        first = self.members[0]
        kernel = kernel_for(self.desc)
        parts = STACK_TESTS if first.stack else HARNESS_TESTS
        needed = self.desc.platform or any(
            suite.test_modules for suite in self.members)
        if first.modules:
            parts = tuple("=" + name for name in first.modules)
        elif os.environ.get("SCMI_LEAN"):
            parts = mentioned(self.members, self.desc, parts)
        elif first.stack:
            parts = wanted(self.members, self.desc)
        kos = modules(kernel, parts if needed else (), first.stack,
                      self.drivers())
        with tempfile.TemporaryDirectory(dir=scratch()) as tmp:
            with times.phase("build"):
                files = {**self._packages(kernel), **files,
                         **self._programs(kernel, tmp),
                         **self._tar(kernel, tmp)}
            with times.phase("root"):
                initrd = initramfs.build(
                    kernel, os.path.join(tmp, "root"),
                    os.path.join(tmp, "initrd"), modules=kos,
                    stock=first.stock, files=files)
            blob = None
            if self.desc.dt:
                blob = dtb.build(self.desc.dt, os.path.join(tmp, "dtb"),
                                 first.smp, self.desc.mem,
                                 random=not first.icount)
            yield guest.Spec(
                kernel, initrd, name=self.guest_name, dtb=blob, smp=first.smp,
                icount=first.icount,
                cmdline=f"{self.desc.cmdline} {first.cmdline}".strip(),
                mem=self.desc.mem, slow=self.slow,
                platforms=platforms(first, self.desc), bus=self.desc.bus,
                machine=self.desc.machine, ends=first.ends,
                limit=self.longest() + 10 + LEAK_SCAN * self.slow, **options)


def of_suite(job, out, suite):
    """Return ([Case], [complaints]) of one suite of a job that has run.

    A complaint is about the suite's KTAP, or about what the guest's kernel
    said or found left while it ran.
    """
    name = suite.name
    if name not in out.suites:
        return [], [f"{name}: did not run"]
    cases, errors = ktap.parse(out.suites[name])
    complaints = [f"{name}: {e}" for e in errors]
    status = out.status.get(name)
    if status is None:
        complaints.append(f"{name}: began but did not end")
    elif status == "137":
        complaints.append(f"{name}: stopped after {job.limit(suite)} s")
    elif status != "0" and not any(c.status == "fail" for c in cases):
        complaints.append(f"{name}: exit status {status}, although no "
                          "test failed")
    return cases, complaints + splat.of_suite(out, name)


def of_guest(job, out):
    """Return the complaints about a guest that are no suite's own."""
    complaints = list(out.trouble) + splat.of_guest(out)
    if out.done is not None and out.done != len(job.members):
        complaints.append(f"{out.done} suites of {len(job.members)} ran")
    return complaints


def verdict(job, out):
    """Return ([Case], [complaints]) of a job that has run."""
    cases, complaints = [], of_guest(job, out)
    for suite in job.members:
        got, errors = of_suite(job, out, suite)
        cases += got
        complaints += errors
    return cases, complaints
