"""The picture that a link to a page shows where it is shared: its title and its key picture."""

import re
from html import escape, unescape

from bpref_docs.drawing.figures import coloured
from bpref_docs.drawing.png import canvas, lines, placed, png, text
from bpref_docs.words.symbols import typeset, typeset_svg

WIDTH, HEIGHT = 1200, 630  # pixels, as those who show cards ask for
NAME, SUBJECT = "bpref", "Backpropagation, one function per equation"
MARGIN, COLUMN = 64, 500  # pixels: the margin at the left, and the room of the words
PICTURE = (COLUMN + 100, 44, WIDTH - COLUMN - 140, HEIGHT - 88)  # x, y, width and height
# What a page without a key picture shows.
STEPS = ("dz[L] = a[L] − y", "dW[l] = dz[l] a[l−1]ᵀ", "da[l−1] = W[l]ᵀ dz[l]", "dz[l] = da[l] ⊙ g′(z[l])")  # fmt: skip
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
        if len(found) <= most:
            return size, found
    raise ValueError(f"the card has no room for the title {title!r}")


def heading(title: str, x: float, y: float, room: float, most: int, sizes: range) -> str:
    """Return a title as SVG, below a place."""
    size, found = title_lines(title, room, most, sizes)
    return "".join(
        text(x, y + size * (0.9 + 1.25 * row), typeset_svg(line), size, font_weight="bold")
        for row, line in enumerate(found)
    )


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
        text(x + 40, y + apart * (row + 0.6), typeset(step, coloured, escape), 50)
        for row, step in enumerate(STEPS)
    )


def page_card(title: str, picture: str = "") -> bytes:
    """Return the card of a page as PNG: its title, and its key picture, or the four steps."""
    shown = placed(picture, *PICTURE) if picture else four_steps()
    words = heading(title, MARGIN, 64, COLUMN, 6, range(56, 30, -2)) + name(MARGIN, HEIGHT - 92)
    return png(canvas(WIDTH, HEIGHT, words + shown))


def said_of(title: str, picture: str = "") -> str:
    """Return what the card shows, in words."""
    label = re.search(r'aria-label="([^"]*)"', picture)
    return f"{title}. {unescape(label[1]) if label else STEPS_SAID}"
