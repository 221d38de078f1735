"""How the names of quantities are typeset, in TeX and in drawings."""

import re
import xml.etree.ElementTree as ET

import pytest

from bpref_docs.words.quantities import BATCH, CELLS, SCALARS, STEP
from bpref_docs.words.symbols import (
    NOTHING,
    kind,
    symbol_tex,
    text_width,
    typeset_svg,
)


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("x1", "forward"), ("z[2]", "forward"), ("a4", "forward"), ("A[1]", "forward"),
        ("w10", "parameter"), ("W[1]", "parameter"), ("b", "parameter"), ("theta", "parameter"),
        ("dw7", "gradient"), ("dW[2]", "gradient"), ("dx1", "gradient"), ("dtheta", "gradient"),
        ("J", ""), ("y1", ""), ("Y", ""), ("m", ""),
    ],
)  # fmt: skip
def test_a_name_has_its_colour(name, colour):
    assert kind(name) == colour


@pytest.mark.parametrize(
    ("name", "tex"),
    [
        ("w7", "w_{7}"), ("dw10", "dw_{10}"), ("J", "J"), ("dW[2]", "dW^{[2]}"), ("a[l-1]", "a^{[l-1]}"),
        ("dz4_3", "dz_{4}^{(3)}"), ("dw10_2", "dw_{10}^{(2)}"), ("J_1", "J^{(1)}"), ("new_w7", r"w_{7}^{\text{new}}"), ("eta", r"\eta"), ("Y", "Y"), ("dZ[2]", "dZ^{[2]}"),
        ("a[1]ᵀ", r"a^{[1]\T}"), ("xᵀ", r"x^{\T}"), ("dtheta", r"d\theta"), ("g'", "g'"), ("g_prime", "g'"),
    ],
)  # fmt: skip
def test_a_name_becomes_tex(name, tex):
    assert symbol_tex(name) == tex


def test_every_name_of_the_example_is_a_name():
    for name in (*SCALARS, *CELLS, *BATCH.scalars, *BATCH.cells, *STEP.scalars):
        assert symbol_tex(name)


@pytest.mark.parametrize("name", ["loss", "w7 x1", "", "w_7", "7", "dw7]", "w7_", "_1", "dW[2]_1"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValueError, match="not the name of a quantity"):
        symbol_tex(name)


def symbols_of(svg):
    drawing = ET.fromstring(f"<text>{svg}</text>")
    return [part.text for part in drawing.iter("tspan") if part.get("class") == "symbol"]


def test_names_in_a_drawing_are_italic_with_their_index_below_or_above():
    assert symbols_of(typeset_svg("dw7 −0.3134")) == ["𝑑𝑤", "7"]
    assert symbols_of(typeset_svg("dW[2]ᵀ")) == ["𝑑𝑊", "[2]𝖳"]
    assert symbols_of(typeset_svg("g'(z1)")) == ["𝑔′", "𝑧", "1"]
    assert symbols_of(typeset_svg("h")) == ["ℎ"]
    assert symbols_of(typeset_svg("theta")) == ["𝜃"]
    below, above = (re.search(r'dy="([^"]*)em"', typeset_svg(name))[1] for name in ("w7", "W[1]"))
    assert float(below) > 0 > float(above)


def test_what_follows_an_index_is_back_on_the_line():
    drawing = ET.fromstring(f"<text>{typeset_svg('w7 x[1] b3 0.5')}</text>")
    sizes = (float(part.get("font-size", "1em")[:-2]) for part in drawing)
    moved = sum(float(part.get("dy", "0em")[:-2]) * size for part, size in zip(drawing, sizes))
    assert moved == pytest.approx(0, abs=1e-3)
    assert "".join(drawing.itertext()).replace(NOTHING, "") == "𝑤7 𝑥[1] 𝑏3 0.5"


def test_words_are_no_symbols():
    for text in ("a batch of 4", "adding a bias", "Adam", "wide", "example"):
        assert typeset_svg(text) == text
    assert symbols_of(typeset_svg("a = g(z)")) == ["𝑎", "𝑔", "𝑧"]
    assert symbols_of(typeset_svg("a")) == ["𝑎"]


def test_what_a_text_must_escape_is_escaped():
    assert typeset_svg("1 < 2 & 3") == "1 &lt; 2 &amp; 3"
    assert symbols_of(typeset_svg("x1 < b2")) == ["𝑥", "1", "𝑏", "2"]


def test_the_width_counts_what_is_drawn():
    assert text_width("dw7") < text_width("dw10") < text_width("dw10 −0.3134")
    assert text_width("w7") < text_width("ww")
    assert text_width("0.5") < text_width("005") < text_width("\N{MINUS SIGN}05")
