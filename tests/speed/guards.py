"""bpref without its guards, made from its own source: what safety costs is the difference.

A guard is an ``if`` that does nothing but refuse. docs/_ext/functions.py marks the same lines.
"""

import ast
import inspect
import sys
from types import FunctionType, SimpleNamespace
from typing import Any

import bpref


def is_guard(statement: ast.AST) -> bool:
    """Tell whether a statement is an ``if`` that only raises, or first words what it raises."""
    return (
        isinstance(statement, ast.If)
        and isinstance(statement.body[-1], ast.Raise)
        and all(isinstance(line, ast.Assign) for line in statement.body[:-1])
    )


class WithoutGuards(ast.NodeTransformer):
    """Drop every guard, and every loop that held nothing else."""

    def visit_If(self, node: ast.If) -> Any:
        """Keep of a guard what it does otherwise: its ``else``."""
        self.generic_visit(node)
        if is_guard(node):
            return node.orelse
        node.body = node.body or [ast.Pass()]
        return node

    def visit_For(self, node: ast.For) -> Any:
        """Drop a loop over arguments that only refused some."""
        self.generic_visit(node)
        return node if node.body else node.orelse

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Keep a function that only refused."""
        self.generic_visit(node)
        node.body = node.body or [ast.Pass()]
        return node


def without_guards(source: str) -> str:
    """Return the source without its guards, and, as ast leaves it, without its comments."""
    return ast.unparse(ast.fix_missing_locations(WithoutGuards().visit(ast.parse(source))))


def unguarded() -> SimpleNamespace:
    """Return bpref's public functions, each compiled without its guards."""
    public = {
        name: function
        for name in bpref.__all__
        if isinstance(function := getattr(bpref, name), FunctionType)
    }
    namespaces: dict[str, dict[str, Any]] = {}
    for module in {function.__module__ for function in public.values()}:
        namespaces[module] = {"__name__": module, "__package__": bpref.__name__}
        source = without_guards(inspect.getsource(sys.modules[module]))
        exec(compile(source, f"<{module} without guards>", "exec"), namespaces[module])
    bare = {name: namespaces[function.__module__][name] for name, function in public.items()}
    # A function that calls another is to call the one without guards.
    for namespace in namespaces.values():
        namespace.update({name: bare[name] for name in bare.keys() & namespace.keys()})
    return SimpleNamespace(**bare)
