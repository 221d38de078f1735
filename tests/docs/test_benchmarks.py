"""The candidates of the benchmark find the same, and the page on speed tells what was measured."""

import ast
import doctest
import inspect
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import bpref
from benchmarks import candidates, cluster, report

SIGMOID, TANH = ((2, 3, 2), 5, "sigmoid"), ((3, 4, 3, 2), 5, "tanh")


@pytest.mark.parametrize("widths, m, hidden", [SIGMOID, TANH])
def test_all_candidates_find_the_same(monkeypatch, widths, m, hidden):
    monkeypatch.setattr(candidates, "BLOCK", 2)
    runs = candidates.candidates(candidates.network(widths, m, hidden))
    assert runs.keys() == {*candidates.GRADIENT, "bpref with loss", *candidates.peers()}


def test_a_candidate_that_finds_something_else_is_refused(monkeypatch):
    def doubled(net):
        dW, db = candidates.with_bpref(net)()
        return lambda: (dW, {l: 2 * db[l] for l in db})

    monkeypatch.setitem(candidates.GRADIENT, "doubled", doubled)
    with pytest.raises(AssertionError, match=r"doubled finds something else: off by 0\.5"):
        candidates.candidates(candidates.network(*SIGMOID), ["bpref", "doubled"])


@pytest.mark.parametrize("name", ["forward_pass", "cross_entropy_dz", "backward_pass"])
def test_without_guards_the_lines_are_those_of_bpref(name):
    lines = getattr(candidates, f"{name.removesuffix('_pass')}_lines")
    _, _, body = inspect.getsource(lines).partition('"""\n')
    for line in body.splitlines():
        assert line.partition("  #")[0] in inspect.getsource(getattr(bpref, name))


def test_every_network_has_figures():
    assert report.read()["networks"].keys() == candidates.NETWORKS.keys()


FIGURES = {
    "date": "2026-01-02",
    "bpref": "0.3.0",
    "sources": {"a.py": "1", "b.py": "2"},
    "processor": "P",
    "versions": {"NumPy": "2.4"},
    "rounds": 7,
    "networks": {
        "2-3-2": {
            "limit": [5e-6, 5.04e-6, 6e-6],
            "guards cost": [1.2, 1.25, 1.3],
            "bpref with loss": [3.9, 4.0, 4.1],
            "JAX": [2.9, 3.0, 3.1],
            "autograd": [3.8, 3.9, 4.0],
        }
    },
}


def test_the_report_reads_the_figures():
    assert report.measured(FIGURES).startswith("Measured on 2026-01-02 with bpref 0.3.0: P; ")
    assert report.rows(FIGURES, ["limit", "guards cost", "PyTorch"]) == (
        ["network", "limit, µs", "guards cost"],
        [["**2-3-2**", "5.0", "1.25 (1.20 to 1.30)"]],
    )


def test_the_report_tells_which_files_have_changed():
    assert report.changed(FIGURES, {"a.py": "1", "b.py": "2"}).endswith(
        "nothing in bpref has changed."
    )
    assert report.changed(FIGURES, {"a.py": "3", "c.py": "2"}).endswith(" `a.py`, `b.py`, `c.py`.")


def test_the_report_tells_first_who_is_faster():
    said = report.faster(FIGURES)
    assert said.startswith(
        "Others were more than 3\N{NO-BREAK SPACE}% faster in 1 of 2 comparisons"
    )
    assert said.endswith("- **JAX**: 2-3-2 (0.75)")


def test_an_example_of_the_cluster_is_the_same_whoever_asks():
    x, y = cluster.examples(0, 100)
    for i, j in ((0, 1), (7, 50), (99, 100)):
        part_x, part_y = cluster.examples(i, j)
        assert np.array_equal(part_x, x[:, i:j]) and np.array_equal(part_y, y[:, i:j])
    assert len(np.unique(x)) == 200 and abs(x).max() < 2


@pytest.mark.parametrize("cuts", [[0, 100], [0, 1, 99, 100], [0, 0, 33, 100]])
def test_the_shares_of_the_cluster_add_up(monkeypatch, cuts):
    monkeypatch.setattr(cluster, "SIZE", 7)
    parts = [cluster.share(i, j, 100, cluster.examples) for i, j in pairwise(cuts)]
    want = cluster.gradient(*cluster.examples(0, 100))
    assert bpref.relative_error(sum(parts), want) < 1e-14


def functions(source):
    """Return a source's functions by name, without what the page leaves out: docstrings and types."""
    found = {
        node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)
    }
    for function in found.values():
        if ast.get_docstring(function):
            del function.body[0]
        function.returns = None
        for argument in function.args.args:
            argument.annotation = None
    return {name: ast.dump(function) for name, function in found.items()}


def test_the_examples_of_the_page_have_the_functions_of_the_program():
    page = Path(__file__).parents[2] / "docs/beyond/more-examples-than-fit.md"
    examples = doctest.DocTestParser().get_examples(page.read_text("utf-8"))
    shown = functions("\n".join(example.source for example in examples))
    program = functions(inspect.getsource(cluster))
    assert shown.keys() & program.keys() == {"examples", "gradient"}
    assert all(shown[name] == program[name] for name in ("examples", "gradient"))


def test_the_cluster_found_what_is_found_here():
    for run in report.read("cluster.json")["a share each"][:2]:
        found = cluster.share(0, run["examples"], run["examples"], cluster.examples)
        assert bpref.relative_error(found, np.array(run["gradient"])) < 1e-12
