"""Runs the code cells of a page, from its first to one of them, as a notebook would: in one new namespace.

This file runs in Pyodide, with runner.py and what the cells import (export.py). A figure is the page's own
SVG and takes its place. A table is MyST, which only the build can set: what comes of it here is text.
"""

import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import takewhile
from types import ModuleType
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt

from bpref_docs.live import runner
from bpref_docs.live.stand_ins.ipython_display import HTML, Markdown, display, shown

# What a run may have changed, and the next one imports anew; what runs the cells stays.
PACKAGES = ("bpref", "bpref_docs", "benchmarks", "tests")
STAYS = "bpref_docs.live"
HERE = (lambda: None).__code__.co_filename
ROW = re.compile(r"\|.*\|")
# What MyST has around words that are to be read: a colour, a link, a role, mathematics with its indices,
# code.
MARKS = (
    (re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))"), r"\1"),
    (re.compile(r"\{[\w-]+\}`([^`<]*?)(?:\s*<[^>]*>)?`"), r"\1"),
    (re.compile(r"[_^]\{([^{}]*)\}|_(\d)"), r"\1\2"),
    (re.compile(r"\\T\b"), "ᵀ"),
    (re.compile(r"<[^>]+>|\$|`|\*\*"), ""),
    (re.compile(r"\\([_*`\[\]<>|~])"), r"\1"),
)
Output = dict[str, str]


class Printed(io.StringIO):
    """Puts what is printed among what is shown, in its order."""

    def write(self, text: str) -> int:
        """Go on where something was printed last."""
        if shown and isinstance(shown[-1], str):
            shown[-1] += text
        else:
            shown.append(text)
        return len(text)


def begin() -> None:
    """Make all new that a run before may have changed."""
    runner.begin()
    for name in [*sys.modules]:
        if name.partition(".")[0] in PACKAGES and not name.startswith(STAYS):
            del sys.modules[name]
    plt.close("all")
    mpl.rcdefaults()
    shown.clear()


def without_marks(text: str) -> str:
    """Return words of MyST as they are read."""
    for mark, instead in MARKS:
        text = mark.sub(instead, text)
    return text


def aligned(rows: list[str]) -> Iterator[str]:
    """Yield the lines of a table, its columns below each other; the second line only aligns."""
    cells = [
        [without_marks(cell.strip()) for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows
    ]
    del cells[1:2]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def as_text(myst: str) -> str:
    """Return MyST as a text: without the lines of directives, but for their titles; tables aligned."""
    lines, out = myst.splitlines(), list[str]()
    while lines:
        if rows := [*takewhile(ROW.fullmatch, lines)]:
            out += aligned(rows)
            lines = lines[len(rows) :]
            continue
        line = re.sub(r"^(:{3,}|`{3,})(\{[\w-]+\})? *|^:[\w-]+:.*", "", lines.pop(0))
        out.append(without_marks(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n") + "\n"


def output(one: Any) -> Output:
    """Return what is shown, and how: in the page, as the text of a table, or as text."""
    if isinstance(one, HTML):
        return {"kind": "html", "data": one.data}
    if isinstance(one, Markdown):
        return {"kind": "table", "data": as_text(one.data)}
    text = one if isinstance(one, str) else f"{one!r}\n"
    if len(text) > runner.LONGEST:
        text = f"{text[: runner.LONGEST]}\n... and {len(text) - runner.LONGEST} characters more\n"
    return {"kind": "text", "data": text}


def run_cell(source: str, name: str, names: dict[str, Any]) -> BaseException | None:
    """Run a cell, and show what its last line is, if that is an expression; return what stopped it."""
    file = f"<{name}>"
    runner.remember(file, source)
    try:
        statements = ast.parse(source, file).body
        last = statements.pop() if statements and isinstance(statements[-1], ast.Expr) else None
        exec(compile(ast.Module(statements, []), file, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), file, "eval"), names)
            if value is not None:
                display(value)
    except BaseException as error:
        return error
    return None


def run_cells(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what each of the cells shows, up to the one that an error stops, and that error.

    A cell has a ``name`` and a ``source``. Behind one that is its reader's ``own``, a ``hidden`` cell may
    find that what the page says is so no more: it is passed over, as that is what the reader wanted to see.
    """
    begin()
    module = ModuleType("__main__")
    names = vars(module) | {"display": display}
    outputs: list[list[Output]] = []
    changed = False
    printed = Printed()
    with redirect_stdout(printed), redirect_stderr(printed):
        for cell in cells:
            shown.clear()
            changed |= cell.get("own", False)
            error = run_cell(cell["source"], cell["name"], names)
            outputs.append([output(one) for one in shown])
            if error and not (isinstance(error, AssertionError) and changed and cell.get("hidden")):
                return {"outputs": outputs, "error": words(error)}
    return {"outputs": outputs, "error": ""}


def words(error: BaseException) -> str:
    """Return an error as Python says it, without the frames of what runs the cells."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename == HERE:
        trace = trace.tb_next
    return runner.in_pythons_words(error, trace)


def run(cells: str) -> str:
    """Do the same with JSON, for JavaScript."""
    return json.dumps(run_cells(json.loads(cells)))
