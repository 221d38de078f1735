"""Networks that Hypothesis draws.

`BPREF_NETWORKS=1000` sets how many each test draws; `nox -s long` does.
"""

import os
from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

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
    weights = [rng.standard_normal((n, n_prev)) / np.sqrt(n_prev) for n_prev, n in pairwise(widths)]
    biases = [rng.standard_normal((n, 1)) / 2 for n in widths[1:]]
    x, y = rng.standard_normal((widths[0], m)), rng.uniform(size=(widths[-1], m))
    if columns_sum_to_1:
        y /= y.sum(axis=0)
    if hard:
        y = 1.0 * (y == y.max(axis=0))
    return x, y, weights, biases, hidden
