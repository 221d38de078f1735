"""Numbers that others published, to the last digit, and the few that do not follow from their own page.

The files in docs/bpref_docs/checks/data hold the facts with their sources. What was published is text there, with every digit.
"""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from shared import of_the_site

import bpref
from reference import complex_step, cross_entropy, forward, squared_error
from reference import sigmoid as plain_sigmoid

agrees, load = of_the_site("checks/published.py", "agrees", "load")


def assert_follow(numbers, published):
    numbers, published = np.asarray(numbers), np.array(published)
    assert numbers.shape == published.shape
    assert [text for x, text in zip(numbers.flat, published.flat) if not agrees(x, text)] == []


def run(W, b, x, y, loss="squared error"):
    """Return all that a network of two sigmoid layers computes, by name and layer, with bpref."""
    z, a = bpref.forward_pass(x, W, b, {1: bpref.sigmoid, 2: bpref.sigmoid})
    g_prime = {l: bpref.sigmoid_derivative(z[l]) for l in z}
    if loss == "squared error":
        da = {2: bpref.squared_error_derivative(a[2], y)}
        dz = {2: bpref.activation_backward(da[2], g_prime[2])}
    else:
        da = {2: bpref.cross_entropy_derivative(a[2], y)}
        dz = {2: bpref.cross_entropy_dz(a[2], y)}
    dW, db = bpref.backward_pass(dz[2], W, a, g_prime)
    da[1] = bpref.input_gradient(W[2], dz[2])
    dz[1] = bpref.activation_backward(da[1], g_prime[1])
    names = "z a g_prime da dz dW db".split()
    return dict(zip(names, (z, a, g_prime, da, dz, dW, db), strict=True))


def arrays(inputs, letter):
    """Return a case's W or b, by layer."""
    return {l: inputs[f"{letter}{l}"] for l in (1, 2)}


class TestSoftmax:
    def test_cs231n(self):
        inputs, published, by_rounded, astray = load("cs231n_softmax.json")
        scores = bpref.linear_forward(inputs["W"], inputs["x"], inputs["b"])
        a, y = bpref.softmax(scores), np.array([[0.0], [0.0], [1.0]])
        assert_follow(scores[:, 0], published["scores"])
        assert_follow(np.exp(scores)[:, 0], published["exp"])
        assert_follow(a[1:, 0], published["probabilities"])
        assert_follow([bpref.softmax_cross_entropy(scores, y)], published["loss"])
        assert_follow([bpref.categorical_cross_entropy(a, y)], published["loss"])
        # The first probability follows from exponentials that were rounded on the way, and not from all their digits.
        rounded = np.array(published["exp"], float)
        assert_follow([rounded[0] / rounded.sum()], by_rounded["probabilities"])
        assert not agrees(a[0, 0], by_rounded["probabilities"][0])
        assert not astray

    def test_makemore(self):
        _, published, _, astray = load("makemore_softmax.json")
        a = np.array(published["probabilities"], float)[:, None]
        y = np.eye(27)[:, [8]]
        assert_follow(bpref.cross_entropy_dz(a, y)[:, 0], published["gradient"])
        dz = bpref.softmax_backward(-y / a, a)
        np.testing.assert_allclose(dz, a - y, rtol=1e-12)
        assert abs(a.sum() - 1) < 27 * 0.00005
        assert not astray

    def test_mlpack(self):
        inputs, published, _, astray = load("mlpack_log_softmax.json")
        a = bpref.softmax(inputs["z"])
        assert_follow(np.log(a)[:, 0], published["forward"])
        assert_follow(bpref.softmax_backward(1 / a, a)[:, 0], published["backward_pytorch"])
        # What was reported as wrong: the gradient added to a, not sent through the Jacobian.
        assert_follow((1 + a)[:, 0], astray["backward_mlpack"])


def error(found, expected):
    """Return what CS231n's assignments print of two arrays."""
    expected = np.array(expected, float)
    return np.max(abs(found - expected) / np.maximum(1e-8, abs(found) + abs(expected)))


class TestAdamStep:
    inputs, published, _, astray = load("cs231n_adam.json")

    def step(self, t, **others):
        state = ({1: self.inputs[name]} for name in ("w", "dw", "v", "s"))
        return [found[1] for found in bpref.adam_step(*state, t, 0.01, **others)]

    def test_cs231n(self):
        for name, found in zip(("w", "v", "s"), self.step(6), strict=True):
            assert_follow(found, self.published[name])
        assert not self.astray

    def test_errors_that_were_printed(self):
        want = self.published["w"]
        assert agrees(error(self.step(5)[0], want), self.published["error_one_short"][0])
        # A difference in the ninth decimal has eight digits of its own.
        after = float(self.published["error_after"][0])
        np.testing.assert_allclose(error(self.step(6)[0], want), after, 1e-6)
        # No correction, and epsilon under the root.
        w, (_, v, s) = self.inputs["w"], self.step(6)
        assert agrees(
            error(w - 0.01 * v / np.sqrt(s + 1e-8), want), self.published["error_before"][0]
        )


class TestMomentumStep:
    def test_dls(self):
        inputs, published, _, astray = load("dls_momentum.json")
        for name in ("W1", "b1"):
            theta, dtheta = {1: inputs[name]}, {1: inputs[f"d{name}"]}
            zeros = {1: np.zeros_like(theta[1])}
            new, v = bpref.momentum_step(theta, dtheta, zeros, 0.01)
            assert_follow(new[1], published[name])
            assert_follow(v[1], published[f"v_d{name}"])
        assert not astray


class TestPrince:
    def test_chain(self):
        inputs, published, _, astray = load("prince_chain.json")
        layers = (1, 2, 3, 4)
        W, b = (
            {l: inputs[name][l - 1].reshape(1, 1) for l in layers} for name in ("omega", "beta")
        )
        g = {1: np.sin, 2: np.exp, 3: np.cos, 4: np.positive}
        z, a = bpref.forward_pass(inputs["x"], W, b, g)
        assert_follow([z[l].item() for l in layers], published["f"])
        assert_follow([a[l].item() for l in layers[:3]], published["h"])
        assert_follow(2 * bpref.squared_error(a[4], inputs["y"]), published["l_i"])
        slopes = {1: np.cos(z[1]), 2: np.exp(z[2]), 3: -np.sin(z[3])}
        dz = 2 * bpref.squared_error_derivative(a[4], inputs["y"])
        dW, db = bpref.backward_pass(dz, W, a, slopes)
        assert_follow([dW[l].item() for l in layers], published["dldomega"])
        assert_follow([db[l].item() for l in layers], published["dldbeta"])
        assert not astray


class TestMazur:
    inputs, published, by_rounded, astray = load("mazur.json")
    x, y = inputs["x"], inputs["y"]
    old, b = arrays(inputs, "W"), arrays(inputs, "b")

    def run(self, W):
        return run(W, self.b, self.x, self.y)

    def error(self, W):
        return bpref.squared_error(self.run(W)["a"][2], self.y)

    def step(self, W):
        """Step by the page's rule: all gradients from the old weights."""
        return bpref.gradient_step(W, self.run(W)["dW"], 0.5)

    def slip(self, W):
        """Step by another rule: the hidden layer's gradient from the weights that are already new."""
        r = self.run(W)
        W2 = W[2] - 0.5 * r["dW"][2]
        dz1 = bpref.activation_backward(bpref.input_gradient(W2, r["dz"][2]), r["g_prime"][1])
        return {1: W[1] - 0.5 * bpref.weight_gradient(dz1, self.x), 2: W2}

    def test_every_number_up_to_the_new_weights(self):
        r = self.run(self.old)
        new = np.concatenate([W.ravel() for W in self.step(self.old).values()])
        numbers = {
            "net_h1": r["z"][1][0, 0],
            "out_h1": r["a"][1][0, 0],
            "out_h2": r["a"][1][1, 0],
            "net_o1": r["z"][2][0, 0],
            "out_o1": r["a"][2][0, 0],
            "out_o2": r["a"][2][1, 0],
            "E_o1": bpref.squared_error(r["a"][2][:1], self.y[:1]),
            "E_o2": bpref.squared_error(r["a"][2][1:], self.y[1:]),
            "E_total": self.error(self.old),
            "dE_dout_o1": r["da"][2][0, 0],
            "dout_o1_dnet_o1": r["g_prime"][2][0, 0],
            "dnet_o1_dw5": r["a"][1][0, 0],
            "dE_dw5": r["dW"][2][0, 0],
            "delta_o1": r["dz"][2][0, 0],
            "dE_o1_dout_h1": (self.old[2][:1].T @ r["dz"][2][:1])[0, 0],
            "dE_dout_h1": r["da"][1][0, 0],
            "dout_h1_dnet_h1": r["g_prime"][1][0, 0],
            "dE_dw1": r["dW"][1][0, 0],
            **{f"w_new_{i + 1}": new[i] for i in range(8)},
        }
        assert numbers.keys() == self.published.keys()
        for name, number in numbers.items():
            assert agrees(number, self.published[name]), name

    def test_a_last_digit_comes_from_a_rounded_number(self):
        published = self.by_rounded["dE_o2_dout_h1"]
        delta, w7 = self.run(self.old)["dz"][2][1, 0], self.old[2][1, 0]
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
        a2 = self.run(slipped)["a"][2].ravel()
        assert [agrees(*pair) for pair in zip(a2, outputs)] == [True, True]
        a2 = self.run(right)["a"][2].ravel()
        assert [agrees(*pair) for pair in zip(a2, outputs)] == [False, False]
        assert_follow(a2, ["0.01591362044", "0.98406427351"])


class TestSchiendorfer:
    # The loss there has no half, and its two examples are summed.
    inputs, published, _, astray = load("schiendorfer.json")
    x, y = inputs["x"], inputs["y"]
    old, no_b = arrays(inputs, "W"), dict.fromkeys((1, 2), np.zeros((2, 1)))

    def run(self, W, columns=slice(None)):
        return run(W, self.no_b, self.x[:, columns], self.y[:, columns])

    def loss(self, W, columns):
        return 2 * bpref.squared_error(self.run(W, columns)["a"][2], self.y[:, columns])

    def step(self, W, learning_rate=0.5):
        # Twice for the half that is missing, twice for the sum over two examples.
        dW = self.run(W)["dW"]
        return bpref.gradient_step(W, {l: 2 * 2 * dW[l] for l in dW}, learning_rate)

    def test_the_first_example(self):
        r = self.run(self.old, slice(0, 1))
        published = dict(self.published)
        assert_follow(r["z"][1][0, 0], published["h1_in"])
        assert_follow(r["a"][1][0, 0], published["h1_out"])
        assert_follow((r["a"][2] - self.y[:, :1]).ravel(), published["e"])
        assert_follow(self.loss(self.old, slice(0, 1)), published["loss1"])
        assert_follow(2 * r["da"][2].ravel(), published["dL_dy_out"])
        assert_follow(2 * r["dz"][2].ravel(), published["dL_dy_in"])
        assert_follow(2 * r["da"][1].ravel(), published["dL_dh_out"])
        assert_follow(2 * r["dW"][2], published["dV"])
        assert_follow(2 * r["dW"][1][1], published["dW"][1])

    def test_the_saturated_neuron_has_nine_digits_there_and_all_of_them_here(self):
        first = self.x[:, :1], self.y[:, :1]
        r = self.run(self.old, slice(0, 1))
        # There, the slope is a (1 - a), and 1 - a loses the digits that a shares with 1.
        from_a = r["da"][1] * r["a"][1] * (1 - r["a"][1])
        assert_follow(2 * bpref.weight_gradient(from_a, first[0])[0], self.published["dW"][0])

        def loss(W1):
            W, g = {1: W1, 2: self.old[2]}, {1: plain_sigmoid, 2: plain_sigmoid}
            _, a = forward(first[0], W, self.no_b, g)
            return 2 * squared_error(a[2], first[1])

        by_step = complex_step(loss, self.old[1])
        np.testing.assert_allclose(2 * r["dW"][1], by_step, rtol=1e-14, strict=True)
        there = np.array(self.published["dW"][0], float)
        off = abs(there - by_step[0]) / abs(by_step[0])
        assert np.all((off > 1e-10) & (off < 1e-9))

    def test_in_float32_the_same_slope_has_one_digit(self):
        a1 = bpref.sigmoid(np.array([[16]], np.float32))
        da1, x1 = 2 * self.run(self.old, slice(0, 1))["da"][1][0, 0], self.x[0, 0]
        published = self.published["dw11_float32"]
        assert agrees((a1 * (1 - a1)).item() * da1 * x1, published)
        right = bpref.sigmoid_derivative(np.array([[16]], np.float32)).item() * da1 * x1
        np.testing.assert_allclose(right, float(self.published["dW"][0][0]), rtol=1e-6)

    def test_training_on_both_examples(self):
        W = [self.old]  # after every step
        for _ in range(200):
            W.append(self.step(W[-1]))
        one, last = self.run(W[1])["a"][2], self.run(W[200])["a"][2]
        published = self.published
        assert_follow(one[:, 0], published["y_instance1_after"])
        assert_follow(one[:, 1], published["y_instance2_after"])
        assert_follow(self.loss(W[1], slice(0, 1)), published["loss1_after"])
        assert_follow(self.loss(W[0], slice(1, 2)), published["loss2_before"])
        assert_follow(self.loss(W[1], slice(1, 2)), published["loss2_after"])
        assert_follow(last[:, 0], published["y_instance1_after_200_epochs"])
        assert_follow(last[:, 1], published["y_instance2_after_200_epochs"])

    def test_the_printed_matrix_comes_from_another_learning_rate(self):
        published = np.array(self.astray["V_after_one_summed_step_lr0_5"])
        assert_follow(self.step(self.old, 0.65)[2], published)
        for number, text in zip(self.step(self.old, 0.5)[2].flat, published.flat):
            assert not agrees(number, text)


class TestMLClass:
    inputs, published, _, astray = load("ml_class.json")
    x, y = inputs["x"], inputs["y"]
    W, b = arrays(inputs, "W"), arrays(inputs, "b")

    @pytest.mark.parametrize("decay", [0, 3, 4])
    def test_loss_and_gradient(self, decay):
        r = run(self.W, self.b, self.x, self.y, "cross-entropy")
        m = self.x.shape[1]
        # The penalty of that exercise is not bpref's: it is added here.
        squares = sum((W**2).sum() for W in self.W.values())
        J = bpref.cross_entropy(r["a"][2], self.y) + decay / (2 * m) * squares
        assert agrees(J, self.published[f"J_lambda{decay}"])
        dW = {l: r["dW"][l] + decay / m * self.W[l] for l in self.W}
        unrolled = [np.hstack([r["db"][l], dW[l]]).ravel("F") for l in self.W]
        assert_follow(np.concatenate(unrolled), self.published[f"grad_lambda{decay}"])

    def test_the_slope_of_the_sigmoid(self):
        slopes = bpref.sigmoid_derivative(np.array([-1, -0.5, 0, 0.5, 1]))
        assert_follow(slopes, self.published["sigmoidGradient"])

    def test_the_loss_from_z_and_the_plain_formula_agree(self):
        r = run(self.W, self.b, self.x, self.y, "cross-entropy")
        published = self.published["J_lambda0"]
        assert agrees(bpref.sigmoid_cross_entropy(r["z"][2], self.y), published)
        assert agrees(cross_entropy(r["a"][2], self.y), published)

    def test_nothing_is_astray(self):
        assert self.astray == {}
