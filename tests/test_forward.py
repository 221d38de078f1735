"""The way forward: exact values, and the loop tied to the one-step function."""

import re
from itertools import pairwise

import numpy as np
import pytest
from reference import CALLS, assert_formula, assert_same, peak_memory

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

    def test_a_flat_bias_is_refused_where_numpy_would_take_it(self):
        # n = m: NumPy would add it along the rows.
        with pytest.raises(ValueError, match=r"^b must have shape \(2, 1\), got \(2,\)$"):
            linear_forward(np.eye(2), np.eye(2), np.ones(2))

    @pytest.mark.parametrize("shape", [(3, 2), (1, 3), (1, 1), (2, 1), (3,)])
    def test_a_bias_of_another_shape_is_refused(self, shape):
        with pytest.raises(ValueError) as caught:
            linear_forward(np.ones((3, 2)), np.ones((2, 2)), np.ones(shape))
        assert str(caught.value) == f"b must have shape (3, 1), got {shape}"

    @pytest.mark.parametrize("shape", [(3, 2), (1, 2), (2, 0), (2,)])
    def test_an_input_of_another_height_is_refused(self, shape):
        with pytest.raises(ValueError) as caught:
            linear_forward(np.ones((3, 2)), np.ones(shape), np.ones((3, 1)))
        assert str(caught.value) == f"a_prev must have shape (2, m) with m >= 1, got {shape}"

    @pytest.mark.parametrize("shape", [(0, 2), (2, 0), (0, 0)])
    def test_a_layer_without_neurons_is_refused(self, shape):
        with pytest.raises(ValueError, match=r"^W must have shape \(n, n_prev\)"):
            linear_forward(np.ones(shape), np.ones((shape[1], 1)), np.ones((shape[0], 1)))


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
    @pytest.mark.parametrize("W_type", ["int8", "int64", "float32", "float64", "complex128"])
    def test_types_that_differ_meet_as_in_numpy(self, W_type, b_type):
        # b is added in place, which must neither fail nor lose what z cannot hold.
        W1, b1 = np.array([[2, -1], [3, 4]], W_type), np.array([[5], [-6]], b_type)
        if b_type.startswith(("float", "complex")):
            b1 = b1 + b1.dtype.type(0.3)
        inputs = np.array([[1, 2], [3, -2]], "int8")
        zs, _ = forward_pass(inputs, [W1], [b1], [tanh])
        want = W1 @ inputs + b1
        assert zs[0].dtype == want.dtype
        np.testing.assert_array_equal(zs[0], want)

    def test_the_bias_is_added_without_another_array(self):
        W1, inputs, b1 = np.ones((128, 2)), np.ones((2, 128)), np.ones((128, 1))
        peak = peak_memory(lambda: forward_pass(inputs, [W1], [b1], [lambda z: z]))
        assert peak < 1.8 * (W1 @ inputs).nbytes  # z, and a small buffer of NumPy's

    def test_a_bias_of_another_library_stays_what_it_is(self):
        masked = np.ma.array([[1.0], [2.0]], mask=[[False], [True]])
        zs, _ = forward_pass(np.ones((1, 3)), [np.ones((2, 1))], [masked], [lambda z: z])
        np.testing.assert_array_equal(zs[0].mask, [[False] * 3, [True] * 3])
        np.testing.assert_array_equal(zs[0][0], [2.0, 2.0, 2.0])

    def test_tuples_serve_as_lists(self):
        arguments, formula = CALLS["forward_pass"]
        tuples = {k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()}
        assert_same(forward_pass(**tuples), formula(**arguments))

    @pytest.mark.parametrize("name", ["weights", "biases", "activations"])
    @pytest.mark.parametrize("wrong", ["too few", "too many", "none"])
    def test_lists_must_have_one_entry_a_layer(self, name, wrong):
        arguments = dict(CALLS["forward_pass"][0])
        entries = {"too few": 1, "too many": 3, "none": 0}[wrong]
        arguments[name] = (arguments[name] + arguments[name][:1])[:entries]
        # Two of the lists still agree: weights count the layers.
        blamed = "biases" if name == "weights" and wrong != "none" else name
        needed = len(arguments["weights"]) or "1 or more"
        with pytest.raises(ValueError, match=rf"^{blamed} must have {needed} entries, got \d$"):
            forward_pass(**arguments)

    @pytest.mark.parametrize(
        ("g", "got"),
        [
            (lambda z: z.max(axis=1), "(4,)"),
            (lambda z: z.T, "(1, 4)"),
            (lambda z: 0.5, "float"),
            (lambda z: None, "NoneType"),
        ],
    )
    def test_an_activation_that_changes_the_shape_is_refused(self, g, got):
        weights = [np.ones((3, 2)), np.ones((4, 3))]
        biases = [np.ones((3, 1)), np.ones((4, 1))]
        message = rf"^activations\[1\] must return shape \(4, 1\), got {re.escape(got)}$"
        with pytest.raises(ValueError, match=message):
            forward_pass(np.ones((2, 1)), weights, biases, [np.tanh, g])
        with pytest.raises(ValueError, match=r"^activations\[0\] must return shape \(3, 1\), got"):
            forward_pass(np.ones((2, 1)), weights[:1], biases[:1], [g])

    def test_no_layer_at_all_is_refused(self):
        with pytest.raises(ValueError, match=r"^weights must have 1 or more entries, got 0$"):
            forward_pass(x, [], [], [])

    def test_a_shape_that_does_not_fit_is_named_with_its_layer(self):
        weights, biases = [W[1], W[2]], [b[1], b[2]]
        with pytest.raises(ValueError) as caught:
            forward_pass(x, [W[1], W[2].T], biases, [tanh, tanh])
        assert str(caught.value) == "weights[1] must have shape (n, 3) with n >= 1, got (3, 2)"
        with pytest.raises(ValueError) as caught:
            forward_pass(x, weights, [b[1], b[2].T], [tanh, tanh])
        assert str(caught.value) == "biases[1] must have shape (2, 1), got (1, 2)"

    def test_x_without_rows_is_refused(self):
        with pytest.raises(ValueError, match=r"^x must have shape .*, got \(0, 1\)$"):
            forward_pass(np.ones((0, 1)), [np.ones((1, 0))], [np.ones((1, 1))], [tanh])

    def test_a_layer_without_neurons_is_refused(self):
        with pytest.raises(ValueError, match=r"^weights\[0\] must have shape .*, got \(0, 2\)$"):
            forward_pass(x, [np.ones((0, 2))], [np.ones((0, 1))], [tanh])
