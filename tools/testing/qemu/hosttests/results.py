# SPDX-License-Identifier: GPL-2.0-only
"""Judging results: KTAP, the report, kernel logs."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import time

from scmitest import ktap, report, splat

from . import TOP, test


def parsed(text):
    """Parse text; return (statuses as a string, errors)."""
    cases, errors = ktap.parse(text.strip().splitlines())
    return "".join(c.status[0] for c in cases), errors


@test
def ktap_good():
    """KTAP: passes, failures and skips are told apart"""
    assert parsed("KTAP version 1\n1..3\nok 1 a\nnot ok 2 b\n"
                  "ok 3 c # SKIP no") == ("pfs", [])


@test
def ktap_plan_last():
    """KTAP: TAP with its plan at the end is read as well"""
    assert parsed("TAP version 13\nok 1 - a\nok 2 - b\n1..2") == ("pp", [])


WRONG = {
    "fewer results than planned are": ["1..3\nok 1 a\nok 2 b"],
    "more results than planned are": ["1..1\nok 1 a\nok 2 b"],
    "results without a plan are": ["KTAP version 1\nok 1 a"],
    "a gap in the numbers is": ["1..2\nok 1 a\nok 3 b"],
    "no result at all is": ["all is well", ""],
    "a bail-out is": ["1..1\nok 1 a\nBail out! no more"],
    "a parent that says ok for a failed child is":
    ["1..1\n  1..1\n  not ok 1 b\nok 1 top"],
    "children without a parent's result are":
    ["1..1\nok 1 a\n  1..1\n  ok 1 b"]}


def ktap_wrong(what, texts):
    """Register a test of output that is wrong."""
    def wrong():
        assert all(parsed(text)[1] for text in texts)

    wrong.__doc__ = f"KTAP: {what} an error"
    test(wrong)


for case in WRONG.items():
    ktap_wrong(*case)


@test
def ktap_nested():
    """KTAP: nested results are counted once, at the leaves"""
    text = "1..1\n  1..2\n  ok 1 a\n  not ok 2 b\nnot ok 1 top"
    assert parsed(text) == ("pf", [])


@test
def ktap_reason():
    """KTAP: a failure comes with what was said just before it, and no more"""
    cases, _ = ktap.parse("1..3\n# of a\nok 1 a\n# got 1, want 2\n"
                          "not ok 2 b\nnot ok 3 c".splitlines())
    assert [case.reason for case in cases] == ["", "got 1, want 2", ""]


@test
def ktap_parent_alone():
    """KTAP: a parent that fails although its children pass is a failure"""
    assert "f" in parsed("1..1\n  1..1\n  ok 1 b\nnot ok 1 top")[0]


@test
def ktap_written():
    """KTAP: what the writer prints is read as it was meant"""
    out = io.StringIO()
    top = ktap.Writer(out=out)
    for good in (True, False):
        part = top.subtests(3, "part")
        part.result(True, "a", "1 s")
        part.case("skip", "b", "no such thing")
        part.note("got 1\nwant 2")
        part.result(good, "c")
        top.result(not part.status(), "part")
    top.plan()
    assert part.counts == {"pass": 1, "fail": 1, "skip": 1}
    assert top.status() == 1 and ktap.Writer(0, out=io.StringIO()).status()
    cases, errors = ktap.parse(out.getvalue().splitlines())
    assert not errors, errors
    assert list(map(repr, cases)) == [
        "pass part: a", "skip part: b no such thing", "pass part: c",
        "pass part: a", "skip part: b no such thing",
        "fail part: c got 1 / want 2"], cases


def reported(cases, complaints=(), skips=()):
    """Return (exit status, last line) of a report on one stage."""
    out = io.StringIO()
    result = report.Report(1, out)
    result.skips = list(skips)
    result.stage("stage", cases, list(complaints), 0.0)
    status = result.finish()
    return status, out.getvalue().splitlines()[-1]


@test
def report_pass():
    """report: passes give exit status 0"""
    assert reported([ktap.Case("a", "pass")]) == (
        0, "2 passed, 0 failed, 0 skipped")


@test
def report_fail():
    """report: a failure gives exit status 1"""
    assert reported([ktap.Case("a", "fail")]) == (
        1, "1 passed, 1 failed, 0 skipped")


@test
def report_complaint():
    """report: a complaint fails a stage whose tests all passed"""
    assert reported([ktap.Case("a", "pass")], ["splat"]) == (
        1, "1 passed, 1 failed, 0 skipped")


@test
def report_skip():
    """report: a skip that is not on the list is a failure"""
    assert reported([ktap.Case("a", "skip", "mood")]) == (
        1, "1 passed, 1 failed, 0 skipped")


@test
def report_known_skip():
    """report: a skip that is on the list is a skip"""
    rule = (re.compile("^stage: a$"), "reason")
    assert reported([ktap.Case("a", "skip", "mood")], skips=[rule]) == (
        0, "1 passed, 0 failed, 1 skipped")


@test
def report_document():
    """report: what it prints is sound KTAP itself"""
    out = io.StringIO()
    result = report.Report(1, out)
    result.stage("x", [ktap.Case("a", "pass")], ["splat"], 0.0)
    cases, errors = ktap.parse(out.getvalue().splitlines())
    assert not errors and [c.status for c in cases] == ["pass", "fail"]


# Kernel logs

SPLATS = (
    "[ 1.0] WARNING: CPU: 0 PID: 1 at kernel/x.c:3 f+0x1/0x2",
    "[ 1.0] BUG: unable to handle page fault for address: 0000",
    "[ 1.0] Unable to handle kernel NULL pointer dereference at virtual",
    "[ 1.0] BUG: KASAN: slab-use-after-free in f+0x1/0x2",
    "[ 1.0] watchdog: BUG: soft lockup - CPU#0 stuck for 22s!",
    "[ 1.0] INFO: task rmmod:66 blocked for more than 40 seconds.",
    "[ 1.0] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
    "[ 1.0] INFO: trying to register non-static key.",
    "[ 1.0] WARNING: possible circular locking dependency detected",
    "[ 1.0] refcount_t: underflow; use-after-free.",
    "[ 1.0] list_add corruption. prev->next should be next",
    "[ 1.0] sysfs: cannot create duplicate filename '/bus/x'",
    "[ 1.0] ODEBUG: free active (active state 0) object type: timer_list",
    "[ 1.0] Kernel panic - not syncing: Fatal exception",
    "[ 1.0] UBSAN: array-index-out-of-bounds in x.c:3:4",
    "[ 1.0] Internal error: Oops: 0000000096000044 [#1] SMP",
    "[ 1.0] kmemleak: 3 new suspected memory leaks",
    "[ 1.0] BUG: sleeping function called from invalid context at x.c:1",
    "[ 1.0] unregister_netdevice: Call trace:",
    "[ 1.0] BUG: KCSAN: data-race in f / g",
    "[ 1.0] WARNING: suspicious RCU usage",
    "[ 1.0] turning off the locking correctness validator.",
    "[ 1.0] kmemleak: Kernel memory leak detector disabled",
    "[ 1.0] OF: ERROR: memory leak, expected refcount 1 instead of 2",
    "[ 1.0] WARNING: kernel/x.c:3 at f+0x1/0x2, CPU#0: rmmod/66",
    "[ 1.0] workqueue: WQ_MEM_RECLAIM x:f is flushing !WQ_MEM_RECLAIM y:g",
)


@test
def splat_deny():
    """splats: each kind of kernel report is found"""
    missed = [line for line in SPLATS if not splat.scan([line])]
    assert not missed, missed


@test
def splat_quiet():
    """splats: an ordinary log gives none"""
    log = ["[ 0.1] Booting Linux on physical CPU 0x0",
           "[ 1.0] scmi_agent: loading out-of-tree module taints kernel.",
           "[ 1.1] scmi_agent scmi.0: SCMI v2.1 'ACME:demo' firmware 0x1"]
    assert not splat.scan(log)


@test
def splat_allowed():
    """splats: pciehp's own lock report is excused, another one is not"""
    head = "[ 1.0] WARNING: possible circular locking dependency detected"
    excused = [head, "x (pci_rescan_remove_lock){+.+.}, at: "
               "&ctrl->reset_lock pciehp_ist+0x1"]
    assert not splat.scan(excused)
    assert splat.scan([head, "x (&inst->lock){+.+.}, at: scmi_x+0x1"])


@test
def splat_heads():
    """splats: a report and its trace count once, a trace alone counts"""
    found = splat.heads([(3, "BUG: KASAN: x"), (9, "Call trace:"),
                         (200, "Call trace:")])
    assert [number for number, _ in found] == [3, 200], found


@test
def splat_taint():
    """splats: a taint beside out-of-tree and unsigned is told by letter"""
    assert splat.taint_letters(1 << 9 | 1 << 12) == "WO"


def host_run(*programs):
    """Run shell scripts as host tests; return (exit status, lines)."""
    command = [os.path.join(TOP, "tools/testing/host/run"), "-t", "2"]
    command += [f"{number}={shlex.join(['sh', '-c', script])}"
                for number, script in enumerate(programs)]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    return out.returncode, out.stdout.splitlines()


def host_ended(script):
    """Return whether a program counts as one that ran to its end."""
    status, lines = host_run(script)
    good = any(re.match(r"ok \d+ 0: ran to its end", line) for line in lines)
    assert good or (status and any(line.startswith("not ok") for line in lines))
    return good


@test
def host_good():
    """host tests: results of several programs are one document"""
    status, lines = host_run("echo ok 1 a; echo 1..1", "echo TAP version 13; "
                             "echo ok 1 a; echo not ok 2 b; echo 1..2; exit 1")
    cases, errors = ktap.parse(lines)
    assert status == 1 and not errors
    assert sorted((c.name, c.status) for c in cases) == [
        ("0: a", "pass"), ("0: ran to its end", "pass"), ("1: a", "pass"),
        ("1: b", "fail"), ("1: ran to its end", "pass")]


@test
def host_wrong():
    """host tests: one that dies, says nothing or too little is a failure"""
    assert host_ended("echo ok 1 a; echo 1..1")
    for script in ("echo ok 1 a; echo 1..1; kill -SEGV $$", "true",
                   "echo ok 1 a", "echo ok 1 a; echo 1..2", "echo 1..0",
                   "echo ok 1 a; echo 1..1; exit 1",
                   "echo not ok 1 a; echo 1..1", "echo ok 1 a; exec sleep 60"):
        assert not host_ended(script), script


@test
def host_orphan():
    """host tests: what a program starts ends with it"""
    begin = time.monotonic()
    _, lines = host_run("sleep 60 & echo $!; echo ok 1 a; echo 1..1")
    assert time.monotonic() - begin < 30
    pid = next(line.split()[-1] for line in lines if line.startswith("# 0: "))
    state = ""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        # Z: dead, but nobody has looked yet. Its files are closed a little earlier.
        while state != "Z":
            with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
                state = stat.read().split()[2]
            assert time.monotonic() - begin < 30, state


@test
def host_at_once():
    """host tests: results and reports are printed as they come"""
    status, lines = host_run("echo ok 1 a; echo ==1==ERROR: a report >&2; "
                             "exec sleep 60")
    assert status and lines[1] == "ok 1 0: a"
    assert "# 0: ==1==ERROR: a report" in lines
