# SPDX-License-Identifier: GPL-2.0-only
"""A guest's root: busybox, the harness, modules and suites, as a cpio."""

import gzip
import lzma
import os
import re
import shutil
import stat

from . import ui

HARNESS = os.path.join(os.path.dirname(os.path.realpath(__file__)),
                       "../../testing/qemu/guest")
# What the harness itself needs of the stock kernel's modules.
STOCK = ("virtio_pci", "virtio_console", "virtio_mmio", "sbsa_gwdt")


class Cpio:
    """Writer of the newc format; needs no privilege, names no user."""

    def __init__(self, out):
        self.out = out
        self.inode = 0

    def _pad(self):
        self.out.write(b"\0" * (-self.out.tell() % 4))

    def _entry(self, name, mode, data=b"", rdev=(0, 0)):
        self.inode += 1
        raw = name.encode() + b"\0"
        fields = (self.inode, mode, 0, 0, 1, 0, len(data), 0, 0, *rdev,
                  len(raw), 0)
        self.out.write(b"070701" + b"".join(b"%08X" % f for f in fields))
        self.out.write(raw)
        self._pad()
        self.out.write(data)
        self._pad()

    def tree(self, top):
        """Add everything below a directory."""
        self._entry("dev", stat.S_IFDIR | 0o755)
        # /dev/console must exist before devtmpfs is mounted.
        self._entry("dev/console", stat.S_IFCHR | 0o600, rdev=(5, 1))
        for base, dirs, files in os.walk(top):
            dirs.sort()
            for name in sorted(dirs + files):
                full = os.path.join(base, name)
                self._add(full, os.path.relpath(full, top))
        self._entry("TRAILER!!!", 0)

    def _add(self, full, name):
        info = os.lstat(full)
        if stat.S_ISLNK(info.st_mode):
            self._entry(name, info.st_mode, os.readlink(full).encode())
        elif stat.S_ISDIR(info.st_mode):
            self._entry(name, info.st_mode)
        else:
            with open(full, "rb") as handle:
                self._entry(name, info.st_mode, handle.read())


def read_dep(base):
    """Return modules.dep as {module name: [paths, itself first]}."""
    table = {}
    with open(os.path.join(base, "modules.dep"), encoding="ascii") as handle:
        for line in handle:
            target, _, needs = line.partition(":")
            table[module_name(target)] = [target] + needs.split()
    return table


def module_name(path):
    """Return a module's name, as lsmod prints it, for a file's path."""
    return os.path.basename(path).split(".ko")[0].replace("-", "_")


def depends(path):
    """Return the names of the modules that a module file says it needs."""
    with open(path, "rb") as handle:
        found = re.search(rb"\0depends=([^\0]*)\0", handle.read())
    return found.group(1).decode().split(",") if found else []


def copy_module(source, target):
    """Copy a module; uncompressed, which any modprobe understands."""
    plain = {".xz": lzma.open, ".gz": gzip.open}
    suffix = os.path.splitext(source)[1]
    if suffix not in plain:
        shutil.copyfile(source, target)
        return
    with plain[suffix](source) as packed, \
            open(target[:-len(suffix)], "wb") as out:
        shutil.copyfileobj(packed, out)


def copy_stock(kernel, base, names):
    """Copy stock modules, and what they need, below base."""
    source = os.path.join(kernel.image(), "lib", "modules", kernel.release)
    table = read_dep(source)
    for name in names:
        # A module that is missing here is built in, or not on this arch.
        for path in table.get(name.replace("-", "_"), ()):
            target = os.path.join(base, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            copy_module(os.path.join(source, path), target)
    for name in ("modules.builtin", "modules.builtin.modinfo",
                 "modules.order"):
        if os.path.exists(os.path.join(source, name)):
            shutil.copyfile(os.path.join(source, name),
                            os.path.join(base, name))


def build(kernel, top, out, *, modules=(), stock=(), files=None):
    """Make a guest's root in directory top, and the archive out of it.

    modules: our .ko files, installed under extra/, where depmod makes
    their aliases and dependencies known.  stock: names of more modules of
    the stock kernel.  files: {path in the guest: path here, or bytes}.
    """
    for name in ("bin", "sbin", "proc", "sys", "dev", "tmp", "run", "etc",
                 "root", "tests", "harness"):
        os.makedirs(os.path.join(top, name), exist_ok=True)
    install(kernel.busybox(), os.path.join(top, "bin", "busybox"), 0o755)
    for name in os.listdir(HARNESS):
        place = {"init": "init", "hostctl": "bin/hostctl"}.get(
            name, os.path.join("harness", name))
        install(os.path.join(HARNESS, name), os.path.join(top, place), 0o755)
    base = os.path.join(top, "lib", "modules", kernel.release)
    os.makedirs(os.path.join(base, "extra"), exist_ok=True)
    needed = [name for path in modules for name in depends(path)]
    copy_stock(kernel, base, (*STOCK, *stock, *needed))
    for path in modules:
        install(path, os.path.join(base, "extra", os.path.basename(path)))
    ui.run(["depmod", "-b", top, kernel.release], "depmod", env=sbin_env())
    for name, source in (files or {}).items():
        script = name.endswith(".sh") and not isinstance(source, bytes)
        install(source, os.path.join(top, name), 0o755 if script else None)
    with open(out, "wb") as handle:
        Cpio(handle).tree(top)
    return out


def install(source, target, mode=None):
    """Copy a file, a directory or bytes to target."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if isinstance(source, bytes):
        with open(target, "wb") as handle:
            handle.write(source)
    elif os.path.isdir(source):
        shutil.copytree(source, target, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("*.[oa]", ".*"))
    else:
        shutil.copy(source, target)
    if mode is not None:
        os.chmod(target, mode)


def sbin_env():
    """Return the environment with the sbin directories in PATH."""
    env = dict(os.environ)
    env["PATH"] += ":/usr/sbin:/sbin"
    return env
