"""Drawings of the pages as pictures in files: the SVG of a page, drawn as PNG in the light colours.

The same SVG gives the same bytes on every machine: its fonts come with the packages that the site
is built with, and none of the machine's own is used.
"""

import re
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from unicodedata import normalize

import matplotlib as mpl
import resvg_py
from fontTools.ttLib import TTFont

from bpref_docs.drawing.figures import CSS, LIGHT
from bpref_docs.words.symbols import PRIME

SANS, MONO, SYMBOLS = "DejaVu Sans", "DejaVu Sans Mono", "STIXGeneral"
MATPLOTLIB_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
FILES = {
    (SANS, "normal"): MATPLOTLIB_FONTS / "DejaVuSans.ttf",
    (SANS, "bold"): MATPLOTLIB_FONTS / "DejaVuSans-Bold.ttf",
    (SANS, "bold italic"): MATPLOTLIB_FONTS / "DejaVuSans-BoldOblique.ttf",
    (MONO, "normal"): MATPLOTLIB_FONTS / "DejaVuSansMono.ttf",
    (MONO, "bold"): MATPLOTLIB_FONTS / "DejaVuSansMono-Bold.ttf",
    (SYMBOLS, "normal"): MATPLOTLIB_FONTS / "STIXGeneral.ttf",
    (SYMBOLS, "bold"): MATPLOTLIB_FONTS / "STIXGeneralBol.ttf",
    (SYMBOLS, "bold italic"): MATPLOTLIB_FONTS / "STIXGeneralBolIta.ttf",
    (SYMBOLS, "italic"): MATPLOTLIB_FONTS / "STIXGeneralItalic.ttf",
}
# The mathematical letters that drawings have, italic ones and the T of a transpose.
ITALICS = re.compile("[\N{PLANCK CONSTANT}\U0001d434-\U0001d467\U0001d6e2-\U0001d71b]+")
SANS_SERIF = re.compile("[\U0001d5a0-\U0001d5d3]+")


def light(text: str) -> str:
    """Return SVG or CSS with the light theme's colours in place of their variables."""
    return re.sub(r"var\(--bpref-(\w+)\)", lambda name: LIGHT[name[1]], text)


def with_plain_letters(svg: str) -> str:
    """Return SVG without mathematical letters: with letters in fonts that look the same.

    Where a text's fonts lack a character, the library draws all of it in one that has it. So each
    font of a text must have all of its characters, and an apostrophe stands for a prime.
    """

    def letters(family: str, style: str) -> Callable[[re.Match[str]], str]:
        start = f'<tspan font-family="{family}" font-style="{style}">'
        return lambda found: f"{start}{normalize('NFKC', found[0])}</tspan>"

    return SANS_SERIF.sub(
        letters(SANS, "normal"), ITALICS.sub(letters(SYMBOLS, "italic"), svg)
    ).replace(PRIME, "'")


# The page's rules for drawings, but for the font, which this module chooses; a symbol there has it
# from another style sheet.
STYLE = light(CSS[CSS.index(".bpref-forward") :]).replace('"STIX Two Math", math', SYMBOLS)
STYLE = STYLE.replace(".bpref-network ", ".of-network ")  # it has no figure around it here
STYLE += f"\ntspan.symbol {{ font-family: {SYMBOLS}; }}"


def png(svg: str) -> bytes:
    """Return a whole SVG, which says how large it is, as a PNG of that size in pixels."""
    return resvg_py.svg_to_bytes(
        with_plain_letters(light(svg)),
        background=LIGHT["background"],
        style_sheet=STYLE,
        skip_system_fonts=True,
        font_files=[str(file) for file in FILES.values()],
        font_family=SANS,
        sans_serif_family=SANS,
        serif_family=SYMBOLS,
        monospace_family=MONO,
    )


def canvas(width: int, height: int, content: str) -> str:
    """Return an SVG of that many pixels."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width}" height="{height}" color="{LIGHT["foreground"]}"'
        f' font-family="{SANS}">{content}</svg>'
    )


def placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """Return a page's drawing within a canvas, as large as it can be in that place, in its middle."""
    view = re.search(r'viewBox="([^"]+)"', svg)
    assert view, "every drawing of a page has one"
    # How wide it is on a page, its style says; here it fills the place.
    inside = re.sub(r"max-width: [^;\"]+;?", "", svg[svg.index("<svg") :], count=1)
    place = f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return inside.replace("<svg", place, 1).replace("inherit", SANS)


@cache
def advances(family: str, weight: str) -> dict[int, float]:
    """Return how wide each character of a font is, in em."""
    with TTFont(FILES[family, weight]) as font:
        widths, per_em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[name][0] / per_em for code, name in font.getBestCmap().items()}


def width(text: str, size: float, family: str = SANS, weight: str = "normal") -> float:
    """Return how wide a text is drawn, in pixels."""
    widths = advances(family, weight)
    return size * sum(widths.get(ord(character), 0.6) for character in text)


def lines(words: list[str], size: float, room: float, weight: str = "normal") -> list[list[str]]:
    """Return words as lines that fit the room."""
    found: list[list[str]] = [[]]
    for word in words:
        if found[-1] and width(" ".join([*found[-1], word]), size, weight=weight) > room:
            found.append([])
        found[-1].append(word)
    return found


def text(x: float, y: float, content: str, size: float, **attributes: str) -> str:
    """Return an SVG text whose content is SVG already."""
    others = "".join(
        f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items()
    )
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="currentColor" xml:space="preserve"{others}>{content}</text>'
