"""Worked equations that are checked while the page is built.

    {value}`dw7`                            the number, in its colour

    ```{worked} dw7 = dz4 * a1              symbols, then numbers, then the result
    ```
    ```{matrices} dW[2] = dz[2] @ a[1].T    symbols with shapes, cells as scalars, numbers
    ```

Both directives take further lines in their body. The right side is Python: it is evaluated in full
precision, and the build fails unless it gives the left side's value (see values.py).
"""

import ast
import math
import re

import numpy as np
from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

import values
from bpref import sigmoid, sigmoid_derivative
from values import decimal, kind

TOLERANCE = 1e-12
LONGEST_ROW = 32  # characters that fit on a phone

SCALARS = values.values | {
    "exp": math.exp,
    "log": math.log,
    "g": lambda z: sigmoid(np.array([[z]])).item(),
    "g_prime": lambda z: sigmoid_derivative(np.array([[z]])).item(),
}
ARRAYS = {name: getattr(values, name) for name in "x y W b z a dW db dz da".split()} | {
    "g": sigmoid,
    "g_prime": sigmoid_derivative,
}
FUNCTIONS = {"log": r"\ln", "g": "g", "g_prime": "g'"}
MACROS = {"forward": r"\fwd", "gradient": r"\grad", "parameter": r"\para", "": ""}


def split_equation(line):
    """``dz4 = da4 * g_prime(z4) = a4 - y1``: the name, then the expressions that equal it."""
    return [ast.parse(part.strip(), mode="eval").body for part in line.split("=")]


def evaluate(node, names):
    return eval(ast.unparse(node), {"__builtins__": {}}, names)


def check(line, names):
    """Fail unless all sides of the equation are equal, shapes included."""
    left, *right = (np.asarray(evaluate(node, names)) for node in split_equation(line))
    for side in right:
        if side.shape != left.shape:
            raise ValueError(f"{line}: the shapes are {left.shape} and {side.shape}")
        if not np.abs(side - left).max() <= TOLERANCE * np.abs(left).max():
            raise ValueError(f"{line}: the left side is {left}, the right side {side}")


def symbol(name):
    """TeX for a scalar, ``dw10``, or for a matrix, ``dW[2]``."""
    letters = name.rstrip("0123456789[]")
    index = name[len(letters) :]
    script = f"^{{{index}}}" if index.startswith("[") else f"_{{{index}}}" if index else ""
    return f"{MACROS[kind(name)]}{{{letters}{script}}}"


def number(value):
    return decimal(value).replace("\N{MINUS SIGN}", "-")


def terms(node):
    """A sum as its signed terms, from left to right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sign = "+" if isinstance(node.op, ast.Add) else "-"
        return [*terms(node.left), (sign, node.right)]
    return [("", node)]


def tex(node, numbers=False):
    """TeX for an expression, in symbols or with the numbers put in."""
    match node:
        case ast.Constant(value):
            return number(value)
        case ast.Name(name):
            return number(values.values[name]) if numbers else symbol(name)
        case ast.UnaryOp(ast.USub(), operand):
            return "-" + factor(operand, numbers)
        case ast.BinOp(_, ast.Add() | ast.Sub(), _):
            return "".join(signed_terms(node, numbers))
        case ast.BinOp(ast.UnaryOp(ast.USub(), left), ast.Mult() | ast.Div() as op, right):
            return "-" + tex(ast.BinOp(left, op, right), numbers)
        case ast.BinOp(left, ast.Mult(), right):
            return (
                factor(left, numbers) + (r" \times " if numbers else r"\,") + factor(right, numbers)
            )
        case ast.BinOp(left, ast.Div(), right):
            return rf"\frac{{{tex(left, numbers)}}}{{{tex(right, numbers)}}}"
        case ast.Call(ast.Name("exp"), [argument]):
            return f"e^{{{tex(argument, numbers)}}}"
        case ast.Call(ast.Name("g_prime")) if numbers:
            return number(evaluate(node, SCALARS))
        case ast.Call(ast.Name(function), [argument]):
            return f"{FUNCTIONS[function]}({tex(argument, numbers)})"
    raise ValueError(f"cannot typeset {ast.unparse(node)}")


def factor(node, numbers):
    """The expression in parentheses if it is a sum or starts with a minus sign."""
    text = tex(node, numbers)
    return f"({text})" if len(terms(node)) > 1 or text.startswith("-") else text


def signed_terms(node, numbers):
    """Each term of a sum with its sign: ["a", " + b", " - (-1)"]."""
    (_, first), *rest = terms(node)
    signed = [tex(first, numbers)]
    for sign, term in rest:
        text = factor(term, numbers) if sign == "-" else tex(term, numbers)
        signed.append(f" {sign} ({text})" if text.startswith("-") else f" {sign} {text}")
    return signed


def exact(value):
    return float(number(value)) == value


def rounded(node):
    """Whether a number shown for this expression is not exact."""
    shown = [
        evaluate(part, SCALARS)
        for part in ast.walk(node)
        if (isinstance(part, ast.Name) and part.id in values.values)
        or (isinstance(part, ast.Call) and part.func.id == "g_prime")
    ]
    return not all(map(exact, shown))


def rows(node, numbers):
    """The expression on one row, or a row for each term where it would be too wide for a phone."""
    parts = signed_terms(node, numbers)
    width = len(
        re.sub(r"\\(fwd|grad|para|frac|,)|[{}_^]", "", "".join(parts)).replace(r"\times", "x")
    )
    return (
        ["".join(parts)]
        if width <= LONGEST_ROW
        else [parts[0], *(r"\quad" + part for part in parts[1:])]
    )


def worked(line):
    """The rows of one equation: every side in symbols, the last one in numbers, the result."""
    check(line, SCALARS)
    left, *right = split_equation(line)
    result = values.values[left.id]
    sides = [("=", rows(node, numbers=False)) for node in right]
    sides.append((r"\approx" if rounded(right[-1]) else "=", rows(right[-1], numbers=True)))
    sides.append(("=" if exact(result) else r"\approx", [number(result)]))
    lead, aligned = symbol(left.id), []
    for sign, (first, *rest) in dict.fromkeys((sign, tuple(side)) for sign, side in sides):
        aligned += [f"{lead} &{sign} {first}", *(f"&{row}" for row in rest)]
        lead = ""
    return aligned


def cells(node):
    """A matrix expression worked out cell by cell: an array of scalar expressions."""
    match node:
        case ast.Constant():
            return np.array(node, dtype=object)
        case ast.Name() | ast.Subscript():
            return np.array(
                [[ast.Name(name) for name in row] for row in values.names[ast.unparse(node)]],
                dtype=object,
            )
        case ast.Attribute(matrix, "T"):
            return cells(matrix).T
        case ast.UnaryOp(op, matrix):
            return np.frompyfunc(lambda cell: ast.UnaryOp(op, cell), 1, 1)(cells(matrix))
        case ast.Call(function, [matrix]):
            return np.frompyfunc(lambda cell: ast.Call(function, [cell], []), 1, 1)(cells(matrix))
        case ast.BinOp(left, ast.MatMult(), right):
            left, right = cells(left), cells(right)
            products = [
                [
                    [ast.BinOp(p, ast.Mult(), q) for p, q in zip(row, column, strict=True)]
                    for column in right.T
                ]
                for row in left
            ]
            out = np.empty((len(left), right.shape[1]), dtype=object)
            for i, j in np.ndindex(out.shape):
                total, *others = products[i][j]
                for product in others:
                    total = ast.BinOp(total, ast.Add(), product)
                out[i, j] = total
            return out
        case ast.BinOp(left, op, right):
            return np.frompyfunc(lambda p, q: ast.BinOp(p, op, q), 2, 1)(cells(left), cells(right))
    raise ValueError(f"cannot typeset {ast.unparse(node)}")


def matrix_tex(node):
    """TeX for a matrix expression, the shape written under every matrix."""
    shape = r" \times ".join(map(str, np.shape(evaluate(node, ARRAYS))))
    match node:
        case ast.Constant(value):
            return number(value)
        case ast.Name() | ast.Subscript():
            return rf"\shape{{{symbol(ast.unparse(node))}}}{{{shape}}}"
        case ast.Attribute(matrix, "T"):
            return rf"\shape{{{symbol(ast.unparse(matrix))}^{{\T}}}}{{{shape}}}"
        case ast.UnaryOp(_, matrix):
            return "-" + matrix_tex(matrix)
        case ast.Call(ast.Name(function), [matrix]):
            return f"{FUNCTIONS[function]}({matrix_tex(matrix)})"
        case ast.BinOp(ast.UnaryOp(ast.USub(), left), ast.Div(), right):
            return "-" + matrix_tex(ast.BinOp(left, ast.Div(), right))
        case ast.BinOp(left, ast.Div(), right):
            return rf"\frac{{{matrix_tex(left)}}}{{{matrix_tex(right)}}}"
        case ast.BinOp(left, op, right):
            sign = {ast.MatMult: r"\,", ast.Mult: r" \odot ", ast.Add: " + ", ast.Sub: " - "}[
                type(op)
            ]
            return matrix_tex(left) + sign + matrix_tex(right)
    raise ValueError(f"cannot typeset {ast.unparse(node)}")


def bracket(matrix):
    return r"\begin{bmatrix}" + r" \\ ".join(" & ".join(row) for row in matrix) + r"\end{bmatrix}"


def matrices(line):
    """The rows of one matrix equation: symbols, the scalars in the cells, each cell worked out, numbers."""
    check(line, ARRAYS)
    left, *right = split_equation(line)
    array = values.arrays[ast.unparse(left)]
    sides = [matrix_tex(node) for node in right]
    sides.append(bracket([[tex(cell) for cell in row] for row in cells(left)]))
    sides += [bracket([[tex(cell) for cell in row] for row in cells(node)]) for node in right]
    sides.append(bracket([[number(cell) for cell in row] for row in array]))
    signs = ["="] * (len(sides) - 1) + ["=" if all(map(exact, array.flat)) else r"\approx"]
    leads = [matrix_tex(left)] + [""] * (len(sides) - 1)
    return [f"{lead} &{sign} {side}" for lead, sign, side in zip(leads, signs, sides, strict=True)]


class Equation(SphinxDirective):
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        lines = [line for line in [*self.arguments, *self.content] if line.strip()]
        return [self.block(line) for line in lines]

    def block(self, line):
        try:
            rows = self.equation(line)
        except Exception as error:
            raise self.error(f"{{{self.name}}}: {error}") from error
        text = r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"
        block = nodes.math_block(text, text, docname=self.env.docname, number=None, label=None)
        block["no-wrap"] = block["nowrap"] = False
        self.set_source_info(block)
        return block


class Worked(Equation):
    equation = staticmethod(worked)


class Matrices(Equation):
    equation = staticmethod(matrices)


class Value(SphinxRole):
    def run(self):
        if self.text not in values.values:
            problem = f"{{value}}: no scalar is called {self.text!r}"
            return [], [self.inliner.reporter.error(problem, line=self.lineno)]
        colour = kind(self.text)
        classes = [f"bpref-{colour}"] if colour else []
        return [nodes.inline(self.text, decimal(values.values[self.text]), classes=classes)], []


def setup(app):
    app.add_directive("worked", Worked)
    app.add_directive("matrices", Matrices)
    app.add_role("value", Value())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
