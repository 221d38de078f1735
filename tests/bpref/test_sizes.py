"""Sizes: one neuron, one example, one layer, and more of each than a short sum or a fixed buffer would survive."""

import numpy as np
import pytest

import bpref
from reference import (
    CHECKS,
    ELEMENTWISE,
    FORMULAS,
    PASSES,
    assert_same,
    converted,
    leaves,
    note,
    right_call,
)

every_function = pytest.mark.parametrize("name", bpref.__all__)
all_but_the_checks = pytest.mark.parametrize("name", [n for n in bpref.__all__ if n not in CHECKS])


def call(name, arguments):
    return getattr(bpref, name)(**arguments)


def sized(name, widths, m):
    """Return a right call whose sums stay of the size 1, however many numbers are added."""
    arguments = right_call(name, widths, m)
    if "W" in arguments:
        arguments |= converted({"W": arguments["W"]}, lambda W: W / np.sqrt(W.shape[1]))
    return arguments


@every_function
@pytest.mark.parametrize("widths", [(1, 1), (1, 3), (3, 1), (1, 1, 1), (3, 1, 2), (1, 4, 1, 2)])
def test_one_neuron_and_one_example(name, widths):
    for m in (1, 2):
        arguments = right_call(name, widths, m)
        with note(m):
            assert_same(call(name, arguments), FORMULAS[name](**arguments), 1e-12, 1e-15)


@all_but_the_checks
def test_any_size_gives_the_formula(name):
    for n, m in [(64, 64), (127, 3), (256, 2), (3, 4097), (2, 5000), (1, 8191)]:
        arguments = sized(name, (n, n, n), m)
        with note(n, m):
            assert_same(call(name, arguments), FORMULAS[name](**arguments), 1e-11, 1e-12)


@all_but_the_checks
def test_float32_sums_over_thousands_keep_their_digits(name):
    arguments = sized(name, (4, 4, 4), 5000)
    got = call(name, converted(arguments, np.float32))
    wide = [np.asarray(leaf, float) for leaf in leaves(got)]
    assert_same(wide, leaves(FORMULAS[name](**arguments)), 2e-5, 2e-6)


@pytest.mark.parametrize("name", CHECKS)
def test_any_number_of_parameters_is_nudged(name):
    for size in (127, 128, 255, 256, 257):
        theta = np.linspace(-2, 3, size)
        got = call(name, {"f": lambda t: (t**3).sum(), "theta": theta})
        np.testing.assert_allclose(got, 3 * theta**2, rtol=1e-7, atol=1e-8, strict=True)


@pytest.mark.parametrize("name", PASSES)
@pytest.mark.parametrize("L", [1, 2, 3, 4, 5, 6, 7, 9, 12, 40])
def test_any_number_of_layers(name, L):
    for widths in ([5] * (L + 1), [2 + l % 3 for l in range(L + 1)]):
        arguments = sized(name, widths, 6)
        with note(widths):
            assert_same(call(name, arguments), FORMULAS[name](**arguments), 1e-9, 1e-12)


ELEMENT_BY_ELEMENT = [*ELEMENTWISE, "cross_entropy_derivative", "squared_error_derivative"]
ELEMENT_BY_ELEMENT += ["cross_entropy_dz", "activation_backward"]


@pytest.mark.parametrize("name", ELEMENT_BY_ELEMENT)
def test_a_large_array_is_treated_as_its_parts(name):
    arguments = right_call(name)
    few = call(name, arguments)
    many = call(name, converted(arguments, lambda array: np.tile(array, (100, 40))))
    assert many.size > 20_000
    np.testing.assert_array_equal(many, np.tile(few, (100, 40)), strict=True)
