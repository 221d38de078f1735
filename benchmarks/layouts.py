"""What PyTorch and Keras find on the course's network: ``python -m benchmarks.layouts`` asks them.

Nothing is timed. The answers are kept in layouts.json, for the pages on 1/m and on rows and
columns; both frameworks are too large to be installed for a build of the site.
"""

import os
from typing import Any

import numpy as np

from bpref.example import W, X, Y, b

from . import report

Answers = report.Figures


def asked(answers: Answers) -> str:
    """Tell when the frameworks were asked, and which versions."""
    versions = " and ".join(f"{name} {number}" for name, number in answers["versions"].items())
    return f"Asked on {answers['date']}: {versions}, which was asked in its default, float32."


def asked_pytorch(answers: Answers) -> str:
    """Tell the same of PyTorch alone."""
    return f"Asked on {answers['date']}: PyTorch {answers['versions']['PyTorch']}, float64."


def thirteen() -> tuple[Any, Any]:
    """Return the thirteen examples of the page on 1/m, one per column."""
    rng = np.random.default_rng(1)
    return rng.normal(size=(2, 13)), (rng.random((2, 13)) < 0.5).astype(float)


def by_pytorch() -> Answers:
    """Ask PyTorch for shapes and gradients of the four examples, and of thirteen in two blocks."""
    import torch
    from torch.nn import BCEWithLogitsLoss, CrossEntropyLoss, Linear, MSELoss

    def network() -> Any:
        net = torch.nn.Sequential(Linear(2, 3), torch.nn.Sigmoid(), Linear(3, 2)).double()
        with torch.no_grad():
            for layer, l in ((net[0], 1), (net[2], 2)):
                layer.weight.copy_(torch.tensor(W[l].copy()))
                layer.bias.copy_(torch.tensor(b[l][:, 0].copy()))
        return net

    def gradients(net: Any) -> dict[str, Any]:
        arrays = {}
        for layer, l in ((net[0], 1), (net[2], 2)):
            arrays[f"weight[{l}]"] = layer.weight.grad.tolist()
            arrays[f"bias[{l}]"] = layer.bias.grad.tolist()
        return arrays

    def backward(loss: Any, X: Any = X, Y: Any = Y) -> Any:
        net = network()
        loss(net(torch.tensor(X.T.copy())), torch.tensor(Y.T.copy())).backward()
        return gradients(net)

    summed = BCEWithLogitsLoss(reduction="sum")
    logits = torch.tensor([[2.0, 1.0, 0.1], [0.0, 0.0, 0.0]], dtype=torch.float64)
    labels, weight = torch.tensor([0, 2]), torch.tensor([1.0, 1.0, 3.0], dtype=torch.float64)
    ignoring = CrossEntropyLoss(ignore_index=2)

    net, (X13, Y13) = network(), thirteen()
    for block in (slice(0, 12), slice(12, 13)):
        # As tutorials do it: the loss of each block, divided by the number of blocks.
        rows = torch.tensor(X13[:, block].T.copy()), torch.tensor(Y13[:, block].T.copy())
        (summed(net(rows[0]), rows[1]) / len(rows[0]) / 2).backward()

    return {
        "shapes": {
            "x": [4, 2],
            **{f"weight[{l}]": list(network()[2 * l - 2].weight.shape) for l in (1, 2)},
            **{f"bias[{l}]": list(network()[2 * l - 2].bias.shape) for l in (1, 2)},
        },
        "gradients": backward(lambda z, y: summed(z, y) / 4),
        "reductions": {
            "BCEWithLogitsLoss()": backward(BCEWithLogitsLoss()),
            'BCEWithLogitsLoss(reduction="sum")': backward(summed),
            "MSELoss()": backward(lambda z, y: MSELoss()(torch.sigmoid(z), y)),
        },
        "cross_entropy": {
            "none": CrossEntropyLoss(reduction="none")(logits, labels).tolist(),
            "mean": CrossEntropyLoss()(logits, labels).item(),
            "weight": CrossEntropyLoss(weight=weight)(logits, labels).item(),
            "ignore_index": ignoring(logits, labels).item(),
        },
        "accumulated": gradients(net),
    }


def by_keras() -> Answers:
    """Ask Keras, on PyTorch and in float32, for the same shapes and gradients."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras
    import torch

    layers = keras.layers
    net = keras.Sequential([layers.Input((2,)), layers.Dense(3, "sigmoid"), layers.Dense(2)])
    net.set_weights([W[1].T, b[1][:, 0], W[2].T, b[2][:, 0]])
    x, y = (torch.tensor(each.T.copy(), dtype=torch.float32) for each in (X, Y))
    (keras.ops.binary_crossentropy(y, net(x), from_logits=True).sum() / 4).backward()
    names = ["kernel[1]", "bias[1]", "kernel[2]", "bias[2]"]
    pairs = list(zip(names, net.trainable_weights, strict=True))
    return {
        "shapes": {name: list(weight.shape) for name, weight in pairs},
        "gradients": {name: weight.value.grad.tolist() for name, weight in pairs},
    }


def main() -> None:
    """Ask both and keep what they answer."""
    # Keras first: it reads which framework it is to use when it is imported.
    keras, pytorch = by_keras(), by_pytorch()
    answers = report.asked_of({"PyTorch": "torch", "Keras": "keras"})
    report.keep(answers | {"pytorch": pytorch, "keras": keras}, "layouts.json")


if __name__ == "__main__":
    main()
