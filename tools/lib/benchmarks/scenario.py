# SPDX-License-Identifier: GPL-2.0-only
"""What every scenario is: something that makes rows of the table."""


class Scenario:
    """A step that measures; run() returns its rows.

    alone: its figures are times of this machine, and it wants it for itself.
    guest: whose kernel it needs.
    """

    alone = False
    guest = "k5"

    def __init__(self, group, about, transport=""):
        self.group = group
        self.about = about
        self.transport = transport
        self.name = f"{group}-{transport}" if transport else group

    def matches(self, chosen):
        """Return whether it is selected by any of these words."""
        return not chosen or any(word in (self.group, self.name,
                                          self.transport) for word in chosen)

    def run(self, options):
        """Measure; options.quick: as little as makes sense; return rows."""
        raise NotImplementedError
