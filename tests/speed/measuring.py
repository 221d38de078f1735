"""The measuring: all candidates in turn, in one run; what counts is the ratio within a round."""

import hashlib
import json
import platform
import time
import tracemalloc
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

import bpref

from .candidates import (
    BLOCK,
    CORES,
    GRADIENTS,
    NETWORKS,
    THREADS,
    Network,
    Run,
    Shape,
    candidates,
    network,
    peers,
    safety,
)

FORMAT = 4  # of the file: one of another format is not read
RESTLESS = 0.05  # a limit that moves more than this between the rounds is measured again
TRIES = 3
GUARD_ROUNDS = 5  # for one round of the others: a difference of a few per cent is sought
FILE = Path(__file__).parents[2] / "build" / "benchmark.json"
SMALLEST = 0.01  # seconds: what is shorter is repeated until it takes so long
_, _, _, _, BIG, _, WIDE = NETWORKS

Ratios = dict[str, float]


class Row(TypedDict):
    """One network: the limit in seconds, how far it moved, and the ratios to it."""

    limit: float
    moved: float
    tries: int
    ratios: dict[str, Ratios]  # "gradient" and "with its loss", by candidate
    guards: list[float]  # bpref's time over that of the same code without guards: the quartiles


class Setting(TypedDict):
    """All networks with one type of number and so many threads."""

    rounds: int
    date: str
    passes: Ratios
    networks: dict[str, Row]


class About(TypedDict):
    """What was measured, and on what."""

    code: str
    processor: str
    cores: int
    installed: dict[str, str]


class Figures(TypedDict):
    """What the file holds."""

    format: int
    about: About
    settings: dict[str, Setting]
    memory: dict[str, Ratios]


def timed(run: Run, repeats: int) -> float:
    """Return the seconds that one call takes."""
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - start) / repeats


def in_turn(runs: dict[Any, Run], rounds: int, pause: bool = False) -> dict[Any, list[float]]:
    """Time each once a round, in turn there and back: no candidate always has the same before it."""
    repeats = {key: max(1, round(SMALLEST / timed(run, 1))) for key, run in runs.items()}
    times: dict[Any, list[float]] = {key: [] for key in runs}
    there = list(runs.items())
    for each in range(rounds):
        for key, run in there if each % 2 == 0 else reversed(there):
            if pause:
                time.sleep(0.1)  # the threads of the product before spin for so long
            if repeats[key] == 1:
                run()  # memory that lay idle while the others ran may be gone, and slow to get back
            times[key].append(timed(run, repeats[key]))
    return times


def agree(key: str, found: Iterable[Any], reference: Iterable[Any], tolerance: float) -> None:
    """Refuse a candidate that finds something else."""
    for theirs, ours in zip(found, reference, strict=True):
        error = float(bpref.relative_error(np.asarray(theirs), np.asarray(ours)))
        if not error <= tolerance:
            raise AssertionError(f"{key} finds something else: off by {error}")


def parts(finds: str, found: Any) -> list[Any]:
    """Return the arrays of a gradient in a row, J at the end where it was found too."""
    *J, dWs, dbs = found
    return [*dWs, *dbs, *J]


def cost_of_safety(net: Network, rounds: int, pause: bool) -> list[float]:
    """Return the quartiles of the time with guards over that without, in calls that follow each other."""
    ours, without = in_turn(safety(net), GUARD_ROUNDS * rounds, pause).values()
    quartiles: list[float] = np.quantile(np.divide(ours, without), (0.25, 0.5, 0.75)).tolist()
    return quartiles


def measure(shape: Shape, dtype: type, rounds: int) -> Row:
    """Measure a network; all candidates must find the same, in float64 to twelve digits."""
    net = network(shape, dtype)
    runs = {key: make(net) for key, make in candidates(shape.m).items()}
    limit = ("gradient", "limit")
    reference = parts("with its loss", runs["with its loss", "loss from z"]())
    tolerance = 1e-12 if dtype is np.float64 else 1e-3
    for (finds, name), run in runs.items():
        found = run()  # also compiles, where a candidate does
        if name != "limit":
            expected = reference if finds == "with its loss" else reference[:-1]
            agree(f"{name}, {finds},", parts(finds, found), expected, tolerance)
    for name, run in safety(net).items():
        agree(name, parts("gradient", run()), reference[:-1], tolerance)
    pause = THREADS > 1 and net.weights[0].size > 1000
    calmest: dict[Any, list[float]] = {}
    moved = np.inf
    tries = 0
    while moved > RESTLESS and tries < TRIES:
        tries += 1
        times = in_turn(runs, rounds, pause)
        if spread(times[limit]) < moved:
            calmest, moved = times, spread(times[limit])
    ratios: dict[str, Ratios] = {"gradient": {}, "with its loss": {}}
    for (finds, name), each in calmest.items():
        if name != "limit":
            # Within each round, so that a machine that slows down slows both.
            ratios[finds][name] = float(np.median(np.divide(each, calmest[limit])))
    median = float(np.median(calmest[limit]))
    return {
        "limit": median,
        "moved": moved,
        "tries": tries,
        "ratios": ratios,
        "guards": cost_of_safety(net, rounds, pause),
    }


def spread(times: list[float]) -> float:
    """Return by how much of the fastest round the slowest took longer."""
    return max(times) / min(times) - 1


def passes(dtype: type, rounds: int) -> Ratios:
    """Return what an exponential and a tanh cost, over the pass that the limit counts."""
    values: np.ndarray = np.random.default_rng(0).standard_normal(16_384).astype(dtype)
    out = np.empty_like(values)
    runs: dict[Any, Run] = {
        "pass": lambda: np.minimum(values, 1, out=out),
        "exp": lambda: np.exp(values, out=out),
        "tanh": lambda: np.tanh(values, out=out),
    }
    times = in_turn(runs, rounds)
    return {
        name: float(np.median(np.divide(times[name], times["pass"]))) for name in ("exp", "tanh")
    }


def memory(net: Network, run: Run) -> float:
    """Return the peak memory of one gradient, over the activations and gradients to be kept."""
    run()
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    m = net.x.shape[1]
    kept = sum(len(W) * m + W.size + b.size for W, b in zip(net.weights, net.biases))
    return float(peak / (net.x.itemsize * kept))


def memories(name: str) -> Ratios:
    """Return the peak memory of bpref, and of bpref in blocks, where there is more than one."""
    net = network(NETWORKS[name], np.float64)
    ways = ["bpref", "in blocks"] if NETWORKS[name].m > BLOCK else ["bpref"]
    return {way: memory(net, GRADIENTS[way](net)) for way in ways}


def code() -> str:
    """Return a hash of bpref's sources, and of those that say what is timed and how."""
    how = [Path(__file__).with_name(f"{name}.py") for name in ("candidates", "guards", "measuring")]
    sources = [*sorted(Path(bpref.__file__).parent.glob("*.py")), *how]
    return hashlib.sha256(b"".join(map(Path.read_bytes, sources))).hexdigest()


def about() -> About:
    """Tell what is measured here, and on what."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text("utf-8").splitlines()
        model = next((line.split(": ")[1].strip() for line in lines if "model name" in line), model)
    blas = np.show_config("dicts")["Build Dependencies"]["blas"]
    return {
        "code": code(),
        "processor": model,
        "cores": CORES,
        "installed": {
            "Python": platform.python_version(),
            "NumPy": np.__version__,
            blas["name"]: blas["version"],
            **peers(),
        },
    }


def read(file: Path) -> Figures | None:
    """Return the figures in the file, if it has any of this format."""
    figures: Figures | None = json.loads(file.read_text("utf-8")) if file.exists() else None
    return figures if figures and figures.get("format") == FORMAT else None


def today() -> str:
    """Return the date."""
    return datetime.now(UTC).date().isoformat()


def title(dtype: type) -> str:
    """Name a setting: the type of number and the threads."""
    return f"{dtype.__name__}, {THREADS} thread{'s' * (THREADS > 1)}"


def write(file: Path, setting: dict[str, Setting], memory: dict[str, Ratios]) -> None:
    """Keep figures in the file, beside those that were measured with the same code and machine."""
    here, there = about(), read(file)
    kept = there["settings"] if there and there["about"] == here else {}
    figures: Figures = {
        "format": FORMAT,
        "about": here,
        "settings": kept | setting,
        "memory": memory,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(figures, indent=1), "utf-8")
