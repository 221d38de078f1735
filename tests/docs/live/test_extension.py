"""A site has what its buttons bring, or no buttons and a word about it."""

import re
from types import SimpleNamespace

import pytest

from bpref_docs.live import extension
from bpref_docs.live.pyodide import Missing


@pytest.fixture
def app(tmp_path):
    """Return what the steps of a build are given."""
    config = SimpleNamespace(version="9.9")
    return SimpleNamespace(
        outdir=str(tmp_path), config=config, builder=SimpleNamespace(format="html")
    )


def offered(app, body):
    context = {"body": body}
    extension.offer(app, "page", "page.html", context, None)
    return "live" in context


def test_a_page_with_examples_is_offered_what_runs_them(app, tmp_path, monkeypatch):
    monkeypatch.setattr(extension, "write_pyodide", lambda site: (site / "live").mkdir())
    extension.write(app)
    assert (tmp_path / "_static" / "live.js").read_text("utf-8")
    assert {path.name for path in (tmp_path / "live").iterdir()} == {
        "page.js", "worker.js", "runner.py", "licences.txt",
    }  # fmt: skip
    assert offered(app, '<div class="highlight-pycon notranslate">')
    assert offered(app, '<div class="your-own highlight-python notranslate">')
    assert not offered(app, '<div class="highlight-python notranslate">')
    assert offered(app, '<div class="cell_input docutils container">')


def test_a_cell_that_cannot_be_run_says_why(app):
    app.config.live_missing = ""
    body = (
        '<div class="cell tag_hide-input tag_needs-processes docutils container">'
        '<div class="cell_input docutils container"></div></div>'
    )
    context = {"body": body}
    extension.offer(app, "page", "page.html", context, None)
    assert context["cells"]
    assert context["body"].count('container" data-not-run="browsers start no second process">') == 1


def test_the_cells_are_written_where_they_can_be_run(app, tmp_path, monkeypatch):
    written = {}
    app.env = SimpleNamespace(found_docs={"b", "a", "text"})
    monkeypatch.setattr(extension, "has_cells", lambda app, page: page != "text")
    monkeypatch.setattr(extension, "unexecuted", lambda app, page: f"cells of {page}")
    monkeypatch.setattr(extension, "write_cells", lambda site, pages: written.update(pages))
    app.config.live_missing = "npm is not installed"
    extension.export(app, None)
    assert not written
    app.config.live_missing = ""
    extension.export(app, None)
    assert written == {"a": "cells of a", "b": "cells of b"}


def test_a_site_without_python_has_no_buttons_and_says_so(app, tmp_path, monkeypatch):
    def missing(site):
        raise Missing("npm is not installed")

    said = []
    monkeypatch.setattr(extension, "write_pyodide", missing)
    monkeypatch.setattr(extension.logger, "info", lambda text, *rest: said.append(text % rest))
    extension.write(app)
    assert (tmp_path / "_static" / "live.js").read_text("utf-8") == ""
    assert not (tmp_path / "live").exists()
    assert not offered(app, '<div class="highlight-pycon notranslate">')
    extension.say(app, None)
    assert said == ["\nExamples cannot be run on the pages: npm is not installed."]


def test_the_modules_are_one_that_names_nothing_twice():
    text = extension.joined("9.9")
    assert "import {" not in text
    assert text.rstrip().endswith("export { press }")
    names = re.findall(r"^(?:const|let|(?:async )?function|class) (\w+)", text, re.MULTILINE)
    assert len({*names}) == len(names)
    assert "bpref-9.9-py3-none-any.whl" in text
