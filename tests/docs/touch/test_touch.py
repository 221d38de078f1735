"""The network you can touch, as it is written into a page and its script."""

import json
import re
from itertools import combinations

import pytest
from sphinx.errors import ExtensionError

import bpref.example
from bpref_docs.touch import directive as touch
from bpref_docs.touch import formulas as touch_formulas
from bpref_docs.touch import script as touch_script
from bpref_docs.touch.drawing import number, still
from bpref_docs.touch.parts import EXERCISES, MODES, NEURONS, PARAMETERS, STEPS, WEIGHTS, meanings
from bpref_docs.touch.values import compute, thickness
from bpref_docs.touch.words import WORDS, filled, meaning, plain, typeset
from bpref_docs.words.quantities import SCALARS


@pytest.fixture
def pieces(site):
    """Return a site with the extension and the pages that it links to."""
    made = site("bpref_docs.touch.directive")
    pages = {f"article/{step['page']}": "# Title" for step in STEPS}
    (made.folder / "article").mkdir()
    return lambda text: (made, made.build(index=f"# Title\n\n{text}\n", **pages))


def test_the_numbers_are_those_of_the_site():
    values = compute({})
    assert values.keys() >= SCALARS.keys() - {"J"}
    for name, value in SCALARS.items():
        assert values[name] == pytest.approx(value, rel=1e-14), name


def test_another_state_has_other_numbers():
    tanh = compute({"hidden": "tanh", "w1": "0.5", "x2": "1"})
    z1 = 0.5 * 2 + SCALARS["w4"] * 1 + SCALARS["b1"]
    assert tanh["z1"] == z1
    assert tanh["a1"] == pytest.approx(bpref.tanh(bpref.example.x * 0 + z1)[0, 0])
    squared = compute({"loss": "squared-error"})
    assert squared["da4"] == pytest.approx(SCALARS["a4"] - 1)
    assert squared["dz4"] == pytest.approx(
        (SCALARS["a4"] - 1) * SCALARS["a4"] * (1 - SCALARS["a4"])
    )
    assert squared["a4"] == pytest.approx(SCALARS["a4"])


def test_every_number_has_a_meaning():
    assert meanings().keys() == {name for name in SCALARS if not name.startswith("d")}
    assert [meaning(name) for name in ("w1", "w8", "w11", "y2", "z3")] == [
        "weight from x1 to z1",
        "weight from a1 to z5",
        "weight from a3 to z4",
        "target of a5",
        "weighted sum of neuron 3",
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
    assert {f"d{name}" for name in PARAMETERS} <= {*EXERCISES["all"]["blanks"]}
    for exercise in EXERCISES.values():
        assert not {*exercise["given"]} & {*exercise["blanks"]}


def test_the_weights_are_numbered_as_in_the_article():
    assert sorted(n for rows in WEIGHTS.values() for row in rows for n in row) == [*range(1, 13)]
    assert [n for row in NEURONS.values() for n in row] == [1, 2, 3, 4, 5]


def test_the_picture_has_every_number_where_the_script_finds_it():
    svg = still(compute({}), 'a "picture"')
    assert 'aria-label="a &quot;picture&quot;"' in svg
    shown = dict(re.findall('data-value="([^"]+)">([^<]+)<', svg))
    assert shown == {name: number(value) for name, value in SCALARS.items()}
    assert {*re.findall('data-line="([^"]+)"', svg)} == {*PARAMETERS, "a4", "a5", "y1", "y2"}
    touched = {*re.findall('data-name="([^"]+)"', svg)}
    assert touched == {*meanings()} | {f"d{c}{n}" for c in "az" for n in range(1, 6)}
    assert number(float("inf")) == "∞"
    assert number(float("-inf")) == "−∞"


def test_a_line_is_as_thick_as_its_weight():
    assert thickness(0) == 0.6
    assert thickness(-2) == thickness(2) == 2.8
    assert thickness(1e300) == 5
    thick = dict(
        re.findall(r'data-line="(\w+)" style="--thick: ([\d.]+)px"', still(compute({}), ""))
    )
    assert thick == {name: str(thickness(SCALARS[name])) for name in PARAMETERS if name[0] == "w"}


def test_no_two_labels_of_parameters_touch():
    wide = dict.fromkeys(SCALARS, -0.1234)
    found = re.findall(
        r'<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="30"', still(wide, "")
    )
    boxes = [(x, y, x + wide, y + 30) for x, y, wide in (map(float, each) for each in found)]
    assert len(boxes) == len(PARAMETERS)
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def calculated(postfix, values):
    """Return the value of a formula, by Python's own functions."""
    stack = []
    signs = {"+": "+", "-": "-", "*": "*", "/": "/", "power": "**"}
    for word in postfix.split():
        if word in signs:
            right, left = stack.pop(), stack.pop()
            stack.append(f"({left} {signs[word]} {right})")
        elif word == "max":
            right, left = stack.pop(), stack.pop()
            stack.append(f"max({left}, {right})")
        elif word in ("exp", "log", "tanh", "negative"):
            stack.append(f"{'-' if word == 'negative' else f'math.{word}'}({stack.pop()})")
        else:
            stack.append(repr(values[word]) if word in values else word)
    [expression] = stack
    return eval(expression, {"math": __import__("math")})


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("targets", ["1 0", "0 y", "y 1", "y y"])
def test_every_equation_is_true(hidden, loss, targets):
    y1, y2 = targets.replace("y", "0.25").split()
    values = compute({"hidden": hidden, "loss": loss, "y1": y1, "y2": y2})
    values |= {f"gp{n}": values[f"dz{n}"] / values[f"da{n}"] for n in range(1, 6)}
    formulas, ways = touch_formulas.formulas(), touch_formulas.whole_ways()
    equations = touch_formulas.equations()
    assert equations.keys() == {*values} - {"x1", "x2", "y1", "y2", *PARAMETERS} - {
        f"gp{n}" for n in range(1, 6)
    }
    for name, sides in equations.items():
        settings = ("", hidden, loss, f"{loss} {targets}")
        [*_, last] = next(sides[setting] for setting in settings if setting in sides)
        for formula in filter(None, (last, ways.get(name))):
            got = calculated(formulas[formula]["postfix"], values)
            assert got == pytest.approx(values[name], rel=1e-12), formula


def test_a_formula_has_places_for_numbers_and_parentheses_where_they_are_needed():
    formula = touch_formulas.formulas()["w7*dz4 + w8*dz5"]
    text = [[re.sub("<[^>]+>", "", factor) for factor in term] for term in formula["numbers"]]
    assert text == [["@(w7)×@(dz4)"], ["+@(w8)×@(dz5)"]]
    way = touch_formulas.formulas()["dz4*w7*g_prime(z1)*x1 + dz5*w8*g_prime(z1)*x1"]
    assert [len(term) for term in way["symbols"]] == [3, 3]
    assert "numbers" not in touch_formulas.formulas()["dz4"]


def test_words_are_typeset_and_keep_what_is_filled_in():
    assert plain(WORDS["steps"][4]["title"]) == "Step 1: dz[2] of the last layer"
    assert "<mtext>@z</mtext>" in typeset("The slope $g'(@z)$.")
    assert filled("@a of @b", {"a": 1, "b": "c"}) == "1 of c"
    assert len(WORDS["steps"]) == len(STEPS)
    assert [*WORDS["modes"]] == [*MODES]
    assert WORDS["exercises"].keys() == EXERCISES.keys()


def test_the_script_names_no_sentence_that_is_not_there():
    texts = [touch_script.module(name) for name in touch_script.MODULES]
    asked = {key for text in texts for key in re.findall(r'\bsay\("([\w-]+)"', text)}
    assert asked <= WORDS["says"].keys()
    assert len(asked) > 15


def test_the_modules_are_one_script():
    script, texts = touch_script.joined(), []
    seen = {"data"}
    for name in touch_script.MODULES:
        text = touch_script.module(name)
        # Joining drops whole lines, so each must be one; and what is imported comes before.
        imports = re.findall(r'^import \{ [\w, ]+ \} from "\./(\w+)\.js";$', text, re.MULTILINE)
        assert len(imports) == len(re.findall(r"^import\b", text, re.MULTILINE)), name
        assert {*imports} <= seen, name
        assert len(text.splitlines()) <= 200 and max(map(len, text.splitlines())) <= 100, name
        seen.add(name)
        texts.append(text)
    assert not re.search("^(import|export) ", script, re.MULTILINE)
    top = r"^(?:export )?(?:const|let|class|function\*?) (\w+)"
    names = [name for text in texts for name in re.findall(top, text, re.MULTILINE)]
    assert sorted(names) == sorted(set(names))
    files = {path.stem for path in touch_script.FOLDER.glob("js/*.js")}
    assert files == {*touch_script.MODULES}


def test_a_whole_network_and_a_piece(pieces):
    site, warnings = pieces("```{touch}\n```")
    assert not warnings
    page = site.page("index")
    assert '<div class="bpref-touch whole" data-piece="" data-at=""' in page
    for name in ("touch.js", "touch.css"):
        assert len(re.findall(rf'(?:src|href)="_static/{name}', page)) == 1
    script = (site.folder / "out/_static/touch.js").read_text("utf-8")
    data = json.loads(re.search("^const data = (.*);$", script, re.MULTILINE)[1])
    assert data["example"]["w7"] == bpref.example.W[2][0, 0]
    assert data["says"].keys() == WORDS["says"].keys()
    assert [*data["panels"]] == [*MODES]

    site, warnings = pieces("```{touch} step\n:at: at=3&w7=2\n:alt: Seen.\nThe *caption*.\n```")
    assert not warnings
    page = site.page("index")
    assert 'class="bpref-touch" data-piece="step" data-at="at=3&amp;w7=2"' in page
    assert 'data-home="beyond/touch.html" data-root=""' in page
    assert 'aria-label="Seen."' in page and "<em>caption</em>" in page
    assert 'data-value="w7">2<' in page


def test_a_page_without_a_network_loads_nothing_of_it(pieces):
    site, _ = pieces("```{touch}\n```")
    assert "touch" not in site.page("article/network")


def test_a_link_to_a_state(pieces):
    site, warnings = pieces("{touch}`the weight <show=w7&w7=2>`")
    assert not warnings
    assert 'href="beyond/touch.html#show=w7&amp;w7=2"' in site.page("index")
    assert ">the weight</a>" in site.page("index")
    site, warnings = pieces("{touch}`the stage <?stage#mode=step>`")
    assert not warnings
    assert 'href="beyond/touch.html?stage#mode=step"' in site.page("index")


def test_the_head_of_the_whole_page_says_how_it_is_seen_before_anything_is_painted(pieces):
    site, _ = pieces("```{touch} explore\n```")
    made = dict.fromkeys((f"article/{step['page']}" for step in STEPS), "# Title")
    (site.folder / "beyond").mkdir()
    site.build(**made, **{"index": "```{touch} explore\n```", touch.PAGE: "```{touch}\n```"})
    head = site.page(touch.PAGE).partition("<link rel=")[0]
    assert touch_script.view() in head
    assert touch_script.view() not in site.page("index")


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
        ("{touch}`words <?dance#show=w7>`", "a view is one of"),
    ],
)
def test_what_the_script_would_not_understand_is_refused(pieces, text, problem):
    _, warnings = pieces(text)
    assert problem in warnings


def test_a_step_whose_page_is_gone_stops_the_build(site):
    made = site("bpref_docs.touch.directive")
    with pytest.raises(ExtensionError, match="there is no page"):
        made.build(index="# Title\n\n```{touch}\n```")
