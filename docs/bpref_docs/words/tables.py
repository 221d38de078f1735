"""Tables that a cell computes: ``table(header, rows)`` as the cell's last line.

Every table that is computed is written here, as MyST: a text may hold mathematics, links and
roles, as in the page itself.
"""

import re
from collections.abc import Iterable, Sequence

from IPython.display import Markdown

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"  # in place of a number that there is not
# In brackets or not; "2-3-1" is the name of a network, and "2, 3" a list.
NUMBER = re.compile(rf"\(?{MINUS}?[0-9.](?![0-9]*(?:-[0-9]|, ))")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> Markdown:
    """Return the table. Numbers are given as text; a column whose first is one is set to the right.

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
    columns = ([cell for cell in column if cell != NOTHING] for column in zip(*cells, strict=True))
    marks = ["--:" if column and NUMBER.match(column[0]) else "---" for column in columns]
    text = "\n".join(f"| {' | '.join(row)} |" for row in [header, marks, *cells])
    return f":::{{table}} {caption}\n{text}\n:::" if caption else text


def with_minus(text: str) -> str:
    """Return a text with real minus signs before its numbers; mathematics and code have their own."""
    return re.sub(r"(?<![\w$\\{])-(?=\d)|(?<=\de)-(?=\d)", MINUS, text)


def literally(text: str) -> str:
    """Return a text as it must be written in a table to be shown as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>|$~])", r"\\\1", text)
