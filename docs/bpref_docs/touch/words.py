"""The words of the network you can touch, from words.toml, as a page or its script has them.

``$...$`` becomes MathML. ``@name`` stays for what is filled in: in a text as it is, in a formula
as ``<mtext>@name</mtext>``, whose place a symbol takes.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from bpref_docs.mathematics.formula import to_mathml
from bpref_docs.touch.parts import meanings

FOLDER = Path(__file__).parent
WORDS: dict[str, Any] = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))


def filled(text: str, parts: dict[str, Any]) -> str:
    """Return a text without formulas, its parts filled in."""
    return re.sub(r"@(\w+)", lambda found: str(parts[found[1]]), text)


def meaning(name: str) -> str:
    """Return what a scalar is, ``weight from a1 to z4``."""
    what, parts = meanings()[name]
    return filled(WORDS["meanings"][what], parts)


def inline(tex: str) -> str:
    """Return a formula's MathML, its ``@name`` as text that is to be replaced."""
    return to_mathml(re.sub(r"@\w+", r"\\text{\g<0>}", tex))


def typeset(text: str) -> str:
    """Return a text as HTML, its formulas as MathML."""
    return re.sub(r"\$([^$]*)\$", lambda found: inline(found[1]), text)


def plain(text: str) -> str:
    """Return a text without mathematics, for a screen reader: ``dz[2]`` for its formula."""
    return re.sub(r"\$([^$]*)\$", lambda found: re.sub(r"[\\^_{}]", "", found[1]), text)
