# SPDX-License-Identifier: GPL-2.0-only
"""Debian's stock kernels: image, modules and headers that can build.

A header package names /usr/src and holds links to build tools made for the
machine that it is for.  Here the tree is unpacked elsewhere, with the build
tools (linux-kbuild) of the architecture that we run on, and its two paths
put right, so that cross building works.
"""

import glob
import os
import platform
import re
import shutil
import subprocess

from . import cache, foreign, ui
from .apt import STABLE, Apt

# Series: the release of Debian, its parts, and the package that leads to the
# kernel. Debian 12 has its own build of Debian 13's kernel, by the same compiler
# as its other one. The newest is that which users of a stable release are
# offered.
RELEASES = {"6.1": ("bookworm", STABLE, "linux-image-{}"),
            "6.1-rt": ("bookworm", STABLE, "linux-image-rt-{}"),
            "6.1-cloud": ("bookworm", STABLE, "linux-image-cloud-{}"),
            "6.12": ("bookworm", STABLE, "linux-image-6.12-{}"),
            "6.12-trixie": ("trixie", STABLE, "linux-image-{}"),
            "newest": ("trixie", ("-backports",), "linux-image-{}")}
# What ./tools/check matrix tries: series, architecture, and the guest that boots it,
# or why there is none.
NO_GUEST = "built only: the harness has no 32-bit guest"
SMALLER = "built only: it is the stock kernel with less"
MATRIX = (("6.1", "arm64", "arm64"), ("6.1", "amd64", "amd64-vdev"),
          ("6.1", "armhf", NO_GUEST), ("6.1-rt", "arm64", "arm64-rt"),
          ("6.1-cloud", "arm64", SMALLER), ("6.1-cloud", "amd64", SMALLER),
          ("6.12", "arm64", "arm64-612"), ("6.12", "amd64", "amd64-612-vdev"),
          ("6.12-trixie", "arm64", "arm64-trixie"), ("6.12-trixie", "armhf", NO_GUEST),
          ("newest", "arm64", "arm64-newest"),
          ("newest", "amd64", "amd64-newest-vdev"), ("k1", "arm64", "k1"))
# What a guest needs beside its kernel is of this release.
GUEST = "bookworm"
KARCH = {"arm64": "arm64", "amd64": "x86", "armhf": "arm"}
TRIPLE = {"arm64": "aarch64-linux-gnu", "amd64": "x86_64-linux-gnu",
          "armhf": "arm-linux-gnueabihf"}
# What Debian calls an architecture's kernel, if not by its name.
FLAVOUR = {"armhf": "armmp"}
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}

# Bump when unpack() changes, so that older trees are made anew.
LAYOUT = "3"
# Large and never of use in a guest without such hardware.
PRUNE = ("sound", "drivers/gpu", "drivers/media", "drivers/net/wireless",
         "drivers/net/ethernet", "drivers/infiniband", "drivers/staging",
         "drivers/usb", "drivers/scsi", "drivers/input")


def newest_area(arch):
    """Return the part of Debian that has the newest kernel, as Apt wants it."""
    debian, suites, _ = RELEASES["newest"]
    return debian, arch, suites


def host_arch():
    """Return Debian's name of the architecture that we run on."""
    machine = platform.machine()
    if machine not in MACHINES:
        raise ui.UserError(f"no set-up for a {machine} host "
                           f"(known: {', '.join(MACHINES)})")
    return MACHINES[machine]


class Target:
    """What kernels of any origin have in common."""

    def __init__(self, arch, series):
        self.arch = arch
        self.series = series

    def busybox(self):
        """Return the path of a static busybox for this architecture."""
        apt = Apt(GUEST, self.arch)
        deb = apt.fetch("busybox-static")
        version = apt.record("busybox-static")["Version"]
        tree = cache.path("kernels", f"busybox-{self.arch}-"
                          + version.replace(":", "_"))
        return os.path.join(unpack(tree, [deb], lambda scratch: None),
                            "bin", "busybox")

    def packages(self, names):
        """Return a tree with what these packages have, but for documents."""
        apt = Apt(GUEST, self.arch)
        debs = [apt.fetch(name) for name in names]
        tree = cache.path("kernels", f"packages-{self.arch}-{'-'.join(names)}")
        return unpack(tree, debs, prune_packages)

    def vmlinuz(self):
        """Return the path of the kernel image."""
        return os.path.join(self.image(), "boot", f"vmlinuz-{self.release}")


class Kernel(Target):
    """One stock kernel, by architecture ("arm64") and series ("6.1")."""

    def __init__(self, arch, series):
        if arch not in KARCH:
            raise ui.UserError(f"no stock kernel for architecture '{arch}' "
                               f"(known: {', '.join(KARCH)})")
        if series not in RELEASES:
            raise ui.UserError(f"no stock kernel of series '{series}' "
                               f"(known: {', '.join(RELEASES)})")
        super().__init__(arch, series)
        self.debian, self.suites, meta = RELEASES[series]
        self.apt = Apt(self.debian, arch, self.suites)
        self.package = self.apt.depends(meta.format(FLAVOUR.get(arch, arch)),
                                        r"linux-image-\d.*")
        self.release = self.package[len("linux-image-"):]
        self.version = self.apt.record(self.package)["Version"]

    def _tree(self, kind):
        name = f"{kind}-{self.release}-{self.version}"
        return cache.path("kernels", name.replace(":", "_"))

    def image(self):
        """Return the tree with boot/vmlinuz-* and lib/modules/*."""
        tree = self._tree("image")
        if os.path.isdir(tree) and not os.path.exists(os.path.join(
                tree, "boot", f"vmlinuz-{self.release}")):
            # Somebody made room: half a kernel is none.
            shutil.rmtree(tree)
        # Newer ones have a package for each of kernel, modules and lists.
        parts = self.apt.dependencies(
            self.package,
            rf"linux-(base|binary|modules)-{re.escape(self.release)}")
        return unpack(tree, [self.apt.fetch(p)
                             for p in [self.package, *parts]], prune_modules)

    def kdir(self):
        """Return the directory to hand to make -C."""
        common, kbuild, debs = self._header_packages()
        release, tree = self.release, self._tree("headers")
        src = os.path.join(tree, "usr", "src")
        native = Apt(self.debian, host_arch())

        def fix(scratch):
            here = os.path.join(scratch, "usr", "src")
            headers = os.path.join(here, f"linux-headers-{release}")
            edit(os.path.join(headers, "Makefile"), "/usr/src/", src + "/")
            fix_compiler(os.path.join(headers, ".kernelvariables"))
            if not self._own_compiler(headers):
                foreign.drop_options(headers)
            if self.arch == "armhf":
                self._take_modpost(scratch, tree)
            foreign.fix_tools(scratch, tree, TRIPLE[host_arch()],
                              lambda: native.fetch("libc6"))
            for name in (f"linux-headers-{release}", common):
                for tool in ("scripts", "tools"):
                    link = os.path.join(here, name, tool)
                    if not os.path.isdir(link):
                        raise ui.UserError(f"{name}/{tool}: no such directory "
                                           f"after unpacking {kbuild}")

        unpack(tree, debs, fix)
        return os.path.join(src, f"linux-headers-{release}")

    def _header_packages(self):
        """Return the names of the common part and the tools, and all files."""
        headers = f"linux-headers-{self.release}"
        common = self.apt.depends(headers, r"linux-headers-.*-common(-rt)?")
        kbuild = self.apt.depends(headers, r"linux-kbuild-.*")
        return common, kbuild, [
            self.apt.fetch(headers), self.apt.fetch(common),
            Apt(self.debian, host_arch(), self.suites).fetch(kbuild)]

    def _take_modpost(self, scratch, tree):
        """Use the modpost of a 32-bit machine: tables of ours have 64-bit words."""
        own = Apt(self.debian, self.arch, self.suites)
        kbuild = self._header_packages()[2][2]
        name = os.path.basename(kbuild).partition("_")[0]
        into = os.path.join(scratch, "target")
        for deb in (own.fetch(name), Apt(self.debian, self.arch).fetch("libc6")):
            ui.run(["dpkg-deb", "-x", deb, into], "unpacking")
        part = os.path.join("usr/lib", name, "scripts/mod/modpost")
        target = os.path.join(scratch, part)
        os.rename(target, target + ".elf")
        root = os.path.join(tree, "target")
        # The one in front of those for each kind of machine cannot start them there.
        if os.path.exists(os.path.join(into, part + ".real-lsb-32")):
            part += ".real-lsb-32"
        with open(target, "w", encoding="ascii") as handle:
            handle.write(f"#!/bin/sh\nexec qemu-arm -L {root} {root}/{part} "
                         '"$@"\n')
        os.chmod(target, 0o755)
        # Nobody runs that one.
        os.unlink(target + ".elf")

    def make_args(self):
        """Return the variables that every make for this kernel needs."""
        args = [f"ARCH={KARCH[self.arch]}"]
        if self.arch != host_arch():
            args.append(f"CROSS_COMPILE={TRIPLE[self.arch]}-")
        cc = self.compiler()
        # BTF of a module would need the kernel's, and pahole.
        return args + [f"CC={cc}", "CONFIG_DEBUG_INFO_BTF_MODULES="]

    def _prefix(self):
        """Return what the names of the toolchain's programs begin with."""
        return "" if self.arch == host_arch() else TRIPLE[self.arch] + "-"

    def own_compiler(self):
        """Return the name of the C compiler that the headers want; "" for any."""
        with open(os.path.join(self.kdir(), ".kernelvariables"),
                  encoding="ascii") as handle:
            want = re.search(r"gcc-\d+", handle.read())
        return self._prefix() + want.group() if want else ""

    def compiler(self):
        """Return the C compiler: the kernel's own if present, else any."""
        for name in (self.own_compiler(), self._prefix() + "gcc"):
            if shutil.which(name):
                return name
        raise ui.UserError(f"no C compiler for {self.arch}: install "
                           + (f"gcc-{TRIPLE[self.arch]}" if self._prefix()
                              else "gcc"))


def edit(name, old, new):
    """Replace text in a file; it must be there."""
    with open(name, encoding="utf-8") as handle:
        text = handle.read()
    if old not in text:
        raise ui.UserError(f"{name} does not mention {old}: this package's "
                           "layout is not known to us")
    with open(name, "w", encoding="utf-8") as handle:
        handle.write(text.replace(old, new))


def fix_compiler(name):
    """Let CROSS_COMPILE and CC of the make command line win.

    The packages set both from dpkg's idea of host and build architecture,
    which are equal when cross building from an unchanged machine.
    """
    with open(name, encoding="ascii") as handle:
        text = handle.read()
    text = re.sub(r"^ifneq \(\$\(DEB_BUILD_ARCH\).*?^endif\n", "", text,
                  flags=re.M | re.S)
    with open(name, "w", encoding="ascii") as handle:
        handle.write(text)


def prune_packages(scratch):
    """Drop what no program in a guest reads."""
    for part in ("usr/share", *glob.glob("usr/lib/*/gconv", root_dir=scratch)):
        shutil.rmtree(os.path.join(scratch, part), ignore_errors=True)


def prune_modules(scratch):
    """Drop modules of hardware that no guest of ours has."""
    # Debian 12 has /boot and /lib, later releases /usr/lib, the newest one the
    # kernel beside its modules: present one face.
    usr = os.path.join(scratch, "usr", "lib", "modules")
    if os.path.isdir(usr):
        os.makedirs(os.path.join(scratch, "lib"), exist_ok=True)
        os.rename(usr, os.path.join(scratch, "lib", "modules"))
    base = os.path.join(scratch, "lib", "modules")
    for release in os.listdir(base):
        beside = os.path.join(base, release, "vmlinuz")
        if os.path.exists(beside):
            os.makedirs(os.path.join(scratch, "boot"))
            os.rename(beside,
                      os.path.join(scratch, "boot", f"vmlinuz-{release}"))
        for part in PRUNE:
            shutil.rmtree(os.path.join(base, release, "kernel", part),
                          ignore_errors=True)
        ui.run(["depmod", "-b", scratch, release], "depmod",
               env=dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin"))
    shutil.rmtree(os.path.join(scratch, "usr", "share"), ignore_errors=True)


def unpack(target, debs, finish):
    """Unpack package files into target, once; return target.

    The tree carries the checksums of the packages that it was made of and
    is made anew when they differ.
    """
    want = LAYOUT + "".join(
        f"\n{os.path.basename(d)} {os.path.getsize(d)} {cache.sha256(d)}"
        for d in debs)
    stamp = os.path.join(target, ".packages")
    with cache.lock("unpack-" + os.path.basename(target)):
        try:
            with open(stamp, encoding="utf-8") as handle:
                if handle.read() == want:
                    return target
        except FileNotFoundError:
            pass
        ui.say("unpack " + os.path.basename(target))
        with cache.publish(target) as scratch:
            for deb in debs:
                ui.run(["dpkg-deb", "-x", deb, scratch],
                       f"unpacking {os.path.basename(deb)}")
            finish(scratch)
            with open(os.path.join(scratch, ".packages"), "w",
                      encoding="utf-8") as handle:
                handle.write(want)
    return target


def installed_version(program):
    """Return the first x.y.z of a program's --version, as a tuple."""
    out = subprocess.run([program, "--version"], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, check=False).stdout
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", out)
    return tuple(int(n or 0) for n in found.groups()) if found else (0, 0, 0)
