"""In place of sklearn.datasets: the handwritten digits, from scikit-learn's own file, and nothing else.

scikit-learn and what it needs would be 18 MB; its file of the digits is less than 0.1.
"""

from pathlib import Path
from types import SimpleNamespace

import numpy as np

FILE = Path(__file__).with_name("digits.csv.gz")


def load_digits() -> SimpleNamespace:
    """Return the images, row by row and as pictures, and the digit of each."""
    rows = np.loadtxt(FILE, delimiter=",")
    data = rows[:, :-1]
    return SimpleNamespace(data=data, images=data.reshape(-1, 8, 8), target=rows[:, -1].astype(int))
