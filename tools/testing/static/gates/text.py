# SPDX-License-Identifier: GPL-2.0-only
"""Gates that read the text of files: style, documentation, scripts."""

import concurrent.futures
import os
import re

from scmitest import cache, proc, ui

from .base import HERE, TOP, Clean, Gate, batches, output
from .newest import Newest

PYTHON = "/usr/bin/python3"
DICTIONARY = "/usr/lib/python3/dist-packages/codespell_lib/data/dictionary.txt"
# Words that codespell takes for misspelt ones.
WORDS = os.path.join(HERE, "codespell.ignore")


class Checkpatch(Gate):
    """Kernel style."""

    name = "checkpatch"
    title = "checkpatch --strict --codespell"
    needs = (("perl", "perl"), ("codespell", "codespell"),
             ("xz", "xz-utils"))
    # (files, types of finding that say nothing there); why:
    ignored = (
        # The comment on a lock is in the kernel-doc of its structure.
        (r".", ("UNCOMMENTED_DEFINITION",)),
        # __has_include_next(<linux/a-b.h>) is read as an expression, and
        # LINUX_VERSION_CODE as a constant; version tests belong there.
        (r"^compat/", ("SPACING", "LINUX_VERSION_CODE",
                       "CONSTANT_COMPARISON")),
        # The channels' IDRs are filled before and emptied after all look-ups,
        # with reserved entries published late: what idr_replace() is for.
        (r"^channel\.c$", ("DEPRECATED_API",)),
        # Macros that define types, functions and loops are its purpose.
        (r"^compat/include/compat/guards\.h$",
         ("BRACES", "COMPLEX_MACRO", "MACRO_ARG_PRECEDENCE",
          "MACRO_ARG_REUSE", "MACRO_WITH_FLOW_CONTROL",
          "MULTISTATEMENT_MACRO_USE_DO_WHILE", "NEW_TYPEDEFS",
          "SUSPECT_CODE_INDENT", "TRAILING_SEMICOLON",
          "TRAILING_STATEMENTS", "UNNECESSARY_ELSE",
          "UNNECESSARY_PARENTHESES", "VOLATILE")),
        # The shape of a macro is that of the kernel's.
        (r"^compat/include/linux/",
         ("COMPLEX_MACRO", "CONST_STRUCT", "CONTEXT_UNSAFE",
          "MACRO_ARG_PRECEDENCE", "MACRO_ARG_REUSE", "MACRO_ARG_UNUSED",
          "NEW_TYPEDEFS", "SUSPECT_CODE_INDENT", "TABSTOP")),
        # Lists of which more than one table is made.
        (r"^(stats\.h|sysfs\.c|platform/|tools/testing/modules/platform/(mbox|boards)|"
         r"include/linux/scmi_agent_messages\.h$)",
         ("COMPLEX_MACRO", "MACRO_ARG_REUSE", "MACRO_ARG_UNUSED",
          "TRAILING_SEMICOLON")),
        # libFuzzer gives its entry points their names.
        (r"^tools/testing/host/(platform-fuzz/|agent/input\.c)",
         ("CAMELCASE",)),
        # The kernel's functions, which this test plays.
        (r"^tools/testing/host/agent/test_shmem\.c$",
         ("AVOID_EXTERNS", "MEMORY_BARRIER")),
        # KUnit's macros, with KUnit's arguments.
        (r"^tools/testing/modules/test\.h$",
         ("MACRO_ARG_REUSE", "MACRO_ARG_UNUSED")),
        # Rows of tables, and functions for each of several events.
        (r"^(compat/mainline-protocols/adapter|tools/testing/modules/notify/"
         r"listener)\.c$", ("MACRO_ARG_REUSE",)),
        # These define u8 and friends, and what a kernel has, for a program.
        (r"^(platform|tools)/.*\.[ch]$", ("PREFER_KERNEL_TYPES",
                                         "NEW_TYPEDEFS")),
        # __has_include() as above; strings for the assembler, and a macro that is
        # chosen by what another one has become.
        (r"^include/linux/scmi_(protocol|agent_alias)\.h$",
         ("COMPLEX_MACRO", "MACRO_ARG_REUSE", "MACRO_ARG_UNUSED", "SPACING")),
        # Macros of the kernel, reduced to what a program needs.
        (r"^tools/testing/host/agent/((kernel|frameworks|rails)\.h|test_(vendor|syspower)\.c)$",
         ("ASSIGN_IN_IF", "BRACES", "COMPLEX_MACRO", "EXPORT_SYMBOL",
          "IS_ENABLED_CONFIG", "MACRO_ARG_PRECEDENCE", "MACRO_ARG_REUSE",
          "MACRO_ARG_UNUSED", "MEMORY_BARRIER",
          "MULTISTATEMENT_MACRO_USE_DO_WHILE", "PREFER_DEFINED_ATTRIBUTE_MACRO",
          "TRAILING_STATEMENTS", "VOLATILE")),
    )
    # A field "int x __guarded_by(&lock);" is read as a function's prototype.
    misread = ("AVOID_EXTERNS", "FUNCTION_ARGUMENTS", "LINE_SPACING",
               "LONG_LINE_COMMENT")
    guarded = re.compile(r"__(pt_)?guarded_by\(")

    def check(self, tree):
        script = os.path.join(Newest().checkers(), "scripts/checkpatch.pl")
        names = tree.files(".c", ".h")
        groups = {}
        for name in names:
            types = sorted({t for pattern, types in self.ignored
                            if re.search(pattern, name) for t in types})
            groups.setdefault(tuple(types), []).append(name)
        if not names:
            raise ui.UserError("no C source")
        words = self._dictionary(tree, names)
        with Clean(self.name, *map(cache.sha256, (script, DICTIONARY, WORDS))
                   ) as clean:
            def look(job):
                return self._run(tree, script, words, clean, *job)

            jobs = [(types, batch) for types, group in groups.items()
                    for batch in batches(clean.left(
                        group, lambda n, types=types: (
                            n, tree.read(n), *types)), 4)]
            with concurrent.futures.ThreadPoolExecutor(
                    proc.processors()) as pool:
                return [line for part in pool.map(look, jobs)
                        for line in part]

    def _field(self, tree, finding):
        """Tell whether a finding misreads an annotated field."""
        name, number, rest = finding.split(":", 2)
        if not any(kind in rest for kind in self.misread):
            return False
        lines = tree.read(name).split("\n")
        return bool(self.guarded.search(
            "\n".join(lines[max(0, int(number) - 2):int(number)])))

    @staticmethod
    def _dictionary(tree, names):
        """Return a file with the misspellings that occur at all.

        checkpatch tries every word of the dictionary on every line; with
        the few that can match it says the same in a sixth of the time.
        """
        words = set()
        for name in names:
            words |= set(re.findall(r"[\w']+", tree.read(name).lower()))
        with open(WORDS, encoding="utf-8") as handle:
            words -= set(handle.read().split())
        with open(DICTIONARY, encoding="utf-8") as handle:
            lines = [line for line in handle
                     if line.split("->")[0].lower() in words]
        path = tree.root + ".words"
        with open(path, "w", encoding="utf-8") as handle:
            handle.writelines(lines or ["abandonned->abandoned\n"])
        return path

    def _run(self, tree, script, words, clean, types, batch):
        cmd = ["perl", script, "--no-tree", "--strict", "--codespell",
               "--codespellfile", words, "--terse", "--show-types",
               "--no-summary", "-f"]
        if types:
            cmd += ["--ignore", ",".join(types)]
        text = output([*cmd, *(name for name, _ in batch)], cwd=tree.root,
                      ok=(0, 1))
        lines = [line for line in text.splitlines()
                 if re.match(r"\S+:\d+: (ERROR|WARNING|CHECK)", line)
                 and not self._field(tree, line)]
        clean.add(word for name, word in batch
                  if not any(line.startswith(name + ":") for line in lines))
        return lines


class KernelDoc(Gate):
    """Every comment that claims to be documentation is complete."""

    name = "kernel-doc"
    title = "kernel-doc -Wall"
    needs = (("xz", "xz-utils"),)

    def check(self, tree):
        script = os.path.join(Newest().checkers(), "tools/docs/kernel-doc")
        findings = []
        for batch in batches(tree.files(".c", ".h")):
            text = output([PYTHON, script, "-none", "-Wall", *batch],
                          cwd=tree.root, ok=None)
            findings += [line for line in text.splitlines()
                         if re.search(r"\b(warning|error)\b", line, re.I)]
            if "Traceback" in text:
                raise ui.UserError("kernel-doc failed:\n" + text[-1000:])
        return findings


class Shell(Gate):
    """Shell scripts."""

    name = "shellcheck"
    title = "shellcheck"
    needs = (("shellcheck", "shellcheck"),)
    # busybox' shell is dash with "local" (SC3043), "read -t" (SC3045).
    dialects = (
        (r"busybox (a|hu)?sh\b", ("-s", "dash", "-e", "SC3043,SC3045")),
        (r"(?<!busybox )(ba|da)?sh\b", ()),
    )

    def check(self, tree):
        shells = {name: (shell, options) for shell, options in self.dialects
                  for name in tree.scripts(shell)}
        # What they source is looked at with them.
        sourced = "".join(tree.read(n) for n in tree.files(".sh")
                          if not n.endswith("/run.sh"))
        shells.update({n: ("", ()) for n in tree.files(".sh")
                       if n not in shells})
        findings = []
        with Clean(self.name, output(["shellcheck", "--version"]),
                   sourced) as clean:
            left = clean.left(shells, lambda n: (n, tree.read(n),
                                                 *shells[n][1]))
            for kind in sorted(set(shells.values())):
                findings += self._run(tree, clean, kind[1], [
                    item for item in left if shells[item[0]] == kind])
        for name, (shell, _) in shells.items():
            body = tree.read(name)
            if shell and "bash" in body.split("\n", 1)[0] and \
                    "set -euo pipefail" not in body:
                findings.append(f"{name}:1: no 'set -euo pipefail'")
        return findings

    @staticmethod
    def _run(tree, clean, options, left):
        if not left:
            return []
        # Files that exist only in a guest cannot be followed (SC1091).
        text = output(["shellcheck", "-x", "-e", "SC1091", "-f", "gcc",
                       *options, *(name for name, _ in left)], cwd=tree.root,
                      ok=(0, 1))
        lines = [line for line in text.splitlines()
                 if re.match(r"\S+:\d+", line)]
        clean.add(word for name, word in left
                  if not any(line.startswith(name + ":") for line in lines))
        return lines


class Python(Gate):
    """Python programs."""

    name = "pyflakes"
    title = "pyflakes"
    needs = (("pyflakes3", "pyflakes3"),)

    def check(self, tree):
        names = sorted(set(tree.scripts("python3")) | set(tree.files(".py")))
        if not names:
            return []
        text = output(["pyflakes3", *names], cwd=tree.root, ok=(0, 1))
        return text.splitlines()


class Spelling(Gate):
    """Words in documents and comments."""

    name = "codespell"
    title = "codespell"
    needs = (("codespell", "codespell"),)

    def check(self, tree):
        names = [n for n in tree.names if n != "COPYING"]
        findings = []
        for batch in batches(names, 200):
            text = output(["codespell", "--ignore-words", WORDS, *batch],
                          cwd=tree.root, ok=(0, 65))
            findings += [line for line in text.splitlines()
                         if re.match(r"\S+:\d+: ", line)]
        return findings


class Restructured(Gate):
    """Documents that Sphinx builds, and DOC blocks that are in one."""

    name = "rst"
    title = "sphinx-build -W"
    needs = (("sphinx-build", "python3-sphinx"),)

    def check(self, tree):
        if not tree.files(".rst"):
            raise ui.UserError("no documents")
        # What is planted has no index.
        root = [] if tree.files("index.rst") else ["-D", "root_doc=defect"]
        text = output(["sphinx-build", "-q", "-W", "--keep-going", "-b", "dummy",
                       "-c", os.path.join(TOP, "Documentation"), *root,
                       "-d", tree.root + ".pages", ".", tree.root + ".none"],
                      cwd=tree.root, ok=(0, 1))
        return [line.removeprefix(os.path.join(tree.root, ""))
                for line in text.splitlines()
                if re.search(r"\b(WARNING|ERROR|SEVERE)\b", line, re.I)]


class Whitespace(Gate):
    """What "git diff --check" would object to, in whole files."""

    name = "whitespace"
    title = "whitespace errors"
    rules = (
        (re.compile(r"[ \t\r]$"), "trailing whitespace"),
        (re.compile(r"^\t* +\t"), "space before tab in indent"),
        (re.compile(r"^(<{7}|>{7}|\|{7})( |$)"), "leftover conflict marker"),
    )

    def check(self, tree):
        findings = []
        for name in tree.names:
            # The first column of a patch is no indentation.
            if name.endswith(".patch"):
                continue
            text = tree.read(name)
            findings += [f"{name}:{number}: {what}"
                         for number, line in enumerate(text.split("\n"), 1)
                         for pattern, what in self.rules
                         if pattern.search(line)]
            if text and not text.endswith("\n"):
                findings.append(f"{name}: no newline at the end")
        return findings
