"""The checker of your_own.py: its table names every mistake in it, and no right function is refused."""

import ast
import functools
import inspect
import itertools
import re

import numpy as np
import pytest
from foreign_mistakes import VERSIONS

import bpref
from bpref import your_own
from bpref.your_own import check, judge_pass, mutants, network, result, rows, same

NETWORK = network([2, 4, 5, 3], 7)
every_step = pytest.mark.parametrize("step", your_own.STEPS)


def results(step):
    """Everything that a mistake of the table gives, with its sentence."""
    arguments = your_own.inputs(step, NETWORK)
    return [
        (result(step, expression, arguments), *sentences) for expression, sentences in mutants(step)
    ]


@pytest.mark.parametrize("step", [*your_own.STEPS, "backward_pass"])
def test_the_functions_of_bpref_are_right(step):
    assert check(getattr(bpref, step))


@every_step
def test_the_right_step_is_that_of_bpref(step):
    arguments = your_own.inputs(step, NETWORK)
    ours = getattr(bpref, step)(*arguments)
    assert same(result(step, your_own.STEPS[step][1], arguments), ours)
    assert your_own.STEPS[step][0].split() == [*inspect.signature(getattr(bpref, step)).parameters]


@every_step
def test_no_two_mistakes_agree_with_each_other_or_with_the_truth(step):
    right = result(step, your_own.STEPS[step][1], your_own.inputs(step, NETWORK))
    found = results(step)
    assert not [said for value, said in found if same(value, right)]
    pairs = itertools.combinations(found, 2)
    assert not [(s, t) for (v, s), (w, t) in pairs if s != t and same(v, w)]


@every_step
def test_every_mistake_of_the_table_is_named(step):
    for expression, sentences in mutants(step):
        verdict = check(written(step, expression), step)
        assert not verdict and verdict.mistakes == sentences


def written(step, expression):
    """A function as a reader would write it, with one mistake of the table."""

    def function(*arguments):
        value = result(step, expression, arguments)
        if isinstance(value, Exception):
            raise value
        return value

    return function


def mutated(quantity, index, layers):
    """A backward pass with one mistake of the table, in some of its layers."""

    def backward_pass(dz, W, a, g_prime):
        names = {"W": W, "a": a, "g_prime": g_prime, "dzL": dz}

        def line(which, l, **more):
            found = your_own.lines_of(which, {**names, "l": l, **more})
            wrong = which == quantity and l in layers
            value, _ = next(itertools.islice(found, index + 1 if wrong else 0, None))
            if isinstance(value, Exception):
                raise value
            return value

        dW, db, da = {}, {}, {}
        for l in range(len(W), 0, -1):
            dW[l], db[l] = line("dW", l, dz=dz, **da), line("db", l, dz=dz, **da)
            if l > 1:
                da = {"da": line("da", l, dz=dz, dW=dW[l], **da)}
                dz = line("dz", l - 1, dz=dz, **da)
        return dW, db

    return backward_pass


def sentences_of(quantity):
    step, _, others = your_own.PASS[quantity]
    return [row[-1] for row in rows(your_own.STEPS[step][2]) + rows(others)]


@pytest.mark.parametrize("quantity", your_own.PASS)
def test_every_mistake_in_a_pass_is_named(quantity):
    layers = {"da": (3, 2), "dz": (2, 1)}.get(quantity, (3, 2, 1))
    named = 0
    for index, sentence in enumerate(sentences_of(quantity)):
        function = mutated(quantity, index, layers)
        verdict = judge_pass(function, "backward_pass", NETWORK)
        assert not verdict
        if verdict.mistakes:
            assert verdict.mistakes == [sentence]
            named += 1
        else:
            assert "It stops" in str(verdict) or "." in str(verdict)
    assert named > len(sentences_of(quantity)) / 2


def test_two_mistakes_in_two_lines_are_both_named():
    def backward_pass(dz, W, a, g_prime):
        m, dW, db = dz.shape[1], {}, {}
        for l in range(len(W), 0, -1):
            dW[l] = dz @ a[l - 1].T
            db[l] = dz.sum(axis=1, keepdims=True) / m
            if l > 1:
                dz = W[l].T @ dz
        return dW, db

    first, second = check(backward_pass).lines
    assert first.startswith("dW[3], dW[2], dW[1]: 1/m is missing")
    assert second.startswith("dz[2], dz[1]: g' is missing")


def test_what_the_table_does_not_hold_is_located():
    def backward_pass(dz, W, a, g_prime):
        m, dW, db = dz.shape[1], {}, {}
        for l in range(len(W), 0, -1):
            dW[l] = dz @ a[l - 1].T / m
            db[l] = dz.sum(axis=1, keepdims=True) / m
            if l > 1:
                dz = (W[l].T @ dz) * np.sin(g_prime[l - 1])
        return dW, db

    verdict = check(backward_pass)
    assert not verdict.mistakes and "dW[2]" in verdict.lines[0] and "dz[2]" in verdict.lines[1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda dz, a_prev: 3 * dz @ a_prev.T / dz.shape[1], "3 times the right"),
        (lambda dz, a_prev: None, "is there a return"),
        (lambda dz, a_prev: (dz @ a_prev.T).tolist(), "must return one array"),
        (lambda dz, a_prev: dz[0] @ a_prev.T, "Its shape is (4,), and must be (5, 4)"),
        (lambda dz, a_prev: dz @ a_prev.T / 0, "NaN or infinite"),
        (lambda dz, a_prev: dz @ a_prev.T / 7 + 2, "the same number is added"),
        (lambda dz, a_prev: (dz @ a_prev.T / 7)[::-1], "right numbers in wrong places"),
        (lambda dz, a_prev: dz @ a_prev.T.astype("f4") / 7, "right in its first digits"),
        (lambda dz, a_prev: dz @ a_prev.T / 7, "Is a size or a number of layers written"),
        (lambda dz, a_prev: (dz @ a_prev.T / 7).view(np.matrix), "returns a matrix"),
        (lambda dz, a_prev: dz @ a_prev.T * 1j, "does not hold real numbers"),
        (
            lambda dz, a_prev: dz @ a_prev.T / 7 * [-1, 1, 1, 1],
            "5 of 20 elements have the wrong sign",
        ),
        (lambda dz, a_prev: dz @ a_prev.T / 7 * [3, 1, 1, 1], "only column 0 is wrong"),
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


def test_a_step_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no step is called 'f'"):
        check(lambda z: z, "f")


def test_numpy_alone_is_imported():
    tree = ast.parse(inspect.getsource(your_own))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import numpy as np"]


# What the words must have in them where somebody else's function has a mistake of this kind.
KINDS = {
    "sign": "sign|subtracted|uphill|exchanged|1 \\+ a|-1 where|compared",
    "transpose": "transposed|reshaped|order",
    "slope-missing": "g' is missing|1 everywhere|slope is still to come|goes on from da",
    "slope-at-a": "at a, and must|z is taken for a|1 everywhere|g' is missing",
    "mean-missing": "1/m is missing",
    "mean-twice": "there twice|1/m does not belong|divided by m|is the mean",
    "wrong-layer": "layer|a\\[l|W\\[l|inputs x",
    "updated-weights": "updated already",
    "wrong-axis": "axis|over all elements|divided by|averaged|summed over|mean over",
    "relu-on-gradient": "ReLU is applied",
    "path-forgotten": "path|forgotten|Only the",
    "factor-2": "factor|two steps",
    "input-forgotten": "forgotten|subtracted from itself",
    "wrong-shape": "flat|not summed|matrix product|returns|shape",
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
    for kind in version.key.split(" or ")[0].split(" + "):
        # What somebody calls a crash or something else was read by a person.
        assert kind in ("crash", "other") or re.search(KINDS[kind], said)


def test_most_mistakes_by_another_hand_are_named():
    wrong = [verdict_on(v) for v in VERSIONS if v.key != "right"]
    assert sum(bool(verdict.mistakes) for verdict in wrong) > 0.7 * len(wrong)
