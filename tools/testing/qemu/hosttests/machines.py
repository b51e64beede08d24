# SPDX-License-Identifier: GPL-2.0-only
"""QEMU, the platform, and what describes a guest: absent, old, mute, lying."""

import os
import socket
import subprocess
import sys
import time

from scmitest import (dtb, guest, hosttools, kernels, platform, proc, qmp,
                      suites)

from . import TOP, Environment, program, refused, test


@test
def qemu_old(tmp):
    """QEMU: one that is too old is refused with both versions"""
    old = program(os.path.join(tmp, "qemu"),
                  "echo 'QEMU emulator version 7.2.19 (Debian)'\n")
    with Environment(QEMU=old):
        refused(hosttools.ensure, "7.2.19", "9.0")


@test
def qemu_without_device(tmp):
    """QEMU: one without the device is refused"""
    bare = program(os.path.join(tmp, "qemu"),
                   "echo 'QEMU emulator version 10.0.2'\n")
    with Environment(QEMU=bare):
        refused(hosttools.ensure, "vhost-user-scmi-pci")


@test
def qemu_absent():
    """QEMU: one that does not exist is refused"""
    with Environment(QEMU="/nonexistent/qemu"):
        refused(hosttools.ensure, "/nonexistent/qemu")


@test
def host_bare(tmp):
    """host: a user without the programs is told one command to run"""
    real, hosttools.SBIN = os.geteuid, ""
    os.geteuid = lambda: 1000
    try:
        with Environment(PATH=tmp):
            refused(hosttools.ensure, "gcc-aarch64-linux-gnu"
                    if kernels.host_arch() == "amd64" else "gcc",
                    "sudo tools/testing/qemu/setup")
    finally:
        os.geteuid, hosttools.SBIN = real, ":/usr/sbin:/sbin"


@test
def command_orphans(tmp):
    """check: what a program leaves running when it is stopped ends, too"""
    mark = os.path.join(tmp, "pid")
    slow = program(os.path.join(tmp, "slow"),
                   f"sleep 60 & echo $! > {mark}; wait\n")
    try:
        proc.run_group([slow], 1.0)
        raise AssertionError("it was not stopped")
    except subprocess.TimeoutExpired:
        pass
    with open(mark, encoding="ascii") as handle:
        pid = handle.read().strip()
    end = time.monotonic() + 2
    while os.path.exists(f"/proc/{pid}") and time.monotonic() < end:
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{pid}")


class NoKernel:
    """Enough of a kernel for a guest whose QEMU is not one."""

    arch = "arm64"

    @staticmethod
    def vmlinuz():
        """Return a name."""
        return "/dev/null"


@test
def qemu_dies(tmp):
    """QEMU: what it said before it died is shown"""
    dying = program(os.path.join(tmp, "qemu"),
                    "echo 'qemu: the disk is made of cheese'; exit 1\n")
    spec = guest.Spec(NoKernel(), "/dev/null")
    with Environment(QEMU=dying):
        refused(guest.Guest(spec, tmp).run, "made of cheese")


@test
def qemu_mute(tmp):
    """QEMU: one that never answers is given up"""
    path = os.path.join(tmp, "qmp")
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(path)
    server.listen(1)
    refused(lambda: qmp.Qmp(path, 0.5), "does not answer")
    server.close()


# The platform


def fake_platform(tmp, text, board="x"):
    """Return a Platform whose daemon is a shell script."""
    return platform.Platform("scmi0", program(os.path.join(tmp, "daemon"),
                                              text), board)


@test
def platform_refuses(tmp):
    """platform: what the daemon says about a wrong board is shown"""
    bad = fake_platform(tmp, "echo 'x:3: no such key'; exit 2\n")
    refused(lambda: bad.start(tmp, tmp), "x:3: no such key", "status 2")


@test
def platform_mute(tmp):
    """platform: one that does not listen is given up"""
    bad = fake_platform(tmp, "exec sleep 60\n")
    bad.patience = 0.3
    refused(lambda: bad.start(tmp, tmp), "does not listen")
    assert not bad.alive()


@test
def platform_ends(tmp):
    """platform: a control command to a dead one is an error, not a hang"""
    dead = fake_platform(tmp, "exit 0\n")
    dead.control = os.path.join(tmp, "nothing")
    refused(lambda: dead.ctl("ping"), "nothing")


@test
def platform_saw_end():
    """platform: one that saw a guest end otherwise is a complaint"""
    class Saw:
        """A platform that was asked to shut the machine down."""

        @staticmethod
        def ctl(command):
            """Answer any command."""
            return f"ok {command}=shutdown"

    assert not guest.ended([Saw], {"last": "last=shutdown"})
    assert guest.ended([Saw], {"last": "last=shut"}) == [
        "at the end 'last' says 'ok last=shutdown', not 'last=shut'"]
    assert not guest.ended([], {})


def guest_with(tmp, python):
    """Run the real QEMU against a daemon written in Python; get the error."""
    bad = fake_platform(tmp, f"exec {sys.executable} - \"$@\" <<'E'\n"
                        "import os, socket, sys, time\n"
                        "s = socket.socket(socket.AF_UNIX)\n"
                        "s.bind(sys.argv[sys.argv.index('--socket') + 1])\n"
                        f"s.listen(1)\n{python}\nE\n")
    spec = guest.Spec(NoKernel(), "/dev/null", platforms=[bad])
    guest.QMP_LIMIT = 2.0
    return refused(guest.Guest(spec, tmp).run, "QEMU did not start")


@test
def platform_silent(tmp):
    """platform: one that QEMU waits for in vain is given up and named"""
    text = guest_with(tmp, "c = s.accept()\ntime.sleep(60)")
    assert "platform" in text, text


@test
def platform_garbage(tmp):
    """platform: one that talks garbage to QEMU ends in QEMU's own words"""
    text = guest_with(tmp, "c = s.accept()[0]\n"
                      "c.sendall(b'G' * 4096)\ntime.sleep(60)")
    assert "vhost" in text, text


@test
def platform_hangs_up(tmp):
    """platform: one that hangs up on QEMU ends in QEMU's own words"""
    text = guest_with(tmp, "s.accept()[0].close()\ntime.sleep(60)")
    assert "vhost" in text, text


@test
def board_unknown():
    """platform: a board that does not exist names those that do"""
    refused(lambda: suites.board("no-such-board"), "no-such-board",
            "board-demo")


@test
def overlay_words(tmp):
    """suites: words are put into an overlay; one that is missing is named"""
    out = os.path.join(tmp, "x.dtbo")
    dtb.overlay("$a", {"a": "b { c = <$n>; };", "n": "0x1234"}, out)
    with open(out, "rb") as handle:
        assert b"\0\0\x12\x34" in handle.read()
    refused(lambda: dtb.overlay("$a", {}, out), "no word 'a'")
    refused(lambda: dtb.overlay("b {", {}, out), "does not compile")


@test
def suite_typo(tmp):
    """suites: an unknown key in a description is refused"""
    with open(os.path.join(tmp, "suite.toml"), "w",
              encoding="ascii") as handle:
        handle.write("timeuot = 3\n")
    refused(lambda: suites.load(tmp), "timeuot")


@test
def suite_installed(tmp):
    """suites: what suite.toml says is there once a suite is installed"""
    three, out = os.path.join(tmp, "three"), os.path.join(tmp, "out")
    os.mkdir(three)
    program(os.path.join(three, "run.sh"), "exit 0\n")
    with open(os.path.join(three, "suite.toml"), "w",
              encoding="ascii") as handle:
        handle.write("devices = 3\ntimeout = 7\n"
                     "env = { X = \"a 'b' $c\", Y = \"d\" }\n")
    subprocess.run([os.path.join(suites.SELFTESTS, "install"), out, three],
                   check=True)
    said = subprocess.run(
        ["sh", "-ec", ". ./settings; . ./environment; sh -c "
         "'echo \"$0: $SCMI_BOARDS: $X: $Y\"' $timeout"],
        cwd=os.path.join(out, "three"), check=True, text=True,
        stdout=subprocess.PIPE).stdout
    assert said == "7: board-demo board-demo board-demo: a 'b' $c: d\n", \
        said


@test
def check_unknown():
    """check: a name that selects nothing is refused"""
    out = subprocess.run([os.path.join(TOP, "tools/check"), "nothing-such"],
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True, check=False)
    assert out.returncode == 1 and "nothing-such" in out.stdout, out.stdout
