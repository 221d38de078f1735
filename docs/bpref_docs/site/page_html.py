"""Sphinx extension: each page is read once by a parser, and changed where a reader needs it.

Each function of CHANGES changes one thing of a page, and says what a reader gains by it.
"""

import copy
import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# What Pygments marks and no style colours: names, those of modules, brackets and commas, spaces.
PLAIN_TOKENS = ["n", "nn", "p", "w"]
# A space behind "section", and on both sides of a multiplication sign between numbers.
KEPT = re.compile(r"(?<=\b[Ss]ection) (?=\d)|(?<=\d) (?=× \d)|(?<=\d ×) (?=\d)")
NARROW = 30  # characters of text and of space between columns on a phone 320 pixels wide
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


def lighten_code(page: BeautifulSoup) -> None:
    """A page of code is laid out sooner: what has no colour of its own has no element either.

    Pygments puts every name and bracket into one, which is every second element of a page.
    """
    for code in page.find_all("pre"):
        for token in code.find_all("span", class_=PLAIN_TOKENS):
            token.unwrap()


def keep_numbers(page: BeautifulSoup) -> None:
    """A line breaks neither in "section 5" nor in "2.2 × 10⁻¹³"."""
    for text in page.find_all(string=KEPT):
        if not text.find_parent(["pre", "code", "svg", "script", "style"]):
            text.replace_with(KEPT.sub("\N{NO-BREAK SPACE}", text))


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


def label_of(header: Tag) -> Tag:
    """Return a column's header as a label: mathematics and all, but no link and no paragraph."""
    label = copy.copy(header)
    label.name, label.attrs = "span", {"class": "label"}
    for part in label.find_all(True):
        del part["id"]
        if part.name in ("a", "p"):
            part.unwrap()
    return label


def make_cards(page: BeautifulSoup) -> None:
    """On a phone, a table too wide for it is a card a row, whose cells say of which column they are.

    layout.css shows the labels where the screen is narrow, and hides the row of headers there.
    """
    for table in page.find_all("table"):
        if not (table.thead and table.tbody):
            continue
        headers = table.thead.find_all(["th", "td"])
        rows = [row.find_all(["th", "td"]) for row in table.tbody.find_all("tr")]
        if any(len(row) != len(headers) for row in rows) or fits([headers, *rows]):
            continue
        labels = [label_of(header) for header in headers]
        for row in rows:
            for cell, label in zip(row, labels, strict=True):
                datum = page.new_tag("div", attrs={"class": "datum"})
                datum.extend([*cell.contents])
                cell.extend([copy.copy(label), datum])
        # All labels of a table are as wide as its longest, so that its data are in one column.
        # (Not in ch, which in the first row's bold letters is more.)
        widest = 0.6 * max(len(words(label)) for label in labels)
        table["style"] = f"--label: {widest:.1f}em"
        table["class"] = " ".join(["cards", *table.get_attribute_list("class")])


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
    name_folds, name_permalinks, lighten_code, keep_numbers, make_cards, name_columns, restore_svg,
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
