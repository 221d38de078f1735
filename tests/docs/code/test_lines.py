"""Which lines of a function are what."""

import inspect

import pytest

import bpref
from bpref_docs.code.lines import (
    checking_lines,
    core,
    equation_lines,
    guard_lines,
    signature,
    too_wide,
    without_docstring,
)

SOURCE = '''\
def f(z, W, g):
    """Return z.

    The equation is ``z``.
    """

    n, m = z.shape
    if z.ndim != 2 or (
        W.ndim != 2
    ):
        raise ValueError("shape")
    for l in range(3):
        k, m = W.shape
        if l > 2:
            raise ValueError("value")
    sums = z.sum()
    if sums > 1:
        raise ValueError(f"got {sums}")
    z = z.astype(np.result_type(W, 1.0))
    # A comment says why.
    a, z = {}, z.copy()
    for l in range(3):
        if W[l - 1] is None:
            raise ValueError
        if l > 1:
            a[l] = W[l - 1] @ z  # and so on
            a[l] += 1
        z = g[l](a[l - 1])
    return (
        np.exp(z)
    )
'''


def lines(numbers):
    text = SOURCE.splitlines()
    return [text[number - 1].strip() for number in sorted(numbers)]


def test_a_guard_is_an_if_that_raises_a_loop_of_such_and_what_serves_them_alone():
    assert lines(guard_lines(SOURCE)) == [
        "if z.ndim != 2 or (",
        "W.ndim != 2",
        "):",
        'raise ValueError("shape")',
        "for l in range(3):",
        "k, m = W.shape",
        "if l > 2:",
        'raise ValueError("value")',
        "sums = z.sum()",
        "if sums > 1:",
        'raise ValueError(f"got {sums}")',
        "if W[l - 1] is None:",
        "raise ValueError",
    ]


def test_the_equation_is_what_gives_the_result_and_nothing_on_the_way():
    assert lines(equation_lines(SOURCE)) == [
        "a[l] = W[l - 1] @ z  # and so on",
        "return (",
        "np.exp(z)",
        ")",
    ]


@pytest.mark.parametrize("sign", ["0 - s", "-s"])
def test_a_result_that_only_changes_its_sign_was_computed_in_the_line_before(sign):
    source = f"def f(z):\n    t = 2 * z\n    s = t + 1\n    return {sign}\n"
    assert equation_lines(source) == {3}


def test_a_function_without_docstring_has_its_equation():
    assert equation_lines("def f(z):\n    return -z * 2\n") == {2}
    assert without_docstring("def f(z):\n    return z\n") == "def f(z):\n    return z"


def test_the_docstring_goes_with_the_empty_line_after_it():
    short = without_docstring(SOURCE)
    assert short.splitlines()[:2] == ["def f(z, W, g):", "    n, m = z.shape"]
    assert "Return z" not in short


def test_what_reads_shapes_or_changes_a_type_is_a_check_too():
    checks = lines(checking_lines(SOURCE) - guard_lines(SOURCE))
    assert checks == ["n, m = z.shape", "z = z.astype(np.result_type(W, 1.0))"]


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("(n, m), L = z.shape, len(W)", True),
        ("z = z.copy()", True),
        ("nudged = z.astype(complex)", False),  # which is then nudged
        ("z, a = {}, {0: z}", False),
        ("s = np.empty(z.shape)", False),
    ],
)
def test_a_line_that_only_prepares(line, hidden):
    source = f"def f(z, W):\n    {line}\n    return z * nudged * s\n"
    assert (2 in checking_lines(source)) == hidden


def test_the_core_is_the_signature_in_one_line_and_what_computes():
    assert (
        core(SOURCE)
        == """\
def f(z, W, g):
    # A comment says why.
    a, z = {}, z.copy()
    for l in range(3):
        if l > 1:
            a[l] = W[l - 1] @ z  # and so on
            a[l] += 1
        z = g[l](a[l - 1])
    return (
        np.exp(z)
    )"""
    )


def test_a_signature_has_no_types_but_its_defaults():
    source = "def f(\n    z: np.ndarray,\n    h: float = 1e-5,\n) -> float:\n    return z * h\n"
    assert signature(source) == "def f(z, h=1e-5):"


@pytest.mark.parametrize("source", ["x = 1", "def f(): ...\ndef g(): ..."])
def test_only_the_source_of_one_function_is_taken(source):
    with pytest.raises(ValueError, match="one function"):
        guard_lines(source)


def test_a_line_of_78_characters_is_not_too_wide_and_one_of_79_is():
    assert too_wide("a" * 78 + "\n" + "b" * 79) == ["b" * 79]


@pytest.mark.parametrize("name", bpref.__all__)
def test_every_function_of_bpref_has_an_equation_apart_from_its_guards(name):
    source = inspect.getsource(getattr(bpref, name))
    assert equation_lines(source)
    assert not equation_lines(source) & guard_lines(source)
    # Without its docstring, and without its checks, it computes by the same number of lines.
    for short in (without_docstring(source), core(source)):
        assert len(equation_lines(short)) == len(equation_lines(source))


@pytest.mark.parametrize("name", bpref.__all__)
def test_in_what_is_shown_of_a_function_nothing_refuses_and_the_equation_is_soon_there(name):
    short = core(inspect.getsource(getattr(bpref, name)))
    assert "raise" not in short and ".shape\n" not in short
    assert min(equation_lines(short)) <= 9


def equations_of(function):
    source = inspect.getsource(function)
    return [source.splitlines()[line - 1].strip() for line in sorted(equation_lines(source))]


def test_the_equations_of_the_passes_are_those_of_the_article():
    assert equations_of(bpref.forward_pass) == [
        "z[l] = W[l] @ a[l - 1] + b[l]",
        "a[l] = g[l](z[l])",
    ]
    assert equations_of(bpref.backward_pass) == [
        "dW[l] = 1 / m * dz[l] @ a[l - 1].T",
        "db[l] = 1 / m * dz[l].sum(axis=1, keepdims=True)",
        "dz[l - 1] = (W[l].T @ dz[l]) * g_prime[l - 1]",
    ]


def test_the_equations_of_the_steps_are_those_of_their_page():
    average = "new_v[l] = beta * v[l] + (1 - beta) * dtheta[l]"
    square = "new_s[l] = beta * s[l] + (1 - beta) * dtheta[l] ** 2"
    assert equations_of(bpref.momentum_step) == [
        average,
        "new_theta[l] = theta[l] - eta * new_v[l]",
    ]
    assert equations_of(bpref.rmsprop_step) == [
        square,
        "new_theta[l] = theta[l] - eta * dtheta[l] / (root + epsilon)",
    ]
    assert equations_of(bpref.adam_step) == [
        average.replace("beta", "beta1"),
        square.replace("beta", "beta2"),
        "new_theta[l] = theta[l] - eta * v_hat / (root + epsilon)",
    ]


SEVERAL = {"forward_pass", "backward_pass", "momentum_step", "rmsprop_step", "adam_step"}


@pytest.mark.parametrize("name", sorted({*bpref.__all__} - SEVERAL))
def test_every_other_function_has_one_line_of_equation(name):
    assert len(equations_of(getattr(bpref, name))) == 1
