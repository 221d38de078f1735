"""Sphinx extension: on a phone, a table too wide for it becomes a card a row.

The cell of a card says which column it is from. The label is the column's header, mathematics and
all; bpref.css shows it where the screen is narrow, and hides the row of headers there. A table that
a narrow phone holds stays a table.

A header that is a formula alone is read out as plain text, "h=0.1", which is there in no size: not
every reader of screens looks within MathML for what a column is called.
"""

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.site.accessible import plain

TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
CELL = re.compile(r"<t[hd]\b([^>]*)>(.*?)</t[hd]>", re.DOTALL)
ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
NARROW = 30  # characters of text and of space between columns on a phone 320 pixels wide


def width_needed(cell: str) -> int:
    """Return how many characters wide a column must be for a cell to read well."""
    mathematics = re.findall(r"<math.*?</math>", cell, re.DOTALL)
    words = plain(re.sub(r"<math.*?</math>", " ", cell, flags=re.DOTALL)).split()
    unbroken = [*map(len, words), *(len(plain(formula)) for formula in mathematics)]
    # A text gets the width of a few words.
    return max([*unbroken, min(len(plain(cell)), 12)], default=0)


def fits(rows: list[list[str]]) -> bool:
    """Return whether a narrow phone holds a table, all rows of which are as long."""
    columns = zip(*rows, strict=True)
    return sum(max(map(width_needed, column)) + 2 for column in columns) <= NARROW


def as_cards(table: str) -> str:
    """Return a table with a label in each cell; as it is if it fits, or has no plain rows."""
    head, _, body = table.partition("</thead>")
    rows = [[cell for _, cell in CELL.findall(row)] for row in ROW.findall(body)]
    headers = [cell for _, cell in CELL.findall(head)]
    if not headers or any(len(row) != len(headers) for row in rows) or fits([headers, *rows]):
        return table
    labels = [
        re.sub(r'\s(?:id|href)="[^"]*"|</?p\b[^>]*>|</?a\b[^>]*>', "", text) for text in headers
    ]

    def labelled(row: re.Match[str]) -> str:
        names = iter(labels)
        return CELL.sub(
            lambda cell: (
                f'<td{cell[1]}><span class="label">{next(names)}</span>'
                f'<div class="datum">{cell[2]}</div></td>'
            ),
            row[0],
        )

    # All labels of a table are as wide as its longest, so that its data are in one column.
    # (Not in ch, which in the first row's bold letters is more.)
    widest = 0.6 * max(len(plain(label)) for label in labels)
    opening = re.sub(r'class="', f'style="--label: {widest:.1f}em" class="cards ', head, count=1)
    return f"{opening}</thead>{ROW.sub(labelled, body)}"


def with_names(table: str) -> str:
    """Return a table whose headers have a name where they have no text but a formula's."""

    def named(cell: re.Match[str]) -> str:
        if plain(re.sub(r"<math.*?</math>", "", cell[2], flags=re.DOTALL)):
            return cell[0]
        name = escape(plain(cell[2]))
        formula = cell[2].replace("<math", '<math aria-hidden="true"')
        return f'<th{cell[1]}><span class="sizeless">{name}</span>{formula}</th>'

    return re.sub(r"<th\b([^>]*)>(.*?)</th>", named, table, flags=re.DOTALL)


def make_cards(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Label the cells of each table of a page."""
    if "body" in context:
        context["body"] = TABLE.sub(lambda table: with_names(as_cards(table[0])), context["body"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the change, made to each page as it is written."""
    app.connect("html-page-context", make_cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
