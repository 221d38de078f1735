"""Sphinx extension: every formula becomes MathML in the build, so that no script has to draw it."""

import re
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from bpref_docs.mathematics.formula import to_mathml

logger = logging.getLogger(__name__)


class PlainTitles(SphinxTransform):
    """Let the search and other lists of titles say ``dW[2]``, where MathML is not possible."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Give each formula of a heading a plain text, and keep its TeX for the page."""
        for title in self.document.findall(nodes.title):
            for formula in title.findall(nodes.math):
                formula["tex"] = formula.astext()
                plain = re.sub(r"[\\^_{}]", "", formula["tex"].replace(r"\T", "ᵀ"))
                formula.clear()
                formula += nodes.Text(plain)


def keep_punctuation(part: nodes.Element) -> None:
    """Move the punctuation behind each formula into the formula's node."""
    for formula in list(part.findall(nodes.math)):
        # By position: two texts that read alike are equal.
        siblings = formula.parent.children
        behind = next(i for i, node in enumerate(siblings) if node is formula) + 1
        text = siblings[behind] if behind < len(siblings) else None
        if isinstance(text, nodes.Text) and (found := re.match(r"[.,;:!?)]+", text)):
            formula["punctuation"] = found[0]
            if "tex" in formula:  # a title's plain text, for the search
                formula[0] = nodes.Text(formula.astext() + found[0])
            formula.parent[behind] = nodes.Text(text[found.end() :])


class KeepPunctuation(SphinxPostTransform):
    """Let no line break between a formula and the full stop after it: MathML alone would."""

    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Change the page."""
        keep_punctuation(self.document)


def is_part_of_a_name(node: nodes.Node) -> bool:
    """Say whether a node stands in a heading or a link, or in what a template puts into one."""
    while node := node.parent:
        if isinstance(node, nodes.title | nodes.reference) or node.get("of_a_link"):
            return True
    return False


@cache  # titles stand in the contents of every page
def with_a_name(mathml: str) -> str:
    """Return a formula with its text as its name: browsers leave it out of that of a link."""
    formula = BeautifulSoup(mathml, "html.parser")
    for math in formula.find_all("math"):
        math["aria-label"] = " ".join(math.get_text().split())
    return str(formula)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    mathml, punctuation = checked_mathml(node, display=False), node.get("punctuation")
    if is_part_of_a_name(node):
        mathml = with_a_name(mathml)
    self.body.append(
        f'<span class="unbroken">{mathml}{punctuation}</span>' if punctuation else mathml
    )
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed equation, its number beside it."""
    # The number stays outside the part that scrolls on a narrow screen.
    self.body.append(self.starttag(node, "div", CLASS="equation"))
    self.body.append(f'<div class="scroll">{checked_mathml(node, display=True)}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def checked_mathml(node: nodes.Element, display: bool) -> str:
    """Return a node's MathML; wrong TeX is a warning, which the strict build refuses."""
    tex = node.get("tex", node.astext())
    if numbered := re.search(r"\\begin\{(align|equation|gather|multline)\}", tex):
        logger.warning("%s would be numbered twice: use aligned", numbered[0], location=node)
    try:
        return to_mathml(tex, display)
    except ValueError as error:
        logger.warning("%s, in the formula %s", error, tex, location=node)
        return ""


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer; conf.py chooses it with html_math_renderer."""
    app.add_html_math_renderer(
        "mathml", inline_renderers=(visit_math, None), block_renderers=(visit_math_block, None)
    )
    app.add_transform(PlainTitles)
    app.add_post_transform(KeepPunctuation)
    app.setup_extension("bpref_docs.mathematics.font")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
