"""The step that the gradients are for."""

import numpy as np
import pytest
from reference import assert_formula, assert_same

from bpref import gradient_step


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
