"""The picture that a link to the site shows where it is shared."""

from pathlib import Path

import matplotlib.pyplot as plt

from bpref_docs.drawing.figures import FORWARD, GRADIENT, LIGHT, MUTED, PARAMETER

WIDTH, HEIGHT = 1200, 630  # pixels, as those who show cards ask for
# The four steps, in pieces: what is written, and in which colour.
STEPS = [
    [("dz^{[L]}", GRADIENT), (" = ", ""), ("a^{[L]}", FORWARD), (r"\;-\;y", "")],
    [("dW^{[l]}", GRADIENT), (" = ", ""), ("dz^{[l]}", GRADIENT), ("a^{[l-1]T}", FORWARD)],
    [("da^{[l-1]}", GRADIENT), (" = ", ""), ("W^{[l]T}", PARAMETER), ("dz^{[l]}", GRADIENT)],
    [
        ("dz^{[l]}", GRADIENT),
        (" = ", ""),
        ("da^{[l]}", GRADIENT),
        (r"\;\odot\;g^{\prime}(", ""),
        ("z^{[l]}", FORWARD),
        (")", ""),
    ],
]


def draw_card(file: Path) -> None:
    """Draw the card: what this is, and the four steps."""
    black = LIGHT["foreground"]
    with plt.rc_context({"mathtext.fontset": "stix", "figure.constrained_layout.use": False}):
        figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
        figure.text(0.07, 0.74, "bpref", size=64, weight="bold", color=black)
        figure.text(0.07, 0.62, "Backpropagation, one function per equation", size=27, color=MUTED)
        for row, pieces in enumerate(STEPS):
            x, y = 0.07 + 0.44 * (row % 2), 0.38 - 0.18 * (row // 2)
            for tex, colour in pieces:
                text = figure.text(x, y, f"${tex}$", size=36, color=colour or black)
                x += text.get_window_extent().width / WIDTH + 0.004
        figure.savefig(file, dpi=100, facecolor="white", metadata={"Software": None})
        plt.close(figure)
