"""What a pointer on a term shows."""

import json

import pytest

from bpref_docs.words.outline import sentences

GLOSSARY = """# Glossary

```{glossary}
gradient
slope
  The derivative of the loss, e.g. with respect to a weight.
  It points *uphill*, at 0.5 say. More.

backward pass
  The computation back: it needs each {term}`gradient` of
  the next layer.
```
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("One, e.g. two. Three.", "One, e.g. two."),
        ("One, i.e. one. $z$ follows.", "One, i.e. one."),
        ("It is 0.5 wide. Then.", "It is 0.5 wide."),
        ("Why? Because.", "Why?"),
        ("On two\n  lines.\nNext.", "On two lines."),
        ("No full stop", "No full stop"),
        ("In (brackets.) It ends.", "In (brackets.) It ends."),
    ],
)
def test_the_first_sentence(text, sentence):
    assert sentences(text)[0] == sentence


def test_a_term_shows_the_first_sentence_of_its_definition(site):
    pages = site("bpref_docs.site.glossary")
    index = "# Page\n\nThe {term}`gradient`, a {term}`way <backward pass>`, {term}`slope`, [g](glossary.md).\n"
    assert pages.build(index=index, glossary=GLOSSARY) == ""
    html, gradient = (
        pages.page("index"),
        "The derivative of the loss, e.g. with respect to a weight.",
    )
    link = 'class="reference internal" href="glossary.html#term-{}" title="{}"'
    assert link.format("gradient", gradient) in html
    assert link.format("slope", gradient) in html
    backward = "The computation back: it needs each gradient of the next layer."
    assert link.format("backward-pass", backward) in html
    # A link to the page is none to a term.
    assert html.count('" title="The ') == 3


def test_the_cards_have_whole_definitions_with_their_formulas(site):
    pages = site("bpref_docs.mathematics.mathml", "bpref_docs.site.glossary")
    glossary = "# G\n\n```{glossary}\nloss\ncost\n  One number.\n  It is {math}`J_1 = 2`. ([here](index.md))\n```\n"
    assert pages.build(index="# Page\n\n[g](glossary.md)\n", glossary=glossary) == ""
    script = (pages.folder / "out/_static/definitions.js").read_text("utf-8")
    definition = "One number. It is J<sub>1</sub> = 2."
    assert json.loads(script.removeprefix("const DEFINITIONS = ")) == {
        "term-loss": ["loss", definition],
        "term-cost": ["cost", definition],
    }


def test_terms_link_within_the_glossary_too(site):
    pages = site("bpref_docs.site.glossary")
    pages.build(index=GLOSSARY)
    assert 'href="#term-gradient" title="The derivative of the loss, e.g.' in pages.page("index")


def test_a_formula_in_a_first_sentence_is_a_warning(site):
    glossary = "# G\n\n```{{glossary}}\nloss\n  {}\n```\n\n{{term}}`loss`\n"
    warn = "no title can show the formula"
    assert warn in site("bpref_docs.site.glossary").build(
        index=glossary.format("It is {math}`J`. So.")
    )
    assert warn not in site("bpref_docs.site.glossary").build(
        index=glossary.format("One number on a Jetty. It is {math}`J`.")
    )
