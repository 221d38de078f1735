"""Sphinx extension: a second build in the same folder gives what a first one gives.

Sphinx 9.0 writes the entries of the pages that it writes anew into the search index, and forgets
those of all others: it reads everything but the entries back from the index of the build before. So
pages that have entries, the functions and the glossary, are read and written in every build. It
takes a second.

Pages name a style sheet with its checksum if it is there when they are written. That of myst-nb is
copied when all is written; so it is copied before as well.
"""

from collections.abc import Set
from pathlib import Path

from myst_nb.sphinx_ext import add_global_html_resources
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata


def pages_with_entries(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages that must be read again."""
    pages = [page for page, entries in env.domains.index_domain.entries.items() if entries]
    return [page for page in pages if page not in removed]


def copy_style_sheet(app: Sphinx) -> None:
    """Copy the style sheet of myst-nb, as it does itself after the build."""
    if app.builder.format == "html":
        (Path(app.outdir) / "_static").mkdir(parents=True, exist_ok=True)
        add_global_html_resources(app, None)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what is asked when Sphinx looks for what is out of date, and what is done before."""
    app.connect("env-get-outdated", pages_with_entries)
    app.connect("builder-inited", copy_style_sheet)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
