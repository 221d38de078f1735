"""What the network you can touch consists of: its scalars, its steps, its exercises.

What is said of them stands in touch/words.toml. Nothing of Sphinx and no file is needed here, so
that a page's notebook can carry it.
"""

from typing import Any

from bpref_docs.words.quantities import NEURONS as NEURON_ROWS
from bpref_docs.words.quantities import WEIGHTS

NEURONS = {l: [n for (n,) in rows] for l, rows in NEURON_ROWS.items()}

MODES = ("explore", "step", "descend", "practise")
ACTIVATIONS = ("sigmoid", "tanh", "relu")
LOSSES = ("cross-entropy", "squared-error")


def names(letters: str, l: int) -> list[str]:
    """Return the scalars of layer l, ``dw`` or ``z``, from the first to the last."""
    if letters.endswith("w"):
        return [f"{letters}{n}" for n in sorted(n for row in WEIGHTS[l] for n in row)]
    return [f"{letters}{n}" for n in NEURONS[l]]


def connections() -> dict[str, tuple[str, int]]:
    """Return where each weight comes from and the neuron that it goes into, ``w7: (a1, 4)``."""
    found = {
        weight: (f"{'xa'[l - 1]}{j}", n)
        for l, rows in WEIGHTS.items()
        for n, row in zip(NEURONS[l], rows, strict=True)
        for j, weight in enumerate(row, 1)
    }
    return {f"w{weight}": found[weight] for weight in sorted(found)}


def meanings() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return every scalar that can be pointed at: what it is, and of what."""
    found: dict[str, tuple[str, dict[str, Any]]] = {
        weight: ("weight", {"from": source, "to": f"z{n}"})
        for weight, (source, n) in connections().items()
    }
    neurons = [n for l in NEURONS for n in NEURONS[l]]
    found |= {f"b{n}": ("bias", {"z": f"z{n}"}) for n in neurons}
    found |= {f"z{n}": ("sum", {"neuron": n}) for n in neurons}
    found |= {f"a{n}": ("activation", {"neuron": n}) for n in neurons}
    found |= {name: ("input", {}) for name in X}
    found |= {y: ("target", {"a": a}) for y, a in zip(Y, names("a", 2), strict=True)}
    return found | {"J": ("loss", {})}


X, Y = ["x1", "x2"], ["y1", "y2"]
PARAMETERS = [*names("w", 1), *names("w", 2), *names("b", 1), *names("b", 2)]
GRADIENTS = {l: [*names("dw", l), *names("db", l)] for l in (1, 2)}

# The way forward and back. ``names`` are computed in the step, those in ``full`` shown with their
# numbers, ``forward`` and ``gradient`` are lit; ``page`` is the page that explains it, and the
# matrix equations are TeX.
STEPS: list[dict[str, Any]] = [
    {
        "page": "network",
        "names": [*X, *Y, *PARAMETERS],
        "forward": [*X, *PARAMETERS],
    },
    {
        "page": "network",
        "equations": ["z^{[1]} = W^{[1]} a^{[0]} + b^{[1]}", "a^{[1]} = g(z^{[1]})"],
        "names": [*names("z", 1), *names("a", 1)],
        "full": ["z1", "a1"],
        "forward": [*X, *names("w", 1), *names("b", 1), *names("z", 1), *names("a", 1)],
    },
    {
        "page": "network",
        "equations": ["z^{[2]} = W^{[2]} a^{[1]} + b^{[2]}", "a^{[2]} = g(z^{[2]})"],
        "names": [*names("z", 2), *names("a", 2)],
        "full": ["z4", "a4"],
        "forward": [*names("a", 1), *names("w", 2), *names("b", 2), *names("z", 2), *names("a", 2)],
    },
    {
        "page": "activation-and-loss",
        "names": ["J"],
        "full": ["J"],
        "forward": [*names("a", 2), *Y, "J"],
    },
    {
        "page": "last-layer",
        "equations": {
            "cross-entropy": [r"dz^{[2]} = da^{[2]} \odot g'(z^{[2]}) = a^{[2]} - y"],
            "squared-error": ["da^{[2]} = a^{[2]} - y", r"dz^{[2]} = da^{[2]} \odot g'(z^{[2]})"],
        },
        "names": [*names("da", 2), *names("dz", 2)],
        "full": ["da4", "dz4"],
        "gradient": [*names("da", 2), *names("dz", 2)],
    },
    {
        "page": "last-layer-parameters",
        "equations": [r"dW^{[2]} = dz^{[2]}\,a^{[1]\T}", "db^{[2]} = dz^{[2]}"],
        "names": GRADIENTS[2],
        "full": ["dw7"],
        "forward": names("a", 1),
        "gradient": [*names("dz", 2), *GRADIENTS[2]],
    },
    {
        "page": "crossing",
        "equations": [r"da^{[1]} = W^{[2]\T} dz^{[2]}", r"dz^{[1]} = da^{[1]} \odot g'(z^{[1]})"],
        "names": [*names("da", 1), *names("dz", 1)],
        "full": ["da1", "dz1"],
        "gradient": [*names("dz", 2), *names("w", 2), *names("da", 1), *names("dz", 1)],
    },
    {
        "page": "first-layer-parameters",
        "equations": [r"dW^{[1]} = dz^{[1]}\,a^{[0]\T}", "db^{[1]} = dz^{[1]}"],
        "names": GRADIENTS[1],
        "full": ["dw1"],
        "forward": X,
        "gradient": [*names("dz", 1), *GRADIENTS[1]],
    },
]

# What is given and what is asked; ``one`` asks for one of the blanks, which the number chooses.
EXERCISES: dict[str, dict[str, Any]] = {
    "dz": {"given": [], "blanks": names("dz", 2), "one": True},
    "dw": {"given": names("dz", 2), "blanks": names("dw", 2), "one": True},
    "da": {"given": names("dz", 2), "blanks": names("da", 1), "one": True},
    "hidden": {
        "given": [*names("dz", 2), *names("da", 1)],
        "blanks": names("dz", 1),
        "one": True,
    },
    "layer": {"given": [], "blanks": [*names("dz", 2), *GRADIENTS[2]]},
    "all": {
        "given": [],
        "blanks": [*names("dz", 2), *GRADIENTS[2], *names("da", 1), *names("dz", 1), *GRADIENTS[1]],
    },
}
