"""The picture that a link to a page shows where it is shared: its title and its key picture."""

import re
from html import escape, unescape
from unicodedata import normalize

from bpref_docs.drawing.figures import coloured
from bpref_docs.drawing.network import Drawing
from bpref_docs.drawing.png import canvas, lines, placed, png, text, width
from bpref_docs.words.symbols import typeset, typeset_svg
from bpref_docs.words.tables import MINUS

WIDTH, HEIGHT = 1200, 630  # pixels, as those who show cards ask for
NAME, SUBJECT = "bpref", "Backpropagation, one function per equation"
MARGIN, COLUMN = 64, 500  # pixels: the margin at the left, and the room of the words
PICTURE = (COLUMN + 100, 44, WIDTH - COLUMN - 140, HEIGHT - 88)  # x, y, width and height
# What a page without a key picture shows: the steps, in pieces that have their own places.
STEPS = (
    [(0, "dz[L] = a[L] − y")],
    [(0, "dW[l] = dz[l] a[l−1]ᵀ")],
    [(0, "da[l−1] = W[l]ᵀ dz[l]")],
    [(0, "dz[l] = da[l]"), (248, "⊙"), (302, "g'(z[l])")],
)
STEPS_SAID = "The four steps of backpropagation."
MUTED = "var(--bpref-muted)"


def unbroken(title: str) -> list[str]:
    """Return a title's words; no line ends with an article, which could be taken for the symbol."""
    return re.findall(r"(?:\ba )?\S+", title)


def title_lines(title: str, room: float, most: int, sizes: range) -> tuple[int, list[str]]:
    """Return the largest size at which a title has so many lines at most, and the lines."""
    words = unbroken(title)
    for size in sizes:
        found = [" ".join(line) for line in lines(words, size, room, "bold")]
        if len(found) <= most and all(width(line, size, weight="bold") <= room for line in found):
            return size, found
    raise ValueError(f"the card has no room for the title {title!r}")


def heading(title: str, x: float, y: float, room: float, most: int, sizes: range) -> str:
    """Return a title as SVG, below a place."""
    size, found = title_lines(title.replace(" - ", f" {MINUS} "), room, most, sizes)
    return "".join(
        text(x, y + size * (0.9 + 1.25 * row), in_bold(line), size, font_weight="bold")
        for row, line in enumerate(found)
    )


def in_bold(line: str) -> str:
    """Return a line of a title as SVG: its symbols are the italics of the words around them."""
    symbols = typeset_svg(line).replace('class="symbol"', 'font-style="italic"')
    return normalize("NFKC", symbols)


def name(x: float, y: float) -> str:
    """Return the site's name, and what it is, in two lines."""
    return text(x, y, NAME, 40, font_weight="bold") + text(
        x, y + 34, SUBJECT, 21, style=f"fill: {MUTED}"
    )


def four_steps() -> str:
    """Return the four steps as SVG, where others have a picture."""
    x, y, _, height = PICTURE
    apart = height / len(STEPS)
    return "".join(
        text(x + at, y + apart * (row + 0.6), typeset(piece, coloured, escape), 50)
        for row, step in enumerate(STEPS)
        for at, piece in step
    )


def network() -> str:
    """Return the drawing of the network, for a page whose own can be played with."""
    lit = Drawing({"a1", "w7", "z4", "a4"}, {"dz4", "dw7"}, {"a1", "dz4", "dw7"})
    return lit.svg("The network of the course: dz4 and a1 together give dw7.", "both")


def section(title: str) -> tuple[str, str]:
    """Return what stands above a title, its number in the course, and the title without it."""
    found = re.match(r"(\d+)\. ", title)
    return (f"Section {found[1]}", title[found.end() :]) if found else ("", title)


def page_card(title: str, picture: str = "") -> bytes:
    """Return the card of a page as PNG: its title, and its key picture, or the four steps."""
    shown = placed(picture, *PICTURE) if picture else four_steps()
    above, title = section(title)
    words = [
        text(MARGIN, 80, above, 24, style=f"fill: {MUTED}") if above else "",
        heading(title, MARGIN, 96 if above else 60, COLUMN, 6, range(54, 30, -2)),
        name(MARGIN, HEIGHT - 92),
    ]
    return png(canvas(WIDTH, HEIGHT, "".join([*words, shown])))


def said_of(title: str, picture: str = "") -> str:
    """Return what the card shows, in words."""
    label = re.search(r'aria-label="([^"]*)"', picture)
    return f"{title}. {unescape(label[1]) if label else STEPS_SAID}"
