# SPDX-License-Identifier: GPL-2.0-only
"""The devicetree of QEMU's virt machine with a fragment of ours in it; overlays."""

import os
import string
import subprocess

from . import ui
from .guest import MACHINE, qemu

FRAGMENTS = os.path.join(os.path.dirname(os.path.realpath(__file__)),
                         "../../testing/qemu/dt")


def compiled(text, out, what):
    """Compile devicetree text, which may include fragments; return out."""
    # -q: the machine's own nodes are not ours to warn about.
    proc = subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-i",
                           FRAGMENTS, "-o", out],
                          input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if proc.returncode:
        raise ui.UserError(f"{what} does not compile:\n{proc.stdout}")
    return out


def overlay(text, words, out):
    """Make an overlay of what is to be below the root, with words for $names."""
    while "$" in text:
        try:
            text = string.Template(text).substitute(words)
        except KeyError as err:
            raise ui.UserError(f"{out}: no word {err}") from err
    return compiled(f"/dts-v1/;\n/plugin/;\n&{{/}} {{\n{text}}};\n", out, out)


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
    os.unlink(blob)
    return compiled(text, out, fragment)
