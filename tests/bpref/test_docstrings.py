"""What every docstring has, what every line may be, and what the package imports."""

import ast
import inspect
import re
import sys
import typing
from pathlib import Path

import numpy as np
import pytest
from shared import of_the_site

import bpref
import bpref.example
from bpref import your_own
from reference import leaves

equation_lines, too_wide = of_the_site("code/lines.py", "equation_lines", "too_wide")

FUNCTIONS = {name: getattr(bpref, name) for name in bpref.__all__}
every_function = pytest.mark.parametrize("name", bpref.__all__)
SECTIONS = [
    "Parameters",
    "Returns",
    "Raises",
    "See Also",
    "Notes",
    "Examples",
]  # as numpydoc has them
NEEDED = ["Parameters", "Returns", "Examples"]


@every_function
def test_a_docstring_has_a_summary_the_equation_and_its_sections(name):
    doc = inspect.getdoc(FUNCTIONS[name])
    summary, _, rest = doc.partition("\n\n")
    assert "\n" not in summary
    assert summary.endswith(".")
    assert rest.startswith("The equation")
    found = re.findall(r"\n(\w[\w ]+)\n-+\n", doc)
    assert found == [section for section in SECTIONS if section in found]
    assert {*NEEDED} <= {*found}
    assert ">>> " in doc.partition("\nExamples\n")[2]


@every_function
def test_every_parameter_is_described_in_its_order(name):
    doc = inspect.getdoc(FUNCTIONS[name])
    described = doc.split("\nParameters\n")[1].split("\nReturns\n")[0]
    parameters = inspect.signature(FUNCTIONS[name]).parameters
    assert re.findall(r"^(\w+) : ", described, re.MULTILINE) == [*parameters]


@every_function
def test_type_hints_resolve(name):
    hints = typing.get_type_hints(FUNCTIONS[name])
    assert hints.keys() == {*inspect.signature(FUNCTIONS[name]).parameters, "return"}


@every_function
def test_no_line_is_wider_than_a_page_shows_and_some_line_is_the_equation(name):
    source = inspect.getsource(FUNCTIONS[name])
    assert not too_wide(source)
    assert equation_lines(source)


def test_the_checker_fits_its_page():
    assert not too_wide(inspect.getsource(your_own))


@pytest.mark.parametrize("name", ["x", "y", "X", "Y", "W", "b"])
def test_the_example_cannot_be_changed(name):
    for array in leaves(getattr(bpref.example, name)):
        with pytest.raises(ValueError, match="read-only"):
            array += 1


def test_the_example_fits_together():
    assert [bpref.example.W.keys(), bpref.example.b.keys()] == [{1, 2}, {1, 2}]
    np.testing.assert_array_equal(bpref.example.X[:, :1], bpref.example.x)
    np.testing.assert_array_equal(bpref.example.Y[:, :1], bpref.example.y)


def test_numpy_is_all_that_is_imported():
    for path in Path(bpref.__file__).parent.glob("*.py"):
        # The checker is copied as a whole, and so may take something from Python itself.
        pythons = sys.stdlib_module_names if path.name == "your_own.py" else set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= {"numpy", *pythons}
            if isinstance(node, ast.ImportFrom) and path.name != "__init__.py":
                assert node.module in {"collections.abc", *pythons}  # the first for the types alone
