"""What holds for every network and every array, whatever the numbers."""

from itertools import pairwise

import numpy as np
import pytest
from draw import networks, networks_drawn
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import bpref
from reference import assert_same, leaves, right_call

HIDDEN = {
    "sigmoid": (bpref.sigmoid, bpref.sigmoid_derivative),
    "tanh": (bpref.tanh, bpref.tanh_derivative),
    "relu": (bpref.relu, bpref.relu_derivative),
    "identity": (lambda z: z, np.ones_like),
}
# Sums in another order differ in their last digits, and in more where they cancel: the terms here are of the size 1.
ATOL = 1e-12


def gradients(x, y, W, b, hidden):
    """Return J, all dW and all db of a network with sigmoid and cross-entropy at its end."""
    L = len(W)
    g = {l: HIDDEN[hidden[l]][0] for l in hidden} | {L: bpref.sigmoid}
    z, a = bpref.forward_pass(x, W, b, g)
    g_prime = {l: HIDDEN[hidden[l]][1](z[l]) for l in hidden}
    dz = bpref.cross_entropy_dz(a[L], y)
    return bpref.sigmoid_cross_entropy(z[L], y), *bpref.backward_pass(dz, W, a, g_prime)


def mean(results, shares):
    """Return the mean of several lists of arrays, each with its share."""
    return [sum(s * array for s, array in zip(shares, each)) for each in zip(*results)]


# Each step back: its arguments, and the name of the one in which it is linear.
LINEAR = {
    "activation_backward": "da",
    "softmax_backward": "da",
    "weight_gradient": "dz",
    "bias_gradient": "dz",
    "input_gradient": "dz",
    "backward_pass": "dz",
}


@pytest.mark.parametrize("name", LINEAR)
@given(seed=st.integers(0, 2**32 - 1), s=st.floats(-9, 9), t=st.floats(-9, 9))
@networks_drawn
def test_every_step_back_is_linear_in_dz(name, seed, s, t):
    arguments = right_call(name)
    one, other = np.random.default_rng(seed).standard_normal((2, *arguments[LINEAR[name]].shape))

    def step(dz):
        return leaves(getattr(bpref, name)(**arguments | {LINEAR[name]: dz}))

    want = mean([step(one), step(other)], [s, t])
    assert_same(step(s * one + t * other), want, atol=1e-10)


@given(networks())
@networks_drawn
def test_a_batch_is_the_mean_of_its_examples(network):
    x, y, *rest = network
    m = x.shape[1]
    each = [leaves(gradients(x[:, i : i + 1], y[:, i : i + 1], *rest)) for i in range(m)]
    assert_same(leaves(gradients(x, y, *rest)), mean(each, [1 / m] * m), atol=ATOL)


@given(networks(), st.randoms(use_true_random=False))
@networks_drawn
def test_the_order_of_the_examples_does_not_matter(network, random):
    x, y, *rest = network
    order = random.sample(range(x.shape[1]), x.shape[1])
    want = leaves(gradients(x, y, *rest))
    assert_same(leaves(gradients(x[:, order], y[:, order], *rest)), want, atol=ATOL)


@given(networks(), st.integers(1, 4))
@networks_drawn
def test_blocks_of_columns_add_up(network, width):
    x, y, *rest = network
    m = x.shape[1]
    cuts = [*range(0, m, width), m]
    blocks = [leaves(gradients(x[:, i:j], y[:, i:j], *rest)) for i, j in pairwise(cuts)]
    shares = [(j - i) / m for i, j in pairwise(cuts)]
    assert_same(mean(blocks, shares), leaves(gradients(x, y, *rest)), atol=ATOL)


@given(networks())
@networks_drawn
def test_a_small_enough_step_lowers_the_loss(network):
    x, y, W, b, hidden = network
    J, dW, db = gradients(*network)
    steepness = sum((gradient**2).sum() for gradient in leaves([dW, db]))
    assume(steepness > 1e-6)
    eta = 1e-5 / max(1, steepness)
    W, b = bpref.gradient_step(W, dW, eta), bpref.gradient_step(b, db, eta)
    drop = J - gradients(x, y, W, b, hidden)[0]
    # By as much as the gradient says, to first order. A missing 1/m would be a factor of m.
    assert drop == pytest.approx(eta * steepness, rel=0.01)


numbers = arrays.arrays(float, (3, 4), elements=st.floats(-1e3, 1e3))
fractions = arrays.arrays(float, (3, 4), elements=st.floats(0.001, 0.999))


@given(numbers)
@networks_drawn
def test_sigmoid_is_symmetric(z):
    assert_same(bpref.sigmoid(z) + bpref.sigmoid(-z), np.ones((3, 4)), rtol=3e-16)
    np.testing.assert_array_equal(bpref.sigmoid_derivative(z), bpref.sigmoid_derivative(-z))


@given(numbers)
@networks_drawn
def test_tanh_is_a_stretched_sigmoid(z):
    assert_same(bpref.tanh(z), 2 * bpref.sigmoid(2 * z) - 1, atol=1e-15)
    assert_same(bpref.tanh_derivative(z), 4 * bpref.sigmoid_derivative(2 * z), rtol=1e-15)


@given(numbers)
@networks_drawn
def test_activations_stay_in_their_ranges_and_rise(z):
    z = np.sort(z.ravel())[None]
    for g, g_prime, low, high in (
        (bpref.sigmoid, bpref.sigmoid_derivative, 0, 1),
        (bpref.tanh, bpref.tanh_derivative, -1, 1),
        (bpref.relu, bpref.relu_derivative, 0, 1e3),
    ):
        assert low <= g(z).min()
        assert g(z).max() <= high
        assert np.all(np.diff(g(z)) >= -3e-16)
        assert np.all(g_prime(z) >= 0)


@given(numbers, st.integers(-1000, 1000))
@networks_drawn
def test_softmax_is_unmoved_by_a_shift(z, shift):
    # Rounding z + shift to float64 moves z by up to 1e-13.
    assert_same(bpref.softmax(z + shift), bpref.softmax(z), rtol=1e-12)
    assert_same(bpref.softmax(z).sum(axis=0), np.ones(4), rtol=1e-15)
    y = np.full((3, 4), 1 / 3)
    J = bpref.softmax_cross_entropy(z, y)
    assert_same(bpref.softmax_cross_entropy(z + shift, y), J, rtol=1e-12, atol=ATOL)


@given(numbers, numbers)
@networks_drawn
def test_what_comes_back_through_a_softmax_sums_to_0_in_every_column(z, da):
    a = bpref.softmax(z)
    dz = bpref.softmax_backward(da, a)
    assert_same(dz.sum(axis=0), np.zeros(4), atol=ATOL)
    # The same number added to every da of an example is lost.
    assert_same(bpref.softmax_backward(da + 64, a), dz, atol=1e-10)


@given(numbers, fractions, fractions)
@networks_drawn
def test_losses_are_never_negative(z, a, y):
    shares, targets = a / a.sum(axis=0), y / y.sum(axis=0)
    assert bpref.cross_entropy(a, y) >= 0
    assert bpref.squared_error(a, y) >= 0
    assert bpref.sigmoid_cross_entropy(z, y) >= 0
    assert bpref.categorical_cross_entropy(shares, targets) >= 0
    assert bpref.softmax_cross_entropy(z, targets) >= 0
    # A certain target: the loss may come down to 0, and not below it.
    certain = 1.0 * (targets == targets.max(axis=0))
    certain = certain / certain.sum(axis=0)
    assert bpref.sigmoid_cross_entropy(z, certain) >= 0
    assert bpref.softmax_cross_entropy(z, certain) >= 0


@given(fractions, fractions)
@networks_drawn
def test_no_output_costs_less_than_the_target_itself(a, y):
    assert bpref.cross_entropy(a, y) >= bpref.cross_entropy(y, y) * (1 - 1e-14)
    assert bpref.squared_error(y, y) == 0
    shares, targets = a / a.sum(axis=0), y / y.sum(axis=0)
    least = bpref.categorical_cross_entropy(targets, targets)
    assert bpref.categorical_cross_entropy(shares, targets) >= least * (1 - 1e-14)


@given(numbers, numbers)
@networks_drawn
def test_relative_error_is_symmetric_and_blind_to_scale(one, other):
    error = bpref.relative_error(one, other)
    assert 0 <= error <= 2
    assert bpref.relative_error(other, one) == error
    assert bpref.relative_error(one * 2.0**-30, other * 2.0**-30) == error
