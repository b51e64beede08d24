# SPDX-License-Identifier: GPL-2.0-only
"""Install the packages in whole Debian systems, and use what they install.

A root of Debian 12 and one of Debian 13, on their stock arm64 kernels, in QEMU, with
systemd and udev and nothing of the harness but a service that reports. In three
boots: the package comes, and a kernel that is out of range; udev finds the virtio
device, sensors(1) shows it, a new version comes while the old one is at work, and
another kernel; that kernel boots, and everything is purged.

In the guests a compiler takes a quarter of an hour. So what DKMS has made there is
compiled here, of the same sources and for the same headers, and everything else is
theirs. With --compile nothing is.
"""

import dataclasses
import os
import re
import shutil
import subprocess
import time

from scmitest import (cache, debroot, guest, hosttools, initramfs, kernels, ktap,
                      modbuild, proc, report, runner, splat, suites, ui)
from scmitest.apt import STABLE, Apt
from scmitest.platform import Platform

TOP = modbuild.TOP
# Debian's number: its name, its kernel, the one that comes next.
SYSTEMS = {"12": ("bookworm", "6.1", "6.12"),
           "13": ("trixie", "6.12-trixie", "newest")}
PACKAGES = ("dkms", "gcc", "make", "lm-sensors", "openssl", "xz-utils", "zstd")
PROGRAMS = {**hosttools.PACKAGING, "mke2fs": "e2fsprogs", "fakeroot": "fakeroot"}
PARTS = ("first", "second", "third")
# Newer than any that the modules are built for.
BEYOND = "99.0.1-arm64"
ARCH = "arm64"
# Of a kernel's modules, what systemd and our clients may load. Unpacking the others
# takes a guest a minute.
NEEDED = {"kernel": ("arch", "crypto", "drivers", "fs", "lib"),
          "fs": ("ext4", "jbd2", "autofs"),
          "drivers": ("block", "char", "hwmon", "iio", "mailbox", "powercap",
                      "regulator", "thermal", "virtio")}
# Seconds for a part, and what compilers take beside.
LIMIT, COMPILING = 1800, 7200
HOOKS = """#!/bin/sh
set -e
mkdir -p /etc/kernel/{hook}.d
export DEB_MAINT_PARAMS="$*"
run-parts --report --exit-on-error --arg={release} --arg=/boot/vmlinuz-{release} \\
	/etc/kernel/{hook}.d
"""


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check install", __doc__)
    parser.add_argument("debian", nargs="*",
                        help=f"{', '.join(SYSTEMS)} (default: both)")
    parser.add_argument("--compile", action="store_true",
                        help="let DKMS compile in the guests, which takes hours")
    ui.add_jobs(parser)
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show guests' consoles")
    return parser.parse_args(argv)


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
                   "Version": kernel.version}, into)


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


class Version:
    """The package for DKMS, of these sources or as another version."""

    def __init__(self, where, version=None):
        self.version = version or self._own()
        self.where = os.path.join(where, self.version)
        source = TOP
        if version:
            source = self._renamed()
        ui.run([os.path.join(source, "packaging/build"), self.where],
               f"building the packages of {self.version}")
        self.deb = os.path.join(self.where,
                                f"scmi-agent-dkms_{self.version}_all.deb")
        ui.run(["dpkg-deb", "-x", self.deb, os.path.join(self.where, "tree")],
               "unpacking")

    @staticmethod
    def _own():
        with open(os.path.join(TOP, "VERSION"), encoding="ascii") as handle:
            return handle.read().strip()

    def _renamed(self):
        """Return a copy of the sources that is of this version."""
        copy = os.path.join(self.where, "source")
        os.makedirs(copy)
        with subprocess.Popen(["tar", "-C", TOP, "--exclude-vcs", "--exclude=./dist",
                               "--exclude-vcs-ignores", "-cf", "-", "."],
                              stdout=subprocess.PIPE) as tar:
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
            modbuild.modules(kernel, (), True, into, top=source)


@dataclasses.dataclass
class System:
    """A Debian, and what of it is found out."""

    number: str
    verbose: bool = False

    def __post_init__(self):
        self.release, series, coming = SYSTEMS[self.number]
        self.kernel = kernels.Kernel(ARCH, series)
        self.coming = kernels.Kernel(ARCH, coming)
        self.names = [*PACKAGES, f"linux-headers-{self.kernel.release}"]
        self.root = debroot.Root(self.release, self.kernel, self.names)
        self.name = f"debian-{self.number}"

    def headers(self, into):
        """Copy the packages of the next kernel's headers that the root lacks."""
        _, suites_, _ = kernels.RELEASES[self.coming.series]
        both = tuple(dict.fromkeys((*STABLE, *suites_)))
        apt = Apt(self.release, ARCH, both)
        have = {os.path.basename(path) for path in
                debroot.packages(self.root.apt, self.root.names)}
        for path in debroot.packages(apt, [
                *self.root.names, f"linux-headers-{self.coming.release}"]):
            name = os.path.basename(path)
            if name not in have and not name.startswith("linux-image-"):
                shutil.copy(path, into)

    def disk(self, old, new, scratch, compiles):
        """Make the second disk; return its path."""
        tree = os.path.join(scratch, "disk.d")
        debs = os.path.join(tree, "debs")
        coming = os.path.join(debs, "next")
        os.makedirs(coming)
        for version in (old, new):
            shutil.copy(version.deb, debs)
        beyond_packages(scratch, debs)
        kernel_package(self.coming, scratch, coming)
        self.headers(coming)
        for name in ("part", *(() if compiles else ("make",))):
            shutil.copy(os.path.join(debroot.FILES, name), tree)
        shutil.copy(os.path.join(suites.QEMU_DIR, "guest/ktap.sh"), tree)
        write(os.path.join(tree, "words"), f"OLD={old.version}\nNEW={new.version}\n"
              f"NEXT={self.coming.release}\n")
        if not compiles:
            for version, kernel in ((old, self.kernel), (new, self.kernel),
                                    (new, self.coming)):
                version.build(kernel, os.path.join(tree, "built"))
        made = debroot.disk(os.path.join(scratch, "disk"), tree, 1000)
        shutil.rmtree(tree)
        return made

    def boot(self, part, disks, scratch, compiles):
        """Boot for one of the parts; return ([Case], [complaints], seconds)."""
        kernel = self.coming if part == "third" else self.kernel
        begin = time.monotonic()
        initrd = debroot.boot_initrd(kernel, os.path.join(scratch, part + ".d"),
                                     os.path.join(scratch, part))
        spec = guest.Spec(
            kernel, initrd, name=f"{self.name}-{part}", mem=1024, slow=3,
            cmdline=f"panic_on_warn=1 rw scmi_part={part}",
            platforms=[Platform("scmi0", runner.daemon(),
                                suites.board("test-main"))],
            limit=LIMIT + COMPILING * compiles, verbose=self.verbose)
        with ui.stage(spec.name):
            # Parts take minutes: show how far they are.
            out = debroot.Guest(spec, runner.logdir(spec.name), disks,
                                lambda _, line: ui.say(f"{spec.name}| {line}")).run()
        cases, errors = ktap.parse(out.suites.get(part, []))
        complaints = out.trouble + errors + splat.judge(out)
        if not complaints and out.status.get(part) != "0" and not any(
                case.status == "fail" for case in cases):
            complaints.append(f"{part}: exit status {out.status.get(part)}")
        if complaints:
            ui.say(f"{spec.name}: console in {out.console}")
        return cases, complaints, time.monotonic() - begin

    def run(self, old, new, where, compiles):
        """Yield (name, [Case], [complaints], seconds) of each boot."""
        scratch = os.path.join(where, self.name)
        os.makedirs(scratch)
        image = self.root.image(runner.logdir(self.name))
        second = self.disk(old, new, scratch, compiles)
        disks = [debroot.copy(image, os.path.join(scratch, "root")), second]
        results = []
        for part in PARTS:
            results.append((f"{self.name}-{part}",
                            *self.boot(part, disks, scratch, compiles)))
        shutil.rmtree(scratch)
        return results


def attempt(system, *args):
    """Return the results of a system; what goes wrong on the way is one, too."""
    try:
        return system.run(*args)
    except (ui.UserError, OSError, subprocess.SubprocessError) as err:
        ui.say(str(err))
        return [(system.name, [], [str(err).splitlines()[0]], 0.0)]


def main(argv):
    """Run the systems that were asked for; return the exit status."""
    args = arguments(argv)
    proc.exit_on_sigterm()
    chosen = args.debian or list(SYSTEMS)
    if unknown := set(chosen) - set(SYSTEMS):
        raise ui.UserError(f"no Debian {', '.join(sorted(unknown))} here; there "
                           f"are: {', '.join(SYSTEMS)}")
    hosttools.ensure()
    hosttools.ensure_programs(PROGRAMS, "to install packages in guests")
    where = cache.path("install", modbuild.mark())
    with cache.lock("install-" + modbuild.mark()):
        shutil.rmtree(where, ignore_errors=True)
        os.makedirs(where)
        old = Version(where)
        new = Version(where, old.version + ".1")
        result = report.Report(len(chosen) * len(PARTS))
        systems = [System(number, args.verbose) for number in chosen]
        for _, rows in proc.side_by_side(
                args.jobs, lambda s: attempt(s, old, new, where, args.compile),
                systems):
            for row in rows:
                result.stage(*row)
        status = result.finish()
        if not status:
            shutil.rmtree(where, ignore_errors=True)
        return status
