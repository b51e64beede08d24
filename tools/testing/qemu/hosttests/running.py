# SPDX-License-Identifier: GPL-2.0-only
"""Running stages: what shares a boot, what is tried again, what is said."""

import io
import os
import subprocess
import sys
import tempfile
import threading

from scmitest import (cache, modbuild, once, prepare, report, runner, schedule,
                      splat, stages, suites, times, ui)

from . import TOP, Environment, refused, test


def guests(*names):
    """Return stages of suites in guests, by SUITE@GUEST."""
    found = suites.find(suites.SELFTESTS)
    return [stages.Guests(found[name.split("@")[0]], name.split("@")[1])
            for name in names]


@test
def made_once():
    """builds: two that need the same thing at the same time get one"""
    made, gate, calls = once.Once(), threading.Barrier(2), []

    def ask():
        gate.wait()
        made.get("key", lambda: calls.append(1))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


@test
def made_again():
    """builds: one that failed is tried again by the next that needs it"""
    made, answers = once.Once(), [ui.UserError("no compiler"), None]

    def make():
        error = answers.pop(0)
        if error:
            raise error
        return "modules"

    refused(lambda: made.get("key", make), "no compiler")
    assert made.get("key", make) == "modules"
    assert made.get("key", make) == "modules"


@test
def made_some(directory):
    """builds: modules that not every kernel can have are known, too"""
    with open(os.path.join(directory, "Kbuild"), "w", encoding="ascii") as handle:
        handle.write("obj-m := a-b.o\na-b-y := c.o\n"
                     "obj-$(if $(CONFIG_D),$(if $(CONFIG_E),m)) += f.o g.o\n")
    assert modbuild.module_names(directory, ".") == ["a-b", "f", "g"]


@test
def made_apart():
    """builds: modules of two flavours of one kernel version do not mix"""
    class Kernel:
        """One of Debian's kernels."""
        arch, version = "arm64", "6.1.1-1"

        def __init__(self, release):
            self.release = release

    real = modbuild.modules
    modbuild.modules = lambda kernel, parts, stack, into, drivers: [into]
    try:
        places = [runner.modules(Kernel(release), ("a/b",), True)
                  for release in ("6.1.0-1-arm64", "6.1.0-1-rt-arm64")]
        assert places[0] != places[1], places
    finally:
        modbuild.modules = real


@test
def said_once():
    """report: what several stages complain of is said once, with their names"""
    out = io.StringIO()
    result = report.Report(3, out)
    for name in ("one", "two"):
        result.stage(name, [], ["no kernel to be had"], 0.0)
    result.stage("three", [], ["no board"], 0.0)
    result.finish()
    tail = out.getvalue().partition("# failures:\n")[2].splitlines()
    assert tail[:2] == ["#   2 stages: no kernel to be had (one two)",
                        "#   three: no board"], tail


@test
def boot_shared():
    """boots: suites whose guests are alike share one, others do not"""
    known = {"engine@arm64": 9, "notify@arm64": 8, "engine@arm64-612": 7,
             "virtio@arm64": 6, "cycles@k1-vdev": 5, "vdev@k1-vdev": 4}
    made = schedule.units(guests(*known), known)
    shared = {tuple(s.name for s in unit.members) for unit in made}
    assert shared == {("engine@arm64", "notify@arm64"), ("engine@arm64-612",),
                      ("virtio@arm64",), ("cycles@k1-vdev",),
                      ("vdev@k1-vdev",)}, shared


@test
def boot_not_long():
    """boots: one does not get longer than a boot should, the longest is first"""
    known = {"engine@arm64": schedule.TOGETHER - 10, "notify@arm64": 20,
             "overlay@arm64": 10}
    made = schedule.units(guests(*known), known)
    assert [[s.suite.name for s in unit.members] for unit in made] == [
        ["engine", "overlay"], ["notify"]]


class Boots:
    """Stands in for Job.run: guests that end when told to."""

    def __init__(self, *deaths):
        self.deaths = list(deaths)
        self.boots = []

    def run(self, job, **_):
        """Pretend to boot; the guest dies in the suite that is next to."""
        death = self.deaths.pop(0) if self.deaths else None
        names = [suite.name for suite in job.members]
        self.boots.append(names)
        out = Outcome()
        for name in names:
            out.suites[name] = ["1..1", "ok 1 a"]
            if name == death:
                out.suites[name] = ["1..1"]
                out.trouble = ["the guest's kernel panicked"]
                break
            out.status[name] = "0"
        return out, ""


class Outcome:
    """What Guest.run() returns, as far as a verdict needs it."""

    def __init__(self):
        self.console = os.devnull
        self.suites, self.status, self.left = {}, {}, {}
        self.seconds_of, self.leaks, self.trouble = {}, [], []
        self.taint, self.done = 0, None


def booted(boots, *names):
    """Run suites in pretended boots; return {suite: complaints}."""
    real = runner.Job.run
    runner.Job.run = lambda job, **options: boots.run(job, **options)
    try:
        unit = schedule.Unit(guests(*names), 0)
        return {stage.suite.name: complaints
                for stage, _, complaints, _ in unit.run(False)}
    finally:
        runner.Job.run = real


@test
def one_of_the_host():
    """schedule: beside guests there is always one thing of the host, and no more"""
    host = [schedule.Unit([stages.Command(name, "unit", ["true"], 60)], 60)
            for name in ("a", "b", "c")]
    boots = [schedule.Unit(guests(name), 10)
             for name in ("engine@arm64", "notify@arm64", "engine@k1")]
    queue = schedule.Queue([*host, *boots])
    first = [queue.take() for _ in range(3)]
    assert first == [host[0], boots[0], boots[1]], first
    queue.done(boots[0])
    assert queue.take() == boots[2]
    queue.done(host[0])
    # When no guest waits, the rest may run side by side.
    assert [queue.take(), queue.take()] == host[1:]


@test
def boot_dies():
    """boots: what one suite breaks costs the others nothing"""
    boots = Boots("notify")
    seen = booted(boots, "engine@arm64", "notify@arm64", "overlay@arm64")
    assert boots.boots == [["engine", "notify", "overlay"], ["overlay"]]
    assert not seen["engine"] and not seen["overlay"], seen
    assert any("began but did not end" in c for c in seen["notify"])
    assert any("panicked" in c for c in seen["notify"])


@test
def boot_fails():
    """boots: a guest that does not come up fails all of its suites, once"""
    class Never(Boots):
        """A guest that reaches no suite."""

        def run(self, job, **_):
            self.boots.append(1)
            out = Outcome()
            out.trouble = ["the guest did not reach its init"]
            return out, ""

    boots = Never()
    seen = booted(boots, "engine@arm64", "notify@arm64")
    assert boots.boots == [1]
    assert all("did not reach" in c[0] for c in seen.values()), seen


@test
def report_blames():
    """boots: a kernel report is the complaint of the suite that ran then"""
    out = Outcome()
    out.suites = {"one": [], "two": []}
    with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
        log.write("[1.0] harness: begin one\n[2.0] harness: end one\n"
                  "[3.0] harness: begin two\n"
                  "[4.0] WARNING: CPU: 0 PID: 1 at x.c:1 f+0x1/0x2\n"
                  "[5.0] harness: end two\n"
                  "[6.0] WARNING: CPU: 0 PID: 1 at y.c:1 g+0x1/0x2\n")
        log.flush()
        out.console = log.name
        assert not splat.of_suite(out, "one")
        assert "x.c" in splat.of_suite(out, "two")[0]
        assert "y.c" in splat.of_guest(out)[0]
        assert len(splat.judge(out)) == 2


@test
def times_nested():
    """times: a phase inside of another one counts for itself alone"""
    watch = times.begin()
    with times.phase("build"):
        with times.phase("waiting"):
            pass
    assert set(watch.seconds) == {"build", "waiting"}
    row = times.table({"a": {"all": 2.0, "boot": 1.0},
                       "b": {"all": 3.0}})
    assert [line.split()[:2] for line in row[1:]] == [
        ["b", "3.0"], ["a", "2.0"], ["sum", "5.0"]]


@test
def times_of_old(tmp):
    """times: a file of another version, or half of one, is no obstacle"""
    with Environment(XDG_CACHE_HOME=tmp):
        for text in ("{", "[1]", '{"a": {}}', '{"a": "x"}', '"x"'):
            with open(cache.path("times.json"), "w",
                      encoding="ascii") as handle:
                handle.write(text)
            assert not times.known(), text
        times.remember({"a": 1.5})
        assert times.known() == {"a": 1.5}


@test
def memory_short():
    """memory: fewer guests where there is little, none where there is not"""
    two = guests("engine@k1", "notify@k1")
    assert prepare.jobs(two, 2, memory=16000) == 2
    assert prepare.jobs(two, 2, memory=2500) == 1
    refused(lambda: prepare.jobs(two, 2, memory=1000), "1000 MB", "1024 MB")
    assert prepare.jobs([], 2, memory=0) == 2


@test
def disk_short(tmp):
    """disk: a run that cannot fit is refused with what it needs"""
    class Full:
        """A disk with nothing left."""
        free = 5 << 20

    real = prepare.shutil.disk_usage
    prepare.shutil.disk_usage = lambda path: Full
    try:
        with Environment(XDG_CACHE_HOME=tmp):
            refused(lambda: prepare.room([("arm64", "6.1")]), "5 MB free",
                    "XDG_CACHE_HOME")
    finally:
        prepare.shutil.disk_usage = real


@test
def killed_runs(tmp):
    """scratch: what a killed run left goes, what a living one needs stays"""
    mine = cache.scratch("scmi", tmp)
    for name in ("scmi-999999999-abc", "scmi-abc", "other-999999999-x"):
        os.mkdir(os.path.join(tmp, name))
    cache.sweep("scmi", tmp)
    assert sorted(os.listdir(tmp)) == sorted([
        os.path.basename(mine), "scmi-abc", "other-999999999-x"])


def ends_when_told(body):
    """Run a function of two stages in a program and end that; it has to go."""
    code = ("import sys; sys.path.insert(0, sys.argv[1])\n"
            "from scmitest import cache, proc, ui\n"
            "proc.exit_on_sigterm()\n"
            f"def stage(_):\n{body}"
            "list(proc.side_by_side(2, stage, [1, 2]))\n")
    with subprocess.Popen(
            [sys.executable, "-c", code, os.path.join(TOP, "tools/lib")],
            stderr=subprocess.PIPE, text=True) as child:
        child.stderr.readline()
        child.terminate()
        try:
            assert child.wait(20)
        finally:
            child.kill()


@test
def lock_ends_when_told(tmp):
    """check: one that waits for another run ends when it is told to"""
    with Environment(XDG_CACHE_HOME=tmp), cache.lock("busy"):
        ends_when_told("    with cache.lock('busy'):\n"
                       "        pass\n")


@test
def build_ends_when_told(_):
    """check: one that builds ends when it is told to"""
    ends_when_told("    ui.say('building')\n"
                   "    ui.run(['sleep', '600'], 'a build')\n")


@test
def logs_race(tmp):
    """logs: another run may remove old ones at the same time"""
    real = os.stat
    for name in ("run-1-999999999", "run-2-999999998", "other"):
        os.mkdir(os.path.join(tmp, name))

    def stat(path, *args, **kw):
        if "run-1" in str(path):
            raise FileNotFoundError(path)
        return real(path, *args, **kw)

    os.stat = stat
    try:
        assert runner.ended_runs(tmp) == ["run-2-999999998"]
    finally:
        os.stat = real


