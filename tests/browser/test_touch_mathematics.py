"""The mathematics of the network you can touch, in Node, compared with bpref.

Its modules run as they are, with the data that the built site's script begins with.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from built import SITE
from touch_oracle import ACTIVATIONS, LOSSES, descended, exact, expected, planted, settings

import bpref
from bpref_docs.touch.parts import EXERCISES
from bpref_docs.words.numbers import decimal

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")

# The session browser brings it.
assert NODE, "Node is not installed"


def columns(rng: np.random.Generator, low: float = -30, high: float = 30) -> np.ndarray:
    """Return a matrix of 2 rows and 3 examples."""
    return rng.uniform(low, high, (2, 3))


ARGUMENTS = {
    **dict.fromkeys(
        ["sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative", "relu", "relu_derivative"],
        lambda rng: [columns(rng, -800, 800)],
    ),
    "linear_forward": lambda rng: [
        rng.normal(size=(2, 4)),
        rng.normal(size=(4, 3)),
        rng.normal(size=(2, 1)),
    ],
    **dict.fromkeys(
        [
            "cross_entropy_derivative",
            "cross_entropy_dz",
            "squared_error",
            "squared_error_derivative",
        ],
        lambda rng: [columns(rng, 0, 1), rng.integers(0, 2, (2, 3)).astype(float)],
    ),
    "sigmoid_cross_entropy": lambda rng: [columns(rng, -800, 800), columns(rng, 0, 1)],
    "activation_backward": lambda rng: [columns(rng), columns(rng)],
    "weight_gradient": lambda rng: [columns(rng), rng.normal(size=(4, 3))],
    "bias_gradient": lambda rng: [columns(rng)],
    "input_gradient": lambda rng: [rng.normal(size=(2, 4)), columns(rng)],
}


def functions() -> dict[str, list[dict[str, object]]]:
    """Return calls of each function, with what bpref returns."""
    rng = np.random.default_rng(1)
    found: dict[str, list[dict[str, object]]] = {}
    for name, draw in ARGUMENTS.items():
        found[name] = []
        for _ in range(20):
            given = draw(rng)
            right = np.asarray(getattr(bpref, name)(*given)).tolist()
            found[name].append({"given": [each.tolist() for each in given], "right": right})
    return found


def decimals() -> list[dict[str, object]]:
    """Return numbers as the site writes them, but those whose powers of ten have fewer digits."""
    rng = np.random.default_rng(3)
    numbers = [*rng.normal(0, 3, 200), *rng.normal(0, 1e4, 50), *rng.integers(-99, 99, 50) / 8]
    numbers += [0.0, -0.0, 0.1 + 0.2, 1e-6, 0.00005, -0.12345, 2.00005, 1 / 3]
    return [
        {"number": number, "places": places, "right": decimal(number, places)}
        for number in map(float, numbers)
        for places in (4, 6)
        if "×" not in decimal(number, places)
    ]


STATES = [
    {"exercise": exercise, "number": number, "hidden": hidden, "loss": loss}
    for exercise in EXERCISES
    for hidden in ACTIVATIONS
    for loss in LOSSES
    for number in ((1, 2) if exercise != "all" else (31,))
]
MAKE = """
import { makeExercise } from "./exercises.js";
import { freshState } from "./address.js";
const made = STATES.map((state) => makeExercise({ ...freshState(), mode: "practise", ...state }));
console.log(JSON.stringify(made));
"""


def exercises(folder: Path) -> list[dict[str, object]]:
    """Return exercises as Node makes them, with the mistakes that may be made in each."""
    (folder / "make.js").write_text(MAKE.replace("STATES", json.dumps(STATES)), "utf-8")
    made = subprocess.run(
        [NODE, "make.js"], cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    found = []
    for state, exercise in zip(STATES, json.loads(made.stdout), strict=True):
        setting = state["hidden"], state["loss"]
        values = expected(exercise["numbers"], *setting)
        wrong = {name: planted(name, values, *setting) for name in exercise["blanks"]}
        found.append({"state": state, **exercise, "planted": wrong})
    return found


def written(value: object) -> object:
    """Return what JSON can hold: infinity as a word."""
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [written(each) for each in value]
    return str(value).replace("inf", "Infinity") if value in (np.inf, -np.inf) else value


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """Return a folder with the modules, and the data of the built site's script."""
    for module in (ROOT / "docs/bpref_docs/touch/js").glob("*.js"):
        shutil.copy(module, tmp_path)
    script = (SITE / "_static/touch.js").read_text("utf-8")
    data = re.search("^const data = .*;$", script, re.MULTILINE)[0]
    (tmp_path / "data.js").write_text(f"export {data}\n", "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    return tmp_path


def test_the_mathematics_in_node(modules):
    networks = [
        {
            "state": {"numbers": numbers, "hidden": hidden, "loss": loss},
            "right": expected(numbers, hidden, loss),
        }
        for numbers, hidden, loss in settings(500)
    ]
    descents = [
        {
            "state": {"numbers": numbers, "hidden": hidden, "loss": loss},
            "rate": 0.3,
            "steps": 11,
            "right": descended(numbers, hidden, loss, 0.3, 11),
        }
        for numbers, hidden, loss in settings(12)[1::2]
    ]
    saturated = [
        {"z": z, "y": y, "right": exact(z, y)} for z in (-70, -40, 3, 34, 40, 90) for y in (0, 1)
    ]
    cases = {
        "saturated": saturated,
        "functions": functions(),
        "networks": networks,
        "descents": descents,
        "decimals": decimals(),
        "exercises": exercises(modules),
    }
    (modules / "cases.json").write_text(json.dumps(written(cases)), "utf-8")
    tests = Path(__file__).with_name("touch.test.mjs")
    run = subprocess.run(
        [NODE, "--test", str(tests)],
        env={"TOUCH_MODULES": str(modules)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout + run.stderr
