"""Numbers that others published, to the last digit, and the few that do not follow from their own page.

The files in tests/data hold the facts with their sources. What was published is text there, with every digit.
"""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from reference import complex_step, cross_entropy, forward, squared_error
from reference import sigmoid as plain_sigmoid

import bpref
from published import agrees, load


def assert_follow(numbers, published):
    numbers, published = np.asarray(numbers), np.array(published)
    assert numbers.shape == published.shape
    assert [text for x, text in zip(numbers.flat, published.flat) if not agrees(x, text)] == []


def run(weights, biases, x, y, loss="squared error"):
    """Return all that a 2-2-n sigmoid network computes, by name, with bpref."""
    zs, (_, a1, a2) = bpref.forward_pass(x, weights, biases, [bpref.sigmoid, bpref.sigmoid])
    if loss == "squared error":
        da2 = bpref.squared_error_derivative(a2, y)
        dz2 = bpref.activation_backward(da2, bpref.sigmoid_derivative(zs[1]))
    else:
        da2, dz2 = bpref.cross_entropy_derivative(a2, y), bpref.cross_entropy_dz(a2, y)
    g_prime = bpref.sigmoid_derivative(zs[0])
    dWs, dbs = bpref.backward_pass(dz2, weights, [x, a1, a2], [g_prime])
    da1 = bpref.input_gradient(weights[1], dz2)
    return {
        "z": zs, "a1": a1, "a2": a2, "da2": da2, "dz2": dz2, "da1": da1, "g_prime1": g_prime,
        "dz1": bpref.activation_backward(da1, g_prime), "dWs": dWs, "dbs": dbs,
    }  # fmt: skip


class TestMazur:
    inputs, published, by_rounded, astray = load("mazur.json")
    x, y = inputs["x"], inputs["y"]
    old, biases = [inputs["W1"], inputs["W2"]], [inputs["b1"], inputs["b2"]]

    def error(self, weights):
        return bpref.squared_error(run(weights, self.biases, self.x, self.y)["a2"], self.y)

    def step(self, weights):
        """Step by the page's rule: all gradients from the old weights."""
        return bpref.gradient_step(weights, run(weights, self.biases, self.x, self.y)["dWs"], 0.5)

    def slip(self, weights):
        """Step by another rule: the hidden layer's gradient from the weights that are already new."""
        r = run(weights, self.biases, self.x, self.y)
        W2 = weights[1] - 0.5 * r["dWs"][1]
        dz1 = bpref.activation_backward(bpref.input_gradient(W2, r["dz2"]), r["g_prime1"])
        return [weights[0] - 0.5 * bpref.weight_gradient(dz1, self.x), W2]

    def test_every_number_up_to_the_new_weights(self):
        r = run(self.old, self.biases, self.x, self.y)
        new = np.concatenate([W.ravel() for W in self.step(self.old)])
        numbers = {
            "net_h1": r["z"][0][0, 0],
            "out_h1": r["a1"][0, 0],
            "out_h2": r["a1"][1, 0],
            "net_o1": r["z"][1][0, 0],
            "out_o1": r["a2"][0, 0],
            "out_o2": r["a2"][1, 0],
            "E_o1": bpref.squared_error(r["a2"][:1], self.y[:1]),
            "E_o2": bpref.squared_error(r["a2"][1:], self.y[1:]),
            "E_total": self.error(self.old),
            "dE_dout_o1": r["da2"][0, 0],
            "dout_o1_dnet_o1": bpref.sigmoid_derivative(r["z"][1])[0, 0],
            "dnet_o1_dw5": r["a1"][0, 0],
            "dE_dw5": r["dWs"][1][0, 0],
            "delta_o1": r["dz2"][0, 0],
            "dE_o1_dout_h1": (self.old[1][:1].T @ r["dz2"][:1])[0, 0],
            "dE_dout_h1": r["da1"][0, 0],
            "dout_h1_dnet_h1": r["g_prime1"][0, 0],
            "dE_dw1": r["dWs"][0][0, 0],
            **{f"w_new_{i + 1}": new[i] for i in range(8)},
        }
        assert numbers.keys() == self.published.keys()
        for name, number in numbers.items():
            assert agrees(number, self.published[name]), name

    def test_a_last_digit_comes_from_a_rounded_number(self):
        published = self.by_rounded["dE_o2_dout_h1"]
        delta, w7 = run(self.old, self.biases, self.x, self.y)["dz2"][1, 0], self.old[1][1, 0]
        assert not agrees(delta * w7, published)
        # With delta rounded to nine decimals, and a half rounded up, as on paper.
        nine = Decimal("1e-9")
        product = Decimal(delta).quantize(nine, ROUND_HALF_UP) * Decimal(str(w7))
        assert product.quantize(nine, ROUND_HALF_UP) == Decimal(published)

    def test_the_error_after_one_step_comes_from_updated_weights(self):
        published = self.astray["E_after_1_step"]
        assert agrees(self.error(self.slip(self.old)), published)
        assert not agrees(self.error(self.step(self.old)), published)
        assert agrees(self.error(self.step(self.old)), "0.29102777369")

    def test_the_numbers_after_10000_steps_come_from_two_other_runs(self):
        before = right = slipped = self.old
        for _ in range(10_000):
            before, right, slipped = right, self.step(right), self.slip(slipped)
        error = self.astray["E_after_10000_steps"]
        assert agrees(self.error(before), error)  # 9,999 steps
        assert not agrees(self.error(right), error)
        assert not agrees(self.error(slipped), error)
        outputs = [self.astray["out_o1_after_10000"], self.astray["out_o2_after_10000"]]
        a2 = run(slipped, self.biases, self.x, self.y)["a2"].ravel()
        assert [agrees(*pair) for pair in zip(a2, outputs)] == [True, True]
        a2 = run(right, self.biases, self.x, self.y)["a2"].ravel()
        assert [agrees(*pair) for pair in zip(a2, outputs)] == [False, False]
        assert_follow(a2, ["0.01591362044", "0.98406427351"])


class TestSchiendorfer:
    # The loss there has no half, and its two examples are summed.
    inputs, published, _, astray = load("schiendorfer.json")
    x, y = inputs["x"], inputs["y"]
    old, no_biases = [inputs["W1"], inputs["W2"]], [np.zeros((2, 1))] * 2

    def run(self, weights, columns=slice(None)):
        return run(weights, self.no_biases, self.x[:, columns], self.y[:, columns])

    def loss(self, weights, columns):
        return 2 * bpref.squared_error(self.run(weights, columns)["a2"], self.y[:, columns])

    def step(self, weights, learning_rate=0.5):
        # Twice for the half that is missing, twice for the sum over two examples.
        dWs = [2 * 2 * dW for dW in self.run(weights)["dWs"]]
        return bpref.gradient_step(weights, dWs, learning_rate)

    def test_the_first_example(self):
        r = self.run(self.old, slice(0, 1))
        published = dict(self.published)
        assert_follow(r["z"][0][0, 0], published["h1_in"])
        assert_follow(r["a1"][0, 0], published["h1_out"])
        assert_follow((r["a2"] - self.y[:, :1]).ravel(), published["e"])
        assert_follow(self.loss(self.old, slice(0, 1)), published["loss1"])
        assert_follow(2 * r["da2"].ravel(), published["dL_dy_out"])
        assert_follow(2 * r["dz2"].ravel(), published["dL_dy_in"])
        assert_follow(2 * r["da1"].ravel(), published["dL_dh_out"])
        assert_follow(2 * r["dWs"][1], published["dV"])
        assert_follow(2 * r["dWs"][0][1], published["dW"][1])

    def test_the_saturated_neuron_has_nine_digits_there_and_all_of_them_here(self):
        first = self.x[:, :1], self.y[:, :1]
        r = self.run(self.old, slice(0, 1))
        # There, the slope is a (1 - a), and 1 - a loses the digits that a shares with 1.
        from_a = r["da1"] * r["a1"] * (1 - r["a1"])
        assert_follow(2 * bpref.weight_gradient(from_a, first[0])[0], self.published["dW"][0])

        def loss(W1):
            _, a = forward(first[0], [W1, self.old[1]], self.no_biases, [plain_sigmoid] * 2)
            return 2 * squared_error(a[-1], first[1])

        by_step = complex_step(loss, self.old[0])
        np.testing.assert_allclose(2 * r["dWs"][0], by_step, rtol=1e-14, strict=True)
        there = np.array(self.published["dW"][0], float)
        off = abs(there - by_step[0]) / abs(by_step[0])
        assert np.all((off > 1e-10) & (off < 1e-9))

    def test_in_float32_the_same_slope_has_one_digit(self):
        a1 = bpref.sigmoid(np.array([[16]], np.float32))
        da1, x1 = 2 * self.run(self.old, slice(0, 1))["da1"][0, 0], self.x[0, 0]
        published = self.published["dw11_float32"]
        assert agrees((a1 * (1 - a1)).item() * da1 * x1, published)
        right = bpref.sigmoid_derivative(np.array([[16]], np.float32)).item() * da1 * x1
        np.testing.assert_allclose(right, float(self.published["dW"][0][0]), rtol=1e-6)

    def test_training_on_both_examples(self):
        weights = [self.old]
        for _ in range(200):
            weights.append(self.step(weights[-1]))
        one, last = self.run(weights[1])["a2"], self.run(weights[200])["a2"]
        published = self.published
        assert_follow(one[:, 0], published["y_instance1_after"])
        assert_follow(one[:, 1], published["y_instance2_after"])
        assert_follow(self.loss(weights[1], slice(0, 1)), published["loss1_after"])
        assert_follow(self.loss(weights[0], slice(1, 2)), published["loss2_before"])
        assert_follow(self.loss(weights[1], slice(1, 2)), published["loss2_after"])
        assert_follow(last[:, 0], published["y_instance1_after_200_epochs"])
        assert_follow(last[:, 1], published["y_instance2_after_200_epochs"])

    def test_the_printed_matrix_comes_from_another_learning_rate(self):
        published = np.array(self.astray["V_after_one_summed_step_lr0_5"])
        assert_follow(self.step(self.old, 0.65)[1], published)
        for number, text in zip(self.step(self.old, 0.5)[1].flat, published.flat):
            assert not agrees(number, text)


class TestMLClass:
    inputs, published, _, astray = load("ml_class.json")
    x, y = inputs["x"], inputs["y"]
    weights, biases = [inputs["W1"], inputs["W2"]], [inputs["b1"], inputs["b2"]]

    @pytest.mark.parametrize("decay", [0, 3, 4])
    def test_loss_and_gradient(self, decay):
        r = run(self.weights, self.biases, self.x, self.y, "cross-entropy")
        m = self.x.shape[1]
        # The penalty of that exercise is not bpref's: it is added here.
        squares = sum((W**2).sum() for W in self.weights)
        J = bpref.cross_entropy(r["a2"], self.y) + decay / (2 * m) * squares
        assert agrees(J, self.published[f"J_lambda{decay}"])
        dWs = [dW + decay / m * W for dW, W in zip(r["dWs"], self.weights)]
        unrolled = [np.hstack([db, dW]).ravel("F") for db, dW in zip(r["dbs"], dWs)]
        assert_follow(np.concatenate(unrolled), self.published[f"grad_lambda{decay}"])

    def test_the_slope_of_the_sigmoid(self):
        slopes = bpref.sigmoid_derivative(np.array([-1, -0.5, 0, 0.5, 1]))
        assert_follow(slopes, self.published["sigmoidGradient"])

    def test_the_loss_from_z_and_the_plain_formula_agree(self):
        r = run(self.weights, self.biases, self.x, self.y, "cross-entropy")
        published = self.published["J_lambda0"]
        assert agrees(bpref.sigmoid_cross_entropy(r["z"][1], self.y), published)
        assert agrees(cross_entropy(r["a2"], self.y), published)

    def test_nothing_is_astray(self):
        assert self.astray == {}
