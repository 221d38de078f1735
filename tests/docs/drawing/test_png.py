"""Drawings as pictures in files."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpref_docs.drawing.figures import LIGHT, show
from bpref_docs.drawing.network import Drawing
from bpref_docs.drawing.png import FILES, canvas, light, lines, placed, png, text, width
from bpref_docs.words.symbols import typeset_svg


def pixels(svg):
    """Return a picture's pixels, (height, width, 3), from 0 to 255."""
    return np.round(255 * plt.imread(io.BytesIO(png(svg)), format="png")[..., :3]).astype(int)


def has(picture, name):
    colour = [int(LIGHT[name][i : i + 2], 16) for i in (1, 3, 5)]
    return bool((picture == colour).all(axis=-1).any())


def test_a_picture_has_the_size_that_its_svg_has_and_a_white_ground():
    picture = pixels(canvas(30, 20, ""))
    assert picture.shape == (20, 30, 3)
    assert (picture == 255).all()


def test_the_colours_are_those_of_the_light_theme():
    assert light("fill: var(--bpref-gradient)") == f"fill: {LIGHT['gradient']}"
    picture = pixels(canvas(9, 9, '<path d="M0 0H9V9H0" style="fill: var(--bpref-gradient)"/>'))
    assert has(picture, "gradient")


def test_the_same_svg_gives_the_same_bytes():
    svg = canvas(90, 30, text(5, 20, typeset_svg("dW[2] of x"), 14))
    assert png(svg) == png(svg)


def test_every_font_is_there():
    assert [file.name for file in FILES.values() if not file.is_file()] == []


@pytest.mark.parametrize("symbol", ["dw7", "W[2]ᵀ", "g'", "theta"])
def test_a_symbol_leaves_the_words_beside_it_as_they_are(symbol):
    """Where a font lacks a character, the library would draw all of the text in another one."""
    alone = pixels(canvas(60, 40, text(5, 30, "loss", 20)))
    beside = pixels(canvas(160, 40, text(5, 30, f"loss {typeset_svg(symbol)}", 20)))
    assert (beside[:, :46] == alone[:, :46]).all()
    assert (beside[:, 48:] < 255).any()


def test_a_network_is_drawn_as_on_its_page():
    drawing = Drawing({"a1", "w7"}, {"dw7"}, {"dw7"}).svg("Lit are a1 and w7.", "both")
    picture = pixels(canvas(500, 500, placed(drawing, 0, 0, 500, 500)))
    assert has(picture, "forward")
    assert has(picture, "gradient")
    # A rule that is lost leaves the boxes black.
    assert (picture.sum(axis=-1) < 60).mean() < 0.02


def test_a_figure_fills_its_place_and_no_more():
    figure, ax = plt.subplots(figsize=(4, 2))
    ax.plot([0, 1], [0, 1], color=LIGHT["gradient"])
    svg = show(figure, alt="A line goes up.").data
    picture = pixels(canvas(600, 400, placed(svg, 100, 100, 400, 200)))
    inside = picture[100:300, 100:500]
    assert has(inside, "gradient")
    assert (inside < 255).any(axis=-1).sum() == (picture < 255).any(axis=-1).sum()


def test_words_become_lines_that_fit():
    found = lines(["one", "two", "three"], 20, width("one two", 20) + 1)
    assert found == [["one", "two"], ["three"]]
    assert width("ii", 20) < width("mm", 20) < width("mm", 20, weight="bold")
