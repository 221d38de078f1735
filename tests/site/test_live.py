"""What the built site has for running its examples."""

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "build" / "site"
PAGES = [path for path in SITE.rglob("*.html") if "_static" not in path.parts]
EXAMPLE = re.compile(r"<pre><span></span>(?:<span[^>]*>)?&gt;&gt;&gt; ")
CELL = '<div class="cell_input '
there = (SITE / "live").exists()
# Of a site without them there is nothing here to test; the last test below tests such a site instead.
offered = pytest.mark.skipif(not there, reason="built without npm, the site cannot run examples")


# CI and the hosting workflow must have them; elsewhere a site without npm is a whole site.
@pytest.mark.skipif(
    "CI" not in os.environ, reason="asked for in CI alone, as a reader may build without npm"
)
def test_what_is_hosted_can_run_its_examples():
    assert there


@offered
def test_a_page_can_run_examples_if_it_has_some():
    wrong = [
        path.name
        for path in PAGES
        if path.name != "solutions.html"  # its examples run on the pages that they are from
        for text in [path.read_text("utf-8")]
        if ("dataset.live =" in text) is not bool(EXAMPLE.search(text) or CELL in text)
    ]
    assert not wrong


@offered
def test_the_folder_of_python_has_its_version_and_is_whole():
    [folder] = (SITE / "live").glob("pyodide-*")
    lock = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))
    for package in lock["packages"].values():
        wheel = (folder / package["file_name"]).read_bytes()
        assert hashlib.sha256(wheel).hexdigest() == package["sha256"]
        assert {*package["depends"]} <= lock["packages"].keys()
    licences = (SITE / "live" / "licences.txt").read_text("utf-8")
    assert folder.name.replace("pyodide-", "Pyodide ") in licences


@offered
def test_a_page_with_cells_has_their_sources():
    folder = SITE / "live" / "cells"
    exported = {path.relative_to(folder).with_suffix(".html") for path in folder.rglob("*.json")}
    assert exported == {
        path.relative_to(SITE)
        for path in PAGES
        for text in [path.read_text("utf-8")]
        if "dataset.cells =" in text
    }
    assert len(exported) >= 20


# The other way round: only a site that was built without npm can show that it offers nothing.
@pytest.mark.skipif(there, reason="tests a site that was built without npm")
def test_without_python_no_page_offers_it():
    assert not [path for path in PAGES if "dataset.live =" in path.read_text("utf-8")]
