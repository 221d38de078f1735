"""The page to copy from, the cheat sheet, and the package in one file."""

import re

import pytest

import bpref
from bpref_docs.code.copying import call, file_of, shapes
from bpref_docs.code.single_file import one_file
from bpref_docs.hosting import ROOT


def names_on(page, directive):
    text = (ROOT / "docs" / "reference" / page).read_text("utf-8")
    found = re.findall(rf"^```{{{directive}}} (.*)$", text, re.MULTILINE)
    return " ".join(found).split()


@pytest.mark.parametrize(
    ("page", "directive"), [("copy.md", "to-copy"), ("cheat-sheet.md", "cheat-sheet")]
)
def test_every_function_is_there_once(page, directive):
    # One sheet has room for backpropagation, and not for what comes before it and afterwards.
    others = {"xavier_weights", "he_weights", "momentum_step", "rmsprop_step", "adam_step"}
    left_out = others if page == "cheat-sheet.md" else set()
    assert sorted(names_on(page, directive)) == sorted({*bpref.__all__} - left_out)


@pytest.mark.parametrize("name", bpref.__all__)
def test_what_is_copied_runs_alone_and_fits(name):
    text = file_of(name, "1.2.3", "https://bpref.example/")
    namespace = {}
    exec(compile(text, name, "exec", dont_inherit=True), namespace)
    assert callable(namespace[name])
    assert "MIT-0" in text
    assert '"""' not in text
    assert not [line for line in text.splitlines()[:3] if len(line) > 78]


def test_shapes_are_those_of_the_docstring():
    assert shapes("weight_gradient") == "dz (n, m), a_prev (n_prev, m) → (n, n_prev)"
    assert shapes("sigmoid") == "z: any shape → like z"
    assert shapes("cross_entropy") == "a (n, m), y (n, m) → a number"
    assert call("input_gradient") == "input_gradient(W, dz)"


@pytest.mark.parametrize("name", bpref.__all__)
def test_every_function_has_shapes(name):
    taken, given = shapes(name).split(" → ")
    assert taken and given


def test_one_file_is_python_and_says_where_it_is_from():
    text = one_file("1.2.3", "https://bpref.example/download/bpref.py")
    namespace = {"__name__": "bpref"}
    exec(compile(text, "bpref.py", "exec", dont_inherit=True), namespace)
    assert namespace["__all__"] == bpref.__all__
    assert "bpref 1.2.3" in namespace["__doc__"]
    assert "https://bpref.example/download/bpref.py" in namespace["__doc__"]
    assert "\n# MIT No Attribution\n" in text


def test_extensions_refuse_a_function_that_there_is_not(site):
    warnings = site("bpref_docs.code.copying").build(index="# T\n\n```{to-copy} sigmod\n```\n")
    assert "no public function 'sigmod'" in warnings
