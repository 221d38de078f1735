"""Losses and their derivatives: exact values, saturated outputs, targets of every kind."""

import math
from decimal import Decimal, localcontext
from itertools import product

import numpy as np
import pytest
from reference import assert_formula, assert_same, note

from bpref import (
    categorical_cross_entropy,
    cross_entropy,
    cross_entropy_derivative,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    squared_error,
    squared_error_derivative,
)

# Two outputs, three examples: a sum over all six would be wrong, and so would a mean over all six.
A = np.array([[0.5, 0.25, 0.75], [0.125, 0.5, 0.25]])
Y = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.25]])


# For the results in every digit, against 50 of them: margins of every size, targets of every kind, outputs near them.
MARGINS = [0, 1e-300, 1e-20, 1e-8, 0.5, 1, 2.5, 8, 15, 20, 30, 36, 37, 38, 50, 80, 100, 300, 700]
MARGINS += [-margin for margin in MARGINS]
SHARES = [0, 1, 0.5, 0.3, 0.25, 0.75, 1e-16, 1e-300, 1 - 2.0**-24, 1 - 2.0**-53]
NEAR = [0, *(sign * off for off in (2.0**-50, 2.0**-20, 1e-3, 0.2) for sign in (1, -1))]
in_both_types = pytest.mark.parametrize("dtype", [np.float64, np.float32])


@pytest.fixture(autouse=True)
def fifty_digits():
    with localcontext(prec=50):
        yield


def ln1p(v):
    """Return ln(1 + v) to 50 digits, for small v too."""
    return v - v * v / 2 + v * v * v / 3 if v < Decimal("1e-20") else (1 + v).ln()


def assert_digits(got, exact, dtype, units=8):
    """Fail if a float is off by more units of its last place, or of another type."""
    unit = np.spacing(dtype(float(abs(exact))))
    assert got.dtype == dtype
    assert abs(Decimal(float(got)) - exact) <= units * Decimal(float(unit))


def column(*numbers):
    return np.array(numbers, float)[:, None]


class TestCrossEntropy:
    def test_is_its_formula(self):
        assert_formula(cross_entropy)

    def test_the_outputs_are_summed_and_the_examples_averaged(self):
        sixth = 0.25 * math.log(0.25) + 0.75 * math.log(0.75)
        terms = [math.log(p) for p in (0.5, 0.75, 0.75, 0.875, 0.5)] + [sixth]
        assert_same(cross_entropy(A, Y), np.float64(-sum(terms) / 3))

    @pytest.mark.parametrize("right", [0.0, 1.0])
    def test_certain_and_right_costs_nothing(self, right):
        J = cross_entropy(column(right, right), column(right, right))
        assert J == 0
        assert not np.signbit(J)

    @pytest.mark.parametrize("right", [0.0, 1.0])
    def test_certain_and_wrong_costs_infinity_and_warns(self, right):
        with pytest.warns(RuntimeWarning, match="divide by zero"):
            assert cross_entropy(column(1 - right), column(right)) == np.inf

    @pytest.mark.parametrize("saturated", [0.0, 1.0])
    def test_a_soft_target_makes_certain_wrong(self, saturated):
        with pytest.warns(RuntimeWarning, match="divide by zero"):
            assert cross_entropy(column(saturated), column(0.5)) == np.inf

    def test_an_output_near_0_keeps_its_digits(self):
        # ln(1 - a) is -a here; 1 - a alone would be 1.
        assert_same(cross_entropy(column(1e-20), column(0)), np.float64(1e-20))

    @in_both_types
    def test_every_digit(self, dtype):
        for a, y in product([1e-30, 1e-10, 0.1, 0.25, 0.5, 0.75, 0.9, 1 - 2.0**-20], SHARES):
            a, y = dtype(a), dtype(y)
            exact_a, exact_y = Decimal(float(a)), Decimal(float(y))
            exact = -exact_y * exact_a.ln() - (1 - exact_y) * (1 - exact_a).ln()
            if exact_y == 0:
                exact = ln1p(exact_a / (1 - exact_a))
            with note(a, y):
                assert_digits(cross_entropy(np.array([[a]]), np.array([[y]])), exact, dtype)


class TestCrossEntropyDerivative:
    def test_is_its_formula(self):
        assert_formula(cross_entropy_derivative)

    def test_values(self):
        da = cross_entropy_derivative(A, Y)
        # -1/a where y is 1, 1/(1 - a) where it is 0, and -(1/4)/(1/4) + (3/4)/(3/4)
        assert_same(da, np.array([[-2, 4 / 3, -4 / 3], [8 / 7, -2, 0]]))

    def test_certain_and_right_has_a_finite_slope(self):
        # The other term is 0/0, which counts as 0.
        assert_same(cross_entropy_derivative(column(0, 1), column(0, 1)), column(1, -1))

    @pytest.mark.parametrize(("a", "y", "da"), [(0, 1, -np.inf), (1, 0, np.inf)])
    def test_certain_and_wrong_has_an_infinite_slope_and_warns(self, a, y, da):
        with pytest.warns(RuntimeWarning, match="divide by zero"):
            assert cross_entropy_derivative(column(a), column(y)) == da

    @pytest.mark.parametrize(
        ("a", "y", "da"),
        [(0, 0.5, -np.inf), (1, 0.5, np.inf), (1, 1 - 1e-12, np.inf), (0, 1e-12, -np.inf)],
    )
    def test_a_soft_target_makes_certain_wrong(self, a, y, da):
        with pytest.warns(RuntimeWarning, match="divide by zero"):
            assert cross_entropy_derivative(column(a), column(y)) == da

    @in_both_types
    def test_every_digit_where_a_is_near_y(self, dtype):
        for y, off in product(SHARES, NEAR):
            a, y = dtype(np.clip(y + off, 1e-6, 1 - 1e-6)), dtype(y)
            exact_a, exact_y = Decimal(float(a)), Decimal(float(y))
            exact = (exact_a - exact_y) / (exact_a * (1 - exact_a))
            with note(a, y):
                got = cross_entropy_derivative(np.array([[a]]), np.array([[y]]))[0, 0]
                assert (got == 0) == (exact == 0)
                assert_digits(got, exact, dtype)

    def test_the_smallest_output_that_is_right_has_no_slope(self):
        for tiny in (1e-300, 1e-305, 5e-324):
            assert cross_entropy_derivative(column(tiny), column(tiny)) == 0


class TestSigmoidCrossEntropy:
    def test_is_its_formula(self):
        assert_formula(sigmoid_cross_entropy)

    def test_is_the_cross_entropy_of_the_sigmoid(self):
        z = np.array([[-3.0, -0.5, 0.0], [0.25, 2.0, 5.0]])
        assert_same(sigmoid_cross_entropy(z, Y), cross_entropy(sigmoid(z), Y))

    @pytest.mark.parametrize(("z", "y", "J"), [(1e3, 0, 1e3), (-1e3, 1, 1e3), (1e300, 0.5, 5e299)])
    def test_wrong_costs_z(self, z, y, J):
        assert_same(sigmoid_cross_entropy(column(z), column(y)), np.float64(J))

    @pytest.mark.parametrize(("z", "y"), [(1e3, 1), (-1e3, 0), (1e300, 1), (-1e300, 0)])
    def test_certain_and_right_costs_nothing(self, z, y):
        assert sigmoid_cross_entropy(column(z), column(y)) == 0

    def test_a_small_cost_keeps_its_digits(self):
        # ln(1 + e^-50), which is e^-50
        assert_same(sigmoid_cross_entropy(column(50), column(1)), np.float64(math.exp(-50)))

    @in_both_types
    def test_every_digit(self, dtype):
        for margin, y in product(MARGINS, SHARES):
            z, y = dtype(margin), dtype(y)
            size, target = Decimal(float(abs(z))), Decimal(float(y))
            exact = size * abs((z > 0) - target) + ln1p((-size).exp())
            with note(z, y):
                assert_digits(sigmoid_cross_entropy(np.array([[z]]), np.array([[y]])), exact, dtype)


class TestSquaredError:
    def test_is_its_formula(self):
        assert_formula(squared_error)

    def test_the_outputs_are_summed_and_the_examples_averaged(self):
        a, y = np.array([[3.0, 0.0], [1.0, -2.0]]), np.array([[1.0, 0.0], [2.0, 1.0]])
        # half of 4 + 1, and half of 0 + 9
        assert_same(squared_error(a, y), np.float64((2.5 + 4.5) / 2))

    def test_outputs_near_their_targets_keep_their_digits(self):
        a, y = np.array([[1 + 2.0**-40, 3 - 2.0**-41]]), np.array([[1.0, 3.0]])
        assert squared_error(a, y) == (2.0**-80 + 2.0**-82) / 4


class TestSquaredErrorDerivative:
    def test_is_its_formula(self):
        assert_formula(squared_error_derivative)

    def test_values(self):
        a, y = np.array([[3.0, 0.0], [1.0, -2.0]]), np.array([[1.0, 0.0], [2.0, 1.0]])
        assert_same(squared_error_derivative(a, y), np.array([[2.0, 0], [-1, -3]]))


class TestCategoricalCrossEntropy:
    def test_is_its_formula(self):
        assert_formula(categorical_cross_entropy)

    def test_the_examples_are_averaged(self):
        a = np.array([[0.5, 0.25], [0.25, 0.5], [0.25, 0.25]])
        y = np.array([[0.0, 0.5], [1.0, 0.5], [0.0, 0.0]])
        want = -(math.log(0.25) + 0.5 * math.log(0.25) + 0.5 * math.log(0.5)) / 2
        assert_same(categorical_cross_entropy(a, y), np.float64(want))

    def test_certain_and_right_costs_nothing(self):
        J = categorical_cross_entropy(column(0, 1, 0), column(0, 1, 0))
        assert J == 0
        assert not np.signbit(J)

    def test_certain_and_wrong_costs_infinity_and_warns(self):
        with pytest.warns(RuntimeWarning, match="divide by zero"):
            assert categorical_cross_entropy(column(0, 1), column(1, 0)) == np.inf


class TestSoftmaxCrossEntropy:
    def test_is_its_formula(self):
        assert_formula(softmax_cross_entropy)

    def test_is_the_cross_entropy_of_the_softmax(self):
        z = np.array([[-3.0, -0.5, 0.0], [0.25, 2.0, 5.0]])
        y = np.array([[1.0, 0.0, 0.25], [0.0, 1.0, 0.75]])
        want = categorical_cross_entropy(softmax(z), y)
        assert_same(softmax_cross_entropy(z, y), want)

    def test_values(self):
        # e^z is 1, 2, 5: the probability of the right class is 1/4
        z = np.log(column(1, 2, 5))
        assert_same(softmax_cross_entropy(z, column(0, 1, 0)), np.float64(math.log(4)))

    @pytest.mark.parametrize("size", [1e3, 1e300])
    def test_wrong_costs_the_difference_and_right_nothing(self, size):
        z = column(size, -size)
        assert_same(softmax_cross_entropy(z, column(0, 1)), np.float64(2 * size))
        assert softmax_cross_entropy(z, column(1, 0)) == 0

    def test_columns_do_not_meet(self):
        z = np.array([[0.0, 1000.0], [0.0, 1000.0]])
        assert_same(softmax_cross_entropy(z, np.array([[1.0, 0], [0, 1]])), np.float64(math.log(2)))

    def test_two_classes_that_tie_at_the_top(self):
        z = np.array([[5.0, 5.0], [5.0, 5.0], [-995.0, 5.0]])
        y = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])
        assert_same(softmax_cross_entropy(z, y), np.float64((math.log(2) + math.log(3)) / 2))

    @in_both_types
    def test_every_digit_of_three_classes(self, dtype):
        for margin, others, right in product(MARGINS, [0, 1], range(3)):
            z = np.array([[0], [margin], [others * margin]], dtype)
            terms = [Decimal(float(v)) for v in z[:, 0]]
            *rest, top = sorted(terms)
            exact = top - terms[right] + ln1p(sum((v - top).exp() for v in rest))
            y = (np.arange(3)[:, None] == right).astype(dtype)
            with note(z, right):
                assert_digits(softmax_cross_entropy(z, y), exact, dtype)

    @in_both_types
    def test_a_rounded_difference_costs_its_rounding_and_no_more(self, dtype):
        # Half a unit of a margin of 600 is 300 units of e^-600.
        for high, low in product([0.1, 7.3, 43.7, 170.48], [0.3, -0.7, -5.9, -33.3, -446.83]):
            z = np.array([[high], [low]], dtype)
            top, bottom = sorted((Decimal(float(v)) for v in z[:, 0]), reverse=True)
            exact, units = ln1p((bottom - top).exp()), 8 + (top - bottom) / 2
            with note(high, low):
                got = softmax_cross_entropy(z, (z == z.max()).astype(dtype))
                assert_digits(got, exact, dtype, units)

    def test_a_class_that_is_hardly_wanted_counts(self):
        J = softmax_cross_entropy(column(-1000, 0), column(1e-13, 1))
        assert_same(J, np.float64(1e-10), 1e-12)
