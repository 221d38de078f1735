"""Rules that the package's tests share with the site's pages.

A module of bpref_docs is run by itself: the whole package would import Matplotlib, and compute with bpref before a test
has looked at it.
"""

import runpy
from pathlib import Path

ROOMS = Path(__file__).parents[2] / "docs" / "bpref_docs"


def of_the_site(module, *names):
    """Return what a module of the site calls by these names."""
    found = runpy.run_path(str(ROOMS / module))
    return [found[name] for name in names]
