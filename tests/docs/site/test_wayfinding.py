"""The sentence that says what comes, and which functions a page uses."""

from docutils import nodes

from bpref_docs.hosting import ROOT
from bpref_docs.site.wayfinding import ARTICLE, first_sentence, functions_used, link_notes, section


def page(*paragraphs: nodes.paragraph) -> nodes.document:
    document = nodes.document(None, None)
    document += nodes.section("", *paragraphs)
    return document


def test_the_first_sentence_keeps_formulas_and_loses_links():
    link = nodes.reference("", "", nodes.inline("", "slopes"), refuri="x")
    parts = (
        nodes.Text("How "),
        link,
        nodes.Text(" give "),
        nodes.math("", "dz"),
        nodes.Text(". More."),
    )
    minutes = nodes.paragraph("", "", nodes.emphasis("", "About 9 minutes."))
    sentence = first_sentence(page(minutes, nodes.paragraph("", "", *parts)))
    assert sentence.astext() == "How slopes give dz."
    assert not list(sentence.findall(nodes.reference))
    assert len(list(sentence.findall(nodes.math))) == 1


def test_the_number_of_a_decimal_ends_no_sentence():
    assert (
        first_sentence(page(nodes.paragraph("", "", nodes.Text("It is 0.5 here. Next.")))).astext()
        == "It is 0.5 here."
    )


def test_functions_are_used_where_they_are_imported():
    text = "The sigmoid.\n>>> from bpref import (relu,\n...     tanh)\nfrom bpref import softmax"
    assert functions_used(text) == {"relu", "tanh", "softmax"}


def test_the_notes_link_the_original_article():
    lines = [
        "Article, sections 4 and 9.",
        "Original article, section 3.",
        "An article, section by section.",
    ]
    link_notes(None, "function", "f", None, None, lines)
    assert lines == [
        f"`Original article <{ARTICLE}>`__, sections 4 and 9.",
        f"`Original article <{ARTICLE}>`__, section 3.",
        "An article, section by section.",
    ]


def test_sections_that_count_from_0_are_not_called_5_of_10(site):
    made = site("sphinx.ext.autodoc", "bpref_docs.mathematics.mathml", "bpref_docs.site.wayfinding")
    contents = "# The site\n\n```{toctree}\n:caption: The course\n\nfirst\nlast\nmore\n```\n"
    pages = {"first": "# 0. Why", "last": "# 10. The step", "more": "# Questions"}
    assert made.build(index=contents, **pages) == ""
    for name, line in (
        ("first", "The course · section 0 of 0–10"),
        ("last", "The course · section 10 of 0–10"),
        ("more", "The course"),
    ):
        assert f'<div class="where"><p>{line}</p></div>' in made.page(name)


def test_the_sections_own_to_the_site_follow_none():
    assert section("0. Why") == 0
    assert section("9. Many") == 9
    assert section("10. The first training step") is None
    assert section("Check a gradient") is None


def test_the_address_is_the_one_on_the_first_page():
    assert ARTICLE in (ROOT / "docs/index.md").read_text("utf-8")
    assert ARTICLE in (ROOT / "README.md").read_text("utf-8")
