"""Sphinx extension: the solutions of all pages' exercises on one page, unfolded.

    ```{solutions}
    ```

shows, page by page in reading order, what a page has below its heading "Solutions", with a link to
its exercises. Nothing is written twice: a page that gets exercises is here with the next build.
"""

import posixpath
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.folders import DOCS
from bpref_docs.words.outline import pages, title

SOLUTIONS = re.compile(r"^## Solutions\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
# A link to another page, which is relative to the page that has it.
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|/)(?=[^)\s]+\.md\b)")


def solutions(page: str, text: str) -> str | None:
    """Return a page's solutions, unfolded, to stand on any page, or None if it has none."""
    if not (found := SOLUTIONS.search(text)):
        return None
    linked = LINK.sub(f"/{posixpath.dirname(page)}/", found[1])
    return linked.replace(":collapsible: closed", ":collapsible: open")


class Solutions(SphinxDirective):
    """The directive ``solutions``, without arguments."""

    def run(self) -> list[nodes.Node]:
        """Return a section for each page that has solutions."""
        parts = []
        for page in pages():
            path = DOCS / f"{page}.md"
            self.env.note_dependency(str(path))
            if solved := solutions(page, path.read_text("utf-8")):
                link = (
                    f"[The exercises]({posixpath.join('/', page)}.md#exercises) are on their page."
                )
                parts.append(f"## {title(page)}\n\n{link}\n\n{solved}")
        # The parser puts sections into the page itself, so what it returns is empty.
        return self.parse_text_to_nodes("\n".join(parts), allow_section_headings=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("solutions", Solutions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
