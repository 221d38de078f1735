"""Which lines of a function are what."""

import inspect

import pytest

import bpref
from functions import (
    equation_lines,
    guard_lines,
    too_wide,
    without_docstring,
    without_guards,
)

SOURCE = '''\
def f(z, w):
    """Return z.

    The equation is ``z``.
    """

    if z.ndim != 2 or (
        w.ndim != 2
    ):
        raise ValueError("shape")
    # A comment says why.
    for l in range(3):
        if l > 2:
            raise ValueError("value")
        z = z + w  # and so on

    if z is None:
        return w
    if w is None:
        raise ValueError
    else:
        z = w
    return (
        z
    )
'''


def lines(numbers):
    text = SOURCE.splitlines()
    return [text[number - 1].strip() for number in sorted(numbers)]


def test_a_guard_is_an_if_that_ends_in_a_raise_wherever_it_stands():
    assert lines(guard_lines(SOURCE)) == [
        "if z.ndim != 2 or (",
        "w.ndim != 2",
        "):",
        'raise ValueError("shape")',
        "if l > 2:",
        'raise ValueError("value")',
    ]


def test_the_equation_is_the_rest_without_comments():
    assert lines(equation_lines(SOURCE)) == [
        "for l in range(3):",
        "z = z + w  # and so on",
        "if z is None:",
        "return w",
        "if w is None:",
        "raise ValueError",
        "else:",
        "z = w",
        "return (",
        "z",
        ")",
    ]


CHECKED = """\
def f(dz, a_prev):
    shapes = dz.shape, a_prev.shape
    got = shapes
    n, m = dz.shape
    a[0], b = m, n
    if got != (n, m):
        text = f"{got}"
        raise ValueError(text)
    return dz / m, a, n
"""


def test_what_only_a_guard_reads_belongs_to_it():
    assert guard_lines(CHECKED) == {2, 3, 6, 7, 8}
    assert equation_lines(CHECKED) == {4, 5, 9}


def test_a_function_without_docstring_has_its_equation():
    assert equation_lines("def f(z):\n    return z\n") == {2}
    assert without_docstring("def f(z):\n    return z\n") == "def f(z):\n    return z"


def test_the_docstring_goes_with_the_empty_line_after_it():
    short = without_docstring(SOURCE)
    assert short.splitlines()[:2] == ["def f(z, w):", "    if z.ndim != 2 or ("]
    assert "Return z" not in short


@pytest.mark.parametrize("source", ["x = 1", "def f(): ...\ndef g(): ..."])
def test_only_the_source_of_one_function_is_taken(source):
    with pytest.raises(ValueError, match="one function"):
        guard_lines(source)


def test_a_line_of_78_characters_is_not_too_wide_and_one_of_79_is():
    assert too_wide("a" * 78 + "\n" + "b" * 79) == ["b" * 79]


GATHERED = """\
def f(x, weights):
    got, n_prev = [x.shape], len(x)
    for W in weights:
        got += W.shape, n_prev
        n_prev = len(W)
    fits = got != weights
    fits = fits and x
    if not fits:
        raise ValueError(f"got {got}")
    z = x
    for W in weights:
        z = W @ z
        if hasattr(z, "setflags"):
            z.setflags(write=False)
        x += z
    return z + x
"""


def test_a_loop_that_gathers_for_a_guard_belongs_to_it_and_so_does_a_lock():
    assert guard_lines(GATHERED) == {2, 3, 4, 5, 6, 7, 8, 9, 13, 14}
    assert equation_lines(GATHERED) == {10, 11, 12, 15, 16}


@pytest.mark.parametrize("name", bpref.__all__)
def test_every_function_of_bpref_has_an_equation_apart_from_its_guards(name):
    source = inspect.getsource(getattr(bpref, name))
    assert equation_lines(source)
    assert not equation_lines(source) & guard_lines(source)
    # A pasted copy without its docstring computes by the same number of lines.
    assert len(equation_lines(without_docstring(source))) == len(equation_lines(source))


SERVED = '''\
def f(a, y):
    """Return a."""
    got = a.shape, y.shape
    n, m = got
    k = len(a)
    if got != (n, k):
        raise ValueError(f"got {got}")
    for p in (a, y):
        total = p.sum()
        if total > 1:
            said = f"{total}"
            raise ValueError(said)
    while y:
        if a:
            raise ValueError
    return a / k
'''


def test_what_is_assigned_for_a_guard_alone_belongs_to_it():
    assert without_guards(SERVED) == (
        'def f(a, y):\n    """Return a."""\n    k = len(a)\n    while y:\n    return a / k'
    ).replace("while y:\n    return", "while y:\n        pass\n    return")
    assert equation_lines(SERVED) == {5, 13, 16}


@pytest.mark.parametrize("name", bpref.__all__)
def test_nothing_is_refused_without_guards(name):
    assert "raise" not in without_guards(inspect.getsource(getattr(bpref, name)))
