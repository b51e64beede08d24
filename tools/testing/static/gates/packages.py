# SPDX-License-Identifier: GPL-2.0-only
"""Programs that the gates need, and the Debian packages that have them."""

import os
import shutil
import subprocess

from scmitest import ui

# Lock analysis wants a recent compiler; each Debian names its own.
CLANGS = tuple(f"clang-{n}" for n in range(22, 31))


def clang():
    """Return the clang to analyse with, or the one to be installed."""
    return next((c for c in CLANGS if shutil.which(c)), CLANGS[0])


def missing(needs):
    """Return the packages of those programs that are not there."""
    return sorted({package for program, package in needs
                   if not shutil.which(program)
                   and not os.path.exists(program)})


def provide(needs):
    """Install what is missing if we may, else say how to."""
    packages = missing(needs)
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends",
               *packages]
    if os.geteuid():
        raise ui.UserError("missing programs; as root, run:\n"
                           "    " + " ".join(install))
    ui.say("install " + " ".join(packages))
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for cmd in (["apt-get", "-qq", "update"], install):
        proc = subprocess.run(cmd, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True,
                              check=False)
    if proc.returncode or missing(needs):
        tail = "\n".join(proc.stdout.splitlines()[-10:])
        raise ui.UserError(f"cannot install {' '.join(packages)}:\n{tail}")
