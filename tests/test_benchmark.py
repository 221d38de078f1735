"""The benchmark's own logic, with next to nothing timed: what it drops, measures, keeps and says."""

import ast
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import numpy as np
import pytest
from speed import __main__ as command
from speed import candidates, measuring, report
from speed.guards import unguarded, without_guards

import bpref

PUBLIC = [name for name in bpref.__all__ if isinstance(getattr(bpref, name), FunctionType)]
TINY = candidates.Shape((2, 3, 2), 5, "sigmoid")
DEEP = candidates.Shape((3, 4, 3, 2), 5, "tanh")


@pytest.fixture
def ours(monkeypatch):
    """Only our own candidates, blocks of two columns, nothing repeated."""
    monkeypatch.setattr(candidates, "peers", dict)
    monkeypatch.setattr(candidates, "BLOCK", 2)
    monkeypatch.setattr(measuring, "SMALLEST", 0)


# How it is run


def test_the_session_finds_all_that_it_imports():
    root = Path(__file__).parent.parent
    (folders,) = re.findall(
        r'"PYTHONPATH": os\.pathsep\.join\((\(.*?\))\), \*\*threads',
        (root / "noxfile.py").read_text("utf-8"),
    )
    path = os.pathsep.join(ast.literal_eval(folders))
    run = [sys.executable, "-m", "speed", "--rows", "no such network"]
    found = subprocess.run(
        run, cwd=root, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True
    )
    assert found.stderr.startswith("no network begins with 'no such network'; there are: 2-3-2")


# What is dropped


@pytest.mark.parametrize("name", PUBLIC)
def test_no_function_refuses_anything_without_its_guards(name):
    source = inspect.getsource(getattr(bpref, name))
    assert "raise" in source
    assert not [n for n in ast.walk(ast.parse(without_guards(source))) if isinstance(n, ast.Raise)]


def test_without_guards_the_wrong_shape_goes_through():
    W, x, flat = np.ones((2, 3)), np.ones((3, 2)), np.zeros(2)
    with pytest.raises(ValueError):
        bpref.linear_forward(W, x, flat)
    assert np.array_equal(unguarded().linear_forward(W, x, flat), np.full((2, 2), 3.0))


def test_every_function_is_there_without_guards_and_finds_the_same():
    assert vars(unguarded()).keys() == set(PUBLIC)
    z = np.array([[-1.0, 2.0]])
    assert np.array_equal(unguarded().sigmoid(z), bpref.sigmoid(z))


# What is measured


@pytest.mark.parametrize("shape", [TINY, DEEP])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_all_candidates_find_the_same(ours, shape, dtype):
    row = measuring.measure(shape, dtype, rounds=1)
    gradients = candidates.GRADIENTS.keys() - candidates.PEERS.keys() - {"limit"}
    assert row["ratios"]["gradient"].keys() == gradients
    assert row["ratios"]["with its loss"].keys() == {"loss from z", "loss from a"}
    assert row["limit"] > 0
    assert all(ratio > 0 for ratios in row["ratios"].values() for ratio in ratios.values())


@pytest.mark.parametrize("peer", sorted(candidates.peers()))
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_peer_that_is_installed_finds_the_same(ours, monkeypatch, peer, dtype):
    monkeypatch.setattr(candidates, "peers", lambda: {peer: "1.0"})
    found = measuring.measure(DEEP, dtype, rounds=1)["ratios"]
    assert peer in {**found["gradient"], **found["with its loss"]}


def doubled_loss(net):
    J, dWs, dbs = candidates.loss_from_a(net)()
    return lambda: (2 * J, dWs, dbs)


def doubled_gradient(net):
    dWs, dbs = candidates.from_a(net)()
    return lambda: (dWs, [2 * db for db in dbs])


@pytest.mark.parametrize(
    "makers, wrong", [("GRADIENTS", doubled_gradient), ("WITH_LOSS", doubled_loss)]
)
def test_a_candidate_that_finds_something_else_is_not_timed(ours, monkeypatch, makers, wrong):
    monkeypatch.setitem(getattr(candidates, makers), "wrong", wrong)
    with pytest.raises(AssertionError, match=r"wrong, .* finds something else: off by 0\.5"):
        measuring.measure(TINY, np.float64, rounds=1)


def test_the_same_code_without_guards_is_what_is_compared(ours):
    net = candidates.network(TINY, np.float64)
    net.y[0, 0] = 2  # no target: refused with guards
    with pytest.raises(ValueError):
        candidates.safety(net)["bpref"]()
    candidates.safety(net)["without guards"]()


def scripted(monkeypatch, limits):
    """Let the limit take these times, a list for each try; every other candidate takes 6 seconds."""
    script = iter(limits)
    tried = []

    def in_turn(runs, rounds, pause):
        if "without guards" in runs:
            return {"bpref": [1.5, 3.0, 1.2], "without guards": [1.0, 1.0, 1.0]}
        times = next(script)
        tried.append(times)
        return {key: times if key[1] == "limit" else [6.0] * len(times) for key in runs}

    monkeypatch.setattr(measuring, "in_turn", in_turn)
    return tried


def test_a_calm_row_is_measured_once(ours, monkeypatch):
    tried = scripted(monkeypatch, [[2.0, 2.0, 2.08], [1.0, 1.0, 1.0]])
    row = measuring.measure(TINY, np.float64, rounds=3)
    assert (len(tried), row["tries"], row["guards"]) == (1, 1, [1.35, 1.5, 2.25])
    assert row["moved"] == pytest.approx(0.04)


def test_a_row_whose_limit_moved_is_measured_again(ours, monkeypatch):
    tried = scripted(monkeypatch, [[2.0, 2.2, 2.0], [3.0, 3.0, 3.0], [1.0, 1.0, 1.0]])
    row = measuring.measure(TINY, np.float64, rounds=3)
    assert (len(tried), row["tries"], row["limit"], row["moved"]) == (2, 2, 3.0, 0.0)
    assert set(row["ratios"]["gradient"].values()) == {2.0}


def test_a_row_that_stays_restless_ends_with_its_calmest_try(ours, monkeypatch):
    limits = [[2.0, 3.0, 2.0], [3.0, 3.3, 3.6], [1.0, 2.0, 1.0], [1.0, 1.0, 1.0]]
    tried = scripted(monkeypatch, limits)
    row = measuring.measure(TINY, np.float64, rounds=3)
    assert (len(tried), row["tries"], row["limit"]) == (3, 3, 3.3)
    assert row["moved"] == pytest.approx(0.2)
    # The median of the rounds' ratios: 6/3, 6/3.3, 6/3.6.
    assert set(row["ratios"]["gradient"].values()) == {6 / 3.3}


def test_candidates_take_turns(monkeypatch):
    monkeypatch.setattr(measuring, "SMALLEST", 0)
    called = []
    runs = {key: lambda key=key: called.append(key) for key in "ab"}
    times = measuring.in_turn(runs, rounds=3)
    # Once to see how long it takes, then in each round unmeasured and measured; there and back.
    assert "".join(called) == "ab" + "aabb" + "bbaa" + "aabb"
    assert [len(times["a"]), len(times["b"])] == [3, 3]


def test_what_is_short_is_repeated(monkeypatch):
    monkeypatch.setattr(measuring, "timed", lambda run, repeats: (asked.append(repeats), 0.004)[1])
    asked = []
    measuring.in_turn({"a": lambda: None}, rounds=2)
    assert asked == [1, 2, 2]


def test_there_is_a_pause_where_threads_may_spin(monkeypatch):
    monkeypatch.setattr(measuring, "SMALLEST", 0)
    slept = []
    monkeypatch.setattr(measuring.time, "sleep", slept.append)
    measuring.in_turn({"a": lambda: None, "b": lambda: None}, rounds=2, pause=True)
    assert slept == [0.1] * 4
    measuring.in_turn({"a": lambda: None}, rounds=2)
    assert slept == [0.1] * 4


def test_memory_is_counted_over_what_must_be_kept():
    net = candidates.network(candidates.Shape((10, 100, 50), 1000, "sigmoid"), np.float64)
    kept = 100 * 1000 + 50 * 1000 + 10 * 100 + 100 + 100 * 50 + 50
    assert measuring.memory(net, lambda: np.empty(3 * kept)) == pytest.approx(3, rel=0.01)


def test_an_exponential_costs_more_than_a_pass():
    found = measuring.passes(np.float64, rounds=1)
    assert found.keys() == {"exp", "tanh"}
    assert min(found.values()) > 0


# What is kept


SETTING = {"rounds": 7, "date": "2026-01-02", "passes": {}, "networks": {}}


def test_figures_of_one_machine_and_code_are_kept_together(monkeypatch, tmp_path):
    file = tmp_path / "build" / "figures.json"
    here = {"code": "1", "processor": "p", "cores": 2, "installed": {}}
    monkeypatch.setattr(measuring, "about", lambda: here)
    measuring.write(file, {"one": SETTING}, {})
    measuring.write(file, {"two": SETTING}, {})
    assert measuring.read(file)["settings"].keys() == {"one", "two"}
    monkeypatch.setattr(measuring, "about", lambda: here | {"code": "2"})
    measuring.write(file, {"three": SETTING}, {})
    assert measuring.read(file)["settings"].keys() == {"three"}


def test_kept_figures_keep_their_date(monkeypatch, tmp_path):
    file = tmp_path / "figures.json"
    measuring.write(file, {"one": SETTING}, {})
    measuring.write(file, {"two": SETTING | {"date": measuring.today()}}, {})
    dates = [setting["date"] for setting in measuring.read(file)["settings"].values()]
    assert dates == ["2026-01-02", measuring.today()]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", measuring.today())


@pytest.mark.parametrize("content", [None, "{}", '{"about": {}, "times": {}}', '{"format": 1}'])
def test_a_file_of_another_format_holds_no_figures(tmp_path, content):
    file = tmp_path / "figures.json"
    if content is not None:
        file.write_text(content, "utf-8")
    assert measuring.read(file) is None


def test_the_hash_is_of_the_code(monkeypatch, tmp_path):
    monkeypatch.setattr(bpref, "__file__", str(tmp_path / "__init__.py"))
    for name, text in (("__init__.py", ""), ("a.py", "x = 1")):
        (tmp_path / name).write_text(text, "utf-8")
    before = measuring.code()
    assert measuring.code() == before
    (tmp_path / "a.py").write_text("x = 2", "utf-8")
    assert measuring.code() != before


def test_it_says_what_it_was_measured_on():
    about = measuring.about()
    assert about["code"] == measuring.code()
    assert about["processor"]
    assert about["installed"]["NumPy"] == np.__version__
    json.dumps(about)


# What is said


def figures(**changed):
    """Figures in which every aim is kept and nobody else is faster."""
    gradient = dict.fromkeys(candidates.GRADIENTS, 2.0) | {"bpref": 1.0}
    del gradient["limit"]
    loss = dict.fromkeys(candidates.WITH_LOSS, 2.0) | {"loss from z": 1.5}
    networks = {
        name: {
            "limit": 5e-6,
            "moved": 0.01,
            "tries": 1,
            "ratios": {"gradient": dict(gradient), "with its loss": dict(loss)},
            "guards": [0.99, 1.0, 1.01],
        }
        for name in candidates.NETWORKS
    }
    for name in networks:
        networks[name]["ratios"]["gradient"].pop("in blocks")
    networks[measuring.WIDE]["ratios"]["gradient"]["in blocks"] = 1.05
    about = {"code": report.code(), "processor": "P", "cores": 1, "installed": {"NumPy": "2.4"}}
    setting = {
        "rounds": 7,
        "date": "2026-01-02",
        "passes": {"exp": 8.0, "tanh": 15.123},
        "networks": networks,
    }
    memory = {measuring.BIG: {"bpref": 1.6}, measuring.WIDE: {"bpref": 3.0, "in blocks": 0.03}}
    return {
        "format": measuring.FORMAT,
        "about": about | changed,
        "settings": {report.COMPARED: setting},
        "memory": memory,
    }


def ratios(found, network, finds="gradient"):
    return found["settings"][report.COMPARED]["networks"][network]["ratios"][finds]


def every_table(found):
    some = report.tables(found["settings"][report.COMPARED])
    return [*some, report.memory_table(found), *report.aims_tables(found), report.wins(found)]


def test_tables_fit_a_phone_and_name_every_column():
    for table in every_table(figures()):
        assert 3 <= len(table.header) <= 6
        assert all(table.header)
        assert {len(row) for row in table.rows} <= {len(table.header)}


def test_every_ratio_is_written_in_one_form():
    found = figures()
    ratios(found, report.SMALLEST)["PyTorch"] = 0.123456
    cells = [cell for table in every_table(found) for row in table.rows for cell in row]
    numbers = [cell for cell in cells if re.fullmatch(r"[\d.,]+", cell) and cell != "5.0"]
    assert len(numbers) > 100
    assert all(re.fullmatch(r"\d+\.\d\d", number) for number in numbers)


def test_a_candidate_that_was_measured_nowhere_has_no_column():
    found = figures()
    for network in candidates.NETWORKS:
        del ratios(found, network)["PyTorch"]
    others = report.tables(found["settings"][report.COMPARED])[2]
    assert others.header == ["network", "bpref", "tutorial NumPy", "JAX", "autograd"]


def test_what_was_not_measured_in_a_row_is_a_dash():
    found = figures()
    del ratios(found, report.SMALLEST)["autograd"]
    others = report.tables(found["settings"][report.COMPARED])[2]
    assert [row[-1] for row in others.rows] == ["–"] + ["2.00"] * 6


def test_blocks_are_told_of_where_there_are_some():
    said = report.in_blocks(figures()["settings"][report.COMPARED])
    assert said == "On blocks of 1,024 columns, 64-64-10, m = 100,000 took 1.05 of the limit."


def test_what_safety_costs_stands_beside_the_ratio_to_the_limit():
    found = figures()
    row = found["settings"][report.COMPARED]["networks"][report.SMALLEST]
    row["ratios"]["gradient"]["bpref"], row["guards"] = 3.0, [1.4, 1.5, 1.625]
    first = report.tables(found["settings"][report.COMPARED])[0]
    assert first.header == ["network", "limit, µs", "bpref", "guards cost"]
    assert first.rows[0] == ["2-3-2, m = 1", "5.0", "3.00", "1.50 (1.40 to 1.62)"]


def test_what_safety_costs_is_timed_by_itself_and_more_often(monkeypatch):
    asked = []

    def in_turn(runs, rounds, pause):
        asked.append((list(runs), rounds, pause))
        return {"bpref": [3.0, 2.0, 9.0], "without guards": [2.0, 2.0, 2.0]}

    monkeypatch.setattr(measuring, "in_turn", in_turn)
    net = candidates.network(TINY, np.float64)
    assert measuring.cost_of_safety(net, 7, pause=True) == [1.25, 1.5, 3.0]
    assert asked == [(["bpref", "without guards"], 35, True)]


def test_all_aims_kept():
    missed, kept = report.aims_tables(figures())
    assert (missed.caption, missed.rows) == ("Aims missed: 0 of 17", [])
    assert (kept.caption, len(kept.rows)) == ("Aims kept: 17 of 17", 17)


@pytest.mark.parametrize(
    "network, finds, candidate, ratio, what",
    [
        (report.SMALLEST, "with its loss", "JAX", 1.4, "with its loss, bpref / JAX"),
        (measuring.WIDE, "gradient", "in blocks", 1.2, "in blocks / limit"),
    ],
)
def test_a_missed_aim_comes_first(network, finds, candidate, ratio, what):
    found = figures()
    ratios(found, network, finds)[candidate] = ratio
    missed, kept = report.aims_tables(found)
    assert missed.caption == "Aims missed: 1 of 17"
    assert [row[:2] for row in missed.rows] == [[what, network]]
    assert len(kept.rows) == 16


@pytest.mark.parametrize("network, cost", [(report.SMALLEST, 1.42), (measuring.BIG, 1.04)])
def test_guards_that_cost_too_much_are_a_missed_aim(network, cost):
    found = figures()
    found["settings"][report.COMPARED]["networks"][network]["guards"] = [1.0, cost, 2.0]
    [missed] = [aim for aim in report.aims(found) if aim.missed]
    assert (missed.what, missed.network) == ("bpref / without guards", network)


def test_the_other_aims_can_be_missed_too():
    found = figures()
    ratios(found, measuring.BIG)["bpref"] = 1.13
    found["memory"][measuring.WIDE]["in blocks"] = 0.06
    missed = [(aim.what, aim.network) for aim in report.aims(found) if aim.missed]
    assert missed == [
        ("bpref / limit", measuring.BIG),
        ("peak memory, in blocks", measuring.WIDE),
    ]


def test_an_aim_is_missed_as_it_is_shown():
    assert not report.Aim("", "", 1.4049, 1.40).missed
    assert report.Aim("", "", 1.4051, 1.40).missed


def test_without_jax_there_is_no_aim_to_miss():
    found = figures()
    del ratios(found, report.SMALLEST, "with its loss")["JAX"]
    assert len(report.aims(found)) == 16


def test_nobody_is_faster():
    # Seven networks: tutorial, PyTorch, JAX, autograd; with the loss PyTorch, JAX, scikit-learn.
    assert report.wins(figures()) == report.Table(
        "Faster than bpref: 0 of 49 comparisons",
        ["candidate", "finds", "setting", "network", "of bpref's time"],
        [],
    )


@pytest.mark.parametrize("share, rows", [(0.98, 0), (0.96, 1)])
def test_a_win_is_more_than_the_noise(share, rows):
    found = figures()
    ratios(found, measuring.BIG)["PyTorch"] = share
    assert len(report.wins(found).rows) == rows


def test_with_the_loss_a_peer_is_compared_with_the_loss():
    found = figures()
    ratios(found, report.SMALLEST, "with its loss")["JAX"] = 1.2  # slower than bpref without
    assert report.wins(found).rows == [
        ["JAX", "with its loss", report.COMPARED, report.SMALLEST, "0.80"]
    ]


def test_a_restless_row_is_marked_wherever_it_stands():
    found = figures()
    found["settings"][report.COMPARED]["networks"][measuring.BIG]["moved"] = 0.051
    marked = f"{measuring.BIG} †"
    for table in report.tables(found["settings"][report.COMPARED]):
        assert [row[0] for row in table.rows].count(marked) == 1
    assert {aim.network for aim in report.aims(found) if "limit" in aim.what} >= {marked}
    assert report.restless(found).startswith("† In 1 of 7 rows")
    assert report.restless(figures()).startswith("In no row")


def test_the_rules_are_told():
    assert "more than 5\N{NO-BREAK SPACE}% between" in report.method()
    assert "up to 3 times" in report.method()
    assert "less than 97\N{NO-BREAK SPACE}% of bpref's time" in report.method()


def test_figures_tell_where_they_come_from():
    said = report.provenance(figures())
    assert (
        said == "Measured on 2026-01-02 on this machine: P, 1 core; NumPy 2.4; medians of 7 rounds."
    )


def test_figures_of_other_code_say_so():
    assert "another version of the code" in report.provenance(figures(code="0"))


def test_the_price_of_exp_and_tanh_is_told():
    assert "8.00 times, and a tanh 15.12 times" in report.passes(figures())
    assert report.passes(figures() | {"settings": {}}) == ""


def test_a_table_for_the_console():
    table = report.Table("Caption", ["a", "network"], [["1.00", "x"], ["2", "y"]])
    assert report.text(table) == "\nCaption\na     network\n1.00  x\n2     y"


def test_networks_are_chosen_by_name():
    assert command.chosen("2-3-2") == ["2-3-2, m = 1", "2-3-2, m = 1,000"]
    assert command.chosen("2-3-2, m = 1") == ["2-3-2, m = 1"]
    with pytest.raises(SystemExit, match="no network begins with '3-3'"):
        command.chosen("3-3")


def test_a_few_networks_are_summed_up(monkeypatch, capsys):
    rows = iter([1.3, 1.5, 1.45])

    def measure(shape, dtype, rounds):
        found = figures()
        found["settings"][report.COMPARED]["networks"][report.SMALLEST]["guards"] = [
            1.0,
            next(rows),
            2.0,
        ]
        return found["settings"][report.COMPARED]["networks"][report.SMALLEST]

    monkeypatch.setattr(command, "measure", measure)
    monkeypatch.setattr(command, "passes", lambda dtype, rounds: {})
    command.few([report.SMALLEST], rounds=3, runs=3)
    said = capsys.readouterr().out
    assert "bpref / without guards: 1.30, 1.50, 1.45; median 1.45, aim 1.40" in said
    assert "loss from z / JAX: 0.75, 0.75, 0.75; not behind in 3 of 3" in said
    assert "loss from a / JAX: 1.00, 1.00, 1.00; not behind in 3 of 3" in said


def test_the_page_measures_nothing():
    page = Path(__file__).parents[1] / "docs" / "reference" / "benchmark.md"
    cells = re.findall(r"```\{code-cell\}(.*?)```", page.read_text("utf-8"), re.DOTALL)
    called = set(re.findall(r"(?:measuring|report)\.\w+", "".join(cells)))
    assert "report.tables" in called
    assert {name for name in called if name.startswith("measuring.")} == {
        "measuring.read",
        "measuring.FILE",
    }


def test_all_networks_are_kept_in_the_file(monkeypatch, capsys, tmp_path):
    there = figures()

    def measure(shape, dtype, rounds):
        name = next(name for name, each in candidates.NETWORKS.items() if each == shape)
        return there["settings"][report.COMPARED]["networks"][name]

    monkeypatch.setattr(command, "measure", measure)
    monkeypatch.setattr(command, "memories", lambda name: there["memory"][name])
    monkeypatch.setattr(command, "passes", lambda dtype, rounds: {"exp": 8.0, "tanh": 15.0})
    monkeypatch.setattr(measuring, "THREADS", 1)
    command.all_of_them(tmp_path / "figures.json", rounds=7)
    kept = measuring.read(tmp_path / "figures.json")
    assert list(kept["settings"]) == [report.COMPARED, "float32, 1 thread"]
    assert (
        kept["settings"][report.COMPARED]["networks"]
        == there["settings"][report.COMPARED]["networks"]
    )
    assert kept["about"]["code"] == measuring.code()
    said = capsys.readouterr().out
    assert "Aims missed: 0 of 17" in said
    assert "Faster than bpref: 0 of 98 comparisons" in said
