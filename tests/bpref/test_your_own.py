"""The checker of your_own.py: its table names every mistake in it, and no right function is refused."""

import ast
import functools
import inspect
import itertools
import re
import sys

import numpy as np
import pytest
from foreign_mistakes import VERSIONS
from more_foreign_mistakes import MORE

import bpref
from bpref import your_own
from bpref.your_own import (
    EXAMPLES,
    SIZES,
    STEPS,
    check,
    compute,
    judge_pass,
    network,
    outcomes,
    same,
)

NETWORK = network(SIZES, EXAMPLES)
OTHER = network([17, 19, 23, 29], 31)
every_step = pytest.mark.parametrize("step", STEPS)


def names_of(step, net=NETWORK):
    """What the table's expressions for a step are computed from."""
    names = inspect.signature(STEPS[step]).parameters
    arguments = dict(zip(names, your_own.inputs(step, net), strict=True))
    return {**arguments, "m": net["m"], "L": net["L"]}


@pytest.mark.parametrize("step", [*STEPS, "backward_pass"])
def test_the_functions_of_bpref_are_right(step):
    assert check(getattr(bpref, step))


@every_step
def test_the_right_step_is_that_of_bpref(step):
    ours = getattr(bpref, step)
    assert same(STEPS[step](*your_own.inputs(step, NETWORK)), ours(*your_own.inputs(step, NETWORK)))
    assert [*inspect.signature(STEPS[step]).parameters] == [*inspect.signature(ours).parameters]
    assert same(
        compute(your_own.RIGHT[step], names_of(step)), ours(*your_own.inputs(step, NETWORK))
    )


@every_step
def test_every_line_of_the_table_is_computed_or_stopped_by_numpy(step):
    """A name that is spelled wrongly would be an error like one of NumPy's, and explain nothing."""
    for value, words in outcomes(step, names_of(step)):
        assert not isinstance(value, Exception) or type(value) is ValueError, words


@every_step
def test_no_two_mistakes_agree_with_each_other_or_with_the_truth(step):
    (right, _), *found = outcomes(step, names_of(step))
    assert not [words for value, words in found if same(value, right)]
    pairs = itertools.combinations(found, 2)
    assert not [(s, t) for (v, s), (w, t) in pairs if s != t and same(v, w)]


def factor(value, right):
    """How many times the right result this one is, if it is a multiple of it."""
    if isinstance(value, (Exception, dict)) or value.shape != right.shape:
        return None
    ratio = float((value * right).sum() / (right * right).sum())
    return round(ratio, 9) if ratio and same(value, ratio * right) else None


def factors(step, net):
    """Every factor that a mistake of the table makes, or two of them together, with the words."""
    (right, _), *one = outcomes(step, names_of(step, net))
    found = {}
    for value, words in [*one, *outcomes(step, names_of(step, net), two=True)]:
        if words and (ratio := factor(value, right)):
            found.setdefault(ratio, set()).add(frozenset(words))
    return found


def meetings(found):
    """The pairs of explanations that make the same factor."""
    pairs = (itertools.combinations(words, 2) for words in found.values())
    return {frozenset(pair) for pair in itertools.chain.from_iterable(pairs)}


@pytest.mark.parametrize(
    "step",
    [
        "cross_entropy_dz",
        "activation_backward",
        "weight_gradient",
        "bias_gradient",
        "input_gradient",
    ],
)
def test_a_factor_has_one_explanation(step):
    """Nor is it a factor that comes from elsewhere: a usual rate, or a number of layers for m."""
    found = factors(step, NETWORK)
    assert len(found) > 8
    # What is the same on another network too is so whatever the sizes are, as twice a half is.
    assert meetings(found) <= meetings(factors(step, OTHER))
    m, L = NETWORK["m"], NETWORK["L"]
    elsewhere = [0.1, 0.2, 0.05, 0.01, 0.001, m / L, m / (L + 1), m**0.5, m / (m + 1)]
    assert not [ratio for ratio in elsewhere if round(ratio, 9) in found]


@every_step
def test_every_mistake_of_the_table_is_named(step):
    for value, words in itertools.islice(outcomes(step, names_of(step)), 1, None):
        verdict = check(giving(value), step)
        assert not verdict and verdict.mistakes == words


def giving(value):
    """A function that gives this whatever it is given, or is stopped by it."""

    def function(*arguments):
        if isinstance(value, Exception):
            raise value
        return value

    return function


def mutated(line, index, layers):
    """A backward pass with one mistake of the table, in some of its layers."""

    def backward_pass(dz, W, a, g_prime):
        dW, db, da = {}, {}, None
        net = {**NETWORK, "W": W, "a": a, "dW": dW, "db": db}

        def value(which, l, dz):
            names = your_own.arrays(l, {**net, "dz": {l: dz}, "da": {l: da}})
            chosen = index if which == line and l in layers else 0
            found, _ = next(itertools.islice(outcomes(which, names), chosen, None))
            if isinstance(found, Exception):
                raise found
            return found

        for l in range(len(W), 0, -1):
            dW[l], db[l] = value("dW", l, dz), value("db", l, dz)
            if l > 1:
                da = value("da", l, dz)
                dz = value("dz", l - 1, None)
        return dW, db

    return backward_pass


@pytest.mark.parametrize("line", your_own.LINES)
def test_every_mistake_in_a_pass_is_named(line):
    layers = {"da": (3, 2), "dz": (2, 1)}.get(line, (3, 2, 1))
    words = [words for _, words in your_own.ROWS[line]]
    named = 0
    for index, sentence in enumerate(words, 1):
        verdict = judge_pass(mutated(line, index, layers), "backward_pass", NETWORK)
        assert not verdict
        if verdict.mistakes:
            assert sentence in verdict.mistakes
            named += 1
        else:
            assert "It stops" in str(verdict) or "o mistake in" in " ".join(verdict.lines)
    assert named > len(words) / 2


def test_of_two_mistakes_the_first_on_the_way_back_is_named():
    no_mean, no_slope = ("a[l - 1].T / m", "a[l - 1].T"), (" * g_prime[l - 1]", "")
    [line] = check(changed_pass(no_mean, no_slope)).lines
    assert line.startswith("dW[3]: 1/m is missing")
    [line] = check(changed_pass(no_slope)).lines
    assert line.startswith("dz[2]: It is da: g' is missing")


PASS = """
def backward_pass(dz, W, a, g_prime):
    m, dW, db = dz.shape[1], {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.sum(axis=1, keepdims=True) / m
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
    return dW, db
"""


def changed_pass(*changes):
    """The right pass with some pieces of its text replaced."""
    text, made = PASS, {"np": np}
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong)
    exec(text, made)
    return made["backward_pass"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [
                ("a[l - 1].T / m", "a[l - 1].T / m * (1 + (l == 2))"),
                ("True) / m", "True) / m * (1 + (l == 2))"),
            ],
            ["dz[2]: There is a factor 2 too many."],
        ),
        (
            [("dz @ a[l - 1].T / m", "-dz @ a[l - 1].T"), ("db[l] = ", "db[l] = -")],
            ["dW[3]: The sign is wrong. 1/m is missing", "db[3]: The sign is wrong."],
        ),
        (
            [("dz @ a[l - 1].T", "dz[:, 1:] @ a[l - 1][:, 1:].T"), ("dz.sum", "dz[:, 1:].sum")],
            ["dW[3], db[3]: The first example is forgotten."],
        ),
        (
            [("dz @ a", "0 * dz @ a"), ("dz.sum", "0 * dz.sum")],
            ["dW[3], db[3]: It is 0 everywhere."],
        ),
        (
            [("g_prime[l - 1]", "g_prime[l - 1]; m = 1")],
            ["Either: dz[2]: It is multiplied by m.", "Or: dW[2], db[2]: 1/m is missing"],
        ),
        (
            [("T / m", "T / (1 if l == 3 else m)"), ("True) / m", "True) / (1 if l == 3 else m)")],
            ["dW[3], db[3]: 1/m is missing"],
        ),
        (
            [("(W[l].T @ dz)", "m * (W[l].T @ dz)")],
            ["dz[2]: It is multiplied by m."],
        ),
        (
            [("(W[l].T @ dz)", "(W[l].T @ dz) / len(a[l - 1])")],
            ["dz[2]: It is divided by the number of its rows"],
        ),
        ([("(W[l].T", "(-W[l].T")], ["dz[2]: The sign is wrong."]),
        (
            [("a[l - 1].T / m", "a[l - 1].T"), ("(W[l].T", "(2 * W[l].T")],
            ["dW[3]: 1/m is missing"],
        ),
        (
            [("a[l - 1].T / m", "a[l].T")],
            ["dW[3]: a[3] is used, and it must be a[2]. 1/m is missing"],
        ),
        (
            [("* g_prime[l - 1]", "* (a[l - 1] > 0)")],
            ["dz[2]: ReLU's slope is used, and it must be g_prime[2]."],
        ),
        (
            [
                (
                    "        dW[l]",
                    "        true, dz = dz, W[l].T @ dz * g_prime.get(l - 1, 1)\n        dW[l]",
                ),
                ("            dz = (W[l].T @ dz)", "            dz = (W[l].T @ true)"),
            ],
            ["dW[3], db[3]: dz[2] is used, and it must be dz[3]: find dW and db first."],
        ),
    ],
)
def test_what_is_said_of_a_pass_is_what_was_done_and_nothing_else(changes, said):
    lines = check(changed_pass(*changes)).lines
    assert len(lines) == len(said)
    assert all(map(str.startswith, lines, said))


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("weight_gradient", lambda dz, a_prev: dz @ a_prev.T / max(dz.shape)),
        ("bias_gradient", lambda dz: dz.sum(axis=1, keepdims=True) / max(dz.shape)),
        ("gradient_step", lambda theta, d, rate: {l: theta[l] - 0.3 * d[l] for l in theta}),
        ("cross_entropy_dz", lambda a, y: a - np.round(y)),
        ("bias_gradient", lambda dz: NotImplementedError("to be written")),
        ("backward_pass", lambda dz, W, a, g_prime: NotImplementedError("to be written")),
    ],
)
def test_what_is_right_by_chance_is_refused(step, wrong):
    assert not check(wrong, step)


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        ("cross_entropy_dz", lambda a, y: np.where(y == 0, a, 0), ["The targets 1 are forgotten"]),
        ("cross_entropy_dz", lambda a, y: a * (1 - y), ["The targets 1 are forgotten"]),
        ("linear_forward", lambda W, a, b: b - W @ a, ["W @ a_prev is subtracted"]),
        ("linear_forward", lambda W, a, b: 0 * (W @ a) + 0.5, ["No mistake in the table"]),
        ("input_gradient", lambda W, dz: 0 * W.T[:, :1], ["No mistake in the table"]),
        ("weight_gradient", lambda dz, a: dz @ a.T / (12 * 9), ["No mistake in the table"]),
        (
            "weight_gradient",
            lambda dz, a: 2 * dz @ a.T / 14,
            ["There is a factor 2", "It is divided by m - 1"],
        ),
        (
            "weight_gradient",
            lambda dz, a: dz @ a.T / dz.size,
            ["It is divided by a number of neurons or inputs, beside m"],
        ),
        ("bias_gradient", lambda dz: dz[:, :1] / 15, ["Only the first example counts."]),
        (
            "bias_gradient",
            lambda dz: np.sum(dz, axis=0).reshape(-1, 1) / 15,
            ["The sum is over the wrong axis", "Its shape is (15, 1)"],
        ),
        (
            "activation_backward",
            lambda da, g_prime: da * g_prime / len(da),
            ["It is divided by the number of its rows"],
        ),
        ("cross_entropy_dz", lambda a, y: a * y, ["It is a y"]),
        (
            "cross_entropy_dz",
            lambda a, y: (y / a + (1 - y) / (1 - a)) * a * (1 - a),
            ["A term of da has a wrong sign"],
        ),
    ],
)
def test_what_is_said_of_a_step_is_what_was_done_and_nothing_else(step, wrong, said):
    lines = check(wrong, step).lines
    assert len(lines) == len(said)
    assert all(map(str.startswith, lines, said))


def test_the_lines_after_an_unknown_dz_are_not_blamed():
    """The slope is forgotten and 3 is a factor."""
    lines = check(changed_pass((" * g_prime[l - 1]", " * 3"))).lines
    assert [line[:6] for line in lines] == ["dW[2] ", "dW[2]:", "db[2]:"]
    assert "look at dz[2]" in lines[0]


def test_two_mistakes_in_a_hidden_layer_are_named_if_each_line_has_its_own():
    changes = ("T / m", "T / (m if l == 3 else 1)"), ("keepdims=True) / m", "keepdims=l == 3) / m")
    first, second = check(changed_pass(*changes)).lines
    assert first.startswith("dW[2]: 1/m is missing") and second.startswith("db[2]: It is flat")


def test_np_dot_is_stopped_like_the_operator():
    verdict = check(lambda W, dz: np.dot(W, dz), "input_gradient")
    assert "Perhaps: W is not transposed: the paths are its columns." in verdict.lines


@pytest.mark.parametrize("wrong", [np.ones(3), "weight_gradient"])
def test_what_is_no_function_is_refused(wrong):
    with pytest.raises(TypeError, match="the function itself"):
        check(wrong)


def test_what_the_table_does_not_hold_is_located():
    verdict = check(changed_pass(("g_prime[l - 1]", "np.sin(g_prime[l - 1])")))
    assert not verdict.mistakes and "dz[2]" in verdict.lines[0] and "dW[2]" in verdict.lines[1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda dz, a_prev: 3 * dz @ a_prev.T / dz.shape[1], "3 times the right"),
        (lambda dz, a_prev: None, "is there a return"),
        (lambda dz, a_prev: (dz @ a_prev.T).tolist(), "returns a list, and no array"),
        (lambda dz, a_prev: dz[0] @ a_prev.T, "Its shape is (12,), and must be (11, 12)"),
        (lambda dz, a_prev: dz @ a_prev.T / 0, "NaN or infinite"),
        (lambda dz, a_prev: dz @ a_prev.T.astype("f4") / 15, "right in its first digits"),
        (lambda dz, a_prev: dz @ a_prev.T / 15, "Is a size or another number written in"),
        (
            lambda dz, a_prev: (dz @ a_prev.T / 15).view(np.matrix),
            "returns a matrix, and no array",
        ),
        (lambda dz, a_prev: dz @ a_prev.T * 1j, "does not hold real numbers"),
        (
            lambda dz, a_prev: np.ma.masked_less(dz @ a_prev.T / 15, 0),
            "returns a MaskedArray, and no array",
        ),
        (lambda dz, a_prev: np.round(dz @ a_prev.T / 15, 3), "right in its first digits"),
        (
            lambda dz, a_prev: dz @ a_prev.T / 15 * [-1, *[1] * 11],
            "11 of 132 elements have the wrong sign",
        ),
        (lambda dz, a_prev: dz @ a_prev.T / 15 * [3, *[1] * 11], "only column 0 is wrong"),
    ],
)
def test_the_words_where_nothing_is_named(wrong, said):
    assert said in " ".join(str(check(wrong, "weight_gradient")).split())


def test_what_is_infinite_agrees_only_with_itself():
    infinite = np.array([np.inf, 1.0])
    assert same(infinite, infinite.copy())
    assert not same(np.array([2.0, 1.0]), infinite)


def test_changed_inputs_are_noticed():
    def activation_backward(da, g_prime):
        da *= g_prime
        return da

    assert "argument number 1 in place" in str(check(activation_backward))


@pytest.mark.parametrize("other", [complex, object, str, list])
def test_inputs_that_become_of_another_kind_are_noticed(other):
    def backward_pass(dz, W, a, g_prime):
        dW, db = bpref.backward_pass(dz, W, a, g_prime)
        a[0] = [[1, 2], [3]] if other is list else a[0].astype(other)
        return dW, db

    assert "argument number 3 in place" in str(check(backward_pass))


def test_a_step_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no step is called 'f'"):
        check(lambda z: z, "f")


def test_numpy_alone_is_imported():
    tree = ast.parse(inspect.getsource(your_own))
    imports = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names]
        )
    }
    assert imports - sys.stdlib_module_names == {"numpy"}


# What the words must have in them where somebody else's function has a mistake of this kind.
KINDS = {
    "sign": "sign|subtracted|uphill|exchanged|1 \\+ a|-1 where|compared",
    "transpose": "transposed|reshaped|order",
    "slope-missing": "g' is missing|1 everywhere|slope is still to come|goes on from da|ReLU's slope",
    "slope-at-a": "at a, and must|z is taken for a|1 everywhere|g' is missing",
    "mean-missing": "1/m is missing",
    "mean-twice": "there twice|1/m does not belong|divided by m|is the mean",
    "wrong-layer": "layer|a\\[l|W\\[l|dz\\[l|inputs x",
    "updated-weights": "updated already",
    "wrong-axis": "axis|over all elements|divided by|averaged|summed over|mean over",
    "relu-on-gradient": "ReLU is applied",
    "path-forgotten": "path|forgotten|Only the",
    "factor-2": "factor|twice as long",
    "input-forgotten": "forgotten|subtracted from itself",
    "wrong-shape": "flat|not summed|matrix product|of type|returns|shape",
}
foreign = pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.step}: {v.words}")


verdict_on = functools.cache(lambda version: check(version.function, version.step))


@foreign
def test_a_function_by_another_hand_is_judged_rightly(version):
    verdict = verdict_on(version)
    assert bool(verdict) == (version.key == "right")
    if verdict or not verdict.mistakes:
        return  # right, or only located
    said = " ".join(verdict.mistakes)
    kinds = version.key.split(" or ")[0].split(" + ")
    # What somebody calls a crash or something else was read by a person.
    found = [k in ("crash", "other") or bool(re.search(KINDS[k], said)) for k in kinds]
    # Of a pass only the first mistake on the way back is named.
    if version.step != "backward_pass":
        assert all(found)
        return
    assert any(found)
    # But whatever is named is a mistake that it has.
    true = "|".join(KINDS.get(kind, "") for kind in kinds)
    assert not [one for one in verdict.mistakes if not re.search(true, one)]


def test_most_mistakes_by_another_hand_are_named():
    wrong = [verdict_on(v) for v in VERSIONS if v.key != "right"]
    assert sum(bool(verdict.mistakes) for verdict in wrong) > 0.7 * len(wrong)


# Each of the later ones is called what it is, or is called nothing.
@pytest.mark.parametrize("version", MORE, ids=lambda v: f"{v.step}: {v.words}")
def test_no_name_is_false(version):
    verdict = verdict_on(version)
    assert not verdict
    assert not verdict.mistakes or (version.name and re.search(version.name, named(verdict)))


def named(verdict):
    return " ".join(verdict.mistakes)


def test_where_two_mistakes_give_the_same_both_are_said():
    [version] = [v for v in MORE if "sigmoid only" in v.words]
    first, second = verdict_on(version).lines
    assert first.startswith("Either: dz[1]: It is da") and second.startswith("Or: dz[1]: ReLU's")


def test_a_mistake_of_both_lines_is_said_once():
    [version] = [v for v in MORE if v.words == "m is the number of outputs"]
    [line] = verdict_on(version).lines
    assert line.startswith("dW[3], db[3]: It is divided by a number of neurons")


def test_a_factor_of_dz_is_not_looked_for_in_both_gradients():
    [version] = [v for v in MORE if "divided by its size" in v.words]
    assert not verdict_on(version).mistakes and "look at dz[2]" in verdict_on(version).lines[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda dW, db: None, "It returns nothing: is there a return?"),
        (lambda dW, db: dW, "It must return dW, db"),
        (lambda dW, db: (dW, None), "db: It returns nothing"),
        (lambda dW, db: (dW[1], db), "dW: It is of type ndarray, and must be a dictionary"),
        (lambda dW, db: (dW, {**db, 0: db[1]}), "db: It has the layers [0, 1, 2, 3]"),
        (lambda dW, db: ({l + 1: dW[l] for l in dW}, db), "needs [1, 2, 3]: they are counted from"),
        (lambda dW, db: (dW, {**db, 2: [0.0]}), "db: Layer 2 is a list, and no array"),
        (lambda dW, db: (db, dW), "dW and db are exchanged"),
        (lambda dW, db: ({f"W{l}": dW[l] for l in dW}, db), "the layers are the keys"),
    ],
)
def test_what_a_pass_returns_must_be_of_the_right_kind(given, said):
    def backward_pass(dz, W, a, g_prime):
        return given(*bpref.backward_pass(dz, W, a, g_prime))

    assert said in str(check(backward_pass))
    assert str(check(bpref.backward_pass)) == (
        "backward_pass is right, in its shapes and in every number."
    )
