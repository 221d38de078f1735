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
        with pytest.raises(ValueError, match=r"^learning_rate must be > 0 and finite, got"):
            gradient_step([np.ones(1)], [np.ones(1)], rate)

    @pytest.mark.parametrize("rate", [True, np.True_, np.array(True)])
    def test_a_learning_rate_is_not_true(self, rate):
        with pytest.raises(ValueError, match=r"^learning_rate must be > 0 and finite, got True$"):
            gradient_step([np.ones(1)], [np.ones(1)], rate)

    @pytest.mark.parametrize("rate", [1j, "0.1", None, [0.1], np.ones(2)])
    def test_a_learning_rate_must_be_a_number(self, rate):
        with pytest.raises((TypeError, ValueError)):
            gradient_step([np.ones(1)], [np.ones(1)], rate)

    @pytest.mark.parametrize(("parameters", "gradients"), [(0, 1), (1, 0), (2, 1), (1, 2)])
    def test_the_lists_must_have_the_same_length(self, parameters, gradients):
        with pytest.raises(ValueError) as caught:
            gradient_step([np.ones(1)] * parameters, [np.ones(1)] * gradients, 0.5)
        got = [[(1,)] * parameters, [(1,)] * gradients]
        assert str(caught.value) == f"parameters, gradients must match, got {got}"

    @pytest.mark.parametrize("shapes", [[((1, 2), (1, 2)), ((0, 2), (0, 2))], [((3, 1), (3,))]])
    def test_shapes_that_differ_or_are_empty_are_refused(self, shapes):
        parameters, gradients = ([np.ones(shape) for shape in each] for each in zip(*shapes))
        with pytest.raises(ValueError) as caught:
            gradient_step(parameters, gradients, 0.5)
        got = [[array.shape for array in arrays] for arrays in (parameters, gradients)]
        assert str(caught.value) == f"parameters, gradients must match, got {got}"

    def test_what_can_be_gone_through_only_once_will_do(self):
        one = np.ones((2, 1))
        stepped = gradient_step((p for p in [one, 2 * one]), iter([one, one]), 0.25)
        assert_same(stepped, [0.75 * one, 1.75 * one])

    def test_nothing_is_shared_with_the_parameters(self):
        one = np.ones((2, 1))
        for gradient in (one, 0 * one):
            assert not np.shares_memory(gradient_step([one], [gradient], 0.25)[0], one)
