"""The proof line of a page: a formula's gradient against two ways that know no backpropagation.

    proof("dW[2] = dz[2] a[1]ᵀ", dW[2], at="W[2]")            the example
    proof("dW[2] of four examples", dW[2], at="W[2]", x=X, y=Y)  the batch
    proof_of("softmax", value, f, theta)                       any other loss

The cell fails, and with it the build, where the three differ.
"""

from html import escape

import numpy as np
from IPython.display import HTML

from bpref import central_difference_gradient, complex_step_gradient, relative_error
from bpref.example import W, b, x, y
from values import names


def quantities(x, y, by_hand):
    """Every array of the example up to J, written out once more without bpref's steps.

    An array given ``by_hand`` is used in place of the computed one, so J can be differentiated
    by it; only what complex numbers allow is used.
    """
    q = {"W[1]": W[1], "b[1]": b[1], "W[2]": W[2], "b[2]": b[2]} | by_hand
    q = {"z[1]": q["W[1]"] @ x + q["b[1]"]} | q
    q = {"a[1]": 1 / (1 + np.exp(-q["z[1]"]))} | q
    q = {"z[2]": q["W[2]"] @ q["a[1]"] + q["b[2]"]} | q
    q = {"a[2]": 1 / (1 + np.exp(-q["z[2]"]))} | q
    J = -np.sum(y * np.log(q["a[2]"]) + (1 - y) * np.log(1 - q["a[2]"])) / x.shape[1]
    return {"J": J} | q


def proof(name, value, at, x=x, y=y):
    """Prove the gradient ``value`` of the example's J by ``at``, one of W[l], b[l], z[l], a[l].

    J is the mean over the m examples. dz and da are per example, m times the derivative of J.
    """
    m = x.shape[1]
    labels = [f"d{cell}" for row in names[at] for cell in row]
    per_example = at[0] in "za"
    if per_example and m > 1:
        labels = [f"{label}, example {j}" for label in labels for j in range(1, m + 1)]

    def f(theta):
        return quantities(x, y, {at: theta})["J"] * (m if per_example else 1)

    return proof_of(name, value, f, quantities(x, y, {})[at], labels)


def proof_of(name, value, f, theta, labels=None):
    """Prove that ``value`` is the gradient of ``f`` at ``theta``; f must compute with complex numbers."""
    by_step = complex_step_gradient(f, theta)
    by_difference = central_difference_gradient(f, theta, h=1e-5)
    errors = [relative_error(value, other) for other in (by_step, by_difference)]
    for error, limit, way in zip(
        errors, (1e-12, 1e-7), ("complex step", "central difference"), strict=True
    ):
        assert error <= limit, (
            f"{name}: the formula and the {way} differ by {error:.1e}, more than {limit}"
        )
    labels = labels or [f"[{', '.join(map(str, index))}]" for index in np.ndindex(theta.shape)]
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{number:.16g}</td>" for number in numbers)
        + "</tr>"
        for label, *numbers in zip(
            labels, value.flat, by_step.flat, by_difference.flat, strict=True
        )
    )
    ways = "".join(
        f'<th scope="col">{way}</th>'
        for way in ("", "formula", "complex step", "central difference")
    )
    return HTML(
        f'<div class="bpref-proof" role="region" aria-label="{escape(name)}" tabindex="0"><table><caption>{escape(name)}</caption>'
        f"<thead><tr>{ways}</tr></thead><tbody>{rows}</tbody>"
        f'<tfoot><tr><th scope="row" colspan="2">largest relative difference from the formula</th>'
        f"<td>{errors[0]:.1e}</td><td>{errors[1]:.1e}</td></tr></tfoot></table></div>"
    )
