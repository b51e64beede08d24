# SPDX-License-Identifier: GPL-2.0-only
"""Install the packages in whole Debian systems, and use what they install.

A root of Debian 12 and one of Debian 13, on their stock arm64 kernels, in QEMU, with
systemd and udev and nothing of the harness but a service that reports. Each part is a
boot, which begins with the disk that the part before it has left:

  fresh    the package comes, and a kernel that is out of range
  upgrade  udev finds the virtio device, sensors(1) shows it, a new version comes while
           the old one is at work, and another kernel
  purge    that kernel boots, and everything is purged
  compile  DKMS builds the package with the guest's own compiler; on Debian 12, and
           where it is asked for

An emulated compiler takes thirty times as long. So, but for the last part, what DKMS
has make(1) make in the guests is compiled here, of the same sources and for the same
headers; everything else is theirs.

Disks are kept until all parts have passed. A part that is named by itself begins with
what is kept, or else with those that come before it.
"""

import dataclasses
import os
import shutil
import subprocess
import time

from scmitest import (cache, debroot, debs, guest, hosttools, kernels, ktap, modbuild,
                      proc, report, runner, splat, suites, ui)
from scmitest.apt import STABLE, Apt
from scmitest.platform import Platform

# Debian's number: its name, its kernel, the one that comes next.
SYSTEMS = {"12": ("bookworm", "6.1", "6.12"),
           "13": ("trixie", "6.12-trixie", "newest")}
PACKAGES = ("dkms", "gcc", "make", "lm-sensors", "openssl", "xz-utils", "zstd")
PROGRAMS = {**hosttools.PACKAGING, "mke2fs": "e2fsprogs", "fakeroot": "fakeroot"}
# Each part, and the one whose disk it begins with.
PARTS = {"fresh": None, "upgrade": "fresh", "purge": "upgrade", "compile": "fresh"}
# Nothing begins with what they leave.
LAST = ("purge", "compile")
# Once is enough for what takes as long as all the rest.
COMPILES = "12"
# Seconds for a part, and what a compiler takes beside.
LIMIT, COMPILING = 1800, 7200


def arguments(argv):
    """Return the parsed command line."""
    parser = ui.parser("check install", __doc__)
    parser.add_argument("word", nargs="*",
                        help=f"{', '.join((*SYSTEMS, *PARTS))} (default: all)")
    parser.add_argument("--again", action="store_true",
                        help="leave out the parts whose disk is kept")
    ui.add_jobs(parser)
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show guests' consoles")
    return parser.parse_args(argv)


def choose(words):
    """Return the systems, all if none is named, and the parts that words name."""
    if unknown := set(words) - set(SYSTEMS) - set(PARTS):
        raise ui.UserError(f"nothing here is called {', '.join(sorted(unknown))}; "
                           f"there are: {', '.join((*SYSTEMS, *PARTS))}")
    return ([name for name in SYSTEMS if name in words] or list(SYSTEMS),
            [name for name in PARTS if name in words])


@dataclasses.dataclass
class System:
    """A Debian, and what of it is found out."""

    number: str
    where: str
    versions: tuple
    verbose: bool = False

    def __post_init__(self):
        self.release, series, coming = SYSTEMS[self.number]
        self.kernel = kernels.Kernel(debs.ARCH, series)
        self.coming = kernels.Kernel(debs.ARCH, coming)
        self.names = [*PACKAGES, f"linux-headers-{self.kernel.release}"]
        _, suites_, _ = kernels.RELEASES[coming]
        self.apt = Apt(self.release, debs.ARCH,
                       tuple(dict.fromkeys((*STABLE, *suites_))))
        # Of the next kernel's headers, what takes a guest minutes to unpack.
        headers = f"linux-headers-{self.coming.release}"
        self.root = debroot.Root(self.apt, self.kernel, [
            *self.names, self.apt.depends(headers, r"linux-headers-.*-common"),
            self.apt.depends(headers, r"linux-kbuild-.*")])
        self.name = f"debian-{self.number}"
        self.where = os.path.join(self.where, self.name)

    def headers(self, into):
        """Copy the packages of the next kernel's headers that the root lacks."""
        own = tuple(f"linux-{part}-{self.coming.release}_"
                    for part in ("image", *debs.PARTS))
        have = {os.path.basename(path) for path in
                debroot.packages(self.root.apt, self.root.names)}
        for path in debroot.packages(self.apt, [
                *self.root.names, f"linux-headers-{self.coming.release}"]):
            name = os.path.basename(path)
            if name not in have and not name.startswith(own):
                shutil.copy(path, into)

    def disk(self):
        """Make the second disk, with what is installed in the guests."""
        old, new = self.versions
        tree = os.path.join(self.where, "disk.d")
        into = os.path.join(tree, "debs")
        coming = os.path.join(into, "next")
        os.makedirs(coming)
        for version in self.versions:
            shutil.copy(version.deb, into)
        debs.beyond_packages(self.where, into)
        debs.kernel_package(self.coming, self.where, coming)
        self.headers(coming)
        for name in ("part", "make"):
            shutil.copy(os.path.join(debroot.FILES, name), tree)
        shutil.copy(os.path.join(suites.QEMU_DIR, "guest/ktap.sh"), tree)
        debs.write(os.path.join(tree, "words"),
                   f"OLD={old.version}\nNEW={new.version}\n"
                   f"FIRST={self.kernel.release}\nNEXT={self.coming.release}\n")
        for version, kernel in ((old, self.kernel), (new, self.kernel),
                                (new, self.coming)):
            version.build(kernel, os.path.join(tree, "built"))
        debroot.disk(os.path.join(self.where, "second"), tree, 1000)
        shutil.rmtree(tree)

    def kept(self, part):
        """Return the path of the disk that a part leaves."""
        return os.path.join(self.where, part)

    def prepare(self):
        """Make what all parts need, unless it is there and the same."""
        image = self.root.image(runner.logdir(self.name))
        word = "\n".join([image, self.coming.release, self.coming.version,
                          *(cache.sha256(version.deb) for version in self.versions),
                          cache.fingerprint(debroot.FILES,
                                            sorted(os.listdir(debroot.FILES)))])
        stamp = os.path.join(self.where, "stamp")
        if os.path.exists(stamp):
            with open(stamp, encoding="utf-8") as handle:
                if handle.read() == word:
                    return image
        shutil.rmtree(self.where, ignore_errors=True)
        os.makedirs(self.where)
        with ui.stage(f"{self.name}: what is installed in it"):
            self.disk()
        debs.write(stamp, word)
        return image

    def needed(self, parts, again):
        """Return the parts to run: those, and what they begin with if that lacks."""
        chosen = set()
        for part in parts:
            if again and os.path.exists(self.kept(part)):
                continue
            chosen.add(part)
            while (part := PARTS[part]) and not os.path.exists(self.kept(part)):
                chosen.add(part)
        return [part for part in PARTS if part in chosen]

    def boot(self, part, disks):
        """Boot for one of the parts; return ([Case], [complaints])."""
        kernel = self.coming if part == "purge" else self.kernel
        scratch = os.path.join(self.where, part + ".d")
        shutil.rmtree(scratch, ignore_errors=True)
        initrd = debroot.boot_initrd(kernel, scratch,
                                     os.path.join(self.where, part + ".cpio"))
        shutil.rmtree(scratch)
        spec = guest.Spec(
            kernel, initrd, name=f"{self.name}-{part}", mem=1024, slow=3,
            cmdline=f"panic_on_warn=1 rw scmi_part={part}",
            platforms=[Platform("scmi0", runner.daemon(),
                                suites.board("test-main"))],
            limit=LIMIT + COMPILING * (part == "compile"), verbose=self.verbose)
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
        return cases, complaints

    def part(self, part, image):
        """Run one part; return its row of the report. A disk is kept if it passed."""
        begin = time.monotonic()
        before = PARTS[part]
        disk = debroot.copy(self.kept(before) if before else image,
                            self.kept(part) + ".new")
        cases, complaints = self.boot(
            part, [disk, os.path.join(self.where, "second")])
        if not complaints and all(case.status == "pass" for case in cases):
            if part in LAST:
                os.truncate(disk, 0)
            os.rename(disk, self.kept(part))
        return (f"{self.name}-{part}", cases, complaints, time.monotonic() - begin)

    def run(self, parts, again):
        """Return (name, [Case], [complaints], seconds) of each part."""
        begin = time.monotonic()
        image = self.prepare()
        rows = [(f"{self.name}-prepare", [], [], time.monotonic() - begin)]
        usual = [part for part in PARTS
                 if part != "compile" or self.number == COMPILES]
        for part in self.needed(parts or usual, again):
            before = PARTS[part]
            if before and not os.path.exists(self.kept(before)):
                rows.append((f"{self.name}-{part}", [],
                             [f"{before} left no disk to begin with"], 0.0))
            else:
                rows.append(self.part(part, image))
        if all(os.path.exists(self.kept(part)) for part in usual):
            shutil.rmtree(self.where)
        return rows


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
    chosen, parts = choose(args.word)
    hosttools.ensure()
    hosttools.ensure_programs(PROGRAMS, "to install packages in guests")
    where = cache.path("install", modbuild.mark())
    with cache.lock("install-" + modbuild.mark()):
        old = debs.Version(where)
        versions = (old, debs.Version(where, old.version + ".1"))
        result = report.Report(None)
        systems = [System(number, where, versions, args.verbose)
                   for number in chosen]
        for _, rows in proc.side_by_side(
                args.jobs, lambda s: attempt(s, parts, args.again), systems):
            for row in rows:
                result.stage(*row)
        result.top.plan()
        return result.finish()
