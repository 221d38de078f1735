"""The way back: the article's scalars, exact values, and the loop tied to the one-step functions."""

import numpy as np
import pytest
from draw import networks, networks_drawn
from hypothesis import given

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
    softmax,
    softmax_backward,
    weight_gradient,
)
from bpref.example import W, X, Y, b, x, y
from reference import assert_formula, assert_same

# One example of the article, scalar by scalar: its forward run, and dz of the last layer.
_, a = forward_pass(x, W, b, {1: sigmoid, 2: sigmoid})
w7, w8, w9, w10, w11, w12 = W[2].T.ravel()  # numbered down the columns
dz4, dz5 = (a[2] - y).ravel()


class TestActivationBackward:
    def test_is_its_formula(self):
        assert_formula(activation_backward)

    def test_each_element_meets_one_slope(self):
        da, g_prime = np.array([[1.0, 2.0], [-3.0, 4.0]]), np.array([[0.5, 0.25], [1.0, 0.0]])
        assert_same(activation_backward(da, g_prime), np.array([[0.5, 0.5], [-3, 0]]))


class TestSoftmaxBackward:
    def test_is_its_formula(self):
        assert_formula(softmax_backward)

    def test_each_column_has_its_own_sum(self):
        a = np.array([[0.5, 0.25], [0.25, 0.25], [0.25, 0.5]])
        da = np.array([[-2.0, 4.0], [0.0, -8.0], [0.0, 1.0]])
        want = np.array([[-0.5, 1.125], [0.25, -1.875], [0.25, 0.75]])
        assert_same(softmax_backward(da, a), want)

    def test_with_the_cross_entropy_it_is_a_minus_y(self):
        a = softmax(np.array([[2.0, -1.0], [1.0, 0.5], [0.1, 3.0]]))
        targets = np.array([[1.0, 0.25], [0.0, 0.25], [0.0, 0.5]])
        assert_same(softmax_backward(-targets / a, a), cross_entropy_dz(a, targets), 1e-12)

    def test_targets_with_another_sum(self):
        a = np.array([[0.5], [0.25], [0.25]])
        targets = np.array([[1.0], [0.5], [0.5]])  # which sum to 2
        assert_same(softmax_backward(-targets / a, a), 2 * a - targets)

    def test_two_classes_are_a_sigmoid_of_the_difference(self):
        z, da = np.array([[0.5, -3.0], [-1.0, 2.0]]), np.array([[2.0, -1.0], [-3.0, 0.5]])
        slope = sigmoid_derivative(z[:1] - z[1:])
        want = (da[:1] - da[1:]) * slope
        assert_same(softmax_backward(da, softmax(z)), np.vstack([want, -want]))

    def test_where_one_class_is_certain_nothing_comes_back(self):
        a, da = np.array([[1.0], [0.0], [0.0]]), np.array([[3.0], [-5.0], [7.0]])
        assert_same(softmax_backward(da, a), np.zeros((3, 1)))


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


class TestWeightGradient:
    def test_is_its_formula(self):
        assert_formula(weight_gradient)

    def test_the_articles_scalars(self):
        a1, a2, a3 = a[1].ravel()
        want = [[dz4 * a1, dz4 * a2, dz4 * a3], [dz5 * a1, dz5 * a2, dz5 * a3]]
        assert_same(weight_gradient(a[2] - y, a[1]), np.array(want))

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
        assert_same(bias_gradient(a[2] - y), np.array([[dz4], [dz5]]))

    def test_the_examples_are_averaged_and_the_neurons_are_not(self):
        dz = np.array([[1.0, 2.0], [4.0, -8.0]])
        assert_same(bias_gradient(dz), np.array([[1.5], [-2.0]]))


class TestInputGradient:
    def test_is_its_formula(self):
        assert_formula(input_gradient)

    def test_the_articles_two_paths(self):
        want = [[w7 * dz4 + w8 * dz5], [w9 * dz4 + w10 * dz5], [w11 * dz4 + w12 * dz5]]
        assert_same(input_gradient(W[2], a[2] - y), np.array(want))

    def test_a_square_layer_is_transposed(self):
        da = input_gradient(np.array([[1.0, 2.0], [4.0, 8.0]]), np.array([[1.0], [0.5]]))
        assert_same(da, np.array([[3.0], [6.0]]))


class TestBackwardPass:
    def test_is_its_formula(self):
        assert_formula(backward_pass)

    def test_slopes_in_a_list_are_refused(self):
        # g_prime[1] of a list of all slopes is that of layer 2, and of equal width it would fit.
        W, a = dict.fromkeys((1, 2, 3), np.eye(2)), dict.fromkeys(range(4), np.ones((2, 1)))
        slopes = [l * np.ones((2, 1)) for l in (1, 2, 3)]
        with pytest.raises(AttributeError, match="keys"):
            backward_pass(np.ones((2, 1)), W, a, slopes)

    def test_slopes_of_further_layers_are_not_looked_at(self):
        W, a = {1: np.eye(2)}, {0: np.ones((2, 1)), 1: np.ones((2, 1))}
        dW, _ = backward_pass(np.ones((2, 1)), W, a, {1: np.zeros((9, 9)), 2: None})
        assert_same(dW[1], np.ones((2, 2)))

    @given(networks())
    @networks_drawn
    def test_is_the_one_step_functions_layer_by_layer(self, network):
        x, y, W, b, hidden = network
        L = len(W)
        z, a = forward_pass(x, W, b, dict.fromkeys(W, sigmoid))
        # Any slopes will do: what is tied here is the loop.
        g_prime = {l: 0.5 + np.cos(z[l]) for l in hidden}
        dW, db = backward_pass(a[L] - y, W, a, g_prime)
        assert [*dW] == [*db] == list(range(L, 0, -1))
        dz = a[L] - y
        for l in range(L, 0, -1):
            assert_same(dW[l], weight_gradient(dz, a[l - 1]), 1e-14, 1e-16)
            assert_same(db[l], bias_gradient(dz), 1e-14, 1e-16)
            if l > 1:
                dz = activation_backward(input_gradient(W[l], dz), g_prime[l - 1])

    def test_the_articles_network_with_four_examples(self):
        z, a = forward_pass(X, W, b, {1: sigmoid, 2: sigmoid})
        dW, db = backward_pass(a[2] - Y, W, a, {1: sigmoid_derivative(z[1])})
        dz2 = a[2] - Y
        dz1 = (W[2].T @ dz2) * a[1] * (1 - a[1])
        assert_same(dW, {1: dz1 @ X.T / 4, 2: dz2 @ a[1].T / 4})
        assert_same(db, {1: dz1.mean(axis=1)[:, None], 2: dz2.mean(axis=1)[:, None]})

    def test_slopes_of_all_layers_may_be_handed_over(self):
        z, a = forward_pass(X, W, b, {1: sigmoid, 2: sigmoid})
        g_prime = {l: sigmoid_derivative(z[l]) for l in z}
        want = backward_pass(a[2] - Y, W, a, {1: g_prime[1]})
        assert_same(backward_pass(a[2] - Y, W, a, g_prime), want, rtol=0)

    def test_a_network_without_layers_has_no_gradients(self):
        assert_same(backward_pass(x, {}, {0: x}, {}), ({}, {}))
