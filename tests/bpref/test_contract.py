"""The one rule for every argument: it is refused, or the result is the right number.

Shapes are generated: each array, at each layer, in every shape that NumPy might broadcast or that is wrong in another
way, alone and together with others. A call whose shapes fit must not be refused, and no other call may be accepted.
What is accepted is compared with the formula in reference.py.
"""

import inspect
import re
from itertools import combinations, product

import numpy as np
import pytest

import bpref
from reference import (
    COLUMNS,
    ELEMENTWISE,
    FORMULAS,
    FROM_A,
    FROM_Z,
    IN_0_TO_1,
    PASSES,
    STEPS,
    arrays_of,
    assert_same,
    call_of,
    note,
    numbers,
    places,
    right_call,
    right_shapes,
    with_array,
)

# In the words of Python, of NumPy, or of bpref. A warning is none of them: it fails the test.
REFUSALS = (ValueError, TypeError, AttributeError, IndexError, KeyError, ZeroDivisionError)
every_function = pytest.mark.parametrize("name", bpref.__all__)


def accepted(name, arguments):
    """Call a function; return whether it accepted, and fail unless what it returns is right."""
    try:
        got = getattr(bpref, name)(**arguments)
    except REFUSALS:
        return False
    assert_same(got, FORMULAS[name](**arguments), 1e-11, 1e-13)
    return True


def fits(needed, shapes):
    """Tell whether there are sizes with which all shapes are those that are needed."""
    sizes = {}
    for place, letters in needed.items():
        named, shape = letters.split(), shapes[place]
        if letters.startswith("..."):
            named, shape = [letters], [shape]  # the whole shape has one name
        if len(named) != len(shape):
            return False
        for letter, size in zip(named, shape):
            if sizes.setdefault(letter, 1 if letter == "1" else size) != size:
                return False
    return True


def check(name, needed, arrays):
    """Fail if a call is accepted whose shapes do not fit, or refused though they fit."""
    shapes = {place: array.shape for place, array in arrays.items()}
    fitting, empty = fits(needed, shapes), any(0 in shape for shape in shapes.values())
    if accepted(name, call_of(name, arrays)):
        assert fitting, f"accepted: {shapes}"
    else:
        assert not fitting or empty, f"refused: {shapes}"  # what is empty may be refused or not


def wrong_shapes(shape):
    """Yield shapes in place of one of two axes. The order says in which way they are wrong."""
    r, c = shape
    yield from [(), (1,), (r,), (c,), (r * c,), (0,)]
    yield from [(c, r), (1, 1), (r, 1), (1, c), (r + 1, c), (r, c + 1), (r, r), (c, c)]
    yield from [(0, c), (r, 0), (0, 0), (1, r, c), (r, c, 1), (r, 1, c), (2, r, c), (c, r, c)]


WIDTHS = {
    1: [(2, 3), (3, 2), (2, 2), (3, 3), (1, 3), (3, 1), (1, 1)],
    2: [(2, 3, 4), (2, 2, 2), (3, 2, 3), (2, 1, 2), (1, 3, 1), (1, 1, 1)],
    3: [(2, 3, 4, 5), (2, 2, 2, 2), (3, 1, 3, 1), (1, 1, 1, 1)],
}


def networks(name):
    """Yield widths and numbers of examples: equal and different ones, among them 1."""
    for widths in WIDTHS[1] + (WIDTHS[2] + WIDTHS[3] if name in PASSES else []):
        yield from ((widths, m) for m in (1, 2, 3, 5))


@every_function
def test_every_array_in_every_shape_is_refused_or_right(name):
    for widths, m in networks(name):
        rng = np.random.default_rng(m)
        right = right_shapes(name, widths, m)
        needed = places(name, len(widths) - 1)
        arrays = {place: numbers(name, place[0], shape, rng) for place, shape in right.items()}
        ways = {
            place: [numbers(name, place[0], wrong, rng) for wrong in wrong_shapes(shape)]
            for place, shape in right.items()
        }
        # One array is wrong, or two in the same way, or all of them.
        together = [*combinations(right, 1), *combinations(right, 2), tuple(right)]
        for wrong in together:
            for each in zip(*(ways[place] for place in wrong)):
                changed = dict(zip(wrong, each))
                with note(widths, m, {place: array.shape for place, array in changed.items()}):
                    check(name, needed, arrays | changed)


def every_combination(name, L, shapes):
    """Call a function with each of its arrays in each of the shapes."""
    needed, rng = places(name, L), np.random.default_rng(0)
    choices = [[numbers(name, place[0], shape, rng) for shape in shapes] for place in needed]
    for arrays in product(*choices):
        check(name, needed, dict(zip(needed, arrays)))


SMALL = [
    *[(), (1,), (2,), (3,), (0,), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2)],
    *[(3, 3), (0, 2), (2, 0), (1, 1, 1), (1, 2, 1), (2, 2, 2)],
]


@pytest.mark.parametrize("name", [name for name in bpref.__all__ if name not in PASSES])
def test_every_combination_of_small_shapes(name):
    every_combination(name, 1, SMALL)


@pytest.mark.parametrize("name", PASSES)
def test_every_combination_of_shapes_in_two_layers(name):
    shapes = [(2, 2), (2, 1), (1, 2), (2,), (1, 1), (3, 2)]
    # Six dictionaries' arrays have 46,656 combinations; of eight, three shapes are tried.
    every_combination(name, 2, shapes[: 3 if len(places(name)) > 6 else 6])


def changed_keys(entries):
    """Yield dictionaries whose keys are wrong, each with the way in which they are."""
    layers = [*entries]
    yield "empty", {}
    for l in layers:
        yield f"without {l}", {k: entry for k, entry in entries.items() if k != l}
        yield f"{l} by name", {str(k) if k == l else k: entry for k, entry in entries.items()}
    for l in {-1, 0, layers[0] - 1, layers[-1] + 1} - {*layers}:
        yield f"with {l}", {**entries, l: entries[layers[0]]}
        yield f"{l} for {layers[0]}", {l: entries[layers[0]]} | dict([*entries.items()][1:])
    yield "one down", {l - 1: entry for l, entry in entries.items()}
    yield "one up", {l + 1: entry for l, entry in entries.items()}
    yield "backwards", dict(reversed(entries.items()))


@pytest.mark.parametrize("name", PASSES)
def test_every_change_of_keys_is_refused_or_right(name):
    for L, m in product((1, 2, 3), (1, 2)):
        arguments = right_call(name, [2] * (L + 1), m)
        dictionaries = {k: v for k, v in arguments.items() if isinstance(v, dict) and v}
        ways = {k: list(changed_keys(v)) for k, v in dictionaries.items()}
        together = [*combinations(ways, 1), *combinations(ways, 2), tuple(ways)]
        for changed in together:
            for each in zip(*(ways[argument] for argument in changed)):
                new = {argument: entries for argument, (_, entries) in zip(changed, each)}
                how = dict(zip(changed, (way for way, _ in each)))
                with note(L, m, how):
                    assert accepted(name, arguments | new) == keys_fit(name, arguments | new)


def keys_fit(name, arguments):
    """Tell whether the layers are 1 to L, with a[0] before them, and the same ones everywhere."""
    layers = {argument: {*v} for argument, v in arguments.items() if isinstance(v, dict)}
    if name in STEPS:
        return all(layers[argument] == layers["theta"] for argument in STEPS[name])
    all_layers = {*range(1, len(layers["W"]) + 1)}
    if name == "forward_pass":
        return layers["W"] == layers["b"] == layers["g"] == all_layers
    # Slopes of other layers than the hidden ones are not looked at.
    hidden = all_layers - {len(all_layers)}
    fit = layers["W"] == all_layers and layers["a"] == {0, *all_layers}
    return fit and hidden <= layers["g_prime"]


@pytest.mark.parametrize("name", PASSES)
def test_what_is_no_dictionary_is_refused(name):
    for L in (1, 2, 3):
        arguments = right_call(name, [2] * (L + 1), 2)
        dictionaries = {k: v for k, v in arguments.items() if isinstance(v, dict) and v}
        for kind in (list, tuple, np.array, lambda entries: entries[0], lambda entries: None):
            bad = {argument: kind([*v.values()]) for argument, v in dictionaries.items()}
            # One of them, and all of them: lists, say, whose positions are the layers less one.
            for changed in [{argument: bad[argument]} for argument in bad] + [bad]:
                with note(L, changed), pytest.raises(REFUSALS):
                    getattr(bpref, name)(**arguments | changed)


@every_function
def test_what_is_no_array_is_refused_or_right(name):
    arguments = right_call(name)
    for place, array in arrays_of(arguments).items():
        for bad in (None, "text", 0.5, {}, array.tolist(), (array,)):
            with note(place, bad):
                try:
                    got = getattr(bpref, name)(**with_array(arguments, place, bad))
                except REFUSALS:
                    continue
                assert name in ELEMENTWISE
                assert_same(got, FORMULAS[name](np.asarray(bad)))


def test_every_argument_of_every_function_is_among_them():
    for name in bpref.__all__:
        signature = inspect.signature(getattr(bpref, name))
        assert right_call(name).keys() == signature.parameters.keys()


# A call with something wrong, and what the message tells, in this order: the argument, with its layer; what it must be;
# what it is. No two numbers of a message are the same by chance, so that none can stand in another's place.
ONES = np.ones
MESSAGES = [
    ("linear_forward-b", {"b": ONES(3)}, ["b must", "(3, 1)", "got (3,)"]),
    (
        "forward_pass-W",
        {"W": {1: ONES((3, 2)), 2: ONES((4, 2))}},
        ["W[2], b[2] must", "(4, 3), (4, 1)", "got (4, 2), (4, 1)"],
    ),
    (
        "forward_pass-b",
        {"b": {1: ONES((1, 3)), 2: ONES((4, 1))}},
        ["W[1], b[1] must", "(3, 2), (3, 1)", "got (3, 2), (1, 3)"],
    ),
    (
        "forward_pass-layers",
        {"b": {0: None, 1: None}, "g": {1: None, 3: None}},
        ["W, b, g must", "same layers", "got [1, 2], [0, 1], [1, 3]"],
    ),
    (
        "activation_backward-g_prime",
        {"g_prime": ONES((3, 1))},
        ["g_prime must", "(3, 5) like da", "got (3, 1)"],
    ),
    (
        "softmax_backward-a",
        {"a": ONES((3, 1))},
        ["a must", "(3, 5) like da", "got (3, 1)"],
    ),
    (
        "backward_pass-g_prime-layers",
        {"g_prime": {0: ONES((3, 5))}},
        ["g_prime must", "[1]", "got [0]"],
    ),
    (
        "backward_pass-layers",
        {"a": {0: ONES((2, 5)), 3: ONES((4, 5))}},
        ["a must", "[0, 1, 2]", "got [0, 3]"],
    ),
    (
        "backward_pass-dz",
        {"dz": ONES((4, 1))},
        ["dz must", "(4, 5) like a[2]", "got (4, 1)"],
    ),
    (
        "backward_pass-a",
        {"a": {0: ONES((2, 5)), 1: ONES((3, 1)), 2: ONES((4, 5))}},
        ["a[1], a[0] must", "(3, 5), (2, 5)", "got (3, 1), (2, 5)"],
    ),
    (
        "backward_pass-W",
        {"W": {1: ONES((3, 2)), 2: ONES((4, 6))}},
        ["a[2], a[1] must", "(4, 5), (6, 5)", "got (4, 5), (3, 5)"],
    ),
    (
        "backward_pass-g_prime",
        {"g_prime": {1: ONES((1, 5))}},
        ["g_prime[1] must", "(3, 5)", "got (1, 5)"],
    ),
    *(
        (
            f"{name}-{argument}",
            {argument: {1: ONES((3, 2)), 2: ONES((3, 4))}},
            [f"{argument} must", "{1: (3, 2), 2: (4, 3)}", "got {1: (3, 2), 2: (3, 4)}"],
        )
        for name, arguments in STEPS.items()
        for argument in arguments[1:]
    ),
    ("adam_step-t", {"t": 0}, ["t must", "1 at the first step", "got 0"]),
    (
        "relative_error-gradient",
        {"gradient": ONES((1, 2))},
        ["gradient must", "(3, 2) like reference", "got (1, 2)"],
    ),
    ("complex_step_gradient-f", {"f": lambda theta: 1.0}, ["f must", "complex", "got 1.0"]),
    *(
        (f"{name}-y", {"y": ONES((3, 1))}, ["y must", f"(3, 5) like {first}", "got (3, 1)"])
        for first, names in (("a", FROM_A), ("z", FROM_Z))
        for name in names
    ),
]
# The same for values in place of shapes: the numbers that are outside [0, 1], and the sums of columns.
OUTSIDE, SUMS = np.array([[0.5, -0.25], [1.5, 0.5]]), np.array([[0.5, 0.25], [1.0, 0.5]])
for name, argument in IN_0_TO_1:
    both = dict.fromkeys(["a" if name in FROM_A else "z", "y"], np.full((2, 2), 0.5))
    words = [f"{argument} must", "[0, 1]", "got -0.25 to 1.5"]
    MESSAGES.append((f"{name}-{argument}-values", both | {argument: OUTSIDE}, words))
    if (name, argument) in COLUMNS:
        words = ["each column", f" {argument} ", "must sum to 1", "got 0.75 to 1.5"]
        MESSAGES.append((f"{name}-{argument}-sums", both | {argument: SUMS}, words))


@pytest.mark.parametrize(
    ("call", "changed", "words"), MESSAGES, ids=[call for call, *_ in MESSAGES]
)
def test_a_message_names_the_argument_and_shows_what_is_needed_and_what_it_got(
    call, changed, words
):
    name = call.partition("-")[0]
    with pytest.raises(ValueError, match=".*".join(map(re.escape, words))):
        getattr(bpref, name)(**right_call(name) | changed)
