"""The way back: the article's scalars, exact values, and the loop tied to the one-step functions."""

from itertools import pairwise

import numpy as np
import pytest
from reference import CALLS, assert_formula, assert_same, peak_memory

from bpref import (
    activation_backward,
    backward_pass,
    bias_gradient,
    cross_entropy_derivative,
    cross_entropy_dz,
    forward_pass,
    input_gradient,
    sigmoid,
    sigmoid_derivative,
    weight_gradient,
)
from bpref.example import W, X, Y, b, x, y

# One example of the article, scalar by scalar: its forward run, and dz of the last layer.
_, (_, a1, a2) = forward_pass(x, [W[1], W[2]], [b[1], b[2]], [sigmoid, sigmoid])
w7, w8, w9, w10, w11, w12 = W[2].T.ravel()  # numbered down the columns
dz4, dz5 = (a2 - y).ravel()


class TestActivationBackward:
    def test_is_its_formula(self):
        assert_formula(activation_backward)

    def test_each_element_meets_one_slope(self):
        da, g_prime = np.array([[1.0, 2.0], [-3.0, 4.0]]), np.array([[0.5, 0.25], [1.0, 0.0]])
        assert_same(activation_backward(da, g_prime), np.array([[0.5, 0.5], [-3, 0]]))


class TestCrossEntropyDz:
    def test_is_its_formula(self):
        assert_formula(cross_entropy_dz)

    def test_too_low_is_negative(self):
        dz = cross_entropy_dz(np.array([[0.25, 1.0]]), np.array([[1.0, 0.5]]))
        assert_same(dz, np.array([[-0.75, 0.5]]))

    def test_is_the_two_steps_that_it_joins(self):
        z = np.array([[-2.0, 0.5, 3.0], [1.0, -1.0, 0.0]])
        targets = np.array([[1.0, 0.0, 0.25], [0.0, 1.0, 1.0]])
        da = cross_entropy_derivative(sigmoid(z), targets)
        want = activation_backward(da, sigmoid_derivative(z))
        assert_same(cross_entropy_dz(sigmoid(z), targets), want)

    def test_targets_outside_0_to_1_are_refused(self):
        y = np.array([[1.5, 0.5], [-0.5, 0.5]])
        with pytest.raises(ValueError, match=r"^y must lie in \[0, 1\], got -0.5 to 1.5$"):
            cross_entropy_dz(np.full((2, 2), 0.5), y)


class TestWeightGradient:
    def test_is_its_formula(self):
        assert_formula(weight_gradient)

    def test_the_articles_scalars(self):
        a_1, a_2, a_3 = a1.ravel()
        want = [[dz4 * a_1, dz4 * a_2, dz4 * a_3], [dz5 * a_1, dz5 * a_2, dz5 * a_3]]
        assert_same(weight_gradient(a2 - y, a1), np.array(want))

    def test_the_examples_are_averaged(self):
        dz, a_prev = np.array([[1.0, 2.0]]), np.array([[4.0, 1.0], [-2.0, 0.5], [0.0, 8.0]])
        # 1 times 4 and 2 times 1, halved
        assert_same(weight_gradient(dz, a_prev), np.array([[3.0, -0.5, 8.0]]))

    def test_a_square_layer_is_not_transposed(self):
        dz, a_prev = np.array([[1.0], [2.0]]), np.array([[4.0], [8.0]])
        assert_same(weight_gradient(dz, a_prev), np.array([[4.0, 8.0], [8.0, 16.0]]))


class TestBiasGradient:
    def test_is_its_formula(self):
        assert_formula(bias_gradient)

    def test_one_example_is_dz_itself(self):
        assert_same(bias_gradient(a2 - y), np.array([[dz4], [dz5]]))

    def test_the_examples_are_averaged_and_the_neurons_are_not(self):
        dz = np.array([[1.0, 2.0], [4.0, -8.0]])
        assert_same(bias_gradient(dz), np.array([[1.5], [-2.0]]))


class TestInputGradient:
    def test_is_its_formula(self):
        assert_formula(input_gradient)

    def test_the_articles_two_paths(self):
        want = [[w7 * dz4 + w8 * dz5], [w9 * dz4 + w10 * dz5], [w11 * dz4 + w12 * dz5]]
        assert_same(input_gradient(W[2], a2 - y), np.array(want))

    def test_a_square_layer_is_transposed(self):
        da = input_gradient(np.array([[1.0, 2.0], [4.0, 8.0]]), np.array([[1.0], [0.5]]))
        assert_same(da, np.array([[3.0], [6.0]]))

    def test_a_dz_of_another_height_is_refused(self):
        with pytest.raises(
            ValueError, match=r"^W, dz must be \(n, n_prev\), \(n, m\), got \(\(3, 2\), \(2, 1\)\)$"
        ):
            input_gradient(np.ones((3, 2)), np.ones((2, 1)))


def refused(dz, weights, outputs, g_primes):
    """Fail unless backward_pass refuses these, and shows all their shapes."""
    with pytest.raises(ValueError) as caught:
        backward_pass(dz, weights, outputs, g_primes)
    shapes = [[array.shape for array in arrays] for arrays in (weights, outputs, g_primes)]
    assert str(caught.value) == (
        "dz, weights, outputs, g_primes must be (n_L, m), L (n_l, n_prev), L + 1 (n_l, m), "
        f"L - 1 (n_l, m), got {dz.shape}, {', '.join(map(str, shapes))}"
    )


class TestBackwardPass:
    def test_is_its_formula(self):
        assert_formula(backward_pass)

    @pytest.mark.parametrize("depth", [1, 2, 3, 4])
    def test_is_the_one_step_functions_layer_by_layer(self, depth):
        rng = np.random.default_rng(depth)
        widths = [2, 3, 4, 1, 5][: depth + 1]
        weights = [rng.standard_normal((n, n_prev)) for n_prev, n in pairwise(widths)]
        outputs = [rng.standard_normal((n, 6)) for n in widths]
        g_primes = [rng.standard_normal((n, 6)) for n in widths[1:-1]]
        dz = rng.standard_normal((widths[-1], 6))
        dWs, dbs = backward_pass(dz, weights, outputs, g_primes)
        assert len(dWs) == len(dbs) == depth
        for l in reversed(range(depth)):
            assert_same(dWs[l], weight_gradient(dz, outputs[l]))
            assert_same(dbs[l], bias_gradient(dz))
            if l > 0:
                dz = activation_backward(input_gradient(weights[l], dz), g_primes[l - 1])

    def test_the_articles_network_with_four_examples(self):
        zs, outputs = forward_pass(X, [W[1], W[2]], [b[1], b[2]], [sigmoid, sigmoid])
        dz = cross_entropy_dz(outputs[-1], Y)
        dWs, dbs = backward_pass(dz, [W[1], W[2]], outputs, [sigmoid_derivative(zs[0])])
        dz_2 = outputs[2] - Y
        dz_1 = (W[2].T @ dz_2) * outputs[1] * (1 - outputs[1])
        assert_same(dWs, [dz_1 @ X.T / 4, dz_2 @ outputs[1].T / 4])
        assert_same(dbs, [dz_1.mean(axis=1)[:, None], dz_2.mean(axis=1)[:, None]])

    def test_tuples_serve_as_lists(self):
        arguments, formula = CALLS["backward_pass"]
        tuples = {k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()}
        assert_same(backward_pass(**tuples), formula(**arguments))

    @pytest.mark.parametrize(
        ("weights", "outputs", "g_primes"),
        [
            *[(1, 3, 1), (1, 3, 0), (2, 4, 1), (2, 3, 0), (2, 3, 2), (1, 2, 1)],  # one wrong
            *[(2, 2, 1), (2, 1, 1), (3, 0, 2), (0, 1, 0), (0, 3, 1), (0, 0, 0)],
        ],
    )
    def test_lists_must_have_the_length_that_the_layers_need(self, weights, outputs, g_primes):
        refused(np.eye(2), *([np.eye(2)] * length for length in (weights, outputs, g_primes)))

    @pytest.mark.parametrize("shape", [(0, 2), (1, 2), (2, 0)])
    def test_a_network_without_layers_is_refused(self, shape):
        refused(np.ones(shape), [], [np.ones(shape)], [])

    @pytest.mark.parametrize("position", range(10))
    def test_one_wrong_shape_among_many_is_refused(self, position):
        square = np.eye(2)
        arrays = [square] * 10  # dz, three weights, four outputs, two slopes
        arrays[position] = np.ones((5, 2))
        refused(arrays[0], arrays[1:4], arrays[4:8], arrays[8:])

    def test_slopes_of_another_network_of_the_same_depth_are_refused(self):
        arguments, _ = CALLS["backward_pass"]
        refused(**dict(arguments, g_primes=[arguments["g_primes"][0][:2]]))

    def test_slopes_that_nobody_else_holds_make_room_for_the_gradients(self):
        # Arrays of one size everywhere: 7 slopes at first, each dW in the place of a slope, and up
        # to 4 at work. Were the slopes kept until the end, it would be 17 arrays in all.
        square = np.full((128, 128), 0.5)
        peak = peak_memory(
            lambda: backward_pass(
                square, [square] * 8, [square] * 9, [1 - square for _ in range(7)]
            )
        )
        assert peak < 12 * square.nbytes

    def test_a_list_of_slopes_stays_as_it_was(self):
        square = np.eye(2)
        g_primes = [square, 2 * square]
        backward_pass(square, [square] * 3, [square] * 4, g_primes)
        assert_same(g_primes, [np.eye(2), 2 * np.eye(2)])

    def test_a_layer_without_inputs_is_refused(self):
        refused(np.eye(2), [np.ones((2, 0))], [np.ones((0, 2)), np.eye(2)], [])


# For each function that takes two arrays: shapes that NumPy would broadcast without a word.
PAIRS = {
    activation_backward: "da, g_prime must be (n, m), (n, m)",
    cross_entropy_dz: "a, y must be (n, m), (n, m), a floats",
    cross_entropy_derivative: "a, y must be (n, m), (n, m), a floats",
    weight_gradient: "dz, a_prev must be (n, m), (n_prev, m)",
    input_gradient: "W, dz must be (n, n_prev), (n, m)",
}


@pytest.mark.parametrize(
    ("function", "first", "second"),
    [
        (activation_backward, (3, 4), (3, 1)),
        (activation_backward, (3, 4), (1, 4)),
        (activation_backward, (3, 1), (3,)),
        (cross_entropy_dz, (3, 4), (3, 1)),
        (cross_entropy_dz, (3, 1), (3, 4)),
        (cross_entropy_dz, (3, 1), (3,)),
        (cross_entropy_derivative, (3, 4), (1, 1)),
        (weight_gradient, (3, 4), (2, 1)),
        (weight_gradient, (3, 1), (2, 4)),
        (input_gradient, (3, 2), (1, 4)),
    ],
)
def test_what_numpy_would_broadcast_is_refused(function, first, second):
    with pytest.raises(ValueError) as caught:
        function(np.full(first, 0.5), np.full(second, 0.5))
    assert str(caught.value).startswith(f"{PAIRS[function]}, got ({first}, {second}")


class TestNothing:
    """No example, no neuron: every array fits the others, and all are refused."""

    @pytest.mark.parametrize("function", [weight_gradient])
    def test_of_weight_gradient(self, function):
        for n, n_prev, m in [(2, 3, 0), (0, 3, 2), (2, 0, 2)]:
            with pytest.raises(ValueError, match=r"^dz, a_prev must be "):
                function(np.ones((n, m)), np.ones((n_prev, m)))

    @pytest.mark.parametrize("function", [input_gradient])
    def test_of_input_gradient(self, function):
        for n, n_prev, m in [(2, 3, 0), (0, 3, 2), (2, 0, 2)]:
            with pytest.raises(ValueError) as caught:
                function(np.ones((n, n_prev)), np.ones((n, m)))
            got = f"{((n, n_prev), (n, m))}"
            assert str(caught.value) == f"W, dz must be (n, n_prev), (n, m), got {got}"

    @pytest.mark.parametrize("function", [backward_pass])
    def test_of_backward_pass(self, function):
        for n, n_prev, m in [(2, 3, 0), (0, 3, 2), (2, 0, 2)]:
            outputs = [np.ones((n_prev, m)), np.ones((n, m))]
            refused(np.ones((n, m)), [np.ones((n, n_prev))], outputs, [])


@pytest.mark.parametrize("shape", [(0, 2), (2, 0)])
@pytest.mark.parametrize("position", [0, 1])
@pytest.mark.parametrize("function", [activation_backward, weight_gradient, input_gradient])
def test_an_array_without_rows_or_columns_is_refused(function, position, shape):
    arrays = [np.ones(shape), np.ones(shape)]
    arrays[1 - position] = np.ones((2, 2))
    with pytest.raises(ValueError, match=r"^\w+, \w+ must .*, got "):
        function(*arrays)
