"""The measuring: all candidates in turn in one process; what counts is the ratio within a round."""

# Not on pyperf: it gives each candidate a process, one after the other, and so no ratios within a
# round; and a process of its own decides for a candidate how its memory is reused.

import os
import platform
import time
import tomllib
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from unittest.mock import patch

import numpy as np

from . import report
from .candidates import NETWORKS, Run, candidates, network, peers

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}
# The page tells why. Settings of glibc's malloc; other systems know nothing of them.
MEMORY_KEPT = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "2000000000"}
LONG_ENOUGH = 0.02  # seconds: what is shorter is repeated until it takes so long

Quartiles = list[float]


def seconds(run: Run, repeats: int) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - start) / repeats


def in_turn(runs: dict[str, Run], rounds: int) -> dict[str, np.ndarray]:
    """Time each once a round, there and back, so that none always follows the same one."""
    repeats = {}
    for name, run in runs.items():
        shortest = min(seconds(run, 1) for _ in range(3))
        repeats[name] = max(1, round(LONG_ENOUGH / shortest))
    times: dict[str, list[float]] = {name: [] for name in runs}
    for each in range(rounds):
        for name in runs if each % 2 == 0 else reversed(runs):
            times[name].append(seconds(runs[name], repeats[name]))
    return {name: np.array(times[name]) for name in times}


def quartiles(values: np.ndarray) -> Quartiles:
    """Return the quartiles, with the median between them, to four digits."""
    return [float(f"{each:.4g}") for each in np.quantile(values, [0.25, 0.5, 0.75])]


def measure(name: str, rounds: int, names: list[str] | None = None) -> dict[str, Quartiles]:
    """Return the time of the limit, and of all others the ratio to it within a round."""
    times = in_turn(candidates(network(*NETWORKS[name]), names), rounds)
    limit = times.pop("limit")
    found = {"limit": quartiles(limit)}
    found |= {name: quartiles(each / limit) for name, each in times.items()}
    if "without guards" in times:
        found["guards cost"] = quartiles(times["bpref"] / times["without guards"])
    return found


def all_candidates(name: str, rounds: int) -> dict[str, Quartiles]:
    """Measure a network in two new processes: one of them has bpref alone, and gives memory back."""
    found = []
    for environment, names in ((MEMORY_KEPT, None), ({}, ["limit", "bpref"])):
        with (
            patch.dict(os.environ, ONE_THREAD | environment),
            ProcessPoolExecutor(1, get_context("spawn")) as process,
        ):
            found.append(process.submit(measure, name, rounds, names).result())
    return found[0] | {"given back": found[1]["bpref"]}


def about(rounds: int) -> report.Figures:
    """Tell what is measured, when and on what."""
    processor = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(": ")[1].strip() for line in file if "model name" in line]
            processor = names[0] if names else processor
    blas = np.show_config("dicts")["Build Dependencies"]["blas"]
    project = tomllib.loads((report.FILE.parents[1] / "pyproject.toml").read_text("utf-8"))
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "bpref": project["project"]["version"],
        "sources": report.sources(),
        "processor": processor,
        "versions": {
            "Python": platform.python_version(),
            "NumPy": np.__version__,
            blas["name"]: blas["version"],
            **{peer: version({"PyTorch": "torch"}.get(peer, peer)) for peer in peers()},
        },
        "rounds": rounds,
    }
