"""What is changed in a page's HTML, and that all else is as it was."""

import re

import pytest
from bs4 import BeautifulSoup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer

from bpref_docs.drawing.network import Drawing
from bpref_docs.mathematics.formula import to_mathml
from bpref_docs.mathematics.mathml import with_a_name
from bpref_docs.site.page_html import change_page, changed


def test_a_page_without_text_of_its_own_is_left_alone():
    context = {}
    change_page(None, "search", "search.html", context, None)
    assert context == {}


def test_the_body_of_a_page_is_changed():
    context = {"body": "<summary aria-label='x'>Show</summary>", "title": "Why"}
    change_page(None, "why", "page.html", context, None)
    assert context == {"body": "<summary>Show</summary>", "title": "Why"}


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\n  two  spaces\n\n\ta tab &lt;b&gt; &amp; more\n</pre>",
        "<p>one<br/>line, \N{NO-BREAK SPACE}and “signs”</p>",
        '<script>if (a < b && "</p>") f()</script>',
        "<style>a > b::after { content: '&' }</style>",
        '<input aria-label="a &lt; b" type="text"/>',
        to_mathml(r"a < b' a^{[1]} \& \frac{1}{m}", display=True),
    ],
)
def test_what_needs_no_change_stays(html):
    assert changed(html) == html


@pytest.mark.parametrize(
    "svg",
    [
        Drawing(set(), set(), set()).svg("alt", "both"),
        '<svg viewBox="0 0 1 1"><clipPath id="a"><path pathLength="1"/></clipPath></svg>',
    ],
)
def test_a_drawing_keeps_its_capitals(svg):
    names = re.compile(r"(?<=[<\s])[a-zA-Z-]*[A-Z][a-zA-Z]*(?=[=\s>])")
    assert sorted(set(names.findall(changed(svg)))) == sorted(set(names.findall(svg))) != []


def test_a_fold_is_called_by_its_own_text():
    assert changed('<summary aria-label="Toggle hidden content">Show</summary>') == (
        "<summary>Show</summary>"
    )


@pytest.mark.parametrize(
    ("owner", "title", "name"),
    [
        ("<h2>Why <math><mi>a</mi><mo>&lt;</mo></math>{}</h2>", "heading", "Why a<"),
        ('<div>x = z<span class="eqno">(3){}</span></div>', "equation", "(3)"),
        ('<caption><span class="caption-text">One</span>{}\n</caption>', "table", "One"),
    ],
)
def test_a_permalink_says_of_what_it_is_one(owner, title, name):
    link = f'<a class="headerlink" href="#x" title="Link to this {title}">#</a>'
    page = BeautifulSoup(changed(owner.format(link)), "html.parser")
    assert page.a["aria-label"] == f"Link to this {title}: {name}"
    assert [heading["aria-label"] for heading in page.find_all("h2")] == [name] * (
        title == "heading"
    )


def test_a_formula_is_a_part_of_a_name():
    assert with_a_name("<math><mi>a</mi><mo>&lt;</mo></math>") == (
        '<math aria-label="a&lt;"><mi>a</mi><mo>&lt;</mo></math>'
    )


CODE = 'import numpy as np\nfor l in range(2, 0, -1):\n    dz = W.T @ dz  # "back"\n'


def light(code, lexer, **options):
    """Return the code as Pygments writes it, and as it is then."""
    html = highlight(code, lexer, HtmlFormatter(**options))
    return html, changed(html)


def test_code_reads_the_same():
    before, after = (BeautifulSoup(html, "html.parser") for html in light(CODE, PythonLexer()))
    assert after.get_text() == before.get_text()


def test_names_and_brackets_have_no_element_and_what_has_a_colour_keeps_it():
    html = light(CODE, PythonLexer())[1]
    assert '<span class="k">for</span> l <span class="ow">in</span> ' in html
    classes = set(re.findall(r'<span class="(\w+)"', html))
    assert classes == {"kn", "k", "ow", "nb", "mi", "o", "c1"}


def test_prompts_stay_for_the_copy_button():
    html = light(">>> 1 + x\n3\n", PythonConsoleLexer())[1]
    assert '<span class="gp">&gt;&gt;&gt; </span>' in html
    assert '<span class="go">3</span>' in html


def test_marked_lines_stay_marked():
    assert '<span class="hll">    dz' in light(CODE, PythonLexer(), hl_lines=[3])[1]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>See <a>section 5</a>.</p>", "<p>See <a>section_5</a>.</p>"),
        ("<p>Section 10 says</p>", "<p>Section_10 says</p>"),
        ("<td>3.4 × 10⁻¹¹</td>", "<td>3.4_×_10⁻¹¹</td>"),
        ("<p>0.2 × 0.8 is a × b</p>", "<p>0.2_×_0.8 is a × b</p>"),
        ("<p>sections 5 to 7, a section of 5</p>", "<p>sections 5 to 7, a section of 5</p>"),
        ("<pre>section 5 <b>2 × 3</b></pre>", "<pre>section 5 <b>2 × 3</b></pre>"),
        ('<i title="section 5"></i>', '<i title="section 5"></i>'),
    ],
)
def test_a_number_stays_on_its_line(html, kept):
    assert changed(html) == kept.replace("_", "\N{NO-BREAK SPACE}")


def table(headers: list[str], *rows: list[str]) -> str:
    head = "".join(f'<th class="head"><p>{text}</p></th>' for text in headers)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="docutils"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


LONG = "a sentence that needs more than one line"


def test_a_wide_table_names_the_column_in_every_cell():
    why = '<a href="#why" id="why">why</a>'
    cards = changed(table(["what", why, "how"], [LONG, LONG, "1"], [LONG, LONG, "2"]))
    assert cards.startswith('<table class="cards docutils" style="--label: 2.4em">')
    assert cards.count('<span class="label">why</span>') == 2
    assert '<span class="label">how</span><div class="datum">2</div>' in cards


def test_a_narrow_table_stays_one():
    narrow = table(["h", "error"], ["0.1", "0.004"])
    assert changed(narrow) == narrow


def test_a_table_whose_rows_are_no_rows_of_cells_is_left_alone():
    for uneven in (table([LONG, LONG], [LONG], [LONG, LONG]), "<table><tr><td>1</td></tr></table>"):
        assert changed(uneven) == uneven


def test_a_header_that_is_a_formula_has_a_text():
    named = changed(table(["<math><mi>h</mi><mo>=</mo><mn>1</mn></math>", "error"], ["1", "2"]))
    assert '<span class="sizeless">h=1</span><p><math aria-hidden="true">' in named
    assert named.count("sizeless") == 1
