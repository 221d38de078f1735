"""Networks that Hypothesis draws: it chooses the sizes and a seed, and networks.py the numbers.

`BPREF_NETWORKS=1000` sets how many each test draws; `nox -s long` does.
"""

import os

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from networks import random_arrays

NETWORKS = int(os.environ.get("BPREF_NETWORKS", "100"))
# The same networks at every run by default, so that no change is blamed for another's fault; new ones in the long run.
networks_drawn = settings(
    max_examples=NETWORKS,
    deadline=None,
    derandomize=NETWORKS <= 100,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def networks(draw, columns_sum_to_1=False):
    """Draw a network of 1 to 5 layers of 1 to 6 neurons, with 1 to 7 examples and their targets."""
    depth = draw(st.integers(1, 5), label="layers")
    widths = draw(
        st.lists(st.integers(1, 6), min_size=depth + 1, max_size=depth + 1), label="widths"
    )
    m = draw(st.integers(1, 7), label="m")
    hidden = draw(
        st.lists(
            st.sampled_from(["sigmoid", "tanh", "relu", "identity"]),
            min_size=depth - 1,
            max_size=depth - 1,
        )
    )
    hard = draw(st.booleans(), label="targets of 0 and 1 only")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    x, y, weights, biases = random_arrays(rng, widths, m, columns_sum_to_1)
    if hard:
        y = 1.0 * (y == y.max(axis=0))
    return x, y, weights, biases, hidden
