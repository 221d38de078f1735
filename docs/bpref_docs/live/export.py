"""What the code cells of the pages need in the browser: their sources, and what these import and read.

    live/cells/article/why.json     the cells of a page, also those that it does not show
    live/cells.zip                  the modules and data that the cells of all pages need, beside bpref

All bytes follow from the sources, and from scikit-learn's file of the digits.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bpref_docs.folders import LIVE, ROOT
from bpref_docs.live.pyodide import HERE
from bpref_docs.notebooks.standalone import Notebook, carried, content

CELLS = f"{LIVE}/cells"
ARCHIVE = f"{LIVE}/cells.zip"
NOT_SHOWN = {"remove-input", "remove-cell"}
# A cell with one of these tags is not run in a browser, and says why, as do those that go on from it.
NOT_RUN = {
    "needs-autograd": "autograd is not loaded into browsers",
    "needs-mapped-files": "browsers map no files into memory",
    "needs-processes": "browsers start no second process",
}
# What runs the cells, and the packages that it stands in for.
RUNS = ("__init__.py", "cells.py", "runner.py", "stand_ins/*.py")
STAND_INS = {
    "IPython/__init__.py": "ipython",
    "IPython/display.py": "ipython_display",
    "sklearn/__init__.py": "",
    "sklearn/datasets.py": "sklearn_datasets",
}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip knows


def cells(notebook: Notebook) -> list[dict[str, Any]]:
    """Return the cells of a page that can be run in a browser, up to the last that it shows."""
    found: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        tags = {*cell["metadata"].get("tags", [])}
        if cell["cell_type"] == "code" and not tags & NOT_RUN.keys():
            found.append(
                {"source": cell["source"]} | ({"hidden": True} if tags & NOT_SHOWN else {})
            )
    while found and "hidden" in found[-1]:
        found.pop()
    return found


def write_cells(site: Path, pages: dict[str, Notebook]) -> None:
    """Write the cells of all pages that show some, and what these cells need."""
    sources = []
    for page, notebook in pages.items():
        found = cells(notebook)
        if not found:
            continue
        sources += [cell["source"] for cell in found]
        file = site / CELLS / f"{page}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    with ZipFile(site / ARCHIVE, "w") as archive:
        for name, data in sorted(needed("\n\n".join(sources)).items()):
            info = ZipInfo(name, EARLIEST)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, data)


def needed(sources: str) -> dict[str, str | bytes]:
    """Return the files that the cells need, by their names in the archive."""
    files: dict[str, str | bytes] = {file: content(file) for file in carried(sources)}
    for pattern in RUNS:
        for file in HERE.glob(pattern):
            files[file.relative_to(ROOT).as_posix()] = file.read_text("utf-8")
    for name, stand_in in STAND_INS.items():
        files[name] = f"from bpref_docs.live.stand_ins.{stand_in} import *\n" if stand_in else ""
    digits = "sklearn/datasets/data/digits.csv.gz"
    files[f"{(HERE / 'stand_ins').relative_to(ROOT).as_posix()}/digits.csv.gz"] = installed(digits)
    return files


def installed(file: str) -> bytes:
    """Return a file of a package as it is installed."""
    spec = find_spec(file.partition("/")[0])
    assert spec and spec.origin, "the site's requirements name it"
    return (Path(spec.origin).parents[1] / file).read_bytes()
