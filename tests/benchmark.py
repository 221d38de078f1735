"""How long one full gradient takes, as a ratio to what no NumPy code can go below.

The limit: the matrix products that a gradient needs, each written into an array that is there
already, plus one pass over the activations forward and one back. Everything is measured in one run,
the candidates in turn, and the median of the rounds counts.

    python tests/benchmark.py figures.json      measure what the file lacks, in 3 rounds
    python tests/benchmark.py figures.json 7    measure all the times anew, in 7 rounds

The page on speed shows what is in build/benchmark.json.

Peers (PyTorch, JAX, autograd, scikit-learn) are measured where they are installed. As in training, a
peer keeps the parameters and gradients in arrays of its own, and takes each batch as NumPy arrays.
"""

import hashlib
import importlib.util
import json
import os
import platform
import sys
import time
import tracemalloc
import warnings
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import numpy as np

import bpref

# widths, examples, hidden activation, and the aim: the ratio to the limit with float64 and one thread
NETWORKS = {
    "2-3-2, m = 1": ((2, 3, 2), 1, "sigmoid", 3.8),
    "2-3-2, m = 1,000": ((2, 3, 2), 1000, "sigmoid", 5.0),
    "784-128-10, m = 64": ((784, 128, 10), 64, "sigmoid", 1.18),
    "784-256-128-10, m = 256": ((784, 256, 128, 10), 256, "sigmoid", 1.12),
    "784-1024-1024-10, m = 1,024": ((784, 1024, 1024, 10), 1024, "sigmoid", 1.12),
    "32 layers of 64, m = 128": ((64,) * 33, 128, "tanh", 1.42),
    "64-64-10, m = 100,000": ((64, 64, 10), 100_000, "sigmoid", 2.05),
}
AIM_IN_BLOCKS = 1.10
COMPARED = "float64, 1 thread"  # the table that the aims are for
*_, BIG, _, WIDE = NETWORKS
MEMORY_AIMS = {BIG: ("bpref", 1.7), WIDE: ("bpref, in blocks", 0.05)}
BLOCK = 1024
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
THREADS = int(os.environ.get("OPENBLAS_NUM_THREADS", CORES))


def network(widths, m, dtype):
    """Random parameters, inputs and targets."""
    rng = np.random.default_rng(0)
    pairs = list(pairwise(widths))
    weights = [(rng.standard_normal((n, k)) / k**0.5).astype(dtype) for k, n in pairs]
    biases = [rng.standard_normal((n, 1)).astype(dtype) for _, n in pairs]
    x = rng.standard_normal((widths[0], m)).astype(dtype)
    y = (rng.random((widths[-1], m)) < 0.5).astype(dtype)
    return weights, biases, x, y


def limit(weights, biases, x, y, hidden):
    """The products and the two passes, nothing else: it computes no gradient."""
    m = x.shape[1]
    outputs = [x, *(np.empty((len(W), m), x.dtype) for W in weights)]
    dzs = [np.empty_like(a) for a in outputs[:-1]]
    dWs = [np.empty_like(W) for W in weights]

    def run():
        for W, a_prev, a in zip(weights, outputs, outputs[1:]):
            np.matmul(W, a_prev, out=a)
            np.minimum(a, 1, out=a)
        dz = outputs[-1]
        for l in reversed(range(len(weights))):
            np.matmul(dz, outputs[l].T, out=dWs[l])
            if l > 0:
                np.matmul(weights[l].T, dz, out=dzs[l])
                dz = np.minimum(dzs[l], outputs[l], out=dzs[l])

    return run


def tutorial(weights, biases, x, y, hidden):
    """NumPy as tutorials write it."""

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    g = {"sigmoid": sigmoid, "tanh": np.tanh}[hidden]
    g_prime = {"sigmoid": lambda z: g(z) * (1 - g(z)), "tanh": lambda z: 1 - np.tanh(z) ** 2}[
        hidden
    ]

    def run():
        m, L = x.shape[1], len(weights)
        A, Z = {0: x}, {}
        for l in range(1, L + 1):
            Z[l] = np.dot(weights[l - 1], A[l - 1]) + biases[l - 1]
            A[l] = sigmoid(Z[l]) if l == L else g(Z[l])
        dZ, dWs, dbs = A[L] - y, [], []
        for l in range(L, 0, -1):
            dWs.insert(0, 1 / m * np.dot(dZ, A[l - 1].T))
            dbs.insert(0, 1 / m * np.sum(dZ, axis=1, keepdims=True))
            if l > 1:
                dZ = np.dot(weights[l - 1].T, dZ) * g_prime(Z[l - 1])
        return dWs, dbs

    return run


# g' from the activation that is there already: no second exponential.
SLOPES = {"sigmoid": lambda a: a * (1.0 - a), "tanh": lambda a: 1.0 - a * a}


def bpref_from_a(weights, biases, x, y, hidden):
    """A full gradient by bpref, on all columns at once or on those that are asked for."""
    activations = [getattr(bpref, hidden)] * (len(weights) - 1) + [bpref.sigmoid]
    slope = SLOPES[hidden]

    def run(x=x, y=y):
        outputs = bpref.forward_pass(x, weights, biases, activations)[1]  # the zs are not kept
        dz = bpref.cross_entropy_dz(outputs[-1], y)
        return bpref.backward_pass(dz, weights, outputs, [slope(a) for a in outputs[1:-1]])

    return run


def bpref_from_z(weights, biases, x, y, hidden):
    """The same with the derivative functions, which take z."""
    activations = [getattr(bpref, hidden)] * (len(weights) - 1) + [bpref.sigmoid]
    derivative = getattr(bpref, f"{hidden}_derivative")

    def run():
        zs, outputs = bpref.forward_pass(x, weights, biases, activations)
        dz = bpref.cross_entropy_dz(outputs[-1], y)
        return bpref.backward_pass(dz, weights, outputs, [derivative(z) for z in zs[:-1]])

    return run


def bpref_in_blocks(weights, biases, x, y, hidden):
    """The same on blocks of columns, weighted by their size and added up."""
    gradient = bpref_from_a(weights, biases, x, y, hidden)

    def run():
        m = x.shape[1]
        dWs, dbs = [np.zeros_like(W) for W in weights], [np.zeros_like(b) for b in biases]
        for start in range(0, m, BLOCK):
            columns = slice(start, start + BLOCK)
            block = gradient(x[:, columns], y[:, columns])
            share = x[:, columns].shape[1] / m
            for totals, parts in zip((dWs, dbs), block):
                for total, part in zip(totals, parts):
                    total += share * part
        return dWs, dbs

    return run


def bpref_step_by_step(weights, biases, x, y, hidden):
    """The same with one function a step."""
    activations = [getattr(bpref, hidden)] * (len(weights) - 1) + [bpref.sigmoid]
    slope = SLOPES[hidden]

    def run():
        outputs = bpref.forward_pass(x, weights, biases, activations)[1]
        dz, dWs, dbs = bpref.cross_entropy_dz(outputs[-1], y), [], []
        for l in reversed(range(len(weights))):
            dWs.insert(0, bpref.weight_gradient(dz, outputs[l]))
            dbs.insert(0, bpref.bias_gradient(dz))
            if l > 0:
                da = bpref.input_gradient(weights[l], dz)
                dz = bpref.activation_backward(da, slope(outputs[l]))
        return dWs, dbs

    return run


def pytorch(weights, biases, x, y, hidden):
    import torch

    torch.set_num_threads(THREADS)
    parameters = [torch.tensor(p, requires_grad=True) for p in (*weights, *biases)]
    loss, L = torch.nn.functional.binary_cross_entropy_with_logits, len(weights)
    g = getattr(torch, hidden)

    def run():
        a = torch.from_numpy(x)
        for l in range(L):
            z = parameters[l] @ a + parameters[L + l]
            a = g(z)
        J = loss(z, torch.from_numpy(y), reduction="sum") / x.shape[1]
        found = torch.autograd.grad(J, parameters)
        return found[:L], found[L:]

    return run


def jax(weights, biases, x, y, hidden):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    g = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[hidden]

    def J(weights, biases, x, y):
        a = x
        for W, b in zip(weights, biases):
            z = W @ a + b
            a = g(z)
        return (jnp.logaddexp(0, z) - y * z).sum() / x.shape[1]

    gradient = jax.jit(jax.grad(J, argnums=(0, 1)))
    weights, biases = jax.device_put((weights, biases))
    return lambda: jax.block_until_ready(gradient(weights, biases, x, y))


def autograd(weights, biases, x, y, hidden):
    import autograd.numpy as anp
    from autograd import grad

    g = {"sigmoid": lambda z: 1 / (1 + anp.exp(-z)), "tanh": anp.tanh}[hidden]

    def J(parameters):
        a = x
        for W, b in zip(*parameters):
            z = anp.dot(W, a) + b
            a = g(z)
        return anp.sum(anp.logaddexp(0, z) - y * z) / x.shape[1]

    gradient = grad(J)
    return lambda: gradient((weights, biases))


def sklearn(weights, biases, x, y, hidden):
    from sklearn.neural_network import MLPClassifier

    hidden = {"sigmoid": "logistic"}.get(hidden, hidden)
    widths = [len(W) for W in weights[:-1]]
    model = MLPClassifier(widths, activation=hidden, alpha=0, max_iter=1, batch_size=2)
    X = np.ascontiguousarray(x.T)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one step is not meant to converge: it lays out the arrays
        model.fit(np.resize(X, (2, X.shape[1])), np.array([[0] * len(y), [1] * len(y)]))
    model.coefs_ = [np.ascontiguousarray(W.T) for W in weights]
    model.intercepts_ = [b[:, 0].copy() for b in biases]
    Y = y.T.astype(int)
    activations = [X, *([None] * len(weights))]
    deltas = [None] * len(weights)

    def run():
        dWs, dbs = [None] * len(weights), [None] * len(weights)
        model._backprop(X, Y, None, list(activations), deltas, dWs, dbs)
        return [dW.T for dW in dWs], [db[:, None] for db in dbs]

    return run


CANDIDATES = {
    "limit": limit,
    "tutorial NumPy": tutorial,
    "bpref": bpref_from_a,
    "bpref, g' from z": bpref_from_z,
    "bpref, step by step": bpref_step_by_step,
    "bpref, in blocks": bpref_in_blocks,
}
PEERS = {  # the module, the name under which it is installed, and the gradient
    "PyTorch": ("torch", "torch", pytorch),
    "JAX, jit": ("jax", "jax", jax),
    "autograd": ("autograd", "autograd", autograd),
    "scikit-learn": ("sklearn", "scikit-learn", sklearn),
}


def candidates():
    """Ours, and the peers that are installed here."""
    return CANDIDATES | {name: PEERS[name][2] for name in peers()}


def measure(name, dtype=np.float64, rounds=7, smallest=0.01):
    """The limit in seconds and each candidate's ratio to it; all must find the same gradient."""
    widths, m, hidden, _ = NETWORKS[name]
    net = (*network(widths, m, dtype), hidden)
    runs = {key: make(*net) for key, make in candidates().items()}
    if m <= BLOCK:
        del runs["bpref, in blocks"]
    reference = runs["bpref"]()
    for key, run in runs.items():
        found = run()  # also compiles, where a candidate does
        if key != "limit":
            agree(key, found, reference, 1e-12 if dtype == np.float64 else 1e-3)
    repeats = {key: max(1, round(smallest / timed(run, 1))) for key, run in runs.items()}
    times = {key: [] for key in runs}
    for _ in range(rounds):
        for key, run in runs.items():
            if THREADS > 1 and net[0][0].size > 1000:
                time.sleep(0.1)  # the threads of the product before spin for so long
            if repeats[key] == 1:
                run()  # memory that lay idle while the others ran may be gone, and slow to get back
            times[key].append(timed(run, repeats[key]))
    # The ratio within each round, so that a machine that slows down slows both.
    ratios = {key: np.divide(each, times["limit"]) for key, each in times.items() if key != "limit"}
    limit_time = float(np.median(times["limit"]))
    return limit_time, {key: float(np.median(each)) for key, each in ratios.items()}


def timed(run, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - start) / repeats


def agree(key, found, reference, tolerance):
    for ours, theirs in zip((*reference[0], *reference[1]), (*found[0], *found[1])):
        error = float(bpref.relative_error(ours, np.asarray(theirs)))
        if not error <= tolerance:
            raise AssertionError(f"{key} finds another gradient: off by {error}")


def memory(name, make):
    """Peak memory of one gradient, over the activations and gradients that must be kept."""
    widths, m, hidden, _ = NETWORKS[name]
    net = (*network(widths, m, np.float64), hidden)
    run = make(*net)
    run()
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept = sum(n * m for n in widths[1:]) + sum(W.size + b.size for W, b in zip(net[0], net[1]))
    return peak / (8 * kept)


def memories(name):
    """The peak memory of bpref, and of bpref in blocks, where there is more than one block."""
    keys = ["bpref", "bpref, in blocks"] if NETWORKS[name][1] > BLOCK else ["bpref"]
    return {key: memory(name, CANDIDATES[key]) for key in keys}


def machine():
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as lines:
            model = next(
                (line.split(": ")[1].strip() for line in lines if "model name" in line), model
            )
    blas = np.show_config("dicts")["Build Dependencies"]["blas"]
    return (
        f"{model}, {CORES} cores; Python {platform.python_version()}, "
        f"NumPy {np.__version__}, {blas['name']} {blas['version']}"
    )


def peers():
    """The version of each peer that is installed here."""
    return {
        name: version(installed)
        for name, (module, installed, _) in PEERS.items()
        if importlib.util.find_spec(module)
    }


def current(file):
    """The figures in the file, if they are of this very code, on this machine; otherwise None."""
    figures = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return figures if figures.get("about") == about() else None


def about():
    sources = [Path(__file__), *sorted(Path(bpref.__file__).parent.glob("*.py"))]
    code = hashlib.sha256(b"".join(map(Path.read_bytes, sources))).hexdigest()
    return {"machine": machine(), "code": code}


def measure_all(file, rounds, anew):
    """Measure every network with float64 and float32, and the memory; print it, and keep it in the file.

    Current times stay, unless all are wanted anew, if they have each peer that is installed here.
    """
    figures = current(file)
    if figures is None:
        memory = {name: memories(name) for name in (BIG, WIDE)}
        figures = {"about": about(), "memory": memory, "times": {}}
    print(figures["about"]["machine"], flush=True)
    for dtype in (np.float64, np.float32):
        title = f"{dtype.__name__}, {THREADS} thread{'s' * (THREADS > 1)}"
        there = figures["times"].get(title)
        if anew or there is None or not peers().items() <= there["peers"].items():
            networks = {}
            for name, (*_, aim) in NETWORKS.items():
                seconds, ratios = networks[name] = measure(name, dtype, rounds)
                aimed = f", aim {aim}" if title == COMPARED else ""
                print(f"\n{title}, {name}: limit {seconds * 1e6:,.1f} µs{aimed}")
                for key, ratio in ratios.items():
                    print(f"  {ratio:7.2f}  {key}", flush=True)
            figures["times"][title] = {"rounds": rounds, "peers": peers(), "networks": networks}
    print("\npeak memory over what must be kept")
    for name, shares in figures["memory"].items():
        for key, share in shares.items():
            print(f"  {share:7.2f}  {name}, {key}")
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    if THREADS == 1 and hasattr(os, "sched_setaffinity"):
        # Not every peer can be told to keep to one thread; all keep to the cores that they are given.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    path, *rounds = sys.argv[1:]
    measure_all(Path(path), int(rounds[0]) if rounds else 3, anew=bool(rounds))
