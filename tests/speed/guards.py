"""bpref without its guards, made from its own source: what safety costs is the difference.

A guard is an ``if`` that does nothing but refuse. docs/_ext/functions.py marks the same lines.
"""

import ast
import inspect
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

import bpref


def is_guard(statement: ast.AST) -> bool:
    """Tell whether a statement is an ``if`` that only raises, or first words what it raises."""
    match statement:
        case ast.If(body=[*before, ast.Raise()]):
            return all(isinstance(line, ast.Assign) for line in before)
    return False


class WithoutGuards(ast.NodeTransformer):
    """Drop every guard, and every loop and ``if`` that held nothing else."""

    def visit_If(self, node: ast.If) -> Any:
        """Keep of a guard what it does otherwise: its ``else``."""
        self.generic_visit(node)
        if is_guard(node) or not (node.body or node.orelse):
            return node.orelse
        node.body = node.body or [ast.Pass()]
        return node

    def visit_For(self, node: ast.For) -> Any:
        """Drop a loop that only refused some of its entries."""
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
    """Return bpref's public functions, each compiled alone and without its guards."""
    found = SimpleNamespace()
    for name in bpref.__all__:
        if isinstance(function := getattr(bpref, name), FunctionType):
            namespace = {"np": np}  # no function of bpref needs more
            source = without_guards(inspect.getsource(function))
            exec(compile(source, f"<{name} without guards>", "exec"), namespace)
            setattr(found, name, namespace[name])
    return found
