"""What the built site carries, taken and run with no more than a reader has.

`nox -s downloads` installs the site's own wheel, Matplotlib and a Jupyter kernel, and runs this.
"""

import doctest
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "build" / "site"
NOTEBOOKS = sorted(path.relative_to(SITE).as_posix() for path in SITE.glob("*/*.ipynb"))
PICTURE = re.compile(r'<img alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)">')
NEED_MORE = [
    "beyond/automatic-differentiation.ipynb",
    "beyond/digits.ipynb",
    "beyond/nothing-is-learned.ipynb",
    "beyond/vanishing-and-exploding.ipynb",
]


def downloaded(name: str, folder: Path) -> Path:
    """Save a file of the site, as a browser does."""
    copy = folder / Path(name).name
    copy.write_bytes((SITE / name).read_bytes())
    return copy


def test_the_site_is_built():
    assert len(NOTEBOOKS) >= 15, "build the site first: python -m nox -s docs"


def test_the_installed_package_is_the_wheel_of_the_site():
    import bpref

    assert "site-packages" in bpref.__file__
    files = {str(file) for file in importlib.metadata.files("bpref") or ()}
    assert {"bpref/__init__.py", "bpref/py.typed", "bpref/example.py"} <= files
    [wheel] = (SITE / "download").glob("*.whl")
    assert wheel.name.split("-")[1] == importlib.metadata.version("bpref")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith("bpref/"):
                installed = Path(bpref.__file__).parent.parent / name
                assert installed.read_bytes() == archive.read(name)


def test_the_command_on_the_first_page_installs_that_wheel():
    [wheel] = (SITE / "download").glob("*.whl")
    page = (SITE / "index.html").read_text("utf-8")
    [command] = re.findall(r"python -m pip install (\S*bpref-\S*)", page)
    assert command.endswith(f"/{wheel.name}")
    assert f'href="download/{wheel.name}"' in page or command.startswith("http")


def test_one_file_beside_ones_own_code(tmp_path):
    downloaded("download/bpref.py", tmp_path)
    own = tmp_path / "own.py"
    own.write_text(
        "import numpy as np\n"
        "import bpref\n"
        "from bpref import sigmoid\n"
        "from bpref.example import W, b, x, y\n"
        "print(bpref.__file__, len(bpref.__all__), sigmoid(np.array([[0.0]]))[0, 0])\n"
        "print((W[1] @ x + b[1]).tolist(), W[2].shape, y.shape)\n"
    )
    done = subprocess.run([sys.executable, own], capture_output=True, text=True, check=True)
    first, network = done.stdout.splitlines()
    file, names, half = first.rsplit(maxsplit=2)  # the folder's name may hold a blank
    assert Path(file) == tmp_path / "bpref.py"
    assert (names, half) == ("32", "0.5")
    assert network == "[[0.375], [-1.25], [1.875]] (2, 3) (2, 1)"


def test_the_doctests_of_the_one_file_pass(tmp_path):
    file = downloaded("download/bpref.py", tmp_path)
    spec = importlib.util.spec_from_file_location("one_file_of_bpref", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    results = doctest.testmod(module)
    assert results.failed == 0
    assert results.attempted > 50


def notebook_is_reproduced(name, folder):
    """Run a notebook where it was saved; every cell must show what is stored in it."""
    import nbclient
    import nbformat

    notebook = nbformat.read(downloaded(name, folder), as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    stored = [shown_by(cell) for cell in code]
    assert any(stored)
    for cell in code:
        cell.outputs = []
    client = nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": folder}}
    )
    client.execute()
    assert [shown_by(cell) for cell in code] == stored


def shown_by(cell):
    """Return what a cell shows; printed text is one, into how many pieces it came is chance."""
    found = []
    for output in map(shown, cell.outputs):
        if found and "text" in output and "text" in found[-1]:
            found[-1]["text"] += output["text"]
        else:
            found.append(output)
    return found


def shown(output):
    """Return what an output shows, and for a picture that there is one: its bytes are Matplotlib's."""
    data = dict(output.get("data", {"text": output.get("text")}))
    data.pop("text/plain", None)
    if found := PICTURE.fullmatch(data.get("text/html", "")):
        data["text/html"] = found[1]
        svg = b64decode(found[2]).decode()
        assert svg.startswith("<svg ") and "var(" not in svg
    return data


@pytest.mark.parametrize("name", sorted({*NOTEBOOKS} - {*NEED_MORE}))
def test_a_notebook_runs_beside_bpref_and_matplotlib(name, tmp_path):
    assert importlib.util.find_spec("sklearn") is None, "this must run with no more than that"
    notebook_is_reproduced(name, tmp_path)


def test_a_notebook_runs_beside_the_one_file(tmp_path):
    downloaded("download/bpref.py", tmp_path)
    notebook_is_reproduced("article/crossing.ipynb", tmp_path)


@pytest.mark.needs_more
@pytest.mark.parametrize("name", NEED_MORE)
def test_a_notebook_runs_beside_what_it_imports_too(name, tmp_path):
    notebook_is_reproduced(name, tmp_path)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_says_how_it_is_run_and_is_readable(name):
    import nbformat

    notebook = nbformat.read(SITE / name, as_version=4)
    first, *rest = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    [wheel] = (SITE / "download").glob("*.whl")
    assert f"{wheel.name} matplotlib" in first.source
    for cell in rest:
        prose = re.sub(r"^```.*?^```$|`[^`\n]+`", "", cell.source, flags=re.M | re.S)
        # No directive, no role, no macro of the site's own.
        assert not re.findall(r"^(?:```|:::)\{.*|\{[\w-]+\}`|\\(?:fwd|grad|para|shape|T)\b", prose)
        # Every colour is one, and no symbol is coloured twice.
        assert not re.findall(r"\\textcolor\{(?!#[0-9a-f]{6}\}\{)", prose)
        # No picture in a text, which Colab would leave out, and no link that leads nowhere.
        assert not re.findall(r"!\[.*?\]\(.*?\)", prose)
        assert "attachments" not in cell
        assert not re.findall(r"\]\((?!https?:)[^)]*(?:\.html|#)[^)]*\)", prose)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_has_every_drawing_of_its_page(name):
    import nbformat

    page = (SITE / name).with_suffix(".html").read_text("utf-8")
    drawn = re.findall(r'<figure class="[^"]*\bbpref-network\b.*?</figure>', page, re.DOTALL)
    labels = [re.search(r'aria-label="([^"]*)"', figure)[1] for figure in drawn]
    notebook = nbformat.read(SITE / name, as_version=4)
    cells = [cell for cell in notebook.cells if "network-" in cell.source.partition("\n")[0]]
    shown = [PICTURE.fullmatch(cell.outputs[0].data["text/html"])[1] for cell in cells]
    assert shown == labels


def test_the_archive_is_the_site_and_its_links_resolve(tmp_path):
    with zipfile.ZipFile(SITE / "download" / "bpref-site.zip") as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "bpref-site"
    saved = {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
    there = {path.relative_to(SITE) for path in SITE.rglob("*") if path.is_file()}
    assert there - saved == {Path("download/bpref-site.zip")} | {
        path for path in there if path.name.startswith(".") or path.parts[0] in ("cards", "live")
    }
    # The theme leaves templates of its own in _static.
    for page in (path for path in root.rglob("*.html") if "_static" not in path.parts):
        for link in re.findall(r'(?:href|src)="([^"#?]+)["#?]', page.read_text("utf-8")):
            if not re.match(r"[a-z]+:|//", link):
                assert (page.parent / link).exists(), f"{page.name}: {link}"
