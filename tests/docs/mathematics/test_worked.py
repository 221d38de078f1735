"""Worked equations: what they show, and what they refuse to show."""

import numpy as np
import pytest

from bpref.example import W, X, Y, b
from bpref_docs.mathematics.worked import matrices, worked
from bpref_docs.words import expressions
from bpref_docs.words.expressions import (
    ARRAY_NAMES,
    SCALAR_NAMES,
    array_names,
    cells,
    evaluate,
    quantities_of,
    scalar_names,
    scalar_tex,
    sides,
    with_numbers,
)
from bpref_docs.words.quantities import BATCH, EXAMPLE, SCALARS, STEP, Quantities


def tex_of(source, numbers=False):
    (node,) = sides(source)
    return scalar_tex(with_numbers(node, SCALAR_NAMES) if numbers else node)


@pytest.mark.parametrize("of", [EXAMPLE, BATCH], ids=["one example", "a batch"])
def test_every_scalar_has_the_value_of_its_cell(of: Quantities):
    for matrix, names in of.cells.items():
        assert np.shape(names) == of.arrays[matrix].shape
        for i, row in enumerate(names):
            for j, name in enumerate(row):
                assert of.scalars[name] == of.arrays[matrix][i, j]
    assert of.cells["W[1]"] == [["w1", "w4"], ["w2", "w5"], ["w3", "w6"]]
    assert of.cells["dW[2]"] == [["dw7", "dw9", "dw11"], ["dw8", "dw10", "dw12"]]


def test_the_batch_is_its_examples_and_their_mean():
    assert BATCH.cells["dZ[2]"][0] == ["dz4_1", "dz4_2", "dz4_3", "dz4_4"]
    assert BATCH.cells["X"][1] == ["x2_1", "x2_2", "x2_3", "x2_4"]
    assert set(BATCH.arrays) == {
        *("X", "Y", "A[0]"),
        *(f"{name}[{l}]" for name in ("W", "b", "Z", "A", "dW", "db", "dZ", "dA") for l in (1, 2)),
    }
    for name, value in SCALARS.items():  # the first example is the example
        assert value == (BATCH.scalars[name] if name[0] in "wb" else BATCH.scalars[f"{name}_1"])
    for name in ("J", *(f"dw{i}" for i in range(1, 13)), *(f"db{i}" for i in range(1, 6))):
        own = [BATCH.scalars[f"{name}_{j}"] for j in (1, 2, 3, 4)]
        assert BATCH.scalars[name] == pytest.approx(np.mean(own), rel=1e-14)

    def loss(w7):
        a1 = 1 / (1 + np.exp(-(W[1] @ X + b[1])))
        there = W[2].copy()
        there[0, 0] = w7
        a2 = 1 / (1 + np.exp(-(there @ a1 + b[2])))
        return -(Y * np.log(a2) + (1 - Y) * np.log(1 - a2)).sum() / 4

    assert BATCH.scalars["J"] == pytest.approx(loss(1.25), rel=1e-14)
    slope = (loss(1.25 + 1e-5) - loss(1.25 - 1e-5)) / 2e-5
    assert BATCH.scalars["dw7"] == pytest.approx(slope, rel=1e-7)


@pytest.mark.parametrize(
    ("line", "of"),
    [
        ("dw7 = dz4 * a1", EXAMPLE),
        ("dW[2] = dz[2] @ a[1].T", EXAMPLE),
        ("W[1]", EXAMPLE),
        ("dw7_2 = dz4_2 * a1_2", BATCH),
        ("dw7 = 1 / 4 * (dw7_1 + dw7_2 + dw7_3 + dw7_4)", BATCH),
        ("dW[2] = 1 / 4 * (dZ[2] @ A[1].T)", BATCH),
        ("X", BATCH),
        ("new_w7 = w7 - eta * dw7", STEP),
        ("dw7 = nothing * a1", EXAMPLE),
    ],
)
def test_an_equation_says_by_its_names_what_it_is_about(line, of):
    assert quantities_of(line) is of


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


def test_a_step_is_shown_with_its_learning_rate():
    assert worked("new_w7 = w7 - eta * dw7") == [
        r"w_{7}^{\text{new}} &= w_{7} - \eta\,dw_{7}",
        r" &\approx 1.25 - 0.5 \times (-0.313412)",
        r" &\approx 1.4067",
    ]
    assert worked("new_J = -log(new_a4) - log(1 - new_a5)")[-1] == r" &\approx 0.8625"


def test_a_mean_has_a_row_for_each_term_if_it_is_long():
    assert worked("J = 1 / 4 * (J_1 + J_2 + J_3 + J_4)") == [
        r"J &= \frac{1}{4}\,(J^{(1)} + J^{(2)} + J^{(3)} + J^{(4)})",
        r" &\approx \frac{1}{4} \times (1.819040",
        r"&\quad + 0.691415",
        r"&\quad + 1.114036",
        r"&\quad + 1.748739)",
        r" &\approx 1.3433",
    ]
    symbols = worked("dw7 = 1 / 4 * (dw7_1 + dw7_2 + dw7_3 + dw7_4)")[0]  # two indices, one width
    assert symbols.endswith(r"(dw_{7}^{(1)} + dw_{7}^{(2)} + dw_{7}^{(3)} + dw_{7}^{(4)})")
    assert worked("dw7_2 = dz4_2 * a1_2")[0] == r"dw_{7}^{(2)} &= dz_{4}^{(2)}\,a_{1}^{(2)}"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("dw7 = dz4 * a2", "the left side is -0.3134.*, the right side -0.1177"),
        ("dw99 = dz4 * a1", "dw99"),
        ("dw7 = dz4 * a99", "a99"),
        ("dw7", "an equation has a right side"),
        ("dw7 =", "invalid syntax"),
        ("dw7 = __import__('os')", "__import__"),
        (
            "dw7 = dw7_1 + dw7_2 + dw7_3 + dw7_4",
            "the left side is -0.0213.*, the right side -0.0855",
        ),
        ("dw7_5 = dz4_5 * a1_5", "dw7_5"),
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


def test_with_a_column_per_example_the_cells_are_left_out():
    assert matrices("dW[2] = 1 / 4 * (dZ[2] @ A[1].T)") == [
        r"\shape{dW^{[2]}}{2 \times 3} &= \frac{1}{4} \, \shape{dZ^{[2]}}{2 \times 4}\,\shape{A^{[1]\T}}{4 \times 3}",
        r" &\approx \frac{1}{4} \times \begin{bmatrix}-0.528817 & 0.428651 & -0.274182 & 0.491866 \\"
        r" 0.655800 & -0.123360 & -0.547777 & 0.657584\end{bmatrix}",
        r"&\quad \times \begin{bmatrix}0.592667 & 0.222700 & 0.867036 \\ 0.348645 & 0.817574 & 0.679179 \\"
        r" 0.777300 & 0.067547 & 0.320821 \\ 0.592667 & 0.245085 & 0.808067\end{bmatrix}",
        r" &\approx \begin{bmatrix}-0.0214 & 0.0837 & 0.0355 \\ 0.0774 & 0.0423 & 0.2101\end{bmatrix}",
    ]
    cells_of_x, numbers = matrices("X")
    assert r"x_{2}^{(1)} & x_{2}^{(2)} & x_{2}^{(3)} & x_{2}^{(4)}\end" in cells_of_x
    assert numbers.endswith(r"2 & -1 & 0.5 & 1.5 \\ 0.5 & 1 & -2 & 0.25\end{bmatrix}")


def test_a_bias_is_added_to_every_column():
    assert matrices("Z[1] = W[1] @ X + b[1]")[-1] == (
        r" &= \begin{bmatrix}0.375 & -0.625 & 1.25 & 0.375 \\ -1.25 & 1.5 & -2.625 & -1.125 \\"
        r" 1.875 & 0.75 & -0.75 & 1.4375\end{bmatrix}"
    )


def test_a_matrix_alone_shows_where_each_scalar_stands():
    assert matrices("b[2]") == [
        r"\shape{b^{[2]}}{2 \times 1} &= \begin{bmatrix}b_{4} \\ b_{5}\end{bmatrix}",
        r" &= \begin{bmatrix}0.5 \\ 0.25\end{bmatrix}",
    ]


@pytest.mark.parametrize(
    "source", ["1 / 4 * (dZ[2] @ A[1].T)", "W[1] @ X + b[1]", "dA[1] * g_prime(Z[1])"]
)
def test_the_cells_of_a_batch_worked_out_are_the_matrix(source):
    (node,) = sides(source)
    names = scalar_names(BATCH)
    by_cell = [[evaluate(cell, names) for cell in row] for row in cells(node, BATCH)]
    np.testing.assert_allclose(by_cell, evaluate(node, array_names(BATCH)), rtol=1e-13)


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
        ("dW[2] = dZ[2] @ A[1].T", "the left side is"),  # 1/4 is forgotten
        ("dz[2] = A[2] - Y", "A"),
        ("dz[2] = dz[3]", "3"),
    ],
)
def test_a_wrong_matrix_equation_is_refused(line, problem):
    with pytest.raises((ValueError, KeyError, NameError), match=problem):
        matrices(line)
