# SPDX-License-Identifier: GPL-2.0-only
"""Results of long runs, kept for the pages and the runs that follow.

What pages are made of is committed with them, below Documentation/results: one
machine seldom does all of it in one go.
"""

import json
import os
import threading

from . import cache, modbuild, page


def path(name):
    """Return the file with the results of the runs of that name."""
    return os.path.join(modbuild.TOP, "Documentation/results", name + ".json")


class Results:
    """A file of results by name; threads and other runs may put some."""

    def __init__(self, file):
        self.file = file
        self.lock = threading.Lock()
        self.all = self._read()

    def _read(self):
        """Return what is in the file."""
        try:
            with open(self.file, encoding="utf-8") as handle:
                return json.load(handle)
        except (FileNotFoundError, ValueError):
            return {}

    def put(self, name, result):
        """Keep a result."""
        with self.lock, cache.lock("kept"):
            self.all = {**self._read(), name: result}
            self._write()

    def update(self, results):
        """Keep these and no others."""
        with self.lock, cache.lock("kept"):
            self.all = results
            self._write()

    def _write(self):
        text = json.dumps(self.all, indent=1, sort_keys=True) + "\n"
        cache.write_if_changed(self.file, text.encode())


class OfStack(Results):
    """Results that hold for the stack as it was; each says which it was."""

    def __init__(self, name):
        super().__init__(path(name))
        self.source = modbuild.fingerprint()
        self.commit = page.commit()

    def put(self, name, result):
        """Keep a result of now."""
        super().put(name, {**result, "source": self.source,
                           "commit": self.commit, "date": str(page.today())})

    def same(self, result):
        """Return whether a result is of the stack as it is now."""
        return result["source"] == self.source

    def done(self, name):
        """Return whether this is known to be good with this stack."""
        result = self.all.get(name)
        return bool(result) and self.same(result) and not result["bad"]

    def tested(self, result):
        """Return the commit of a result, in parentheses if not of now."""
        commit = result["commit"]
        return commit if self.same(result) else f"({commit})"
