"""When a number agrees with a published one, and how it is shown beside it."""

import json

import numpy as np
import pytest

from bpref_docs.checks import published
from bpref_docs.checks.published import agrees, load, shown


@pytest.mark.parametrize(
    ("number", "text", "yes"),
    [
        (0.7513650, "0.751365", True),
        (0.7513654, "0.751365", True),
        (0.7513656, "0.751365", False),
        (0.7513644, "0.751365", False),
        (-0.1234, "-0.123", True),
        (0.1234, "-0.123", False),
        (1234.4, "1234", True),
        (1.26e-8, "1.3e-8", True),
        (1.24e-8, "1.3e-8", False),
        (0.1234567890123457, "0.1234567890123456", True),
        (0.1234567890123556, "0.1234567890123456", False),
        (float("nan"), "0.5", False),
    ],
)
def test_agrees(number, text, yes):
    assert agrees(number, text) is yes


def test_a_number_is_shown_with_three_decimals_more():
    assert shown(0.75136507, "0.7514") == "0.7513651"
    assert shown(12.0, "12") == "12.000"


def test_sixteen_digits_are_shown_beside_sixteen():
    assert shown(2 / 3, "0.6666666666666666") == f"{2 / 3:.16g}"


def test_a_case_without_a_source_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(published, "DATA", tmp_path)
    case = {"source": "a book", "inputs": {}, "published": {}, "published_inconsistent": {}}
    (tmp_path / "case.json").write_text(json.dumps(case), "utf-8")
    with pytest.raises(ValueError, match=r"case\.json does not say where"):
        load("case.json")


def test_inputs_are_arrays_and_published_numbers_keep_their_digits():
    case = load("mazur.json")
    assert all(array.dtype == np.float64 for array in case.inputs.values())
    assert all(isinstance(text, str) for text in case.published.values())
    assert case.by_rounded and case.astray
