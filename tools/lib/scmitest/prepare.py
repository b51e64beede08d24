# SPDX-License-Identifier: GPL-2.0-only
"""What a run needs, found, fetched or asked for before its first stage.

What is missing ends a run here, with one line that says how to put it right,
and not in each of the stages that would have needed it.
"""

import shutil
import tempfile

from . import cache, hosttools, ownkernel, runner, ui
from .stages import STATIC, Gate

# Megabytes below the cache: a stock kernel with headers and packages, the
# kernel source, a kernel while it is built, and everything else.
STOCK, SOURCE, BUILD, OTHER = 500, 1000, 2500, 1000
# Megabytes of memory that a guest takes beside its own, and that must be left
# for compilers.
BESIDE, LEFT = 200, 700


def ensure(stages):
    """Make sure that the stages have what they need, or raise UserError."""
    hosttools.ensure()
    for stage in stages:
        hosttools.ensure_programs(stage.programs, f"for {stage.name}")
    # Of runs that were killed.
    for where in {"/tmp", tempfile.gettempdir()}:
        cache.sweep("scmi", where)
    gates = [name for s in stages if isinstance(s, Gate) for name in s.gates]
    if gates:
        ui.run([STATIC, "--provide", *gates], "preparing the static gates")
    needed = sorted({kernel for s in stages for kernel in s.kernels()})
    room(needed)
    for arch, series in needed:
        if series in ownkernel.CONFIGS:
            ownkernel.fetch(series)
        else:
            kernel = runner.kernel_of(arch, series)
            kernel.image()
            kernel.kdir()


def room(needed):
    """Refuse to begin what would fill the disk."""
    missing = [series for _, series in needed
               if series in ownkernel.CONFIGS
               and not ownkernel.is_built(series)]
    need = OTHER + BUILD * len(missing) + SOURCE * bool(missing)
    need += STOCK * sum(
        series not in ownkernel.CONFIGS for _, series in needed)
    # What is there already need not fit a second time.
    used = min(need, cache.size() >> 20)
    free = shutil.disk_usage(cache.root()).free >> 20
    if free < need - used:
        raise ui.UserError(
            f"{cache.root()} has {free} MB free, this run needs "
            f"{need - used} MB\n  make room there, or name another place: "
            "XDG_CACHE_HOME=/path/to/directory")


def available():
    """Return the megabytes of memory that programs can have."""
    with open("/proc/meminfo", encoding="ascii") as handle:
        for line in handle:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) >> 10
    return 0


def jobs(stages, wanted, memory=None):
    """Return how many stages can run side by side in this machine's memory."""
    memory = available() if memory is None else memory
    largest = max((s.memory() for s in stages), default=0)
    if not largest:
        return wanted
    fit = (memory - LEFT) // (largest + BESIDE)
    if fit < 1:
        raise ui.UserError(f"{memory} MB of memory are free, a guest of "
                           f"{largest} MB and a compiler need "
                           f"{largest + BESIDE + LEFT} MB")
    if fit < wanted:
        ui.warn(f"memory for {fit} of {wanted} stages at a time")
    return min(fit, wanted)
