# SPDX-License-Identifier: GPL-2.0-only
"""Child processes that never outlive us."""

import ctypes
import signal
import subprocess

PR_SET_PDEATHSIG = 1


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(cmd, **kw):
    """Start a process that the kernel kills should we be killed.

    The kernel ties this to the calling thread, which therefore has to live
    as long as the process is wanted.
    """
    return subprocess.Popen(cmd, preexec_fn=_die_with_parent, **kw)


def stop(child, grace=2.0):
    """End a process that start() made, by its own id; return its status."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            child.kill()
    return child.wait()


def exit_on_sigterm():
    """Turn SIGTERM and SIGHUP into an exception, so that clean-up runs."""
    def handler(signum, frame):
        raise SystemExit(128 + signum)

    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGHUP, handler)
