# SPDX-License-Identifier: GPL-2.0-only
"""The devicetree of QEMU's virt machine with a fragment of ours in it."""

import os
import subprocess

from . import ui
from .guest import MACHINE, qemu

FRAGMENTS = os.path.join(os.path.dirname(os.path.realpath(__file__)),
                         "../../testing/qemu/dt")


def build(name, out, smp=2, mem=512, random=True):
    """Make the blob for a machine of that size with dt/<name>.dtsi added.

    random: with QEMU's seeds for random numbers.
    """
    fragment = os.path.join(FRAGMENTS, name + ".dtsi")
    if not os.path.exists(fragment):
        raise ui.UserError(f"no devicetree fragment {fragment}")
    blob = out + ".virt"
    args = MACHINE["arm64"][:]
    args[1] += f",dumpdtb={blob},dtb-randomness={'on' if random else 'off'}"
    ui.run([qemu("arm64"), *args, "-smp", str(smp), "-m", f"{mem}M",
            "-object", f"memory-backend-memfd,id=mem,size={mem}M,share=on",
            "-nodefaults", "-display", "none"], "dumping QEMU's devicetree")
    text = subprocess.run(["dtc", "-q", "-I", "dtb", "-O", "dts", blob],
                          stdout=subprocess.PIPE, check=True, text=True).stdout
    with open(fragment, encoding="utf-8") as handle:
        text += "\n" + handle.read()
    # -q: the machine's own nodes are not ours to warn about.
    proc = subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-i",
                           FRAGMENTS, "-o", out],
                          input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if proc.returncode:
        raise ui.UserError(f"{fragment} does not compile:\n{proc.stdout}")
    os.unlink(blob)
    return out
