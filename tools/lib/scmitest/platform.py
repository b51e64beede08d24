# SPDX-License-Identifier: GPL-2.0-only
"""The far side of an SCMI device: a scmi-platformd process, or a bad one."""

import os
import subprocess
import time

from . import proc, ui
from .qmp import connect


class Platform:
    """One scmi-platformd with its vhost-user and control sockets."""

    def __init__(self, name, daemon, board, options=(), plugged=True):
        self.name = name
        self.daemon = daemon
        self.board = board
        self.options = list(options)
        self.plugged = plugged
        self.child = None
        self.patience = 10.0
        self.socket = self.control = self.log = None

    def start(self, rundir, logdir):
        """Start the process; return once it listens."""
        self.socket = os.path.join(rundir, f"{self.name}.sock")
        self.control = os.path.join(rundir, f"{self.name}.ctl")
        self.log = os.path.join(logdir, f"{self.name}.log")
        self._spawn()

    def command(self):
        """Return the argument vector."""
        return [self.daemon, "--socket", self.socket,
                "--control", self.control, *self.options, self.board]

    def _spawn(self):
        for name in (self.socket, self.control):
            if os.path.exists(name):
                os.unlink(name)
        with open(self.log, "a", encoding="utf-8") as log:
            self.child = proc.start(self.command(), stdin=subprocess.DEVNULL,
                                    stdout=log, stderr=subprocess.STDOUT)
        end = time.monotonic() + self.patience
        while not os.path.exists(self.socket):
            if self.child.poll() is not None:
                raise ui.UserError(
                    f"the platform {self.name} ended with status "
                    f"{self.child.returncode} instead of listening:\n"
                    + self.tail())
            if time.monotonic() > end:
                self.stop()
                raise ui.UserError(f"the platform {self.name} does not "
                                   f"listen after {self.patience} s:\n"
                                   + self.tail())
            time.sleep(0.01)

    def tail(self, lines=8):
        """Return the last lines that the process printed."""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return "\n".join("    " + s
                             for s in log.read().splitlines()[-lines:])

    def restart(self, board=None, *options):
        """Start the process again, with another board if one is named."""
        if self.alive():
            raise ui.UserError(f"{self.name} runs already")
        if board:
            base = os.path.dirname(self.board)
            self.board = os.path.join(base, board)
            self.options = list(options)
        self._spawn()

    def alive(self):
        """Return whether the process runs."""
        return self.child is not None and self.child.poll() is None

    def stop(self):
        """End the process."""
        if self.child:
            proc.stop(self.child)
            self.child = None

    def ctl(self, line, timeout=10.0):
        """Send a line to the control socket and return the reply line."""
        sock = connect(self.control, self.patience, alive=self.alive)
        try:
            sock.settimeout(timeout)
            sock.sendall(line.encode() + b"\n")
            reply = sock.makefile("r", encoding="utf-8").readline()
        finally:
            sock.close()
        if not reply:
            raise ui.UserError(f"{self.name} gave no reply to '{line}'")
        return reply.strip()
