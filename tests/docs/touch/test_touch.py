"""The network you can touch, as it is written into a page."""

import html
import json
import re

import pytest
from sphinx.errors import ExtensionError

import bpref.example
from bpref_docs.touch import directive as touch
from bpref_docs.touch.parts import (
    LEVELS,
    NEURONS,
    PARAMETERS,
    SAYS,
    STEPS,
    WEIGHTS,
    meanings,
    panels,
)
from bpref_docs.words.quantities import SCALARS


@pytest.fixture
def pieces(site):
    """Return a site with the extension and the pages that it links to."""
    made = site("bpref_docs.touch.directive")
    pages = {f"article/{step['page'][0]}": "# Title" for step in STEPS}
    (made.folder / "article").mkdir()
    return lambda text: (made, made.build(index=f"# Title\n\n{text}\n", **pages))


def data_of(page):
    """Return what the page tells the script."""
    return json.loads(html.unescape(re.search('data-touch="([^"]*)"', page)[1]))


def test_the_numbers_are_those_of_the_site():
    values = touch.compute({})
    assert values.keys() >= SCALARS.keys() - {"J"}
    for name, value in SCALARS.items():
        assert values[name] == pytest.approx(value, rel=1e-14), name


def test_another_state_has_other_numbers():
    tanh = touch.compute({"hidden": "tanh", "w1": "0.5", "x2": "1"})
    z1 = 0.5 * 2 + SCALARS["w4"] * 1 + SCALARS["b1"]
    assert tanh["z1"] == z1
    assert tanh["a1"] == pytest.approx(bpref.tanh(bpref.example.x * 0 + z1)[0, 0])
    squared = touch.compute({"loss": "squared-error"})
    assert squared["da4"] == pytest.approx(SCALARS["a4"] - 1)
    assert squared["dz4"] == pytest.approx(
        (SCALARS["a4"] - 1) * SCALARS["a4"] * (1 - SCALARS["a4"])
    )
    assert squared["a4"] == pytest.approx(SCALARS["a4"])


def test_every_number_has_a_meaning():
    assert meanings().keys() == {name for name in SCALARS if not name.startswith("d")}
    assert [meanings()[name] for name in ("w1", "w8", "w11")] == [
        "weight from x1 to z1",
        "weight from a1 to z5",
        "weight from a3 to z4",
    ]


def test_the_steps_reach_everything_once_and_light_what_there_is():
    reached = [name for step in STEPS for name in step["names"]]
    assert len(reached) == len(set(reached))
    assert {*reached} == {*SCALARS}
    for step in STEPS:
        lit = {*step.get("forward", []), *step.get("gradient", []), *step.get("full", [])}
        assert lit <= {*SCALARS}
        assert {*step.get("full", [])} <= {*step["names"]}


def test_the_last_exercise_asks_for_every_parameter():
    assert {f"d{name}" for name in PARAMETERS} <= {*LEVELS["all"]["blanks"]}
    for level in LEVELS.values():
        assert not {*level["given"]} & {*level["blanks"]}


def test_the_weights_are_numbered_as_in_the_article():
    assert sorted(n for rows in WEIGHTS.values() for row in rows for n in row) == [*range(1, 13)]
    assert [n for row in NEURONS.values() for n in row] == [1, 2, 3, 4, 5]


def test_the_picture_has_every_number():
    svg = touch.still(touch.compute({}), 'a "picture"')
    assert 'aria-label="a &quot;picture&quot;"' in svg
    shown = re.findall("[−\\d.]+(?=</text>)", svg)
    for name, value in SCALARS.items():
        assert touch.number(value) in shown, name
    assert touch.number(float("inf")) == "∞"
    assert touch.number(float("-inf")) == "−∞"


def test_a_whole_network_and_a_piece(pieces):
    site, warnings = pieces("```{touch}\n```")
    assert not warnings
    page = site.page("index")
    assert 'class="bpref-touch whole"' in page
    assert page.count("<template") == 1 + len(panels())
    data = data_of(page)
    assert data["example"]["w7"] == bpref.example.W[2][0, 0]
    assert data["says"] == SAYS
    for script in ("backprop.js", "touch.js", "touch.css"):
        assert len(re.findall(rf'(?:src|href)="_static/{script}', page)) == 1

    site, warnings = pieces("```{touch} step\n:at: at=3&w7=2\n:alt: Seen.\nThe *caption*.\n```")
    assert not warnings
    page = site.page("index")
    assert 'class="bpref-touch"' in page
    assert page.count("<template") == 2
    assert (data_of(page)["mode"], data_of(page)["at"]) == ("step", "at=3&w7=2")
    assert 'aria-label="Seen."' in page and "<em>caption</em>" in page
    assert ">2</text>" in page  # w7, in the picture too


def test_a_page_without_a_network_loads_nothing_of_it(pieces):
    site, _ = pieces("```{touch}\n```")
    assert "touch" not in site.page("article/network")


def test_a_link_to_a_state(pieces):
    site, warnings = pieces("{touch}`the weight <show=w7&w7=2>`")
    assert not warnings
    assert 'href="beyond/touch.html#show=w7&amp;w7=2"' in site.page("index")
    assert ">the weight</a>" in site.page("index")


def test_the_way_from_page_to_page():
    assert touch.relative("index", "beyond/touch") == "beyond/touch.html"
    assert touch.relative("article/crossing", "beyond/touch") == "../beyond/touch.html"
    assert touch.relative("beyond/touch", "beyond/touch") == "touch.html"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("```{touch} dance\n```", "dance"),
        ("```{touch}\n:at: mode=dance\n```", "mode=dance: mode is one of"),
        ("```{touch}\n:at: w99=1\n```", "nothing is called w99"),
        ("```{touch}\n:at: w7=two\n```", "could not convert"),
        ("```{touch}\n:at: w7=inf\n```", "not a finite number"),
        ("{touch}`words <show=q>`", "show=q: show is one of"),
    ],
)
def test_what_the_script_would_not_understand_is_refused(pieces, text, problem):
    _, warnings = pieces(text)
    assert problem in warnings


def test_a_step_whose_page_is_gone_stops_the_build(site):
    made = site("bpref_docs.touch.directive")
    with pytest.raises(ExtensionError, match="there is no page"):
        made.build(index="# Title\n\n```{touch}\n```")
