"""Sphinx extension: what a screen reader is told of a folded cell is what the cell shows.

myst-nb labels every fold "Toggle hidden content", whatever its text says.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def drop_fold_labels(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave each fold the text that it shows."""
    if "body" in context:
        label = ' aria-label="Toggle hidden content"'
        context["body"] = context["body"].replace(f"<summary{label}>", "<summary>")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the change, made to each page as it is written."""
    app.connect("html-page-context", drop_fold_labels)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
