"""Small sites, built in a folder of the test's own, to see what the extensions make of them."""

import io
from dataclasses import dataclass
from pathlib import Path
from warnings import catch_warnings, filterwarnings

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace


@dataclass
class Site:
    """A site in the making: its folder, and the extensions that it uses."""

    folder: Path
    extensions: list[str]

    def build(self, **pages: str) -> str:
        """Write the pages, build all that is new, and return the warnings."""
        for name, text in pages.items():
            (self.folder / f"{name}.md").write_text(text, "utf-8")
        warnings = io.StringIO()
        settings = {
            "extensions": ["myst_parser", *self.extensions],
            "exclude_patterns": ["out"],
            # A test's own site is a page or two without a table of contents, which is not what it tests.
            "suppress_warnings": ["toc.not_included"],
            "html_theme": "basic",
        }
        out = self.folder / "out"
        with docutils_namespace(), catch_warnings():
            # MyST asks its links for something that Sphinx will drop; that is not ours to mend.
            filterwarnings("ignore", "'myst_parser", PendingDeprecationWarning)
            app = Sphinx(
                self.folder, None, out, out / "doctrees", "html",
                confoverrides=settings, status=None, warning=warnings,
            )  # fmt: skip
            app.build()
        return warnings.getvalue()

    def page(self, name: str) -> str:
        """Return a page as it was built."""
        return (self.folder / "out" / f"{name}.html").read_text("utf-8")


@pytest.fixture
def site(tmp_path):
    """Return what makes a site with the extensions that it is given."""
    return lambda *extensions: Site(tmp_path, list(extensions))
