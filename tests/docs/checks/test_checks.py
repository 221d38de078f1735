"""The checks of the pages, and the table of all of them."""

import re

import numpy as np
import pytest

import bpref
from bpref.example import W, X, Y, b
from bpref_docs.checks import every_gradient
from bpref_docs.checks.check import check, check_each, check_of, marked, with_symbols
from bpref_docs.words.quantities import dW, dz


def cubes(theta):
    return (theta**3).sum()


THETA = np.array([[0.5, -1.0], [2.0, 0.25]])


def test_a_right_gradient_has_its_table():
    text = check("dW[2] = dz[2] a[1]ᵀ", dW[2], at="W[2]").data
    head, *rows = [line for line in text.splitlines() if line.startswith("|")]
    assert head == "| entry | formula | complex step | central difference |"
    assert rows[1].startswith(f"| $dw_{{7}}$ | {dW[2][0, 0]:.16g}".replace("-", "−"))
    assert len(rows) == 1 + 6
    summary, folded, counted, _, caption, *_ = text.splitlines()
    assert re.fullmatch(
        r"::::\{admonition\} \$dW\^\{\[2\]\}\$ = .* · 6 of 6 gradients agree: "
        r"1[56] digits with the complex step, (9|1\d) with central differences",
        summary,
    )
    assert folded == ":collapsible: closed"
    assert counted == ":class: check agree-6"
    assert re.search(r"Largest .* \(complex step\) and \S+ × 10\S+ \(central diff", caption)


@pytest.mark.parametrize("factor", [1 + 1e-11, -1, 0, np.nan])
def test_a_wrong_gradient_has_none(factor):
    with pytest.raises(ValueError, match="dW: the formula and the complex step differ by"):
        check("dW", dW[2] * factor, at="W[2]")


def test_a_gradient_that_only_the_central_difference_contradicts_has_none(monkeypatch):
    monkeypatch.setattr(
        "bpref_docs.checks.check.complex_step_gradient", lambda f, theta: 3 * THETA**2 * 1.001
    )
    with pytest.raises(ValueError, match="the central difference differ by"):
        check_of("cubes", 3 * THETA**2 * 1.001, cubes, THETA)


def test_every_example_of_a_batch_has_its_row():
    _, a = bpref.forward_pass(X, W, b, {1: bpref.sigmoid, 2: bpref.sigmoid})
    text = check("dz[2]", a[2] - Y, at="z[2]", x=X, y=Y).data
    assert "| $dz_{4}$, example 1 |" in text
    assert "| $dz_{5}$, example 4 |" in text


def test_dz_of_one_example_has_no_number_of_the_example():
    assert "example" not in check("dz", dz[2], at="z[2]").data


def test_entries_without_names_are_called_by_their_indices():
    assert r"| \[1, 0\] | 12 |" in check_of("cubes", 3 * THETA**2, cubes, THETA).data


def test_a_single_gradient_is_one():
    text = check_of("square", np.array([2.0]), lambda theta: (theta**2).sum(), np.array([1.0])).data
    assert " · the gradient agrees: " in text.splitlines()[0]


def test_each_of_several_has_one_row_and_the_largest_is_below():
    right = 3 * THETA**2
    text = check_each("both", [("one", right, cubes, THETA), ("two", right, cubes, THETA)]).data
    assert "| one | 0 | " in text
    assert text.count("\n| two |") == 1
    with pytest.raises(ValueError, match="both, two"):
        check_each("both", [("one", right, cubes, THETA), ("two", -right, cubes, THETA)])


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0.123", "[0.123]{.agrees}"),
        ("0.124", "[0.12]{.agrees}[4]{.differs}"),
        ("0.1135", "[0.1]{.agrees}[1]{.differs}35"),
        ("0.1234", "[0.123]{.agrees}[4]{.differs}"),
        ("0.12", "[0.12]{.agrees}"),
        ("-0.123", "[-]{.differs}0.123"),
    ],
)
def test_digits_that_agree_are_grey_and_the_first_other_one_is_marked(number, shown):
    assert marked(number, "0.123") == shown


def test_names_are_typeset_and_words_are_not():
    assert with_symbols("dW[2] of four examples") == "$dW^{[2]}$ of four examples"
    assert with_symbols("a_b [1]") == r"a\_b \[1\]"
    assert with_symbols("of $J$, W[1]") == "of $J$, W[1]"


def test_every_gradient_is_checked_on_some_networks():
    checked = every_gradient.check_all(40)
    assert set(checked) == set(bpref.__all__) - every_gradient.NO_GRADIENTS
    assert checked["backward_pass"].networks == 40
    assert all(0 < one.networks <= 40 for one in checked.values())
    assert all(one.by_step <= 1e-12 for one in checked.values())
    assert max(one.by_step for one in checked.values()) > 0


def test_the_same_networks_are_drawn_at_every_build():
    assert every_gradient.check_all(3) == every_gradient.check_all(3)


@pytest.mark.parametrize(
    "name", sorted(set(bpref.__all__) - every_gradient.NO_GRADIENTS - {"backward_pass"})
)
def test_a_wrong_function_stops_the_build(name, monkeypatch):
    right = getattr(bpref, name)
    monkeypatch.setattr(bpref, name, lambda *arguments: right(*arguments) * (1 + 1e-9))
    with pytest.raises(ValueError, match="differ by"):
        every_gradient.check_all(20)


@pytest.mark.parametrize("place", [0, 1])
def test_a_wrong_backward_pass_stops_the_build(place, monkeypatch):
    right = bpref.backward_pass

    def wrong(*arguments):
        results = right(*arguments)
        results[place][1] = results[place][1] * (1 + 1e-9)
        return results

    monkeypatch.setattr(bpref, "backward_pass", wrong)
    with pytest.raises(ValueError, match="backward_pass: "):
        every_gradient.check_all(5)


def test_a_function_that_no_network_checks_stops_the_build(monkeypatch):
    monkeypatch.setattr(every_gradient, "NO_GRADIENTS", every_gradient.NO_GRADIENTS - {"relu"})
    with pytest.raises(ValueError, match=r"not every gradient is checked: \['relu'\]"):
        every_gradient.every_gradient_table(20)


def test_a_gradient_without_an_equation_stops_the_build(monkeypatch):
    stated = [e for e in every_gradient.equations() if e.function != "bias_gradient"]
    monkeypatch.setattr(every_gradient, "equations", lambda: iter(stated))
    with pytest.raises(ValueError, match=r"has an equation: \['bias_gradient'\]"):
        every_gradient.every_gradient_table(20)


def test_the_table_links_each_function_to_its_page():
    text = every_gradient.every_gradient_table(20).data
    assert "{func}`~bpref.weight_gradient`<br>$" in text
    assert "[section 4](../article/last-layer-parameters.md)" in text
