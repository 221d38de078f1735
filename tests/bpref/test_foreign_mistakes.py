"""Every wrong version of a step is wrong, and every right one right, where all sizes differ."""

import copy
import inspect

import numpy as np
import pytest
from foreign_mistakes import KEYS, VERSIONS

import bpref

SIZES, M = (2, 4, 5, 3), 6
G = {1: bpref.tanh, 2: bpref.sigmoid, 3: bpref.sigmoid}
SLOPES = {1: bpref.tanh_derivative, 2: bpref.sigmoid_derivative, 3: bpref.sigmoid_derivative}


def cases():
    """Return, for each step, the lists of arguments that it is tried with."""
    random = np.random.default_rng(1)
    W = {l: random.normal(size=(SIZES[l], SIZES[l - 1])) for l in (1, 2, 3)}
    b = {l: random.normal(size=(SIZES[l], 1)) for l in W}
    x = random.normal(size=(SIZES[0], M))
    y = random.integers(0, 2, size=(SIZES[3], M)).astype(float)
    z, a = bpref.forward_pass(x, W, b, G)
    g_prime = {l: SLOPES[l](z[l]) for l in W}
    dz, da = {3: bpref.cross_entropy_dz(a[3], y)}, {}
    for l in (2, 1):
        da[l] = bpref.input_gradient(W[l + 1], dz[l + 1])
        dz[l] = bpref.activation_backward(da[l], g_prime[l])
    hidden = {l: g_prime[l] for l in (1, 2)}
    dW, _ = bpref.backward_pass(dz[3], W, a, hidden)
    kink = z[1].copy()
    kink[0, 0] = 0
    return {
        "linear_forward": [(W[l], a[l - 1], b[l]) for l in W],
        "activation_backward": [(da[l], g_prime[l]) for l in da],
        "cross_entropy_dz": [(a[3], y)],
        "weight_gradient": [(dz[l], a[l - 1]) for l in W],
        "bias_gradient": [(dz[l],) for l in W],
        "input_gradient": [(W[l], dz[l]) for l in W],
        "relu_derivative": [(kink,)],
        "sigmoid_derivative": [(z[l],) for l in W],
        "gradient_step": [(W, dW, 0.1)],
        "backward_pass": [(dz[3], W, a, hidden), (dz[3], W, a, g_prime)],
    }


CASES = cases()


def agree(got, want, tolerance):
    """Tell whether these are the same arrays, held in the same way."""
    if isinstance(want, dict):
        return (
            isinstance(got, dict)
            and got.keys() == want.keys()
            and all(agree(got[l], want[l], tolerance) for l in want)
        )
    if isinstance(want, tuple):
        return (
            isinstance(got, tuple)
            and len(got) == len(want)
            and all(agree(*pair, tolerance) for pair in zip(got, want))
        )
    if not isinstance(want, np.ndarray):
        return got == want
    return (
        isinstance(got, np.ndarray)
        and got.shape == want.shape
        and bool(abs(got - want).max() <= tolerance * abs(want).max())
    )


def outcome(version, arguments):
    """Run one version on copies: its result, and whether the arguments are as they were."""
    copies = copy.deepcopy(arguments)
    result = version.function(*copies)
    return result, agree(copies, arguments, 0)


def keys(version):
    """Return the keys of one version, whether they go together or instead of each other."""
    return version.key.replace(" or ", " + ").split(" + ")


def named(*chosen, wanted=True):
    """Return the versions with one of these keys, or with none of them, each under a name."""
    return [
        pytest.param(v, id=f"{v.step}: {v.words}") for v in VERSIONS if (v.key in chosen) == wanted
    ]


@pytest.mark.parametrize("version", named("right", "crash", wanted=False))
def test_a_wrong_version_differs(version):
    """By a thousandth at least, in its shape, or in what it does to its arguments."""
    for arguments in CASES[version.step]:
        want = getattr(bpref, version.step)(*arguments)
        got, untouched = outcome(version, arguments)
        assert not (agree(got, want, 1e-3) and untouched)


@pytest.mark.parametrize("version", named("crash"))
def test_a_crash_is_one(version):
    for arguments in CASES[version.step]:
        with pytest.raises((ValueError, TypeError, LookupError, np.linalg.LinAlgError)):
            outcome(version, arguments)


@pytest.mark.parametrize("version", named("right"))
def test_a_right_version_agrees(version):
    for arguments in CASES[version.step]:
        want = getattr(bpref, version.step)(*arguments)
        got, untouched = outcome(version, arguments)
        assert agree(got, want, 1e-12)
        assert untouched


def test_keys_and_arguments_are_those_that_are_named():
    for version in VERSIONS:
        assert set(keys(version)) <= KEYS.keys(), version.words
        wanted = [*inspect.signature(getattr(bpref, version.step)).parameters]
        found = inspect.signature(version.function).parameters.values()
        needed = [p.name for p in found if p.default is p.empty]
        assert needed == wanted, version.words


def test_there_are_enough_of_each_kind():
    wrong = [v for v in VERSIONS if v.key != "right"]
    assert len(wrong) >= 90
    assert len([v for v in wrong if v.step == "backward_pass"]) >= 25
    assert {v.step for v in wrong} == CASES.keys()
    assert {key for v in VERSIONS for key in keys(v)} == KEYS.keys()
