"""The way forward: exact values, and the loop tied to the one-step function."""

import re
from itertools import pairwise

import numpy as np
import pytest
from reference import CALLS, assert_formula, assert_same

from bpref import forward_pass, linear_forward, relu, sigmoid, softmax, tanh
from bpref.example import W, X, b, x


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

    @pytest.mark.parametrize(
        ("W_shape", "a_prev_shape", "b_shape"),
        [
            ((2, 2), (2, 2), (2,)),  # n = m: NumPy would add b along the rows
            *(((3, 2), (2, 2), b) for b in [(3, 2), (1, 3), (1, 1), (2, 1), (3,), (3, 1, 1)]),
            *(((3, 2), a_prev, (3, 1)) for a_prev in [(3, 2), (1, 2), (2, 0), (2,), (2, 2, 1)]),
            *(((n, k), (k, 1), (n, 1)) for n, k in [(0, 2), (2, 0), (0, 0)]),
            ((3, 2, 1), (2, 2), (3, 1)),
            ((2, 3), (2, 2), (3, 1)),
        ],
    )
    def test_a_shape_that_does_not_fit_is_refused(self, W_shape, a_prev_shape, b_shape):
        with pytest.raises(ValueError) as caught:
            linear_forward(np.ones(W_shape), np.ones(a_prev_shape), np.ones(b_shape))
        needed = "W, a_prev, b must be (n, n_prev), (n_prev, m), (n, 1)"
        assert str(caught.value) == f"{needed}, got {(W_shape, a_prev_shape, b_shape)}"

    @pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "int64"])
    def test_weights_must_be_floats_and_inputs_need_not(self, dtype):
        inputs = np.array([[1], [0]], dtype)
        assert_same(linear_forward(W[1], inputs, b[1]), W[1] @ (1.0 * inputs) + b[1])
        with pytest.raises(ValueError, match=rf"^W must hold floats, got {dtype}$"):
            linear_forward(np.ones((1, 2), dtype), np.ones((2, 1)), np.ones((1, 1)))


class TestForwardPass:
    def test_is_its_formula(self):
        assert_formula(forward_pass)

    @pytest.mark.parametrize("depth", [1, 2, 3, 4])
    def test_is_the_one_step_function_layer_by_layer(self, depth):
        rng = np.random.default_rng(depth)
        widths = [2, 3, 4, 1, 5][: depth + 1]
        weights = [rng.standard_normal((n, k)) for k, n in pairwise(widths)]
        biases = [rng.standard_normal((n, 1)) for n in widths[1:]]
        activations = [relu, tanh, sigmoid, softmax][:depth]
        zs, outputs = forward_pass(X, weights, biases, activations)
        assert len(zs) == depth
        assert len(outputs) == depth + 1
        assert outputs[0] is X
        for l in range(depth):
            assert_same(zs[l], linear_forward(weights[l], outputs[l], biases[l]))
            assert_same(outputs[l + 1], activations[l](zs[l]))

    @pytest.mark.parametrize("b_type", ["int8", "int64", "float32", "float64", "complex128"])
    @pytest.mark.parametrize("W_type", ["float32", "float64", "complex128"])
    def test_types_that_differ_meet_as_in_numpy(self, W_type, b_type):
        W1, b1 = np.array([[2, -1], [3, 4]], W_type), np.array([[5], [-6]], b_type)
        if b_type.startswith(("float", "complex")):
            b1 = b1 + b1.dtype.type(0.3)
        inputs = np.array([[1, 2], [3, -2]], "int8")
        zs, _ = forward_pass(inputs, [W1], [b1], [tanh])
        want = W1 @ inputs + b1
        assert zs[0].dtype == want.dtype
        np.testing.assert_array_equal(zs[0], want)

    @pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "int64"])
    def test_weights_must_be_floats(self, dtype):
        weights = [W[1], np.ones((2, 3), dtype)]
        with pytest.raises(ValueError, match=rf" floats, .*, got .*'\(2, 3\) {dtype}'\], "):
            forward_pass(x, weights, [b[1], b[2]], [tanh, tanh])

    @pytest.mark.parametrize("layer", [0, 1, 2])
    def test_an_activation_in_place_is_refused(self, layer):
        def relu_in_place(z):
            return np.maximum(z, 0, out=z)

        def scaled_in_place(z):
            z *= 2
            return np.tanh(z)

        weights, biases = [np.ones((2, 2))] * 3, [np.ones((2, 1))] * 3
        for g in (relu_in_place, scaled_in_place):
            activations = [tanh, tanh, tanh]
            activations[layer] = g
            with pytest.raises(ValueError, match="read-only"):
                forward_pass(x, weights, biases, activations)

    def test_an_activation_that_returns_its_argument_cannot_spoil_z_later(self):
        zs, outputs = forward_pass(x, [W[1]], [b[1]], [lambda z: z])
        assert_same(outputs[1], zs[0])
        with pytest.raises(ValueError, match="read-only"):
            outputs[1] *= 2

    def test_a_bias_of_another_library_stays_what_it_is(self):
        masked = np.ma.array([[1.0], [2.0]], mask=[[False], [True]])
        zs, _ = forward_pass(np.ones((1, 3)), [np.ones((2, 1))], [masked], [lambda z: z])
        np.testing.assert_array_equal(zs[0].mask, [[False] * 3, [True] * 3])
        np.testing.assert_array_equal(zs[0][0], [2.0, 2.0, 2.0])

    def test_an_array_of_another_library_needs_no_flags(self):
        class Bare:
            """As much of an array as a layer needs."""

            def __init__(self, array):
                self.array = np.asarray(array)
                self.shape, self.dtype = self.array.shape, self.array.dtype
                self.real = self

            def __len__(self):
                return len(self.array)

            def __matmul__(self, other):
                return Bare(self.array @ other.array)

            def __add__(self, other):
                return Bare(self.array + other.array)

        zs, _ = forward_pass(Bare(x), [Bare(W[1])], [Bare(b[1])], [lambda z: z])
        assert_same(zs[0].array, W[1] @ x + b[1])

    def test_tuples_serve_as_lists(self):
        arguments, formula = CALLS["forward_pass"]
        tuples = {k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()}
        assert_same(forward_pass(**tuples), formula(**arguments))

    @pytest.mark.parametrize("name", ["weights", "biases", "activations"])
    @pytest.mark.parametrize("entries", [0, 1, 3])
    def test_lists_must_have_one_entry_per_layer(self, name, entries):
        arguments = dict(CALLS["forward_pass"][0])
        arguments[name] = (arguments[name] + arguments[name][:1])[:entries]
        L = len(CALLS["forward_pass"][0]["weights"])
        used = []
        arguments["activations"] = [lambda z: used.append(z)] * len(arguments["activations"])
        with pytest.raises(ValueError, match=rf"^x, .*{name}.* must be .*, got .* functions$"):
            forward_pass(**arguments)
        assert not used and entries != L

    @pytest.mark.parametrize(
        ("g", "got"), [(lambda z: z.max(axis=1), "(4,)"), (lambda z: z.T, "(1, 4)")]
    )
    def test_an_activation_that_changes_the_shape_is_refused(self, g, got):
        weights = [np.ones((3, 2)), np.ones((4, 3))]
        biases = [np.ones((3, 1)), np.ones((4, 1))]
        message = rf"^activations must return \(4, 1\), got {re.escape(got)} at layer 2$"
        with pytest.raises(ValueError, match=message):
            forward_pass(np.ones((2, 1)), weights, biases, [np.tanh, g])
        with pytest.raises(ValueError, match=r"^activations must return \(3, 1\), got .* layer 1$"):
            forward_pass(np.ones((2, 1)), weights[:1], biases[:1], [g])

    @pytest.mark.parametrize("a", [0.5, None])
    def test_an_activation_that_returns_no_array_is_refused(self, a):
        with pytest.raises(AttributeError, match=r"has no attribute '(real|shape)'"):
            forward_pass(x, [W[1]], [b[1]], [lambda z: a])

    def test_one_weight_and_one_bias_are_a_network(self):
        one = np.ones((1, 1))
        zs, outputs = forward_pass(one, [one], [one], [lambda z: 2 * z])
        assert (zs[0], outputs[0], outputs[1]) == (2, 1, 4)

    def test_a_layer_without_neurons_is_refused_whatever_its_type(self):
        for dtype in ("float64", "int64"):
            with pytest.raises(ValueError, match=r"^x, weights, biases, activations must "):
                forward_pass(x, [np.ones((0, 2), dtype)], [np.ones((0, 1))], [tanh])

    def test_a_network_without_layers_is_refused(self):
        with pytest.raises(ValueError, match=r", got \(2, 1\), \[\], \[\], 0 functions$"):
            forward_pass(x, [], [], [])

    @pytest.mark.parametrize(
        ("x_shape", "weights", "biases"),
        [
            ((2, 1), [(3, 2), (3, 2)], [(3, 1), (2, 1)]),
            ((2, 1), [(3, 2), (2, 3)], [(3, 1), (1, 2)]),
            ((2, 1), [(3, 2), (2, 3)], [(3,), (2, 1)]),
            ((3, 1), [(3, 2), (2, 3)], [(3, 1), (2, 1)]),
            ((2,), [(3, 2)], [(3, 1)]),
            ((2, 0), [(3, 2)], [(3, 1)]),
            ((0, 1), [(1, 0)], [(1, 1)]),
            ((2, 1), [(0, 2)], [(0, 1)]),
            ((2, 1), [(3, 2), (0, 3), (2, 0)], [(3, 1), (0, 1), (2, 1)]),
            ((2, 1, 1), [(3, 2)], [(3, 1)]),
        ],
    )
    def test_a_shape_that_does_not_fit_is_shown_with_all_others(self, x_shape, weights, biases):
        with pytest.raises(ValueError) as caught:
            forward_pass(
                np.ones(x_shape), list(map(np.ones, weights)), list(map(np.ones, biases)),
                [tanh] * len(weights),
            )  # fmt: skip
        needed = (
            "x, weights, biases, activations must be (n_0, m), L (n_l, n_prev) floats, L (n_l, 1), "
            "L functions"
        )
        shown = [f"{shape} float64" for shape in weights]
        got = f"{x_shape}, {shown}, {biases}, {len(weights)} functions"
        assert str(caught.value) == f"{needed}, got {got}"
