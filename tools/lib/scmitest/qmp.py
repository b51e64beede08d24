# SPDX-License-Identifier: GPL-2.0-only
"""QEMU's machine protocol: one connection, commands and events."""

import json
import socket
import threading
import time

from . import ui


class QmpError(ui.UserError):
    """QEMU refused a command, or is gone."""


class Qmp:
    """A connection to a QMP socket; safe to use from several threads."""

    def __init__(self, path, deadline=20.0):
        self.sock = connect(path, deadline)
        self.lines = self.sock.makefile("r", encoding="utf-8")
        self.lock = threading.Condition()
        self.replies = {}
        self.events = []
        self.serial = 0
        self.gone = False
        self.sock.settimeout(deadline)
        try:
            greeting = self._read()
        except OSError:
            greeting = None
        if greeting is None:
            raise QmpError(f"QEMU does not answer within {deadline} s")
        self.sock.settimeout(None)
        threading.Thread(target=self._pump, daemon=True).start()
        self.command("qmp_capabilities", deadline)

    def _read(self):
        line = self.lines.readline()
        return json.loads(line) if line else None

    def _pump(self):
        """Sort what arrives into replies and events until QEMU is gone."""
        try:
            while (message := self._read()) is not None:
                with self.lock:
                    if "event" in message:
                        self.events.append(message)
                    else:
                        self.replies[message.get("id")] = message
                    self.lock.notify_all()
        except (OSError, ValueError):
            pass
        with self.lock:
            self.gone = True
            self.lock.notify_all()

    def command(self, name, timeout=20.0, **arguments):
        """Run a command and return its result, or raise QmpError."""
        with self.lock:
            self.serial += 1
            serial = self.serial
            message = {"execute": name, "id": serial}
            if arguments:
                message["arguments"] = arguments
            try:
                self.sock.sendall(json.dumps(message).encode() + b"\n")
            except OSError as err:
                raise QmpError(f"{name}: QEMU is gone") from err
            self.lock.wait_for(lambda: serial in self.replies or self.gone,
                               timeout)
            reply = self.replies.pop(serial, None)
        if reply is None:
            raise QmpError(f"{name}: QEMU does not answer")
        if "error" in reply:
            raise QmpError(f"{name}: {reply['error'].get('desc')}")
        return reply["return"]

    def mark(self):
        """Return a point in time for wait_event()."""
        with self.lock:
            return len(self.events)

    def wait_event(self, name, since, timeout, **match):
        """Wait for an event after mark() whose data matches."""
        def find():
            for event in self.events[since:]:
                data = event.get("data", {})
                if event["event"] == name and all(
                        data.get(k) == v for k, v in match.items()):
                    return event
            return None

        with self.lock:
            self.lock.wait_for(lambda: find() or self.gone, timeout)
            event = find()
        if event is None:
            raise QmpError(f"no {name} event within {timeout:.0f} s")
        return event

    def close(self):
        """Close the connection."""
        self.sock.close()


def connect(path, deadline=20.0, alive=lambda: True):
    """Connect to a UNIX socket that may not be there yet."""
    end = time.monotonic() + deadline
    while True:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.connect(path)
            return sock
        except OSError as err:
            sock.close()
            if not alive():
                raise ui.UserError("the process behind the socket "
                                   f"{path} has ended") from err
            if time.monotonic() > end:
                raise ui.UserError(
                    f"cannot connect to {path}: {err.strerror}") from err
        time.sleep(0.02)
