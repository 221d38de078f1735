"""Pyodide comes from npm, and NumPy's wheel is the one that it names."""

import json
import sys

import pytest

from bpref_docs.live import pyodide
from bpref_docs.live.pyodide import HERE, PINS, VERSION, WHEEL, Missing, cut_lock, fetched

NUMPY = {
    "file_name": WHEEL.name,
    "sha256": "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e",
}


def lock(**changes):
    packages = {"numpy": NUMPY | changes, "scipy": {"depends": ["numpy"]}}
    return json.dumps({"info": {"python": "3.14.0"}, "packages": packages})


def test_the_lock_names_numpy_alone():
    cut = json.loads(cut_lock(lock()))
    assert cut == {"info": {"python": "3.14.0"}, "packages": {"numpy": NUMPY}}


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"file_name": "numpy-2.5.0.whl"}])
def test_another_wheel_is_refused(changes):
    with pytest.raises(ValueError, match=f"Pyodide {VERSION} goes with"):
        cut_lock(lock(**changes))


def test_the_pins_name_no_registry_and_one_version():
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages["node_modules/pyodide"]["version"] == VERSION
    assert all("integrity" in found for name, found in packages.items() if name)
    assert "://" not in (HERE / "package-lock.json").read_text("utf-8")


def test_without_npm_it_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(pyodide.shutil, "which", lambda name: None)
    with pytest.raises(Missing, match="npm is not installed"):
        fetched(tmp_path / "npm")


def test_it_is_missing_where_npm_cannot_reach_it(tmp_path, monkeypatch):
    npm = tmp_path / "npm.py"
    npm.write_text("import sys\nsys.exit('no network')\n", "utf-8")
    monkeypatch.setattr(pyodide.shutil, "which", lambda name: str(npm))
    run = pyodide.subprocess.run
    monkeypatch.setattr(
        pyodide.subprocess,
        "run",
        lambda command, **options: run([sys.executable, *command], **options),
    )
    with pytest.raises(Missing, match="no network"):
        fetched(tmp_path / "folder")
    assert not (tmp_path / "folder").exists()


def test_npm_is_asked_once(tmp_path, monkeypatch):
    monkeypatch.setattr(pyodide.shutil, "which", lambda name: None)
    for pin in PINS:
        (tmp_path / pin).write_bytes((HERE / pin).read_bytes())
    package = tmp_path / "node_modules" / "pyodide"
    package.mkdir(parents=True)
    assert fetched(tmp_path) == package
    (tmp_path / "package.json").write_text("{}", "utf-8")  # of another version
    with pytest.raises(Missing):
        fetched(tmp_path)


def test_the_licences_name_what_is_served():
    text = (HERE / "licences.txt").read_text("utf-8")
    assert f"Pyodide {VERSION}" in text
    assert WHEEL.name in text
