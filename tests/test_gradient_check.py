"""The gradient by two other ways, and the distance between two gradients."""

import numpy as np
import pytest
from reference import assert_formula, assert_same, peak_memory

from bpref import central_difference_gradient, complex_step_gradient, relative_error


def product(theta):
    return theta.prod()


class TestComplexStepGradient:
    def test_is_its_formula(self):
        assert_formula(complex_step_gradient)

    def test_every_element_gets_its_own_slope(self):
        theta = np.array([[1.0, 2.0], [4.0, 8.0]])
        assert_same(complex_step_gradient(product, theta), np.array([[64.0, 32], [16, 8]]))

    def test_agrees_to_the_last_digits(self):
        theta = np.linspace(-2, 2, 7)
        f = complex_step_gradient(lambda theta: np.exp(np.sin(theta)).sum(), theta)
        assert_same(f, np.cos(theta) * np.exp(np.sin(theta)), rtol=1e-15, atol=1e-16)

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

    def test_float32_is_checked_in_float64(self):
        gradient = complex_step_gradient(
            lambda theta: (theta**3).sum(), np.array([0.1], np.float32)
        )
        assert_same(gradient, np.array([3 * float(np.float32(0.1)) ** 2]), rtol=1e-7)
        assert gradient.dtype == np.float64

    def test_memory_is_that_of_a_few_copies_of_theta(self):
        theta = np.ones((40, 50))
        peak = peak_memory(lambda: complex_step_gradient(np.sum, theta))
        assert peak < 16 * theta.nbytes

    def test_a_loss_that_drops_the_imaginary_part_is_refused(self):
        # Its gradient would be 0 everywhere, without a word.
        with pytest.raises(
            ValueError, match=r"^f must return one complex number J \+ 0j, got 2\.0$"
        ):
            complex_step_gradient(lambda theta: abs(theta).sum(), np.ones(2))

    def test_more_than_one_number_is_refused(self):
        with pytest.raises(
            ValueError, match=r"^f must return one complex number J \+ 0j, got \[1\.\+0"
        ):
            complex_step_gradient(lambda theta: theta**2, np.ones(2))
        with pytest.raises(
            ValueError, match=r"^f must return one complex number J \+ 0j, got \[\[9\."
        ):
            complex_step_gradient(lambda theta: theta**2, np.full((1, 1), 3.0))

    @pytest.mark.parametrize(
        "f", [lambda t: np.log(t).sum(), lambda t: 1j * t.sum(), lambda t: (t**101).sum()]
    )
    @pytest.mark.parametrize("sign", [1, -1])
    def test_a_loss_that_is_complex_already_is_refused(self, f, sign):
        # Its imaginary part, be it a rounding error, would be divided by 1e-20.
        message = r"^f must return one complex number J \+ 0j, got .*j\)?$"
        with pytest.raises(ValueError, match=message):
            complex_step_gradient(lambda theta: sign * f(theta), np.array([-0.9]))

    def test_a_complex_theta_is_refused(self):
        message = r"^theta must hold real numbers, got \(dtype"
        with pytest.raises(ValueError, match=message):
            complex_step_gradient(product, np.ones(2, complex))


class TestCentralDifferenceGradient:
    def test_is_its_formula(self):
        assert_formula(central_difference_gradient)

    def test_every_element_gets_its_own_slope(self):
        theta = np.array([[1.0, 2.0], [4.0, 8.0]])
        want = np.array([[64.0, 32], [16, 8]])
        assert_same(central_difference_gradient(product, theta, 0.5), want)

    def test_f_may_work_in_place_and_refuse_integers(self):
        def in_place(theta):
            theta *= 2
            return (theta**2).sum()

        theta = np.array([1.0, 2.0])
        assert_same(central_difference_gradient(in_place, theta, 0.5), np.array([8.0, 16.0]))
        assert_same(theta, np.array([1.0, 2.0]))
        by_whole = central_difference_gradient(lambda t: (t**-1).sum(), np.array([2]), 1e-4)
        np.testing.assert_allclose(by_whole, [-0.25], rtol=1e-6)

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

    @pytest.mark.parametrize("h", [1, np.float32(0.5), np.int64(1)])
    def test_any_kind_of_number_is_a_step(self, h):
        gradient = central_difference_gradient(lambda theta: (theta**2).sum(), np.ones(2), h)
        assert_same(gradient, np.array([2.0, 2.0]))

    def test_float32_is_checked_in_float64(self):
        theta = np.array([0.1], np.float32)
        gradient = central_difference_gradient(lambda t: np.exp(t).sum(), theta, np.float32(1e-5))
        assert_same(gradient, np.exp(theta.astype(float)), rtol=1e-9)

    @pytest.mark.parametrize(
        "h", [0, 0.0, -1e-5, np.inf, np.nan, 1e-17, True, np.True_, np.array(True)]
    )
    def test_a_step_must_be_a_number_that_moves_theta(self, h):
        with pytest.raises(ValueError, match=rf"^h must be a number that moves theta, got {h}$"):
            central_difference_gradient(product, np.ones(2), h)

    @pytest.mark.parametrize("theta", [1e-30, 0.5, 1.0, 1e4, 1e10, -1e12, 1e100])
    def test_the_step_grows_with_theta(self, theta):
        got = central_difference_gradient(lambda t: (t**2).sum(), np.array([theta]))
        np.testing.assert_allclose(got, [2 * theta], rtol=1e-9, atol=1e-10)

    def test_each_element_has_a_step_of_its_own(self):
        # (t^3)' by differences is 3 t^2 + (h max(1, |t|))^2.
        theta, h = np.array([0.5, 1.0, 4.0]), 0.25
        got = central_difference_gradient(lambda t: (t**3).sum(), theta, h)
        assert_same(got, np.array([0.75 + 0.0625, 3 + 0.0625, 48 + 1.0]))

    @pytest.mark.parametrize("theta", [1.0, -1.0])
    def test_a_step_that_moves_theta_one_way_only_will_do(self, theta):
        # Floats are twice as dense on the side of 0.
        got = central_difference_gradient(lambda t: t.sum(), np.array([theta]), 1e-16)
        assert_same(got, np.array([1.0]))

    def test_a_step_that_moves_some_parameters_only_is_refused(self):
        with pytest.raises(ValueError, match=r"^h must be a number that moves theta, got 1e-17$"):
            central_difference_gradient(lambda t: t.sum(), np.array([0.0, 1.0]), 1e-17)

    def test_the_step_is_what_floats_make_of_it(self):
        # theta + h is rounded: the difference is divided by how far theta went, not by 2 h.
        theta = np.array([1.0])
        got = central_difference_gradient(lambda t: t.sum(), theta, 1e-15)
        assert_same(got, np.array([1.0]))

    def test_more_than_one_number_is_refused(self):
        with pytest.raises(TypeError, match=r"only .* can be converted to Python scalars"):
            central_difference_gradient(lambda theta: theta[:2] ** 2, np.ones(3))

    def test_a_complex_theta_is_refused(self):
        message = r"^theta must hold real numbers, got \(dtype"
        with pytest.raises(ValueError, match=message):
            central_difference_gradient(product, np.ones(2, complex))

    @pytest.mark.parametrize("J", [None, "1.0", 1j])
    def test_what_is_no_real_number_is_refused(self, J):
        with pytest.raises(TypeError):
            central_difference_gradient(lambda theta: J, np.ones(2))

    def test_a_complex_step_size_is_refused(self):
        with pytest.raises(TypeError):
            central_difference_gradient(np.sum, np.ones(2), 1e-5j)

    def test_memory_is_that_of_a_few_copies_of_theta(self):
        theta = np.ones((40, 50))
        peak = peak_memory(lambda: central_difference_gradient(np.sum, theta))
        assert peak < 14 * theta.nbytes


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
        assert_same(
            relative_error(gradient * (1 + 2**-20), gradient), np.float64(2**-20), rtol=1e-6
        )

    def test_nothing_but_zeros_is_equal(self):
        assert relative_error(np.zeros(3), np.zeros(3)) == 0

    def test_the_size_is_that_of_the_larger_one_by_magnitude(self):
        assert_same(relative_error(np.array([-8.0, 1.0]), np.array([-6.0, 1.0])), np.float64(0.25))

    def test_what_numpy_would_broadcast_is_refused(self):
        message = r"^gradient, reference must agree in shape, got \(\(3, 1\), \(3,\)\)$"
        with pytest.raises(ValueError, match=message):
            relative_error(np.ones((3, 1)), np.ones(3))

    @pytest.mark.parametrize("shape", [(0,), (0, 2), (2, 0)])
    def test_nothing_is_refused(self, shape):
        with pytest.raises(ValueError, match=r"^gradient, reference must agree in shape, got "):
            relative_error(np.ones(shape), np.ones(shape))

    @pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "int64"])
    def test_a_gradient_of_integers_is_refused(self, dtype):
        # The size of -128 is -128 in int8: the error would be measured against too small a number.
        whole, floats = np.ones(2, dtype), np.ones(2)
        message = r"^gradient, reference must hold floats, got \(dtype\('{}'\), dtype\('{}'\)\)$"
        with pytest.raises(ValueError, match=message.format(dtype, "float64")):
            relative_error(whole, floats)
        with pytest.raises(ValueError, match=message.format("float64", dtype)):
            relative_error(floats, whole)

    def test_complex_gradients_may_be_compared(self):
        one, other = np.array([3 + 4j]), np.array([0.0])
        assert relative_error(one, other) == relative_error(other, one) == 1
        assert relative_error(one, one) == 0
