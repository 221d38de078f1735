"""Networks that Hypothesis draws: it chooses the sizes and a seed, and independent_loss.py the numbers.

`BPREF_NETWORKS=1000` sets how many each test draws.
"""

import os

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from shared import of_the_site

[random_arrays] = of_the_site("checks/independent_loss.py", "random_arrays")
NETWORKS = int(os.environ.get("BPREF_NETWORKS", "100"))
# The same networks at every run by default, so that no change is blamed for another's fault; new ones in the long run.
LONG = NETWORKS > 100
networks_drawn = settings(
    max_examples=NETWORKS,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def networks(draw, columns_sum_to_1=False):
    """Draw a network of 1 to 5 layers of 1 to 6 neurons, with 1 to 7 examples and their targets.

    With x, y, W and b come the names of the hidden layers' activations.
    """
    L = draw(st.integers(1, 5), label="L")
    widths = draw(st.lists(st.integers(1, 6), min_size=L + 1, max_size=L + 1), label="widths")
    m = draw(st.integers(1, 7), label="m")
    names = st.sampled_from(["sigmoid", "tanh", "relu", "identity"])
    hidden = {l: draw(names, label=f"g[{l}]") for l in range(1, L)}
    hard = draw(st.booleans(), label="targets of 0 and 1 only")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    x, y, W, b = random_arrays(rng, widths, m, columns_sum_to_1)
    if hard:
        y = 1.0 * (y == y.max(axis=0))
    return x, y, W, b, hidden
