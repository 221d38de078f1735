"""A mistake on one card: the wrong line and the right one, and what the mistake does.

The page's cells compute all of it; here it is drawn. The site adds a picture to share to each card
(site/mistake_images.py), which it draws from what stands here.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import escape

from IPython.display import HTML
from matplotlib.path import Path

from bpref_docs.words.symbols import typeset_svg
from bpref_docs.words.tables import MINUS

RIGHT = 1e-12  # a gradient is right where its relative error is not larger
LARGEST = 2  # no relative error is larger: the two differ by both of their largest elements
MARKS = {True: ("✓", "caught"), False: ("–", "silent")}
# The drawings, in pixels: both are as wide as a phone's page, and as high as six bars.
WIDE, HIGH = 320, 150
LETTERS = 13
NAMES, BAR = 50, 200  # the room of the names, and of the longest bar
LEFT, TOP, PLOT_WIDE, PLOT_HIGH = 30, 8, 200, 112
TOP_LOSS = 0.9


def mark(caught: bool) -> str:
    """Return a check mark or a dash; who hears the page hears a word."""
    sign, word = MARKS[caught]
    return f'<span aria-hidden="true">{sign}</span><span class="sizeless">{word}</span>'


def mistake_card(
    wrong: str,
    right: str,
    errors: Mapping[str, float],
    curves: Mapping[str, Sequence[float]],
    caught: Mapping[str, bool],
) -> HTML:
    """Return the card, to be the last line of a cell.

    ``wrong`` and ``right`` are lines of code, ``errors`` the relative errors of the gradients by name,
    ``curves`` the losses of the wrong program and the right one, ``caught`` who notices the mistake.
    """
    old, new = differing(wrong, right)
    catches = "".join(f"<li>{escape(who)} {mark(found)}</li>" for who, found in caught.items())
    return HTML(
        '<div class="mistake">\n<div class="lines">\n'
        f'<p class="wrong"><span class="sign">{MINUS} wrong</span> <code>{old}</code></p>\n'
        f'<p class="right"><span class="sign">+ right</span> <code>{new}</code></p>\n</div>\n'
        f'<div class="shows">\n<div><p>Relative error of each gradient</p>{bars(errors)}</div>\n'
        f"<div><p>Loss over the steps</p>{loss_curves(curves)}</div>\n</div>\n"
        f'<div class="catches"><p>Who catches it</p><ul>{catches}</ul></div>\n</div>'
    )


def differing(wrong: str, right: str) -> tuple[str, str]:
    """Return both as HTML, with what is only in the one deleted, and only in the other inserted."""
    one, other = (re.findall(r"\w+|\s+|.", text) for text in (wrong, right))
    old, new = list[str](), list[str]()
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for parts, tag, found in ((old, "del", one[i1:i2]), (new, "ins", other[j1:j2])):
            text = escape("".join(found), quote=False)
            parts.append(f"<{tag}>{text}</{tag}>" if text and kind != "equal" else text)
    return "".join(old), "".join(new)


def drawing(label: str, content: list[str]) -> str:
    """Return a drawing of the page."""
    return (
        f'<svg class="shown" role="img" aria-label="{escape(label)}" viewBox="0 0 {WIDE} {HIGH}"'
        f' style="max-width: {WIDE}px" font-size="{LETTERS}" fill="currentColor">{"".join(content)}</svg>'
    )


def bars(errors: Mapping[str, float]) -> str:
    """Return the relative errors as bars, in pairs, one for each layer."""
    content, said = [], []
    for row, (name, error) in enumerate(errors.items()):
        y = 4 + 23 * row + 4 * (row // 2)
        number = f"{error:.2f}" if error > RIGHT else "right"
        length = error / LARGEST * BAR if error > RIGHT else 0
        content.append(
            f'<text x="{NAMES - 8}" y="{y + 14}" text-anchor="end" style="fill: var(--bpref-gradient)">'
            f"{typeset_svg(name)}</text>"
        )
        if length:
            content.append(
                f'<rect x="{NAMES}" y="{y + 2}" width="{max(length, 1):.1f}" height="16"'
                ' style="fill: var(--bpref-gradient)"/>'
            )
        colour = "foreground" if length else "muted"
        content.append(
            f'<text x="{NAMES + length + 6:.1f}" y="{y + 14}" style="fill: var(--bpref-{colour})">{number}</text>'
        )
        said.append(f"{name} {number}")
    bottom = HIGH - 2
    content.append(
        f'<path d="M{NAMES} 2V{bottom}" fill="none" style="stroke: var(--bpref-muted)"/>'
    )
    return drawing(f"Relative error of each gradient: {', '.join(said)}.", content)


def place(step: float, steps: int, loss: float) -> tuple[float, float]:
    """Return where a point of a curve is drawn."""
    return LEFT + PLOT_WIDE * step / steps, TOP + PLOT_HIGH * (1 - loss / TOP_LOSS)


def line(curve: Sequence[float]) -> str:
    """Return a curve as an SVG path, without the points that change nothing to be seen."""
    steps = len(curve) - 1
    points = [place(step, steps, min(loss, TOP_LOSS)) for step, loss in enumerate(curve)]
    kept = Path(points).iter_segments(simplify=True)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for (x, y), _ in kept)


def loss_curves(curves: Mapping[str, Sequence[float]]) -> str:
    """Return the losses as two curves, each with its name and its last loss at its end."""
    wrong, right = curves["wrong"], curves["right"]
    steps = len(wrong) - 1
    bottom = TOP + PLOT_HIGH
    content = [
        f'<path d="M{LEFT} {TOP}V{bottom}H{LEFT + PLOT_WIDE}" fill="none" style="stroke: var(--bpref-muted)"/>',
        *(
            f'<text x="{LEFT - 5}" y="{place(0, 1, loss)[1] + 4:.1f}" text-anchor="end">{loss:g}</text>'
            for loss in (0, 0.4, 0.8)
        ),
        *(
            f'<text x="{place(step, steps, 0)[0]:g}" y="{bottom + 16}" text-anchor="middle">{step}</text>'
            for step in (0, steps // 2, steps)
        ),
        f'<text x="{WIDE}" y="{bottom + 16}" text-anchor="end">steps</text>',
        f'<path d="{line(right)}" fill="none" stroke-width="2" stroke-dasharray="5 4" style="stroke: var(--bpref-muted)"/>',
        f'<path d="{line(wrong)}" fill="none" stroke-width="2" style="stroke: var(--bpref-foreground)"/>',
    ]
    for (name, loss), y in zip(
        (("wrong", wrong[-1]), ("right", right[-1])), apart(wrong[-1], right[-1]), strict=True
    ):
        style = "fill: var(--bpref-muted)" if name == "right" else "font-weight: 600"
        content.append(
            f'<text x="{LEFT + PLOT_WIDE + 6}" y="{y:.1f}" style="{style}">{name} {loss:.2f}</text>'
        )
    said = (
        f"The loss over {steps} steps, from {wrong[0]:.2f}: that of the wrong program is {wrong[150]:.2f}"
        f" after 150 steps and {wrong[-1]:.2f} at the end, that of the right one {right[150]:.2f} and {right[-1]:.2f}."
    )
    return drawing(said, content)


def apart(one: float, other: float) -> tuple[float, float]:
    """Return how low the names of two curves stand at their ends: beside these, but a line apart."""
    ends = [place(0, 1, min(loss, TOP_LOSS))[1] + 4 for loss in (one, other)]
    middle, missing = sum(ends) / 2, LETTERS + 3 - abs(ends[0] - ends[1])
    if missing <= 0:
        return ends[0], ends[1]
    above = (LETTERS + 3) / 2
    lowest = TOP + PLOT_HIGH - above
    middle = min(middle, lowest)
    up, down = middle - above, middle + above
    return (up, down) if one >= other else (down, up)
