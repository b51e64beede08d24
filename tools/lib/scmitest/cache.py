# SPDX-License-Identifier: GPL-2.0-only
"""The cache directory: location, locking, all-or-nothing creation."""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
import time

from . import proc, ui


def root():
    """Return the cache directory, created and writable, or raise UserError."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    path = os.path.join(base, "scmi-agent")
    try:
        os.makedirs(path, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as err:
        raise ui.UserError(
            f"the cache directory {path} is not writable: {err.strerror}\n"
            "  set XDG_CACHE_HOME to a directory with some 3 GB free"
        ) from err
    return path


def path(*parts):
    """Return a path below the cache, its parent directory created."""
    full = os.path.join(root(), *parts)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


@contextlib.contextmanager
def lock(name):
    """Hold the lock file of that name; the kernel drops it if we die."""
    with open(path("locks", name), "w", encoding="ascii") as handle:
        if not try_lock(handle, 2.0):
            ui.say(f"waiting for another run that holds the lock '{name}'")
            while not try_lock(handle, 2.0):
                pass
        yield


def try_lock(handle, patience):
    """Lock a file within some seconds; return whether that worked.

    A program that is to end waits for nobody.
    """
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            proc.check_ending()
            if time.monotonic() > end:
                return False
        time.sleep(0.05)


@contextlib.contextmanager
def turn(name):
    """Hold one of as many places as the machine has processors, or $SCMI_TURNS.

    Several runs on one machine take turns: a guest that gets no processor time
    fails its tests, and no run ends sooner if all are slow.
    """
    places = int(os.environ.get("SCMI_TURNS") or proc.processors())
    while True:
        for place in range(places):
            with open(path("locks", f"turn-{name}-{place}"), "w",
                      encoding="ascii") as handle:
                if try_lock(handle, 0):
                    yield
                    return
        time.sleep(0.2)


def scratch(kind, where=None):
    """Make a directory for this program alone; return its path.

    Whoever makes it removes it. Should we be killed, the next run does: see
    sweep().
    """
    return tempfile.mkdtemp(prefix=f"{kind}-{os.getpid()}-", dir=where)


def sweep(kind, where=None):
    """Remove the scratch directories of programs that are no more."""
    where = where or tempfile.gettempdir()
    for name in os.listdir(where):
        owner = re.match(re.escape(kind) + r"-(\d+)-", name)
        if owner and not os.path.exists("/proc/" + owner[1]):
            shutil.rmtree(os.path.join(where, name), ignore_errors=True)


@contextlib.contextmanager
def publish(target):
    """Yield a scratch directory that becomes target only on success.

    A run that is killed half way leaves at most a scratch directory, which
    is never taken for a finished one.
    """
    where = os.path.dirname(target)
    os.makedirs(where, exist_ok=True)
    sweep(".tmp", where)
    made = scratch(".tmp", where)
    os.chmod(made, 0o755)
    try:
        yield made
        if os.path.isdir(target):
            shutil.rmtree(target)
        os.rename(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def size():
    """Return the bytes that the cache takes on the disk."""
    total = 0
    for base, _, files in os.walk(root()):
        for name in files:
            # Other runs may remove what they made.
            with contextlib.suppress(FileNotFoundError):
                total += os.lstat(os.path.join(base, name)).st_blocks * 512
    return total


def compiled(args):
    """Return make's arguments with a compiler that keeps its results."""
    return [f"CC=ccache {arg[3:]}" if arg.startswith("CC=") else arg
            for arg in args]


def compilers():
    """Return the environment for what compiled() names.

    What a source includes is taken from the compiler's list of dependencies: to
    preprocess each source as well costs a kernel's first build some minutes.
    """
    return dict(os.environ, CCACHE_DIR=path("ccache", ""),
                CCACHE_MAXSIZE="2G", CCACHE_DEPEND="1")


def sha256(name):
    """Return the SHA-256 of a file in hex."""
    digest = hashlib.sha256()
    with open(name, "rb") as handle:
        while chunk := handle.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def fingerprint(top, names):
    """Return a word for the names and contents of files below a directory."""
    digest = hashlib.sha256()
    for name in names:
        with open(os.path.join(top, name), "rb") as handle:
            digest.update(name.encode() + handle.read())
    return digest.hexdigest()[:16]


def write_if_changed(name, data):
    """Write bytes to a file unless it holds them already; keep its mtime."""
    with contextlib.suppress(FileNotFoundError):
        with open(name, "rb") as handle:
            if handle.read() == data:
                return False
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name + ".tmp", "wb") as handle:
        handle.write(data)
    os.replace(name + ".tmp", name)
    return True
