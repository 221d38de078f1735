"""What the site's pages are made with, and no library does. Each room has one job:

    words        quantities, numbers, symbols, expressions and tables, as text
    mathematics  formulas as MathML, every symbol in its colour; worked equations
    drawing      the figures of the pages' cells, and the network
    touch        the network that can be played with
    checks       gradients against two ways that know no backpropagation
    code         bpref's functions on the pages: shown, marked, to be copied
    notebooks    how cells run, and what the site gives away
    live         examples that run where they stand
    site         the pages' frame: where you are, addresses, what readers' machines are told

A room imports from those above it; `nox -s lint` holds it to that. Pages import from here, ``from
bpref_docs import check, show``, and Sphinx loads all of it as one extension.
"""

from typing import TYPE_CHECKING

from bpref_docs.checks.check import check, check_each, check_of
from bpref_docs.checks.every_gradient import every_gradient_table
from bpref_docs.checks.mistakes import mark, mistake_card
from bpref_docs.checks.published import agrees, load, shown
from bpref_docs.drawing.figures import (
    FOREGROUND,
    FORWARD,
    GRADIENT,
    LIGHT,
    MUTED,
    PARAMETER,
    heatmap,
    heatmap_legend,
    show,
)
from bpref_docs.touch.values import compute
from bpref_docs.words.numbers import scientific
from bpref_docs.words.quantities import CELLS
from bpref_docs.words.tables import table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = [
    "CELLS",
    "FOREGROUND",
    "FORWARD",
    "GRADIENT",
    "LIGHT",
    "MUTED",
    "PARAMETER",
    "agrees",
    "check",
    "check_each",
    "check_of",
    "compute",
    "every_gradient_table",
    "heatmap",
    "heatmap_legend",
    "load",
    "mark",
    "mistake_card",
    "scientific",
    "show",
    "shown",
    "table",
]

# The modules that are extensions of Sphinx, in the order in which they change a page.
EXTENSIONS = """
    mathematics.mathml mathematics.worked mathematics.result drawing.network drawing.captions
    drawing.four_steps drawing.variants touch.directive checks.front_page
    code.source code.reference code.copying code.examples code.your_own notebooks.downloads
    live.extension site.bundle site.glossary site.head site.mistake_images site.page_html
    site.search_text site.search_words site.solutions site.wayfinding
"""


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Load all rooms; a page's kernel, which has no Sphinx, never calls this."""
    for name in EXTENSIONS.split():
        app.setup_extension(f"bpref_docs.{name}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
