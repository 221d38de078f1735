"""What the lines of a function's source are: its docstring, its guards, its equation.

The pages mark the equation, and the tests measure it: both by these rules. Nothing is imported
but Python itself.
"""

import ast

WIDEST = 78  # characters: a page shows no more of a line


def function_in(source: str) -> ast.FunctionDef:
    """Return the one function that a source defines."""
    match ast.parse(source).body:
        case [ast.FunctionDef() as function]:
            return function
    raise ValueError("a source must be that of one function, and of nothing else")


def lines_of(node: ast.stmt) -> set[int]:
    """Return the numbers of a statement's lines, counted from 1."""
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def docstring_lines(source: str) -> set[int]:
    """Return the numbers of the docstring's lines."""
    match function_in(source).body[0]:
        case ast.Expr(ast.Constant(str())) as docstring:
            return lines_of(docstring)
    return set()


def guard_lines(source: str) -> set[int]:
    """Return the numbers of the lines that refuse: each ``if`` that does nothing but raise.

    It may stand anywhere, in a loop too.
    """
    return {
        line
        for node in ast.walk(function_in(source))
        if isinstance(node, ast.If)
        and not node.orelse
        and all(isinstance(statement, ast.Raise) for statement in node.body)
        for line in lines_of(node)
    }


def equation_lines(source: str) -> set[int]:
    """Return the numbers of the body's lines that compute: no docstring, no guard, no comment."""
    body = set[int]().union(*map(lines_of, function_in(source).body))
    text = source.splitlines()
    computing = body - docstring_lines(source) - guard_lines(source)
    return {line for line in computing if text[line - 1].partition("#")[0].strip()}


def without_docstring(source: str) -> str:
    """Return a function's lines, all but its docstring and the empty lines after it."""
    docstring, text = docstring_lines(source), source.splitlines()
    after = max(docstring, default=0)
    while docstring and not text[after].strip():
        after += 1
        docstring.add(after)
    kept = [line for number, line in enumerate(text, 1) if number not in docstring]
    return "\n".join(kept)


def too_wide(source: str) -> list[str]:
    """Return the lines that a page could not show whole."""
    return [line for line in source.splitlines() if len(line) > WIDEST]
