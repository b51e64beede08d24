# SPDX-License-Identifier: GPL-2.0-only
"""What a gate is, and the tree that it looks at."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import time

from scmitest import cache, ui

HERE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
PLANTED = "tools/testing/static/planted/"


class Tree:
    """A snapshot of source files in a directory that gates may build in."""

    def __init__(self, root, files):
        self.root = root
        self.names = sorted(files)
        # It is the checkout, and not what was planted for a gate.
        self.whole = False
        # Where the modules have been built for the newest kernel, if so.
        self.built = None

    def path(self, name):
        """Return the full path of a file of this tree."""
        return os.path.join(self.root, name)

    def read(self, name):
        """Return the text of a file of this tree."""
        with open(self.path(name), encoding="utf-8",
                  errors="replace") as handle:
            return handle.read()

    def files(self, *suffixes):
        """Return the names of the files with one of these suffixes."""
        return [n for n in self.names if n.endswith(suffixes)]

    def scripts(self, interpreter):
        """Return the names of the files that this interpreter runs."""
        pattern = re.compile(rf"#!.*{interpreter}")
        return [n for n in self.names
                if pattern.match(self.read(n).split("\n", 1)[0])]

    def built_from(self):
        """Return the text of all that a build of modules looks at."""
        return [f"{name}\0{self.read(name)}" for name in self.names
                if name.endswith((".c", ".h")) or
                os.path.basename(name).startswith(("Kbuild", "Makefile"))]

    def copy(self, name):
        """Return a copy of this tree to build in."""
        target = f"{self.root}.{name}"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.root, target, symlinks=True)
        return target

    def add(self, source, names):
        """Copy files of a directory into this tree."""
        for name in names:
            target = self.path(name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(os.path.join(source, name), target)
        self.names = sorted(set(self.names) | set(names))

    def write(self, name, text):
        """Add a file to this tree."""
        with open(self.path(name), "w", encoding="utf-8") as handle:
            handle.write(text)
        self.names = sorted({*self.names, name})


class Clean:
    """What a slow tool has found clean before, by all that its answer is from.

    It need not look at that again. Whatever it had to say something about is
    not kept, so it says it each time. Use it as a context manager.
    """

    # A word is kept for so many days after it was of use.
    days = 30

    def __init__(self, name, *basis):
        self.file = cache.path("clean", name + ".json")
        self.today = int(time.time() // 86400)
        # The gates themselves belong to it.
        here = os.path.dirname(os.path.realpath(__file__))
        self.basis = self._word(
            cache.fingerprint(here, sorted(n for n in os.listdir(here)
                                           if n.endswith(".py"))), *basis)
        self.words = {}

    def __enter__(self):
        # A cache that cannot be read knows nothing.
        with contextlib.suppress(OSError, ValueError):
            with open(self.file, encoding="utf-8") as handle:
                self.words = {str(word): int(day)
                              for word, day in json.load(handle).items()}
        return self

    def __exit__(self, *_):
        kept = {word: day for word, day in self.words.items()
                if day > self.today - self.days}
        cache.write_if_changed(self.file, json.dumps(kept).encode())

    @staticmethod
    def _word(*parts):
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part.encode() + b"\0")
        return digest.hexdigest()[:24]

    def left(self, items, contents):
        """Return [(item, word)] of those that were not found clean before.

        contents(item) returns the texts that the tool's answer is from.
        """
        found = []
        for item in items:
            word = self._word(self.basis, *contents(item))
            if word in self.words:
                self.words[word] = self.today
            else:
                found.append((item, word))
        return found

    def findings(self, item, contents, look):
        """Return what look() finds, unless it found nothing there before."""
        left = self.left([item], lambda _: contents)
        found = look() if left else []
        if not found:
            self.add(word for _, word in left)
        return found

    def add(self, words):
        """Keep what was found clean now."""
        self.words.update(dict.fromkeys(words, self.today))


def tracked(top=TOP):
    """Return the names of all files under version control."""
    out = subprocess.run(["git", "-C", top, "ls-files", "-z"],
                         stdout=subprocess.PIPE, text=True, check=False)
    names = [n for n in out.stdout.split("\0")
             if n and os.path.isfile(os.path.join(top, n))]
    if out.returncode or not names:
        raise ui.UserError(f"{top} is not a git checkout; the static gates "
                           "look at the files that git knows")
    return names


class Gate:
    """One kind of check.

    check() returns findings as "file:line: text", none if all is well.  It
    raises UserError when it could not look, which is a failure as well: a
    check that did not run must not look like a clean one.
    """

    name = ""
    title = ""
    # (program, Debian package that has it)
    needs = ()
    # The gate that leaves something for this one: they run in one go.
    after = ""
    # A planted tree needs the shadow headers to build.
    builds = False

    def __init__(self):
        # What is worth saying but not wrong.
        self.notes = []

    def check(self, tree):
        """Look at a tree; return the findings."""
        raise NotImplementedError

    def planted(self):
        """Return the directory with the defects that this gate must see."""
        return os.path.join(TOP, PLANTED, self.name)

    def plant(self, tree):
        """Add defects that are made more easily than kept to a tree."""


def unreported(gate, findings):
    """Return what a gate should have said about its planted tree, or not.

    A line of the file "expect" is a pattern that a finding must match; one
    that starts with "!" is a pattern that none may match.
    """
    name = os.path.join(gate.planted(), "expect")
    try:
        with open(name, encoding="utf-8") as handle:
            wanted = [line for line in handle.read().splitlines()
                      if line and not line.startswith("#")]
    except FileNotFoundError as err:
        raise ui.UserError(f"no planted defect: {name}") from err
    if not wanted:
        raise ui.UserError(f"no planted defect in {name}")

    def seen(pattern):
        return any(re.search(pattern, found) for found in findings)

    return [f"not reported: {want}" for want in wanted
            if not want.startswith("!") and not seen(want)] + \
        [f"reported without cause: {want[1:]}" for want in wanted
         if want.startswith("!") and seen(want[1:])]


def output(cmd, cwd=None, env=None, ok=(0,)):
    """Run a command and return its output, both streams as one.

    A status that is not in ok means that the tool itself failed.
    """
    proc = subprocess.run(cmd, cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    if ok is not None and proc.returncode not in ok:
        tail = "\n".join(proc.stdout.splitlines()[-15:])
        raise ui.UserError(f"{os.path.basename(cmd[0])} failed "
                           f"(status {proc.returncode})\n{tail}")
    return proc.stdout


def batches(items, size=40):
    """Cut a list into parts that fit on a command line."""
    return [items[i:i + size] for i in range(0, len(items), size)]
