"""The functions of bpref on the pages: the directive ``source``, the role ``source-link``."""

import pytest
from bs4 import BeautifulSoup

import bpref
from bpref_docs.code import lines as functions
from bpref_docs.code import source
from bpref_docs.code.lines import core, equation_lines
from bpref_docs.words.outline import equation_of

DERIVED = """# Page

```{source} weight_gradient
```
"""
LINKED = "# Other\n\n{source-link}`weight_gradient`, as it was.\n"
EQUATION = "# Page\n\n```{math}\n:label: weight_gradient\ndW = dz\n```\n\n"
REFERENCE = "# Functions\n\n```{eval-rst}\n.. autofunction:: bpref.weight_gradient\n```\n"


@pytest.fixture
def pages(site, monkeypatch):
    """Return a site whose index is section 4."""
    monkeypatch.setattr(source, "called", lambda page: "section 4")
    return site(
        "sphinx.ext.autodoc", "numpydoc", "bpref_docs.code.source", "bpref_docs.code.reference"
    )


def block(html: str) -> BeautifulSoup:
    """Return a page's one block of a function."""
    [found] = BeautifulSoup(html, "html.parser").select(".function-block")
    return found


@pytest.fixture
def narrow(monkeypatch):
    """Let every line of bpref be narrow enough, whatever it is."""
    monkeypatch.setattr(functions, "WIDEST", 200)


@pytest.mark.usefixtures("narrow")
def test_a_source_is_shown_short_and_whole(pages):
    assert pages.build(index=DERIVED, reference=REFERENCE) == ""
    found = block(pages.page("index"))
    first, whole = found.find_all("pre")
    assert first.get_text().strip() == core(source.source_of("weight_gradient"))
    # A marked line is the only kind with the class hll.
    assert len(first.select(".hll")) == len(equation_lines(first.get_text().strip())) > 0
    assert whole.get_text().strip() == source.source_of("weight_gradient").strip()
    assert found.find(class_="head").get_text() == "weight_gradient reference"
    assert found.find("a")["href"] == "reference.html#bpref.weight_gradient"


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("weight_gradient", ", with 1 more line for shapes and checks"),
        ("linear_forward", ", with 3 more lines for shapes and checks"),
        ("sigmoid", ""),
    ],
)
def test_one_fold_says_what_is_seen_in_it_alone(pages, name, more):
    pages.build(index=DERIVED.replace("weight_gradient", name))
    [fold] = block(pages.page("index")).find_all("details")
    assert fold.summary.get_text() == source.WHOLE + more


@pytest.mark.usefixtures("narrow")
def test_the_equation_directly_above_is_moved_into_the_block_with_its_number_and_place(pages):
    assert pages.build(index=EQUATION + DERIVED[8:], reference=REFERENCE) == ""
    html = pages.page("index")
    inside = [part.get("class") for part in block(html).find_all(recursive=False)]
    assert inside[0] == ["head"] and inside[-1] == ["source"]
    text = str(block(html))
    assert html.count("dW = dz") == text.count("dW = dz") == 1
    assert html.count('id="equation-weight-gradient"') == 1
    assert text.index('id="equation-weight-gradient"') < text.index("dW = dz") < text.index("<pre")
    assert "(1)" in text


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("above", ["", EQUATION.replace("weight", "bias"), EQUATION + "Text.\n\n"])
def test_without_its_equation_above_a_block_has_the_one_that_is_typed_elsewhere(pages, above):
    pages.build(index=(above or "# Page\n\n") + DERIVED[8:])
    text = str(block(pages.page("index")))
    assert "dW = dz" not in text and "(1)" not in text
    assert equation_of("weight_gradient") in BeautifulSoup(text, "html.parser").get_text()


def test_a_function_without_an_equation_is_refused(monkeypatch):
    monkeypatch.setattr(source, "equation_of", lambda name: None)
    with pytest.raises(ValueError, match="no page has an equation for 'tanh'"):
        source.typeset("tanh", (None, None))


@pytest.mark.usefixtures("narrow")
def test_a_link_leads_to_where_the_source_stands(pages):
    assert pages.build(index=DERIVED, other=LINKED, reference=REFERENCE) == ""
    html = pages.page("other")
    assert 'href="index.html#source-weight_gradient"' in html
    assert 'id="source-weight_gradient"' in pages.page("index")
    assert ">section 4</span></a>), as it was." in html
    assert " (derived in <a " in html
    assert 'href="reference.html#bpref.weight_gradient"' in html


@pytest.mark.usefixtures("narrow")
def test_a_link_to_a_source_that_stands_nowhere_is_a_warning(pages):
    warnings = pages.build(index=LINKED, reference=REFERENCE)
    assert "undefined label: 'source-weight_gradient'" in warnings


@pytest.mark.usefixtures("narrow")
def test_a_source_that_stands_twice_is_a_warning(pages):
    warnings = pages.build(index=DERIVED, other=DERIVED, reference=REFERENCE)
    assert "duplicate label source-weight_gradient" in warnings


@pytest.mark.parametrize(
    "page", ["# P\n\n```{source} nothing\n```\n", "# P\n\n{source-link}`nothing`"]
)
def test_only_a_public_function_has_a_source(pages, page):
    assert "bpref has no public function 'nothing'" in pages.build(index=page)


@pytest.mark.parametrize("page", [DERIVED, REFERENCE])
def test_a_line_too_wide_for_a_page_is_a_warning(pages, page, monkeypatch):
    widest = max(len(line) for line in source.source_of("weight_gradient").splitlines())
    monkeypatch.setattr(functions, "WIDEST", widest)
    assert "has a line of" not in pages.build(index=DERIVED, reference=REFERENCE)
    monkeypatch.setattr(functions, "WIDEST", widest - 1)
    assert f"weight_gradient has a line of {widest} characters" in pages.build(index=page + "\n")


@pytest.mark.parametrize("name", bpref.__all__)
def test_every_public_function_has_a_source(name):
    assert source.source_of(name).startswith(f"def {name}(")
