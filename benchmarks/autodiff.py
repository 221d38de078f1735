"""The gradients of the course's network from JAX and PyTorch; ``python -m benchmarks.autodiff`` keeps
the figures that the page on automatic differentiation reads.
"""

import platform
from collections.abc import Callable
from typing import Any

import numpy as np

import bpref
from bpref.example import W, b, x, y

from . import report

THETA = (W[1], b[1], W[2], b[2])


def measured(figures: report.Figures) -> str:
    """Tell when and with what the figures were found."""
    versions = ", ".join(f"{name} {number}" for name, number in figures["versions"].items())
    return f"Measured on {figures['date']} with {versions}, on {figures['processor']}."


def ours() -> list[np.ndarray]:
    """Return the 17 gradients as bpref finds them, in the order of THETA."""
    z, a = bpref.forward_pass(x, W, b, {1: bpref.sigmoid, 2: bpref.sigmoid})
    dz = bpref.cross_entropy_dz(a[2], y)
    dW, db = bpref.backward_pass(dz, W, a, {1: bpref.sigmoid_derivative(z[1])})
    return [dW[1], db[1], dW[2], db[2]]


def difference(found: Any) -> float:
    """Return the largest relative difference of one of the 17 numbers from bpref's."""
    pairs = zip(found, ours(), strict=True)
    return max(float(np.max(abs(np.asarray(one) - other) / abs(other))) for one, other in pairs)


def with_jax(dtype: str) -> dict[str, float]:
    """Return how far JAX is from bpref, going back and going forward."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def loss(W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
        a2 = jax.nn.sigmoid(W2 @ jax.nn.sigmoid(W1 @ jnp.asarray(x, dtype) + b1) + b2)
        return -jnp.log(jnp.where(y == 1, a2, 1 - a2)).sum()

    theta = [jnp.asarray(array, dtype) for array in THETA]
    ways: dict[str, Callable[..., Any]] = {"reverse": jax.grad, "forward": jax.jacfwd}
    found = {name: way(loss, argnums=(0, 1, 2, 3))(*theta) for name, way in ways.items()}
    assert all(str(array.dtype) == dtype for array in found["reverse"])
    return {name: difference(gradients) for name, gradients in found.items()}


def with_torch(dtype: str) -> tuple[dict[str, float], dict[str, Any]]:
    """Return how far PyTorch is from bpref, and what a second backward() does."""
    import torch

    as_tensor = {"dtype": getattr(torch, dtype)}
    W1, b1, W2, b2 = theta = [
        torch.tensor(array, requires_grad=True, **as_tensor) for array in THETA
    ]
    a1 = torch.sigmoid(W1 @ torch.tensor(x, **as_tensor) + b1)
    a2 = torch.sigmoid(W2 @ a1 + b2)
    loss = -torch.log(torch.where(torch.tensor(y) == 1, a2, 1 - a2)).sum()
    loss.backward(retain_graph=True)
    once = [tensor.grad.numpy().copy() for tensor in theta]
    loss.backward()
    pairs = zip(theta, once, strict=True)
    ratios = np.concatenate([(tensor.grad.numpy() / first).ravel() for tensor, first in pairs])
    try:
        loss.backward()
        refusal = ""
    except RuntimeError as error:
        refusal = str(error).partition(" (")[0]
    twice = {"smallest": float(ratios.min()), "largest": float(ratios.max()), "refusal": refusal}
    return {"reverse": difference(once)}, twice


def main() -> None:
    """Find the gradients with both libraries, and keep the figures."""
    asked = report.asked_of({"NumPy": "numpy", "JAX": "jax", "PyTorch": "torch"})
    figures: report.Figures = {
        "date": asked["date"],
        "processor": platform.machine(),
        "versions": {"Python": platform.python_version(), **asked["versions"]},
        "differences": {},
    }
    for dtype in ("float64", "float32"):
        torch_differences, twice = with_torch(dtype)
        figures["differences"][dtype] = {"JAX": with_jax(dtype), "PyTorch": torch_differences}
        figures.setdefault("twice", twice)
    report.keep(figures, "autodiff.json")


if __name__ == "__main__":
    main()
