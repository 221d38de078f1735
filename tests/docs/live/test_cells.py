"""What runs a page's cells in the browser, run here by the Python of the tests.

It comes from the archive that the browser gets, in a process of its own, and finds nothing of the site's
own package elsewhere.
"""

import json
import os
import subprocess
import sys
from zipfile import ZipFile

import pytest
from sklearn.datasets import load_digits

from bpref_docs.folders import ROOT
from bpref_docs.live.export import ARCHIVE, write_cells

CALL = """
import json, sys
from bpref_docs.live.cells import run
assert sys.argv[1] in sys.modules["bpref_docs"].__file__
print(json.dumps([json.loads(run(json.dumps(cells))) for cells in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of what the cells need, unpacked."""
    site = tmp_path_factory.mktemp("site")
    (site / ARCHIVE).parent.mkdir()
    cell = {"cell_type": "code", "metadata": {}, "source": "from bpref_docs import load"}
    write_cells(site, {"page": {"cells": [cell]}})
    with ZipFile(site / ARCHIVE) as archive:
        archive.extractall(site / "cells")
    (site / "cells" / "bpref").symlink_to(ROOT / "bpref")  # in the browser, from its wheel
    return site / "cells"


@pytest.fixture
def run(folder):
    """Return a function that runs cells: a text, or a cell as JavaScript has it."""

    def run(*times):
        asked = [
            [
                {"name": f"cell {i}", "source": cell} if isinstance(cell, str) else cell
                for i, cell in enumerate(cells, 1)
            ]
            for cells in times
        ]
        path = os.pathsep.join(map(str, (folder, folder / "docs")))
        done = subprocess.run(
            [sys.executable, "-c", CALL, str(folder)],
            input=json.dumps(asked),
            env={**os.environ, "PYTHONPATH": path},
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        assert not done.stderr
        return json.loads(done.stdout)

    return run


def text(data):
    return {"kind": "text", "data": data}


def test_a_cell_shows_what_it_printed_and_what_its_last_line_is(run):
    [done] = run(
        ["x = 1\nprint('before')", "print(x)\nprint('b')\ndisplay(2)\nx + 2\n", "1\ny = 2"]
    )
    assert done["error"] == ""
    assert done["outputs"] == [
        [text("before\n")],
        [text("1\nb\n"), text("2\n"), text("3\n")],
        [],
    ]
    [done] = run(["print('a' * 1_000_000)"])
    assert len(done["outputs"][0][0]["data"]) < 21_000


def test_a_figure_is_the_pages_own_svg(run):
    source = (
        "import matplotlib.pyplot as plt\nfrom bpref_docs import GRADIENT, show\n"
        "fig, ax = plt.subplots()\nax.plot([1, 2], color=GRADIENT)\nshow(fig, alt='A line.')"
    )
    first, again = run([source], [source])
    [[figure]] = first["outputs"]
    assert figure["kind"] == "html"
    assert figure["data"].startswith('<svg class="bpref-figure" role="img" aria-label="A line."')
    assert "var(--bpref-gradient)" in figure["data"]
    assert 'id="figure-1-' in figure["data"]
    assert again == first


def test_a_table_is_text(run):
    source = (
        "from bpref_docs import check, table\nfrom bpref import *\nfrom bpref.example import *\n"
        "display(table(['step', '$dw_7$'], [['1', '-0.5'], ['12', '[0.25](#there)']], 'Two of *all*'))\n"
        "z, a = forward_pass(x, W, b, {1: sigmoid, 2: sigmoid})\n"
        "check('db[2] = dz[2]', cross_entropy_dz(a[2], y), at='b[2]')"
    )
    [done] = run([source])
    [[table, check]] = done["outputs"]
    assert table == {
        "kind": "table",
        "data": "Two of *all*\nstep  dw7\n1     −0.5\n12    0.25\n",
    }
    lines = check["data"].splitlines()
    assert check["kind"] == "table"
    assert lines[0].startswith("db[2] = dz[2] · 2 of 2 gradients agree")
    assert ":::" not in check["data"]
    assert "{." not in check["data"]
    assert len({line.index("−0.528") for line in lines if "−0.528" in line}) == 1


def test_an_error_is_in_pythons_words_and_stops_the_rest(run):
    [done] = run(["def f(x):\n    return x / 0", "print('here')\nf(1)", "print('never')"])
    assert done["outputs"] == [[], [text("here\n")]]
    lines = done["error"].splitlines()
    assert lines[:3] == [
        "Traceback (most recent call last):",
        '  File "<cell 2>", line 2, in <module>',
        "    f(1)",
    ]
    assert '  File "<cell 1>", line 2, in f' in lines
    assert done["error"].endswith("ZeroDivisionError: division by zero\n")
    [done] = run(["x = = 1"])
    assert 'File "<cell 1>", line 1' in done["error"]
    assert "SyntaxError: invalid syntax" in done["error"]


def test_behind_a_readers_code_what_the_page_says_may_be_no_more(run):
    own = {"name": "cell 1", "source": "x = 2", "own": True}
    hidden = {"name": "hidden cell", "source": "y = x\nassert x == 1", "hidden": True}
    changed, kept = run([own, hidden, "print(x, y)"], [own | {"own": False}, hidden, "print(x)"])
    assert changed["error"] == ""
    assert changed["outputs"] == [[], [], [text("2 2\n")]]
    assert len(kept["outputs"]) == 2
    assert "AssertionError" in kept["error"]
    # Any other error stops it, and so does an assertion that the reader sees.
    broken, seen = run(
        [own, hidden | {"source": "z"}, "1"], [own, hidden | {"hidden": False}, "print(x)"]
    )
    assert "NameError" in broken["error"]
    assert "AssertionError" in seen["error"]


def test_each_run_begins_anew(run):
    changes = (
        "import numpy as np\nimport matplotlib as mpl\nimport bpref.example\nimport bpref_docs\n"
        "bpref.example.x[:] = 0\nbpref_docs.GRADIENT = 'red'\nmpl.rcParams['font.size'] = 40\n"
        "np.set_printoptions(precision=1)"
    )
    looks = (
        "import matplotlib as mpl\nfrom bpref.example import x\nfrom bpref_docs import GRADIENT\n"
        "print(x[0] / 3, GRADIENT, mpl.rcParams['font.size'], 'changes' in globals())"
    )
    [_, after], [alone] = run([changes], [looks]), run([looks])
    assert after == alone
    assert "[0.66666667]" in after["outputs"][0][0]["data"]


def test_sources_are_found_and_the_digits_are_scikit_learns(run):
    [done] = run(
        [
            "import inspect\ndef f():\n    return 1\n",
            "from sklearn.datasets import load_digits\ndigits = load_digits()\n"
            "print(inspect.getsource(f), end='')\n"
            "print(digits.data.sum(), digits.target.sum(), digits.images.shape)",
        ]
    )
    digits = load_digits()
    sums = f"{digits.data.sum()} {digits.target.sum()} {digits.images.shape}\n"
    assert done["outputs"][1] == [text("def f():\n    return 1\n" + sums)]
