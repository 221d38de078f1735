"""The pages' names and equations, and how their cells run."""

import os
from pathlib import Path

import pytest
from jupyter_cache.cache.db import NbCacheRecord
from nbclient import NotebookClient

import bpref
from bpref_docs.notebooks import kernels
from bpref_docs.words.outline import called, equations, pages, title

INDEX = "# Index\n\narticle/network\nbeyond/digits\n\nreference/functions\n"
SECTION = "# 3. Get `da[2]`\n\n$$\nz = W a\n + b\n$$ (linear_forward)\n\n$$\nJ\n$$\n"


@pytest.fixture
def docs(tmp_path):
    for folder in ("article", "beyond", "bpref_docs/checks/data"):
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
        "docs/bpref_docs/checks/new.py",
        "docs/bpref_docs/checks/data/new.json",
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


def test_a_kernel_is_ended_and_not_asked(monkeypatch):
    monkeypatch.setattr(kernels.executors, "executenb", lambda notebook, **options: options)
    kernels.end_kernels_at_once()
    asked = kernels.executors.executenb("notebook", cwd="docs")
    assert asked == {"cwd": "docs", "shutdown_kernel": "immediate"}
    assert "immediate" in NotebookClient.shutdown_kernel.values


@pytest.mark.parametrize("failures", [0, 2, 4])
def test_a_kernel_that_dies_at_its_start_is_followed_by_another(monkeypatch, failures):
    starts = []

    def execute(notebook, cwd):
        starts.append((notebook, cwd))
        if len(starts) <= failures:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return "run"

    monkeypatch.setattr(kernels.executors, "executenb", execute)
    kernels.start_kernels_again(times=3)
    if failures > 3:
        with pytest.raises(RuntimeError, match="died before"):
            kernels.executors.executenb("notebook", cwd="docs")
    else:
        assert kernels.executors.executenb("notebook", cwd="docs") == "run"
    assert starts == [("notebook", "docs")] * min(failures + 1, 4)


def test_no_result_is_deleted_while_another_is_added(monkeypatch, tmp_path):
    truncate = kernels.JupyterCacheBase.truncate_caches
    monkeypatch.setattr(kernels.JupyterCacheBase, "truncate_caches", truncate)
    kernels.keep_all_results()
    deleted = []
    cache = kernels.JupyterCacheBase(tmp_path)
    monkeypatch.setattr(cache, "remove_cache", deleted.append)
    cache.change_cache_limit(1)
    for name in ("one", "two"):
        NbCacheRecord.create_record(name, name, cache.db)
    cache.truncate_caches()
    assert deleted == []


def test_a_kernel_that_dies_in_a_cell_is_not_started_again(monkeypatch):
    starts = []

    def execute():
        starts.append(1)
        raise RuntimeError("Kernel died")

    monkeypatch.setattr(kernels.executors, "executenb", execute)
    kernels.start_kernels_again()
    with pytest.raises(RuntimeError, match="Kernel died"):
        kernels.executors.executenb()
    assert starts == [1]
