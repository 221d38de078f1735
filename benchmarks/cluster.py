"""One gradient from many workers: the same as one machine finds.

python -m benchmarks.cluster                      two workers started here
python -m benchmarks.cluster tcp://10.0.0.1:8786  the cluster that is there
"""

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import bpref
from bpref import (
    backward_pass,
    cross_entropy_dz,
    forward_pass,
    relative_error,
    sigmoid,
    sigmoid_derivative,
)
from bpref.example import W, b

SIZE = 4096  # examples in a block
EXAMPLES = (10, 1_000_000, 10_000_000)
FILE = Path(__file__).with_name("cluster.json")

Figures = dict[str, Any]
Read = Callable[[int, int], tuple[np.ndarray, np.ndarray]]
End = Callable[[], str]


def examples(first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Make some examples; number j is the same whoever asks, and when."""
    # Two random numbers an example, so this is where number `first` begins.
    bits = np.random.PCG64(0).advance(2 * first)
    x = np.random.Generator(bits).uniform(-2, 2, (last - first, 2)).T
    y = np.stack([x[0] * x[1] > 0, x[0] + x[1] > 1])
    return x, y


def gradient(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Find all 17 gradients of the course's network, in one array."""
    z, a = forward_pass(x, W, b, {1: sigmoid, 2: sigmoid})
    g_prime = {1: sigmoid_derivative(z[1])}
    dW, db = backward_pass(cross_entropy_dz(a[2], y), W, a, g_prime)
    both = [d[l].ravel() for l in (1, 2) for d in (dW, db)]
    return np.concatenate(both)


def share(first: int, last: int, m: int, read: Read) -> np.ndarray:
    """Find what these examples add to the gradient of all m, in blocks."""
    total = np.zeros(17)
    for start in range(first, last, SIZE):
        x, y = read(start, min(start + SIZE, last))
        total += x.shape[1] / m * gradient(x, y)
    return total


# Below, Dask is imported where it is used: the page has no Dask, and takes
# the functions above from here.


def start(folder: str) -> list[subprocess.Popen[bytes]]:
    """Start a scheduler and two workers, each a process, on loopback."""
    # They run in a folder of their own, where there is no bpref to import.
    commands = [
        "scheduler --port 0 --host 127.0.0.1",
        "worker --name 1 --nthreads 1 --no-nanny --host 127.0.0.1",
        "worker --name 2 --nthreads 1 --no-nanny --host 127.0.0.1",
    ]
    both = ["--no-dashboard", "--scheduler-file", "scheduler.json"]
    with open(f"{folder}/log", "wb") as log:
        started = []
        for command in commands:
            words = [sys.executable, "-m", "dask", *command.split(), *both]
            process = subprocess.Popen(words, cwd=folder, stderr=log)
            started.append(process)
        while not Path(folder, "scheduler.json").exists():
            if started[0].poll() is not None:
                raise RuntimeError(Path(folder, "log").read_text())
            time.sleep(0.1)
    return started


def on_the_wire(gather: Callable[[], object]) -> int | None:
    """Count what passes loopback in one gathering: all packets, whole."""
    import psutil  # comes with Dask

    def sent() -> int:
        counters = psutil.net_io_counters(pernic=True)
        [loopback] = counters.keys() & {"lo", "lo0"}
        return int(counters[loopback].bytes_sent)

    if platform.system() == "Windows":  # which does not count them
        return None
    # What Dask's processes say to each other besides comes seldom.
    counts = []
    for _ in range(25):
        before = sent()
        gather()
        counts.append(sent() - before)
    return sorted(counts)[len(counts) // 2]


def a_share_each(client: Any, m: int, here: bool) -> Figures:
    """Let each worker add up a share of all examples."""
    workers = [*client.scheduler_info()["workers"]]
    cuts = [m * i // len(workers) for i in range(len(workers) + 1)]
    shares = []
    for (i, j), worker in zip(pairwise(cuts), workers, strict=True):
        wish = {"workers": [worker], "allow_other_workers": True}
        shares.append(client.submit(share, i, j, m, examples, **wish))

    def gather() -> list[np.ndarray]:
        return list(client.gather(shares, direct=here))

    # Waits until all are there; what went wrong with a worker is raised here.
    total = np.sum(gather(), axis=0)
    sizes = client.nbytes([each.key for each in shares], summary=False)
    in_memory = gradient(*examples(0, m))
    return {
        "examples": m,
        "difference": relative_error(total, in_memory),
        "bytes of a result": max(sizes.values()),
        "bytes on loopback": on_the_wire(gather) if here else None,
        "gradient": in_memory.tolist(),
    }


def hand_out(client: Any, m: int) -> list[Any]:
    """Give the workers forty parts of the examples to work on."""
    cuts = [m * i // 40 for i in range(41)]
    return list(client.map(share, cuts[:-1], cuts[1:], m=m, read=examples))


def in_forty_parts(client: Any, m: int, end: End | None) -> Figures:
    """Add up 40 parts, and end a worker when 20 of them are done."""
    from distributed import as_completed

    parts = hand_out(client, m)
    found: Figures = {"examples": m}
    if end:
        done = as_completed(parts)
        for _ in range(20):
            next(done)
        lies_at = client.who_has(parts)
        ended = end()
        found["done"] = sum(bool(at) for at in lies_at.values())
        found["lost"] = sum(ended in at for at in lies_at.values())
    total = sum(client.gather(parts))
    cuts = [m * i // 40 for i in range(41)]
    alone = sum(share(i, j, m, examples) for i, j in pairwise(cuts))
    found["difference"] = relative_error(total, gradient(*examples(0, m)))
    found["same bits as alone"] = bool((total == alone).all())
    found["workers left"] = len(client.scheduler_info()["workers"])
    return found


def with_arrays(m: int) -> Figures:
    """Give bpref's functions Dask's arrays, of which no worker has all."""
    import dask
    import dask.array as da

    xs, ys = [], []
    for i, j in pairwise([m * i // 40 for i in range(41)]):
        x, y = dask.delayed(examples, nout=2)(i, j)
        xs.append(da.from_delayed(x, (2, j - i), float))
        ys.append(da.from_delayed(y, (2, j - i), bool))
    x, y = da.concatenate(xs, axis=1), da.concatenate(ys, axis=1)
    z, a = forward_pass(x, W, b, {1: sigmoid, 2: sigmoid})
    dz = a[2] - y  # cross_entropy_dz would compute y to look at it
    dW, db = backward_pass(dz, W, a, {1: sigmoid_derivative(z[1])})
    dW, db = dask.compute(dW, db)
    found = np.concatenate([d[l].ravel() for l in (1, 2) for d in (dW, db)])
    in_memory = gradient(*examples(0, m))
    return {"examples": m, "difference": relative_error(found, in_memory)}


def measure(client: Any, end: End | None) -> Figures:
    """Measure on a cluster; with `end`, one worker of it is ended."""
    import distributed

    here = end is not None
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {
            "Python": platform.python_version(),
            "NumPy": np.__version__,
            "Dask": distributed.__version__,
            platform.system(): platform.release().partition("-")[0],
        },
        "workers": len(client.scheduler_info()["workers"]),
        "a share each": [a_share_each(client, m, here) for m in EXAMPLES],
        "arrays": with_arrays(1_000_000),
        "forty parts": in_forty_parts(client, EXAMPLES[-1], end),
    }


def on_this_machine() -> Figures:
    """Measure on a scheduler and two workers that are started for it."""
    from distributed import Client

    with TemporaryDirectory() as folder:
        started = start(folder)
        workers = started[1:]  # behind the scheduler
        try:
            file = f"{folder}/scheduler.json"
            with Client(scheduler_file=file) as client:
                client.wait_for_workers(len(workers))
                known = client.scheduler_info()["workers"]
                names = {str(known[at]["name"]): str(at) for at in known}

                def end() -> str:
                    """End worker 2 as a power cut would, and say where."""
                    workers[1].kill()
                    return names["2"]

                return measure(client, end)
        finally:
            for process in started:
                process.kill()
                process.wait()


def main() -> None:
    """Measure, print, and keep the figures of the workers started here."""
    import cloudpickle
    from distributed import Client

    # The functions of the program that is started travel as they are, those
    # of other modules only if told so. With this, the workers need no bpref.
    cloudpickle.register_pickle_by_value(bpref)
    if len(sys.argv) > 1:
        with Client(sys.argv[1]) as client:
            client.wait_for_workers(1)
            figures = measure(client, None)
    else:
        figures = on_this_machine()
    text = json.dumps(figures, indent=1)
    print(text)
    runs = [figures["arrays"], figures["forty parts"]]
    for run in [*figures["a share each"], *runs]:
        assert run["difference"] < 1e-12
    if len(sys.argv) == 1:
        FILE.write_text(text + "\n", "utf-8")
        print(f"Kept in {FILE}")


if __name__ == "__main__":
    main()
