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
from draw import networks, networks_drawn
from hypothesis import assume, given
from hypothesis import strategies as st

import bpref
import reference

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
    "softmax with categorical cross-entropy, step by step": (
        lambda z, a, y: bpref.categorical_cross_entropy(a, y),
        lambda z, a, y: bpref.softmax_backward(-y / a, a),
        (reference.softmax, reference.categorical_cross_entropy),
    ),
    "squared error of softmax": (
        lambda z, a, y: bpref.squared_error(a, y),
        lambda z, a, y: bpref.softmax_backward(bpref.squared_error_derivative(a, y), a),
        (reference.softmax, reference.squared_error),
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
    x, y, W, b, hidden = data.draw(networks(last_g is reference.softmax))
    L, m = len(W), x.shape[1]
    plain = {l: HIDDEN[hidden[l]][2] for l in hidden} | {L: last_g}

    def loss_of(W=W, b=b, layer=0, a=x):
        """Run the layers above one on its a, any of which may be complex, and measure the loss."""
        for l in range(layer + 1, L + 1):
            a = plain[l](reference.linear(W[l], a, b[l]))
        return plain_J(a, y)

    # All of it by the loops.
    g = {l: HIDDEN[hidden[l]][0] for l in hidden} | {L: OUTPUT[last_g]}
    z, a = bpref.forward_pass(x, W, b, g)
    for l in W:
        assume(plain[l] is not reference.relu or np.abs(z[l]).min() > 1e-9)
    # It takes ln(1 - a).
    assume(plain_J is not reference.cross_entropy or a[L].max() < 0.999)
    np.testing.assert_allclose(J(z[L], a[L], y), loss_of(), RTOL)
    if plain_J in LAST_DA:
        da = LAST_DA[plain_J](a[L], y)
        slopes = m * reference.complex_step(lambda a: plain_J(a, y), a[L])
        compare(f"da[{L}]", da, slopes, np.abs(da))
    g_prime = {l: HIDDEN[hidden[l]][1](z[l]) for l in hidden}
    dz = last_dz(z[L], a[L], y)
    all_dW, all_db = bpref.backward_pass(dz, W, a, g_prime)
    size = np.abs(dz)
    assume(size.max() > 0.01)  # a - y is a difference too

    for l in range(L, 0, -1):
        dW = reference.complex_step(lambda one, l=l: loss_of(W=W | {l: one}), W[l])
        db = reference.complex_step(lambda one, l=l: loss_of(b=b | {l: one}), b[l])
        dW_size, db_size = size @ np.abs(a[l - 1]).T / m, size.mean(axis=1)
        compare(f"dW[{l}] of backward_pass", all_dW[l], dW, dW_size)
        compare(f"db[{l}] of backward_pass", all_db[l], db, db_size)
        # And step by step. dz and da are per example: m times the slope of the mean.
        slopes = reference.complex_step(lambda z, l=l: loss_of(layer=l, a=plain[l](z)), z[l])
        compare(f"dz[{l}]", dz, m * slopes, size)
        compare(f"dW[{l}] of weight_gradient", bpref.weight_gradient(dz, a[l - 1]), dW, dW_size)
        compare(f"db[{l}] of bias_gradient", bpref.bias_gradient(dz), db, db_size)
        da = bpref.input_gradient(W[l], dz)
        size = np.abs(W[l]).T @ size
        slopes = reference.complex_step(lambda a, l=l: loss_of(layer=l - 1, a=a), a[l - 1])
        compare(f"da[{l - 1}]", da, m * slopes, size)
        if l > 1:
            dz = bpref.activation_backward(da, g_prime[l - 1])
            size = size * g_prime[l - 1]
