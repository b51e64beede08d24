# SPDX-License-Identifier: GPL-2.0-only
"""Measure the stack over virtio against scmi-platformd in a QEMU guest.

Prints two markdown tables: what binding the device costs until the clocks and
the sensors are there, and what a command costs, by platform latency. Only
figures of one run may be compared; the machine's other load is in all of them.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True

from scmitest import (guest, hosttools, initramfs, platform, proc,
                      runner, splat, suites, ui)
from scmitest.modbuild import TOP

HERE = os.path.join(TOP, "tools/testing/bench")
MODULES = "tools/testing/modules"
MACHINES = {"board-12clocks": (12, "range11"), "board-300clocks": (300, "list299")}
LATENCIES = ("0", "50us", "1ms")
MICROSECONDS = {"0": 0, "50us": 50, "1ms": 1000}


def arguments():
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(
        prog="./tools/bench", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true",
                        help="fewer rounds and reads")
    parser.add_argument("--json", metavar="FILE",
                        help="write the figures to this file as well")
    return parser.parse_args()


def bind_time(kernel, directory):
    """Build the guest's stopwatch; return the program."""
    program = os.path.join(directory, "bind-time")
    ui.run([kernel.compiler(), "-O2", "-Wall", "-static", "-o", program,
            os.path.join(HERE, "bind_time.c")], "building bind-time")
    return program


def words(line):
    """Return the key=value words of a line; numbers as numbers."""
    pairs = (word.split("=", 1) for word in line.split() if "=" in word)
    return {k: int(v) if v.isdigit() else v for k, v in pairs}


def measure(kernel, kos, board, quick, directory):
    """Boot a guest with one board; return its "bench" lines as dicts."""
    files = {
        "tests/boot/run.sh": os.path.join(HERE, "guest.sh"),
        "tests/boot/bind-time": bind_time(kernel, directory),
        "tests/boot/last-clock": MACHINES[board][1].encode(),
        "tests/boot/latencies": " ".join(LATENCIES).encode(),
        "tests/boot/rounds": ("1 2 3" if quick else "1 2 3 4 5 6 7").encode(),
        "tests/boot/reads": ("512" if quick else "4096").encode(),
        "harness/plan": b"boot 300 run.sh\n",
    }
    initrd = initramfs.build(kernel, os.path.join(directory, "root"),
                             os.path.join(directory, "initrd"),
                             modules=kos, files=files)
    far = platform.Platform("scmi0", runner.daemon(), suites.board(board),
                            ["--quiet"])
    spec = guest.Spec(kernel, initrd, name="bench", smp=2, platforms=[far],
                      limit=320, cmdline="panic_on_warn=1")
    lines = []

    def collect(_suite, line):
        if line.startswith("bench "):
            lines.append({"board": board, **words(line)})

    run = guest.Guest(spec, runner.logdir(board), collect)
    out = run.run()
    trouble = out.trouble + splat.judge(out)
    if trouble or out.status.get("boot") != "0":
        raise ui.UserError("the guest failed: " + "; ".join(trouble) + "\n"
                           + run.tail())
    return lines


def median(rows, key):
    """Return the median of a column."""
    return statistics.median(row[key] for row in rows)


def ready_rows(lines):
    """Return the rows of the first table."""
    for board in MACHINES:
        for latency in LATENCIES:
            rows = [r for r in lines if r["kind"] == "ready"
                    and r["board"] == board and r["latency"] in
                    (latency, MICROSECONDS[latency])]
            messages = median(rows, "requests")
            yield {"clocks": MACHINES[board][0],
                   "latency_us": MICROSECONDS[latency],
                   "ready_ms": median(rows, "ready_ns") / 1e6,
                   "messages": int(messages),
                   "one_by_one_ms": messages * MICROSECONDS[latency] / 1e3,
                   "in_flight": max(r["max-in-flight"] for r in rows)}


def load_rows(lines):
    """Return the rows of the second table; both boards' runs together."""
    for latency in LATENCIES:
        for threads in (1, 2, 4, 8, 16):
            rows = [r for r in lines if r["kind"] == "load"
                    and r["threads"] == threads and r["latency"] in
                    (latency, MICROSECONDS[latency])]
            if any(r["errors"] for r in rows):
                raise ui.UserError("reads failed during the load")
            yield {"latency_us": MICROSECONDS[latency], "threads": threads,
                   "us_per_command": statistics.median(
                       r["total_ns"] / r["reads"] / 1e3 for r in rows),
                   "p50_us": median(rows, "p50_ns") / 1e3,
                   "p99_us": median(rows, "p99_ns") / 1e3,
                   "in_flight": max(r["max-in-flight"] for r in rows)}


def show(value):
    """Format one figure."""
    return str(value) if isinstance(value, int) else f"{value:.1f}"


def table(heads, rows):
    """Print a markdown table of dicts; the heads are in the rows' order."""
    rows = [[show(v) for v in row.values()] for row in rows]
    widths = [max(len(c) for c in col) for col in zip(heads, *rows)]
    print("| " + " | ".join(h.ljust(w) for h, w in zip(heads, widths)) + " |")
    print("|" + "|".join("-" * (w + 1) + ":" for w in widths) + "|")
    for row in rows:
        print("| " + " | ".join(c.rjust(w) for c, w in zip(row, widths))
              + " |")


def main():
    """Measure, print."""
    args = arguments()
    proc.exit_on_sigterm()
    hosttools.ensure()
    kernel = runner.kernel_for(suites.guests()["arm64"])
    kos = runner.modules(kernel, (MODULES,), True)
    lines = []
    for board in MACHINES:
        with ui.stage(f"measuring {board}"), \
                tempfile.TemporaryDirectory(prefix="scmi-") as directory:
            lines += measure(kernel, kos, board, args.quick, directory)
    result = {"kernel": kernel.release, "ready": list(ready_rows(lines)),
              "command": list(load_rows(lines))}
    print(f"Linux {kernel.release} arm64 under TCG, 2 CPUs, virtio over "
          "scmi-platformd\n")
    table(("clocks", "platform latency, us", "bind to ready, ms", "messages",
           "latencies one by one, ms", "most in flight"), result["ready"])
    print()
    table(("platform latency, us", "threads", "us per command", "p50, us",
           "p99, us", "most in flight"), result["command"])
    if args.json:
        with open(args.json, "w", encoding="utf-8") as handle:
            json.dump(result, handle, indent=1)
            handle.write("\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ui.UserError as err:
        ui.die(str(err))
    except KeyboardInterrupt:
        ui.die("interrupted", 130)
