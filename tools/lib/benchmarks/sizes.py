# SPDX-License-Identifier: GPL-2.0-only
"""How large the modules are: text, data and bss, as size(1) has them."""

import os

from scmitest import runner, suites, ui

from .guests import HERE
from .rows import Row
from .scenario import Scenario

# What is compared, and the modules that it takes. Mainline's core has all protocols
# that it knows, ours those that we have by now.
PARTS = (("core", ("scmi-agent",), ("scmi-core", "scmi-module")),
         ("virtio", ("scmi-agent-virtio",), ("scmi_transport_virtio",)),
         ("mailbox", ("scmi-agent-mailbox",), ("scmi_transport_mailbox",)),
         ("clk", ("scmi-agent-clk",), ("scmi-clk",)),
         ("cpufreq", ("scmi-agent-cpufreq",), ("scmi-cpufreq",)),
         ("hwmon", ("scmi-agent-hwmon",), ("scmi-hwmon",)),
         ("IIO", ("scmi-agent-iio",), ("scmi_iio",)),
         ("reset", ("scmi-agent-reset",), ("reset-scmi",)),
         ("regulator", ("scmi-agent-regulator",), ("scmi-regulator",)),
         ("pinctrl", ("scmi-agent-pinctrl",), ("pinctrl-scmi",)),
         ("genpd", ("scmi-agent-genpd",), ("scmi_pm_domain",)),
         ("syspower", ("scmi-agent-syspower",), ("scmi_power_control",)))


def find(top):
    """Return the modules below a directory, by name."""
    return {name[:-3]: os.path.join(base, name)
            for base, _, names in os.walk(top)
            for name in names if name.endswith(".ko")}


def total(kernel, names, files):
    """Return the bytes of some modules."""
    missing = [name for name in names if name not in files]
    if missing:
        raise ui.UserError(f"kernel {kernel.release}: no module "
                           + ", ".join(missing))
    lines = ui.run([kernel.prefix() + "size", *(files[n] for n in names)],
                   "size").splitlines()[1:]
    return sum(int(line.split()[3]) for line in lines)


class Sizes(Scenario):
    """Sizes of module files."""

    def __init__(self):
        super().__init__("size", "text, data and bss of the modules")

    def run(self, options):
        """Return a row for each part."""
        suite = suites.load(HERE)
        kernel = runner.kernel_for(suites.guests()[self.guest])
        parts = tuple("=" + name for name in suite.modules)
        built = runner.modules(kernel, parts, True)
        ours = {os.path.basename(path)[:-3]: path for path in built}
        theirs = find(os.path.join(kernel.image(), "lib/modules"))
        return [Row(f"size {part}", "bytes", total(kernel, own, ours),
                    total(kernel, other, theirs))
                for part, own, other in PARTS]


def scenarios():
    """Return them in the order of the table."""
    return [Sizes()]
