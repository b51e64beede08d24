# SPDX-License-Identifier: GPL-2.0-only
"""Programs that the host needs: found, installed, or asked for."""

import glob
import os
import platform as machine
import re
import shutil
import subprocess

from . import kernels, ui
from .apt import Apt

QEMU_MIN = (9, 0, 0)
QEMU_DEVICE = "vhost-user-scmi-pci"
SETUP = "tools/testing/qemu/setup"
SBIN = ":/usr/sbin:/sbin"
# program: package
PROGRAMS = {"make": "make", "gcc": "gcc", "depmod": "kmod",
            "ccache": "ccache", "dtc": "device-tree-compiler", "dpkg-deb": "dpkg",
            "apt-get": "apt"}
FOREIGN = {"arm64": ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
           "amd64": ("x86_64-linux-gnu-gcc", "gcc-x86-64-linux-gnu")}
# file: package; what the compilers only recommend
FILES = {"/usr/include/stdio.h": "libc6-dev",
         "/usr/share/keyrings/debian-archive-keyring.gpg":
         "debian-archive-keyring"}
# To build a kernel, which only some guests ask for.
KERNEL_PROGRAMS = {"flex": "flex", "bison": "bison", "bc": "bc",
                   "xz": "xz-utils", "perl": "perl"}
# Also a file, whose path has the compiler's version.
LIBFUZZER = {"clang": "clang", "/usr/lib/llvm-*/lib/clang/*/lib/linux/"
             "libclang_rt.fuzzer-*.a": "libclang-rt-dev"}
# To build packages.
PACKAGING = {"dpkg-buildpackage": "dpkg-dev", "dh": "debhelper",
             "dh_dkms": "dh-dkms", "rst2man": "python3-docutils",
             "lintian": "lintian", "openssl": "openssl", "rpmbuild": "rpm",
             "/usr/share/build-essential/list": "build-essential"}
# To build modules for 32-bit machines.
BITS32 = {"arm-linux-gnueabihf-gcc": "gcc-arm-linux-gnueabihf",
          "qemu-arm": "qemu-user"}
CROSS_FILES = {"arm64": ("/usr/aarch64-linux-gnu/include/stdio.h",
                         "libc6-dev-arm64-cross")}


def which(program):
    """Like shutil.which(), with the sbin directories of any user."""
    return shutil.which(program, path=os.environ.get("PATH", "") + SBIN)


def codename():
    """Return the codename of the host's release, "" if it is not Debian."""
    try:
        release = machine.freedesktop_os_release()
    except OSError:
        return ""
    if release.get("ID") != "debian":
        return ""
    return release.get("VERSION_CODENAME", "")


def missing_packages():
    """Return the packages to install from the host's own sources."""
    need = dict(PROGRAMS)
    for arch, (compiler, package) in FOREIGN.items():
        if arch != kernels.host_arch():
            need[compiler] = package
    packages = [p for program, p in need.items() if not which(program)]
    files = dict(FILES)
    if kernels.host_arch() != "arm64":
        files.update([CROSS_FILES["arm64"]])
    packages += [p for path, p in files.items() if not os.path.exists(path)]
    if not which("qemu-system-x86_64"):
        packages.append("qemu-system-x86")
    return sorted(set(packages))


def qemu_trouble(program):
    """Return what is wrong with an arm64 QEMU for us, or None."""
    path = which(program)
    if not path:
        return f"{program} is not installed"
    version = kernels.installed_version(path)
    text = ".".join(map(str, version))
    if version < QEMU_MIN:
        return (f"{path} is QEMU {text}; {QEMU_MIN[0]}.{QEMU_MIN[1]} or newer "
                f"is needed, because it has to have {QEMU_DEVICE}")
    listing = subprocess.run([path, "-device", "help"], text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, check=False).stdout
    if not re.search(rf'"{QEMU_DEVICE}"', listing):
        return f"{path} (QEMU {text}) was built without {QEMU_DEVICE}"
    return None


def ensure():
    """Make sure that everything is there; install what is not, if root."""
    chosen = os.environ.get("QEMU")
    if chosen and (trouble := qemu_trouble(chosen)):
        raise ui.UserError(f"$QEMU: {trouble}")
    packages = missing_packages()
    trouble = None if chosen else qemu_trouble("qemu-system-aarch64")
    if not packages and not trouble:
        return
    reasons = ([trouble] if trouble else []) + (
        ["missing packages: " + " ".join(packages)] if packages else [])
    if os.geteuid() != 0:
        raise ui.UserError("; ".join(reasons)
                           + f"\n  install with: sudo {SETUP}")
    install(packages, bool(trouble))


def ensure_kernel_build():
    """Make sure that a kernel can be built; install what lacks, if root."""
    ensure_programs(KERNEL_PROGRAMS, "to build a kernel")


def ensure_programs(programs, purpose):
    """Make sure that programs and files are there: {program: package}."""
    packages = sorted(p for program, p in programs.items()
                      if not which(program) and not glob.glob(program))
    if not packages:
        return
    if os.geteuid() != 0:
        raise ui.UserError(f"missing packages {purpose}: "
                           + " ".join(packages) + "\n  install with: sudo "
                           "apt-get install " + " ".join(packages))
    with ui.stage("install " + " ".join(packages)):
        host_install(packages)


def install(packages, new_qemu):
    """Install packages from the host's sources, and a QEMU that is new."""
    backport = codename() == "bookworm"
    if new_qemu and not backport:
        packages = packages + ["qemu-system-arm"]
    if backport and "qemu-system-x86" in packages:
        # Both QEMUs share files and must be of one version.
        packages = [p for p in packages if p != "qemu-system-x86"]
        new_qemu = True
    if packages:
        with ui.stage("install " + " ".join(packages)):
            host_install(packages)
    if new_qemu and backport:
        with ui.stage("install QEMU from bookworm-backports"):
            backports_install(["qemu-system-arm", "qemu-system-x86"])
    if trouble := qemu_trouble("qemu-system-aarch64"):
        raise ui.UserError(f"{trouble}\n  set QEMU=/path/to/qemu-system-aarch64"
                           " to use another one")


def apt_install(command, what):
    """Run an apt-get install; never ask, wait for another one's lock."""
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    ui.run(command, what, env=env)


def host_install(packages):
    """Install from the sources that the host has; refresh lists if needed."""
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-y", "-qq",
               "--no-install-recommends", "install", *packages]
    try:
        apt_install(command, "apt-get install")
    except ui.UserError:
        ui.run(["apt-get", "-qq", "update"], "apt-get update")
        apt_install(command, "apt-get install")


def backports_install(packages):
    """Install from backports through a private state; /etc stays as it is."""
    state = Apt("bookworm", kernels.host_arch(),
                ("", "-updates", "-security", "-backports"), host_status=True)
    state.update()
    apt_install(state.command(
        "apt-get", "-o", "DPkg::Lock::Timeout=300", "-y", "-qq", "-t",
        "bookworm-backports", "--no-install-recommends", "install",
        *packages), "installing QEMU from bookworm-backports")
