# SPDX-License-Identifier: GPL-2.0-only
"""Kernels from elsewhere in Debian: to build for, and for their checkers.

The newest one comes from the backports of a Debian release that may be newer
than the host's.  Its headers know lock annotations, its source has the
checkers.  Two things are put right: options that only its compiler knows are
taken out of the configuration, and its build tools run with the libc that they
were made for.
"""

import os
import re
import shutil
import subprocess

from scmitest import cache, kernels, ui
from scmitest.apt import Apt, Area

ARCH = "arm64"
LAYOUT = "3"

# Set by gcc 13 .. 16; harmless to lack, fatal to have with an older one.
COMPILER_OPTIONS = (
    "CC_HAS_ASSUME", "CC_HAS_COUNTED_BY", "CC_HAS_COUNTED_BY_PTR",
    "CC_HAS_MIN_FUNCTION_ALIGNMENT", "CC_HAS_MULTIDIMENSIONAL_NONSTRING",
    "CC_OPT_INLINE_MEMSET", "DEBUG_INFO_BTF_MODULES")
CHECKERS = ("scripts", "tools/docs", "tools/lib/python")
LOADER = {"amd64": "ld-linux-x86-64.so.2", "arm64": "ld-linux-aarch64.so.1"}


class Reference:
    """The headers of the highest kernel release in an area of Debian."""

    def __init__(self, debian, suites, series=r"\d+\.\d+"):
        self.debian = debian
        self.suites = suites
        self.apt = Area(debian, ARCH, suites)
        self.release = highest_release(self.apt, series)
        self.version = self.apt.record(
            f"linux-headers-{self.release}")["Version"]

    def _tree(self, kind):
        name = f"{kind}-{self.release}-{self.version}-{LAYOUT}"
        return cache.path("kernels", name)

    def common(self):
        """Return the directory with include/ and arch/."""
        self.kdir()
        name = self.apt.depends(f"linux-headers-{self.release}",
                                r"linux-headers-.*-common")
        return os.path.join(self._tree("headers"), "usr/src", name)

    def kdir(self):
        """Return the directory to hand to make -C."""
        headers = f"linux-headers-{self.release}"
        tree = self._tree("headers")
        kdir = os.path.join(tree, "usr/src", headers)
        if os.path.isdir(kdir):
            return kdir
        kbuild = self.apt.depends(headers, r"linux-kbuild-.*")
        native = Area(self.debian, kernels.host_arch(), self.suites)
        debs = [self.apt.fetch(headers), native.fetch(kbuild),
                self.apt.fetch(self.apt.depends(
                    headers, r"linux-headers-.*-common"))]
        libc = Apt(self.debian, kernels.host_arch()).fetch("libc6")

        def fix(scratch):
            here = os.path.join(scratch, "usr/src", headers)
            kernels.edit(os.path.join(here, "Makefile"), "/usr/src/",
                         os.path.join(tree, "usr/src/"))
            kernels.fix_compiler(os.path.join(here, ".kernelvariables"))
            for name in ("include/config/auto.conf",
                         "include/generated/autoconf.h"):
                drop_options(os.path.join(here, name))
            if os.path.exists(os.path.join(here, "vmlinux")):
                os.unlink(os.path.join(here, "vmlinux"))
            fix_tools(scratch, tree, libc)

        kernels.unpack(tree, debs, fix)
        return kdir

    def make_args(self):
        """Return the variables that every make for this kernel needs."""
        cross = kernels.host_arch() != ARCH
        prefix = f"{kernels.TRIPLE[ARCH]}-" if cross else ""
        args = [f"ARCH={kernels.KARCH[ARCH]}", f"CC={prefix}gcc"]
        return args + ([f"CROSS_COMPILE={prefix}"] if cross else [])


class Newest(Reference):
    """The newest kernel that Debian offers to users of a stable release."""

    def __init__(self):
        super().__init__("trixie", ("-backports",))

    def kdir_for_sparse(self):
        """Return kdir() with the script that Debian's package leaves out."""
        script = "scripts/checker-valid.sh"
        target = os.path.join(self.kdir(), script)
        if not os.path.exists(target):
            shutil.copy2(os.path.join(self.checkers(), script), target)
        return self.kdir()

    def checkers(self):
        """Return a directory with scripts/ and tools/ of the kernel source."""
        series = ".".join(self.release.split(".")[:2])
        package = f"linux-source-{series}"
        tree = self._tree("checkers")
        if os.path.isdir(tree):
            return tree
        deb = self.apt.fetch(package)
        ui.say(f"take the checkers out of {package} (once, a minute)")
        with cache.lock("checkers"), cache.publish(tree) as scratch:
            take(deb, package, scratch)
        os.unlink(deb)
        return tree


def highest_release(apt, series):
    """Return the highest release; the meta package may lag behind."""
    apt.update()
    names = ui.run(apt.command("apt-cache", "pkgnames", "linux-headers-"),
                   "listing kernel packages")
    found = re.findall(
        rf"^linux-headers-((?={series}\.)([\d.]+)\+[^-\s]*-{ARCH})$",
        names, re.M)
    if not found:
        raise ui.UserError(f"no kernel headers {series} in Debian "
                           f"{apt.name}")
    return max(found, key=lambda f: [int(n) for n in f[1].split(".")])[0]


def take(deb, package, scratch):
    """Unpack only the checkers of a source package."""
    inner = f"./usr/src/{package}.tar.xz"
    wanted = [f"{package}/{name}" for name in CHECKERS]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb],
                          stdout=subprocess.PIPE) as outer, \
            subprocess.Popen(["tar", "-xO", inner], stdin=outer.stdout,
                             stdout=subprocess.PIPE) as middle:
        done = subprocess.run(["tar", "-xJ", "-C", scratch,
                               "--strip-components=1", *wanted],
                              stdin=middle.stdout, check=False)
        # The rest of the pipe may die of SIGPIPE; what counts is tar's word.
        middle.stdout.close()
        outer.stdout.close()
    if done.returncode or not os.path.isdir(os.path.join(scratch, "scripts")):
        raise ui.UserError(f"{package} does not hold {', '.join(CHECKERS)}")


def drop_options(name):
    """Remove what an older compiler does not know from a configuration."""
    with open(name, encoding="utf-8") as handle:
        text = handle.read()
    options = "|".join(COMPILER_OPTIONS)
    text = re.sub(rf"^(#define )?CONFIG_({options})[ =].*\n", "", text,
                  flags=re.M)
    with open(name, "w", encoding="utf-8") as handle:
        handle.write(text)


def fix_tools(scratch, tree, libc):
    """Make build tools run on a host whose libc is older than theirs."""
    library = os.path.join(tree, "libc")
    unpacked = os.path.join(scratch, "libc-package")
    ui.run(["dpkg-deb", "-x", libc, unpacked], "unpacking libc")
    loader = LOADER[kernels.host_arch()]
    for base, _, names in os.walk(unpacked):
        if loader in names and "libc.so.6" in names:
            shutil.copytree(base, os.path.join(scratch, "libc"),
                            symlinks=True)
            break
    else:
        raise ui.UserError(f"{os.path.basename(libc)} holds no {loader}")
    shutil.rmtree(unpacked)
    host = f"/lib/{kernels.TRIPLE[kernels.host_arch()]}"
    for base, _, names in os.walk(os.path.join(scratch, "usr/lib")):
        for name in names:
            wrap(os.path.join(base, name), f"{library}/{loader}",
                 f"{library}:{host}")


def wrap(name, loader, libraries):
    """Put a script in the place of a program that cannot start."""
    if os.path.islink(name) or not os.access(name, os.X_OK):
        return
    with open(name, "rb") as handle:
        if handle.read(4) != b"\x7fELF":
            return
    proc = subprocess.run([name, "--version"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    if "GLIBC_" not in proc.stdout:
        return
    os.rename(name, name + ".elf")
    with open(name, "w", encoding="utf-8") as handle:
        handle.write(f'#!/bin/sh\nexec {loader} --library-path {libraries} '
                     '"$0.elf" "$@"\n')
    os.chmod(name, 0o755)
