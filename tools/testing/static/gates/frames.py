# SPDX-License-Identifier: GPL-2.0-only
"""What the agent's tables say of messages, and what documents say of them."""

import re

from .base import Gate

NAMES = "include/linux/scmi_agent_messages.h"
TOLD = "Documentation/protocols.rst"
BUILTIN = "protocols/builtin.c"
NAME = re.compile(r"^\tX\((\w+), (0x\w+)\)", re.M)
ROW = re.compile(r"\bSCMI_MSG\((\w+)((?:[^()]|\([^()]*\))*)\)")
SINCE = re.compile(r"\.since = SCMI_VERSION\((\d+), (\d+)\)")
LINE = re.compile(r"^([A-Z_]+) \((0x\w+)\) +(\S+)", re.M)
PROTOCOL = re.compile(r"^\t&scmi_(\w+)_protocol,", re.M)
README = re.compile(r"^\| protocols? .*", re.M)


class Frames(Gate):
    """Each message has a row, and is told with its number and version."""

    name = "frames"
    title = "messages and protocols are told as the tables have them"

    def check(self, tree):
        numbers = dict(NAME.findall(self.text(tree, NAMES)))
        told = {name: rest for name, *rest in
                LINE.findall(self.text(tree, TOLD))}
        since = {}
        for name in tree.files(".c"):
            if name.startswith(("protocols/", "engine/")):
                for message, row in ROW.findall(tree.read(name)):
                    since[message] = ".".join(
                        (SINCE.search(row) or (0, "1", "0"))[i]
                        for i in (1, 2))
        findings = []
        for name, number in numbers.items():
            if name not in since:
                findings.append(f"{NAMES}:1: {name} has no row")
            elif name not in told:
                findings.append(f"{TOLD}:1: {name} is not told")
            # What came with a version of SCMI is told so.
            elif told[name] != [number, since[name]] and \
                    told[name] != [number, "SCMI"]:
                findings.append(f"{TOLD}:1: {name} is {number}, since "
                                f"{since[name]}, not {' '.join(told[name])}")
        readme = " ".join(README.findall(self.text(tree, "README.md")))
        return findings + [
            f"README.md:1: no protocol {name.upper()}"
            for name in PROTOCOL.findall(self.text(tree, BUILTIN))
            if not re.search(rf"\b{name.upper()}\b", readme)]

    @staticmethod
    def text(tree, name):
        """Return the text of a file, empty if there is none."""
        return tree.read(name) if name in tree.names else ""
