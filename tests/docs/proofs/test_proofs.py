"""The proof lines of the pages, and the page of all proofs."""

import re

import numpy as np
import pytest

import bpref
from bpref.example import W, X, Y, b
from bpref_docs.proofs import proof_table as all_proofs
from bpref_docs.proofs.proof import proof, proof_each, proof_of, with_symbols
from bpref_docs.words.quantities import dW, dz


def cubes(theta):
    return (theta**3).sum()


THETA = np.array([[0.5, -1.0], [2.0, 0.25]])


def test_a_right_gradient_has_its_table():
    text = proof("dW[2] = dz[2] a[1]ᵀ", dW[2], at="W[2]").data
    head, *rows = [line for line in text.splitlines() if line.startswith("|")]
    assert head == "| entry | formula | complex step | central difference |"
    assert rows[1].startswith(f"| $dw_{{7}}$ | {dW[2][0, 0]:.16g}".replace("-", "−"))
    assert len(rows) == 1 + 6
    caption = text.splitlines()[0]
    assert caption.startswith(":::{table} $dW^{[2]}$ = $dz^{[2]}$ $a^{[1]\\T}$: largest relative")
    assert re.search(
        r"formula \S+( × 10\S+)? \(complex step\) and \S+ × 10\S+ \(central diff", caption
    )


@pytest.mark.parametrize("factor", [1 + 1e-11, -1, 0, np.nan])
def test_a_wrong_gradient_has_none(factor):
    with pytest.raises(ValueError, match="dW: the formula and the complex step differ by"):
        proof("dW", dW[2] * factor, at="W[2]")


def test_a_gradient_that_only_the_central_difference_contradicts_has_none(monkeypatch):
    monkeypatch.setattr(
        "bpref_docs.proofs.proof.complex_step_gradient", lambda f, theta: 3 * THETA**2 * 1.001
    )
    with pytest.raises(ValueError, match="the central difference differ by"):
        proof_of("cubes", 3 * THETA**2 * 1.001, cubes, THETA)


def test_every_example_of_a_batch_has_its_row():
    _, a = bpref.forward_pass(X, W, b, {1: bpref.sigmoid, 2: bpref.sigmoid})
    text = proof("dz[2]", a[2] - Y, at="z[2]", x=X, y=Y).data
    assert "| $dz_{4}$, example 1 |" in text
    assert "| $dz_{5}$, example 4 |" in text


def test_dz_of_one_example_has_no_number_of_the_example():
    assert "example" not in proof("dz", dz[2], at="z[2]").data


def test_entries_without_names_are_called_by_their_indices():
    assert r"| \[1, 0\] | 12 |" in proof_of("cubes", 3 * THETA**2, cubes, THETA).data


def test_each_of_several_has_one_row_and_the_largest_is_below():
    right = 3 * THETA**2
    text = proof_each("both", [("one", right, cubes, THETA), ("two", right, cubes, THETA)]).data
    assert "| one | 0 | " in text
    assert text.count("\n| two |") == 1
    with pytest.raises(ValueError, match="both, two"):
        proof_each("both", [("one", right, cubes, THETA), ("two", -right, cubes, THETA)])


def test_names_are_typeset_and_words_are_not():
    assert with_symbols("dW[2] of four examples") == "$dW^{[2]}$ of four examples"
    assert with_symbols("a_b [1]") == r"a\_b \[1\]"
    assert with_symbols("of $J$, W[1]") == "of $J$, W[1]"


def test_every_gradient_is_proved_on_some_networks():
    proofs = all_proofs.prove(40)
    assert set(proofs) == set(bpref.__all__) - all_proofs.NO_GRADIENTS
    assert proofs["backward_pass"].networks == 40
    assert all(0 < proof.networks <= 40 for proof in proofs.values())
    assert all(proof.by_step <= 1e-12 for proof in proofs.values())
    assert max(proof.by_step for proof in proofs.values()) > 0


def test_the_same_networks_are_drawn_at_every_build():
    assert all_proofs.prove(3) == all_proofs.prove(3)


@pytest.mark.parametrize(
    "name", sorted(set(bpref.__all__) - all_proofs.NO_GRADIENTS - {"backward_pass"})
)
def test_a_wrong_function_stops_the_build(name, monkeypatch):
    right = getattr(bpref, name)
    monkeypatch.setattr(bpref, name, lambda *arguments: right(*arguments) * (1 + 1e-9))
    with pytest.raises(ValueError, match="differ by"):
        all_proofs.prove(20)


@pytest.mark.parametrize("place", [0, 1])
def test_a_wrong_backward_pass_stops_the_build(place, monkeypatch):
    right = bpref.backward_pass

    def wrong(*arguments):
        results = right(*arguments)
        results[place][1] = results[place][1] * (1 + 1e-9)
        return results

    monkeypatch.setattr(bpref, "backward_pass", wrong)
    with pytest.raises(ValueError, match="backward_pass: "):
        all_proofs.prove(5)


def test_a_function_that_no_network_proves_stops_the_build(monkeypatch):
    monkeypatch.setattr(all_proofs, "NO_GRADIENTS", all_proofs.NO_GRADIENTS - {"relu"})
    with pytest.raises(ValueError, match=r"not every gradient is proved: \['relu'\]"):
        all_proofs.proofs_table(20)


def test_a_gradient_without_an_equation_stops_the_build(monkeypatch):
    stated = [e for e in all_proofs.equations() if e.function != "bias_gradient"]
    monkeypatch.setattr(all_proofs, "equations", lambda: iter(stated))
    with pytest.raises(ValueError, match=r"has an equation: \['bias_gradient'\]"):
        all_proofs.proofs_table(20)


def test_the_table_links_each_function_to_its_page():
    text = all_proofs.proofs_table(20).data
    assert "{func}`~bpref.weight_gradient`<br>$" in text
    assert "[section 4](../article/last-layer-parameters.md)" in text
