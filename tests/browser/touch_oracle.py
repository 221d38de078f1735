"""What bpref says of the network you can touch: the numbers that its script must have, too."""

import random
import re
from decimal import Decimal, localcontext

import numpy as np

import bpref
from bpref_docs.touch.parts import NEURONS, WEIGHTS

PARAMETERS = [f"w{n}" for n in range(1, 13)] + [f"b{n}" for n in range(1, 6)]
ACTIVATIONS = {
    "sigmoid": (bpref.sigmoid, bpref.sigmoid_derivative),
    "tanh": (bpref.tanh, bpref.tanh_derivative),
    "relu": (bpref.relu, bpref.relu_derivative),
}
LOSSES = ("cross-entropy", "squared-error")


def to_target(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return a - y from z: where a is 1 to every digit, 1 - a, which is sigmoid(-z), is not 0."""
    return np.where(z > 0, (1 - y) - bpref.sigmoid(-z), bpref.sigmoid(z) - y)


def exact(z: float, y: int) -> tuple[float, float]:
    """Return dz and da of an output with the cross-entropy, calculated with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        a = 1 / (1 + Decimal(-z).exp())
        dz = a - y
        return float(dz), float(dz / (a * (1 - a)))


def expected(numbers: dict[str, float], hidden: str, loss: str) -> dict[str, float]:
    """Return every number of the network as bpref computes it, by its name."""
    W = {l: np.array([[numbers[f"w{n}"] for n in row] for row in WEIGHTS[l]]) for l in (1, 2)}
    b = {l: np.array([[numbers[f"b{n}"]] for n in NEURONS[l]]) for l in (1, 2)}
    x = np.array([[numbers["x1"]], [numbers["x2"]]])
    y = np.array([[numbers["y1"]], [numbers["y2"]]])
    g, g_prime = ACTIVATIONS[hidden]
    z, a = bpref.forward_pass(x, W, b, {1: g, 2: bpref.sigmoid})
    da, dz = {}, {}
    error = to_target(z[2], y)
    assert np.allclose(error, bpref.cross_entropy_dz(a[2], y), rtol=0, atol=1e-15)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        if loss == "cross-entropy":
            J = bpref.sigmoid_cross_entropy(z[2], y)
            # Where the slope underflows, da is infinite, or as bpref has it: 1, -1.
            da[2] = error / bpref.sigmoid_derivative(z[2])
            da[2] = np.where(np.isnan(da[2]), bpref.cross_entropy_derivative(a[2], y), da[2])
            dz[2] = error
        else:
            J = bpref.squared_error(a[2], y)
            da[2] = error
            dz[2] = bpref.activation_backward(da[2], bpref.sigmoid_derivative(z[2]))
    da[1] = bpref.input_gradient(W[2], dz[2])
    dz[1] = bpref.activation_backward(da[1], g_prime(z[1]))
    values = numbers | {"J": float(J)}
    for l in (1, 2):
        dW, db = bpref.weight_gradient(dz[l], a[l - 1]), bpref.bias_gradient(dz[l])
        for i, n in enumerate(NEURONS[l]):
            for word, each in (("z", z[l]), ("a", a[l]), ("dz", dz[l]), ("da", da[l]), ("db", db)):
                values[f"{word}{n}"] = float(each[i, 0])
            for j, k in enumerate(WEIGHTS[l][i]):
                values[f"dw{k}"] = float(dW[i, j])
    return values


def settings(count: int) -> list[tuple[dict[str, float], str, str]]:
    """Return random networks: every activation and loss in turn, a third of them saturated."""
    rng = random.Random(20)
    found = []
    for i in range(count):
        # Up to 400, a sigmoid is 0 or 1 to every digit that a float has, and tanh -1 or 1.
        scale = rng.choice([1, 3]) if i % 3 else rng.choice([20, 100, 400])
        numbers = {name: rng.gauss(0, scale) for name in PARAMETERS}
        numbers |= {"x1": rng.gauss(0, 2), "x2": rng.gauss(0, 2)}
        numbers |= {name: rng.choice([0.0, 1.0, rng.random()]) for name in ("y1", "y2")}
        if i % 5 == 0:  # short numbers, as people type them
            numbers = {name: float(round(number, 1)) for name, number in numbers.items()}
        found.append((numbers, list(ACTIVATIONS)[i % 3], LOSSES[i // 3 % 2]))
    return found


def descended(numbers: dict[str, float], hidden: str, loss: str, rate: float, steps: int):
    """Return the numbers after so many gradient steps."""
    for _ in range(steps):
        values = expected(numbers, hidden, loss)
        theta = {name: np.array([[numbers[name]]]) for name in PARAMETERS}
        dtheta = {name: np.array([[values[f"d{name}"]]]) for name in PARAMETERS}
        stepped = bpref.gradient_step(theta, dtheta, rate)
        numbers = numbers | {name: float(stepped[name][0, 0]) for name in PARAMETERS}
    return numbers


def slopes(values: dict[str, float], n: int, hidden: str, at: str) -> float:
    """Return g' of neuron n, at its z or, by mistake, at its a."""
    g_prime = bpref.sigmoid_derivative if n > 3 else ACTIVATIONS[hidden][1]
    return float(g_prime(np.array([[values[f"{at}{n}"]]]))[0, 0])


def planted(name: str, v: dict[str, float], hidden: str, loss: str) -> dict[str, list[float]]:
    """Return the six kinds of mistakes that the page speaks of, computed here once more."""
    word, number = re.fullmatch(r"d([a-z])(\d+)", name).groups()
    number = int(number)
    where = {
        k: (l, i, j) for l in WEIGHTS for i, row in enumerate(WEIGHTS[l]) for j, k in enumerate(row)
    }
    if word == "w":
        l, i, j = where[number]
        n, behind = NEURONS[l][i], v[f"x{j + 1}" if l == 1 else f"a{j + 1}"]
    else:
        n, behind = number, 1.0
        l = 1 if n < 4 else 2
    slope = slopes(v, n, hidden, "z")
    found = {"sign": [-v[name]], "mean": [v[name] / 2]}
    if l == 1:
        k = n - 1
        W2 = np.array([[v[f"w{c}"] for c in row] for row in WEIGHTS[2]])
        dz = np.array([v["dz4"], v["dz5"]])
        rest = behind * (1.0 if word == "a" else slope)
        found["path"] = [W2[r, k] * dz[r] * rest for r in (0, 1)]
        # As if the numbers of W[2] ran along its rows.
        found["transpose"] = [np.array([v[f"w{7 + k}"], v[f"w{10 + k}"]]) @ dz * rest]
    if word != "a" and (l == 1 or loss == "squared-error"):
        found["no-slope"] = [v[f"da{n}"] * behind]
        found["slope-at-a"] = [v[f"da{n}"] * slopes(v, n, hidden, "a") * behind]
    if word == "w":
        flat = sorted(c for row in WEIGHTS[l] for c in row)
        misread = np.array(flat).reshape(np.shape(WEIGHTS[l]))
        r, c = np.argwhere(misread == number)[0]
        if WEIGHTS[l][r][c] != number:
            found["place"] = [v[f"dw{WEIGHTS[l][r][c]}"]]
    return found
