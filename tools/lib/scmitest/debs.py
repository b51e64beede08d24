# SPDX-License-Identifier: GPL-2.0-only
"""Packages for whole Debian systems: ours in two versions, and kernels."""

import hashlib
import os
import re
import shutil
import subprocess

from . import cache, initramfs, modbuild, ui

TOP = modbuild.TOP
ARCH = "arm64"
# Newer than any that the modules are built for.
BEYOND = "99.0.1-arm64"
# What newer kernels' packages are made of, which ours is all of.
PARTS = ("base", "binary", "modules")
# Of a kernel's modules, what systemd and our clients may load. Unpacking the others
# takes a guest a minute.
NEEDED = {"kernel": ("arch", "crypto", "drivers", "fs", "lib"),
          "fs": ("ext4", "jbd2", "autofs"),
          "drivers": ("block", "char", "hwmon", "iio", "mailbox", "powercap",
                      "regulator", "thermal", "virtio")}
HOOKS = """#!/bin/sh
set -e
mkdir -p /etc/kernel/{hook}.d
export DEB_MAINT_PARAMS="$*"
run-parts --report --exit-on-error --arg={release} --arg=/boot/vmlinuz-{release} \\
	/etc/kernel/{hook}.d
"""


def write(path, text, mode=0o644):
    """Write a file."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(text)
    os.chmod(path, mode)


def package(tree, control, into):
    """Make a package of a directory; return its path."""
    write(os.path.join(tree, "DEBIAN/control"), "".join(
        f"{key}: {value}\n" for key, value in {
            "Version": "1", "Architecture": ARCH, "Maintainer": "nobody",
            "Description": "for a test", **control}.items()))
    os.makedirs(into, exist_ok=True)
    ui.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "-b", tree, into],
           f"making {control['Package']}")
    shutil.rmtree(tree)


def kernel_package(kernel, scratch, into):
    """Make a package of a kernel whose installation runs the hooks of Debian's."""
    tree = os.path.join(scratch, "kernel")
    modules = os.path.join(tree, "usr/lib/modules")
    shutil.copytree(os.path.join(kernel.image(), "lib/modules"), modules,
                    symlinks=True, ignore=not_needed, copy_function=link)
    os.makedirs(os.path.join(tree, "boot"))
    shutil.copy(kernel.vmlinuz(), os.path.join(tree, "boot"))
    os.symlink("usr/lib", os.path.join(tree, "lib"))
    ui.run(["depmod", "-b", tree, kernel.release], "depmod",
           env=initramfs.sbin_env())
    os.unlink(os.path.join(tree, "lib"))
    hooks(tree, kernel.release)
    package(tree, {"Package": f"linux-image-{kernel.release}",
                   "Version": kernel.version, "Provides": ", ".join(
                       f"linux-{part}-{kernel.release} (= {kernel.version})"
                       for part in PARTS)}, into)


def not_needed(directory, names):
    """Return which of a kernel's directories of modules no guest here needs."""
    kept = NEEDED.get(os.path.basename(directory))
    return [name for name in names if kept and name not in kept
            and os.path.isdir(os.path.join(directory, name))]


def link(source, target):
    """Have a file in two places, but for those that depmod writes."""
    if source.endswith((".ko", ".xz")):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def hooks(tree, release, hook="postinst"):
    """Let a package run the hooks of kernels."""
    write(os.path.join(tree, "DEBIAN/postinst"),
          HOOKS.format(hook=hook, release=release), 0o755)


def beyond_packages(scratch, into):
    """Make packages of a kernel, and its headers, that is out of range."""
    tree = os.path.join(scratch, "beyond")
    write(os.path.join(tree, "usr/lib/modules", BEYOND, "modules.order"), "")
    os.symlink(f"/usr/src/linux-headers-{BEYOND}",
               os.path.join(tree, "usr/lib/modules", BEYOND, "build"))
    write(os.path.join(tree, "boot/vmlinuz-" + BEYOND), "")
    hooks(tree, BEYOND)
    package(tree, {"Package": "linux-image-" + BEYOND}, into)
    headers = os.path.join(tree, "usr/src/linux-headers-" + BEYOND)
    for name in ("Makefile", ".config", "include/config/auto.conf"):
        write(os.path.join(headers, name), "")
    write(os.path.join(headers, "include/config/kernel.release"), BEYOND + "\n")
    write(os.path.join(headers, "scripts/basic/fixdep"), "#!/bin/sh\nexit 1\n",
          0o755)
    hooks(tree, BEYOND, "header_postinst")
    package(tree, {"Package": "linux-headers-" + BEYOND}, into)


def packed(directory):
    """Return the command that packs what the packages are made of, always the same."""
    return ["tar", "-C", directory, "--exclude-vcs", "--exclude=./dist",
            "--exclude-vcs-ignores", "--sort=name", "--mtime=@0", "--owner=0",
            "--group=0", "-cf", "-", "."]


class Version:
    """The package for DKMS, of these sources or as another version.

    It is made anew if the sources have changed.
    """

    def __init__(self, where, version=None):
        self.version = version or self._own()
        self.where = os.path.join(where, self.version)
        self.deb = os.path.join(self.where,
                                f"scmi-agent-dkms_{self.version}_all.deb")
        stamp = os.path.join(self.where, "stamp")
        word = hashlib.sha256(subprocess.run(
            packed(TOP), stdout=subprocess.PIPE, check=True).stdout).hexdigest()
        if os.path.exists(stamp):
            with open(stamp, encoding="ascii") as handle:
                if handle.read() == word:
                    return
        # What was built stays: that which is the same need not be built again.
        for part in ("source", "tree"):
            shutil.rmtree(os.path.join(self.where, part), ignore_errors=True)
        source = self._renamed() if version else TOP
        with ui.stage(f"packages of {self.version}"):
            ui.run([os.path.join(source, "packaging/build"), self.where],
                   f"building the packages of {self.version}")
        ui.run(["dpkg-deb", "-x", self.deb, os.path.join(self.where, "tree")],
               "unpacking")
        write(stamp, word)

    @staticmethod
    def _own():
        with open(os.path.join(TOP, "VERSION"), encoding="ascii") as handle:
            return handle.read().strip()

    def _renamed(self):
        """Return a copy of the sources that is of this version."""
        copy = os.path.join(self.where, "source")
        os.makedirs(copy)
        with subprocess.Popen(packed(TOP), stdout=subprocess.PIPE) as tar:
            subprocess.run(["tar", "-C", copy, "-xf", "-"], stdin=tar.stdout,
                           check=True)
        write(os.path.join(copy, "VERSION"), self.version + "\n")
        log = os.path.join(copy, "debian/changelog")
        with open(log, encoding="utf-8") as handle:
            text = handle.read()
        write(log, re.sub(r"\(\S+\)", f"({self.version})", text, count=1))
        return copy

    def build(self, kernel, into):
        """Build the modules for a kernel as the make of the guest will hand out."""
        source = os.path.join(self.where, "tree/usr/src",
                              f"scmi-agent-{self.version}")
        into = os.path.join(into, self.version, kernel.release)
        os.makedirs(into)
        names = sorted("./" + os.path.relpath(os.path.join(base, name), source)
                       for base, _, files in os.walk(source) for name in files)
        write(os.path.join(into, "sources"), "".join(
            f"{cache.sha256(os.path.join(source, name))}  {name}\n"
            for name in names))
        with ui.stage(f"modules of {self.version} for {kernel.release}"):
            modbuild.stack(kernel, source, os.path.join(
                self.where, "build", kernel.release), into)
