"""Sphinx extension: the mathematics font, cut to the characters that the built pages use."""

import logging
import re
import unicodedata
from html import unescape
from importlib.metadata import distribution
from pathlib import Path

from fontTools import subset
from sphinx.application import Sphinx

# What browsers draw in this font: formulas, and the symbols of drawings (symbols.py).
DRAWN = re.compile(r"<math.*?</math>|<tspan class=\"symbol\".*?</tspan>", re.DOTALL)
# A browser draws <mi>a</mi> with another character, the mathematical italic a.
ITALICS = [chr(0x210E), *map(chr, [*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)])]


def characters(page: str) -> set[str]:
    """Return the characters of the font that a page needs."""
    used = {c for part in DRAWN.findall(page) for c in unescape(re.sub(r"<[^>]*>", "", part))}
    return used | {italic for italic in ITALICS if unicodedata.normalize("NFKC", italic) in used}


# Each step of cutting a font would be a line of the build's log, where a package has logging set up.
logging.getLogger("fontTools").setLevel(logging.WARNING)


def cut(used: set[str], target: Path) -> None:
    """Write the part of STIX Two Math that has these characters."""
    # Names 0 and 13 are the copyright and the licence, which the OFL wants kept.
    options = subset.Options(
        flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14],
        layout_features=["math", "ssty", "flac", "dtls"], drop_tables=["DSIG", "GDEF", "GPOS"],
    )  # fmt: skip
    whole = distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(used))
    with subset.load_font(whole, options) as font:
        subsetter.subset(font)
        subset.save_font(font, target, options)


def write_font(app: Sphinx, exception: Exception | None) -> None:
    """Write the font into the built site, unless it is there and has what the pages use."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    used = set("√ ")  # a root is an element, not a character of the page
    for page in out.rglob("*.html"):
        used |= characters(page.read_text("utf-8"))
    target = out / "_static" / "stix-two-math.woff2"
    written = Path(app.doctreedir) / "stix-two-math.txt"
    if target.exists() and written.exists() and set(written.read_text("utf-8")) == used:
        return
    cut(used, target)
    written.write_text("".join(sorted(used)), "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Cut the font when all pages are written."""
    app.connect("build-finished", write_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
