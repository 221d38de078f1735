"""Sphinx extension: a second build in the same folder keeps the entries of the search index.

Sphinx 9.0 writes the entries of the pages that it writes anew, and forgets those of all others:
it reads everything but the entries back from the index of the build before. So pages that have
entries, the functions and the glossary, are read and written in every build. It takes a second.
"""

from collections.abc import Set

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata


def pages_with_entries(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages that must be read again."""
    pages = [page for page, entries in env.domains.index_domain.entries.items() if entries]
    return [page for page in pages if page not in removed]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what is asked when Sphinx looks for pages that are out of date."""
    app.connect("env-get-outdated", pages_with_entries)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
