# SPDX-License-Identifier: GPL-2.0-only
"""Rules of the project that no tool of the kernel knows."""

import os
import re

from scmitest import kernels, ui

from . import ctext
from .base import HERE, Gate

ALLOWED = os.path.join(HERE, "symbols.allow")


class Versions(Gate):
    """Only compat/ knows kernel versions."""

    name = "versions"
    title = "no kernel version test outside compat/"
    pattern = re.compile(r"\bLINUX_VERSION_(CODE|MAJOR|PATCHLEVEL)\b|"
                         r"\bKERNEL_VERSION\s*\(|\bRHEL_RELEASE_CODE\b|"
                         r"<(linux|generated/uapi/linux)/version\.h>")

    def check(self, tree):
        return [f"{name}:{number}: {line.strip()}"
                for name in tree.files(".c", ".h", "Kbuild", "Makefile")
                if not name.startswith("compat/")
                for number, line in enumerate(
                    ctext.blank(tree.read(name)).split("\n"), 1)
                if self.pattern.search(line)]


class Symbols(Gate):
    """What the modules export: ours by name, known, and nobody else's."""

    name = "symbols"
    title = "exported symbols"
    pattern = re.compile(r"\bEXPORT_(?:SYMBOL|PER_CPU_SYMBOL)\w*"
                         r"\s*\(\s*(\w+)")

    def check(self, tree):
        exported = {}
        for name in tree.files(".c"):
            # The modules of a test export what they like.
            if name.startswith("tools/testing/"):
                continue
            text = ctext.blank(tree.read(name))
            for hit in self.pattern.finditer(text):
                number = text.count("\n", 0, hit.start()) + 1
                exported.setdefault(hit[1], f"{name}:{number}")
        allowed = self._allowed(tree)
        stock = stock_symbols()
        findings = []
        for symbol, where in exported.items():
            if not symbol.startswith("scmi_agent_"):
                findings.append(f"{where}: {symbol}: not of the form "
                                "scmi_agent_*")
            if symbol in stock:
                findings.append(f"{where}: {symbol}: exported by Debian's "
                                "kernel too")
            if symbol not in allowed:
                findings.append(f"{where}: {symbol}: not in symbols.allow")
        return findings + [f"symbols.allow: {symbol}: not exported"
                           for symbol in sorted(allowed - set(exported))]

    @staticmethod
    def _allowed(tree):
        own = tree.path("symbols.allow")
        with open(own if os.path.exists(own) else ALLOWED,
                  encoding="utf-8") as handle:
            return {line.split("#")[0].strip() for line in handle} - {""}


def stock_symbols():
    """Return every symbol that Debian's kernel and its modules export."""
    kernel = kernels.Kernel("arm64", "6.1")
    with open(os.path.join(kernel.kdir(), "Module.symvers"),
              encoding="utf-8") as handle:
        symbols = {line.split("\t")[1] for line in handle}
    if "scmi_driver_register" not in symbols:
        raise ui.UserError("Debian's arm64 kernel does not export "
                           "scmi_driver_register: the list is not what we "
                           "take it for")
    return symbols


class Structure(Gate):
    """Sizes, licences, includes, descriptions."""

    name = "structure"
    title = "sizes, SPDX, includes, module descriptions"
    # Lines; more than the first is noted, more than the second is wrong.
    source_limits = (600, 800)
    header_limits = (200, 800)
    function_max = 60
    # Layout of another project's public header: one file by contract.
    long_headers = ("include/linux/scmi_protocol.h",)
    licensed = re.compile(r"\.(c|h|S|lds|py|sh|rst|dtsi?|toml|cocci)$|"
                          r"(^|/)(Kbuild|Makefile)$")

    def plant(self, tree):
        """Add files that are nothing but too long."""
        for name, lines in (("long.c", 601), ("huge.c", 801), ("long.h", 201)):
            tree.write(name, "/* SPDX-License-Identifier: GPL-2.0-only */\n"
                       + (lines - 1) * "\n")

    def check(self, tree):
        findings = []
        for name in tree.names:
            text = tree.read(name)
            findings += self._licence(name, text)
            if name.endswith((".c", ".h")):
                findings += self._sizes(name, text)
                findings += self._includes(name, text)
        return findings + list(self._descriptions(tree))

    def _licence(self, name, text):
        if (self.licensed.search(name) or text.startswith("#!")) and \
                not re.search(r"SPDX-License-Identifier: \S",
                              "\n".join(text.split("\n")[:3])):
            yield f"{name}:1: no SPDX-License-Identifier"

    def _sizes(self, name, text):
        lines = text.count("\n")
        limits = (self.header_limits if name.endswith(".h")
                  else self.source_limits)
        what = f"{name}:{lines}: file of {lines} lines"
        if name not in self.long_headers:
            if lines > limits[1]:
                yield f"{what} (limit {limits[1]})"
            elif lines > limits[0]:
                self.notes.append(f"{what} (better: {limits[0]})")
        for function in ctext.functions(text):
            if function.length > self.function_max:
                yield (f"{name}:{function.start}: {function.name}: function "
                       f"of {function.length} lines "
                       f"(limit {self.function_max})")

    @staticmethod
    def _includes(name, text):
        seen = set()
        for number, line in enumerate(text.split("\n"), 1):
            hit = re.match(r"#include\s+([<\"]\S+[>\"])", line)
            if hit and hit[1] in seen:
                yield f"{name}:{number}: {hit[1]} is included twice"
            if hit:
                seen.add(hit[1])
            elif line.startswith(("#if", "#else", "#elif", "#endif")):
                # Another branch, or with another meaning from here on.
                seen.clear()

    @staticmethod
    def _descriptions(tree):
        for name in tree.files(".c"):
            text = ctext.blank(tree.read(name))
            entry = re.search(r"^(module_init|module_\w+_driver)\(", text,
                              re.M)
            wanted = ["MODULE_DESCRIPTION(", "MODULE_LICENSE("]
            if not name.startswith("tools/"):
                wanted.append("MODULE_VERSION(SCMI_AGENT_VERSION)")
            for macro in wanted:
                if entry and macro not in text:
                    yield (f"{name}:1: a module without "
                           + macro.removesuffix("("))


class Documented(Gate):
    """Functions that other files call say what they do."""

    name = "documented"
    title = "kernel-doc on every non-static function"

    def check(self, tree):
        findings = []
        for name in tree.files(".c"):
            text = tree.read(name)
            # What a test does is told at the head of its file.
            if name.startswith("tools/testing/"):
                continue
            for function in ctext.functions(text):
                if function.static or function.name == "main":
                    continue
                where = f"{name}:{function.start}: {function.name}"
                if not ctext.documented(text, function):
                    findings.append(f"{where}: no kernel-doc comment")
        return findings


class Lists(Gate):
    """What is listed in one file is told in another one."""

    name = "lists"
    title = "faults, protocols, modules and kernels are told everywhere"
    manual = "tools/scmi-platformd/scmi-platformd.rst"
    mbox = "tools/testing/modules/platform/mbox"
    abi = "Documentation/ABI/sysfs-scmi-agent"
    # (file with the list, a name in it, files of which one has it, and how)
    lists = (
        ("platform/fault.h", r'^\tX\(\w+, "([\w-]+)"', (manual,),
         r"\*\*{}[=*]"),
        ("platform/protocols.h", r"^\tX\(\w+, (\w+)\)", (manual,),
         r"\*\*{}\*\*"),
        (mbox + ".h", r'^\tX\(\w+, "([\w-]+)"\)',
         (mbox + "_verbs.c", "Documentation/test-mailbox.rst"),
         r"(?<![\w-]){}(?![\w-])"),
        ("Kbuild", r"^([\w-]+)-y := (?:clients|transports)/",
         ("tools/lib/benchmarks/sizes.py",), r'"{}"'),
        ("tools/lib/scmitest/kernels.py",
         r'^(?:RELEASES = \{| +)"(\d+\.\d+)": \("',
         ("README.md",), r"\| {} "),
        ("stats.h", r"^\tX\((\w+)\)", (abi,), r"/counters/{}\n"),
        ("sysfs.c", r"DEVICE_ATTR_RO\((\w+)\)", (abi,), r"/scmi\.N/{}\n"),
        ("device.c", r"DEVICE_ATTR_RO\((\w+)\)", (abi,), r"/scmi_dev\.N/{}\n"),
        # What is at their heads.
        ("VERSION", r"^(.+)$", ("debian/changelog",), r"\Ascmi-agent \({}\) "),
        ("VERSION", r"^(.+)$", ("CHANGELOG.md",), r"\A# [^#]*\n## {}\n"))

    def check(self, tree):
        findings = []
        for source, pattern, places, form in self.lists:
            text = "\n".join(tree.read(place) for place in places
                             if place in tree.names)
            names = re.findall(pattern, tree.read(source), re.M) \
                if source in tree.names else []
            if not names:
                findings.append(f"{source}:1: no list that we know")
            findings += [f"{source}:1: '{name}' is not in "
                         + " or ".join(places) for name in names
                         if not re.search(form.format(re.escape(name)), text)]
        return findings
