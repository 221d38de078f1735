"""The page on automatic differentiation has its class twice: to be copied, and for its examples."""

import ast
import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/beyond/automatic-differentiation.md"


def class_in(source):
    """Return the statements of a source's class Value, comments and empty lines apart."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return [ast.dump(node) for node in classes if node.name == "Value"]


def test_both_are_the_same_class():
    text = PAGE.read_text("utf-8")
    cells = re.findall(r"^```\{code-cell\}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    shown = [found for cell in cells if "class Value" in cell for found in class_in(cell)]
    examples = "\n".join(one.source for one in doctest.DocTestParser().get_examples(text))
    assert shown == class_in(examples) and len(shown) == 1
