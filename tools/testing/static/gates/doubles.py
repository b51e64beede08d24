# SPDX-License-Identifier: GPL-2.0-only
"""Whatever implements a protocol is tested on the host."""

import re

from .base import Gate

HOST = "tools/testing/host"
AGENT = re.compile(r"^const struct scmi_protocol scmi_(\w+)_protocol = \{",
                   re.M)
PLATFORM = re.compile(r"^#define SCMIP_PROTO_(\w+)\s+(0x\w+)", re.M)


class Doubles(Gate):
    """A protocol without an invented platform or a test of lengths."""

    name = "doubles"
    title = "protocols are tested on the host"

    def check(self, tree):
        names = set(tree.names)
        lengths = f"{HOST}/platform/test_lengths.c"
        tested = tree.read(lengths) if lengths in names else ""
        findings = []
        for name in tree.files(".c", ".h"):
            if name.startswith("protocols/"):
                for proto in AGENT.findall(tree.read(name)):
                    double = f"{HOST}/agent/world_{proto}.c"
                    if double not in names:
                        findings.append(f"{name}:1: {proto} is not fuzzed: add "
                                        f"{double}, see world_base.c")
            if name.startswith("platform/"):
                for proto, number in PLATFORM.findall(tree.read(name)):
                    if f'"{proto.lower()} = ' not in tested:
                        findings.append(f"{name}:1: {proto} ({number}) has no "
                                        f"lengths: add them to {lengths}")
        return findings
