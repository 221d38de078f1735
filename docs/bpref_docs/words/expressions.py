"""Equations in Python, ``dz4 = da4 * g_prime(z4)``: parsed, evaluated, and written as TeX.

Symbols and numbers are written by the same functions: ``with_numbers`` puts the numbers into an
expression, and what it returns is an expression again. Its numbers are operands, six decimals.
"""

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpref import sigmoid, sigmoid_derivative
from bpref_docs.words.numbers import MINUS, decimal, is_exact, operand
from bpref_docs.words.quantities import BATCH, EXAMPLE, STEP, Quantities
from bpref_docs.words.symbols import symbol_tex

Array = NDArray[np.float64]
Cells = NDArray[np.object_]  # of expressions

TOLERANCE = 1e-12


def scalar_names(of: Quantities) -> dict[str, Any]:
    """Return what each name of an equation of scalars is; g takes a number, as the names are numbers."""
    return of.scalars | {
        "exp": math.exp,
        "log": math.log,
        "g": lambda z: sigmoid(np.array([[z]])).item(),
        "g_prime": lambda z: sigmoid_derivative(np.array([[z]])).item(),
    }


def array_names(of: Quantities) -> dict[str, Any]:
    """Return what each name of an equation of matrices is: a matrix, or matrices by layer."""
    names: dict[str, Any] = {"g": sigmoid, "g_prime": sigmoid_derivative}
    for name, matrix in of.arrays.items():
        letters, bracket, layer = name.rstrip("]").partition("[")
        if bracket:
            names.setdefault(letters, {})[int(layer)] = matrix
        else:
            names[name] = matrix
    return names


SCALAR_NAMES, ARRAY_NAMES = scalar_names(EXAMPLE), array_names(EXAMPLE)
FUNCTIONS_TEX = {"log": r"\ln", "g": "g", "g_prime": "g'"}
OPERATORS_TEX: dict[type[ast.operator], str] = {
    ast.MatMult: r"\,", ast.Mult: r" \odot ", ast.Add: " + ", ast.Sub: " - ",
}  # fmt: skip


class Numbers(ast.expr):
    """What has been put in the place of a quantity: a number, or the numbers of a matrix."""

    _fields = ("value",)

    def __init__(self, value: float | Array) -> None:
        super().__init__()
        self.value = value


def sides(line: str) -> list[ast.expr]:
    """Split ``dz4 = da4 * g_prime(z4) = a4 - y1``: the name, then the expressions that equal it."""
    return [ast.parse(part.strip(), mode="eval").body for part in line.split("=")]


def evaluate(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return the value of an expression, a number or an array."""
    return eval(ast.unparse(node), {"__builtins__": {}}, dict(names))


def quantities_of(line: str) -> Quantities:
    """Return what an equation is about: the first that knows its names, the one example before others."""
    used = {
        node.id for side in sides(line) for node in ast.walk(side) if isinstance(node, ast.Name)
    }
    for of in (EXAMPLE, BATCH, STEP):
        if used <= scalar_names(of).keys() | array_names(of).keys():
            return of
    return EXAMPLE


def check_sides(line: str, names: Mapping[str, Any]) -> None:
    """Refuse an equation whose sides are not equal, shapes included, in full precision."""
    left, *right = (np.asarray(evaluate(node, names)) for node in sides(line))
    for side in right:
        if side.shape != left.shape:
            raise ValueError(f"{line}: the shapes are {left.shape} and {side.shape}")
        if not np.abs(side - left).max() <= TOLERANCE * np.abs(left).max():
            raise ValueError(f"{line}: the left side is {left}, the right side {side}")


def with_numbers(node: ast.expr, names: Mapping[str, Any]) -> ast.expr:
    """Return the expression with a number, or a matrix of numbers, for each quantity and slope."""
    match node:
        case ast.Name() | ast.Subscript() | ast.Attribute() | ast.Call(ast.Name("g_prime")):
            return Numbers(evaluate(node, names))
        case ast.UnaryOp(op, part):
            return ast.UnaryOp(op, with_numbers(part, names))
        case ast.BinOp(left, op, right):
            return ast.BinOp(with_numbers(left, names), op, with_numbers(right, names))
        case ast.Call(function, [argument]):
            return ast.Call(function, [with_numbers(argument, names)], [])
    return node


def all_exact(node: ast.expr) -> bool:
    """Whether every number that stands in an expression is exact as it is written."""
    return all(
        is_exact(number)
        for part in ast.walk(node)
        if isinstance(part, Numbers)
        for number in np.ravel(part.value)
    )


def is_quantity(node: ast.expr) -> bool:
    """Whether the expression is one symbol, with which nothing is calculated."""
    return isinstance(node, ast.Name | ast.Subscript)


def is_number(node: ast.expr) -> bool:
    """Whether the expression is a number of the equation's own, such as 1 / 4."""
    return all(isinstance(part, ast.Constant | ast.BinOp | ast.operator) for part in ast.walk(node))


def any_numbers(node: ast.expr) -> bool:
    """Whether numbers have been put into the expression."""
    return any(isinstance(part, Numbers) for part in ast.walk(node))


def number_tex(number: float, write: Callable[[float], str] = decimal) -> str:
    """Return a number's TeX; as a result, if nothing else is said."""
    return write(number).replace(MINUS, "-")


# Scalars


def terms(node: ast.expr) -> list[tuple[str, ast.expr]]:
    """A sum as its signed terms, from left to right."""
    match node:
        case ast.BinOp(left, ast.Add(), right):
            return [*terms(left), ("+", right)]
        case ast.BinOp(left, ast.Sub(), right):
            return [*terms(left), ("-", right)]
    return [("", node)]


def scalar_tex(node: ast.expr) -> str:
    """Return an expression's TeX."""
    match node:
        case ast.Constant(int() | float() as value):
            return number_tex(value, operand)
        case Numbers():
            return number_tex(float(node.value), operand)
        case ast.Name(name):
            return symbol_tex(name)
        case ast.UnaryOp(ast.USub(), part):
            return "-" + factor_tex(part)
        case ast.BinOp(_, ast.Add() | ast.Sub(), _):
            return "".join(signed_terms_tex(node))
        case ast.BinOp(ast.UnaryOp(ast.USub(), left), ast.Mult() | ast.Div() as op, right):
            return "-" + scalar_tex(ast.BinOp(left, op, right))
        case ast.BinOp(left, ast.Mult(), right):
            return factor_tex(left) + times_tex(right) + factor_tex(right)
        case ast.BinOp(left, ast.Div(), right):
            return rf"\frac{{{scalar_tex(left)}}}{{{scalar_tex(right)}}}"
        case ast.Call(ast.Name("exp"), [argument]):
            return f"e^{{{scalar_tex(argument)}}}"
        case ast.Call(ast.Name(function), [argument]) if function in FUNCTIONS_TEX:
            return f"{FUNCTIONS_TEX[function]}({scalar_tex(argument)})"
    raise ValueError(f"cannot typeset {ast.unparse(node)}")


def times_tex(factor: ast.expr) -> str:
    """Return the sign before a factor: between symbols there is only a space."""
    symbols = any(isinstance(part, ast.Name) for part in ast.walk(factor))
    return r"\," if symbols else r" \times "


def factor_tex(node: ast.expr) -> str:
    """Return a factor's TeX, in parentheses if it is a sum or starts with a minus sign."""
    text = scalar_tex(node)
    return f"({text})" if len(terms(node)) > 1 or text.startswith("-") else text


def signed_terms_tex(node: ast.expr) -> list[str]:
    """Return each term of a sum with its sign: ["a", " + b", " - (-1)"]."""
    (_, first), *rest = terms(node)
    signed = [scalar_tex(first)]
    for sign, term in rest:
        text = factor_tex(term) if sign == "-" else scalar_tex(term)
        signed.append(f" {sign} ({text})" if text.startswith("-") else f" {sign} {text}")
    return signed


# Matrices


def cells(node: ast.expr, of: Quantities = EXAMPLE) -> Cells:
    """Work a matrix expression out cell by cell: an array of scalar expressions."""
    match node:
        case ast.Constant():
            return np.array(node, dtype=object)
        case ast.Name() | ast.Subscript():
            names = of.cells[ast.unparse(node)]
            return np.array([[ast.Name(name) for name in row] for row in names], dtype=object)
        case ast.Attribute(matrix, "T"):
            return cells(matrix, of).T
        case ast.UnaryOp(ast.USub(), matrix):
            return each(lambda cell: ast.UnaryOp(ast.USub(), cell), cells(matrix, of))
        case ast.Call(function, [matrix]):
            return each(lambda cell: ast.Call(function, [cell], []), cells(matrix, of))
        case ast.BinOp(left, ast.MatMult(), right):
            rows, columns = cells(left, of), cells(right, of).T
            product = np.empty((len(rows), len(columns)), dtype=object)
            for i, j in np.ndindex(product.shape):
                product[i, j] = sum_of_products(rows[i], columns[j])
            return product
        case ast.BinOp(left, op, right):
            return each(lambda p, q: ast.BinOp(p, op, q), cells(left, of), cells(right, of))
    raise ValueError(f"cannot typeset {ast.unparse(node)}")


def each(write: Callable[..., ast.expr], *matrices: Cells) -> Cells:
    """Apply a function to each cell; a single expression counts for all cells."""
    return np.asarray(np.frompyfunc(write, len(matrices), 1)(*matrices), dtype=object)


def sum_of_products(row: Cells, column: Cells) -> ast.expr:
    """Return the expression for one cell of a product of matrices."""
    first, *others = (ast.BinOp(p, ast.Mult(), q) for p, q in zip(row, column, strict=True))
    total: ast.expr = first
    for product in others:
        total = ast.BinOp(total, ast.Add(), product)
    return total


def matrix_tex(node: ast.expr, of: Quantities = EXAMPLE) -> str:
    """Return a matrix expression's TeX, the shape under each symbol."""
    match node:
        case ast.Constant(int() | float() as value):
            return number_tex(value, operand)
        case Numbers():
            return bracket_tex(np.asarray(node.value), lambda cell: number_tex(cell, operand))
        case ast.Name() | ast.Subscript():
            return shaped_tex(ast.unparse(node), of.arrays[ast.unparse(node)])
        case ast.Attribute(matrix, "T"):
            return shaped_tex(ast.unparse(matrix) + "ᵀ", of.arrays[ast.unparse(matrix)].T)
        case ast.UnaryOp(ast.USub(), matrix):
            return "-" + matrix_tex(matrix, of)
        case ast.Call(ast.Name(function), [matrix]) if function in FUNCTIONS_TEX:
            argument = matrix_tex(matrix, of)
            if isinstance(matrix, Numbers):
                return rf"{FUNCTIONS_TEX[function]}\left({argument}\right)"
            return f"{FUNCTIONS_TEX[function]}({argument})"
        case ast.BinOp(ast.UnaryOp(ast.USub(), left), ast.Div(), right):
            return "-" + matrix_tex(ast.BinOp(left, ast.Div(), right), of)
        case ast.BinOp(left, ast.Div(), right):
            return rf"\frac{{{matrix_tex(left, of)}}}{{{matrix_tex(right, of)}}}"
        case ast.BinOp(left, ast.Mult(), right) if is_number(left):
            sign = r" \times " if any_numbers(right) else r" \, "
            return scalar_tex(left) + sign + matrix_tex(right, of)
        case ast.BinOp(left, op, right) if type(op) in OPERATORS_TEX:
            return matrix_tex(left, of) + OPERATORS_TEX[type(op)] + matrix_tex(right, of)
    raise ValueError(f"cannot typeset {ast.unparse(node)}")


def width(node: ast.expr) -> int:
    """Return about how many characters wide a matrix expression in numbers is."""
    match node:
        case ast.BinOp(ast.Constant(), ast.Div(), ast.Constant()):
            return 1
        case Numbers():
            texts = np.vectorize(operand)(node.value)
            return sum(max(map(len, column)) + 1 for column in texts.T) + 1
        case ast.BinOp(left, ast.Div(), right):
            return max(width(left), width(right))
        case ast.BinOp(left, ast.MatMult(), right):
            return width(left) + width(right)
        case ast.BinOp(left, _, right):
            return width(left) + 3 + width(right)
        case ast.UnaryOp(_, part):
            return 1 + width(part)
        case ast.Call(_, [argument]):
            return 3 + width(argument)
    return 1


def matrix_rows_tex(node: ast.expr, longest: int) -> list[str]:
    """Return a matrix expression in numbers: in one row, or broken at its signs if that is too wide."""
    if width(node) <= longest:
        return [matrix_tex(node)]
    match node:
        case ast.BinOp(left, ast.Mult(), right) if is_number(left):
            first, *rest = matrix_rows_tex(right, longest)
            return [rf"{scalar_tex(left)} \times {first}", *rest]
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() as op, right):
            sign = OPERATORS_TEX[type(op)]
        case ast.BinOp(left, ast.MatMult(), right):
            sign = r" \times "  # at a break the sign that is else left out is written
        case _:
            return [matrix_tex(node)]
    first, *rest = matrix_rows_tex(right, longest)
    return [*matrix_rows_tex(left, longest), rf"\quad{sign}{first}", *rest]


def shaped_tex(name: str, matrix: Array) -> str:
    """Return a matrix's symbol with its shape under it."""
    rows, columns = matrix.shape
    return rf"\shape{{{symbol_tex(name)}}}{{{rows} \times {columns}}}"


def bracket_tex(matrix: Cells | Array, write: Callable[[Any], str]) -> str:
    """Return the matrix in brackets, each cell written by ``write``."""
    rows = r" \\ ".join(" & ".join(map(write, row)) for row in matrix)
    return rf"\begin{{bmatrix}}{rows}\end{{bmatrix}}"
