# SPDX-License-Identifier: GPL-2.0-only
"""Kernel headers made on a newer Debian than this one, put right for it.

Options that only their compiler knows are taken out of the configuration, and
their build tools run with the libc that they were made for.
"""

import os
import platform
import re
import shutil
import subprocess

from . import ui

# Set by gcc 13 .. 16; harmless to lack, fatal to have with an older one.
COMPILER_OPTIONS = (
    "CC_HAS_ASSUME", "CC_HAS_COUNTED_BY", "CC_HAS_COUNTED_BY_PTR",
    "CC_HAS_MIN_FUNCTION_ALIGNMENT", "CC_HAS_MULTIDIMENSIONAL_NONSTRING",
    "CC_OPT_INLINE_MEMSET")
LOADER = {"x86_64": "ld-linux-x86-64.so.2", "aarch64": "ld-linux-aarch64.so.1"}


def drop_options(headers):
    """Remove what an older compiler does not know from a configuration."""
    options = "|".join(COMPILER_OPTIONS)
    for name in ("include/config/auto.conf", "include/generated/autoconf.h"):
        path = os.path.join(headers, name)
        with open(path, encoding="utf-8") as handle:
            text = handle.read()
        text = re.sub(rf"^(#define )?CONFIG_({options})[ =].*\n", "", text,
                      flags=re.M)
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(text)
    # Of BTF a module can do without the types, not without its place in the
    # kernel's structures.
    if os.path.exists(os.path.join(headers, "vmlinux")):
        os.unlink(os.path.join(headers, "vmlinux"))


def fix_tools(scratch, tree, triple, fetch_libc):
    """Make build tools run on a host whose libc is older than theirs."""
    tools = [os.path.join(base, name)
             for base, _, names in os.walk(os.path.join(scratch, "usr/lib"))
             for name in names]
    tools = [name for name in tools if lacks_libc(name)]
    if not tools:
        return
    loader = LOADER[platform.machine()]
    unpacked = os.path.join(scratch, "libc-package")
    ui.run(["dpkg-deb", "-x", fetch_libc(), unpacked], "unpacking libc")
    for base, _, names in os.walk(unpacked):
        if loader in names and "libc.so.6" in names:
            shutil.copytree(base, os.path.join(scratch, "libc"),
                            symlinks=True)
            break
    else:
        raise ui.UserError(f"Debian's libc6 holds no {loader}")
    shutil.rmtree(unpacked)
    library = os.path.join(tree, "libc")
    for name in tools:
        # A script in the place of a program that cannot start.
        os.rename(name, name + ".elf")
        with open(name, "w", encoding="utf-8") as handle:
            handle.write(f"#!/bin/sh\nexec {library}/{loader} --library-path "
                         f'{library}:/lib/{triple} "$0.elf" "$@"\n')
        os.chmod(name, 0o755)


def lacks_libc(name):
    """Return whether a file is a program that this host's libc is too old for."""
    if os.path.islink(name) or not os.access(name, os.X_OK):
        return False
    with open(name, "rb") as handle:
        if handle.read(4) != b"\x7fELF":
            return False
    proc = subprocess.run([name, "--version"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    return "GLIBC_" in proc.stdout
