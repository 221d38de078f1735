"""Pyodide comes from npm, and the wheels are those that it names."""

import hashlib
import json
import sys

import pytest

from bpref_docs.live import pyodide
from bpref_docs.live.pyodide import (
    HERE,
    PACKAGES,
    PINS,
    VERSION,
    WHEELS,
    Missing,
    cut_lock,
    fetched,
    write_pyodide,
)

WHEEL = b"what a wheel holds"


@pytest.fixture
def wheels(tmp_path):
    """Return a folder with a wheel of each package."""
    for name in PACKAGES:
        (tmp_path / f"{name}-1.whl").write_bytes(WHEEL)
    return tmp_path


def lock(**changes):
    """Return a lock as Pyodide has it; the changes are those of one package."""
    packages = {
        name: {
            "file_name": f"{name}-1.whl",
            "sha256": hashlib.sha256(WHEEL).hexdigest(),
            "depends": [],
        }
        for name in (*PACKAGES, "pytz", "scipy")
    }
    packages["matplotlib"]["depends"] = ["numpy", "pytz", "fonttools"]
    packages["pillow"] |= changes
    return json.dumps({"info": {"python": "3.14.0"}, "packages": packages})


def test_the_lock_names_what_is_here_alone(wheels):
    cut = json.loads(cut_lock(lock(), wheels))
    assert cut["info"] == {"python": "3.14.0"}
    assert [*cut["packages"]] == PACKAGES
    assert cut["packages"]["matplotlib"]["depends"] == ["numpy"]


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"file_name": "pillow-2.whl"}])
def test_another_wheel_is_refused(wheels, changes):
    with pytest.raises(ValueError, match=f"Pyodide {VERSION} goes with pillow"):
        cut_lock(lock(**changes), wheels)


def test_without_wheels_it_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(pyodide, "WHEELS", tmp_path / "none")
    with pytest.raises(Missing, match="wheels"):
        write_pyodide(tmp_path)


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


# The sdist leaves them out, as only the hosted site needs them; a copy of the repository always has them.
@pytest.mark.skipif(not WHEELS.is_dir(), reason="what is published of the sources has no wheels")
def test_the_licences_name_what_is_served():
    text = (HERE / "licences.txt").read_text("utf-8")
    assert f"Pyodide {VERSION}" in text
    names = [wheel.name for wheel in WHEELS.iterdir()]
    assert len(names) == len(PACKAGES)
    assert [name for name in names if f"({name})" not in text] == []
