"""Sphinx extension: what the examples below need comes first, folded.

A {doctest} with the option ``:setup:`` is a block as any other, run by the tests and to be copied; on
the page it unfolds. With ``:not-in-browsers:`` it has no button that runs it (bpref_docs/live): it prints
what a browser's arithmetic, which reports no overflow, cannot make NumPy print.
"""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.ext.doctest import DoctestDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

SUMMARY = "Setup of the examples below"


class Doctest(DoctestDirective):
    """The directive ``doctest``, with two options more."""

    option_spec: ClassVar[OptionSpec] = {
        **DoctestDirective.option_spec,
        "setup": directives.flag,
        "not-in-browsers": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Return the block, folded where it is a setup."""
        block = super().run()
        if "not-in-browsers" in self.options:
            for node in block:
                if isinstance(node, nodes.Element):
                    node["classes"].append("not-in-browsers")
        if "setup" not in self.options:
            return block
        start = f'<details class="setup"><summary>{SUMMARY}</summary>'
        return [
            nodes.raw("", start, format="html"), *block, nodes.raw("", "</details>", format="html")
        ]  # fmt: skip


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the directive in the place of Sphinx's own."""
    app.setup_extension("sphinx.ext.doctest")
    app.add_directive("doctest", Doctest, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
