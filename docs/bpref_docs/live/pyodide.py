"""Pyodide from npm, and the wheels of NumPy and Matplotlib for it, which are kept here: npm has none, nor
has PyPI.

npm compares what it fetches with package-lock.json. Pyodide's own lock names the one wheel of each package
that belongs to it by its hash, and another one is refused.
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
WHEELS = HERE / "wheels"
# NumPy for the examples, all of them for the cells. Without fonttools, which Matplotlib needs for PDF and
# PostScript, and pytz, which it does not import.
PACKAGES = """
    numpy matplotlib contourpy cycler kiwisolver packaging pillow pyparsing python-dateutil six
""".split()
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


def cut_lock(lock: str, folder: Path = WHEELS) -> str:
    """Return Pyodide's lock with these packages alone, so that it can ask for no more than the site has."""
    whole = json.loads(lock)
    packages = {name: whole["packages"][name] for name in PACKAGES}
    for package in packages.values():
        wheel = folder / package["file_name"]
        found = hashlib.sha256(wheel.read_bytes()).hexdigest() if wheel.is_file() else "nothing"
        if found != package["sha256"]:
            raise ValueError(
                f"Pyodide {VERSION} goes with {wheel.name}, {package['sha256']}; "
                f"what is kept here is {found}"
            )
        package["depends"] = [other for other in package["depends"] if other in PACKAGES]
    return json.dumps({"info": whole["info"], "packages": packages}, indent=1)


def write_pyodide(site: Path) -> None:
    """Put into the site all that a browser needs for Python with NumPy, and for Matplotlib."""
    if not WHEELS.is_dir():  # in what is published of the sources
        raise Missing("the wheels of NumPy and Matplotlib are not beside these sources")
    package = fetched()
    lock = cut_lock((package / LOCK).read_text("utf-8"))
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(package / name, folder / name)
    for wheel in json.loads(lock)["packages"].values():
        shutil.copyfile(WHEELS / wheel["file_name"], folder / wheel["file_name"])
    (folder / LOCK).write_text(lock, "utf-8")
