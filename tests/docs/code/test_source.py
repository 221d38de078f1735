"""The functions of bpref on the pages: the directive ``source``, the role ``source-link``."""

import pytest

import bpref
from bpref_docs.code import lines as functions
from bpref_docs.code import source
from bpref_docs.code.lines import equation_lines, without_docstring

DERIVED = """# Page

```{source} weight_gradient
```
"""
LINKED = "# Other\n\n{source-link}`weight_gradient`, as it was.\n"
REFERENCE = "# Functions\n\n```{eval-rst}\n.. autofunction:: bpref.weight_gradient\n```\n"


@pytest.fixture
def pages(site, monkeypatch):
    """Return a site whose index is section 4."""
    monkeypatch.setattr(source, "called", lambda page: "section 4")
    return site("sphinx.ext.autodoc", "numpydoc", "bpref_docs.code.source")


@pytest.fixture
def narrow(monkeypatch):
    """Let every line of bpref be narrow enough, whatever it is."""
    monkeypatch.setattr(functions, "WIDEST", 200)


@pytest.mark.usefixtures("narrow")
def test_a_source_is_shown_short_and_whole(pages):
    assert pages.build(index=DERIVED, reference=REFERENCE) == ""
    html = pages.page("index")
    first, whole = html.split('<details class="source">')
    assert source.WHOLE in whole
    # A marked line is the only kind with the class hll.
    short = without_docstring(source.source_of("weight_gradient"))
    assert first.count('class="hll"') == len(equation_lines(short)) > 0
    assert "Parameters" not in first
    assert "Parameters" in whole
    assert "bpref/backward.py" in first
    assert 'href="reference.html#bpref.weight_gradient"' in first


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


def test_the_reference_ends_each_entry_with_its_source(pages):
    pages.build(index=REFERENCE)
    html = pages.page("index")
    assert html.count('<details class="source">') == 1
    assert html.index("Parameters") < html.index('<details class="source">')


@pytest.mark.parametrize("name", bpref.__all__)
def test_every_public_function_has_a_source(name):
    assert source.source_of(name).startswith(f"def {name}(")
