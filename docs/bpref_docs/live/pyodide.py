"""Pyodide from npm, and NumPy's wheel for it, which is kept here: npm has none, nor has PyPI.

npm compares what it fetches with package-lock.json. Pyodide's own lock names the one wheel of NumPy that
belongs to it by its hash, and another one is refused.
"""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from bpref_docs.folders import LIVE, ROOT

HERE = Path(__file__).parent
PINS = ("package.json", "package-lock.json")
VERSION: str = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["pyodide"]
FOLDER = f"{LIVE}/pyodide-{VERSION}"  # in the site; browsers keep what is in it
[WHEEL] = HERE.glob("*.whl")
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")


class Missing(Exception):
    """Why Pyodide is not there: a site is built without it."""


def fetched(folder: Path = ROOT / "build" / "npm") -> Path:
    """Return the folder of Pyodide as npm has it, which is asked once."""
    package = folder / "node_modules" / "pyodide"
    if not all(same(HERE / pin, folder / pin) for pin in PINS) or not package.is_dir():
        npm = shutil.which("npm")
        if not npm:
            raise Missing("npm is not installed")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for pin in PINS:
            shutil.copy(HERE / pin, folder)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        asked = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if asked.returncode:
            shutil.rmtree(folder)
            raise Missing(f"npm could not fetch Pyodide: {asked.stderr.strip()}")
    return package


def same(one: Path, other: Path) -> bool:
    """Return whether two files are there and equal."""
    return other.is_file() and one.read_bytes() == other.read_bytes()


def cut_lock(lock: str, wheel: Path = WHEEL) -> str:
    """Return Pyodide's lock with NumPy alone, so that it can ask for no more than the site has."""
    whole = json.loads(lock)
    numpy = whole["packages"]["numpy"]
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if (wheel.name, found) != (numpy["file_name"], numpy["sha256"]):
        raise ValueError(
            f"Pyodide {VERSION} goes with {numpy['file_name']}, {numpy['sha256']}; "
            f"what is kept here is {wheel.name}, {found}"
        )
    return json.dumps({"info": whole["info"], "packages": {"numpy": numpy}}, indent=1)


def write_pyodide(site: Path) -> None:
    """Put into the site all that a browser needs for Python with NumPy."""
    package = fetched()
    lock = cut_lock((package / LOCK).read_text("utf-8"))
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(package / name, folder / name)
    shutil.copyfile(WHEEL, folder / WHEEL.name)
    (folder / LOCK).write_text(lock, "utf-8")
