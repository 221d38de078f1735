"""How the symbols of the article are written: in TeX, and in a drawing.

Quantities are called as in code, ``w7``, ``a[1]``, ``dW[2]``; a text may hold several, and words
between them. A name is a letter of the article with an index, whatever begins with d ("dz"), or a
letter alone that is no word ("J"; an "a" that a word follows is an article of English).
"""

import re
from collections.abc import Callable
from html import escape

NAME = re.compile(
    r"""(?<![\w\\])
    (?: (?P<letters> d?(?:[WXYZAVwbzaxyv] | theta) | [JghLlmn] )
        (?P<index> \[[^\]]*\]ᵀ? | \d+ | ᵀ )?
        (?P<prime> ['′] | _prime )? )
    (?![\w\[])""",
    re.VERBOSE,
)
KINDS = dict.fromkeys("xza", "forward") | dict.fromkeys("wb", "parameter")
# Only these stand for a quantity when no index follows; i and A, say, are words as well.
ALONE = set("WXZbzwxyvJLghlmn")
PRIME = "\N{PRIME}"
INDEX_SIZE = 0.75  # em
TRANSPOSE = "\N{MATHEMATICAL SANS-SERIF CAPITAL T}"
NOTHING = "\N{ZERO WIDTH SPACE}"


def kind(name: str) -> str:
    """Which of the site's colours the quantity has; the target y and the loss J have none."""
    if name.startswith("d"):
        return "gradient"
    if name.startswith("theta"):
        return "parameter"
    return KINDS.get(name[0].lower(), "")


def is_symbol(name: re.Match[str]) -> bool:
    """Whether what looks like a name is one, and not a word."""
    letters = name["letters"]
    if name["index"] or name["prime"] or len(letters) > 1 or letters in ALONE:
        return True
    return letters == "a" and not re.match(r" [a-z]", name.string[name.end() :])


def symbol_tex(name: str) -> str:
    """Return a name's TeX, ``dw_{10}`` or ``dW^{[2]}``; the renderer gives it its colour.

    Of several examples, ``dz4_3`` is the third's, ``dz_{4}^{(3)}``; ``new_w7`` is ``w7`` after a step.
    """
    if name == "eta":
        return r"\eta"
    if name.startswith("new_"):  # after a step
        return rf"{symbol_tex(name.removeprefix('new_'))}^{{\text{{new}}}}"
    if of_example := re.fullmatch(r"(J|[a-z]+\d+)_(\d+)", name):
        return f"{symbol_tex(of_example[1])}^{{({of_example[2]})}}"
    found = NAME.fullmatch(name)
    if not found:
        raise ValueError(f"{name!r} is not the name of a quantity")
    letters = found["letters"].replace("theta", r"\theta")
    index, prime = found["index"] or "", "'" if found["prime"] else ""
    if index.isdigit():
        return f"{letters}{prime}_{{{index}}}"
    return letters + prime + (f"^{{{index.replace('ᵀ', chr(92) + 'T')}}}" if index else "")


def typeset(text: str, symbol: Callable[[re.Match[str]], str], words: Callable[[str], str]) -> str:
    """Return a text whose names are written by ``symbol``, and all between them by ``words``."""
    parts, end = [], 0
    for name in filter(is_symbol, NAME.finditer(text)):
        parts += [words(text[end : name.start()]), symbol(name)]
        end = name.end()
    return "".join([*parts, words(text[end:])])


def typeset_svg(text: str) -> str:
    """Return a text as what stands in an SVG ``<text>``, its names in italics with raised indices.

    No browser but one knows baseline-shift, so the index is moved by dy, and what follows it back.
    """

    def drawn(name: re.Match[str]) -> str:
        letters = "".join(map(italic, name["letters"].replace("theta", "θ")))
        letters += PRIME if name["prime"] else ""
        index = (name["index"] or "").replace("ᵀ", TRANSPOSE)
        if not index:
            return f'<tspan class="symbol">{letters}</tspan>'
        down = INDEX_SIZE / 4 if index.isdigit() else -INDEX_SIZE / 2
        return (
            f'<tspan class="symbol">{letters}</tspan>'
            f'<tspan class="symbol" font-size="{INDEX_SIZE}em" dy="{down / INDEX_SIZE:.2g}em">{escape(index)}</tspan>'
            f'<tspan dy="{-down:.4g}em">{NOTHING}</tspan>'
        )

    return typeset(text, drawn, escape)


def text_width(text: str) -> float:
    """Return about how wide typeset_svg's text is, in em: most letters and digits are half an em."""
    index = sum(len(name["index"] or "") for name in filter(is_symbol, NAME.finditer(text)))
    narrow, wide = sum(map(text.count, " .,")), text.count("\N{MINUS SIGN}")
    return 0.54 * (len(text) - narrow / 2 + wide / 3 - (1 - INDEX_SIZE) * index)


def italic(letter: str) -> str:
    """Return the mathematical italic letter, as browsers draw a letter of a formula."""
    if letter == "h":
        return "\N{PLANCK CONSTANT}"  # Unicode had this one already
    if letter == "θ":
        return "\N{MATHEMATICAL ITALIC SMALL THETA}"
    first, start = ("a", 0x1D44E) if letter.islower() else ("A", 0x1D434)
    return chr(start + ord(letter) - ord(first))
