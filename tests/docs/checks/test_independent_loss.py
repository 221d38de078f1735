"""Random networks, and the loss that is written out once more."""

import numpy as np
import pytest

import bpref
from bpref_docs.checks.independent_loss import ACTIVATIONS, J, Network, all_arrays, random_arrays


@pytest.fixture
def net():
    arrays = random_arrays(np.random.default_rng(1), [2, 3, 4], 5, columns_sum_to_1=True)
    return Network(*arrays, {1: "tanh", 2: "softmax"}, "categorical_cross_entropy")


def test_shapes_follow_the_widths(net):
    assert net.x.shape == (2, 5)
    assert net.y.shape == (4, 5)
    assert {l: net.W[l].shape for l in net.W} == {1: (3, 2), 2: (4, 3)}
    assert {l: net.b[l].shape for l in net.b} == {1: (3, 1), 2: (4, 1)}


def test_targets_of_a_column_sum_to_1_on_request():
    one = random_arrays(np.random.default_rng(1), [2, 3], 4, columns_sum_to_1=True)
    other = random_arrays(np.random.default_rng(1), [2, 3], 4)
    np.testing.assert_allclose(one[1].sum(axis=0), np.ones(4), rtol=1e-15)
    assert np.abs(other[1].sum(axis=0) - 1).max() > 0.01
    np.testing.assert_array_equal(one[2][1], other[2][1])


def test_a_seed_gives_the_same_network():
    one, other = (random_arrays(np.random.default_rng(7), [2, 1], 3) for _ in range(2))
    np.testing.assert_array_equal(one[0], other[0])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_are_the_packages(name):
    z = np.random.default_rng(1).normal(size=(3, 4))
    np.testing.assert_allclose(ACTIVATIONS[name](z), getattr(bpref, name)(z), rtol=1e-14)


@pytest.mark.parametrize(
    ("activation", "loss"),
    [
        ("sigmoid", "cross_entropy"),
        ("softmax", "categorical_cross_entropy"),
        ("tanh", "squared_error"),
    ],
)
def test_the_loss_is_the_packages(net, activation, loss):
    net = net._replace(g={1: "tanh", 2: activation}, loss=loss)
    g = {l: getattr(bpref, name) for l, name in net.g.items()}
    _, a = bpref.forward_pass(net.x, net.W, net.b, g)
    assert J(net, {}) == pytest.approx(getattr(bpref, loss)(a[2], net.y), rel=1e-14)


@pytest.mark.parametrize("name", ["a[0]", "W[1]", "b[1]", "z[1]", "a[1]", "W[2]", "b[2]", "z[2]"])
def test_an_array_given_by_hand_takes_the_place_of_the_computed_one(net, name):
    arrays = all_arrays(net, {})
    assert J(net, {name: arrays[name]}) == J(net, {})
    moved = arrays[name] + np.linspace(0, 0.1, arrays[name].size).reshape(arrays[name].shape)
    assert all_arrays(net, {name: moved})[name] is moved
    assert J(net, {name: moved}) != J(net, {})
