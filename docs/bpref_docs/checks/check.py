"""The check of a page: a formula's gradient against two ways that know no backpropagation.

    check("dW[2] = dz[2] a[1]ᵀ", dW[2], at="W[2]")            the example
    check("dW[2] of four examples", dW[2], at="W[2]", x=X, y=Y)  the batch
    check_of("softmax", value, f, theta)                       any other loss
    check_each("all six", [("dW1", value, f, theta), ...])     one row an array, not a number

Each shows one line, which unfolds to the table. The cell fails, and with it the build, where the
three differ. Names and labels are text in which symbols are typeset; one that holds a $ is MyST
already.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import Any

import numpy as np
from IPython.display import Markdown

from bpref import central_difference_gradient, complex_step_gradient, relative_error
from bpref.example import W, b, x, y
from bpref_docs.checks.independent_loss import Array, J, Network, all_arrays
from bpref_docs.words.numbers import scientific
from bpref_docs.words.quantities import CELLS
from bpref_docs.words.symbols import symbol_tex, typeset
from bpref_docs.words.tables import literally, table_text

WAYS = ("complex step", "central difference")
AGREE = "agree-"  # the class of a check: how many numbers agree
Loss = Callable[[Array], Any]  # of real or of complex numbers


def check(name: str, value: Array, at: str, x: Array = x, y: Array = y) -> Markdown:
    """Check the gradient ``value`` of the example's J by ``at``, one of W[l], b[l], z[l], a[l].

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

    return check_of(name, value, f, all_arrays(net, {})[at], labels)


def check_of(
    name: str, value: Array, f: Loss, theta: Array, labels: Sequence[str] = ()
) -> Markdown:
    """Check that ``value`` is the gradient of ``f`` at ``theta``; f must compute with complex numbers."""
    found = both_ways(f, theta)
    errors = differences(name, value, found)
    labels = labels or [f"[{', '.join(map(str, index))}]" for index in np.ndindex(theta.shape)]
    columns = [[f"{number:.16g}" for number in np.asarray(array).flat] for array in (value, *found)]
    rows = [
        [label, formula, *(marked(number, formula) for number in others)]
        for label, formula, *others in zip(labels, *columns, strict=True)
    ]
    return check_table(name, theta.size, ["entry", "formula", *WAYS], rows, errors)


def check_each(
    name: str, arrays: Iterable[tuple[str, Array, Loss, Array]], h: float = 1e-5
) -> Markdown:
    """Check several gradients, each as ``check_of`` does, and show the largest difference of each.

    ``h`` is the step of the central differences; a loss that bends very much needs a smaller one.
    """
    count, rows, all_errors = 0, [], []
    for label, value, f, theta in arrays:
        errors = differences(f"{name}, {label}", value, both_ways(f, theta, h))
        count += theta.size
        rows.append([label, *map(scientific, errors)])
        all_errors.append(errors)
    by_step, by_difference = map(max, zip(*all_errors, strict=True))
    return check_table(name, count, ["array", *WAYS], rows, (by_step, by_difference))


def both_ways(f: Loss, theta: Array, h: float = 1e-5) -> tuple[Array, Array]:
    """Return the gradient of ``f`` at ``theta`` by the complex step and by central differences."""
    return complex_step_gradient(f, theta), central_difference_gradient(f, theta, h)


def differences(
    name: str, value: Array, found: Sequence[Array], limits: Sequence[float] = (1e-12, 1e-7)
) -> tuple[float, float]:
    """Return how far ``value`` is from the gradients found both ways; refuse it beyond the limits."""
    by_step, by_difference = (float(relative_error(value, other)) for other in found)
    for error, limit, way in zip((by_step, by_difference), limits, WAYS, strict=True):
        # Not a number is not close to anything.
        if not error <= limit:
            raise ValueError(
                f"{name}: the formula and the {way} differ by {error:.1e}, more than {limit}"
            )
    return by_step, by_difference


def check_table(
    name: str,
    count: int,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    errors: tuple[float, float],
) -> Markdown:
    """Return one line that says how many numbers agree, and how well; it unfolds to the table."""
    agree = f"{count} of {count} gradients agree" if count > 1 else "the gradient agrees"
    by_step, by_difference = map(digits, errors)
    how_well = f"{by_step} digits with the complex step, {by_difference} with central differences"
    largest = " and ".join(
        f"{scientific(error)} ({way})" for error, way in zip(errors, WAYS, strict=True)
    )
    text = table_text(
        header,
        ([with_symbols(label), *cells] for label, *cells in rows),
        f"Largest relative difference from the formula: {largest}",
    )
    summary = f"{with_symbols(name)} · {agree}: {how_well}"
    # The class is for the sum of all checks, on the front page (front_page.py).
    options = f":collapsible: closed\n:class: check {AGREE}{count}"
    return Markdown(f"::::{{admonition}} {summary}\n{options}\n\n{text}\n::::")


def marked(number: str, formula: str) -> str:
    """Return a number, its digits that are the formula's in grey, and the first other one marked."""
    pairs = zip(number, formula, strict=False)  # they may be of different length
    same = len([*takewhile(lambda pair: pair[0] == pair[1], pairs)])
    agreeing = f"[{number[:same]}]{{.agrees}}" if same else ""
    if same == len(number):
        return agreeing
    return f"{agreeing}[{number[same]}]{{.differs}}{number[same + 1 :]}"


def digits(error: float) -> int:
    """Return in how many leading digits two numbers agree that differ by this part of themselves."""
    return 16 if error == 0 else min(16, int(-np.log10(error)))


def with_symbols(text: str) -> str:
    """Return a text as MyST, its symbols typeset."""
    if "$" in text:
        return text
    return typeset(text, lambda name: f"${symbol_tex(name[0])}$", literally)
