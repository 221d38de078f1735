"""The proof line of a page: a formula's gradient against two ways that know no backpropagation.

    proof("dW[2] = dz[2] a[1]ᵀ", dW[2], at="W[2]")            the example
    proof("dW[2] of four examples", dW[2], at="W[2]", x=X, y=Y)  the batch
    proof_of("softmax", value, f, theta)                       any other loss
    proof_each("all six", [("dW1", value, f, theta), ...])     one row an array, not a number

The cell fails, and with it the build, where the three differ.
"""

from html import escape

import numpy as np
from IPython.display import HTML

from bpref import central_difference_gradient, complex_step_gradient, relative_error
from bpref.example import W, b, x, y
from example_values import CELLS

WAYS = ("complex step", "central difference")


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
    labels = [f"d{cell}" for row in CELLS[at] for cell in row]
    per_example = at[0] in "za"
    if per_example and m > 1:
        labels = [f"{label}, example {j}" for label in labels for j in range(1, m + 1)]

    def f(theta):
        return quantities(x, y, {at: theta})["J"] * (m if per_example else 1)

    return proof_of(name, value, f, quantities(x, y, {})[at], labels)


def both_ways(name, value, f, theta):
    """Return the gradient of ``f`` at ``theta`` in both ways, and how far ``value`` is from each."""
    found = complex_step_gradient(f, theta), central_difference_gradient(f, theta, h=1e-5)
    errors = [relative_error(value, other) for other in found]
    for error, limit, way in zip(errors, (1e-12, 1e-7), WAYS, strict=True):
        assert error <= limit, (
            f"{name}: the formula and the {way} differ by {error:.1e}, more than {limit}"
        )
    return *found, errors


def proof_of(name, value, f, theta, labels=None):
    """Prove that ``value`` is the gradient of ``f`` at ``theta``; f must compute with complex numbers."""
    by_step, by_difference, errors = both_ways(name, value, f, theta)
    labels = labels or [f"[{', '.join(map(str, index))}]" for index in np.ndindex(theta.shape)]
    rows = [
        [label, *(f"{number:.16g}" for number in numbers)]
        for label, *numbers in zip(
            labels, value.flat, by_step.flat, by_difference.flat, strict=True
        )
    ]
    return proof_table(name, ["formula", *WAYS], rows, errors)


def proof_each(name, arrays):
    """Prove several gradients, each as ``proof_of`` does, and show the largest difference of each."""
    rows = [
        (label, *both_ways(f"{name}, {label}", value, f, theta)[2])
        for label, value, f, theta in arrays
    ]
    largest = [max(errors) for errors in list(zip(*rows, strict=True))[1:]]
    return proof_table(
        name,
        WAYS,
        [[label, *(f"{error:.1e}" for error in errors)] for label, *errors in rows],
        largest,
    )


def proof_table(name, ways, rows, errors):
    """Return the table, with the line of the largest differences at its end."""
    head = "".join(f'<th scope="col">{way}</th>' for way in ("", *ways))
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
        for label, *cells in rows
    )
    return HTML(
        f'<div class="bpref-proof" role="region" aria-label="{escape(name)}" tabindex="0"><table><caption>{escape(name)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        f'<tfoot><tr><th scope="row" colspan="{len(ways) - 1}">largest relative difference from the formula</th>'
        f"<td>{errors[0]:.1e}</td><td>{errors[1]:.1e}</td></tr></tfoot></table></div>"
    )
