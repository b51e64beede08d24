# SPDX-License-Identifier: GPL-2.0-only
"""One QEMU guest, from start to verdict.

The guest's console is for people; its result comes through a virtio-serial
port that only the guest's init can open, under a token drawn for this run.
What the console says can only make a run fail (splat, panic), never pass.
"""

import dataclasses
import os
import re
import secrets
import shutil
import subprocess
import threading
import time

from . import cache, proc, times, ui
from .control import Control
from .qmp import Qmp, connect

QEMU = {"arm64": "qemu-system-aarch64", "amd64": "qemu-system-x86_64"}
MACHINE = {"arm64": ["-M", "virt,memory-backend=mem", "-cpu", "cortex-a57"],
           "amd64": ["-M", "q35,memory-backend=mem", "-cpu", "max"]}
CONSOLE = {"arm64": "ttyAMA0", "amd64": "ttyS0"}
# A device that keeps its state asleep is left alone by suspend: Linux 7.3 asks
# for the state of a port before there is room for the answer when it resumes.
SERIAL = "virtio-serial-pci,id=ser,bus=rp-ser,x-pcie-pm-no-soft-reset=on"
# An empty slot's port sleeps on newer kernels. QEMU loses the interrupt by which
# a port that sleeps says that a card came and the button was pressed; the press
# is seen when the slot is on by other means, and switches it off.
# What guards against flaws of real processors empties an emulated one's translation
# buffer at each entry to the kernel: 40 % of the time of a boot, or of a compiler.
CMDLINE = ("panic=-1 oops=panic softlockup_panic=1 printk.devkmsg=on "
           "random.trust_cpu=on pcie_port_pm=off kpti=off mitigations=off")
BOOT_LIMIT = 120
POWEROFF_LIMIT = 30
QMP_LIMIT = 20.0


def on_pci(port, platform):
    """Return QEMU's options for an SCMI device in a hot-plug slot."""
    name = platform.name
    args = ["-device", f"pcie-root-port,id=rp-{name},chassis={port + 1},"
            f"slot={port + 1}"]
    if platform.plugged:
        args += ["-chardev", f"socket,id=chr-{name},path={platform.socket}",
                 "-device", f"vhost-user-scmi-pci,id={name},"
                 f"chardev=chr-{name},bus=rp-{name}"]
    return args


def on_mmio(port, platform):
    """Return them for one in the machine's memory, where it stays."""
    name = platform.name
    return ["-chardev", f"socket,id=chr-{name},path={platform.socket}",
            "-global", "virtio-mmio.force-legacy=off",
            "-device", f"vhost-user-scmi,id={name},chardev=chr-{name},"
            f"bus=virtio-mmio-bus.{port}"]


BUSES = {"pci": on_pci, "mmio": on_mmio}


def qemu(arch):
    """Return the QEMU program for an architecture ($QEMU wins on arm64)."""
    name = QEMU[arch]
    if arch == "arm64" and os.environ.get("QEMU"):
        name = os.environ["QEMU"]
    found = shutil.which(name)
    if not found:
        raise ui.UserError(f"{name}: no such program")
    return found


def ended(platforms, ends):
    """Return complaints about how the first platform says a guest has ended."""
    said = {command: platforms[0].ctl(command) for command in ends}
    return [f"at the end '{command}' says '{said[command]}', not '{word}'"
            for command, word in ends.items()
            if word not in said[command].split()]


@dataclasses.dataclass
class Spec:
    """What a guest is made of."""

    kernel: object
    initrd: str
    name: str = "guest"
    dtb: str = ""
    smp: int = 2
    mem: int = 512
    # Virtual time is the count of instructions, and idle time passes at once:
    # figures are the same in every run. Only without the host's devices, whose
    # time is another one.
    icount: bool = False
    cmdline: str = "panic_on_warn=1"
    machine: str = ""  # options of QEMU's machine
    bus: str = "pci"  # what the SCMI devices are on
    platforms: tuple = ()  # each the far side of one SCMI device
    ends: dict = dataclasses.field(default_factory=dict)  # see Suite
    limit: int = 120
    slow: int = 1  # by what the limits of a usual kernel are multiplied
    verbose: bool = False
    interactive: bool = False


class Outcome:
    """What came out of a guest: trouble is empty if it ended as it should."""

    def __init__(self, logdir):
        self.logdir = logdir
        self.console = os.path.join(logdir, "console.log")
        self.suites = {}
        self.left = {}
        self.status = {}
        self.leaks = []
        # What gcov counted: base64 of a packed tree.
        self.counts = []
        self.taint = None
        self.hello = None
        self.done = None
        self.trouble = []
        self.seconds = 0.0
        # Of each suite; of all QEMU's processors together.
        self.seconds_of = {}
        self.cpu = 0.0


class Guest:
    """Run a guest according to a Spec; the only public method is run()."""

    def __init__(self, spec, logdir, on_line=None):
        os.makedirs(logdir, exist_ok=True)
        self.spec = spec
        self.out = Outcome(logdir)
        self.token = secrets.token_hex(16)
        self.on_line = on_line or (lambda suite, line: None)
        self.suite = None
        self.panicked = threading.Event()
        self.finished = threading.Event()
        self.progress = time.monotonic()
        self.ready = None
        self.begun = None

    def run(self):
        """Boot, wait for the result or a limit, end everything; Outcome."""
        if self.spec.interactive:
            return self._run()
        with times.phase("waiting"), cache.turn("guest"), \
                times.phase("suite"):
            self._run()
        # What was no suite's is told apart when all of it is known.
        suites = sum(self.out.seconds_of.values())
        boot = (self.ready - self.start) if self.ready else 0.0
        times.add("boot", boot)
        times.add("end", self.out.seconds - boot - suites)
        times.add("suite", suites - self.out.seconds)
        times.add("cpu", self.out.cpu)
        return self.out

    def _run(self):
        self.start = time.monotonic()
        # Socket names have to be short, whatever TMPDIR is.
        self.dir = cache.scratch("scmi", "/tmp")
        self.child = self.qmp = self.control = None
        try:
            for platform in self.spec.platforms:
                platform.start(self.dir, self.out.logdir)
            self._start()
            self._wait()
            self.out.trouble += ended(self.spec.platforms, self.spec.ends)
        finally:
            self._end()
        self.out.seconds = time.monotonic() - self.start
        return self.out

    def _sock(self, name):
        return os.path.join(self.dir, name)

    def command(self):
        """Return QEMU's argument vector."""
        spec = self.spec
        args = [qemu(spec.kernel.arch), *MACHINE[spec.kernel.arch],
                *(["-machine", spec.machine] if spec.machine else []),
                "-accel", "tcg", "-smp", str(spec.smp), "-m", f"{spec.mem}M",
                "-object", f"memory-backend-memfd,id=mem,size={spec.mem}M,"
                "share=on", "-nodefaults", "-no-user-config", "-no-reboot",
                "-display", "none", "-name", spec.name,
                "-kernel", spec.kernel.vmlinuz(), "-initrd", spec.initrd,
                "-append", f"console={CONSOLE[spec.kernel.arch]} {CMDLINE} "
                + ("quiet " if spec.interactive else "") + spec.cmdline,
                "-qmp", f"unix:{self._sock('qmp')},server=on,wait=off",
                "-device", "pcie-root-port,id=rp-ser,hotplug=off",
                "-device", SERIAL]
        for port in ("ctl", "result"):
            args += ["-chardev", f"socket,id={port},path={self._sock(port)},"
                     "server=on,wait=off", "-device",
                     f"virtserialport,chardev={port},name=org.scmi.{port}"]
        if spec.interactive:
            args += ["-chardev", "stdio,id=con,signal=off,"
                     f"logfile={self.out.console}", "-serial", "chardev:con"]
        else:
            args += ["-chardev", "stdio,id=con", "-serial", "chardev:con"]
        if spec.dtb:
            args += ["-dtb", spec.dtb]
        if spec.icount:
            args += ["-icount", "shift=0,sleep=off",
                     "-rtc", "base=2026-01-01,clock=vm"]
        for port, platform in enumerate(spec.platforms):
            args += BUSES[spec.bus](port, platform)
        return args

    def _start(self):
        cmd = self.command()
        with open(os.path.join(self.out.logdir, "qemu.cmd"), "w",
                  encoding="utf-8") as handle:
            handle.write(" \\\n  ".join(cmd) + "\n")
        if self.spec.interactive:
            self.child = proc.start(cmd)
        else:
            self.child = proc.start(cmd, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT)
            self.reader = threading.Thread(target=self._read_console,
                                           daemon=True)
            self.reader.start()
        try:
            alive = self._alive
            self.result = connect(self._sock("result"), alive=alive)
            self.control = Control(connect(self._sock("ctl"), alive=alive),
                                   self.spec.platforms)
            self.qmp = Qmp(self._sock("qmp"), QMP_LIMIT)
        except ui.UserError as err:
            time.sleep(0.2)
            names = ", ".join(p.name for p in self.spec.platforms)
            hint = (f" (is the platform of {names} answering QEMU?)"
                    if names and self._alive() else "")
            raise ui.UserError(f"QEMU did not start: {err}{hint}\n"
                               + self.tail(15)) from err
        self.control.serve(self.qmp)
        if not self.spec.interactive:
            self.reports = threading.Thread(target=self._read_result,
                                            daemon=True)
            self.reports.start()

    def _alive(self):
        return self.child.poll() is None

    def _read_console(self):
        """Keep the console in a file; show it if asked to; see panics."""
        name = self.spec.name
        with open(self.out.console, "w", encoding="utf-8") as log:
            for raw in self.child.stdout:
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                log.write(line + "\n")
                log.flush()
                if self.spec.verbose:
                    ui.say(f"{name}| {line}", prefix="%7.1f ")
                if re.search(r"Kernel panic - not syncing", line):
                    self.panicked.set()

    def _read_result(self):
        """Take the guest's report; ignore lines without the run's token."""
        try:
            self.result.sendall(self.token.encode() + b"\n")
            for raw in self.result.makefile("rb"):
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                token, _, rest = line.partition(" ")
                if token == self.token:
                    self._take(*rest.partition(" ")[::2])
        except OSError:
            pass

    def _take(self, verb, rest):
        out = self.out
        self.progress = time.monotonic()
        if verb == "out":
            out.suites.setdefault(self.suite, []).append(rest)
            self.on_line(self.suite, rest)
        elif verb == "begin":
            self.suite = rest
            self.begun = self.progress
            out.suites.setdefault(rest, [])
        elif verb == "end":
            name, status = rest.split()
            out.status[name] = status
            out.seconds_of[name] = self.progress - self.begun
            self.suite = None
        elif verb == "left":
            out.left.setdefault(self.suite, []).append(rest)
        elif verb == "leak":
            out.leaks.append(rest)
        elif verb == "gcov":
            out.counts.append(rest)
        elif verb == "taint":
            out.taint = int(rest)
        elif verb == "hello":
            out.hello = rest
            self.ready = self.progress
        elif verb == "done":
            out.done = int(rest)
            self.finished.set()

    def _wait(self):
        """Wait until QEMU ends, or until it is clear that it will not."""
        if self.spec.interactive:
            self.child.wait()
            return
        begin = time.monotonic()
        while self._alive():
            if proc.ending.is_set():
                raise ui.UserError("interrupted")
            now = time.monotonic()
            self.out.cpu = proc.cpu_seconds(self.child) or self.out.cpu
            slow = self.spec.slow
            if self.out.hello is None and now - begin > BOOT_LIMIT * slow:
                self._trouble(f"the guest did not reach its init within "
                              f"{BOOT_LIMIT * slow} s")
                return
            if self.finished.is_set():
                if now - self.progress > POWEROFF_LIMIT * slow:
                    self._trouble("the guest reported its result but did not "
                                  f"power off within {POWEROFF_LIMIT * slow} s")
                    return
            elif now - (self.ready or now) > self.spec.limit:
                self._trouble("the guest hangs: no result within "
                              f"{self.spec.limit} s")
                return
            try:
                self.child.wait(0.05)
            except subprocess.TimeoutExpired:
                pass
        self.reader.join(5)
        # What QEMU has passed on is there, though it may not be read yet.
        self.reports.join(5)
        if self.child.returncode:
            self._trouble(f"QEMU ended with status {self.child.returncode}")
        if self.panicked.is_set():
            self._trouble("the guest's kernel panicked")
        elif not self.finished.is_set():
            self._trouble("the guest ended without a result")

    def _trouble(self, text):
        self.out.trouble.append(text)

    def tail(self, count=40):
        """Return the last lines of the console."""
        try:
            with open(self.out.console, encoding="utf-8",
                      errors="replace") as log:
                lines = log.read().splitlines()[-count:]
        except FileNotFoundError:
            lines = []
        return "\n".join("    " + line for line in lines)

    def _end(self):
        """End QEMU and the platforms, whatever happened before."""
        if self.child:
            proc.stop(self.child)
            if self.child.stdout:
                self.reader.join(5)
        if self.qmp:
            self.qmp.close()
        if self.control:
            self.control.close()
        for platform in self.spec.platforms:
            platform.stop()
        shutil.rmtree(self.dir, ignore_errors=True)
