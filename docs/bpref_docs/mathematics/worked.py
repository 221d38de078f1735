"""Sphinx extension: worked equations that are checked while the page is built.

    {value}`dw7`                            the number, in its colour

    ```{worked} dw7 = dz4 * a1              symbols, then numbers, then the result
    ```
    ```{matrices} dW[2] = dz[2] @ a[1].T    symbols with shapes, cells as scalars, numbers, the result
    ```

Both directives take further lines in their body. The right side is Python. The build fails unless
it has, in full precision, the value of the left side (words/quantities.py), and unless the numbers
that are shown give the result that is shown (words/numbers.py).

    ```{worked} dw7_2 = dz4_2 * a1_2        example 2 of the batch alone
    ```
    ```{matrices} dW[2] = 1 / 4 * (dZ[2] @ A[1].T)
    ```
    ```{worked} new_w7 = w7 - eta * dw7     the first training step
    ```

An equation with a name that only the batch has is about the batch, and its dW is the mean's.
"""

import ast
import re
from collections.abc import Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from bpref_docs.words.expressions import (
    all_exact,
    array_names,
    bracket_tex,
    cells,
    check_sides,
    evaluate,
    is_quantity,
    matrix_rows_tex,
    matrix_tex,
    number_tex,
    quantities_of,
    scalar_names,
    scalar_tex,
    sides,
    signed_terms_tex,
    terms,
    times_tex,
    with_numbers,
)
from bpref_docs.words.numbers import decimal, is_exact, reproduces
from bpref_docs.words.quantities import EXAMPLE, SCALARS
from bpref_docs.words.symbols import kind

LONGEST_ROW = 32  # characters that fit on a phone


def equals(exact: bool) -> str:
    return "=" if exact else r"\approx"


def aligned(name: str, right: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the rows of an equation: its name once, then each sign with the rows that follow it."""
    rows = []
    for sign, (first, *rest) in right:
        rows += [f"{name} &{sign} {first}", *(f"&{row}" for row in rest)]
        name = ""
    return rows


def broken(node: ast.expr) -> list[str]:
    """Return an expression in one row, or a row for each term if a phone has no room for one."""
    before, after = "", ""
    match node:
        case ast.BinOp(left, ast.Mult(), right) if len(terms(right)) > 1:  # 1/4 (a + b): a row each
            before, after = f"{scalar_tex(left)}{times_tex(right)}(", ")"
            node = right
    parts = signed_terms_tex(node)
    parts = [before + parts[0], *parts[1:-1], parts[-1] + after] if before else parts
    # What is above something else takes no room of its own: 1 in 1/4, an index with one below it.
    text = re.sub(r"_\{\d+\}(?=\^)|\{\d+\}(?=\{\d+\})", "", "".join(parts))
    width = len(re.sub(r"\\(frac|,)|[{}_^]", "", text).replace(r"\times", "x"))
    if width <= LONGEST_ROW:
        return ["".join(parts)]
    return [parts[0], *(r"\quad" + part for part in parts[1:])]


def worked(line: str) -> list[str]:
    """Return the rows of one equation: every side in symbols, the last one in numbers, the result."""
    left, *right = sides(line)
    if not right:
        raise ValueError(f"{line}: an equation has a right side")
    names = scalar_names(quantities_of(line))
    check_sides(line, names)
    result = float(evaluate(left, names))
    shown = [("=", broken(node)) for node in right]
    exact = is_exact(result)
    if not is_quantity(right[-1]):
        numbers = with_numbers(right[-1], names)
        reproduces(scalar_tex(numbers), number_tex(result))
        shown.append((equals(all_exact(numbers)), broken(numbers)))
        exact = exact and all_exact(numbers)
    shown.append((equals(exact), [number_tex(result)]))
    return aligned(scalar_tex(left), shown)


def matrices(line: str) -> list[str]:
    """Return the rows of a matrix equation.

    Symbols, the scalars in the cells, each cell worked out, the numbers put in, the result. With a
    column per example there is no room for the cells, and a matrix alone shows them.
    """
    left, *right = sides(line)
    of = quantities_of(line)
    if ast.unparse(left) not in of.arrays:
        raise ValueError(f"no matrix is called {ast.unparse(left)!r}")
    names = array_names(of)
    check_sides(line, names)
    result = of.arrays[ast.unparse(left)]
    shown = [("=", [matrix_tex(node, of)]) for node in right]
    if of is EXAMPLE or not right:
        shown += [("=", [bracket_tex(cells(node, of), scalar_tex)]) for node in (left, *right)]
    exact = all(map(is_exact, result.flat))
    if right and not is_quantity(right[-1]):
        for cell, number in zip(cells(right[-1], of).ravel().tolist(), result.flat, strict=True):
            reproduces(scalar_tex(with_numbers(cell, scalar_names(of))), number_tex(number))
        numbers = with_numbers(right[-1], names)
        shown.append((equals(all_exact(numbers)), matrix_rows_tex(numbers, LONGEST_ROW)))
        exact = exact and all_exact(numbers)
    shown.append((equals(exact), [bracket_tex(result, number_tex)]))
    return aligned(matrix_tex(left, of), shown)


class Equation(SphinxDirective):
    """A directive whose lines are equations; each becomes a block of its own."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def rows(self, line: str) -> list[str]:
        """Return the rows of one equation."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return a block for each line."""
        return [self.block(line) for line in [*self.arguments, *self.content] if line.strip()]

    def block(self, line: str) -> nodes.math_block:
        """Return one equation; whatever is wrong with it is an error of the page."""
        try:
            rows = self.rows(line)
        except Exception as error:
            raise self.error(f"{{{self.name}}}: {error}") from error
        text = r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"
        block = nodes.math_block(text, text, docname=self.env.docname, number=None, label=None)
        block["classes"].append("on-the-way")  # arithmetic, set smaller than what it leads to
        block["no-wrap"] = block["nowrap"] = False
        self.set_source_info(block)
        return block


class Worked(Equation):
    """The directive ``worked``."""

    def rows(self, line: str) -> list[str]:
        """Return the rows of an equation of scalars."""
        return worked(line)


class Matrices(Equation):
    """The directive ``matrices``."""

    def rows(self, line: str) -> list[str]:
        """Return the rows of an equation of matrices."""
        return matrices(line)


class Value(SphinxRole):
    """The role ``value``: a scalar of the example as a result, in its colour."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number."""
        if self.text not in SCALARS:
            problem = f"{{value}}: no scalar is called {self.text!r}"
            return [], [self.inliner.reporter.error(problem, line=self.lineno)]
        colour = kind(self.text)
        classes = [f"bpref-{colour}"] if colour else []
        return [nodes.inline(self.text, decimal(SCALARS[self.text]), classes=classes)], []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the two directives and the role."""
    app.add_directive("worked", Worked)
    app.add_directive("matrices", Matrices)
    app.add_role("value", Value())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
