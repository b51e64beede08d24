#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The daemon as a process: its options, its sockets, good and hostile frontends.

usage: test_daemon.py SCMI-PLATFORMD BOARDS-DIR TEST...
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(1, os.path.join(os.path.dirname(__file__), "../../../lib"))

import frontend as fe  # noqa: E402
from frontend import Frontend, GPA, INDIRECT, NEXT, WRITE  # noqa: E402
from scmitest import ktap, proc  # noqa: E402
from scmitest.platform import Platform  # noqa: E402

DAEMON, BOARDS = sys.argv[1], sys.argv[2]
DEMO = os.path.join(BOARDS, "board-demo")
REPORT = ktap.Writer()
ok = REPORT.result
# What command 0 of BASE is answered.
VERSION = (0, b"\x01\x00\x02\x00")


def equal(found, expected, name):
    if found != expected:
        REPORT.note(f"found {found!r}, expected {expected!r}")
    ok(found == expected, name)


class Daemon(Platform):
    """A running daemon in its own directory; checks that it ends clean."""

    started = []

    def __init__(self, board=DEMO, *options):
        super().__init__("daemon", DAEMON, board, options)
        self.dir = tempfile.TemporaryDirectory()
        Daemon.started.append(self)
        self.start(self.dir.name, self.dir.name)
        # Its sockets are there; now it listens, too.
        self.ctl("ping")

    @classmethod
    def kill_left(cls):
        """End the daemons of tests that did not come to their end, and show what they said."""
        for daemon in cls.started:
            if daemon.alive():
                daemon.stop()
                REPORT.note("left behind, said:\n" + daemon.tail(40))

    def frontend(self, **options):
        """Return a frontend that has started."""
        frontend = Frontend(self.socket, **options)
        frontend.start()
        return frontend

    def stat(self, key):
        for word in self.ctl("stats").split():
            if word.startswith(key + "="):
                return int(word.split("=")[1])
        return None

    def cpu(self):
        """Seconds of processor time used so far."""
        return proc.cpu_seconds(self.child)

    def end(self, name, how=signal.SIGTERM):
        if how is not None and self.alive():
            self.child.send_signal(how)
        try:
            status = self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            status = "timeout"
        clean = status == 0 and not os.path.exists(self.socket) and \
            not os.path.exists(self.control)
        if not clean:
            REPORT.note(f"{self.tail(40)}\nstatus {status}")
        ok(clean, f"{name}: the daemon ends clean")
        self.dir.cleanup()


def run(*args, stdin=None):
    return subprocess.run([DAEMON, *args], input=stdin, capture_output=True, text=True,
                          timeout=20)


def test_options():
    r = run("--help")
    ok(r.returncode == 0 and "--socket" in r.stdout and "BOARD" in r.stdout, "--help")
    r = run("--version")
    ok(r.returncode == 0 and r.stdout.startswith("scmi-platformd "), "--version")
    r = run("--check", DEMO)
    ok(r.returncode == 0 and "16 clocks, 10 sensors" in r.stdout, "--check of a good board")
    with tempfile.NamedTemporaryFile("w") as bad:
        bad.write("[platform]\nvendor = ACME\nclock = 9.9\n")
        bad.flush()
        r = run("--check", bad.name)
        equal((r.returncode, r.stderr.strip().startswith(f"{bad.name}:3: '9.9'")), (1, True),
              "--check of a bad board names file and line")
        r = run("-s", "/nonexistent/s", bad.name)
        ok(r.returncode == 1 and ":3: '9.9'" in r.stderr, "a bad board is not served")
    r = run("-s", "/nonexistent/s", DEMO)
    ok(r.returncode == 1 and "/nonexistent/s" in r.stderr, "a socket that cannot be made")
    r = run("-s", "/tmp/" + "x" * 200, DEMO)
    ok(r.returncode == 1 and "too long" in r.stderr, "a socket with too long a name")
    equal(run(DEMO).returncode, 2, "no socket")
    equal(run("-s", "x").returncode, 2, "no board")
    equal(run("--nonsense").returncode, 2, "an unknown option")
    r = run("-s", "/nonexistent/s", "-e", "nonsense", DEMO)
    ok(r.returncode == 1 and "nonsense" in r.stderr, "a command that does not exist")
    equal(run("ctl", "/nonexistent/c", "ping").returncode, 2, "ctl without a daemon")
    equal(run("ctl").returncode, 2, "ctl without a socket")


def test_sockets():
    d = Daemon()
    r = run("ctl", d.control, "ping")
    equal((r.returncode, r.stdout), (0, "ok\n"), "ctl ping")
    r = run("ctl", d.control, "latency", "1ms")
    equal(r.returncode, 0, "ctl with a command in several words")
    r = run("ctl", d.control, "nonsense")
    ok(r.returncode == 1 and r.stdout.startswith("error "), "ctl with an error")
    r = run("ctl", d.control, stdin="ping\nserial on\nclock 0\n")
    equal((r.returncode, r.stdout), (0, "ok\nok\nok rate=24000000 on\n"), "ctl with lines")
    r = run("-s", d.socket, DEMO)
    ok(r.returncode == 1 and "in use" in r.stderr, "a second daemon on the same socket")
    ok(d.alive() and d.ctl("ping") == "ok", "and the first does not mind")
    socks = [socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(12)]
    # None of them is refused for a daemon that does not get to it at once.
    d.child.send_signal(signal.SIGSTOP)
    try:
        for s in socks:
            s.settimeout(5)
            s.connect(d.control)
    finally:
        d.child.send_signal(signal.SIGCONT)
    for s in socks:
        s.close()
    equal(d.ctl("ping"), "ok", "many control clients at once")
    s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    s.connect(d.control)
    try:
        s.sendall(b"x" * 5000)
    except BrokenPipeError:
        pass
    s.close()
    equal(d.ctl("ping"), "ok", "a line without an end")
    d.end("sockets")
    for how in (signal.SIGTERM, signal.SIGINT):
        d = Daemon()
        f = d.frontend()
        d.end(f"{how.name} with a frontend", how)
        f.close()
    # A dead socket of a daemon that was killed is replaced
    d = Daemon()
    d.child.kill()
    d.child.wait()
    ok(os.path.exists(d.socket), "a killed daemon leaves its socket")
    d.child = subprocess.Popen([DAEMON, "-q", "-s", d.socket, "-c", d.control, DEMO])
    equal(d.ctl("ping"), "ok", "the next one takes it over")
    d.end("take-over")
    with tempfile.NamedTemporaryFile() as plain:
        r = run("-s", plain.name, DEMO)
        ok(r.returncode == 1 and os.path.exists(plain.name), "a plain file is not removed")


def test_service():
    d = Daemon()
    for features in (fe.F_VERSION_1 | fe.F_P2A | fe.F_PROTOCOL,
                     fe.F_VERSION_1 | fe.F_P2A | fe.F_PROTOCOL | fe.F_EVENT_IDX | fe.F_INDIRECT):
        f = d.frontend(features=features)
        good = 0
        for i in range(500):
            status, data = f.command(0x14, 6, struct.pack("<I", 1))
            good += status == 0 and struct.unpack("<Q", data)[0] == 1200000000
        equal(good, 500, f"500 commands, features {features:#x}")
        equal(f.command(0x15, 4, struct.pack("<II", 9, 1)), (0, b""), "trip point notification on")
        for value, rising in ((80000, 1), (60000, 0), (80000, 1)):
            d.ctl(f"sensor 9 value {value}")
            event = f.next_event()
            equal(event and struct.unpack("<IIII", event),
                  (fe.header(0x15, 0, 0, 3), 1, 9, rising << 16), f"event at {value}")
        d.ctl("sensor 9 value 50000")
        f.close()
        time.sleep(0.05)
    ok(d.alive(), "a frontend may come and go")
    f = Frontend(d.socket, features=fe.F_VERSION_1 | fe.F_P2A)
    assert f.negotiate(acks=False) and f.share_memory()
    f.start_queue(0, enable=False)
    equal(f.command(0x10, 0), VERSION,
          "without protocol features a ring starts enabled")
    f.close()
    d.end("service")
    d = Daemon(DEMO, "--once")
    f = d.frontend()
    f.command(0x10, 0)
    f.close()
    d.end("--once", None)


def test_parallel():
    d = Daemon(DEMO, "-q")
    f = d.frontend()
    times = {}
    for serial, low in (("off", 0.05), ("on", 0.8)):
        d.ctl("latency 50ms")
        d.ctl(f"serial {serial}")
        d.ctl("reset-stats")
        start = time.monotonic()
        for slot in range(16):
            f.submit(slot, 0x14, 6, struct.pack("<I", 1), slot)
        f.queues[0].notify()
        got = [f.queues[0].wait_used(10) for _ in range(16)]
        took = times[serial] = time.monotonic() - start
        equal(sorted(u[0] for u in got if u), [2 * i for i in range(16)],
              f"serial {serial}: 16 replies")
        ok(low <= took, f"serial {serial}: 16 x 50 ms took {took * 1000:.0f} ms")
        equal(d.stat("max-in-flight"), 16, f"serial {serial}: 16 were in flight")
    ok(times["off"] < times["on"], "side by side is faster than one after the other")
    f.close()
    d.end("parallel")


def lie(d, f, fault):
    """One RATE_GET under a fault; the used entry and the bytes of the reply."""
    d.ctl("fault clear")
    answer = d.ctl(f"fault add {fault}")
    assert answer.startswith("ok"), answer
    f.submit(3, 0x14, 6, struct.pack("<I", 1), 77)
    f.queues[0].notify()
    return f.queues[0].wait_used(0.5 if fault == "no-answer" else 10)


def wait_for(condition, seconds=10):
    """Poll until a condition holds; False if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def signalled(queue):
    """Whether the queue's interrupt has come since the last look."""
    try:
        return os.eventfd_read(queue.call) > 0
    except BlockingIOError:
        return False


def test_transport_faults():
    d = Daemon()
    f = d.frontend()
    q = f.queues[0]
    equal(lie(d, f, "duplicate"), (6, 16), "duplicate: the first entry")
    equal(q.wait_used(), (6, 16), "duplicate: the second entry")
    equal(lie(d, f, "used-id=16383"), (16383, 16), "a descriptor that does not exist")
    equal(lie(d, f, "used-len=0xffffffff"), (6, 0xffffffff), "a huge length")
    equal(lie(d, f, "used-len=0"), (6, 0), "a length of zero")
    equal(lie(d, f, "used-full"), (6, 128), "the whole buffer")
    equal(lie(d, f, "used-plus=4096"), (6, 16 + 4096), "more than the buffer")
    equal(lie(d, f, "header-only"), (6, 4), "a header only")
    equal(lie(d, f, "no-answer"), None, "a chain that never comes back")
    equal(d.stat("lost-chains"), 1, "and is counted")
    d.ctl("fault clear")
    d.ctl("fault add no-signal=2s")
    f.submit(3, 0x14, 6, struct.pack("<I", 1), 77)
    signalled(q)
    q.notify()
    ok(wait_for(lambda: q.used_count() == 1) and not signalled(q),
       "a reply is there, without an interrupt")
    ok(wait_for(lambda: signalled(q)), "which comes later")
    q.take_used()
    d.ctl("fault clear")
    d.ctl("fault add last-buffer on=event")
    d.ctl("event proto=clock id=0 source=1")
    equal(f.queues[1].wait_used(), (15, 20), "an event in the newest buffer")
    d.ctl("fault clear")
    d.ctl("event raw=")
    equal(f.queues[1].wait_used(), (0, 0), "an event of no bytes")
    d.ctl("stall on")
    f.submit(4, 0x10, 0)
    q.notify()
    equal(q.wait_used(0.2), None, "stalled: no answer")
    d.ctl("stall off")
    equal(q.wait_used(), (8, 12), "and then the answer")
    f.close()
    d.end("transport faults")


def test_ready_events():
    d = Daemon(DEMO, "-e", "on-ready event proto=clock id=0 source=1",
               "-e", "on-ready storm proto=sensor id=0 count=30")
    f = Frontend(d.socket)
    assert f.negotiate() and f.share_memory()
    for slot in range(16):
        f.post_event(slot)
    f.start_queue(1)
    first = f.next_event()
    equal(first and len(first), 20, "an event as soon as the queue is enabled")
    time.sleep(0.1)
    f.start_queue(0)
    equal(f.command(0x10, 0), VERSION, "before the command queue starts")
    ok(d.stat("events-dropped") > 0, "a storm uses every buffer")
    f.close()
    d.end("events when ready")


def test_stop_and_reset():
    d = Daemon()
    f = d.frontend()
    equal(f.command(0x14, 9, struct.pack("<II", 1, 1)), (0, b""), "subscribed")
    d.ctl("latency 2s")
    f.submit(0, 0x10, 0)
    f.queues[0].notify()
    ok(wait_for(lambda: d.stat("in-flight") == 1, 1.5), "one in flight")
    equal(f.stop_queue(0), 2, "GET_VRING_BASE gives the next index")
    equal(d.stat("in-flight"), 0, "a stopped queue has nothing in flight")
    time.sleep(2.1)
    equal(f.queues[0].used_count(), 0, "and gets no late reply")
    d.ctl("latency clear")
    equal(f.stop_queue(1), 0, "unused event buffers are given back")
    for q in f.queues:
        q.clear()
    ok(f.start_queue(0) and f.start_queue(1), "restarted")
    for slot in range(4):
        f.post_event(slot)
    f.queues[1].notify()
    equal(f.command(0x10, 0), VERSION, "and answers")
    d.ctl("clock 1 rate 624M")
    equal(f.next_event(0.2), None, "subscriptions are gone")
    ok(f.request(fe.RESET_DEVICE), "RESET_DEVICE")
    f.submit(0, 0x10, 0)
    f.queues[0].notify()
    equal(f.queues[0].wait_used(0.2), None, "after a reset nothing is answered")
    f.close()
    for _ in range(30):
        f = d.frontend()
        f.submit(0, 0x10, 0)
        f.queues[0].notify()
        f.close()
    f = d.frontend()
    equal(f.command(0x10, 0), VERSION, "30 frontends that left in a hurry")
    f.close()
    d.end("stop and reset")


def hostile(d, name, talk):
    """A frontend that misbehaves; the next, good one is served."""
    f = Frontend(d.socket)
    try:
        talk(f)
    except (ConnectionError, BrokenPipeError, socket.timeout, struct.error):
        pass
    f.close()
    if not d.alive():
        ok(False, f"{name}: the daemon lives")
        return
    f = d.frontend()
    equal(f.command(0x10, 0), VERSION, f"{name}: the next one is served")
    f.close()


def refused(request, payload, fds=()):
    def talk(f):
        assert f.negotiate()
        f.share_memory()
        ok(not f.request(request, payload, fds), f"refused: request {request}, {payload[:16].hex()}")
    return talk


def test_hostile_frontend():
    d = Daemon(DEMO, "-q")
    u64 = struct.Struct("<Q").pack
    hostile(d, "half a header", lambda f: f.sock.sendall(b"\x01\x00\x00"))
    hostile(d, "a wrong version", lambda f: f.send(1, flags=2))
    hostile(d, "a huge payload", lambda f: f.sock.sendall(struct.pack("<III", 5, 1, 0xffffffff)))
    hostile(d, "half a payload", lambda f: f.sock.sendall(struct.pack("<III", 5, 1, 100) + b"x"))
    hostile(d, "random bytes", lambda f: f.sock.sendall(os.urandom(4096)))
    for request in list(range(0, 48)) + [0xffffffff]:
        if request not in (fe.GET_FEATURES, fe.GET_PROTOCOL_FEATURES, fe.GET_QUEUE_NUM):
            hostile(d, f"request {request} without payload", lambda f, r=request: (
                f.negotiate(), f.send(r), f.recv()))
    fds = [os.open("/dev/null", os.O_RDWR) for _ in range(20)]
    hostile(d, "more descriptors than allowed", lambda f: f.send(5, u64(0), fds))
    hostile(d, "descriptors with anything", lambda f: f.send(3, b"", fds[:8]))
    hostile(d, "9 regions", refused(5, struct.pack("<II", 9, 0) + bytes(9 * 32)))
    hostile(d, "a region without memory", refused(5, struct.pack("<II", 1, 0) + bytes(32)))
    hostile(d, "a region of /dev/null",
            refused(5, struct.pack("<IIQQQQ", 1, 0, GPA, 4096, fe.UVA, 0), fds[:1]))
    hostile(d, "a region with two descriptors", lambda f: (
        f.negotiate(), ok(not f.request(
            5, struct.pack("<IIQQQQ", 1, 0, GPA, fe.SIZE, fe.UVA, 0), [f.fd, fds[0]]),
            "refused: a region with two descriptors")))
    hostile(d, "a region behind its file", lambda f: (
        f.negotiate(), ok(not f.share_memory(size=fe.SIZE + 4096), "refused: too large a region")))
    hostile(d, "a region that wraps", lambda f: (
        f.negotiate(), ok(not f.share_memory(gpa=2 ** 64 - 4096), "refused: a region that wraps")))
    hostile(d, "queue 2", refused(8, struct.pack("<II", 2, 16)))
    hostile(d, "queue 0xffffffff", refused(18, struct.pack("<II", 0xffffffff, 1)))
    hostile(d, "size 0", refused(8, struct.pack("<II", 0, 0)))
    hostile(d, "size 3", refused(8, struct.pack("<II", 0, 3)))
    hostile(d, "size 65536", refused(8, struct.pack("<II", 0, 65536)))
    hostile(d, "base 65536", refused(10, struct.pack("<II", 0, 65536)))
    hostile(d, "a ring nowhere", refused(9, struct.pack("<IIQQQQ", 0, 0, 0, 0, 0, 0)))
    hostile(d, "a kick without descriptor", refused(12, u64(0)))
    hostile(d, "a kick of queue 5", refused(12, u64(5), fds[:1]))
    hostile(d, "features nobody offered", refused(2, u64(1 << 50)))
    hostile(d, "protocol features nobody offered", refused(16, u64(1 << 50)))


    def kick_null(f):
        f.start()
        f.request(12, u64(0), fds[:1])
        f.request(13, u64(0), fds[:1])
        used = d.cpu()
        time.sleep(0.5)
        ok(d.cpu() - used < 0.25, "a kick that is always readable does not keep us busy")

    def full_call(f):
        f.start()
        os.eventfd_write(f.queues[0].call, 2 ** 64 - 2)
        equal(f.command(0x10, 0), VERSION, "a full call eventfd is not waited for")

    def dribble(f):
        for _ in range(8):
            f.sock.sendall(b"\x01")
            time.sleep(0.5)

    hostile(d, "a kick that is /dev/null", kick_null)
    hostile(d, "a call that is full", full_call)
    start = time.monotonic()
    hostile(d, "a byte every half second", dribble)
    ok(time.monotonic() - start < 10, "which is not waited for")
    for fd in fds:
        os.close(fd)
    d.end("hostile frontends")


def test_hostile_driver():
    d = Daemon(DEMO, "-q")

    def chain(*descs):
        def talk(f):
            f.start()
            q = f.queues[0]
            for i, (addr, length, flags, nxt) in enumerate(descs):
                q.set_desc(i, addr, length, flags, nxt)
            q.offer(0)
            q.notify()
            q.wait_used(0.3)
        return talk

    hostile(d, "a loop", chain((GPA, 4, NEXT, 1), (GPA, 4, NEXT, 0)))
    hostile(d, "an address nowhere", chain((0, 4, 0, 0)))
    hostile(d, "a length of 4 GB", chain((GPA, 0xffffffff, 0, 0)))
    hostile(d, "a table of 4 GB", chain((GPA, 0xfffffff0, INDIRECT, 0)))
    hostile(d, "a table that is the ring", chain((GPA, 1024, INDIRECT, 0)))
    hostile(d, "a request over the ring itself",
            chain((GPA + 0x5000, 8, NEXT, 1), (GPA + 0x5000, 128, WRITE, 0)))
    hostile(d, "a reply over the descriptors",
            chain((GPA + 0x20000, 4, NEXT, 1), (GPA, 1024, WRITE, 0)))

    def wild_index(f):
        f.start()
        struct.pack_into("<H", f.mem, f.queues[0].avail + 2, 0x8000)
        f.queues[0].notify()
        time.sleep(0.05)

    def wild_head(f):
        f.start()
        f.queues[0].offer(0xffff)
        f.queues[0].notify()
        time.sleep(0.05)

    def rings_on_each_other(f):
        f.negotiate()
        f.share_memory()
        f.queues[0].avail = f.queues[0].used = f.queues[0].desc
        f.start_queue(0)
        for i in range(50):
            f.queues[0].offer(i)
            f.queues[0].notify()
        time.sleep(0.05)

    def noise(f):
        f.start()
        f.mem[0:0x10000] = os.urandom(0x10000)
        for _ in range(20):
            f.queues[0].notify()
            f.queues[1].notify()
            time.sleep(0.002)
            d.ctl("event proto=clock id=0")

    hostile(d, "an index far ahead", wild_index)
    hostile(d, "a head that does not exist", wild_head)
    hostile(d, "three rings in one place", rings_on_each_other)
    for i in range(10):
        hostile(d, f"random rings {i}", noise)
    ok(d.stat("ring-errors") > 0 and d.stat("bad-chains") > 0, "errors are counted")
    d.end("hostile driver")


def test_stack():
    """The library runs on stacks of kernels, small ones among them."""
    sources = os.path.join(os.path.dirname(os.path.realpath(__file__)),
                           "../../../../platform")
    for name in sorted(os.listdir(sources)):
        if name.endswith(".c"):
            done = subprocess.run(
                ["cc", "-std=gnu11", "-O2", "-Wframe-larger-than=1024", "-Werror",
                 "-S", "-o", "/dev/null", os.path.join(sources, name)],
                capture_output=True, text=True)
            if done.returncode:
                REPORT.note(done.stderr)
                break
    ok(not done.returncode, "no function of the library needs a kilobyte of stack [A3]")


def main():
    for name in sys.argv[3:]:
        try:
            globals()[f"test_{name}"]()
        except Exception:
            traceback.print_exc()
            ok(False, f"test_{name}: no exception")
    Daemon.kill_left()
    REPORT.plan()
    return REPORT.status()


if __name__ == "__main__":
    sys.exit(main())
