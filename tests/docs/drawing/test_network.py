"""The drawing of the 2-3-2 network."""

import math
import re
from itertools import combinations

import pytest

from bpref_docs.drawing.network import NEURONS, ROW, WEIGHTS, Drawing, between
from bpref_docs.folders import DOCS
from bpref_docs.words.quantities import SCALARS


def svg(forward="", gradient="", values="", layers="both"):
    return Drawing(set(forward.split()), set(gradient.split()), set(values.split())).svg(
        "alt", layers
    )


def group(drawing, symbol, index):
    """Return the class of the label of a name."""
    found = re.search(
        rf'<g class="([^"]*)">(?:<rect[^>]*>)?<text[^>]*><tspan class="symbol">{symbol}</tspan>'
        rf"<tspan[^>]*>{index}</tspan>",
        drawing,
    )
    assert found, f"{symbol}{index} is not drawn"
    return found[1]


def test_what_is_lit_has_the_colour_of_its_quantity():
    drawing = svg(forward="a1 w7 z4", gradient="dz4 da1")
    assert group(drawing, "𝑎", 1) == "lit forward"
    assert group(drawing, "𝑤", 7) == "lit parameter"
    assert group(drawing, "𝑑𝑧", 4) == "lit gradient"
    assert group(drawing, "𝑎", 2) == "muted"


def test_a_gradient_stands_in_the_place_of_its_parameter():
    drawing = svg(gradient="dw7 db4")
    assert group(drawing, "𝑑𝑤", 7) == "lit gradient"
    assert group(drawing, "𝑑𝑏", 4) == "lit gradient"
    assert "𝑤</tspan><tspan" in drawing  # the other weights
    with pytest.raises(AssertionError):
        group(drawing, "𝑤", 7)


def test_the_way_back_through_a_weight_has_its_own_line():
    line = '<g class="lit gradient"><path d='
    assert svg(forward="w7").count(line) == 0
    assert svg(gradient="w7").count(line) == 1
    assert svg(forward="w7", gradient="w7").count(line) == 1
    assert svg(forward="w7", gradient="w7").count('<g class="lit forward"><path d=') == 1


def test_numbers_stand_beside_the_names_that_are_asked_for():
    drawing = svg(forward="w7 z1", values="w7 z1")
    assert re.search(r">1\.25</text>", drawing)
    assert re.search(r" 0\.375</text>", drawing)
    assert "−1.25" not in drawing  # z2, which was not asked for


def test_one_layer_has_no_weight_of_the_other():
    group(svg(layers="1"), "𝑤", 6)
    group(svg(layers="2"), "𝑤", 12)
    for layers, index in (("1", 7), ("2", 6)):
        with pytest.raises(AssertionError):
            group(svg(layers=layers), "𝑤", index)


def test_the_drawing_ends_where_what_is_drawn_ends():
    def height(drawing):
        return float(re.search(r'viewBox="\S+ 0 \S+ (\S+)"', drawing)[1])

    lowest = [float(y) for y in re.findall(r' y="([\d.]+)"', svg())]
    assert 0 < height(svg()) - max(lowest) < 30
    assert height(svg()) < height(svg(gradient="dz3")) < height(svg(gradient="da3 dz3"))


def plates(drawing):
    """Return where the labels on lines lie: left, top, right, bottom."""
    found = re.findall(r'class="plate" x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', drawing)
    return [(x, y, x + w, y + h) for x, y, w, h in (map(float, numbers) for numbers in found)]


def lit_lines(drawing):
    """Return points of each line that is lit, one a unit of length."""
    for d in re.findall(r'<g class="lit \w+"><path d="M([^"]+)"', drawing):
        x1, y1, x2, y2 = map(float, re.split("[ L]", d))
        steps = int(math.dist((x1, y1), (x2, y2)))
        yield [(x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps) for i in range(steps + 1)]


BOTH_WAYS = ["w7", "w8", "w7 w8", "w9 w10", "w11 w12", "w12", "w1", "w6"]


@pytest.mark.parametrize("names", BOTH_WAYS)
@pytest.mark.parametrize("with_values", [True, False])
def test_no_label_covers_a_line_that_leads_both_ways(names, with_values):
    drawing = svg(forward=names, gradient=names, values=names if with_values else "")
    for line in lit_lines(drawing):
        for left, top, right, bottom in plates(drawing):
            covered = [left < x < right and top < y < bottom for x, y in line]
            assert not any(covered)


ON_THE_SITE = [
    dict(re.findall(r"^:(\w+): (.*)$", options, re.MULTILINE))
    for page in sorted(DOCS.rglob("*.md"))
    for options in re.findall(r"^```\{network\}\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)
]
NOT_YET = [
    {"forward": "x1 w1 z1", "gradient": "dz1 dw1", "values": "x1 dw1 dz1", "layers": "1"},
    {"forward": "x1 w3 z3", "gradient": "dz3 dw3", "values": "x1 dw3 dz3", "layers": "1"},
    {"gradient": "dz4 dz5 w9 w10 da2", "values": "dz4 dz5 w9 w10 da2"},
    {"gradient": "dz4 dz5 w11 w12 da3", "values": "dz4 dz5 w11 w12 da3"},
]


@pytest.mark.parametrize("options", ON_THE_SITE + NOT_YET)
def test_a_label_of_a_line_touches_nothing_and_hides_no_line_that_is_lit(options):
    lists = [set(options.get(key, "").split()) for key in ("forward", "gradient", "values")]
    drawing, layers = Drawing(*lists), options.get("layers", "both")
    lines = list(lit_lines(drawing.svg("alt", layers)))
    weights = 12 if layers == "both" else 6
    others, labels = drawing.taken[:-weights], drawing.taken[-weights:]
    for box in labels:
        left, top, right, bottom = box
        for other in others + [label for label in labels if label != box]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart
        if bottom - top > 20:  # a number, too: the label must stand beside its line
            assert not any(left < x < right and top < y < bottom for line in lines for x, y in line)


def test_a_weight_with_its_number_stands_on_its_line_and_cuts_no_other():
    names = {"x1", "x2", "w1", "w4", "b1", "z1", "a1"}
    drawing = Drawing(names, set(), names)
    boxes = plates(drawing.svg("alt", "1"))

    def cuts(box, ends):
        left, top, right, bottom = box
        points = (between(*ends, i / 200) for i in range(201))
        return any(left < x < right and top < y < bottom for x, y in points)

    cut = [[name for name, ends in drawing.all_lines.items() if cuts(box, ends)] for box in boxes]
    assert sorted(cut) == [[name] for name in sorted(WEIGHTS["1"])]


def test_every_drawing_of_the_site_is_looked_at():
    assert len(ON_THE_SITE) >= 13


@pytest.mark.parametrize("names", ["", "w7 w8"])
def test_no_two_labels_on_lines_touch(names):
    for one, other in combinations(plates(svg(forward=names, gradient=names, values=names)), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("layer", WEIGHTS)
def test_no_label_stands_where_two_lines_cross(layer):
    drawing = Drawing(set(), set(), set())
    lines = {name: drawing.ends(*ends) for name, (*ends, _) in WEIGHTS[layer].items()}
    for name, (*_, along) in WEIGHTS[layer].items():
        _, y = between(*lines[name], along)
        others = [between(*line, along)[1] for other, line in lines.items() if other != name]
        assert min(abs(y - other) for other in others) > ROW


def test_every_name_of_the_drawing_is_a_quantity():
    assert {name for weights in WEIGHTS.values() for name in weights} <= SCALARS.keys()
    assert {f"z{number}" for number in NEURONS} <= SCALARS.keys()


PAGE = """# Page

```{{network}}
:alt: {alt}
:forward: {forward}
{more}
The *caption*.
```
"""


def test_the_directive_makes_a_figure_with_its_caption(site):
    page = site("bpref_docs.drawing.network")
    text = PAGE.format(alt='From "a1" on', forward="a1 w7 z4", more=":layers: 2")
    assert page.build(index=text) == ""
    html = page.page("index")
    assert 'aria-label="From &quot;a1&quot; on"' in html
    assert "The <em>caption</em>." in html
    assert html.index("</svg>") < html.index("<figcaption")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"alt": "", "forward": "a1", "more": ""}, "alt"),
        ({"alt": "seen", "forward": "a1 q9", "more": ""}, r"no scalar is called \['q9'\]"),
        ({"alt": "seen", "forward": "a1", "more": ":layers: 3"}, "layers"),
    ],
)
def test_the_directive_refuses(site, options, problem):
    assert re.search(
        problem, site("bpref_docs.drawing.network").build(index=PAGE.format(**options))
    )
