"""The proof line of a page: a formula's gradient against two ways that know no backpropagation.

    proof("dW[2] = dz[2] a[1]ᵀ", dW[2], at="W[2]")            the example
    proof("dW[2] of four examples", dW[2], at="W[2]", x=X, y=Y)  the batch
    proof_of("softmax", value, f, theta)                       any other loss
    proof_each("all six", [("dW1", value, f, theta), ...])     one row an array, not a number

The cell fails, and with it the build, where the three differ. Names and labels are text in which
symbols are typeset; one that holds a $ is MyST already.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from IPython.display import Markdown

from bpref import central_difference_gradient, complex_step_gradient, relative_error
from bpref.example import W, b, x, y
from bpref_docs.proofs.independent_loss import Array, J, Network, all_arrays
from bpref_docs.words.numbers import scientific
from bpref_docs.words.quantities import CELLS
from bpref_docs.words.symbols import symbol_tex, typeset
from bpref_docs.words.tables import literally, table

WAYS = ("complex step", "central difference")
Loss = Callable[[Array], Any]  # of real or of complex numbers


def proof(name: str, value: Array, at: str, x: Array = x, y: Array = y) -> Markdown:
    """Prove the gradient ``value`` of the example's J by ``at``, one of W[l], b[l], z[l], a[l].

    J is the mean over the m examples. dz and da are per example, m times the derivative of J.
    """
    net = Network(x, y, W, b, {1: "sigmoid", 2: "sigmoid"}, "cross_entropy")
    m = x.shape[1]
    labels = [f"d{cell}" for row in CELLS[at] for cell in row]
    per_example = at[0] in "za"
    if per_example and m > 1:
        labels = [f"{label}, example {j}" for label in labels for j in range(1, m + 1)]

    def f(theta: Array) -> Any:
        return J(net, {at: theta}) * (m if per_example else 1)

    return proof_of(name, value, f, all_arrays(net, {})[at], labels)


def proof_of(
    name: str, value: Array, f: Loss, theta: Array, labels: Sequence[str] = ()
) -> Markdown:
    """Prove that ``value`` is the gradient of ``f`` at ``theta``; f must compute with complex numbers."""
    found = both_ways(f, theta)
    errors = differences(name, value, found)
    labels = labels or [f"[{', '.join(map(str, index))}]" for index in np.ndindex(theta.shape)]
    columns = [np.asarray(array).flat for array in (value, *found)]
    rows = [
        [label, *(f"{number:.16g}" for number in numbers)]
        for label, *numbers in zip(labels, *columns, strict=True)
    ]
    return proof_table(name, ["entry", "formula", *WAYS], rows, errors)


def proof_each(name: str, arrays: Iterable[tuple[str, Array, Loss, Array]]) -> Markdown:
    """Prove several gradients, each as ``proof_of`` does, and show the largest difference of each."""
    errors = {
        label: differences(f"{name}, {label}", value, both_ways(f, theta))
        for label, value, f, theta in arrays
    }
    rows = [[label, *map(scientific, pair)] for label, pair in errors.items()]
    by_step, by_difference = zip(*errors.values(), strict=True)
    return proof_table(name, ["array", *WAYS], rows, (max(by_step), max(by_difference)))


def both_ways(f: Loss, theta: Array) -> tuple[Array, Array]:
    """Return the gradient of ``f`` at ``theta`` by the complex step and by central differences."""
    return complex_step_gradient(f, theta), central_difference_gradient(f, theta, h=1e-5)


def differences(
    name: str, value: Array, found: Sequence[Array], limits: Sequence[float] = (1e-12, 1e-7)
) -> tuple[float, float]:
    """Return how far ``value`` is from the gradients found both ways; refuse it beyond the limits."""
    by_step, by_difference = (float(relative_error(value, other)) for other in found)
    for error, limit, way in zip((by_step, by_difference), limits, WAYS, strict=True):
        # Not a number is no proof either.
        if not error <= limit:
            raise ValueError(
                f"{name}: the formula and the {way} differ by {error:.1e}, more than {limit}"
            )
    return by_step, by_difference


def proof_table(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str]], errors: tuple[float, float]
) -> Markdown:
    """Return the table, its caption with the largest difference from each of the two ways."""
    found = " and ".join(
        f"{scientific(error)} ({way})" for error, way in zip(errors, WAYS, strict=True)
    )
    caption = f"{with_symbols(name)}: largest relative difference from the formula {found}"
    return table(header, [[with_symbols(label), *cells] for label, *cells in rows], caption)


def with_symbols(text: str) -> str:
    """Return a text as MyST, its symbols typeset."""
    if "$" in text:
        return text
    return typeset(text, lambda name: f"${symbol_tex(name[0])}$", literally)
