"""Worked equations: what they show, and what they refuse to show."""

import numpy as np
import pytest

from bpref_docs.mathematics.worked import matrices, worked
from bpref_docs.words import expressions
from bpref_docs.words.expressions import (
    ARRAY_NAMES,
    SCALAR_NAMES,
    cells,
    evaluate,
    scalar_tex,
    sides,
    with_numbers,
)
from bpref_docs.words.quantities import ARRAYS, CELLS, SCALARS


def tex_of(source, numbers=False):
    (node,) = sides(source)
    return scalar_tex(with_numbers(node, SCALAR_NAMES) if numbers else node)


def test_every_scalar_has_the_value_of_its_cell():
    for matrix, names in CELLS.items():
        for i, row in enumerate(names):
            for j, name in enumerate(row):
                assert SCALARS[name] == ARRAYS[matrix][i, j]
    assert CELLS["W[1]"] == [["w1", "w4"], ["w2", "w5"], ["w3", "w6"]]
    assert CELLS["dW[2]"] == [["dw7", "dw9", "dw11"], ["dw8", "dw10", "dw12"]]


@pytest.mark.parametrize(
    ("source", "symbols", "numbers"),
    [
        ("dz4 * a1", r"dz_{4}\,a_{1}", r"(-0.528817) \times 0.592667"),
        ("w7 * a1 + b4", r"w_{7}\,a_{1} + b_{4}", r"1.25 \times 0.592667 + 0.5"),
        ("a4 - y1", "a_{4} - y_{1}", "0.471183 - 1"),
        ("x2 - w4", "x_{2} - w_{4}", "0.5 - (-0.5)"),
        ("x2 + w4", "x_{2} + w_{4}", "0.5 + (-0.5)"),
        ("-y1 / a4", r"-\frac{y_{1}}{a_{4}}", r"-\frac{1}{0.471183}"),
        ("-w4 * x2", r"-w_{4}\,x_{2}", r"-(-0.5) \times 0.5"),
        ("a1 * (1 - a1)", r"a_{1}\,(1 - a_{1})", r"0.592667 \times (1 - 0.592667)"),
        ("dz4 * g_prime(z4)", r"dz_{4}\,g'(z_{4})", r"(-0.528817) \times 0.249170"),
        ("1 / (1 + exp(-z4))", r"\frac{1}{1 + e^{-z_{4}}}", r"\frac{1}{1 + e^{-(-0.115395)}}"),
        ("-log(a4)", r"-\ln(a_{4})", r"-\ln(0.471183)"),
        ("g(z1)", "g(z_{1})", "g(0.375)"),
        ("dw7 * 0.5", r"dw_{7} \times 0.5", r"(-0.313412) \times 0.5"),
    ],
)
def test_an_expression_in_symbols_and_in_numbers(source, symbols, numbers):
    assert tex_of(source) == symbols
    assert tex_of(source, numbers=True) == numbers


@pytest.mark.parametrize("source", ["w7 ** 2", "f(a1)", "w7 < 1", "'w7'"])
def test_what_cannot_be_typeset_is_refused(source):
    with pytest.raises(ValueError, match="cannot typeset"):
        tex_of(source)
    with pytest.raises(ValueError, match="cannot typeset"):
        expressions.matrix_tex(sides(source)[0])


def test_an_equation_shows_symbols_then_numbers_then_the_result():
    assert worked("dw7 = dz4 * a1") == [
        r"dw_{7} &= dz_{4}\,a_{1}",
        r" &\approx (-0.528817) \times 0.592667",
        r" &\approx -0.3134",
    ]


def test_what_is_exact_is_equal():
    assert worked("z1 = w1 * x1 + w4 * x2 + b1")[1:] == [
        r" &= 0.25 \times 2 + (-0.5) \times 0.5 + 0.125",
        " &= 0.375",
    ]


def test_the_last_side_is_put_in_numbers():
    rows = worked("a1 = g(z1) = 1 / (1 + exp(-z1))")
    assert rows[0].endswith("= g(z_{1})")
    assert rows[2:] == [r" &= \frac{1}{1 + e^{-0.375}}", r" &\approx 0.5927"]


def test_a_quantity_that_equals_another_is_not_rounded_twice():
    assert worked("db4 = dz4") == ["db_{4} &= dz_{4}", r" &\approx -0.5288"]


def test_a_slope_can_be_the_result():
    assert worked("g_prime(z1) = a1 * (1 - a1)")[-1] == r" &\approx 0.2414"


def test_a_long_sum_has_a_row_for_each_term():
    rows = worked("z4 = w7 * a1 + w9 * a2 + w11 * a3 + b4")
    assert rows[1:5] == [
        r" &\approx 1.25 \times 0.592667",
        r"&\quad + (-0.25) \times 0.222700",
        r"&\quad + (-1.5) \times 0.867036",
        r"&\quad + 0.5",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("dw7 = dz4 * a2", "the left side is -0.3134.*, the right side -0.1177"),
        ("dw99 = dz4 * a1", "dw99"),
        ("dw7 = dz4 * a99", "a99"),
        ("dw7", "an equation has a right side"),
        ("dw7 =", "invalid syntax"),
        ("dw7 = __import__('os')", "__import__"),
    ],
)
def test_a_wrong_equation_is_refused(line, problem):
    with pytest.raises((ValueError, NameError, SyntaxError), match=problem):
        worked(line)


def test_arithmetic_that_does_not_reproduce_is_refused(monkeypatch):
    # With three decimals for what is calculated with, a calculator finds another fourth digit.
    monkeypatch.setattr(expressions, "operand", lambda number: f"{number:.3f}")
    with pytest.raises(ValueError, match=r"a calculator gives -0.31369700 .* and not -0.3134"):
        worked("dw7 = dz4 * a1")
    with pytest.raises(ValueError, match="a calculator gives"):
        matrices("dW[2] = dz[2] @ a[1].T")


def test_a_matrix_equation_shows_shapes_cells_numbers_and_the_result():
    assert matrices("dz[2] = a[2] - y") == [
        r"\shape{dz^{[2]}}{2 \times 1} &= \shape{a^{[2]}}{2 \times 1} - \shape{y}{2 \times 1}",
        r" &= \begin{bmatrix}dz_{4} \\ dz_{5}\end{bmatrix}",
        r" &= \begin{bmatrix}a_{4} - y_{1} \\ a_{5} - y_{2}\end{bmatrix}",
        r" &\approx \begin{bmatrix}0.471183 \\ 0.655800\end{bmatrix}"
        r" - \begin{bmatrix}1 \\ 0\end{bmatrix}",
        r" &\approx \begin{bmatrix}-0.5288 \\ 0.6558\end{bmatrix}",
    ]


def test_a_matrix_product_too_wide_for_a_phone_is_broken():
    rows = matrices("dW[2] = dz[2] @ a[1].T")
    assert rows[0].endswith(r"\shape{a^{[1]\T}}{1 \times 3}")
    assert rows[3:5] == [
        r" &\approx \begin{bmatrix}-0.528817 \\ 0.655800\end{bmatrix}",
        r"&\quad \times \begin{bmatrix}0.592667 & 0.222700 & 0.867036\end{bmatrix}",
    ]
    assert r"&\quad + \begin{bmatrix}0.5" in matrices("z[2] = W[2] @ a[1] + b[2]")[4]


def test_fractions_functions_and_elementwise_products_of_matrices():
    first, *_ = matrices("da[2] = -y / a[2] + (1 - y) / (1 - a[2])")
    assert r"= -\frac{\shape{y}{2 \times 1}}{\shape{a^{[2]}}{2 \times 1}} + \frac{1 - " in first
    first, *_ = matrices("dz[1] = da[1] * g_prime(z[1])")
    assert first.endswith(r"\shape{da^{[1]}}{3 \times 1} \odot g'(\shape{z^{[1]}}{3 \times 1})")
    numbers = matrices("a[1] = g(z[1])")[3]
    assert r"= g\left(\begin{bmatrix}0.375 \\ -1.25 \\ 1.875\end{bmatrix}\right)" in numbers


def test_a_matrix_alone_shows_where_each_scalar_stands():
    assert matrices("b[2]") == [
        r"\shape{b^{[2]}}{2 \times 1} &= \begin{bmatrix}b_{4} \\ b_{5}\end{bmatrix}",
        r" &= \begin{bmatrix}0.5 \\ 0.25\end{bmatrix}",
    ]


@pytest.mark.parametrize("source", ["dz[2] @ a[1].T", "W[2].T @ dz[2]", "1 - a[2]", "-y / a[2]"])
def test_the_cells_worked_out_are_the_matrix(source):
    (node,) = sides(source)
    by_cell = [[evaluate(cell, SCALAR_NAMES) for cell in row] for row in cells(node)]
    np.testing.assert_allclose(by_cell, evaluate(node, ARRAY_NAMES), rtol=1e-15)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("dW[2] = a[1] @ dz[2].T", r"the shapes are \(2, 3\) and \(3, 2\)"),
        ("dz[2] = dz[2].T", r"the shapes are \(2, 1\) and \(1, 2\)"),
        ("dz[2] = da[2]", "the left side is"),
        ("V[2] = dz[2]", "no matrix is called 'V\\[2\\]'"),
        ("dz[3] = dz[2]", "no matrix is called"),
        ("dz[2] = dz[3]", "3"),
    ],
)
def test_a_wrong_matrix_equation_is_refused(line, problem):
    with pytest.raises((ValueError, KeyError), match=problem):
        matrices(line)
