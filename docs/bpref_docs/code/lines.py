"""What the lines of a function's source are: its docstring, its guards, its equation.

The pages show the core of a function and mark the equation by these rules. Nothing is imported but Python itself.
"""

import ast
import copy

WIDEST = 78  # characters: a page shows no more of a line
# What prepares a computation and computes nothing: they name a type, or make room.
PREPARES = {"astype", "copy", "empty", "iscomplexobj", "ndindex", "result_type"}


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


def guards(function: ast.FunctionDef) -> set[ast.stmt]:
    """Return the statements that only refuse: each ``if`` that raises, and what serves such alone.

    That is a loop that computes nothing beside its guards, and what is assigned for a guard alone.
    """
    statements = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    found: set[ast.stmt] = set()
    for statement in reversed(statements):  # what stands within a loop comes before the loop
        match statement:
            case ast.If(body=[ast.Raise()], orelse=[]):
                found.add(statement)
            case ast.For(body=body) if found & {*body} and not any(map(computes, body)):
                found.add(statement)
    within = {node for guard in found for node in ast.walk(guard)}
    read = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in within
    }
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(name)]) if name not in read:
                found.add(statement)
    return found


def computes(statement: ast.stmt) -> bool:
    """Tell whether a statement computes: by an operator, or by a function of NumPy or of a layer."""
    match statement:
        case ast.AugAssign():
            return True
        case ast.Assign(value=value) | ast.Return(value=ast.expr() as value):
            return any(map(is_computation, ast.walk(WithoutIndices().visit(copy.deepcopy(value)))))
    return False


class WithoutIndices(ast.NodeTransformer):
    """Drops what stands in square brackets: ``a[l - 1]`` computes an index and nothing else."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        """Return the subscript with nothing in its brackets."""
        return ast.Subscript(self.visit(node.value), ast.Constant(None), node.ctx)


def is_computation(node: ast.AST) -> bool:
    """Tell whether a part of an expression is an operator or the call of a function that computes."""
    match node:
        case ast.BinOp() | ast.Call(func=ast.Subscript()):
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name not in PREPARES
    return False


def guard_lines(source: str) -> set[int]:
    """Return the numbers of the lines that refuse, and of those that serve them alone."""
    return set[int]().union(*map(lines_of, guards(function_in(source))))


def is_shape(value: ast.expr) -> bool:
    """Tell whether an expression only reads shapes: ``a.shape``, ``len(W)``, or several of these."""
    match value:
        case ast.Attribute(attr="shape") | ast.Call(func=ast.Name("len")):
            return True
        case ast.Tuple(parts):
            return all(map(is_shape, parts))
    return False


def prepares(statement: ast.stmt) -> bool:
    """Tell whether a statement reads shapes, or gives a name its own array in another type or order."""
    match statement:
        case ast.Assign(
            targets=[ast.Name(name)],
            value=ast.Call(func=ast.Attribute(ast.Name(same), "astype" | "copy")),
        ):
            return name == same
        case ast.Assign(value=value):
            return is_shape(value)
    return False


def checking_lines(source: str) -> set[int]:
    """Return the numbers of the lines that check the arguments, or prepare them."""
    statements = (node for node in ast.walk(function_in(source)) if isinstance(node, ast.stmt))
    return guard_lines(source).union(*map(lines_of, filter(prepares, statements)))


def signature(source: str) -> str:
    """Return the line that names a function and its arguments, without their types."""
    function = function_in(source)
    arguments = copy.deepcopy(function.args)
    for argument in arguments.args:
        argument.annotation = None
    # "1e-05" is how Python writes it, "1e-5" how people do.
    return f"def {function.name}({ast.unparse(arguments).replace('e-0', 'e-')}):"


def core(source: str) -> str:
    """Return what a function computes: its signature in one line, no docstring, no checks."""
    function, text = function_in(source), source.splitlines()
    hidden = docstring_lines(source) | checking_lines(source)
    start = function.body[0].lineno
    body = [
        line
        for number, line in enumerate(text, 1)
        if number >= start and number not in hidden and line.strip()
    ]
    return "\n".join([signature(source), *body])


def equations(function: ast.FunctionDef) -> list[ast.stmt]:
    """Return the statements that say the equation: what gives a result, or an entry of one.

    That is a ``return`` that computes, or ``z[l] = ...``. What is computed on the way to it, to keep
    digits, is not the equation. Where the ``return`` only gives a name another sign, it is the line
    that computed what has the name.
    """
    found: list[ast.stmt] = []
    computed: dict[str, ast.stmt] = {}
    for statement in (node for node in ast.walk(function) if isinstance(node, ast.stmt)):
        match statement:
            case ast.Assign(targets=[ast.Name(name)]):
                computed[name] = statement
            case ast.Return(
                ast.UnaryOp(operand=ast.Name(name))
                | ast.BinOp(ast.Constant(0), ast.Sub(), ast.Name(name))
            ) if name in computed:
                found.append(computed[name])
            case ast.Return() | ast.Assign(targets=[ast.Subscript()]) if computes(statement):
                found.append(statement)
    return found


def equation_lines(source: str) -> set[int]:
    """Return the numbers of the lines of the equation: no guard, no shapes, nothing on the way."""
    function = function_in(source)
    return set[int]().union(*map(lines_of, equations(function))) - guard_lines(source)


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
