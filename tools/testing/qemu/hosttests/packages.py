# SPDX-License-Identifier: GPL-2.0-only
"""Getting packages and kernels: damage, no network, no room."""

import io
import os
import subprocess
import time
from concurrent import futures

from scmitest import apt, cache, kernels, ownkernel, proc

from . import TOP, Environment, refused, test


class Mirrorless:
    """An apt state whose one package comes from a file, not from a mirror."""

    def __init__(self, tmp):
        self.state = apt.Apt("bookworm", "arm64")
        self.good = os.path.join(tmp, "good")
        with open(self.good, "wb") as handle:
            handle.write(os.urandom(100000))
        self.record = {"Package": "x", "Version": "1", "Architecture": "all",
                       "Size": "100000", "Filename": "pool/x_1_all.deb",
                       "SHA256": cache.sha256(self.good)}
        self.downloads = 0
        self.state.record = lambda package, version=None: self.record
        self.state._download = self.download
        self.deb = os.path.join(self.state.dir, "debs", "x_1_all.deb")
        os.makedirs(os.path.dirname(self.deb))

    def download(self, rec, deb):
        """Stand in for apt-get download."""
        self.downloads += 1
        with open(self.good, "rb") as source, open(deb, "wb") as target:
            target.write(source.read())


def no_mirror(tmp):
    """Return an Environment with an empty cache and a mirror that nobody serves."""
    return Environment(XDG_CACHE_HOME=tmp,
                       SCMI_DEBIAN_MIRROR="http://127.0.0.1:9")


@test
def package_kept(tmp):
    """packages: a sound one in the cache is not fetched again"""
    with Environment(XDG_CACHE_HOME=tmp):
        fake = Mirrorless(tmp)
        assert fake.state.fetch("x") == fake.state.fetch("x") == fake.deb
        assert fake.downloads == 1


@test
def package_cut(tmp):
    """packages: one that was cut short is noticed and fetched again"""
    with Environment(XDG_CACHE_HOME=tmp):
        fake = Mirrorless(tmp)
        fake.state.fetch("x")
        os.truncate(fake.deb, 1000)
        assert cache.sha256(fake.state.fetch("x")) == fake.record["SHA256"]
        assert fake.downloads == 2


@test
def package_flipped(tmp):
    """packages: one with a changed byte is noticed and fetched again"""
    with Environment(XDG_CACHE_HOME=tmp):
        fake = Mirrorless(tmp)
        fake.state.fetch("x")
        with open(fake.deb, "r+b") as handle:
            handle.seek(5000)
            byte = handle.read(1)[0]
            handle.seek(5000)
            handle.write(bytes([byte ^ 1]))
        assert cache.sha256(fake.state.fetch("x")) == fake.record["SHA256"]
        assert fake.downloads == 2


@test
def package_borrowed(tmp):
    """packages: one that is removed after use stays while somebody reads it"""
    with Environment(XDG_CACHE_HOME=tmp):
        fake = Mirrorless(tmp)

        def read():
            with fake.state.borrow("x") as deb:
                time.sleep(0.05)
                return cache.sha256(deb)

        with futures.ThreadPoolExecutor(4) as pool:
            sums = {job.result() for job in [pool.submit(read) for _ in range(4)]}
        assert sums == {fake.record["SHA256"]}
        assert not os.path.exists(fake.deb)


@test
def package_half_unpacked(tmp):
    """packages: a tree that was not finished is never taken for one"""
    with Environment(XDG_CACHE_HOME=tmp):
        target = os.path.join(tmp, "tree")
        try:
            with cache.publish(target) as scratch:
                with open(os.path.join(scratch, "x"), "w",
                          encoding="ascii") as handle:
                    handle.write("half")
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        assert os.listdir(tmp) == [], os.listdir(tmp)


@test
def no_network(tmp):
    """packages: without a network, and without lists, the error says so"""
    with no_mirror(tmp):
        refused(lambda: kernels.Kernel("arm64", "6.1"), "cannot get",
                "needed once")


@test
def no_network_but_lists(tmp):
    """packages: without a network, lists from earlier serve on"""
    with no_mirror(tmp):
        state = apt.Apt("bookworm", "arm64")
        state._configure()
        stamp = os.path.join(state.dir, "updated")
        with open(stamp, "w", encoding="ascii"):
            pass
        old = time.time() - 3 * 24 * 3600
        os.utime(stamp, (old, old))
        state.update()


@test
def half_a_mirror(tmp):
    """packages: without the lists of security updates, the release's serve alone"""
    with no_mirror(tmp):
        state = apt.Apt("bookworm", "arm64")
        state._configure()
        lists = os.path.join(state.dir, "lists")

        def has(suite):
            with open(os.path.join(lists, f"deb.debian.org_{suite}_main_binary-"
                                   "arm64_Packages"), "w", encoding="ascii"):
                pass

        has("debian-security_dists_bookworm-security")
        refused(state.update, "cannot get", "needed once")
        has("debian_dists_bookworm")
        state.update()


@test
def cache_unwritable():
    """cache: a directory that cannot be written is named"""
    with Environment(XDG_CACHE_HOME="/proc/scmi"):
        refused(cache.root, "/proc/scmi/scmi-agent", "XDG_CACHE_HOME")


@test
def no_such_kernel():
    """kernels: an unknown series names the known ones"""
    refused(lambda: kernels.Kernel("arm64", "5.4"), "5.4", "6.1")


@test
def own_options():
    """own kernels: options that did not take effect are named"""
    config = "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=m\nCONFIG_N=18\n"
    assert ownkernel.missing_options(config, config) == []
    assert ownkernel.missing_options(
        "CONFIG_A=y\nCONFIG_B=y\nCONFIG_C=y\nCONFIG_N=20\nCONFIG_X=m\n",
        config) == ["CONFIG_B=y", "CONFIG_C=y", "CONFIG_N=20", "CONFIG_X=m"]
    assert ownkernel.missing_options("# CONFIG_A is not set\nCONFIG_B=n\n",
                                     config) == ["# CONFIG_A is not set"]
    assert ownkernel.missing_options("CONFIG_A=m\nCONFIG_A=y\n",
                                     config) == []


@test
def own_ended():
    """own kernels: a run that is to end does not wait for one"""
    proc.ending.set()
    try:
        ownkernel.follow(["  CC      a.o\n"], io.StringIO(), "k")
    except InterruptedError:
        return
    finally:
        proc.ending.clear()
    raise AssertionError("it waits")


@test
def own_prune(tmp):
    """own kernels: what module builds need survives the pruning"""
    keep = ("Makefile", ".config", "Module.symvers", "scripts/mod/modpost.o",
            "include/generated/autoconf.h", "scripts/module.lds")
    drop = ("vmlinux", "kernel/fork.o", "kernel/.fork.o.cmd", "lib/lib.a")
    for name in keep + drop:
        path = os.path.join(tmp, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii"):
            pass
    ownkernel.prune(tmp)
    left = {os.path.relpath(os.path.join(base, name), tmp)
            for base, _, names in os.walk(tmp) for name in names}
    assert left == set(keep), left


@test
def no_headers():
    """kernels: make without headers names them"""
    if not os.path.exists(os.path.join(TOP, "Makefile")):
        raise AssertionError("no Makefile")
    out = subprocess.run(["make", "-C", TOP, "KDIR=/nonexistent"], text=True,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, check=False)
    assert out.returncode and "/nonexistent" in out.stdout, out.stdout
    assert "headers" in out.stdout, out.stdout
