# SPDX-License-Identifier: GPL-2.0-only
"""Gates that build the modules: compiler warnings, sparse."""

import functools
import os
import re
import shutil
import subprocess

from scmitest import cache, kernels, modbuild, proc, ui

from .base import Clean, Gate, output
from .newest import Newest

# What a build says that matters, and what of it is not about our source.
WORTH = re.compile(r"warning|error|WARNING|ERROR|undefined|\*\*\*", re.I)
NOISE = re.compile(
    r"pahole version differs|compiler differs from the one|"
    r"Skipping BTF generation|^make(\[\d+\])?: |in expansion of macro")


CROSS = "aarch64-linux-gnu-gcc"


def version(program):
    """Return what a program says it is."""
    return output([program, "--version"])


@functools.cache
def kernel_of(series, arch):
    """Return a kernel to build for; the same one each time."""
    return Newest() if series == "newest" else kernels.Kernel(arch, series)


class Build:
    """One kernel that modules can be built for."""

    def __init__(self, series, arch="arm64"):
        self.series = series
        self.kernel = kernel_of(series, arch)
        self.name = self.kernel.release
        self.kdir = self.kernel.kdir()

    def make(self, directory, *args):
        """Run make for the modules in a directory; return its findings."""
        jobs = f"-j{proc.processors()}"
        cmd = ["make", "-s", "-k", jobs, "-C", self.kdir, f"M={directory}",
               *cache.compiled(self.kernel.make_args()),
               "CONFIG_DEBUG_INFO_BTF_MODULES=",
               *args, "modules"]
        done = subprocess.run(cmd, stdin=subprocess.DEVNULL, text=True,
                              env=cache.compilers(),
                              stdout=subprocess.PIPE, errors="replace",
                              stderr=subprocess.STDOUT, check=False)
        findings = told(done.stdout, directory)
        if done.returncode and not findings:
            findings = done.stdout.splitlines()[-10:]
        return [f"{self.name}: {line}" for line in findings] \
            or ([] if modules(directory) else [f"{self.name}: built nothing"])

    def stack(self, tree):
        """Build a tree's modules with all warnings on; return the findings.

        The checkout is built where it is built for guests: as its objects are the
        same, the compiler cache has most of them, and what was said of them.
        """
        if not tree.whole:
            copy = self._keep(tree, tree.root)
            return self.make(copy, *modbuild.WARNINGS)
        here = modbuild.tree(self.kernel)
        with modbuild.lock(here):
            modbuild.mirror(tree.root, here)
            for path in found(here, ".o", skip=("tools",)):
                os.unlink(path)
            findings = self.make(here, *modbuild.WARNINGS)
            if self.series == "newest":
                self._keep(tree, here)
        return findings

    def _keep(self, tree, source):
        """Copy a directory to where other gates look for a tree that was built."""
        tree.built = f"{tree.root}.built-{self.name}"
        shutil.rmtree(tree.built, ignore_errors=True)
        shutil.copytree(source, tree.built, symlinks=True,
                        ignore=shutil.ignore_patterns("tools"))
        return tree.built

    def built(self, tree):
        """Return a copy of a tree with its modules built, for the newest kernel."""
        if not tree.built:
            self.stack(tree)
        return tree.built


def found(directory, suffix, skip=()):
    """Return the paths of files below a directory, of which some are left out."""
    paths = []
    for base, dirs, names in os.walk(directory):
        dirs[:] = [name for name in dirs if name not in skip]
        paths += [os.path.join(base, name) for name in names
                  if name.endswith(suffix)]
    return sorted(paths)


def modules(directory):
    """Return the paths of the modules below a directory."""
    return found(directory, ".ko")


def objects(directory):
    """Return the sources that were compiled below a directory."""
    found = set()
    for base, _, names in os.walk(directory):
        for name in names:
            if name.endswith(".o.cmd") and not name.endswith(".mod.o.cmd"):
                with open(os.path.join(base, name), encoding="utf-8") as text:
                    hit = re.search(r"^source_\S+ := (\S+\.c)$", text.read(),
                                    re.M)
                # Relative to the directory of make, absolute before 6.13.
                if hit and not hit[1].endswith("module-common.c"):
                    full = os.path.join(directory, hit[1])
                    found.add(os.path.relpath(full, directory))
    return sorted(found)


def told(text, directory):
    """Return the lines of a build that matter, paths relative."""
    return [line.replace(directory + "/", "").replace("././", "")
            for line in text.splitlines()
            if WORTH.search(line) and not NOISE.search(line)]


class OfBuilds(Gate):
    """What is said of the modules as they are built for some kernels."""

    builds = True
    # Kernels, by the arguments of Build.
    targets = [("newest",)]
    # Programs of whose version the answer depends.
    tools = (CROSS,)

    def check(self, tree):
        findings = []
        sources = tree.built_from()
        with Clean(self.name, *map(version, self.tools)) as clean:
            for build in [Build(*target) for target in self.targets]:
                findings += clean.findings(
                    build.name, [build.kernel.version, *sources],
                    lambda build=build: self.look(tree, build))
        return findings

    def look(self, tree, build):
        """Look at the modules for one kernel; return the findings."""
        raise NotImplementedError


def some(found):
    """Return what a build left; that it left nothing is no clean result."""
    if not found:
        raise ui.UserError("nothing was built, so nothing to look at")
    return found


class Compile(OfBuilds):
    """Every module, on every supported kernel, without a warning."""

    name = "build"
    title = "W=1 build, warnings are errors"
    needs = (("make", "make"), ("gcc", "gcc"), ("bc", "bc"),
             ("xz", "xz-utils"), ("ccache", "ccache"),
             (CROSS, "gcc-aarch64-linux-gnu"))
    tools = ("gcc", CROSS)
    # What is particular to amd64 is the same in all. Modules for PREEMPT_RT are
    # built for its guest, those of Debian 13 for ./tools/check install: they differ in
    # nothing that a warning could be about.
    targets = [("6.1", "amd64")] + [
        (series, "arm64") for series in kernels.RELEASES
        if "-" not in series]

    # Where the modules are, below the tree.
    below = ""

    def look(self, tree, build):
        """Build the modules for one kernel; return the findings."""
        if not self.below:
            return build.stack(tree)
        copy = tree.copy(f"{self.name}-{build.name}")
        return build.make(os.path.join(copy, self.below), *modbuild.WARNINGS)


class CompatBuild(Compile):
    """The shadow headers alone, each shadowed name used once."""

    name = "compat"
    title = "shadow headers build"
    below = "tools/testing/static/compat"


class OfModules(OfBuilds):
    """What is said of each module, and of the objects that it is linked from."""

    after = "build"

    def look(self, tree, build):
        directory = build.built(tree)
        return [f"{os.path.basename(module)}: {finding}"
                for module in some(modules(directory))
                for finding in self.findings(module, directory)]

    def findings(self, module, directory):
        """Return what there is to say of a module that was built in a directory."""
        raise NotImplementedError


class Sparse(OfBuilds):
    """Types that the compiler does not tell apart: __le32, __iomem, __rcu."""

    name = "sparse"
    after = "build"
    title = "sparse"
    needs = (("sparse", "sparse"),) + Compile.needs
    tools = ("sparse", CROSS)
    wrapper = os.path.join(os.path.dirname(os.path.dirname(__file__)),
                           "sparse")

    def look(self, tree, build):
        """Have sparse look at all that is compiled; return what it says."""
        build.kdir = build.kernel.kdir_for_sparse()
        copy = tree.built or tree.copy("sparse")
        log = copy + ".log"
        os.environ["SCMI_SPARSE_LOG"] = log
        findings = build.make(copy, *modbuild.WARNINGS, "C=2",
                              f"CHECK={self.wrapper}")
        with open(log, "a+", encoding="utf-8") as handle:
            handle.seek(0)
            checked = {os.path.relpath(os.path.join(copy, line.strip()), copy)
                       for line in handle}
        compiled = objects(copy)
        if not compiled:
            raise ui.UserError("nothing was built\n" + "\n".join(findings))
        skipped = set(compiled) - checked
        return findings + [f"{name}: sparse did not see this file"
                           for name in sorted(skipped)]
