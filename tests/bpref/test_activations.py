"""Activations: exact values, every digit over the whole range, and kinks."""

from decimal import Decimal, localcontext

import numpy as np
from reference import assert_formula, assert_same

from bpref import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh,
    tanh_derivative,
)


def assert_accurate(function, exact, limit, ulps):
    """Compare with 50-digit arithmetic from -limit to limit, in units of the last place.

    A unit of the last place stays the right measure where a result has fewer digits, near 1e-308.
    """
    z = np.concatenate([np.linspace(-limit, limit, 2001), np.linspace(-2, 2, 401), [-1e-9, 1e-9]])
    with localcontext() as context:
        context.prec = 50
        want = np.array([float(exact(Decimal(value))) for value in z.tolist()])
    assert np.all(np.abs(function(z) - want) <= ulps * np.spacing(np.abs(want)))


class TestSigmoid:
    def test_is_its_formula(self):
        assert_formula(sigmoid)

    def test_values(self):
        # 1/(1 + e^-ln 3) = 3/4
        assert_same(
            sigmoid(np.log([[1.0, 3.0], [1 / 3, 7.0]])), np.array([[1 / 2, 3 / 4], [1 / 4, 7 / 8]])
        )

    def test_every_digit_from_minus_745_to_745(self):
        # Warnings are errors in this test run: an overflow would fail it.
        assert_accurate(sigmoid, lambda z: 1 / (1 + (-z).exp()), 745, ulps=4)

    def test_ends(self):
        np.testing.assert_array_equal(sigmoid(np.array([-np.inf, np.inf])), [0, 1], strict=False)


class TestSigmoidDerivative:
    def test_is_its_formula(self):
        assert_formula(sigmoid_derivative)

    def test_values(self):
        # 3/4 times 1/4, on either side
        z = np.log([[1.0, 3.0, 1 / 3]])
        assert_same(sigmoid_derivative(z), np.array([[1 / 4, 3 / 16, 3 / 16]]))

    def test_every_digit_from_minus_745_to_745(self):
        assert_accurate(sigmoid_derivative, lambda z: z.exp() / (1 + z.exp()) ** 2, 745, ulps=6)


class TestTanh:
    def test_is_its_formula(self):
        assert_formula(tanh)

    def test_values(self):
        # (3 - 1/3) / (3 + 1/3) = 4/5
        assert_same(
            tanh(np.log([[1.0, 3.0], [1 / 3, 2.0]])), np.array([[0, 4 / 5], [-4 / 5, 3 / 5]])
        )

    def test_every_digit_from_minus_745_to_745(self):
        assert_accurate(tanh, lambda z: 1 - 2 / ((2 * z).exp() + 1), 745, ulps=4)


class TestTanhDerivative:
    def test_is_its_formula(self):
        assert_formula(tanh_derivative)

    def test_values(self):
        # 1 - (4/5)^2
        assert_same(tanh_derivative(np.log([[1.0, 3.0, 1 / 3]])), np.array([[1, 9 / 25, 9 / 25]]))

    def test_every_digit_from_minus_370_to_370(self):
        assert_accurate(
            tanh_derivative, lambda z: 4 * (2 * z).exp() / (1 + (2 * z).exp()) ** 2, 370, ulps=6
        )


class TestRelu:
    def test_is_its_formula(self):
        assert_formula(relu)

    def test_values(self):
        z = np.array([[-2.0, -1e-300, 0.0, 1e-300, 0.5, 3.0]])
        assert_same(relu(z), np.array([[0, 0, 0, 1e-300, 0.5, 3]]))


class TestReluDerivative:
    def test_is_its_formula(self):
        assert_formula(relu_derivative)

    def test_values_and_the_kink(self):
        z = np.array([[-2.0, -1e-300, -0.0, 0.0, 1e-300, 0.5, 3.0]])
        assert_same(relu_derivative(z), np.array([[0.0, 0, 0, 0, 1, 1, 1]]))

    def test_takes_z_and_not_a(self):
        # A mask made from the output with >= 0 would be 1 everywhere.
        z = np.array([[-1.0, 2.0]])
        assert_same(relu_derivative(z), relu_derivative(relu(z)))
        assert relu_derivative(relu(z)).sum() == 1


class TestSoftmax:
    def test_is_its_formula(self):
        assert_formula(softmax)

    def test_values(self):
        # e^z is 1, 2, 5 and 1, 1, 2
        z = np.log([[1.0, 1.0], [2.0, 1.0], [5.0, 2.0]])
        assert_same(softmax(z), np.array([[1 / 8, 1 / 4], [1 / 4, 1 / 4], [5 / 8, 1 / 2]]))

    def test_columns_do_not_meet(self):
        # Column 2 is far larger; column 1 must keep its own maximum.
        z = np.array([[0.0, 1000.0], [np.log(3), 1000.0 + np.log(3)]])
        assert_same(softmax(z), np.array([[1 / 4, 1 / 4], [3 / 4, 3 / 4]]), rtol=1e-12)

    def test_one_class_is_certain(self):
        assert_same(softmax(np.array([[7.0, -800.0]])), np.ones((1, 2)))
