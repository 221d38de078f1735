"""The steps that the gradients are for."""

import numpy as np
import pytest

import bpref
from bpref import adam_step, gradient_step, momentum_step, rmsprop_step
from reference import STEPS, assert_formula, assert_same, leaves, right_call


class TestGradientStep:
    def test_is_its_formula(self):
        assert_formula(gradient_step)

    def test_values(self):
        theta = {1: np.array([[1.0, -1.0]]), 2: np.array([[0.0]])}
        dtheta = {2: np.array([[-1.0]]), 1: np.array([[2.0, 4.0]])}  # as backward_pass returns them
        stepped = gradient_step(theta, dtheta, 0.5)
        assert [*stepped] == [1, 2]
        assert_same(stepped, {1: np.array([[0.0, -3.0]]), 2: np.array([[0.5]])})

    @pytest.mark.parametrize("rate", [1e-300, 1e300, -0.5, 0.0])
    def test_a_learning_rate_may_be_of_any_size(self, rate):
        assert_same(gradient_step({1: np.zeros(1)}, {1: np.ones(1)}, rate), {1: np.array([-rate])})

    @pytest.mark.parametrize("rate", [1j, None, [0.1], "fast", np.ones(2)])
    def test_a_learning_rate_must_be_a_number(self, rate):
        with pytest.raises((TypeError, ValueError)):
            gradient_step({1: np.ones(1)}, {1: np.ones(1)}, rate)


def one(*values):
    return {1: np.array([values], float)}


# The first step and its state, with what has a default left out.
ZEROS = one(0, 0)
DTHETA = one(4, -2)


class TestMomentumStep:
    def test_is_its_formula(self):
        assert_formula(momentum_step)

    def test_the_defaults_are_those_of_the_docstring(self):
        got = momentum_step(ZEROS, DTHETA, ZEROS, 1)
        assert_same(got, (one(-0.4, 0.2), one(0.4, -0.2)))

    def test_without_memory_it_is_the_plain_step(self):
        got, v = momentum_step(one(1, 2), DTHETA, one(8, 8), 0.25, 0)
        assert_same(got, gradient_step(one(1, 2), DTHETA, 0.25))
        assert_same(v, DTHETA)

    def test_equal_gradients_are_added_up_towards_themselves(self):
        theta, v = one(0, 0), ZEROS
        for t in range(1, 11):
            theta, v = momentum_step(theta, DTHETA, v, 0.5, 0.5)
            assert_same(v, {1: DTHETA[1] * (1 - 0.5**t)})

    def test_the_other_convention_is_a_smaller_rate(self):
        rng = np.random.default_rng(0)
        theta, v, want, velocity = one(1, 2), ZEROS, one(1, 2)[1], ZEROS[1]
        for _ in range(20):
            gradient = rng.normal(size=(1, 2))
            theta, v = momentum_step(theta, {1: gradient}, v, 0.5, 0.75)
            velocity = 0.75 * velocity + gradient
            want = want - 0.5 * (1 - 0.75) * velocity
        assert_same(theta, {1: want})


class TestRmspropStep:
    def test_is_its_formula(self):
        assert_formula(rmsprop_step)

    def test_the_defaults_are_those_of_the_docstring(self):
        got, s = rmsprop_step(ZEROS, one(4e-8, 0), ZEROS, 1)
        assert_same(s, one(0.1 * (4e-8) ** 2, 0))
        assert_same(got, one(-4e-8 / (0.1**0.5 * 4e-8 + 1e-8), 0))

    def test_the_size_of_the_gradient_does_not_matter(self):
        got, _ = rmsprop_step(ZEROS, one(1e3, -1e-3), ZEROS, 0.5, 0.75, 0)
        assert_same(got, one(-1, 1))


class TestAdamStep:
    def test_is_its_formula(self):
        assert_formula(adam_step)

    def test_the_defaults_are_those_of_the_docstring(self):
        got, v, s = adam_step(ZEROS, one(4e-8, 0), ZEROS, ZEROS, 1, 1)
        assert_same(v, one(0.1 * 4e-8, 0), 1e-12)
        assert_same(s, one(0.001 * (4e-8) ** 2, 0), 1e-12)
        assert_same(got, one(-4 / 5, 0), 1e-12)

    def test_every_first_step_is_as_long_as_the_rate(self):
        got, *_ = adam_step(ZEROS, one(1e3, -1e-3), ZEROS, ZEROS, 1, 0.5, epsilon=0)
        assert_same(got, one(-0.5, 0.5))

    def test_equal_gradients_make_equal_steps(self):
        theta, v, s = one(0, 0), ZEROS, ZEROS
        for t in range(1, 101):
            theta, v, s = adam_step(theta, DTHETA, v, s, t, 0.5, epsilon=0)
            assert_same(theta, one(-0.5 * t, 0.5 * t), 1e-11)

    def test_without_memory_of_gradients_and_no_correction_left_it_is_rmsprop(self):
        got, _, s = adam_step(one(1, 2), DTHETA, ZEROS, one(3, 5), 1000, 0.25, 0, 0.5)
        assert_same((got, s), rmsprop_step(one(1, 2), DTHETA, one(3, 5), 0.25, 0.5))

    @pytest.mark.parametrize("t", [0, -1, float("nan")])
    def test_t_counts_from_1(self, t):
        with pytest.raises(ValueError, match="t must be 1 at the first step"):
            adam_step(ZEROS, DTHETA, ZEROS, ZEROS, t, 0.5)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int64"])
def test_numbers_of_numpy_widen_nothing(name, dtype):
    arguments = right_call(name)
    for argument, value in arguments.items():
        if isinstance(value, dict):
            arguments[argument] = {l: array.astype("float32") for l, array in value.items()}
        elif dtype != "int64" or argument in ("learning_rate", "epsilon", "t"):
            arguments[argument] = np.dtype(dtype).type(value)
    got = leaves(getattr(bpref, name)(**arguments))
    assert {leaf.dtype.name for leaf in got} == {"float32"}
