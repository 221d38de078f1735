"""Sphinx extension: the examples of a page, its ``>>>`` blocks, have Run and Edit, and so have code cells.

So do the stubs of {your-own}, which bpref's checker judges when a reader has written them.

What a page loads are the buttons alone (js/buttons.js, in the site's one script); the first press brings
the rest from the folder ``live`` of the site:

    live/page.js              what a press does, and shows: the modules of js/ joined
    live/worker.js            Python in a worker, which runs
    live/runner.py            the examples, with doctest
    live/cells/, cells.zip    the code cells of pages, and what these import and read (export.py)
    live/pyodide-314.0.3/     Pyodide, NumPy and Matplotlib
    live/licences.txt

Where Pyodide cannot be had, the pages have no buttons.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.folders import LIVE
from bpref_docs.live.export import ARCHIVE, NOT_RUN, write_cells
from bpref_docs.live.pyodide import FOLDER, HERE, Missing, write_pyodide
from bpref_docs.notebooks.downloads import has_cells, unexecuted, wheel_name
from bpref_docs.touch.script import without_imports

COPIES = "reference/solutions"  # its blocks go on from those of other pages, and run there
BUTTONS = "live.js"  # in _static
PAGE = f"{LIVE}/page.js"
# Each stands behind those that it imports.
MODULES = ("python", "report", "block", "cell", "page")
BLOCK = re.compile(r'<div class="(?:[^"]* )?(?:highlight-pycon|doctest|your-own) ')
CELL = '<div class="cell_input '
TAGGED = re.compile(rf'<div class="cell [^"]*\btag_({"|".join(NOT_RUN)})\b[^"]*"')

logger = logging.getLogger(__name__)


def joined(version: str) -> str:
    """Return the script that the first press loads: the modules, with where Python is."""
    places = {
        "python": FOLDER.removeprefix(f"{LIVE}/") + "/",
        "bpref": f"../{wheel_name(version)}",
        "cells": ARCHIVE.removeprefix(f"{LIVE}/"),
    }
    data = f"const places = {json.dumps(places)}\n"
    texts = [(HERE / "js" / f"{name}.js").read_text("utf-8") for name in MODULES]
    return "\n".join([data, *map(without_imports, texts), "export { press }\n"])


def write(app: Sphinx) -> None:
    """Write what the buttons bring, or nothing but why there are none."""
    app.config.live_missing = "the site is no HTML"
    if app.builder.format != "html":
        return
    site = Path(app.outdir)
    shutil.rmtree(site / LIVE, ignore_errors=True)  # of another version
    buttons = ""
    try:
        write_pyodide(site)
    except Missing as why:
        app.config.live_missing = str(why)
    else:
        app.config.live_missing = ""
        buttons = (HERE / "js" / "buttons.js").read_text("utf-8")
        (site / PAGE).write_text(joined(app.config.version), "utf-8")
        for file in (HERE / "js" / "worker.js", HERE / "runner.py", HERE / "licences.txt"):
            shutil.copyfile(file, site / LIVE / file.name)
    (site / "_static").mkdir(exist_ok=True)
    (site / "_static" / BUTTONS).write_text(buttons, "utf-8")


def offer(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the template of a page with examples where the script is that runs them."""
    if page == COPIES or app.config.live_missing:
        return
    body = context.get("body", "")
    context["cells"] = CELL in body
    if context["cells"] or BLOCK.search(body):
        context["live"] = PAGE
        # A cell that cannot be run says why: the buttons find it there.
        context["body"] = TAGGED.sub(
            lambda cell: f'{cell[0]} data-not-run="{NOT_RUN[cell[1]]}"', body
        )


def export(app: Sphinx, exception: Exception | None) -> None:
    """Write the cells of all pages."""
    if not exception and not app.config.live_missing:
        pages = sorted(page for page in app.env.found_docs if has_cells(app, page))
        write_cells(Path(app.outdir), {page: unexecuted(app, page) for page in pages})


def say(app: Sphinx, exception: Exception | None) -> None:
    """End a build without Python for the reader with that."""
    if not exception and app.builder.format == "html" and app.config.live_missing:
        logger.info("\nExamples cannot be run on the pages: %s.", app.config.live_missing)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the steps; the last comes after all that a build does."""
    app.add_config_value("live_missing", "", "")
    app.connect("builder-inited", write)
    app.connect("html-page-context", offer, priority=850)
    app.connect("build-finished", export)
    app.connect("build-finished", say, priority=1001)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
