"""Collect every >>> of the pages and the README as a test; pytest collects the docstrings'."""

import re
from collections.abc import Iterable

from sybil import Document, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser

# The site's settings and extensions: the build runs them, with what only it has installed.
collect_ignore_glob = ["docs/*.py", "noxfile.py"]


def doctests(document: Document) -> Iterable[Region]:
    """Find every >>> of a page, in whatever block it stands."""
    # Blanked, not removed: the fence that closes a block is not part of the expected output.
    fence = re.compile(r"^[ \t]*(`{3,}|:{3,}).*$", re.MULTILINE)
    text = fence.sub(lambda match: " " * len(match[0]), document.text)
    return DocTestStringParser(DocTestEvaluator())(text, str(document.path))


pytest_collect_file = Sybil(parsers=[doctests], patterns=["*.md"]).pytest()
