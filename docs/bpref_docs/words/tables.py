"""Tables that a cell computes: ``table(header, rows)`` as the cell's last line.

Every table that is computed is written here, as MyST: a text may hold mathematics, links and
roles, as in the page itself.
"""

import re
from collections.abc import Iterable, Sequence

from IPython.display import Markdown

MINUS = "\N{MINUS SIGN}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> Markdown:
    """Return the table. Numbers are given as text; a column that begins with one is set to the right.

    Every column needs a header, for who hears the table and for who sees it a row at a time.
    """
    return Markdown(table_text(header, rows, caption))


def table_text(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """Return the table as MyST."""
    cells = [[with_minus(cell) for cell in row] for row in rows]
    if not all(text.strip() for text in header):
        raise ValueError(f"a column has no header: {list(header)}")
    if not cells:
        raise ValueError("a table needs a row")
    for row in cells:
        if len(row) != len(header):
            raise ValueError(f"{len(header)} columns, but a row of {len(row)}: {row}")
    marks = ["--:" if re.match(f"{MINUS}?[0-9.]", cell) else "---" for cell in cells[0]]
    text = "\n".join(f"| {' | '.join(row)} |" for row in [header, marks, *cells])
    return f":::{{table}} {caption}\n{text}\n:::" if caption else text


def with_minus(text: str) -> str:
    """Return a text with real minus signs before its numbers; mathematics and code have their own."""
    return re.sub(r"(?<![\w$\\{])-(?=\d)|(?<=\de)-(?=\d)", MINUS, text)


def literally(text: str) -> str:
    """Return a text as it must be written in a table to be shown as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>|$~])", r"\\\1", text)
