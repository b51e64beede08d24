# SPDX-License-Identifier: GPL-2.0-only
"""Sphinx's configuration: sphinx-build -c Documentation . OUT, from the top.

The directive kernel-doc puts DOC blocks of the sources into pages. A block that a
page asks for and that is not there is a warning, and one that no page shows.
"""

import os
import re

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

project = "scmi-agent"
root_doc = "Documentation/index"
exclude_patterns = ["tools/testing/static/planted", "**/.*"]

BLOCK = re.compile(r"^/\*\*?\n \* DOC: (.*)\n((?: \*.*\n)*?) \*/", re.M)
# %CONSTANT and &object.field, as kernel-doc writes them; not in examples.
MARKED = re.compile(r"^(?!\s)(.*?)[%&]([\w.]*\w)")


def blocks(path):
    """Return {title: [(line number, text)]} of a source's DOC blocks."""
    with open(path, encoding="utf-8") as handle:
        text = handle.read()
    return {hit[1]: list(enumerate(
                (MARKED.sub(r"\1``\2``", re.sub(r"^ \* ?", "", line).expandtabs())
                 for line in hit[2].splitlines()),
                text.count("\n", 0, hit.start(2)) + 1))
            for hit in BLOCK.finditer(text)}


class KernelDoc(SphinxDirective):
    """.. kernel-doc:: FILE, whose option :doc: is the title of a block."""

    required_arguments = 1
    option_spec = {"doc": directives.unchanged_required}

    def run(self):
        """Return the block as it is, below its title."""
        path = os.path.normpath(os.path.join(
            os.path.dirname(self.env.doc2path(self.env.docname)),
            self.arguments[0]))
        title = self.options.get("doc", "")
        try:
            lines = blocks(path)[title]
        except (OSError, KeyError):
            raise self.error(f"no DOC: {title} in {self.arguments[0]}") from None
        self.env.note_dependency(path)
        self.env.metadata[self.env.docname].setdefault("shown", set()).add(
            (os.path.relpath(path, self.env.srcdir), title))
        part = nodes.container()
        self.state.nested_parse(StringList(
            [text for _, text in lines],
            items=[(path, number - 1) for number, _ in lines]), 0, part)
        return [nodes.rubric("", title), *part.children]


def unshown(_app, env):
    """Warn of the blocks that are on no page."""
    shown = set().union(*(page.get("shown", ())
                          for page in env.metadata.values()))
    for base, dirs, files in os.walk(env.srcdir):
        dirs[:] = [name for name in dirs if name not in ("planted", ".git")]
        for name in (name for name in files if name.endswith((".c", ".h"))):
            path = os.path.join(base, name)
            rel = os.path.relpath(path, env.srcdir)
            for title, lines in blocks(path).items():
                if (rel, title) not in shown:
                    logging.getLogger(__name__).warning(
                        "no page has DOC: %s", title,
                        location=f"{path}:{lines[0][0]}")


def setup(app):
    """Add what Sphinx does not have."""
    app.add_directive("kernel-doc", KernelDoc)
    app.connect("env-check-consistency", unshown)
