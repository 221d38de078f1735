"""The card of a mistake, as a page's cell shows it."""

import re

import pytest
from bs4 import BeautifulSoup

from bpref_docs import mark, mistake_card
from bpref_docs.checks.mistakes import LETTERS, apart, bars, differing, loss_curves

ERRORS = {"dW[1]": 1.5, "db[1]": 0.25, "dW[2]": 1e-12, "db[2]": 0.0}
FALLS = [0.7 * 0.99**step for step in range(501)]
JUMPS = [*FALLS[:250], *[2.0] * 251]


def parsed(html):
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    ("wrong", "right", "old", "new"),
    [
        ("W2 @ dz2", "W2.T @ dz2", "W2 @ dz2", "W2<ins>.T</ins> @ dz2"),
        ("sum(axis=0)", "sum(axis=1)", "sum(axis=<del>0</del>)", "sum(axis=<ins>1</ins>)"),
        ("a >= b", "a", "a<del> &gt;= b</del>", "a"),
        ("one\ntwo", "two", "<del>one\n</del>two", "two"),
    ],
)
def test_what_differs_is_marked(wrong, right, old, new):
    assert differing(wrong, right) == (old, new)


def test_every_gradient_has_its_bar_and_its_number():
    drawn = parsed(bars(ERRORS))
    assert drawn.svg["aria-label"].endswith("dW[1] 1.50, db[1] 0.25, dW[2] right, db[2] right.")
    lengths = [float(bar["width"]) for bar in drawn.find_all("rect")]
    assert lengths == [150, 25]
    assert all("gradient" in bar["style"] for bar in drawn.find_all("rect"))
    texts = [element.get_text() for element in drawn.find_all("text")]
    assert texts[1::2] == ["1.50", "0.25", "right", "right"]


def test_the_curves_are_named_at_their_ends():
    drawn = parsed(loss_curves({"wrong": JUMPS, "right": FALLS}))
    *_, wrong, right = drawn.find_all("text")
    assert wrong.get_text() == "wrong 2.00"
    assert right.get_text() == f"right {FALLS[-1]:.2f}"
    assert "gradient" not in str(drawn)
    # A loss above the drawing stays at its upper edge.
    heights = re.findall(r"[ML][\d.]+ ([\d.]+)", drawn.find_all("path")[-1]["d"])
    assert min(map(float, heights)) == 8
    assert f"{JUMPS[150]:.2f} after 150 steps and 2.00 at the end" in drawn.svg["aria-label"]


@pytest.mark.parametrize(("one", "other"), [(0.01, 0.01), (0.5, 0.49), (0.0, 0.02), (0.8, 0.1)])
def test_two_names_never_overlap(one, other):
    first, second = apart(one, other)
    assert abs(first - second) >= LETTERS + 3
    assert (first <= second) == (one >= other)


def test_a_mark_is_seen_and_heard():
    assert [parsed(mark(caught)).get_text() for caught in (True, False)] == ["✓caught", "–silent"]
    assert parsed(mark(True)).select_one("[aria-hidden]").get_text() == "✓"


def test_the_card_has_all_of_it():
    shown = mistake_card(
        "b = 1", "b = 2", ERRORS, {"wrong": JUMPS, "right": FALLS}, {"NumPy": True}
    )
    card = parsed(shown.data)
    assert [code.get_text() for code in card.select(".lines code")] == ["b = 1", "b = 2"]
    assert [sign.get_text() for sign in card.select(".sign")] == ["− wrong", "+ right"]
    assert len(card.select("svg[role=img][aria-label]")) == 2
    assert card.select_one(".catches li").get_text() == "NumPy ✓caught"
