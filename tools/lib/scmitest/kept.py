# SPDX-License-Identifier: GPL-2.0-only
"""Results of long runs, kept for the pages and the runs that follow."""

import json
import threading

from . import cache


class Results:
    """A file of results by name; threads of one run may put some."""

    def __init__(self, file):
        self.file = file
        self.lock = threading.Lock()
        try:
            with open(file, encoding="utf-8") as handle:
                self.all = json.load(handle)
        except (FileNotFoundError, ValueError):
            self.all = {}

    def put(self, name, result):
        """Keep a result."""
        with self.lock:
            self.all[name] = result
            cache.write_if_changed(self.file, json.dumps(
                self.all, indent=1, sort_keys=True).encode())
