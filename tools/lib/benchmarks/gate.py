# SPDX-License-Identifier: GPL-2.0-only
"""What a command may cost: a stage of ./tools/check.

One thread's command over a platform that takes 20 us, so that the caller sleeps:
instructions above the bare transport, against mainline's in the same guest. The
figures are the same in each run, so a limit stands a little above today's.
"""

from .exact import INSNS
from .guests import ALL, measure

LIMITS = {"virtio": 0.5, "mailbox": 1.0}


def check():
    """Measure, print KTAP; return the exit status."""
    print("KTAP version 1")
    print(f"1..{len(LIMITS)}", flush=True)
    failed = 0
    for number, (transport, limit) in enumerate(LIMITS.items(), 1):
        figures = measure("command.sh", transport, ALL)
        row = figures.row("", "", INSNS, above=True, how="sync",
                          latency="20us")
        print(f"# {transport}: ours {row.ours}, mainline's {row.mainline}, the "
              f"bare transport's {row.floor} instructions")
        good = row.ratio is not None and row.ratio <= limit
        if not good:
            print(f"# above the bare transport that is {row.ratio} times "
                  f"mainline's, and may be {limit}: ./tools/bench command has "
                  "all figures; the limits are in "
                  "tools/lib/benchmarks/gate.py")
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} a command over "
              f"{transport} costs no more than it may", flush=True)
    return 1 if failed else 0
