"""What a cell's figure becomes in the page."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpref_docs.drawing.figures import FORWARD, GRADIENT, LIGHT, heatmap, heatmap_legend, show


def drawn(draw, alt="what is seen"):
    figure, ax = plt.subplots()
    draw(ax)
    return show(figure, alt).data


def test_a_label_is_typeset_in_the_colour_of_its_quantity():
    svg = drawn(lambda ax: ax.set(xlabel="w7", ylabel="change of J with dw7", title="a[1]"))
    assert 'fill: var(--bpref-parameter)"><tspan class="symbol">𝑤</tspan>' in svg
    assert 'fill: var(--bpref-gradient)"><tspan class="symbol">𝑑𝑤</tspan>' in svg
    assert 'fill: var(--bpref-forward)"><tspan class="symbol">𝑎</tspan>' in svg
    assert "change of " in svg
    assert "w7" not in svg


def test_words_are_left_as_they_are():
    svg = drawn(lambda ax: ax.set(xlabel="a step & a half"))
    assert "a step &amp; a half</text>" in svg


def test_mathtext_is_left_as_it_is():
    svg = drawn(lambda ax: ax.set(xlabel=r"$w_7$"))
    assert "var(--bpref-parameter)" not in svg


def test_colours_follow_the_theme():
    svg = drawn(lambda ax: (ax.plot([0, 1], color=GRADIENT), ax.plot([1, 0], color=FORWARD)))
    assert "stroke: var(--bpref-gradient)" in svg
    assert "stroke: var(--bpref-forward)" in svg
    assert not [colour for colour in LIGHT.values() if colour in svg]


def test_no_two_figures_share_an_id():
    one, other = (drawn(lambda ax: ax.fill_between([0, 1], 1, hatch="//")) for _ in range(2))
    ids = [re.findall(r'\bid="([^"]+)"', svg) for svg in (one, other)]
    assert ids[0] and not set(ids[0]) & set(ids[1])
    used = re.findall(r'(?:href="#|url\(#)([^")]+)', other)
    assert used and set(used) <= set(ids[1])


def test_what_a_figure_shows_is_said():
    svg = drawn(lambda ax: ax.plot([1]), alt='A "dot" < a line')
    assert svg.startswith('<svg class="bpref-figure" role="img"')
    assert 'aria-label="A &quot;dot&quot; &lt; a line"' in svg
    assert "<metadata" not in svg and "DejaVu" not in svg


def test_a_figure_is_closed_when_it_is_shown():
    drawn(lambda ax: ax.plot([1]))
    assert plt.get_fignums() == []


@pytest.mark.parametrize(("points", "refused"), [(12, False), (11, True)])
def test_text_that_a_phone_cannot_show_is_refused(points, refused):
    figure, ax = plt.subplots()
    ax.text(0, 0, "w7", fontsize=points)
    if not refused:
        show(figure, "w7")
        return
    with pytest.raises(ValueError, match=r"'w7' is 1\d\.\d pixels high on a phone"):
        show(figure, "w7")
    plt.close(figure)


def test_small_text_that_is_not_seen_is_nobodys_trouble():
    drawn(lambda ax: (ax.text(0, 0, "", fontsize=5), ax.text(0, 0, "x", fontsize=5, visible=False)))


def test_cells_of_a_heatmap_have_names_numbers_and_hatching():
    figure, ax = plt.subplots()
    heatmap(ax, [[0.25, -0.5]], [["dw7", "dw9"]])
    heatmap_legend(ax)
    assert [text.get_text() for text in ax.texts] == ["dw7\n0.25", "dw9\n−0.5"]
    assert [patch.get_hatch() for patch in ax.patches] == [None, None, None, "//", None]
    assert [patch.get_alpha() for patch in ax.patches[::2]] == [0.2, 0.4, None]
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["positive", "negative"]
    plt.close(figure)


def test_a_heatmap_may_have_a_scale_and_no_names():
    figure, ax = plt.subplots()
    heatmap(ax, np.array([[0.5], [3.0], [0.0]]), scale=1)
    assert [text.get_text() for text in ax.texts] == ["0.5", "3", "0"]
    assert [patch.get_alpha() for patch in ax.patches[::2]] == [0.2, 0.4, 0.0]
    heatmap(ax, [[0.0]])
    plt.close(figure)
