"""Sphinx extension: where a section of the article is named, the article is linked.

The notes of every docstring name the section; so does the end of each page that follows one.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

ARTICLE = "https://towardsdatascience.com/backpropagation-made-easy-e90a4d5ede55"
LAST = 9  # the article's last section; what is numbered further is the site's own


def link_notes(
    app: Sphinx, what: str, name: str, thing: object, options: Any, lines: list[str]
) -> None:
    """Link the article in a docstring that names a section of it."""
    for number, line in enumerate(lines):
        lines[number] = re.sub(r"\bArticle(?=, sections? \d)", f"`Article <{ARTICLE}>`__", line)


def section(title: str) -> int | None:
    """Return the article's section that a page with this title follows, if it follows one."""
    found = re.match(r"(\d+)\. ", title)
    return int(found[1]) if found and int(found[1]) <= LAST else None


def tell_template(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page's template which section the page follows."""
    context["article"] = ARTICLE
    context["article_section"] = section(context.get("title", "")) if doctree else None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register both; the first comes after numpydoc, which writes the docstring's lines."""
    app.connect("autodoc-process-docstring", link_notes, priority=900)
    app.connect("html-page-context", tell_template)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
