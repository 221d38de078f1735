"""Tables that a cell computes: ``table(header, rows)`` as the cell's last line.

The page's front matter needs ``mystnb: {render_markdown_format: myst}``; then a text may hold
mathematics, links and roles, as in the page itself.
"""

import re

from IPython.display import Markdown


def table(header, rows):
    """Return the table. Numbers are given as text; a column that begins with one is set to the right."""
    rows = [
        [re.sub(r"(?<![\w$\\{])-(?=\d)|(?<=\de)-(?=\d)", "\N{MINUS SIGN}", cell) for cell in row]
        for row in rows
    ]
    marks = ["--:" if re.match("\N{MINUS SIGN}?[0-9.]+", cell) else "---" for cell in rows[0]]
    return Markdown("\n".join(f"| {' | '.join(row)} |" for row in [header, marks, *rows]))
