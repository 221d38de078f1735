"""Sphinx extension: a space is kept on its line where a line must not break, as in "section 5"."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
# A section and its number, and both sides of a multiplication sign between numbers.
KEPT = re.compile(r"(?<=\b[Ss]ection) (?=\d)|(?<=\d) (?=× \d)|(?<=\d ×) (?=\d)")
# Code and tags on the left, text on the right.
HTML = re.compile(r"(<(pre|code|svg|script)\b.*?</\2>|<[^>]*>)|([^<]+)", re.DOTALL)


def unbroken(html: str) -> str:
    """Return some HTML with the spaces of its text that keep a line together."""
    return HTML.sub(lambda part: part[1] or KEPT.sub(NO_BREAK_SPACE, part[3]), html)


def keep_together(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Change the spaces of a page."""
    if "body" in context:
        context["body"] = unbroken(context["body"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the change, made to each page as it is written."""
    app.connect("html-page-context", keep_together)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
