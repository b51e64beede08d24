# SPDX-License-Identifier: GPL-2.0-only
"""Child processes that never outlive us."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from concurrent import futures

# Set when the program is to end: whoever waits for a guest gives up.
ending = threading.Event()


def check_ending():
    """Raise an error if the program is to end."""
    if ending.is_set():
        raise InterruptedError("the run was ended")


def processors():
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0))


def start(cmd, **kw):
    """Start a process that the kernel kills should we be killed.

    The kernel ties this to the calling thread, which therefore has to live
    as long as the process is wanted.
    """
    return subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *cmd], **kw)


def cpu_seconds(child):
    """Return the processor time that a running process has used; 0 if gone."""
    try:
        with open(f"/proc/{child.pid}/stat", encoding="ascii",
                  errors="replace") as handle:
            fields = handle.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def stop(child, grace=2.0):
    """End a process that start() made, by its own id; return its status."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            child.kill()
    return child.wait()


def output(child, timeout=None):
    """Return what a process says until it ends; look whether we have to."""
    begin = time.monotonic()
    while True:
        try:
            return child.communicate(timeout=0.5)[0]
        except subprocess.TimeoutExpired:
            check_ending()
            if timeout and time.monotonic() - begin > timeout:
                raise subprocess.TimeoutExpired(child.args, timeout) from None


def run_group(cmd, timeout=None, **kw):
    """Run a program; when that does not end, or we have to, end all it started.

    Return (exit status, standard output); subprocess.TimeoutExpired passes.
    """
    child = start(cmd, start_new_session=True, stdin=subprocess.DEVNULL,
                  stdout=subprocess.PIPE, text=True, errors="replace", **kw)
    try:
        out = output(child, timeout)
        return child.returncode, out
    finally:
        stop_group(child)


def stop_group(child):
    """End a process that leads a group, and all that it started."""
    # The group has the child's id; it is gone if all went well.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def side_by_side(jobs, function, items):
    """Call a function for each item, so many at a time.

    Yield (item, result) as they end. If the caller gives up, those that have not
    begun do not, and those that run are told by ending.
    """
    with futures.ThreadPoolExecutor(jobs) as pool:
        try:
            running = {pool.submit(function, item): item for item in items}
            for done in futures.as_completed(running):
                yield running[done], done.result()
        except BaseException:
            ending.set()
            pool.shutdown(cancel_futures=True)
            raise


def exit_on_sigterm():
    """Turn SIGTERM and SIGHUP into an exception, so that clean-up runs."""
    def handler(signum, frame):
        raise SystemExit(128 + signum)

    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGHUP, handler)
