# SPDX-License-Identifier: GPL-2.0-only
"""Results of long runs, kept for the pages and the runs that follow."""

import json
import threading

from . import cache, modbuild, page


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
            cache.write_if_changed(self.file, json.dumps(
                self.all, indent=1, sort_keys=True).encode())


class OfStack(Results):
    """Results that hold for the stack as it was; each says which it was."""

    def __init__(self, *where):
        super().__init__(cache.path(*where))
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
