"""The article is linked where its sections are named."""

from bpref_docs.hosting import ROOT
from bpref_docs.site.article import ARTICLE, link_notes, section


def test_the_notes_link_the_article():
    lines = ["Article, sections 4 and 9.", "An article, section by section."]
    link_notes(None, "function", "f", None, None, lines)
    assert lines == [
        f"`Article <{ARTICLE}>`__, sections 4 and 9.",
        "An article, section by section.",
    ]


def test_the_sections_own_to_the_site_follow_none():
    assert section("0. Why") == 0
    assert section("9. Many") == 9
    assert section("10. The first training step") is None
    assert section("Check a gradient") is None


def test_the_address_is_the_one_on_the_first_page():
    assert ARTICLE in (ROOT / "docs/index.md").read_text("utf-8")
    assert ARTICLE in (ROOT / "README.md").read_text("utf-8")
