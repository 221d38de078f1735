"""The cells of a page are exported as far as a browser can run them, and all bytes are the same again."""

import json
from zipfile import ZipFile

from bpref_docs.live.export import ARCHIVE, CELLS, NOT_RUN, cells, write_cells


def cell(source, *tags, kind="code"):
    return {"cell_type": kind, "metadata": {"tags": [*tags]} if tags else {}, "source": source}


def test_a_page_has_its_cells_in_order_up_to_the_last_that_it_shows():
    notebook = {
        "cells": [
            cell("text", kind="markdown"),
            cell("1", "remove-cell"),
            cell("2", "hide-input"),
            *(cell("no", "hide-input", tag) for tag in NOT_RUN),
            cell("3", "remove-input"),
            cell("4"),
            cell("5", "remove-cell"),
        ]
    }
    assert cells(notebook) == [
        {"source": "1", "hidden": True},
        {"source": "2"},
        {"source": "3", "hidden": True},
        {"source": "4"},
    ]
    assert cells({"cells": [cell("1", "remove-input")]}) == []


def test_a_page_that_shows_no_cell_has_no_file(tmp_path):
    pages = {
        "one/shown": {"cells": [cell("from bpref_docs import load")]},
        "hidden": {"cells": [cell("from tests import x", "remove-cell")]},
    }
    for name in ("first", "second"):
        (tmp_path / name / ARCHIVE).parent.mkdir(parents=True)
        write_cells(tmp_path / name, pages)
    folder = tmp_path / "first" / CELLS
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.json")] == [
        "one/shown.json"
    ]
    assert json.loads((folder / "one/shown.json").read_text("utf-8")) == [
        {"source": "from bpref_docs import load"}
    ]
    archive = tmp_path / "first" / ARCHIVE
    assert archive.read_bytes() == (tmp_path / "second" / ARCHIVE).read_bytes()
    names = {*ZipFile(archive).namelist()}
    assert "docs/bpref_docs/live/cells.py" in names
    assert "docs/bpref_docs/checks/data/mazur.json" in names
    assert not [name for name in names if name.startswith("tests/")]
