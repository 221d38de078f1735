"""Sphinx extension: the site carries what it is about, to be taken and run.

    download/bpref-0.1.0-py3-none-any.whl   the package
    download/bpref.py                       the package in one file
    download/bpref-site.zip                 the site itself, for reading offline
    article/crossing.ipynb                  beside each page with cells, the page as a notebook

How to use them stands at the end of the first page and of each page with cells
(_templates/take-it.html). All bytes follow from the sources.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat
from bs4 import BeautifulSoup
from docutils import nodes
from hatchling.builders.wheel import WheelBuilder
from jupyter_cache import get_cache  # comes with myst-nb
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.code.single_file import one_file
from bpref_docs.drawing.captions import called
from bpref_docs.folders import CARDS, LIVE, ROOT
from bpref_docs.hosting import Hosting, hosting
from bpref_docs.notebooks.standalone import Names, requirements, standalone

FOLDER = "download"
ONE_FILE = f"{FOLDER}/bpref.py"
SITE = f"{FOLDER}/bpref-site.zip"
INTRO = """\
*A page of [bpref {version}]({page}.md).*

*To run this page, install what it needs with `python -m pip install {packages}` and open it in Jupyter.
Run the cell below first: it contains the code that makes the figures, tables and checks.*"""


def wheel_name(version: str) -> str:
    """Return the path of the wheel within the site."""
    return f"{FOLDER}/bpref-{version}-py3-none-any.whl"


def to_install(version: str, base: str) -> str:
    """Return what pip is given: the wheel's address, or the file that was downloaded."""
    name = wheel_name(version)
    return base + name if base else f"./{name.rpartition('/')[2]}"


def has_cells(app: Sphinx, page: str) -> bool:
    """Return whether a page is a notebook."""
    return app.env.metadata.get(page, {}).get("file_format") == "mystnb"


def unexecuted(app: Sphinx, page: str) -> nbformat.NotebookNode:
    """Return a page's cells, as myst-nb leaves them beside the site."""
    path = Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def executed(app: Sphinx, page: str) -> nbformat.NotebookNode:
    """Return a page's cells with what they gave.

    Where the cells were not run again, myst-nb leaves out what they gave: that is in its cache.
    It is not if one has failed, which has been said already, and ends a strict build.
    """
    notebook = unexecuted(app, page)
    cache = get_cache(app.config.nb_execution_cache_path)
    try:
        with_outputs: nbformat.NotebookNode = cache.merge_match_into_notebook(notebook)[1]
    except KeyError:
        return notebook
    return with_outputs


def write_notebook(app: Sphinx, page: str, base: str) -> list[str]:
    """Write a page's notebook beside it, and return what it needs besides bpref."""
    notebook = executed(app, page)
    needed = requirements(notebook)
    packages = " ".join([to_install(app.config.version, base), *needed])
    intro = INTRO.format(
        version=app.config.version, page=page.rpartition("/")[2], packages=packages
    )
    path = Path(app.outdir) / f"{page}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    labels = {name: text for name, (*_, text) in app.env.domains.standard_domain.labels.items()}
    names = Names(called(app.env.get_doctree(page)), labels)
    written = standalone(notebook, page, intro, base, names)
    text = json.dumps(written, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")
    return needed


def offer(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page's template what can be taken along."""
    base = hosting().base
    context["take"] = take = {
        "wheel": wheel_name(app.config.version),
        "install": to_install(app.config.version, base),
        "known": bool(base),
        "one_file": ONE_FILE,
        "site": SITE,
    }
    if has_cells(app, page):
        take["needed"] = " ".join(write_notebook(app, page, base))
        take["notebook"] = f"{page.rpartition('/')[2]}.ipynb"


def write_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Write what belongs to no page."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    (out / FOLDER).mkdir(exist_ok=True)
    for older in (out / FOLDER).glob("*.whl"):  # of another version
        older.unlink()
    [built] = WheelBuilder(str(ROOT)).build(directory=str(out / FOLDER), versions=["standard"])
    expected = out / wheel_name(app.config.version)
    if Path(built) != expected:
        raise ValueError(f"the pages link {expected.name}, and hatchling built {built}")
    text = one_file(app.config.version, hosting().url(ONE_FILE))
    (out / ONE_FILE).write_text(text, "utf-8", newline="\n")


def write_site(app: Sphinx, exception: Exception | None) -> None:
    """Write the whole site into one file: the last thing that a build does."""
    if exception or app.builder.format != "html":
        return
    pack(Path(app.outdir), Path(app.outdir) / SITE, hosting())


def without_offer(front: Path) -> str:
    """Return the first page for the archive, which does not hold itself, and must not offer it."""
    page = BeautifulSoup(front.read_text("utf-8"), "html.parser")
    for offer in page.select(f"li:has(> a[href='{SITE}'])"):
        offer.decompose()
    return str(page)


def pack(folder: Path, file: Path, found: Hosting) -> None:
    """Write a folder into an archive, with the date of the sources.

    Hidden files stay out, the cards, which only links from elsewhere show, and Python for the browser,
    which none runs from a folder.
    """
    left_out = (".", f"{CARDS}/", f"{LIVE}/")
    moment = datetime.fromtimestamp(max(found.seconds or 0, 315532800), UTC)  # zip begins in 1980
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and path != file and not name.startswith(left_out):
                info = ZipInfo(f"bpref-site/{name}", moment.timetuple()[:6])
                info.external_attr = 0o644 << 16
                info.compress_type = ZIP_DEFLATED
                front = name == "index.html"
                archive.writestr(info, without_offer(path) if front else path.read_bytes())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the notebooks, written with their pages, and the other files, written after all."""
    app.connect("html-page-context", offer)
    app.connect("build-finished", write_downloads)
    app.connect("build-finished", write_site, priority=1000)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
