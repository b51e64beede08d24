# SPDX-License-Identifier: GPL-2.0-only
"""Running suites in guests: builds, roots, platforms, verdicts."""

import atexit
import contextlib
import os
import shlex
import shutil
import tempfile
import threading
import time

from . import (cache, dtb, guest, initramfs, ktap, modbuild, ownkernel,
               splat, suites, ui)
from .platform import Platform

KEEP_LOGS = 40
# What kmemleak may take after a suite, where there is one.
LEAK_SCAN = 30
# Where test modules are: those that need the stack, those that do not.
STACK_TESTS = ("tools/testing/modules", "tools/testing/selftests")
HARNESS_TESTS = ("tools/testing/qemu/broken",)
# Guests run side by side; what they are made of is made by one at a time.
_prepare = threading.RLock()
_builds = {}
_kernels = {}
_daemon = []
_scratch = []


def ended_runs(base):
    """Return the log directories of runs that have ended, oldest first."""
    names = (e for e in os.listdir(base) if e.startswith("run-") and
             not os.path.exists("/proc/" + e.rsplit("-", maxsplit=1)[1]))
    return sorted(names, key=lambda e: os.stat(os.path.join(base, e)).st_mtime)


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
    if not _scratch:
        _scratch.append(tempfile.mkdtemp(prefix="scmi-"))
        atexit.register(shutil.rmtree, _scratch[0], ignore_errors=True)
    return _scratch[0]


def kernel_for(desc):
    """Return the kernel of a guest description."""
    key = (desc["arch"], desc["series"])
    with _prepare:
        if key not in _kernels:
            _kernels[key] = ownkernel.get(*key)
        if desc.get("gcov"):
            return _kernels[key].profiled()
        return _kernels[key]


def modules(kernel, parts, with_stack):
    """Build what suites load, once; return the module files."""
    key = (kernel.release, kernel.version, parts, with_stack)
    with _prepare:
        if key not in _builds:
            _builds[key] = build_modules(kernel, parts, with_stack)
    if isinstance(_builds[key], ui.UserError):
        raise _builds[key]
    return _builds[key]


def build_modules(kernel, parts, with_stack):
    """Build modules; return them, or the error, which stays the same."""
    try:
        with ui.stage(f"modules for {kernel.release}"):
            into = os.path.join(scratch(), f"modules-{len(_builds)}")
            files = modbuild.stack(kernel, into) if with_stack else []
            for name in parts:
                files = files + modbuild.tests(kernel, name, into)
            return files
    except ui.UserError as err:
        return err


def daemon():
    """Build scmi-platformd once; return its path."""
    with _prepare:
        if not _daemon:
            _daemon.append(build_daemon())
    return _daemon[0]


def build_daemon():
    """Build scmi-platformd; return its path."""
    name = "scmi-platformd-" + modbuild.mark()
    out = cache.path("build", name, "")
    with cache.lock("build-" + name), ui.stage("scmi-platformd"):
        ui.run(["make", "-C", os.path.join(modbuild.TOP,
                                           "tools/scmi-platformd"),
                f"O={out}", f"-j{os.cpu_count()}"],
               "building scmi-platformd",
               log=os.path.join(out, "build.log"))
        return shutil.copy(os.path.join(out, "scmi-platformd"), scratch())


def boards_of(suite):
    """Return the boards of a suite's SCMI devices, by name."""
    boards = suite.boards or [suite.board] * suite.devices
    return [] if "none" in boards else boards


def platforms(suite, desc):
    """Return the far sides that a suite's SCMI devices have on this host."""
    if not desc["scmi"] or desc["platform"]:
        return []
    return [Platform(f"scmi{n}", daemon(), suites.board(board),
                     suite.options["options"])
            for n, board in enumerate(boards_of(suite))]


def mentioned(suite, desc, parts):
    """Return only those of the parts whose modules the suite mentions."""
    text, wanted = "", []
    names = [os.path.join(suite.path, n) for n in os.listdir(suite.path)]
    for name in names + [os.path.join(modbuild.TOP, n) for n in suite.files]:
        if os.path.isfile(name):
            with open(name, encoding="utf-8", errors="replace") as handle:
                text += handle.read()
    for part in parts:
        for rel in modbuild.test_dirs(modbuild.TOP, part):
            if any(name in text
                   for name in modbuild.module_names(modbuild.TOP, rel)) \
                    or desc["platform"] and rel.endswith("/platform"):
                wanted.append("=" + rel)
    return tuple(wanted)


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
        self.slow = max(self.desc["slow"], int(os.environ.get("SLOW", "1")))
        self.name = f"{members[0].name}@{guest_name}"
        self.lines = []

    def _programs(self, kernel, directory):
        """Build what suites have of C programs; return them as files."""
        files = {}
        for suite in self.members:
            for sources in map(str.split, suite.programs):
                name = os.path.splitext(os.path.basename(sources[0]))[0]
                out = os.path.join(directory, f"{suite.name}-{name}")
                ui.run([kernel.compiler(), "-O2", "-Wall", "-Werror",
                        "-static", "-pthread", "-o", out,
                        *(os.path.join(suite.path, s) for s in sources)],
                       f"building {suite.name}/{name}")
                files[f"tests/{suite.name}/{name}"] = out
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

    def _files(self):
        first, files, plan = self.members[0], {}, ""
        env = {"SCMI_GUEST": self.guest_name, "SCMI_DT": self.desc["dt"],
               "SCMI_ARCH": self.desc["arch"],
               "SCMI_SLOW": str(self.slow),
               "SCMI_PLATFORM": self.desc["platform"],
               "SCMI_BOARDS": " ".join(boards_of(first)),
               "SCMI_ONLY": os.environ.get("SCMI_ONLY", ""), **first.env}
        for suite in self.members:
            files[f"tests/{suite.name}"] = suite.path
            plan += f"{suite.name} {self.limit(suite)} {suite.script}\n"
            for name in suite.files:
                files[f"tests/{suite.name}/{os.path.basename(name)}"] = (
                    os.path.join(modbuild.TOP, name))
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
        needed = first.test_modules or self.desc["platform"]
        if first.modules:
            parts = tuple("=" + name for name in first.modules)
        elif os.environ.get("SCMI_LEAN"):
            parts = mentioned(first, self.desc, parts)
        kos = modules(kernel, parts if needed else (), first.stack)
        with tempfile.TemporaryDirectory(prefix="scmi-") as tmp:
            files = {**files, **self._programs(kernel, tmp),
                     **self._tar(kernel, tmp)}
            initrd = initramfs.build(
                kernel, os.path.join(tmp, "root"), os.path.join(tmp, "initrd"),
                modules=kos, stock=first.stock, files=files)
            blob = None
            if self.desc["dt"]:
                blob = dtb.build(self.desc["dt"], os.path.join(tmp, "dtb"),
                                 first.smp, self.desc["mem"],
                                 random=not first.icount)
            yield guest.Spec(
                kernel, initrd, name=self.guest_name, dtb=blob, smp=first.smp,
                icount=first.icount,
                cmdline=f"{self.desc['cmdline']} {first.cmdline}".strip(),
                mem=self.desc["mem"], slow=self.slow,
                platforms=platforms(first, self.desc),
                limit=self.longest() + 10 + LEAK_SCAN * self.slow, **options)


def verdict(job, out):
    """Return ([Case], [complaints]) of a job that has run.

    A complaint is about the guest as a whole, or about a suite's KTAP.
    """
    cases, complaints = [], list(out.trouble) + splat.judge(out)
    for suite in job.members:
        name = suite.name
        if name not in out.suites:
            complaints.append(f"{name}: did not run")
            continue
        got, errors = ktap.parse(out.suites[name])
        cases += got
        complaints += [f"{name}: {e}" for e in errors]
        status = out.status.get(name)
        if status is None:
            complaints.append(f"{name}: began but did not end")
        elif status == "137":
            complaints.append(f"{name}: stopped after {job.limit(suite)} s")
        elif status != "0" and not any(c.status == "fail" for c in got):
            complaints.append(f"{name}: exit status {status}, although no "
                              "test failed")
    if out.done is not None and out.done != len(job.members):
        complaints.append(f"{out.done} suites of {len(job.members)} ran")
    return cases, complaints
