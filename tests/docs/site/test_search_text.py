"""The sentences and headings that the search shows."""

import json

import pytest
from bs4 import BeautifulSoup

from bpref_docs.site.search_text import formula, passages, questions

PAGE = """
<p class="where">The course</p>
<section id="the-page"><h1>The page<a class="headerlink" href="#the-page">#</a></h1>
<p><em>About 9 minutes.</em></p>
<p>One &lt; two. Then it is<!-- so --></p><div class="equation"><math><mi>x</mi></math></div><p>and so on. More?</p>
<section id="on-x"><h2>On <math><msub><mi>x</mi><mn>1</mn></msub></math></h2>
<p>A list:</p><ul><li><p>First.</p></li><li>second (in brackets. Two.) And.</li></ul>
<table><tr><td>no table</td></tr></table><details><p>No fold.</p></details>
<dl class="py function"><dt class="sig" id="bpref.f"><span class="descname">f</span>(<em>x</em>)</dt>
<dd><p>Compute it.</p><dl class="field-list"><dt>x</dt><dd><p>Its input.</p></dd></dl></dd></dl>
<dl class="glossary"><dt id="term-a">one</dt><dt id="term-b">other</dt><dd><p>Means that.</p></dd></dl>
<p>After all.</p></section></section>
"""


def test_every_section_and_term_has_its_own_sentences():
    assert passages(PAGE) == [
        ("", "The page", ["One &lt; two.", "Then it is … and so on.", "More?"]),
        ("on-x", "On x<sub>1</sub>",
         ["A list: …", "First.", "second (in brackets. Two.) And.", "After all."]),
        ("bpref.f", "f", ["Compute it."]),
        ("term-a", "one", ["Means that."]),
        ("term-b", "other", ["Means that."]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mathml", "text"),
    [
        ("<msup><mi>W</mi><mrow><mo>[</mo><mn>2</mn><mo>]</mo></mrow></msup>", "W<sup>[2]</sup>"),
        ("<msup><mi>W</mi><mi>𝖳</mi></msup>", "W<sup>𝖳</sup>"),
        ("<msup><mi>g</mi><mo>′</mo></msup><mo>(</mo><mi>z</mi><mo>)</mo>", "g′(z)"),
        ("<msubsup><mi>a</mi><mn>1</mn><mn>2</mn></msubsup>", "a<sub>1</sub><sup>2</sup>"),
        ("<mi>d</mi><mo>=</mo><mi>a</mi><mo>−</mo><mi>y</mi>", "d = a − y"),
        ("<mo>−</mo><mn>2</mn>", "−2"),
        ("<mfrac><mn>1</mn><mi>m</mi></mfrac>", "1/m"),
        ("<mfrac><mrow><mi>a</mi><mo>−</mo><mi>y</mi></mrow><mi>m</mi></mfrac>", "(a − y)/m"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x + 1)"),
        ("<mi>a</mi><mo><</mo><mi>b</mi>", "a &lt; b"),
    ],
)
def test_an_equation_is_a_line(mathml, text):
    math = BeautifulSoup(f"<math>{mathml.replace('<<', '&lt;<')}</math>", "html.parser").math
    assert formula(math) == text


def test_a_question_that_is_a_link_is_a_heading_of_its_answer():
    page = (
        '<li><p><a href="../a/b.html#c">Is <math><mfrac><mn>1</mn><mi>m</mi></mfrac></math> right?</a> '
        'Yes. <a href="x.html">What else?</a></p></li><li><a href="d.html">Why?</a></li>'
        '<li><a href="e.html">No question.</a></li><li><a href="https://f.org/?">Elsewhere?</a></li>'
        "<li><strong>Alone?</strong></li>"
    )
    assert questions(page, "r/q") == [("Is 1/m right?", "a/b", "c"), ("Why?", "r/d", "")]


def test_the_script_has_all_pages_also_those_that_are_not_written_again(site):
    pages = site("bpref_docs.site.search_text")
    for index in ("# Index\n\nOne.\n", "# Index\n\nTwo.\n"):
        assert pages.build(index=index, other="---\norphan: true\n---\n\n# Other\n\nSame.\n") == ""
        script = (pages.folder / "out" / "_static" / "search_text.js").read_text("utf-8")
        found = json.loads(script.splitlines()[0].removeprefix("const PASSAGES = "))
        assert found == {
            "index": [["", "Index", [index.split()[2]]]],
            "other": [["", "Other", ["Same."]]],
        }
