"""Where training begins."""

import numpy as np
import pytest

from bpref import he_weights, xavier_weights
from reference import assert_formula, assert_same

R = np.array([[1.0, -2.0], [0.0, 4.0], [3.0, -1.0], [-4.0, 2.0], [0.5, 0.0], [1.0, 1.0]])


class TestXavierWeights:
    def test_is_its_formula(self):
        assert_formula(xavier_weights)

    def test_values(self):
        assert_same(xavier_weights(R), R / 2)  # 2 / (2 + 6)
        assert_same(xavier_weights(R.T), R.T / 2)  # the two widths may be exchanged

    def test_nothing_comes_of_no_inputs(self):
        assert xavier_weights(np.zeros((3, 0))).shape == (3, 0)


class TestHeWeights:
    def test_is_its_formula(self):
        assert_formula(he_weights)

    def test_values(self):
        assert_same(he_weights(R), R)  # 2 / 2
        assert_same(he_weights(np.tile(R, (1, 4))), np.tile(R, (1, 4)) / 2)  # 2 / 8

    def test_a_layer_without_inputs_is_refused(self):
        with pytest.raises(ZeroDivisionError):
            he_weights(np.zeros((3, 0)))


def test_a_layer_keeps_the_mean_square():
    """He: of ReLU's outputs, forward. Xavier between equal widths: of a sum, forward and back."""
    n, m = 400, 200
    drawn, a = np.random.default_rng(0).standard_normal((2, n, n))
    a = a[:, :m]
    kept = np.mean(np.maximum(he_weights(drawn) @ a, 0) ** 2) / np.mean(a**2)
    assert kept == pytest.approx(1, rel=0.02)
    W = xavier_weights(drawn)
    for product in (W @ a, W.T @ a):
        assert np.mean(product**2) / np.mean(a**2) == pytest.approx(1, rel=0.02)
