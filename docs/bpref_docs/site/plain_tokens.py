"""Sphinx extension: code on a page is light: what has no colour of its own has no element either.

Pygments puts each bracket, comma, space and name into an element, which is every second element of
a page, for a colour that is the text's.
"""

from collections.abc import Iterable
from typing import Any

from pygments.formatters import HtmlFormatter
from pygments.token import Name, Punctuation, Text, Whitespace
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge
from sphinx.util.typing import ExtensionMetadata

PLAIN = {Name, Name.Namespace, Punctuation, Whitespace}


class LightFormatter(HtmlFormatter[str]):
    """Writes code whose plain tokens are text."""

    def format(self, tokensource: Iterable[tuple[Any, str]], outfile: Any) -> None:
        """Write the tokens."""
        super().format(
            ((Text if kind in PLAIN else kind, text) for kind, text in tokensource), outfile
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let Sphinx highlight with it."""
    PygmentsBridge.html_formatter = LightFormatter
    return {"parallel_read_safe": True, "parallel_write_safe": True}
