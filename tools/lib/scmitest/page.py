# SPDX-License-Identifier: GPL-2.0-only
"""Pages below Documentation that a run writes."""

import datetime
import subprocess

from .modbuild import TOP


def today():
    """Return the date."""
    return datetime.datetime.now(datetime.timezone.utc).date()


def commit():
    """Return what was tested, in git's words; pages make nothing dirty."""
    git = ["git", "-C", TOP]
    name = subprocess.run([*git, "describe", "--always"], text=True,
                          capture_output=True, check=False).stdout.strip()
    dirty = subprocess.run([*git, "diff", "--quiet", "HEAD", "--", ".",
                            ":!Documentation"], check=False).returncode
    return name + ("-dirty" if dirty else "")


def stamp(command):
    """Return a paragraph: the command, the date, and what was tested."""
    return f"`./tools/check {command}`, {today()}, commit {commit()}.\n\n"


def write(path, text):
    """Write a page; it ends with one end of line."""
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(text.rstrip() + "\n")
