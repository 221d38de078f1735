"""The small extensions, and the modules that conf.py calls."""

import json
import os
from pathlib import Path

import pytest

import bpref
from bpref_docs.notebooks import kernels
from bpref_docs.site.accessible import say_what_is_shown, with_named_formulas
from bpref_docs.words.outline import called, equations, pages, title


def entries(site):
    index = (site.folder / "out" / "searchindex.js").read_text("utf-8")
    return json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["indexentries"]


FUNCTION = "# Functions\n\n```{eval-rst}\n.. py:function:: f(z)\n.. py:function:: g(z)\n```\n"


@pytest.mark.parametrize("mended", [True, False])
def test_a_second_build_keeps_the_entries_of_the_search_index(site, mended):
    pages = site(*["bpref_docs.site.second_build"] * mended)
    assert pages.build(index="# Index\n", functions=FUNCTION) == ""
    first = entries(pages)
    assert first.keys() == {"built-in function", "f()", "g()"}
    pages.build()
    # Sphinx by itself loses them: where it does not any more, the extension can go.
    assert entries(pages) == (first if mended else {})


def test_the_entries_of_a_page_that_is_gone_are_gone(site):
    pages = site("bpref_docs.site.second_build")
    pages.build(index="# Index\n", functions=FUNCTION)
    (pages.folder / "functions.md").unlink()
    assert pages.build(index="# Index\n\nNew.\n") == ""
    assert entries(pages) == {}


def test_a_fold_is_called_by_its_own_text():
    context = {"body": '<summary aria-label="Toggle hidden content">Show</summary>'}
    say_what_is_shown(None, "page", "page.html", context, None)
    assert context == {"body": "<summary>Show</summary>"}
    say_what_is_shown(None, "search", "search.html", {}, None)


def test_a_formula_is_a_part_of_a_name():
    assert with_named_formulas("<p>Why <math><mi>a</mi><mo>&lt;</mo></math></p>") == (
        '<p>Why <math aria-label="a&lt;"><mi>a</mi><mo>&lt;</mo></math></p>'
    )


@pytest.mark.parametrize(
    ("before", "title", "name"),
    [
        ("<h2>Why <math><mi>a</mi><mo>&lt;</mo></math>", "heading", "Why a&lt;"),
        ('<dt>z</dt><div>x = z</div><span class="eqno">(3)', "equation", "(3)"),
        ('<caption><span class="caption-text">One</span>', "table", "One"),
    ],
)
def test_a_permalink_says_of_what_it_is_one(before, title, name):
    link = f'<a class="headerlink" href="#x" title="Link to this {title}"'
    context = {"body": f"{before}{link}>#</a>"}
    say_what_is_shown(None, "page", "page.html", context, None)
    before = before.replace("<h2", f'<h2 aria-label="{name}"')
    assert context["body"] == f'{before}{link} aria-label="Link to this {title}: {name}">#</a>'


INDEX = "# Index\n\narticle/network\nbeyond/digits\n\nreference/functions\n"
SECTION = "# 3. Get `da[2]`\n\n$$\nz = W a\n + b\n$$ (linear_forward)\n\n$$\nJ\n$$\n"


@pytest.fixture
def docs(tmp_path):
    for folder in ("article", "beyond", "bpref_docs/proofs/data"):
        (tmp_path / "docs" / folder).mkdir(parents=True)
    for folder in ("bpref", "benchmarks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs/index.md").write_text(INDEX, "utf-8")
    (tmp_path / "docs/article/network.md").write_text(SECTION, "utf-8")
    (tmp_path / "docs/beyond/digits.md").write_text("# Digits\n", "utf-8")
    (tmp_path / "bpref/losses.py").write_text("J = 1\n", "utf-8")
    return tmp_path / "docs"


def test_pages_and_their_names(docs):
    assert pages(docs) == ["article/network", "beyond/digits"]
    assert title("article/network", docs) == "3. Get da[2]"
    assert called("article/network", docs) == "section 3"
    assert called("beyond/digits", docs) == "Digits"
    (docs / "beyond/digits.md").write_text("no title\n", "utf-8")
    with pytest.raises(ValueError, match="has no title"):
        title("beyond/digits", docs)


def test_labelled_equations(docs):
    assert [*equations(docs)] == [("linear_forward", "z = W a  + b", "article/network")]


def test_equations_have_the_names_of_public_functions():
    assert {equation.function for equation in equations()} <= set(bpref.__all__)


@pytest.mark.parametrize(
    "path",
    [
        "bpref/losses.py",
        "docs/bpref_docs/proofs/new.py",
        "docs/bpref_docs/proofs/data/new.json",
        "benchmarks/figures.json",
        "docs/article/network.md",
    ],
)
def test_cells_run_again_when_what_they_use_has_changed(docs, path):
    before = kernels.fingerprint(docs.parent)
    assert kernels.fingerprint(docs.parent) == before
    (docs.parent / path).write_text(SECTION.replace("+ b", "+ c"), "utf-8")
    assert kernels.fingerprint(docs.parent) != before


def test_a_text_changes_no_cell(docs):
    before = kernels.fingerprint(docs.parent)
    (docs / "article/network.md").write_text(SECTION + "\nMore.\n", "utf-8")
    assert kernels.fingerprint(docs.parent) == before


def test_the_cache_is_ready_before_the_first_page(docs):
    folder = Path(kernels.cache_folder(docs.parent))
    assert folder.name == kernels.fingerprint(docs.parent)
    assert (folder / "global.db").stat().st_size > 0


def test_kernels_import_from_the_folders(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    kernels.let_kernels_import(Path("one"), Path("two"))
    assert os.environ["PYTHONPATH"] == os.pathsep.join(["one", "two"])


def test_kernels_have_the_settings_of_the_project(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", "the user's own")
    kernels.configure_kernels(tmp_path)
    folder = Path(os.environ["IPYTHONDIR"])
    assert folder.is_relative_to(tmp_path)
    settings = folder / "profile_default" / "ipython_kernel_config.py"
    assert "log_level" in settings.read_text("utf-8")
