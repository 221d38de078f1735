"""The exercises of the pages, and the one page that has all solutions."""

import re

import pytest
from bs4 import BeautifulSoup

from bpref_docs.folders import DOCS
from bpref_docs.site.solutions import solutions
from bpref_docs.words.outline import pages

COURSE = [page for page in pages() if page.startswith("article/")]
SOLVED = [
    page for page in pages() if "\n## Solutions\n" in (DOCS / f"{page}.md").read_text("utf-8")
]


def test_every_section_of_the_course_has_exercises():
    assert set(COURSE) <= set(SOLVED)


@pytest.mark.parametrize("page", SOLVED)
def test_every_exercise_has_its_solution(page):
    text = (DOCS / f"{page}.md").read_text("utf-8")
    asked = text.partition("\n## Exercises\n")[2].partition("\n## ")[0]
    numbers = re.findall(r"^(\d+)\. ", asked, re.MULTILINE)
    assert len(numbers) >= 3
    assert re.findall(r"^`{4,}{admonition} Solution (\d+)$", text, re.MULTILINE) == numbers
    if page in COURSE:
        kinds = re.findall(r"^\d+\. \*(.*?)\*", asked, re.MULTILINE)
        assert kinds == ["A number.", "A symbol.", "A why."]


def test_a_page_without_solutions_has_none():
    assert solutions("article/one", "# One\n") is None


def test_what_follows_the_solutions_is_none_and_links_lead_where_they_led():
    text = (
        "# One\n\n## Solutions\n\n[a](two.md#b) [c](#c) [d](https://d.org/e.md)\n\n## Next\n\nf\n"
    )
    assert solutions("article/one", text) == (
        "\n[a](/article/two.md#b) [c](#c) [d](https://d.org/e.md)\n\n"
    )


def test_the_solutions_are_unfolded_below_the_names_of_their_pages(site, monkeypatch):
    made = site("bpref_docs.site.solutions")
    page = """---
myst: {heading_anchors: 2}
---
# 1. One

## Exercises

1. *A number.* How many?

## Solutions

```{admonition} Solution 1
:collapsible: closed

Two.
```
"""
    index = "# All\n\n```{solutions}\n```\n\n```{toctree}\none\n```\n"
    monkeypatch.setattr("bpref_docs.site.solutions.pages", lambda: ["one"])
    monkeypatch.setattr("bpref_docs.site.solutions.title", lambda page: "1. One")
    monkeypatch.setattr("bpref_docs.site.solutions.DOCS", made.folder)
    assert made.build(index=index, one=page) == ""
    built = BeautifulSoup(made.page("index"), "html.parser")
    assert "1. One" in built.h2.get_text()
    assert built.select_one("a[href='one.html#exercises']")
    assert built.select_one("details[open]").get_text().split() == ["Solution", "1", "Two."]
