"""A function as an exercise: the stub, the hint and the solution are the function's own words."""

import ast
from inspect import signature

import pytest

import bpref
from bpref import your_own
from bpref_docs.code.your_own import hint, stub


@pytest.mark.parametrize("name", [*your_own.STEPS, "backward_pass"])
def test_a_stub_is_python_and_says_the_equation(name):
    [function] = ast.parse(stub(name)).body
    assert function.name == name and "equation" in ast.get_docstring(function)
    assert [arg.arg for arg in function.args.args] == [*signature(getattr(bpref, name)).parameters]


@pytest.mark.parametrize("name", [*your_own.STEPS, "backward_pass"])
def test_a_hint_names_every_argument_and_the_result(name):
    assert hint(name).count("- Given: ") == stub(name).split(")")[0].count(",") + 1
    assert "- Wanted: " in hint(name)


def test_a_hint_has_the_notes():
    assert "from the old parameters" in hint("gradient_step")
