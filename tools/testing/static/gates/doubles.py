# SPDX-License-Identifier: GPL-2.0-only
"""Whatever implements a protocol is tested on the host."""

import re

from .base import Gate

HOST = "tools/testing/host"
AGENT = re.compile(r"^const struct scmi_protocol scmi_(\w+)_protocol = \{",
                   re.M)


class Doubles(Gate):
    """A protocol without an invented platform."""

    name = "doubles"
    title = "protocols are tested on the host"

    def check(self, tree):
        names = set(tree.names)
        findings = []
        for name in tree.files(".c", ".h"):
            if not name.startswith("protocols/"):
                continue
            for proto in AGENT.findall(tree.read(name)):
                double = f"{HOST}/agent/world_{proto}.c"
                if double not in names:
                    findings.append(f"{name}:1: {proto} is not fuzzed: add "
                                    f"{double}, see world_base.c")
        return findings
