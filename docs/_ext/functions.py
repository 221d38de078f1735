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


def is_guard(statement: ast.stmt) -> bool:
    """Tell whether a statement is an ``if`` that only raises, or first words what it raises.

    So is one that makes an array read-only: it lets NumPy refuse what would change it.
    """
    match statement:
        case ast.If(body=[*before, ast.Raise()], orelse=[]):
            return all(isinstance(line, ast.Assign) for line in before)
        case ast.If(body=[ast.Expr(ast.Call(ast.Attribute(attr="setflags")))], orelse=[]):
            return True
    return False


def assigned(statement: ast.stmt) -> set[str]:
    """Return the names that an assignment gives a value."""
    match statement:
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    return set()


def guards(function: ast.FunctionDef) -> set[ast.stmt]:
    """Return a function's guards, wherever they stand, and what serves them alone.

    That is an assignment that nothing else reads, and a loop that holds nothing else.
    """
    statements = {node for node in ast.walk(function) if isinstance(node, ast.stmt)}
    found = {statement for statement in statements if is_guard(statement)}
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    loops = {s for s in statements if isinstance(s, ast.For) and not s.orelse}
    # All assignments, less those that something else needs, until no more is: two that give one name
    # its value may need each other, and nobody else either of them.
    serving = {statement for statement in statements if assigned(statement)}
    while True:
        dropped = found | serving
        dropped |= {loop for loop in loops if dropped.issuperset(loop.body)}
        within = {node for statement in dropped for node in ast.walk(statement)}
        read = {n.id for n in names if isinstance(n.ctx, ast.Load) and n not in within}
        needed = {statement for statement in serving if assigned(statement) & read}
        if not needed:
            return dropped
        serving -= needed


def guard_lines(source: str) -> set[int]:
    """Return the numbers of the lines that refuse, and of those that serve them alone."""
    return set[int]().union(*map(lines_of, guards(function_in(source))))


class WithoutGuards(ast.NodeTransformer):
    """Drops the guards of a function."""

    def __init__(self, dropped: set[ast.stmt]) -> None:
        self.dropped = dropped

    def visit(self, node: ast.AST) -> ast.AST | None:
        """Return nothing in place of a guard; a body that held nothing else does nothing."""
        if node in self.dropped:
            return None
        self.generic_visit(node)
        if getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]  # whatever has a body
        return node


def without_guards(source: str) -> str:
    """Return a function's source without its guards and, as ast leaves it, without comments."""
    function = function_in(source)
    WithoutGuards(guards(function)).visit(function)
    return ast.unparse(ast.fix_missing_locations(function))


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
