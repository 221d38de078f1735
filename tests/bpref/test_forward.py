"""The way forward: exact values, and the loop tied to the one-step function."""

import numpy as np
import pytest
from draw import networks, networks_drawn
from hypothesis import given
from reference import assert_formula, assert_same

from bpref import forward_pass, linear_forward, relu, sigmoid, softmax, tanh
from bpref.example import W, b, x

G = {"relu": relu, "tanh": tanh, "sigmoid": sigmoid, "identity": lambda z: z}


class TestLinearForward:
    def test_is_its_formula(self):
        assert_formula(linear_forward)

    def test_the_articles_sums(self):
        w1, w2, w3, w4, w5, w6 = W[1].T.ravel()  # numbered down the columns
        b1, b2, b3 = b[1].ravel()
        x1, x2 = x.ravel()
        want = [[w1 * x1 + w4 * x2 + b1], [w2 * x1 + w5 * x2 + b2], [w3 * x1 + w6 * x2 + b3]]
        assert_same(linear_forward(W[1], x, b[1]), np.array(want))

    def test_the_bias_is_added_to_every_column(self):
        z = linear_forward(np.zeros((2, 2)), np.ones((2, 2)), np.array([[1.0], [2.0]]))
        assert_same(z, np.array([[1.0, 1.0], [2.0, 2.0]]))


class TestForwardPass:
    def test_is_its_formula(self):
        assert_formula(forward_pass)

    @given(networks())
    @networks_drawn
    def test_is_the_one_step_function_layer_by_layer(self, network):
        x, _, W, b, hidden = network
        g = {l: G[hidden[l]] for l in hidden} | {len(W): softmax}
        z, a = forward_pass(x, W, b, g)
        assert [*z] == [*W]
        assert [*a] == [0, *W]
        assert a[0] is x
        for l in W:
            np.testing.assert_array_equal(z[l], linear_forward(W[l], a[l - 1], b[l]), strict=True)
            np.testing.assert_array_equal(a[l], g[l](z[l]), strict=True)

    def test_each_layer_has_its_own_activation(self):
        one = {l: np.ones((1, 1)) for l in (1, 2, 3)}
        g = {1: lambda z: 2 * z, 2: lambda z: 10 * z, 3: lambda z: -z}
        _, a = forward_pass(one[1], one, one, g)
        assert_same([a[1], a[2], a[3]], [4 * one[1], 50 * one[1], -51 * one[1]])

    def test_an_activation_is_called_once_with_z(self):
        seen = []

        def g(z):
            seen.append(z)
            return z

        z, _ = forward_pass(x, W, b, {1: g, 2: g})
        assert seen[0] is z[1] and seen[1] is z[2] and len(seen) == 2

    @pytest.mark.parametrize("m", [1, 4])
    def test_a_network_without_layers_gives_its_input(self, m):
        x = np.ones((2, m))
        assert_same(forward_pass(x, {}, {}, {}), ({}, {0: x}))
