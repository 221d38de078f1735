"""The blocks that prepare the examples of a page."""

import pytest
from bs4 import BeautifulSoup


@pytest.mark.parametrize(("option", "folded"), [(":setup:\n", True), ("", False)])
def test_a_setup_is_folded_and_still_a_block_of_code(site, option, folded):
    made = site("bpref_docs.code.examples")
    assert made.build(index=f"# Page\n\n```{{doctest}}\n{option}>>> import numpy\n```\n") == ""
    page = BeautifulSoup(made.page("index"), "html.parser")
    [block] = page.select("div.highlight-pycon")
    assert ">>> import numpy" in block.get_text()
    assert bool(block.find_parent("details", class_="setup")) is folded
    assert ":setup:" not in page.get_text()
