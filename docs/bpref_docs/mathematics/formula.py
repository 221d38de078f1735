r"""A formula's TeX becomes MathML, its symbols in their colours (colouring.py).

Macros: ``\shape{A}{3 \times 2}`` sets a shape under its symbol; ``\T`` is the transpose sign, as in
``W^{[2]\T}``; ``\plain{A}`` leaves a letter black; ``\fwd{..}``, ``\grad{..}`` and ``\para{..}``
colour by hand what flows forward, gradients and parameters.
"""

import re

from math_core import LatexError, LatexToMathML

from bpref_docs.mathematics.colours import colour

# math-core knows fixed colours only, so each macro takes a colour that stands for a CSS variable.
COLOURS = {
    "#0000F1": "var(--bpref-forward)",
    "#0000F2": "var(--bpref-gradient)",
    "#0000F3": "var(--bpref-parameter)",
    "#0000F4": "var(--bpref-muted)",
    "#0000F5": "inherit",
}
MACROS = {
    "fwd": r"{\color[HTML]{0000F1}#1}",
    "grad": r"{\color[HTML]{0000F2}#1}",
    "para": r"{\color[HTML]{0000F3}#1}",
    "shape": r"\underset{\color[HTML]{0000F4}#2}{#1}",
    "plain": r"{\color[HTML]{0000F5}#1}",
    "T": r"\mathsf{T}",
}
converter = LatexToMathML(macros=MACROS, fancy_error=False)


def to_mathml(tex: str, display: bool = False) -> str:
    """Return the MathML element of a formula; raise ValueError for TeX that is wrong."""
    try:
        mathml = converter.convert_with_local_state(colour(tex), displaystyle=display)
    except LatexError as error:
        raise ValueError(str(error)) from error
    for code, variable in COLOURS.items():
        mathml = mathml.replace(f"color:{code};", f"color:{variable}")
    # Chromium stretches a sized bracket that has an index only inside an mrow.
    sized = r"(<m(?:sub|sup|subsup)>)(<mo minsize[^>]*>[^<]*</mo>)"
    mathml = re.sub(sized, r"\1<mrow>\2</mrow>", mathml)
    # math-core leaves a thin space in "ln a", but not before a group, as a coloured letter is one.
    applied = r"<mo>(&ApplyFunction;</mo><mrow style=)"
    mathml = re.sub(applied, r'<mo lspace="0.1667em">\1', mathml)
    # The font's prime is raised already: as a superscript it would float above the letter.
    raised = "<msup>(<mi>[^<]*</mi>)<mo>([′″‴])</mo></msup>"
    mathml = re.sub(raised, r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', mathml)
    # A symbol alone bears its colour itself: one element fewer for each, on pages full of them.
    leaf = r"<m[ino][^>]*>[^<]*</m[ino]>"
    parts = rf"(?:{leaf}|<mrow>(?:{leaf})+</mrow>)+"
    alone = rf'<mrow style="([^"]*)"><(mi|msub|msup|msubsup)>([^<]*|{parts})</\2></mrow>'
    return re.sub(alone, r'<\2 style="\1">\3</\2>', mathml)
