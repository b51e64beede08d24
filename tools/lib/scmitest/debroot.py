# SPDX-License-Identifier: GPL-2.0-only
"""Root file systems of Debian releases for guests, made without privileges.

Packages are unpacked here and configured in a guest: maintainer scripts run where
they belong, and nothing has to be mounted, nor run by an emulator of programs. A
root is made once for a list of packages, and kept below roots/ in the cache.
"""

import hashlib
import os
import re
import shutil
import subprocess

from . import cache, guest, initramfs, ui
from .modbuild import TOP

FILES = os.path.join(TOP, "tools/testing/install")
# What a small installation has.
BASE = ("?essential", "usr-is-merged", "systemd-sysv", "udev", "kmod", "apt",
        "e2fsprogs", "mount")
# Megabytes, most of them never written.
SIZE = 4000
# What a root is made by, and has in it.
MAKERS = ("configure", "report", "service", "unpack")
# What a guest's kernel needs until it has its root, and for its report.
STOCK = ("virtio_pci", "virtio_blk", "virtio_console", "crc32c_generic",
         "libcrc32c", "ext4")
CONFIGURING = 1800
# What kernels' packages want, for an archive that these guests do without.
ARCHIVERS = re.compile(r"initramfs-tools|dracut|(lib)?klibc|busybox|cpio")


def closure(apt, names):
    """Return the file names of packages and of all that they depend on."""
    apt.update()
    said = ui.run(apt.command("apt-get", "-s", "--no-install-recommends",
                              "install", *names),
                  f"looking up packages of {apt.release}")
    return [f"{name}_{version.replace(':', '%3a')}_{arch}.deb"
            for name, version, arch in re.findall(
                r"^Inst (\S+) \((\S+) .*\[(\w+)\]\)", said, re.M)
            if not ARCHIVERS.match(name)]


def packages(apt, names):
    """Return the paths of packages and of all that they depend on."""
    files = closure(apt, names)
    where = os.path.join(apt.dir, "archives")
    with cache.lock(f"archives-{apt.name}"):
        # apt checks the sums of those that are there.
        ui.run(apt.command("apt-get", "-qq", "-y", "-d",
                           "--no-install-recommends", "install", *names),
               f"downloading packages of {apt.release}")
    paths = [os.path.join(where, name) for name in files]
    lacking = [path for path in paths if not os.path.exists(path)]
    if lacking:
        raise ui.UserError(f"apt-get did not download {', '.join(lacking)}")
    return paths


def boot_initrd(kernel, top, out):
    """Make the archive by which a kernel gets to the root on /dev/vda."""
    for name in ("bin", "dev", "proc", "sys", "root"):
        os.makedirs(os.path.join(top, name))
    initramfs.install(kernel.busybox(), os.path.join(top, "bin/busybox"), 0o755)
    initramfs.install(os.path.join(FILES, "init"), os.path.join(top, "init"),
                      0o755)
    base = os.path.join(top, "lib/modules", kernel.release)
    os.makedirs(base)
    initramfs.copy_stock(kernel, base, STOCK)
    ui.run(["depmod", "-b", top, kernel.release], "depmod",
           env=initramfs.sbin_env())
    with open(out, "wb") as handle:
        initramfs.Cpio(handle).tree(top)
    return out


class Guest(guest.Guest):
    """A guest with disks."""

    def __init__(self, spec, logdir, disks, on_line=None):
        super().__init__(spec, logdir, on_line)
        self.disks = disks

    def _take(self, verb, rest):
        """Take a line of the report; hand on what the guest says it is at."""
        super()._take(verb, rest)
        if verb == "now":
            self.on_line(self.suite, "now " + rest)

    def command(self):
        """Return QEMU's argument vector."""
        args = super().command()
        for number, path in enumerate(self.disks):
            args += ["-drive", f"file={path},format=raw,if=none,id=disk{number},"
                     "cache=unsafe", "-device",
                     f"virtio-blk-pci,drive=disk{number}"]
        return args


def fakeroot(command, what):
    """Run a command that makes files of root's."""
    if os.geteuid():
        command = ["fakeroot", "--", *command]
    return ui.run(command, what, env=initramfs.sbin_env())


def disk(image, directory, megabytes):
    """Make a disk's image with the files of a directory; return its path."""
    with open(image, "wb") as handle:
        handle.truncate(megabytes << 20)
    ui.run(["mke2fs", "-q", "-F", "-t", "ext4", "-E", "root_owner=0:0", "-d",
            directory, image], "making a disk", env=initramfs.sbin_env())
    return image


class Root:
    """The root file system of a release with some packages."""

    def __init__(self, apt, kernel, names):
        self.release = apt.release
        self.kernel = kernel
        self.apt = apt
        self.names = [*BASE, *names]

    def image(self, logdir):
        """Return the path of a disk's image, made if need be; do not write to it."""
        debs = packages(self.apt, self.names)
        word = hashlib.sha256("\n".join(
            [cache.fingerprint(FILES, MAKERS), self.kernel.release, self.kernel.version,
             *map(os.path.basename, debs)]).encode()).hexdigest()[:12]
        tree = cache.path("roots", f"{self.release}-{self.kernel.arch}-{word}")
        image = os.path.join(tree, "disk")
        with cache.lock("root-" + self.release):
            if not os.path.exists(image):
                with ui.stage(f"root of Debian {self.release} (once, ten "
                              "minutes)"), cache.publish(tree) as scratch:
                    self._make(scratch, debs, logdir)
        return image

    def _make(self, scratch, debs, logdir):
        files, made = os.path.join(scratch, "files"), os.path.join(scratch, "disk")
        listing = os.path.join(scratch, "packages")
        with open(listing, "w", encoding="utf-8") as handle:
            handle.writelines(deb + "\n" for deb in debs)
        with open(made, "wb") as handle:
            handle.truncate(SIZE << 20)
        fakeroot([os.path.join(FILES, "unpack"), listing, files,
                  self.kernel.image(), made], "unpacking a root")
        shutil.rmtree(files)
        initrd = boot_initrd(self.kernel, os.path.join(scratch, "initrd.d"),
                             os.path.join(scratch, "initrd"))
        shutil.rmtree(os.path.join(scratch, "initrd.d"))
        spec = guest.Spec(self.kernel, initrd, name=f"configure-{self.release}",
                          cmdline="scmi_init=/scmi/configure",
                          limit=CONFIGURING, slow=3)
        out = Guest(spec, logdir, [made]).run()
        said = out.suites.get("configure", [])
        if out.status.get("configure") != "0":
            raise ui.UserError(
                f"the packages of Debian {self.release} could not be configured: "
                + "; ".join(out.trouble) + f" (see {out.console})\n"
                + "\n".join("    " + line for line in said[-15:]))


def copy(image, target):
    """Copy a disk's image without what was never written; return target."""
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", image, target],
                   check=True)
    return target
