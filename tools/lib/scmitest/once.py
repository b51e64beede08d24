# SPDX-License-Identifier: GPL-2.0-only
"""Things that several threads need and one of them makes."""

import threading


class Once:
    """Makes each thing when it is first asked for.

    A caller that asks while it is made waits; one that asks for something else
    does not. A failure is not kept: the next caller tries again, because what
    was missing may be there by then.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._locks = {}
        self._made = {}

    def get(self, key, make):
        """Return what make() returned for this key."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._made:
                self._made[key] = make()
            return self._made[key]
