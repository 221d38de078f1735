"""Sphinx extension: what a screen reader is told is what is shown.

Browsers leave mathematics out of the names of headings and links: there it gets a name of its own.
Every permalink is called "#": it says of what it is one. myst-nb labels every fold "Toggle hidden
content", whatever its text says.
"""

import re
from html import escape, unescape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# Up to a permalink, what it is one of.
OPENING = r'<(?:h[1-6]|dt|caption|figcaption|div|span class="eqno")(?=[ >])'
PERMALINK = re.compile(
    rf"""({OPENING}(?:(?!{OPENING}|<a class="headerlink").)*)(<a class="headerlink"[^>]* title="([^"]*)")""",
    re.DOTALL,
)


def plain(html: str) -> str:
    """Return what a reader sees of some HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def with_named_formulas(html: str) -> str:
    """Return a heading or a link, or a part of it, whose formulas are parts of its name."""
    return re.sub(
        r"<math\b.*?</math>",
        lambda formula: f'<math aria-label="{escape(plain(formula[0]))}"{formula[0][5:]}',
        html,
        flags=re.DOTALL,
    )


def with_named_permalinks(html: str) -> str:
    """Return a text whose permalinks say of what they are."""

    def named(found: re.Match[str]) -> str:
        start, link, title = found.groups()
        name = escape(plain(start))
        # A heading's name is without that of the link in it.
        start = re.sub(r"^<h\d", rf'\g<0> aria-label="{name}"', start)
        return f'{start}{link} aria-label="{title}: {name}"'

    return PERMALINK.sub(named, html)


def say_what_is_shown(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Name each permalink of a page, and leave each fold the text that it shows."""
    if "body" in context:
        label = ' aria-label="Toggle hidden content"'
        body = context["body"].replace(f"<summary{label}>", "<summary>")
        context["body"] = with_named_permalinks(body)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the change, made to each page as it is written."""
    app.connect("html-page-context", say_what_is_shown)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
