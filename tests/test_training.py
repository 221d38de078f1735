"""The step that the gradients are for."""

import numpy as np
import pytest
from reference import assert_formula, assert_same

from bpref import gradient_step


class TestGradientStep:
    def test_is_its_formula(self):
        assert_formula(gradient_step)

    def test_values(self):
        parameters = [np.array([[1.0, -1.0]]), np.array([[0.0]])]
        gradients = [np.array([[2.0, 4.0]]), np.array([[-1.0]])]
        stepped = gradient_step(parameters, gradients, 0.5)
        assert isinstance(stepped, list)
        assert_same(stepped, [np.array([[0.0, -3.0]]), np.array([[0.5]])])

    def test_tuples_serve_as_lists(self):
        stepped = gradient_step((np.ones((2, 2)),), (np.ones((2, 2)),), 0.25)
        assert_same(stepped, [np.full((2, 2), 0.75)])

    @pytest.mark.parametrize("rate", [1, 1.0, np.float32(1), np.float64(1), np.int8(1)])
    def test_any_kind_of_number_is_a_learning_rate_and_float32_stays(self, rate):
        one = np.ones((2, 1), np.float32)
        assert_same(gradient_step([one], [one], rate), [np.zeros((2, 1), np.float32)])

    @pytest.mark.parametrize("rate", [0, 0.0, -0.5, np.inf, -np.inf, np.nan])
    def test_a_learning_rate_must_be_above_0_and_finite(self, rate):
        with pytest.raises(ValueError, match=r"^learning_rate must be above 0 and finite, got"):
            gradient_step([np.ones(1)], [np.ones(1)], rate)

    @pytest.mark.parametrize("rate", [1j, np.complex128(1), "0.1", None, [0.1]])
    def test_a_learning_rate_must_be_a_number(self, rate):
        with pytest.raises(TypeError, match=r"^learning_rate must be a number, got"):
            gradient_step([np.ones(1)], [np.ones(1)], rate)

    @pytest.mark.parametrize(
        ("parameters", "gradients", "message"),
        [
            (0, 0, "parameters must have 1 entries, got 0"),
            (0, 1, "parameters must have 1 entries, got 0"),
            (1, 0, "gradients must have 1 entries, got 0"),
            (2, 1, "gradients must have 2 entries, got 1"),
            (1, 2, "gradients must have 1 entries, got 2"),
        ],
    )
    def test_the_lists_must_have_the_same_length(self, parameters, gradients, message):
        with pytest.raises(ValueError) as caught:
            gradient_step([np.ones(1)] * parameters, [np.ones(1)] * gradients, 0.5)
        assert str(caught.value) == message

    def test_an_empty_parameter_is_refused(self):
        with pytest.raises(ValueError, match=r"^parameters\[1\] must hold .*, got shape \(0, 2\)$"):
            gradient_step(
                [np.ones((1, 2)), np.ones((0, 2))], [np.ones((1, 2)), np.ones((0, 2))], 0.5
            )

    def test_a_gradient_that_numpy_would_broadcast_is_refused(self):
        with pytest.raises(
            ValueError, match=r"^gradients\[0\] must have shape \(3, 1\), got \(3,\)$"
        ):
            gradient_step([np.ones((3, 1))], [np.ones(3)], 0.5)
