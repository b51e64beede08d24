# SPDX-License-Identifier: GPL-2.0-only
"""Parse documents and print what is wrong with them, as file:line: text.

Sphinx's own directives and roles are accepted without a look inside.
"""

import io
import sys

import docutils.core
import docutils.nodes
from docutils.parsers.rst import Directive, directives, roles

DIRECTIVES = ("kernel-doc", "toctree", "literalinclude", "c:function",
              "c:type", "c:struct", "c:macro", "only", "index", "glossary",
              "kernel-figure", "option", "envvar", "code-block")
ROLES = ("doc", "ref", "c:func", "c:type", "c:struct", "c:macro", "c:member",
         "term", "file", "command", "option", "manpage", "envvar", "kbd",
         "program")


class AnyOption(dict):
    """Options of every name, their values as they are."""

    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        return directives.unchanged

    def __bool__(self):
        return True


class Opaque(Directive):
    """A directive of Sphinx."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True
    option_spec = AnyOption()

    def run(self):
        """Leave nothing in the document."""
        return []


def opaque_role(_name, rawtext, text, *_args, **_kwargs):
    """Take the text of a role as it is."""
    return [docutils.nodes.literal(rawtext, text)], []


def main():
    """Check every file named on the command line."""
    for name in DIRECTIVES:
        directives.register_directive(name, Opaque)
    for name in ROLES:
        roles.register_local_role(name, opaque_role)
    log = io.StringIO()
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as handle:
            docutils.core.publish_doctree(
                handle.read(), source_path=name,
                settings_overrides={"report_level": 2, "halt_level": 5,
                                    "file_insertion_enabled": False,
                                    "warning_stream": log})
    print(log.getvalue(), end="")
    return bool(log.getvalue())


if __name__ == "__main__":
    sys.exit(main())
