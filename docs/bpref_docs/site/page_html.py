"""Sphinx extension: each page is read once by a parser, and changed where a reader needs it.

Each function of CHANGES changes one thing of a page, and says what a reader gains by it.
"""

import copy
import re
from html import escape
from itertools import zip_longest
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.mathematics.colours import kind_of_name

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# What Pygments marks and bpref.css shows as all else: names, those of modules and of what Python and
# NumPy have, numbers, signs, brackets and commas, spaces; texts, a docstring's lines, what is in the
# braces of a text, errors.
PLAIN_TOKENS = [
    "n", "nn", "nb", "mi", "mf", "o", "p", "w", "s1", "s2", "sa", "sd", "se", "si", "ne",
]  # fmt: skip
# A space behind "section", and on both sides of a multiplication sign between numbers.
KEPT = re.compile(r"(?<=\b[Ss]ection) (?=\d)|(?<=\d) (?=× \d)|(?<=\d ×) (?=\d)")
NETWORK = re.compile(r"\d+(?:-\d+)+")  # its sizes
NO_TEXT = ["pre", "code", "svg", "script", "style"]
NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d+(?:\.\d+)?")
NARROW = 36  # characters of a table's small text and of space between columns, 320 pixels wide
PROSE = 40  # characters: a cell with more is read as a text, and not compared with those around it
NAME = 80  # characters, of the first cell: it says what the row's numbers are
WORDS = 15  # characters: what is longer, and no number, may go on in a next line
# A parser of HTML writes all names small; these are SVG's, as our drawings have them.
SVG_NAMES = {
    name.lower(): name for name in ("clipPath", "pathLength", "patternUnits", "viewBox")
}  # fmt: skip


def words(element: Tag) -> str:
    """Return what a reader sees of an element."""
    return " ".join(element.get_text().split())


def words_beside_formulas(element: Tag) -> str:
    """Return what a reader sees of an element, but for its formulas."""
    texts = (" " if text.find_parent("math") else text for text in element.strings)
    return " ".join("".join(texts).split())


def name_folds(page: BeautifulSoup) -> None:
    """A fold is called by the text that it shows; for myst-nb all are "Toggle hidden content"."""
    for fold in page.find_all("summary"):
        del fold["aria-label"]


def name_permalinks(page: BeautifulSoup) -> None:
    """A screen reader says where a permalink leads, as all of them are called "#".

    A heading is called by its own text, without the name of the link in it.
    """
    for link in page.find_all("a", class_="headerlink"):
        owner = link.parent or page
        name = words(owner).removesuffix(link.get_text()).rstrip()
        link["aria-label"] = f"{link['title']}: {name}"
        if owner.name in HEADINGS:
            owner["aria-label"] = name


def colour_equations(page: BeautifulSoup) -> None:
    """The line of code that is the equation has its quantities in their colours, as the equation has."""
    for token in page.select(".hll .n"):
        if kind := kind_of_name(token.get_text()):
            token["class"] = f"bpref-{kind}"


def lighten_code(page: BeautifulSoup) -> None:
    """A page of code is laid out sooner: what has no colour of its own has no element either.

    Pygments puts every name and bracket into one, which is every second element of a page.
    """
    for code in page.find_all("pre"):
        for token in code.find_all("span", class_=PLAIN_TOKENS):
            token.unwrap()


def show_figures_first(page: BeautifulSoup) -> None:
    """A reader sees what a cell shows, and below it how it was made, which myst-nb puts above it.

    A check is one line: how it was made stands within it, so that several are a list.
    """
    for fold in page.select("div.cell > details.above-input"):
        if cell := fold.parent:
            [*checks] = cell.select("details.check")
            (checks[-1] if checks else cell).append(fold.extract())


def bring_up(page: BeautifulSoup) -> None:
    """A reader sees first what a page can only compute at its end: a cell tagged ``from-below``.

    It stands where the page has an empty ``div`` of that name.
    """
    for place in page.select("div.from-below"):
        cell = page.select_one("div.cell.tag_from-below")
        assert cell, "no cell is tagged from-below"
        place.replace_with(cell.extract())


def behind_point(number: str) -> float:
    """Return how many digits wide a number is from its point on; the point is half as wide as one."""
    _, point, digits = number.partition(".")
    return len(digits) + 0.5 * len(point)


def align_numbers(page: BeautifulSoup) -> None:
    """The numbers of a matrix's column have their decimal points below each other.

    A number gets the room of the digits that others have more; colours.css makes it.
    """
    for matrix in page.find_all("mtable"):
        rows = [
            row.find_all("mtd", recursive=False) for row in matrix.find_all("mtr", recursive=False)
        ]
        for column in zip_longest(*rows):
            numbers = [words(cell) for cell in column if cell and not cell.get("style")]
            if 1 < len(column) == len(numbers) and all(map(NUMBER.fullmatch, numbers)):
                widest = max(map(behind_point, numbers))
                for cell, number in zip(column, numbers, strict=True):
                    cell["class"] = "number"
                    if missing := widest - behind_point(number):
                        cell["style"] = f"--behind: {missing:g}"


def keep_numbers(page: BeautifulSoup) -> None:
    """A line breaks neither in "section 5" nor in "2.2 × 10⁻¹³"."""
    for text in page.find_all(string=KEPT):
        if not text.find_parent(NO_TEXT):
            text.replace_with(KEPT.sub("\N{NO-BREAK SPACE}", text))


def keep_networks(page: BeautifulSoup) -> None:
    """A line does not break in "2-3-1" either."""
    for text in page.find_all(string=NETWORK):
        if not text.find_parent(NO_TEXT):
            kept = NETWORK.sub(r'<span class="unbroken">\g<0></span>', escape(text, quote=False))
            text.replace_with(BeautifulSoup(kept, "html.parser"))


def width_needed(cell: Tag) -> int:
    """Return how many characters wide a column must be for a cell to read well."""
    formulas = (words(formula) for formula in cell.find_all("math"))
    unbroken = map(len, [*words_beside_formulas(cell).split(), *formulas])
    # A text gets the width of a few words.
    return max([*unbroken, min(len(words(cell)), 12)])


def fits(rows: list[list[Tag]]) -> bool:
    """Return whether a narrow phone holds a table, all rows of which are as long."""
    columns = zip(*rows, strict=True)
    return sum(max(map(width_needed, column)) + 2 for column in columns) <= NARROW


def has_prose(rows: list[list[Tag]]) -> bool:
    """Return whether some cell is a text of its own, formulas included."""
    return any(
        len(words(cell)) > most
        for row in rows
        for cell, most in zip(row, [NAME, *[PROSE] * len(row)], strict=False)
    )


def label_of(header: Tag) -> Tag:
    """Return a column's header as a label: mathematics and all, but no link and no paragraph."""
    label = copy.copy(header)
    label.name, label.attrs = "span", {"class": "label"}
    for part in label.find_all(True):
        del part["id"]
        if part.name in ("a", "p"):
            part.unwrap()
    return label


def make_cards(page: BeautifulSoup, table: Tag, headers: list[Tag], rows: list[list[Tag]]) -> None:
    """A row of a table is a card on a phone: each cell says of which column it is."""
    labels = [label_of(header) for header in headers]
    for row in rows:
        for cell, label in zip(row, labels, strict=True):
            datum = page.new_tag("div", attrs={"class": "datum"})
            datum.extend([*cell.contents])
            cell.extend([copy.copy(label), datum])
    table["class"] = " ".join(["cards", *table.get_attribute_list("class")])


def let_lines_break(rows: list[list[Tag]]) -> None:
    """On a phone, a line breaks in a cell of several words and in no other."""
    for cell in (cell for row in rows for cell in row):
        text = words_beside_formulas(cell)
        classes = [name for name in cell.get_attribute_list("class") if name]
        if len(text) > WORDS and " " in text and "text-right" not in classes:
            cell["class"] = " ".join(["words", *classes])


def name_box(table: Tag, headers: list[Tag]) -> None:
    """The box of a table, which may scroll, has a name for who comes to it by the keyboard."""
    box = table.parent
    if box and "pst-scrollable-table-container" in box.get_attribute_list("class"):
        name = ", ".join(words(header) for header in headers)
        box.attrs |= {"role": "group", "aria-label": f"Table: {name}"}


def fit_tables(page: BeautifulSoup) -> None:
    """On a phone, a table stays one, and scrolls if need be; where it holds prose, a row is a card.

    layout.css says how each looks there. A wider screen shows all tables as they are.
    """
    for table in page.find_all("table"):
        if not (table.thead and table.tbody):
            continue
        headers = [*table.thead.find_all(["th", "td"])]
        rows = [[*row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]
        if any(len(row) != len(headers) for row in rows):
            continue
        name_box(table, headers)
        if has_prose(rows) and not fits([headers, *rows]):
            make_cards(page, table, headers, rows)
        else:
            let_lines_break(rows)


def name_columns(page: BeautifulSoup) -> None:
    """A column whose header is a formula alone has a name for screen readers, "h=0.1".

    It is there in no size: not every reader of screens looks within MathML for it.
    """
    for header in page.find_all("th"):
        if header.math and not words_beside_formulas(header):
            name = page.new_tag("span", attrs={"class": "sizeless"}, string=words(header))
            for formula in header.find_all("math"):
                formula["aria-hidden"] = "true"
            header.insert(0, name)


def restore_svg(page: BeautifulSoup) -> None:
    """Who saves a drawing has SVG, whose names have capital letters."""
    for drawing in page.find_all("svg"):
        for part in [drawing, *drawing.find_all(True)]:
            part.name = SVG_NAMES.get(part.name, part.name)
            part.attrs = {SVG_NAMES.get(name, name): value for name, value in part.attrs.items()}


CHANGES = (
    name_folds, name_permalinks, colour_equations, lighten_code, show_figures_first, bring_up, align_numbers, keep_numbers,
    keep_networks, fit_tables, name_columns, restore_svg,
)  # fmt: skip


def changed(html: str) -> str:
    """Return a page's HTML with all changes."""
    page = BeautifulSoup(html, "html.parser")
    for change in CHANGES:
        change(page)
    return str(page)


def change_page(
    app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Change the body of a page before it is put into its template."""
    if "body" in context:
        context["body"] = changed(context["body"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the changes, made to each page as it is written, after what adds to its body."""
    app.connect("html-page-context", change_page, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
