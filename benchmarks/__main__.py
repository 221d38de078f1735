"""Time the candidates and keep the figures; it takes some minutes.

python -m benchmarks                             all networks; the figures are kept
python -m benchmarks --rows 2-3-2 --rounds 5     those that begin so; nothing is kept
"""

import argparse
import os
import time

from . import report
from .candidates import NETWORKS
from .measuring import about, all_candidates


def main() -> None:
    """Read the command line, measure, and print each network when it is done."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--rows", default="", help="only networks that begin so; nothing is kept")
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    chosen = [name for name in NETWORKS if name.startswith(options.rows)]
    if not chosen:
        parser.error(f"no network begins with {options.rows!r}; there are: {'; '.join(NETWORKS)}")
    if hasattr(os, "sched_setaffinity"):
        # Not everybody heeds a variable; all keep to the cores that they are given.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures = about(options.rounds) | {"networks": {}}
    start = time.perf_counter()
    for name in chosen:
        figures["networks"][name] = all_candidates(name, options.rounds)
        print(f"\n{name}  ({time.perf_counter() - start:.0f} s since the start)")
        for what, (low, middle, high) in figures["networks"][name].items():
            print(f"  {what:18}{middle:10.4g}  ({low:.4g} to {high:.4g})", flush=True)
    if chosen == [*NETWORKS]:
        report.keep(figures)


if __name__ == "__main__":
    main()
