# SPDX-License-Identifier: GPL-2.0-only
"""The host's end of hostctl: a guest asks, line by line, we answer.

Each request is "<serial> <command> <arg>..."; each answer is
"<serial> ok [text]" or "<serial> error <text>".
"""

import os
import threading
import time

from . import ui
from .qmp import QmpError

UNPLUG_LIMIT = 40.0


class Refused(Exception):
    """The request cannot be carried out; the text goes to the guest."""


class Control:
    """Serves one guest's control port."""

    def __init__(self, sock, devices):
        self.sock = sock
        self.devices = {device.name: device for device in devices}
        self.qmp = None
        self.commands = {
            "time": self._time, "ping": lambda: "pong",
            "unplug": self._unplug, "plug": self._plug,
            "platform": self._platform, "start": self._start,
            "stop": self._stop, "alive": self._alive, "board": self._board,
        }

    def serve(self, qmp):
        """Answer requests from a thread of our own until the port closes."""
        self.qmp = qmp
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        """Stop serving."""
        self.sock.close()

    def _serve(self):
        try:
            for raw in self.sock.makefile("rb"):
                words = raw.decode("utf-8", "replace").split()
                if words:
                    answer = self.answer(words[1:])
                    self.sock.sendall(f"{words[0]} {answer}\n".encode())
        except OSError:
            pass

    def answer(self, words):
        """Carry out one request and return the answer's text."""
        if not words or words[0] not in self.commands:
            return "error unknown command; known: " + " ".join(self.commands)
        try:
            text = self.commands[words[0]](*words[1:])
        except (Refused, QmpError, ui.UserError, OSError) as err:
            return "error " + str(err).replace("\n", " ")
        except TypeError:
            return f"error wrong number of arguments for {words[0]}"
        return f"ok {text}".rstrip().replace("\n", " ")

    def _device(self, name):
        if name not in self.devices:
            raise Refused(f"no device {name}; there are: "
                          + " ".join(self.devices))
        return self.devices[name]

    @staticmethod
    def _time():
        """The host's monotonic clock in nanoseconds."""
        return str(time.monotonic_ns())

    def _unplug(self, name="scmi0"):
        """Unplug a device as a person would; answers once it is gone."""
        device = self._device(name)
        begin = time.monotonic()
        mark = self.qmp.mark()
        self.qmp.command("device_del", id=name)
        self.qmp.wait_event("DEVICE_DELETED", mark, UNPLUG_LIMIT, device=name)
        device.plugged = False
        return f"{time.monotonic() - begin:.2f}"

    def _plug(self, name="scmi0"):
        """Plug a device in again, its platform running or not."""
        device = self._device(name)
        chardev = f"chr-{name}"
        # A character device does not connect a second time: make a new one.
        try:
            self.qmp.command("chardev-remove", id=chardev)
        except QmpError:
            pass
        self.qmp.command("chardev-add", id=chardev, backend={
            "type": "socket", "data": {"addr": {
                "type": "unix", "data": {"path": device.socket}},
                "server": False}})
        self.qmp.command("device_add", driver="vhost-user-scmi-pci", id=name,
                         chardev=chardev, bus=f"rp-{name}")
        device.plugged = True
        return ""

    def _platform(self, name, *words):
        """Pass a command to a platform's control socket."""
        return self._device(name).ctl(" ".join(words))

    def _start(self, name="scmi0", *words):
        """Start a platform that was stopped: [BOARD [OPTION...]]."""
        self._device(name).restart(*words)
        return ""

    def _stop(self, name="scmi0"):
        """End a platform's process."""
        self._device(name).stop()
        return ""

    def _alive(self, name="scmi0"):
        """Say whether a platform's process runs."""
        return "yes" if self._device(name).alive() else "no"

    def _board(self, name="scmi0"):
        """The base name of the platform's board file."""
        return os.path.basename(self._device(name).board or "none")


