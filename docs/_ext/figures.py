"""Figures for the pages: ``show(figure, alt)`` puts a Matplotlib figure into the page as SVG.

In the page, and not in an image file, its text stays text and its colours follow the theme.
Importing this module sets the style.
"""

import io
import re
from hashlib import sha256
from html import escape
from itertools import count
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import HTML

from numerals import decimal

# The light theme's colours, from the one place that has them. In the SVG each becomes its CSS variable.
CSS = (Path(__file__).parent.parent / "_static" / "colours.css").read_text("utf-8")
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
        "axes.prop_cycle": mpl.cycler(
            color=[GRADIENT, FORWARD, PARAMETER], linestyle=["-", "--", "-."]
        ),
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

numbers = count(1)


def show(figure, alt):
    """Return the figure as an SVG element, to be the last line of a cell. ``alt`` says what is to be seen."""
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    svg = file.getvalue()
    width = float(re.search(r'width="([\d.]+)pt"', svg)[1]) * 4 / 3
    view = re.search(r'viewBox="([^"]+)"', svg)[1]
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", body, flags=re.DOTALL)
    # Ids are the page's: two figures must not share one.
    prefix = f"figure-{next(numbers)}-{sha256(alt.encode()).hexdigest()[:6]}-"
    body = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", body)
    body = re.sub(r"font(-family)?: ([^;\"]*?)(?:'[^;\"]*|sans-serif)", r"font\1: \2inherit", body)
    for name, colour in LIGHT.items():
        body = body.replace(colour, f"var(--bpref-{name})")
    return HTML(
        f'<svg class="bpref-figure" role="img" aria-label="{escape(alt)}" viewBox="{view}"'
        f' style="max-width: {width:.0f}px; stroke-linejoin: round; stroke-linecap: butt">{body}'
    )


def heatmap(ax, matrix, labels=None, colour=GRADIENT, scale=None):
    """Draw a matrix as cells, each with its scalar's name and number.

    The stronger the colour, the larger the number, up to ``scale``; hatched cells are negative.
    """
    matrix = np.asarray(matrix)
    scale = scale or np.abs(matrix).max() or 1
    for (i, j), number in np.ndenumerate(matrix):
        strength = 0.4 * min(abs(number) / scale, 1)
        ax.add_patch(plt.Rectangle((j, i), 1, 1, facecolor=colour, alpha=strength, linewidth=0))
        if number < 0:
            ax.add_patch(
                plt.Rectangle(
                    (j, i), 1, 1, fill=False, edgecolor=colour, hatch="//", alpha=0.5, linewidth=0
                )
            )
        ax.add_patch(plt.Rectangle((j, i), 1, 1, fill=False, edgecolor=MUTED, linewidth=0.8))
        text = decimal(number)
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


def heatmap_legend(ax, colour=GRADIENT):
    """Say under the cells what colour and hatching mean."""
    handles = [
        plt.Rectangle((0, 0), 1, 1, facecolor=colour, alpha=0.4, linewidth=0, label="positive"),
        plt.Rectangle(
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
