"""Sphinx extension: the four steps of backpropagation as one boxed figure.

    ```{four-steps}
    :name: the-four-steps
    The caption, which is the figure's name.
    ```

A card for each step: its number and title, the network with the step's path lit, the equation, the
function that computes it, and a sentence. What they say is in four_steps.toml.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.drawing.captions import OPTIONS, figure_of
from bpref_docs.drawing.network import Drawing, Point

WORDS = Path(__file__).with_suffix(".toml")


def steps() -> list[dict[str, Any]]:
    """Return the four steps, as the file has them."""
    found: list[dict[str, Any]] = tomllib.loads(WORDS.read_text("utf-8"))["steps"]
    return found


class SmallDrawing(Drawing):
    """The network in a card, where a weight is named only if it is lit."""

    def weight_label(self, name: str, start: Point, end: Point, along: float) -> None:
        """Write the name of a weight on its line, if there is a reason to look at it."""
        if {name, f"d{name}"} & (self.forward | self.gradient):
            super().weight_label(name, start, end, along)


def picture(step: dict[str, Any]) -> str:
    """Return the network with the path of a step lit."""
    lit = set(step["forward"].split()), set(step["gradient"].split())
    return SmallDrawing(*lit, set()).svg(step["alt"], "both")


def equation(lines: list[str]) -> str:
    """Return the TeX of a step's equations, one below the other."""
    if len(lines) == 1:
        return lines[0]
    aligned = r" \\ ".join(line.replace("=", "&=", 1) for line in lines)
    return rf"\begin{{aligned}} {aligned} \end{{aligned}}"


def as_text() -> str:
    """Return the steps as a list, for where no picture can be: equation and sentence, without links."""
    items = [
        f"1. **{step['title']}.** $\\displaystyle {equation(step['equations'])}$\n\n   {step['text']}"
        for step in steps()
    ]
    return re.sub(r"\[([^\]]*)\]\(/[^)]*\)", r"\1", "\n".join(items))


class FourSteps(SphinxDirective):
    """The directive ``four-steps``, whose content is the caption."""

    has_content = True
    option_spec = OPTIONS

    def run(self) -> list[nodes.Node]:
        """Return the figure: the cards as a list that counts, and the caption, which is seen first."""
        self.env.note_dependency(WORDS)
        cards = nodes.enumerated_list("", *(self.card(step) for step in steps()))
        # A result, and its caption is the result's name.
        return [figure_of(self, [cards], ["four-steps", "bpref-result", "name"])]

    def card(self, step: dict[str, Any]) -> nodes.list_item:
        """Return one step."""
        tex = equation(step["equations"])
        return nodes.list_item(
            "",
            nodes.paragraph("", step["title"], classes=["title"]),
            nodes.container("", nodes.raw("", picture(step), format="html"), classes=["bpref-network"]),
            nodes.math_block(tex, tex, docname=self.env.docname, number=None, label=None),
            self.paragraph(step["functions"], "functions"),
            self.paragraph(step["text"], "text"),
        )  # fmt: skip

    def paragraph(self, markdown: str, kind: str) -> nodes.paragraph:
        """Return a text of the file, its links and formulas made."""
        text, messages = self.parse_inline(markdown, lineno=self.lineno)
        return nodes.paragraph("", "", *text, *messages, classes=[kind])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("four-steps", FourSteps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
