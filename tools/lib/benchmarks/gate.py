# SPDX-License-Identifier: GPL-2.0-only
"""What a command may cost: a stage of ./tools/check.

One thread's command over a platform that takes 20 us, so that the caller sleeps:
instructions above the bare transport, against mainline's in the same guest. The
figures are the same in each run, so a limit stands a little above today's.
"""

from scmitest import ktap

from .exact import INSNS
from .guests import ALL, measure

LIMITS = {"virtio": 0.5, "mailbox": 1.0}


def check():
    """Measure, print KTAP; return the exit status."""
    report = ktap.Writer(len(LIMITS))
    for transport, limit in LIMITS.items():
        figures = measure("command.sh", transport, ALL)
        row = figures.row("", "", INSNS, above=True, how="sync",
                          latency="20us")
        report.note(f"{transport}: ours {row.ours}, mainline's {row.mainline}, "
                    f"the bare transport's {row.floor} instructions")
        good = row.ratio is not None and row.ratio <= limit
        if not good:
            report.note(f"above the bare transport that is {row.ratio} times "
                        f"mainline's, and may be {limit}: ./tools/bench command "
                        "has all figures; the limits are in "
                        "tools/lib/benchmarks/gate.py")
        report.result(good, f"a command over {transport} costs no more than it "
                      "may")
    return report.status()
