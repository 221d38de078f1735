r"""Sphinx extension: every formula becomes MathML in the build, so that no script has to draw it.

Macros for the pages: ``\fwd{..}``, ``\grad{..}`` and ``\para{..}`` colour what flows forward,
gradients and parameters; ``\shape{A}{3 \times 2}`` sets a shape under its symbol; ``\T`` is the
transpose sign, as in ``W^{[2]\T}``.
"""

import re
import unicodedata
from html import unescape
from importlib.metadata import distribution
from pathlib import Path

from docutils import nodes
from fontTools import subset
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)

# math-core knows fixed colours only, so each macro takes a colour that stands for a CSS variable.
COLOURS = {
    "#0000F1": "var(--bpref-forward)",
    "#0000F2": "var(--bpref-gradient)",
    "#0000F3": "var(--bpref-parameter)",
    "#0000F4": "var(--bpref-muted)",
}
MACROS = {
    "fwd": r"{\color[HTML]{0000F1}#1}",
    "grad": r"{\color[HTML]{0000F2}#1}",
    "para": r"{\color[HTML]{0000F3}#1}",
    "shape": r"\underset{\color[HTML]{0000F4}#2}{#1}",
    "T": r"\mathsf{T}",
}
converter = LatexToMathML(macros=MACROS, fancy_error=False)


def to_mathml(tex: str, display: bool = False) -> str:
    """Return the MathML element of a formula; raise LatexError for TeX that is wrong."""
    mathml = converter.convert_with_local_state(tex, displaystyle=display)
    for colour, variable in COLOURS.items():
        mathml = mathml.replace(f"color:{colour};", f"color:{variable}")
    # \para{W^{[l]}}^\T: one superscript, [l]T, and not a T raised above the [l].
    coloured = r'<msup>(<mrow style="[^"]*"><msup>(?:(?!</?msup>).)*)(</mrow></msup></mrow>)'
    mathml = re.sub(coloured + "(<mi>𝖳</mi>)</msup>", r"\1\3\2", mathml)
    # Chromium stretches a sized bracket that has an index only inside an mrow.
    sized = r"(<m(?:sub|sup|subsup)>)(<mo minsize[^>]*>[^<]*</mo>)"
    mathml = re.sub(sized, r"\1<mrow>\2</mrow>", mathml)
    # The font's prime is raised already: as a superscript it would float above the letter.
    raised = "<msup>(<mi>[^<]*</mi>)<mo>([′″‴])</mo></msup>"
    return re.sub(raised, r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', mathml)


class KeepPunctuation(SphinxPostTransform):
    """Let no line break between a formula and the full stop after it: MathML alone would."""

    default_priority = 500

    def run(self) -> None:
        """Move the punctuation behind each formula into the formula's node."""
        for formula in list(self.document.findall(nodes.math)):
            # By position: two texts that read alike are equal.
            siblings = formula.parent.children
            behind = next(i for i, node in enumerate(siblings) if node is formula) + 1
            text = siblings[behind] if behind < len(siblings) else None
            if isinstance(text, nodes.Text) and (found := re.match(r"[.,;:!?)]+", text)):
                formula["punctuation"] = found[0]
                formula.parent[behind] = nodes.Text(text[found.end() :])


def visit_math(self, node: nodes.math) -> None:
    """Write a formula within a line."""
    mathml, punctuation = checked_mathml(node, display=False), node.get("punctuation")
    self.body.append(
        f'<span class="unbroken">{mathml}{punctuation}</span>' if punctuation else mathml
    )
    raise nodes.SkipNode


def visit_math_block(self, node: nodes.math_block) -> None:
    """Write a displayed equation, its number beside it."""
    # The number stays outside the part that scrolls on a narrow screen, and keys can scroll it.
    self.body.append(self.starttag(node, "div", CLASS="equation"))
    self.body.append(f'<div class="scroll" tabindex="0">{checked_mathml(node, display=True)}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def checked_mathml(node: nodes.Element, display: bool) -> str:
    """Return a node's MathML; wrong TeX is a warning, which the strict build refuses."""
    tex = node.astext()
    if numbered := re.search(r"\\begin\{(align|equation|gather|multline)\}", tex):
        logger.warning("%s would be numbered twice: use aligned", numbered[0], location=node)
    try:
        return to_mathml(tex, display)
    except LatexError as error:
        logger.warning("%s, in the formula %s", error, tex, location=node)
        return ""


def write_font(app: Sphinx, exception: Exception | None) -> None:
    """Write the part of STIX Two Math that the built pages use into the site."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = (page.read_text("utf-8") for page in out.rglob("*.html"))
    used = {
        c
        for page in pages
        for formula in re.findall(r"<math.*?</math>", page, re.DOTALL)
        for c in unescape(re.sub(r"<[^>]*>", "", formula))
    }
    # A browser draws <mi>a</mi> with another character, the mathematical italic a.
    italics = [chr(0x210E), *map(chr, [*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)])]
    used |= {italic for italic in italics if unicodedata.normalize("NFKC", italic) in used}
    used |= set("√ ")  # a root is an element, not a character of the page

    target = out / "_static" / "stix-two-math.woff2"
    characters = Path(app.doctreedir) / "stix-two-math.txt"
    if target.exists() and characters.exists() and set(characters.read_text("utf-8")) == used:
        return
    # Names 0 and 13 are the copyright and the licence, which the OFL wants kept.
    options = subset.Options(
        flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14],
        layout_features=["math", "ssty", "flac", "dtls"], drop_tables=["DSIG", "GDEF", "GPOS"],
    )  # fmt: skip
    font = subset.load_font(
        distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf"), options
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(used))
    subsetter.subset(font)
    subset.save_font(font, target, options)
    characters.write_text("".join(sorted(used)), "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer; conf.py chooses it with html_math_renderer."""
    app.add_html_math_renderer(
        "mathml", inline_renderers=(visit_math, None), block_renderers=(visit_math_block, None)
    )
    app.add_post_transform(KeepPunctuation)
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
