"""The figure of the four steps, and the two other drawings of a network."""

import re
import unicodedata

import pytest

import bpref
from bpref_docs.drawing.four_steps import as_text, equation, picture, steps
from bpref_docs.drawing.variants import WIDEST, Exercise, Widths, drawn
from bpref_docs.words.quantities import SCALARS


def lit(drawing, kind):
    """Return the labels that have a colour, without their markup: "dw7"."""
    labels = re.findall(rf'<g class="lit {kind}">(?:<rect[^>]*/>)?<text[^>]*>(.*?)</text>', drawing)
    return {unicodedata.normalize("NFKC", re.sub("<[^>]*>|\u200b", "", label)) for label in labels}


def test_each_step_lights_its_own_path():
    begin, parameters, crossing, again = (picture(step) for step in steps())
    assert not lit(begin, "parameter")
    assert lit(parameters, "gradient") >= {"dw7", "dw12", "db4", "db5"}
    assert lit(crossing, "parameter") == {f"w{i}" for i in range(7, 13)}
    assert lit(again, "gradient") >= {"dw1", "dw6", "db1", "db3"}
    assert not lit(again, "gradient") & {"dw7", "db4"}


def test_what_is_not_lit_has_no_name_on_its_line():
    assert "𝑤" not in picture(steps()[0])


def test_the_functions_of_the_steps_are_public():
    named = [name for step in steps() for name in re.findall(r"~bpref\.(\w+)", step["functions"])]
    assert len(set(named)) == 5 and set(named) <= set(bpref.__all__)


def test_equations_stand_below_each_other_at_their_signs():
    assert equation(["a = b"]) == "a = b"
    assert equation(["a = b", "c = d = e"]).count("&=") == 2


def test_a_notebook_has_the_steps_without_links():
    assert "](/" not in as_text()
    assert as_text().count("\n1. ") == 3


@pytest.mark.parametrize("name", ["w1", "w8", "w9"])
def test_a_line_is_as_wide_as_its_gradient_is_large(name):
    widths = re.findall(
        r"stroke-width: ([\d.]+); stroke-dasharray: ([^\"]+)", Widths().svg("alt", "both")
    )
    assert len(widths) == 12
    gradient = SCALARS[f"d{name}"]
    style = f"{WIDEST * abs(gradient):.1f}"
    assert any(width == style and (dashes == "none") == (gradient > 0) for width, dashes in widths)


def test_the_network_of_the_exercise_has_the_numbers_it_is_given():
    values = {"x1": 2.0, "x2": -1.0, "y": 1.0}
    values |= {f"w{i}": i + 0.25 for i in range(1, 7)} | {f"b{i}": -i - 0.5 for i in range(1, 4)}
    svg = Exercise(values).picture("alt")
    for number in ("2", "−1", "6.25", "−3.5"):
        assert f"{number}</text>" in svg
    assert svg == drawn(
        "exercise-network",
        {"alt": "alt", "values": " ".join(f"{name}={number}" for name, number in values.items())},
    )
