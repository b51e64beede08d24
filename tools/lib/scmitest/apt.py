# SPDX-License-Identifier: GPL-2.0-only
"""Debian packages of any release and architecture, the host untouched.

Each (release, architecture) has an apt state of its own in the cache:
sources, lists, an empty dpkg status.  apt checks the archive's signature and
the checksums on download; fetch() checks the checksum again each time a
package is used, because a cache may be cut short by a full disk or a kill.
"""

import contextlib
import glob
import json
import os
import re
import subprocess
import time

from . import cache, ui

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
MIRROR = "http://deb.debian.org"
LISTS_MAX_AGE = 24 * 3600
# Of a release: itself, and what mends it.
STABLE = ("", "-security")


def sources(release, suites=STABLE):
    """Return the text of a sources.list for a Debian release."""
    lines = []
    for suite in suites:
        area = "debian-security" if suite == "-security" else "debian"
        mirror = os.environ.get("SCMI_DEBIAN_MIRROR", MIRROR)
        lines.append(f"deb [signed-by={KEYRING}] {mirror}/{area} "
                     f"{release}{suite} main\n")
    return "".join(lines)


class Apt:
    """A private apt state.

    With host_status, packages can be resolved against what the host has
    installed (to install on it); otherwise the state knows no installed
    package, and serves to download only.
    """

    def __init__(self, release, arch, suites=STABLE, host_status=False):
        kind = "-host" if host_status else (
            "" if suites == STABLE else "".join(suites))
        self.name = f"{release}-{arch}{kind}"
        self.dir = cache.path("apt", self.name, "")
        self.release = release
        self.arch = arch
        self.suites = suites
        self.host_status = host_status
        self._fresh = False
        self._sound = set()
        self._records = {}

    def _path(self, *parts):
        return os.path.join(self.dir, *parts)

    def _configure(self):
        for sub in ("lists/partial", "archives/partial", "debs"):
            os.makedirs(self._path(sub), exist_ok=True)
        status = "/var/lib/dpkg/status"
        if not self.host_status:
            status = self._path("status")
            cache.write_if_changed(status, b"")
        text = sources(self.release, self.suites)
        if cache.write_if_changed(self._path("sources.list"), text.encode()):
            self._forget_lists()
        arch = "" if self.host_status else (
            f'APT::Architecture "{self.arch}";\n'
            f'#clear APT::Architectures;\nAPT::Architectures "{self.arch}";\n')
        conf = (f'Dir::Etc::SourceList "{self._path("sources.list")}";\n'
                'Dir::Etc::SourceParts "-";\nDir::Etc::Preferences "-";\n'
                'Dir::Etc::PreferencesParts "-";\n'
                f'Dir::State::Lists "{self._path("lists")}";\n'
                f'Dir::State::status "{status}";\n'
                f'Dir::Cache::Archives "{self._path("archives")}";\n'
                f'Dir::Cache::pkgcache "{self._path("pkgcache.bin")}";\n'
                'Dir::Cache::srcpkgcache "";\n'
                'Acquire::Languages "none";\nAcquire::Retries "2";\n'
                'Acquire::http::Timeout "30";\n'
                '#clear APT::Update::Post-Invoke;\n'
                '#clear APT::Update::Post-Invoke-Success;\n'
                '#clear Acquire::IndexTargets::deb::DEP-11;\n'
                '#clear Acquire::IndexTargets::deb::CNF;\n' + arch)
        if not self.host_status:
            conf += 'APT::Sandbox::User "";\n'
        cache.write_if_changed(self._path("apt.conf"), conf.encode())

    def _forget_lists(self):
        stamp = self._path("updated")
        if os.path.exists(stamp):
            os.unlink(stamp)

    def command(self, *args):
        """Return the argument vector of an apt command on this state."""
        return [args[0], "-c", self._path("apt.conf"), *args[1:]]

    def update(self):
        """Make the package lists present and not older than a day."""
        if self._fresh:
            return
        with cache.lock(f"apt-{self.name}"):
            self._configure()
            stamp = self._path("updated")
            age = None
            if os.path.exists(stamp):
                age = time.time() - os.stat(stamp).st_mtime
            if age is None or not 0 <= age < LISTS_MAX_AGE:
                self._update(stamp, age)
            self._load_records()
        self._fresh = True

    def _update(self, stamp, age):
        ui.say(f"package lists of Debian {self.release} ({self.arch})")
        proc = subprocess.run(
            self.command("apt-get", "-qq", "-o", "APT::Update::Error-Mode=any",
                         "update"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False)
        if proc.returncode == 0:
            with open(stamp, "w", encoding="ascii"):
                pass
        elif age is not None:
            ui.warn(f"cannot refresh the package lists of {self.release} "
                    f"({self.arch}), going on with those of "
                    f"{age / 86400:.0f} days ago")
        elif self._has_release():
            # A mirror that is being renewed may be at odds with itself for a day.
            ui.warn(f"a part of the package lists of {self.release} ({self.arch}) "
                    "cannot be had, going on without it:\n" + tail(proc.stdout))
            with open(stamp, "w", encoding="ascii"):
                pass
        else:
            raise no_network(self.release, self.arch, proc.stdout)

    def _has_release(self):
        """Return whether the list of the release itself is there."""
        return bool(glob.glob(self._path(
            "lists", f"*_debian_dists_{self.release}{self.suites[0]}_main_"
            f"binary-{self.arch}_Packages*")))

    def record(self, package, version=None):
        """Return the candidate's fields, as in Packages, as a dict."""
        self.update()
        name = f"{package}={version}" if version else package
        if name in self._records:
            return self._records[name]
        proc = subprocess.run(
            self.command("apt-cache", "--no-all-versions", "show", name),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, check=False)
        fields = dict(re.findall(r"^(\S+): (.*)$", proc.stdout.split("\n\n")[0],
                                 re.M))
        if "SHA256" not in fields:
            raise ui.UserError(
                f"Debian {self.release} ({self.arch}) has no package {name}"
                f"\n    {proc.stderr.strip()}")
        self._records[name] = fields
        self._save_records()
        return fields

    def _stamp(self):
        """Return what changes with the package lists."""
        return os.stat(self._path("updated")).st_mtime_ns

    def _load_records(self):
        """Take earlier answers of apt-cache (slow) for the same lists."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            with open(self._path("records.json"), encoding="utf-8") as handle:
                data = json.load(handle)
            if data["stamp"] == self._stamp():
                self._records = data["records"]

    def _save_records(self):
        data = {"stamp": self._stamp(), "records": self._records}
        cache.write_if_changed(self._path("records.json"),
                               json.dumps(data).encode())

    def depends(self, package, pattern):
        """Return the first dependency whose name matches the pattern."""
        for name in self.dependencies(package, pattern):
            return name
        raise ui.UserError(f"package {package} of Debian {self.release} "
                           f"({self.arch}) depends on nothing like {pattern}")

    def dependencies(self, package, pattern):
        """Return all dependencies whose names match the pattern."""
        items = self.record(package).get("Depends", "").split(",")
        names = [item.split("(")[0].split("|")[0].strip().split(":")[0]
                 for item in items]
        return [name for name in names if re.fullmatch(pattern, name)]

    def fetch(self, package, version=None):
        """Return the path of a package file whose checksum is right.

        That is found out once in the life of this object.
        """
        rec = self.record(package, version)
        name = os.path.basename(rec["Filename"])
        deb = self._path("debs", name)
        if deb in self._sound and os.path.exists(deb):
            return deb
        with cache.lock(f"deb-{name}"):
            if os.path.exists(deb):
                if cache.sha256(deb) == rec["SHA256"]:
                    self._sound.add(deb)
                    return deb
                ui.warn(f"cached package {name} is damaged or incomplete; "
                        "fetching it again")
                os.unlink(deb)
            self._download(rec, deb)
        return deb

    @contextlib.contextmanager
    def borrow(self, package):
        """Yield the path of a large package file, which is removed afterwards.

        Some parts are taken out of it by several, each once. They take turns: nobody
        removes what somebody else reads.
        """
        with cache.lock(f"borrow-{package}"):
            deb = self.fetch(package)
            yield deb
            os.unlink(deb)

    def _download(self, rec, deb):
        name = rec["Package"]
        ui.say(f"download {name} {rec['Version']} ({rec['Architecture']}, "
               f"{int(rec['Size']) / 1e6:.1f} MB)")
        with cache.publish(self._path("incoming", name)) as scratch:
            proc = subprocess.run(
                self.command("apt-get", "-qq", "download",
                             f"{name}={rec['Version']}"),
                cwd=scratch, stdin=subprocess.DEVNULL, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            got = [f for f in os.listdir(scratch) if f.endswith(".deb")]
            if proc.returncode or len(got) != 1:
                raise no_network(self.release, self.arch, proc.stdout, name)
            source = os.path.join(scratch, got[0])
            if cache.sha256(source) != rec["SHA256"]:
                raise ui.UserError(f"{name}: the archive served a file whose "
                                   "checksum is wrong; try again later")
            os.rename(source, deb)


def tail(output):
    """Return the last lines that apt has said, indented."""
    return "\n".join("    " + s for s in output.strip().splitlines()[-6:])


def no_network(release, arch, output, package=None):
    """Return the error for a failed update or download."""
    what = (f"package {package}" if package else "package lists")
    return ui.UserError(
        f"cannot get the {what} of Debian {release} ({arch}):\n{tail(output)}\n"
        f"  needed once: access to {MIRROR} (or a mirror named by "
        "SCMI_DEBIAN_MIRROR; proxies as configured for apt)")
