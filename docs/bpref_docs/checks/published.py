"""Numbers that others published, as the files in data hold them, and when a number agrees.

The page of published numbers and the tests of them compare by the one rule that is here. What was
published is text, with every digit.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent / "data"


class Case(NamedTuple):
    """One worked example of somebody else's."""

    inputs: dict[str, npt.NDArray[np.float64]]
    published: dict[str, Any]  # the numbers that follow from the inputs, as text
    by_rounded: dict[str, str]  # those that follow from a number rounded on the way
    astray: dict[str, Any]  # those that do not follow


def load(name: str) -> Case:
    """Return the example in a file."""
    case = json.loads((DATA / name).read_text("utf-8"))
    if not case["source"].startswith("https://"):
        raise ValueError(f"{name} does not say where its numbers were published")
    inputs = {symbol: np.array(rows, np.float64) for symbol, rows in case["inputs"].items()}
    by_rounded = case.get("published_from_rounded", {})
    return Case(inputs, case["published"], by_rounded, case["published_inconsistent"])


def agrees(number: float, published: str) -> bool:
    """Return whether a number rounds to the published digits; of 16, the last two may differ."""
    unit = 10.0 ** int(Decimal(published).as_tuple().exponent)
    return bool(abs(number - float(published)) <= max(0.5 * unit, 1e-14 * abs(number)))


def shown(number: float, published: str) -> str:
    """Return the number with three decimals more than were published, or with as many digits."""
    _, digits, exponent = Decimal(published).as_tuple()
    if len(digits) > 14:
        return f"{number:.{len(digits)}g}"
    return f"{number:.{3 - int(exponent)}f}"
