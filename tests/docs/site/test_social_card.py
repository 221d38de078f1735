"""The picture that a link to a page shows: its title, and its key picture."""

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpref_docs.folders import DOCS
from bpref_docs.site import social_card
from bpref_docs.site.social_card import (
    COLUMN,
    HEIGHT,
    MARGIN,
    WIDTH,
    network,
    page_card,
    said_of,
    section,
    unbroken,
)

TITLES = [
    re.search("^# (.*)", path.read_text("utf-8"), re.MULTILINE)[1].replace("$", "")
    for path in sorted(DOCS.glob("**/*.md"))
]
WITH_PICTURE, WITH_STEPS = page_card("Why?", network()), page_card("Why?")


def ink(png):
    """Return where a card is not white."""
    return (plt.imread(io.BytesIO(png), format="png")[..., :3] < 1).any(axis=-1)


@pytest.mark.parametrize("title", TITLES)
def test_every_title_fits(title):
    drawn = ink(page_card(title, network()))
    assert drawn.shape == (HEIGHT, WIDTH)
    assert not drawn[:, :MARGIN].any()
    assert not drawn[:, MARGIN + COLUMN + 4 : social_card.PICTURE[0]].any()
    assert not drawn[:24].any()
    assert not drawn[-24:].any()
    # Between the title and the site's name.
    rows = np.flatnonzero(drawn[:, MARGIN : MARGIN + COLUMN].any(axis=1))
    assert np.diff(rows).max() >= 20


def test_a_title_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="no room"):
        page_card("backpropagation " * 20)


def test_the_picture_is_the_page_s_own_or_the_four_steps():
    right = np.s_[:, social_card.PICTURE[0] :]
    with_picture, with_steps = ink(WITH_PICTURE), ink(WITH_STEPS)
    left = np.s_[:, : social_card.PICTURE[0]]
    assert (with_picture[left] == with_steps[left]).all()
    assert with_picture[right].any()
    assert with_steps[right].any()
    assert (with_picture[right] != with_steps[right]).any()


def test_the_card_is_told_in_words():
    assert said_of("Why?", '<svg aria-label="One &amp; two.">') == "Why?. One & two."
    assert said_of("Glossary") == "Glossary. The four steps of backpropagation."


def test_the_number_of_a_section_stands_above_its_title():
    assert section("5. Backwards") == ("Section 5", "Backwards")
    assert section("Glossary") == ("", "Glossary")


def test_no_line_ends_with_an_article():
    assert unbroken("Gradients of a batch") == ["Gradients", "of", "a batch"]
