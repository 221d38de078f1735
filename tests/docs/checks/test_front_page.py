"""What the front page says of the checks."""

import re

from bpref_docs.checks import front_page
from bpref_docs.checks.check import check, differences
from bpref_docs.words.quantities import SCALARS, dW

ROLES = "{checked}`gradients` | {checked}`ways` | {checked}`difference` | {checked}`numbers`"


def test_every_parameter_of_the_example_has_its_gradient_in_three_ways():
    found = front_page.example_gradients()
    assert found.keys() == {name for name in SCALARS if re.fullmatch(r"d[wb]\d+", name)}
    for name, (own, *others) in found.items():
        assert own == SCALARS[name]
        differences(name, own, others)
        assert {own} != {*others}  # found, and not copied


def test_the_figures_are_those_of_the_gradients(monkeypatch):
    numbers = {"dw1": (1.0, 1 + 2**-52, 1 + 1e-9), "db1": (1e-3, 1.25e-3, 1e-3)}
    monkeypatch.setattr(front_page, "example_gradients", lambda: numbers)
    assert front_page.figures() == {"gradients": "2", "ways": "3", "difference": "2 × 10⁻¹"}


def test_the_roles_write_the_figures_and_the_sum_of_all_pages(site):
    made = site("bpref_docs.checks.front_page")
    # Without the extensions of MyST: the fence, and what is in dollars.
    six = check("dW[2]", dW[2], at="W[2]").data.replace("$", "").replace(":" * 4, "`" * 4)
    one = "```{admonition} Another\n:class: agree-1000\nAll agree.\n```"
    pages = {"index": ROLES, "first": f"# First\n\n{six}", "second": f"# Second\n\n{six}\n\n{one}"}
    assert made.build(**pages) == ""
    known = front_page.figures()
    text = re.sub("<[^>]+>", "", made.page("index"))
    assert f"{known['gradients']} | {known['ways']} | {known['difference']} | 1,012" in text
    # Another page alone is changed.
    assert made.build(first="# First\n\nNothing is checked.") == ""
    assert "| 1,006" in re.sub("<[^>]+>", "", made.page("index"))


def test_an_unknown_figure_is_refused(site):
    assert "'other' is none of numbers, gradients" in site("bpref_docs.checks.front_page").build(
        index="{checked}`other`"
    )
