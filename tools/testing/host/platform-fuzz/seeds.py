#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write the seeds of the fuzz targets.

usage: seeds.py DIR BOARD...
"""

import os
import random
import re
import struct
import sys

PLATFORM = os.path.join(os.path.dirname(__file__), "../../../../platform")


def put(directory, name, data):
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, name), "wb") as out:
        out.write(data[:4096])


def messages():
    """One seed per message: some requests, some time, a fault.

    The target takes the protocol from the lower six bits, modulo their number.
    """
    with open(os.path.join(PLATFORM, "protocols.h"), encoding="utf-8") as header:
        protocols = len(re.findall(r"^\tX\(", header.read(), re.M))
    lens = [4, 8, 12, 16, 20]
    for proto in range(protocols):
        for msg in range(0x11):
            data = b""
            for i, length in enumerate(lens):
                request = bytes([msg]) + bytes(3) + struct.pack("<IIII", i % 3, 1, 0, 0)
                data += bytes([5, i + 1, 0xC0 | proto, length, 128]) + request[:length]
            data += bytes([1]) + struct.pack("<I", 5_000_000) + b"\0"
            data += bytes([2, msg, proto]) + struct.pack("<I", msg) + b"\1"
            yield f"{proto}-{msg:02x}", data * 2
    line = b"latency 1ms"
    yield "control", bytes([0, len(line)]) + line + b"\x40"


def rings():
    """Good chains, with kicks between."""
    desc = bytes([1, 0, 1]) + struct.pack("<I", 0x2000) + bytes([4, 1, 0xC8])
    reply = bytes([1, 2, 2]) + struct.pack("<I", 0x2100) + bytes([128, 0, 0])
    write = bytes([0]) + struct.pack("<I", 0x2000) + bytes([4]) + struct.pack("<I", 0x10 << 10) + b"\0"
    offer = bytes([3, 0, 0, 0])
    event = bytes([1, 1, 2]) + struct.pack("<I", 0x3000) + bytes([64, 0, 0])
    post = bytes([3, 1, 0, 0])
    yield "good", b"\0" + write + desc + reply + offer * 4
    yield "good-event-idx", b"\1" + write + desc + reply + offer * 4
    yield "events", b"\1" + event + post + bytes([6, 0, 0]) + post + bytes([6, 1, 0])
    for number in range(16):
        yield f"control-{number}", (b"\1" + event + post + write + desc + reply + offer +
                                    bytes([6, number, 0]) + offer + post)
    for request in range(48):
        body = struct.pack("<II", 0, 8) + struct.pack("<QQQQ", *[0x7F0000000000] * 4)
        yield f"request-{request}", (b"\0" + write + desc + reply + offer +
                                     bytes([5, request, len(body)]) + body + b"\0" + offer)


def main():
    top = sys.argv[1]
    for name, data in messages():
        put(os.path.join(top, "message"), name, data)
    for name, data in rings():
        put(os.path.join(top, "ring"), name, data)
    noise = random.Random(1)
    put(os.path.join(top, "message"), "noise", noise.randbytes(2048))
    put(os.path.join(top, "ring"), "noise", noise.randbytes(2048))
    for path in sys.argv[2:]:
        with open(path, "rb") as board:
            put(os.path.join(top, "board"), os.path.basename(path), board.read())


if __name__ == "__main__":
    main()
