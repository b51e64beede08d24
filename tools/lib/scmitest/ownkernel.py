# SPDX-License-Identifier: GPL-2.0-only
"""Kernels that we build ourselves, from Debian's newest kernel source.

Debian's own have no KASAN, no lockdep, no kmemleak.  A configuration is a row
of fragments in tools/testing/kconfig, merged over allnoconfig; an option that
did not take effect is an error, because a kernel without it would find nothing
and look clean.

Below kernels/ in the cache are one source tree for all, and one tree for each
configuration, whose name changes with the source's version, the fragments and
the compiler:

  build/   what modules are built against; the kernel's own objects are gone
  image/   boot/vmlinuz-*, lib/modules/*, as a stock kernel's
  done     written last: without it the build is taken up again where it ended
"""

import copy
import glob
import hashlib
import os
import re
import shutil
import subprocess
import time

from . import cache, gcov, hosttools, kernels, proc, ui
from .apt import Apt

FRAGMENTS = os.path.join(os.path.dirname(os.path.realpath(__file__)),
                         "../../testing/kconfig")
CONFIGS = {"k1": ("base", "debug", "kasan", "brisk"),
           "k2": ("base", "debug", "kasan", "release"),
           "k3": ("base", "debug", "kcsan"),
           "k5": ("base", "plain"),
           "k6": ("base", "plain", "trace")}
ARCH = "arm64"
# Bump when the steps of a build change, so that older trees are made anew.
LAYOUT = "1"
PROGRESS = 20.0
JOBS = proc.processors() + 1
# Two thirds of the source, for hardware that no guest has. Its Kconfig files
# and makefiles stay: all of them are read.
UNUSED = ("Documentation", "arch/arm/boot", "arch/arm64/boot/dts",
          "drivers/gpu", "drivers/infiniband", "drivers/media",
          "drivers/net/ethernet", "drivers/net/wireless", "drivers/staging",
          "sound", "tools/testing", "tools/perf")
KEEP = ("Makefile", "Kconfig", "Kbuild")
# What a build leaves behind and no module build reads.
OBJECTS = (".o", ".a", ".ko", ".mod", ".mod.c", ".cmd", ".dtb")


class OwnKernel(kernels.Target):
    """A kernel of one of the CONFIGS; the interface is kernels.Kernel's."""

    def __init__(self, arch, series, fragments=None, build=True):
        if arch != ARCH:
            raise ui.UserError(f"kernel {series} is built for {ARCH} only")
        super().__init__(arch, series)
        self.fragments = fragments or [
            os.path.join(FRAGMENTS, name + ".config")
            for name in CONFIGS[series]]
        self.extra = ()
        self.source = Source()
        key = hashlib.sha256("\0".join(
            [LAYOUT, self.source.version, compiler_version(self.compiler()),
             self.wanted()]).encode()).hexdigest()[:12]
        self.version = f"{self.source.version}-{series}-{key}"
        self.tree = cache.path("kernels", f"own-{self.version}")
        self.release = None
        if build:
            self.ensure()
        if self.is_built():
            with open(self._path("done"), encoding="ascii") as done:
                self.release = done.read().strip()

    def profiled(self):
        """Return this kernel for modules that count their branches."""
        other = copy.copy(self)
        other.version += "-gcov"
        other.extra = gcov.MAKE
        return other

    def wanted(self):
        """Return the merged fragments as text."""
        text = ""
        for name in self.fragments:
            with open(name, encoding="ascii") as handle:
                text += handle.read()
        return text

    def _path(self, *parts):
        return os.path.join(self.tree, *parts)

    def image(self):
        """Return the tree with boot/vmlinuz-* and lib/modules/*."""
        return self._path("image")

    def kdir(self):
        """Return the directory to hand to make -C."""
        return self._path("build")

    def make_args(self):
        """Return the variables that every make for this kernel needs."""
        args = [f"ARCH={kernels.KARCH[self.arch]}"]
        if prefix := self.prefix():
            args.append(f"CROSS_COMPILE={prefix}")
        return args + [f"CC={self.compiler()}", *self.extra]

    def prefix(self):
        """Return what the names of the toolchain's programs begin with."""
        native = self.arch == kernels.host_arch()
        return "" if native else kernels.TRIPLE[self.arch] + "-"

    def compiler(self):
        """Return the C compiler's name."""
        return self.prefix() + "gcc"

    def is_built(self):
        """Return whether the cache has it, all of it."""
        try:
            with open(self._path("done"), encoding="ascii") as done:
                release = done.read().strip()
        except FileNotFoundError:
            return False
        return all(map(os.path.exists, (
            self._path("image", "boot", f"vmlinuz-{release}"),
            self._path("image", "lib", "modules", release, "modules.dep"),
            self._path("build", "Module.symvers"))))

    def ensure(self):
        """Build the kernel unless that was done."""
        if self.is_built():
            return
        with cache.lock("own-" + self.version):
            if self.is_built():
                return
            hosttools.ensure_kernel_build()
            with ui.stage(f"build kernel {self.series} of linux-source "
                          f"{self.source.version} (once, ten minutes)"):
                self._configure()
                self._make("Image", "modules")
                self._finish()

    def _configure(self):
        """Merge the fragments; complain of options that did not take effect.

        Should the merged text be what it was, the configuration is left
        alone, so that a build that was cut short goes on.
        """
        source = self.source.tree()
        os.makedirs(self.kdir(), exist_ok=True)
        merged = self._path("merged.config")
        fresh = not os.path.exists(self._path("build", ".config"))
        if cache.write_if_changed(merged, self.wanted().encode()) or fresh:
            ui.run(["make", "-s", "-C", source, f"O={self.kdir()}",
                    *self.make_args(), f"KCONFIG_ALLCONFIG={merged}",
                    "allnoconfig"],
                   f"configuring {self.series}")
        with open(self._path("build", ".config"), encoding="utf-8") as handle:
            missing = missing_options(self.wanted(), handle.read())
        if missing:
            os.unlink(merged)
            raise ui.UserError(f"kernel {self.series}: options that did not "
                               "take effect: " + ", ".join(missing))

    def _make(self, *targets):
        """Run make on the tree and say from time to time how far it is."""
        log = self._path("build.log")
        command = ["make", "-C", self.kdir(),
                   *cache.compiled(self.make_args()), "HOSTCC=ccache gcc",
                   f"-j{JOBS}", *targets]
        with open(log, "w", encoding="utf-8") as out:
            child = proc.start(command, start_new_session=True,
                               env=cache.compilers(),
                               stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, text=True,
                               stderr=subprocess.STDOUT, errors="replace")
            try:
                follow(child.stdout, out, self.series)
                status = child.wait()
            finally:
                proc.stop_group(child)
        if status:
            with open(log, encoding="utf-8") as out:
                tail = "".join("    " + s for s in out.readlines()[-15:])
            raise ui.UserError(f"building kernel {self.series} failed (exit "
                               f"status {status})\n{tail}  full output: {log}")

    def _finish(self):
        """Install image and modules, drop the objects, write the stamp."""
        release = ui.run(["make", "-s", "-C", self.kdir(), *self.make_args(),
                          "kernelrelease"], "asking for the release").strip()
        shutil.rmtree(self.image(), ignore_errors=True)
        ui.run(["make", "-s", "-C", self.kdir(), *self.make_args(),
                f"INSTALL_MOD_PATH={self.image()}", "modules_install"],
               "installing modules",
               env=dict(os.environ, PATH=os.environ["PATH"] + hosttools.SBIN))
        os.makedirs(self._path("image", "boot"))
        shutil.copy(self._path("build", "arch", "arm64", "boot", "Image"),
                    self._path("image", "boot", f"vmlinuz-{release}"))
        shutil.copy(self._path("build", "System.map"),
                    self._path("image", "boot", f"System.map-{release}"))
        prune(self.kdir())
        cache.write_if_changed(self._path("done"), release.encode() + b"\n")


class Source:
    """The newest kernel source that Debian has for a stable release."""

    def __init__(self):
        self.apt = Apt(*kernels.newest_area(ARCH))
        self.package = newest(self.apt)
        self.version = self.apt.record(self.package)["Version"]

    def tree(self):
        """Return the unpacked source, without drivers of no use to us."""
        target = cache.path("kernels", f"source-{self.version}")
        with cache.lock("source-" + self.version):
            if os.path.isdir(target):
                return target
            with self.apt.borrow(self.package) as deb, \
                    ui.stage(f"unpack {self.package} {self.version}"), \
                    cache.publish(target) as scratch:
                ui.run(["dpkg-deb", "-x", deb, scratch], "unpacking")
                packed = glob.glob(os.path.join(
                    scratch, "usr/src", self.package + ".tar.*"))
                ui.run(["tar", "-xf", packed[0], "-C", scratch,
                        "--strip-components=1", *self._excludes()],
                       "unpacking the source")
                shutil.rmtree(os.path.join(scratch, "usr/src"))
                shutil.rmtree(os.path.join(scratch, "usr/share"))
        return target

    def _excludes(self):
        """Return tar's options that leave out what is not needed."""
        return [f"--exclude={self.package}/{part}/*.{kind}"
                for part in UNUSED for kind in ("c", "h", "S", "dts", "dtsi",
                                                "rst", "yaml", "json", "txt")]


def newest(apt):
    """Return the name of the highest linux-source package."""
    apt.update()
    names = ui.run(apt.command("apt-cache", "pkgnames", "linux-source-"),
                   "listing kernel sources")
    found = re.findall(r"^linux-source-(\d+)\.(\d+)$", names, re.M)
    if not found:
        raise ui.UserError(f"no linux-source in Debian {apt.name}")
    return "linux-source-{}.{}".format(*max(found, key=lambda f: (
        int(f[0]), int(f[1]))))


def compiler_version(program):
    """Return the line by which a compiler tells its version."""
    try:
        return ui.run([program, "--version"], program).splitlines()[0]
    except FileNotFoundError as err:
        raise ui.UserError(f"{program}: no such program") from err


def missing_options(wanted, config):
    """Return the lines of fragments that a configuration does not have.

    A later fragment's word on an option wins.
    """
    last = {}
    for line in wanted.splitlines():
        if found := re.match(r"(?:# )?(CONFIG_\w+)[= ]", line):
            last[found.group(1)] = line
    lines = set(config.splitlines())
    missing = []
    for name, line in last.items():
        off = line.endswith((" is not set", "=n"))
        there = any(have.startswith(name + "=") for have in lines) \
            if off else line not in lines
        if there:
            missing.append(line)
    return missing


def follow(lines, log, name):
    """Copy make's output to a log; show where it is now and then.

    A run that is to end does not wait for a kernel.
    """
    shown, count = time.monotonic(), 0
    for line in lines:
        proc.check_ending()
        log.write(line)
        count += 1
        if time.monotonic() - shown > PROGRESS:
            shown = time.monotonic()
            ui.say(f"kernel {name}: {count} steps, at {line.strip()[:60]}")


def prune(build):
    """Drop the objects of a kernel that is built; they are most of it."""
    for base, dirs, files in os.walk(build):
        if os.path.relpath(base, build) in ("scripts", "tools"):
            dirs[:] = []
            continue
        for name in files:
            if name.endswith(OBJECTS) or "vmlinux" in name or name in (
                    "Image", "System.map"):
                path = os.path.join(base, name)
                if not os.path.islink(path) and name != "vmlinux.lds":
                    os.unlink(path)


def fetch(series):
    """Have what building one of the CONFIGS needs, unless it is built."""
    kernel = OwnKernel(ARCH, series, build=False)
    if not kernel.is_built():
        hosttools.ensure_kernel_build()
        kernel.source.tree()


def get(arch, series):
    """Return the kernel of a series, stock or our own."""
    if series in CONFIGS:
        return OwnKernel(arch, series)
    return kernels.Kernel(arch, series)


def is_built(series):
    """Return whether the cache has one of the CONFIGS; nothing is built."""
    return OwnKernel(ARCH, series, build=False).is_built()


SERIES = sorted([*kernels.RELEASES, *CONFIGS])
