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
    assert classes == {"kn", "k", "ow", "c1"}


def test_a_docstring_has_no_element_for_each_of_its_lines():
    html = light('def f():\n    """One.\n\n    Two."""\n    raise E(f"{x}")\n', PythonLexer())[1]
    assert set(re.findall(r'<span class="(\w+)"', html)) == {"k", "nf"}


def test_prompts_stay_for_the_copy_button():
    html = light(">>> 1 + x\n3\n", PythonConsoleLexer())[1]
    assert '<span class="gp">&gt;&gt;&gt; </span>' in html
    assert '<span class="go">3</span>' in html


def test_marked_lines_stay_marked():
    marked = light(CODE, PythonLexer(), hl_lines=[3])[1]
    assert '<span class="hll">    <span class="bpref-gradient">dz</span> = ' in marked
    assert '<span class="bpref-parameter">W</span>.T @ ' in marked


def test_only_the_equation_of_code_has_colours():
    assert "bpref-" not in light(CODE, PythonLexer())[1]


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


def test_no_line_breaks_in_the_sizes_of_a_network():
    assert changed("<p>A 2-3-1 &amp; 1-2</p>") == (
        '<p>A <span class="unbroken">2-3-1</span> &amp; <span class="unbroken">1-2</span></p>'
    )
    assert changed("<code>2-3-1</code>") == "<code>2-3-1</code>"


def table(headers: list[str], *rows: list[str]) -> str:
    head = "".join(f'<th class="head"><p>{text}</p></th>' for text in headers)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="docutils"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


TWO_LINES = "what needs more than one line on a phone"
LONG = f"a sentence, and {TWO_LINES}"
BOX = '<div class="pst-scrollable-table-container">{}</div>'


def test_a_table_of_prose_names_the_column_in_every_cell():
    why = '<a href="#why" id="why">why</a>'
    cards = changed(table(["what", why, "how", "where"], [LONG, LONG, "1", "a"], [LONG] * 4))
    assert cards.startswith('<table class="cards docutils">')
    assert cards.count('<span class="label">why</span>') == 2
    assert '<span class="label">how</span><div class="datum">1</div>' in cards


def test_a_table_of_numbers_stays_one_however_wide():
    header, numbers = ["gradient", "published", "recomputed"], ["dw1", "0.123456789", "0.12345"]
    assert changed(table(header, numbers)) == table(header, numbers)


def test_a_row_of_numbers_may_have_a_long_name_and_no_text():
    headers, numbers = ["way", "loss", "gradient"], ["16.118095651", "0.123456789"]
    assert "cards" not in changed(table(headers, [LONG, *numbers]))
    assert "cards" in changed(table(headers, [LONG + LONG, *numbers]))
    assert "cards" in changed(table(headers, ["0.123456789", LONG, "16.118095651"]))


def test_a_line_of_a_table_breaks_between_words_and_not_between_numbers():
    html = changed(table(["what", "many", "formula"], [TWO_LINES, "2.2 × 10⁻¹³", "a"]))
    assert html.count('class="words"') == 1
    assert f'<td class="words">{TWO_LINES}</td>' in html


def test_a_box_that_may_scroll_has_a_name():
    html = changed(BOX.format(table(["h", "error"], ["0.1", "0.004"])))
    box = BeautifulSoup(html, "html.parser").div
    assert (box["role"], box["aria-label"]) == ("group", "Table: h, error")


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


def test_a_figure_comes_before_the_code_that_draws_it():
    fold = '<details class="above-input hide"><summary>Show the code</summary></details>'
    html = changed(f'<div class="cell">{fold}<div class="cell_output">1</div></div>')
    assert html == f'<div class="cell"><div class="cell_output">1</div>{fold}</div>'
    # A check is one line, with its code in it.
    html = changed(f'<div class="cell">{fold}<details class="check">1</details></div>')
    assert html == f'<div class="cell"><details class="check">1{fold}</details></div>'


def numbers_of(matrix: str) -> list[tuple[str, str]]:
    """Return the cells that are aligned, each with the digits that it leaves room for."""
    page = BeautifulSoup(changed(to_mathml(matrix, display=True)), "html.parser")
    return [
        (cell.get_text(), cell.get("style", "").removeprefix("--behind: "))
        for cell in page.find_all("mtd", class_="number")
    ]


def test_the_points_of_a_column_are_below_each_other():
    found = numbers_of(r"\begin{bmatrix} 0.375 & 1 \\ -1.25 & w_1 \\ 2 & 3 \end{bmatrix}")
    # Without a point, half a digit more: that is how wide the point is.
    assert found == [("0.375", ""), ("−1.25", "1"), ("2", "3.5")]


def test_equations_below_each_other_stay_as_they_are():
    assert numbers_of(r"\begin{aligned} 1 & 2 \\ 3.5 & 4 \end{aligned}") == []


def test_what_a_page_computes_at_its_end_may_stand_at_its_beginning():
    cell = '<div class="cell tag_from-below"><p>the table</p></div>'
    page = f'<div class="from-below"></div><p>text</p>{cell}'
    assert changed(page) == f"{cell}<p>text</p>"
    with pytest.raises(AssertionError, match="tagged"):
        changed('<div class="from-below"></div>')
