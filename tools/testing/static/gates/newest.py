# SPDX-License-Identifier: GPL-2.0-only
"""The newest kernel: its headers know lock annotations, its source checkers."""

import os
import shutil

from scmitest import cache, kernels, ui
from scmitest.theirs import take

LAYOUT = "3"
CHECKERS = ("scripts", "tools/docs", "tools/lib/python")


class Newest(kernels.Kernel):
    """That kernel, with what its packages of headers leave out."""

    def __init__(self):
        super().__init__("arm64", "newest")

    def common(self):
        """Return the directory with include/ and arch/."""
        return os.path.join(os.path.dirname(self.kdir()),
                            self._header_packages()[0])

    def kdir_for_sparse(self):
        """Return kdir() with the script that Debian's package leaves out."""
        script = "scripts/checker-valid.sh"
        target = os.path.join(self.kdir(), script)
        if not os.path.exists(target):
            shutil.copy2(os.path.join(self.checkers(), script), target)
        return self.kdir()

    def checkers(self):
        """Return a directory with scripts/ and tools/ of the kernel source."""
        series = ".".join(self.release.split(".")[:2])
        package = f"linux-source-{series}"
        tree = f"{self._tree('checkers')}-{LAYOUT}"
        with cache.lock("checkers"):
            if os.path.isdir(tree):
                return tree
            ui.say(f"take the checkers out of {package} (once, a minute)")
            with self.apt.borrow(package) as deb, cache.publish(tree) as scratch:
                if not take(deb, package, CHECKERS, scratch):
                    raise ui.UserError(f"{package} does not hold "
                                       + ", ".join(CHECKERS))
        return tree
