"""The sentence that says what comes, and which functions a page uses."""

from docutils import nodes

from bpref_docs.site.wayfinding import first_sentence, functions_used


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
