"""The colours of the quantities stay apart, also for who sees fewer colours."""

import re
from itertools import combinations

import numpy as np
import pytest

from bpref_docs.drawing.figures import CSS

LIGHT, DARK = (dict(re.findall(r"--bpref-(\w+): (#\w{6});", css)) for css in CSS.split("@media"))

# How colours are seen without one kind of cones, on linear RGB (Machado, Oliveira and Fernandes
# 2009, severity 1).
SEEN = {
    "by most": np.eye(3),
    "without red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "without green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "without blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
WHITE = np.sum(TO_XYZ, axis=1)  # that of sRGB, D65


def linear(colour):
    """Return the linear RGB of a colour like #0060c0."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """Return the place in CIELAB, where a distance of 2 is just seen."""
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_distance_is_that_of_the_standard():
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=1e-3)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_quantities_and_what_is_not_lit_stay_apart(theme, seen):
    kinds = ("forward", "gradient", "parameter", "muted", "foreground")
    places = {kind: lab(SEEN[seen] @ linear(theme[kind])) for kind in kinds}
    for one, other in combinations(kinds, 2):
        if {one, other} != {"muted", "foreground"}:  # both are text, and mean no quantity
            assert np.linalg.norm(places[one] - places[other]) > 19, (one, other)
