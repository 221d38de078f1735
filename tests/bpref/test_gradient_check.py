"""The gradient by two other ways, and the distance between two gradients."""

import numpy as np
import pytest

from bpref import central_difference_gradient, complex_step_gradient, relative_error
from reference import assert_formula, assert_same


def product(theta):
    return theta.prod()


def in_place(theta):
    """Return the sum of (2 theta)^2, and leave 2 theta in what was handed over."""
    theta *= 2
    return (theta**2).sum()


class TestComplexStepGradient:
    def test_is_its_formula(self):
        assert_formula(complex_step_gradient)

    def test_every_element_gets_its_own_slope(self):
        theta = np.array([[1.0, 2.0], [4.0, 8.0]])
        assert_same(complex_step_gradient(product, theta), np.array([[64.0, 32], [16, 8]]))

    def test_agrees_to_the_last_digits(self):
        theta = np.linspace(-2, 2, 7)
        gradient = complex_step_gradient(lambda theta: np.exp(np.sin(theta)).sum(), theta)
        assert_same(gradient, np.cos(theta) * np.exp(np.sin(theta)), rtol=1e-15, atol=1e-16)

    def test_a_small_slope_is_as_accurate_as_a_large_one(self):
        gradient = complex_step_gradient(lambda theta: 1e-7 * (theta**2).sum(), np.array([3.0]))
        assert_same(gradient, np.array([6e-7]), rtol=1e-15)

    def test_the_step_is_imaginary_and_1e_20(self):
        # Im (theta + ih)^2 / h is 2 theta, were theta as small as h; Im (ih)^3 / h is -h^2.
        tiny = complex_step_gradient(lambda theta: (theta**2).sum(), np.array([1e-20]))
        assert_same(tiny, np.array([2e-20]))
        cube = complex_step_gradient(lambda theta: (theta**3).sum(), np.array([0.0]))
        assert_same(cube, np.array([-1e-40]))

    def test_a_single_number_in_an_array_without_axes(self):
        assert_same(complex_step_gradient(lambda theta: theta**2, np.array(3.0)), np.array(6.0))

    def test_f_may_work_in_place(self):
        theta = np.array([[1.0, 2.0], [-3.0, 0.5]])
        kept = theta.copy()
        assert_same(complex_step_gradient(in_place, theta), 8 * kept)
        assert_same(theta, kept)

    def test_f_is_asked_at_theta_and_a_tiny_imaginary_step_from_it(self):
        theta, seen = np.array([1.0, -2.0]), []

        def f(theta):
            seen.append(theta)
            return theta.sum()

        complex_step_gradient(f, theta)
        assert_same(np.real(seen), np.array([theta, theta, theta]), rtol=0)
        assert_same(np.imag(seen), np.array([[0, 0], [1e-20, 0], [0, 1e-20]]), rtol=0)

    @pytest.mark.parametrize("f", [lambda t: abs(t).sum(), lambda t: t.real.sum(), lambda t: 1.0])
    def test_a_loss_that_drops_the_imaginary_part_is_refused(self, f):
        # Its gradient would be 0 everywhere, without a word.
        with pytest.raises(ValueError, match=r"^f must .*complex numbers, got \d"):
            complex_step_gradient(f, np.ones(2))

    def test_a_loss_that_is_complex_by_itself_is_refused(self):
        # ln(-1) is a number here, and its imaginary part no slope.
        with pytest.raises(ValueError, match=r"^f must .*complex numbers, got .*3\.14"):
            complex_step_gradient(lambda theta: np.log(theta).sum(), np.array([-1.0]))

    @pytest.mark.parametrize("imaginary", [0.25, -0.25, 1e-16, -1e-16, 1e-300])
    def test_an_imaginary_part_of_either_sign_and_any_size_is_refused(self, imaginary):
        # Be it a rounding error, it would be divided by 1e-20.
        with pytest.raises(ValueError, match=r"^f must .*complex numbers, got .*j"):
            complex_step_gradient(lambda theta: theta.sum() + 1j * imaginary, np.ones(2))

    def test_more_than_one_number_is_refused(self):
        with pytest.raises((TypeError, ValueError)):
            complex_step_gradient(lambda theta: theta**2, np.ones(2))


class TestCentralDifferenceGradient:
    def test_is_its_formula(self):
        assert_formula(central_difference_gradient)

    def test_every_element_gets_its_own_slope(self):
        theta = np.array([[1.0, 2.0], [4.0, 8.0]])
        want = np.array([[64.0, 32], [16, 8]])
        assert_same(central_difference_gradient(product, theta, 0.5), want)

    def test_f_may_work_in_place(self):
        theta = np.array([[1.0, 2.0], [-3.0, 0.5]])
        kept = theta.copy()
        assert_same(central_difference_gradient(in_place, theta, 0.25), 8 * kept)
        assert_same(theta, kept)

    def test_the_step_that_is_taken_by_default(self):
        # (f(1 + h) - f(1 - h)) / 2h is 3 + h^2 for a cube.
        exact = central_difference_gradient(lambda theta: (theta**3).sum(), np.ones(1), 1e-5)
        default = central_difference_gradient(lambda theta: (theta**3).sum(), np.ones(1))
        assert_same(default, exact, rtol=0)
        assert_same(default, np.array([3.0]), rtol=1e-9)

    def test_has_nine_digits(self):
        theta = np.linspace(-1, 1, 5)
        gradient = central_difference_gradient(lambda theta: np.exp(theta).sum(), theta)
        assert_same(gradient, np.exp(theta), rtol=1e-9)

    @pytest.mark.parametrize("theta", [1e-30, 0.5, 1.0, 1e4, 1e10, -1e12, 1e100])
    def test_the_step_grows_with_theta(self, theta):
        got = central_difference_gradient(lambda t: (t**2).sum(), np.array([theta]))
        np.testing.assert_allclose(got, [2 * theta], rtol=1e-9, atol=1e-10)

    def test_each_element_has_a_step_of_its_own(self):
        # (t^3)' by differences is 3 t^2 + (h max(1, |t|))^2.
        theta, h = np.array([0.5, 1.0, -4.0]), 0.25
        got = central_difference_gradient(lambda t: (t**3).sum(), theta, h)
        assert_same(got, np.array([0.75 + 0.0625, 3 + 0.0625, 48 + 1.0]))

    def test_the_step_is_what_floats_make_of_it(self):
        # theta + h is rounded: the difference is divided by how far theta went, not by 2 h.
        got = central_difference_gradient(lambda t: t.sum(), np.array([1.0, -1.0]), 1e-15)
        assert_same(got, np.array([1.0, 1.0]))

    @pytest.mark.parametrize("h", [0.0, 1e-17])
    def test_a_step_that_does_not_move_theta_is_no_number_and_warns(self, h):
        with pytest.warns(RuntimeWarning, match="invalid value"):
            gradient = central_difference_gradient(product, np.ones(1), h)
        assert np.isnan(gradient).all()

    def test_more_than_one_number_is_refused(self):
        with pytest.raises((TypeError, ValueError)):
            central_difference_gradient(lambda theta: theta[:2] ** 2, np.ones(3))

    @pytest.mark.parametrize("J", [None, "1.0", 1j])
    def test_what_is_no_real_number_is_refused(self, J):
        with pytest.raises(TypeError):
            central_difference_gradient(lambda theta: J, np.ones(2))


class TestRelativeError:
    def test_is_its_formula(self):
        assert_formula(relative_error)

    def test_the_largest_difference_against_the_largest_element(self):
        one, other = np.array([[1.0, -8.0], [2.0, 0.0]]), np.array([[1.0, -6.0], [1.0, 0.0]])
        assert_same(relative_error(one, other), np.float64(0.25))
        assert_same(relative_error(other, one), np.float64(0.25))

    def test_a_missing_sign_is_2_and_a_missing_gradient_is_1(self):
        gradient = np.array([0.5, -0.25])
        assert relative_error(-gradient, gradient) == 2
        assert relative_error(0 * gradient, gradient) == 1
        assert relative_error(gradient, 0 * gradient) == 1

    def test_small_gradients_are_held_as_strictly(self):
        gradient = np.array([4e-9, 1e-9])
        assert_same(relative_error(gradient, -gradient), np.float64(2))
        near = relative_error(gradient * (1 + 2**-20), gradient)
        assert_same(near, np.float64(2**-20), rtol=1e-6)

    def test_nothing_but_zeros_is_equal(self):
        assert relative_error(np.zeros(3), np.zeros(3)) == 0

    def test_complex_gradients_may_be_compared(self):
        one, other = np.array([3 + 4j]), np.array([0.0])
        assert relative_error(one, other) == relative_error(other, one) == 1
        assert relative_error(one, one) == 0
