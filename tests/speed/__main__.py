"""Measure, print, and keep what is complete: `nox -s benchmark` runs this once for each setting.

python -m speed                                        all networks; the figures are kept
python -m speed --rows 2-3-2 --rounds 7 --runs 10      a few of them; nothing is kept
"""

import argparse
import os
from pathlib import Path

import numpy as np

from . import report
from .candidates import NETWORKS, THREADS
from .measuring import (
    BIG,
    FILE,
    WIDE,
    Setting,
    about,
    measure,
    memories,
    passes,
    read,
    title,
    today,
    write,
)


def chosen(rows: str) -> list[str]:
    """Return the networks of that name, or those whose names begin so."""
    names = [name for name in NETWORKS if name == rows]
    names = names or [name for name in NETWORKS if name.startswith(rows)]
    if not names:
        raise SystemExit(f"no network begins with {rows!r}; there are: {'; '.join(NETWORKS)}")
    return names


def setting(names: list[str], dtype: type, rounds: int) -> Setting:
    """Measure the networks and print their tables."""
    networks = {}
    for name in names:
        networks[name] = measure(NETWORKS[name], dtype, rounds)
        print(f"{title(dtype)}, {name}: measured", flush=True)
    found: Setting = {
        "rounds": rounds,
        "date": today(),
        "passes": passes(dtype, rounds),
        "networks": networks,
    }
    for each in report.tables(found):
        print(report.text(each))
    return found


def few(names: list[str], rounds: int, runs: int) -> None:
    """Measure some networks, each run with new arrays and newly compiled, and sum up."""
    found = [setting(names, np.float64, rounds) for _ in range(runs)]
    for name in names:
        rows = [each["networks"][name] for each in found]
        cost = [row["guards"][1] for row in rows]
        print(f"\n{report.marked(name, max(rows, key=lambda row: row['moved']))}, {runs} runs")
        print(f"  bpref / without guards: {', '.join(map(report.ratio, cost))}", end="")
        print(f"; median {np.median(cost):.2f}, aim {report.ratio(report.GUARD_AIMS.get(name))}")
        for ours in ("loss from z", "loss from a"):
            losses = [row["ratios"]["with its loss"] for row in rows]
            if "JAX" in losses[0]:
                behind = [each[ours] / each["JAX"] for each in losses]
                print(f"  {ours} / JAX: {', '.join(map(report.ratio, behind))}", end="")
                print(f"; not behind in {sum(each <= 1 for each in behind)} of {runs}")


def all_of_them(file: Path, rounds: int) -> None:
    """Measure every network with both types of numbers, and the memory; keep it in the file."""
    there = about()
    print(there["processor"], there["installed"], flush=True)
    memory = {name: memories(name) for name in (BIG, WIDE)}
    for dtype in (np.float64, np.float32):
        write(file, {title(dtype): setting(list(NETWORKS), dtype, rounds)}, memory)
    figures = read(file)
    assert figures is not None
    for each in (report.memory_table(figures), *report.aims_tables(figures), report.wins(figures)):
        print(report.text(each))
    print(report.restless(figures))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="speed")
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--rows", help="only the networks whose names begin so; keep nothing")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--runs", type=int, default=1, help="with --rows: measure so many times")
    options = parser.parse_args()
    if THREADS == 1 and hasattr(os, "sched_setaffinity"):
        # Not every peer can be told to keep to one thread; all keep to the cores they are given.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if options.rows:
        few(chosen(options.rows), options.rounds, options.runs)
    else:
        all_of_them(options.file, options.rounds)


if __name__ == "__main__":
    main()
