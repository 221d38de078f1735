"""Every gradient that bpref computes, held to the complex step over networks that Hypothesis draws.

The loss that is differentiated is reference.py's, which shares no line with bpref. Two gradients are compared array by
array: the largest difference against the largest element, with no absolute tolerance, so that small gradients are held
as strictly as large ones. For that to be fair, networks are drawn and kept so that rounding errors stay small:

- weights are of the size 1/sqrt(n_prev), inputs of the size 1, and an output of which the reference needs 1 - a is below 0.999;
- no ReLU stands within 1e-9 of its kink, where a rounding error decides on which side it is;
- no array is the small remainder, under a hundredth, of large numbers that cancelled: rounding errors are as large as
  the numbers that were added up. `size` is the same sum with no minus in it.
"""

import numpy as np
import pytest
import reference
from draw import networks, networks_drawn
from hypothesis import assume, given
from hypothesis import strategies as st

import bpref

RTOL = 1e-12
HIDDEN = {
    "sigmoid": (bpref.sigmoid, bpref.sigmoid_derivative, reference.sigmoid),
    "tanh": (bpref.tanh, bpref.tanh_derivative, reference.tanh),
    "relu": (bpref.relu, bpref.relu_derivative, reference.relu),
    "identity": (lambda z: z, np.ones_like, reference.identity),
}
# A loss with the last layer's activation: bpref's J from z and a, bpref's dz from z, a and y, the reference's g and J.
LOSSES = {
    "cross-entropy": (
        lambda z, a, y: bpref.cross_entropy(a, y),
        lambda z, a, y: bpref.cross_entropy_dz(a, y),
        (reference.sigmoid, reference.cross_entropy),
    ),
    "cross-entropy, step by step": (
        lambda z, a, y: bpref.cross_entropy(a, y),
        lambda z, a, y: bpref.activation_backward(
            bpref.cross_entropy_derivative(a, y), bpref.sigmoid_derivative(z)
        ),
        (reference.sigmoid, reference.cross_entropy),
    ),
    "sigmoid cross-entropy from z": (
        lambda z, a, y: bpref.sigmoid_cross_entropy(z, y),
        lambda z, a, y: bpref.cross_entropy_dz(bpref.sigmoid(z), y),
        (reference.sigmoid, reference.cross_entropy),
    ),
    "softmax with categorical cross-entropy": (
        lambda z, a, y: bpref.categorical_cross_entropy(a, y),
        lambda z, a, y: bpref.cross_entropy_dz(a, y),
        (reference.softmax, reference.categorical_cross_entropy),
    ),
    "softmax cross-entropy from z": (
        lambda z, a, y: bpref.softmax_cross_entropy(z, y),
        lambda z, a, y: bpref.cross_entropy_dz(bpref.softmax(z), y),
        (reference.softmax, reference.categorical_cross_entropy),
    ),
    **{
        f"squared error of {name}": (
            lambda z, a, y: bpref.squared_error(a, y),
            lambda z, a, y, g_prime=g_prime: bpref.activation_backward(
                bpref.squared_error_derivative(a, y), g_prime(z)
            ),
            (g, reference.squared_error),
        )
        for name, (_, g_prime, g) in HIDDEN.items()
    },
}
OUTPUT = {reference.sigmoid: bpref.sigmoid, reference.softmax: bpref.softmax}
LAST_DA = {
    reference.cross_entropy: bpref.cross_entropy_derivative,
    reference.squared_error: bpref.squared_error_derivative,
}
OUTPUT |= {plain: g for g, _, plain in HIDDEN.values()}


def compare(name, got, want, size):
    assert got.shape == want.shape, name
    assume(np.abs(want).max() >= size.max() / 100)
    assert np.abs(got - want).max() <= RTOL * np.abs(want).max(), name


@pytest.mark.parametrize("loss", LOSSES)
@given(data=st.data())
@networks_drawn
def test_gradients_are_the_complex_steps(loss, data):
    J, last_dz, (last_g, plain_J) = LOSSES[loss]
    x, y, weights, biases, hidden = data.draw(networks(last_g is reference.softmax))
    L, m = len(weights), x.shape[1]
    plain = [HIDDEN[name][2] for name in hidden] + [last_g]

    def loss_from(l, a, parameters):
        """Run layers l + 1 to L on a[l], which may be complex, and measure the loss."""
        weights, biases = parameters
        _, outputs = reference.forward(a, weights[l:], biases[l:], plain[l:])
        return plain_J(outputs[-1], y)

    # All of it by the loops.
    activations = [HIDDEN[name][0] for name in hidden] + [OUTPUT[last_g]]
    zs, outputs = bpref.forward_pass(x, weights, biases, activations)
    for z, g in zip(zs, plain):
        assume(g is not reference.relu or np.abs(z).min() > 1e-9)
    assume(
        plain_J is not reference.cross_entropy or outputs[-1].max() < 0.999
    )  # it takes ln(1 - a)
    np.testing.assert_allclose(J(zs[-1], outputs[-1], y), loss_from(0, x, (weights, biases)), RTOL)
    if plain_J in LAST_DA:
        da = LAST_DA[plain_J](outputs[-1], y)
        slopes = m * reference.complex_step(lambda a: plain_J(a, y), outputs[-1])
        compare(f"da[{L}]", da, slopes, np.abs(da))
    g_primes = [HIDDEN[name][1](z) for name, z in zip(hidden, zs)]
    dz = last_dz(zs[-1], outputs[-1], y)
    dWs, dbs = bpref.backward_pass(dz, weights, outputs, g_primes)
    size = np.abs(dz)
    assume(size.max() > 0.01)  # a - y is a difference too

    for l in reversed(range(L)):  # weights[l] is W[l+1], outputs[l] is a[l]

        def loss_of_W(W, l=l):
            return loss_from(0, x, ([*weights[:l], W, *weights[l + 1 :]], biases))

        def loss_of_b(b, l=l):
            return loss_from(0, x, (weights, [*biases[:l], b, *biases[l + 1 :]]))

        def loss_of_z(z, l=l):
            return loss_from(l + 1, plain[l](z), (weights, biases))

        def loss_of_a(a, l=l):
            return loss_from(l, a, (weights, biases))

        dW = reference.complex_step(loss_of_W, weights[l])
        db = reference.complex_step(loss_of_b, biases[l])
        dW_size, db_size = size @ np.abs(outputs[l]).T / m, size.mean(axis=1)
        compare(f"dW[{l + 1}] of backward_pass", dWs[l], dW, dW_size)
        compare(f"db[{l + 1}] of backward_pass", dbs[l], db, db_size)
        # And step by step. dz and da are per example: m times the slope of the mean.
        compare(f"dz[{l + 1}]", dz, m * reference.complex_step(loss_of_z, zs[l]), size)
        compare(
            f"dW[{l + 1}] of weight_gradient", bpref.weight_gradient(dz, outputs[l]), dW, dW_size
        )
        compare(f"db[{l + 1}] of bias_gradient", bpref.bias_gradient(dz), db, db_size)
        da = bpref.input_gradient(weights[l], dz)
        size = np.abs(weights[l]).T @ size
        compare(f"da[{l}]", da, m * reference.complex_step(loss_of_a, outputs[l]), size)
        if l > 0:
            dz = bpref.activation_backward(da, g_primes[l - 1])
            size = size * g_primes[l - 1]
