"""Figures for the pages: ``show(figure, alt)`` puts a Matplotlib figure into the page as SVG.

In the page, and not in an image file, its text stays text and its colours follow the theme.
Importing this module sets the style.
"""

import io
import re
from collections.abc import Sequence
from hashlib import sha256
from html import escape, unescape
from itertools import count

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.display import HTML
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from numpy.typing import ArrayLike

from bpref_docs.folders import DOCS
from bpref_docs.words.numbers import decimal
from bpref_docs.words.symbols import kind, typeset, typeset_svg

# The light theme's colours, from the one place that has them. In the SVG each becomes its CSS variable.
CSS = (DOCS / "_static" / "colours.css").read_text("utf-8")
LIGHT = dict(re.findall(r"--bpref-(\w+): (#\w{6});", CSS.split("@media")[0]))
FORWARD, GRADIENT, PARAMETER, MUTED, FOREGROUND = (
    LIGHT[name] for name in ("forward", "gradient", "parameter", "muted", "foreground")
)

mpl.use("agg")
mpl.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "bpref",
        "figure.figsize": (5.2, 3.2),  # inches; at 12 points, text is 11 pixels high on a phone
        "figure.constrained_layout.use": True,
        "font.size": 12,
        "axes.titlesize": 12,
        "axes.spines.top": False,
        "axes.spines.right": False,
        # A colour is for the quantity that has it; a line that is given none is none of the three.
        "axes.prop_cycle": cycler(color=[FOREGROUND, MUTED], linestyle=["-", "--"]),
        "axes.edgecolor": MUTED,
        "axes.labelcolor": FOREGROUND,
        "axes.unicode_minus": True,
        "grid.color": MUTED,
        "grid.alpha": 0.3,
        "lines.linewidth": 2,
        "text.color": FOREGROUND,
        "xtick.color": FOREGROUND,
        "ytick.color": FOREGROUND,
        "legend.frameon": False,
        "legend.handlelength": 3,
        "hatch.linewidth": 1.2,
    }
)

PHONE = 358  # pixels: the width of a page's text on a screen of 390
SMALLEST = 11  # pixels, on a phone

# How many figures the page has shown: ids are the page's, and no two figures may share one.
shown = count(1)


def show(figure: Figure, alt: str) -> HTML:
    """Return the figure as an SVG element, to be the last line of a cell. ``alt`` says what is to be seen.

    Names of quantities in its labels, ``dw7``, are typeset, each in the colour of its quantity.
    """
    refuse_small_text(figure)
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return HTML(in_page(file.getvalue(), alt, next(shown)))


def refuse_small_text(figure: Figure) -> None:
    """Raise ValueError for a text that a phone would show too small to be read."""
    scale = min(1, PHONE / (figure.get_figwidth() * 96))
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        pixels = float(text.get_fontsize()) * 4 / 3 * scale
        if text.get_visible() and text.get_text().strip() and pixels < SMALLEST:
            raise ValueError(f"{text.get_text()!r} is {pixels:.1f} pixels high on a phone")


def in_page(svg: str, alt: str, number: int) -> str:
    """Return a file's SVG as an element of the page, with the page's colours and letters."""
    width, view = re.search(r'width="([\d.]+)pt"', svg), re.search(r'viewBox="([^"]+)"', svg)
    assert width and view, "Matplotlib writes both"
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", body, flags=re.DOTALL)
    prefix = f"figure-{number}-{sha256(alt.encode()).hexdigest()[:6]}-"
    body = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", body)
    body = re.sub(r"font(-family)?: ([^;\"]*?)(?:'[^;\"]*|sans-serif)", r"font\1: \2inherit", body)
    body = re.sub(r"(<text\b[^>]*>)([^<]+)(?=</text>)", typeset_label, body)
    for name, colour in LIGHT.items():
        body = body.replace(colour, f"var(--bpref-{name})")
    return (
        f'<svg class="bpref-figure" role="img" aria-label="{escape(alt)}" viewBox="{view[1]}"'
        f' style="max-width: {float(width[1]) * 4 / 3:.0f}px; stroke-linejoin: round; stroke-linecap: butt">{body}'
    )


def typeset_label(label: re.Match[str]) -> str:
    """Return a text element's beginning and its content, the names in it typeset and coloured."""
    return label[1] + typeset(unescape(label[2]), coloured, escape)


def coloured(name: re.Match[str]) -> str:
    """Return a name as it is drawn, in the colour of its quantity, if it has one."""
    colour = kind(name[0])
    symbol = typeset_svg(name[0])
    return f'<tspan style="fill: var(--bpref-{colour})">{symbol}</tspan>' if colour else symbol


def heatmap(
    ax: Axes,
    matrix: ArrayLike,
    labels: Sequence[Sequence[str]] | None = None,
    colour: str = GRADIENT,
    scale: float | None = None,
) -> None:
    """Draw a matrix as cells, each with its scalar's name and number.

    The stronger the colour, the larger the number, up to ``scale``; hatched cells are negative.
    """
    matrix = np.asarray(matrix, dtype=np.float64)
    scale = scale or float(np.abs(matrix).max()) or 1
    for (i, j), number in np.ndenumerate(matrix):
        strength = 0.4 * min(abs(number) / scale, 1)
        ax.add_patch(Rectangle((j, i), 1, 1, facecolor=colour, alpha=strength, linewidth=0))
        if number < 0:
            ax.add_patch(
                Rectangle(
                    (j, i), 1, 1, fill=False, edgecolor=colour, hatch="//", alpha=0.5, linewidth=0
                )
            )
        ax.add_patch(Rectangle((j, i), 1, 1, fill=False, edgecolor=MUTED, linewidth=0.8))
        text = decimal(float(number))
        ax.text(
            j + 0.5,
            i + 0.5,
            f"{labels[i][j]}\n{text}" if labels is not None else text,
            ha="center",
            va="center",
        )
    rows, columns = matrix.shape
    ax.set(xlim=(0, columns), ylim=(rows, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def heatmap_legend(ax: Axes, colour: str = GRADIENT) -> None:
    """Say under the cells what colour and hatching mean."""
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=colour, alpha=0.4, linewidth=0, label="positive"),
        Rectangle(
            (0, 0),
            1,
            1,
            fill=False,
            edgecolor=colour,
            hatch="////",
            alpha=0.5,
            linewidth=0,
            label="negative",
        ),
    ]
    ax.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2, handleheight=1.3
    )
