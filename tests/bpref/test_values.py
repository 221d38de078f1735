"""Values: z of any size, outputs and targets at the edges of [0, 1], sums that are nearly 1, NaN and infinity."""

import numpy as np
import pytest

import bpref
from reference import (
    COLUMNS,
    ELEMENTWISE,
    FORMULAS,
    FROM_A,
    IN_0_TO_1,
    PLACES,
    UNUSED,
    arrays_of,
    assert_same,
    every,
    leaves,
    note,
    right_call,
    with_array,
)


def call(name, arguments):
    return getattr(bpref, name)(**arguments)


def column(*numbers):
    return np.array(numbers, float)[:, None]


def outputs(name):
    """Return the name of the argument beside y."""
    return "a" if name in FROM_A else "z"


# A warning would be an error. The losses of such z are in test_losses.py.
@pytest.mark.parametrize("size", [1e3, 1e300, 1.7e308])
@pytest.mark.parametrize(
    ("name", "high", "low"),
    [
        ("sigmoid", 1, 0),
        ("sigmoid_derivative", 0, 0),
        ("tanh", 1, -1),
        ("tanh_derivative", 0, 0),
        ("relu", "z", 0),
        ("relu_derivative", 1, 0),
        ("softmax", 1, 0),
    ],
)
def test_large_z(name, high, low, size):
    if size > 1e308 and name in ("softmax", "tanh_derivative"):
        size = 8e307  # twice of it is a number
    z = np.array([[size, -size], [-size, size]])
    assert_same(
        call(name, {"z": z}), np.where(z > 0, z if high == "z" else high, low).astype(float)
    )


@pytest.mark.parametrize("size", [100.0, -100.0, 88.0, -104.0])
@pytest.mark.parametrize("name", [*ELEMENTWISE, "softmax"])
def test_float32_at_the_ends(name, size):
    # Nothing overflows, and what vanishes is 0.
    z = np.full((1, 2), size, np.float32)
    got, want = call(name, {"z": z}), FORMULAS[name](z.astype(float))
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=2e-38)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_infinite_z(name):
    z = np.array([[np.inf, -np.inf]])
    ends = {
        "sigmoid": [1, 0],
        "tanh": [1, -1],
        "relu": [np.inf, 0],
        "relu_derivative": [1, 0],
    }
    assert_same(call(name, {"z": z}), np.array([ends.get(name, [0, 0])], float))


@pytest.mark.parametrize("nan", [np.nan, -np.nan])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_nan_stays_where_it_is(name, nan):
    z = np.array([[nan, 1.0], [-1.0, nan]])
    np.testing.assert_array_equal(np.isnan(call(name, {"z": z})), np.isnan(z))


class TestSoftmax:
    def test_nan_stays_in_its_column(self):
        a = bpref.softmax(np.array([[np.nan, 1.0], [0.0, 1.0]]))
        np.testing.assert_array_equal(a, [[np.nan, 0.5], [np.nan, 0.5]])


@every(PLACES)
def test_nan_goes_in_and_nan_comes_out_or_it_is_refused(name, place):
    for i in (0, -1):
        array = arrays_of(right_call(name))[place].copy()
        array[i, i] = np.nan
        arguments = with_array(right_call(name), place, array)
        if (name, place[0]) in IN_0_TO_1:
            # A number that is not there is not in [0, 1].
            with pytest.raises(ValueError, match=rf"^{place[0]} must be in \[0, 1\], got nan"):
                call(name, arguments)
            continue
        nans = [np.isnan(leaf).any() for leaf in leaves(call(name, arguments))]
        assert any(nans) == ((name, place) not in UNUSED)


every_fraction = pytest.mark.parametrize(("name", "argument"), IN_0_TO_1)
OUTSIDE = {
    "float64": [-5e-324, -1e-17, -1e-10, -0.0005, 1 + 2.0**-52, 1 + 1e-10, 1.0005, -np.inf, np.inf],
    "float32": [-1e-45, -1e-7, -0.0005, 1 + 2.0**-23, 1.0005],
}


@every_fraction
@pytest.mark.parametrize("dtype", OUTSIDE)
def test_a_number_just_outside_0_to_1_is_refused(name, argument, dtype):
    for outside in OUTSIDE[dtype]:
        # Alone, where a NaN stands beside it, and where the column sums to 1 nevertheless.
        for beside in (0.5, np.nan, 1 - outside):
            for place in ((0, 0), (1, 1)):
                arguments = {at: np.full((2, 2), 0.5, dtype) for at in (outputs(name), "y")}
                arguments[argument][:, place[1]] = beside
                arguments[argument][place] = outside
                with note(outside, beside, place):
                    assert arguments[argument][place] not in (0, 1)
                    with pytest.raises(ValueError, match=rf"^{argument} must be in \[0, 1\]"):
                        call(name, arguments)


@every_fraction
def test_the_ends_of_0_to_1_are_inside(name, argument):
    for low, high in ((0, 1), (-0.0, 1), (5e-324, 1), (1e-20, 1 - 2.0**-53)):
        arguments = {outputs(name): np.full((2, 2), 0.5), "y": np.full((2, 2), 0.5)}
        arguments[argument] = np.array([[low, high], [high, low]])
        if argument == "a":
            arguments["y"] = arguments["a"]  # certain and right
        got = call(name, arguments)
        with note(low, high):
            assert np.isfinite(got).all()


@pytest.mark.parametrize(("name", "argument"), COLUMNS)
def test_columns_sum_to_1_within_a_thousandth_and_are_taken_as_they_are(name, argument):
    z = np.log([[0.2, 0.3, 0.6], [0.8, 0.7, 0.4]])
    right = {outputs(name): np.exp(z) if name in FROM_A else z, "y": np.full((2, 3), 0.5)}
    for i in range(3):
        for off in (0.000999, -0.000999, 1e-6, 0.001001, -0.001001, 0.1, -0.1):
            arguments = right | {argument: right[argument].copy()}
            arguments[argument][1, i] += off
            with note(i, off):
                if abs(off) < 0.001:
                    assert_same(call(name, arguments), FORMULAS[name](**arguments))
                else:
                    with pytest.raises(ValueError, match=r"^each column of .* must sum to 1"):
                        call(name, arguments)


@pytest.mark.parametrize("name", ["cross_entropy_dz", "cross_entropy", "sigmoid_cross_entropy"])
def test_targets_of_a_sigmoid_need_not_sum_to_1(name):
    arguments = {outputs(name): np.full((2, 2), 0.25), "y": np.array([[1.0, 0.0], [1.0, 0.5]])}
    assert_same(call(name, arguments), FORMULAS[name](**arguments))


# Far out, but right: nothing is cut off.
FAR_OUT = [
    ("sigmoid", {"z": column(-700)}, np.exp(column(-700))),
    ("sigmoid_derivative", {"z": column(700)}, np.exp(column(-700))),
    ("tanh_derivative", {"z": column(-300)}, 4 * np.exp(column(-600))),
    ("relu", {"z": column(1e300, 1e-300)}, column(1e300, 1e-300)),
    ("softmax", {"z": column(0, 700)}, column(np.exp(-700.0), 1)),
    ("cross_entropy", {"a": column(1e-300), "y": column(1)}, -np.log(1e-300)),
    ("cross_entropy", {"a": column(1 - 2.0**-53), "y": column(0)}, 53 * np.log(2.0)),
    ("cross_entropy_derivative", {"a": column(1e-300), "y": column(1)}, column(-1e300)),
    ("cross_entropy_derivative", {"a": column(1 - 2.0**-53), "y": column(0)}, column(2.0**53)),
    ("sigmoid_cross_entropy", {"z": column(1e9), "y": column(0)}, np.float64(1e9)),
    ("squared_error", {"a": column(1e150), "y": column(-1e150)}, np.float64(2e300)),
    ("squared_error_derivative", {"a": column(1e300), "y": column(0)}, column(1e300)),
    ("categorical_cross_entropy", {"a": column(1, 1e-300), "y": column(0, 1)}, -np.log(1e-300)),
    ("softmax_cross_entropy", {"z": column(-1e9, 1e9), "y": column(1, 0)}, np.float64(2e9)),
    ("cross_entropy_dz", {"a": column(1e-300), "y": column(0)}, column(1e-300)),
    ("cross_entropy_dz", {"a": column(1), "y": column(1 - 2.0**-50)}, column(2.0**-50)),
    ("activation_backward", {"da": column(1e300), "g_prime": column(1)}, column(1e300)),
    ("weight_gradient", {"dz": column(1e300), "a_prev": column(1e-300)}, column(1)),
    ("bias_gradient", {"dz": column(1e300)}, column(1e300)),
    ("input_gradient", {"W": column(1e300), "dz": column(1)}, column(1e300)),
    ("linear_forward", {"W": column(1), "a_prev": column(1e300), "b": column(0)}, column(1e300)),
    (
        "forward_pass",
        {"x": column(1e300), "W": {1: column(2)}, "b": {1: column(0)}, "g": {1: abs}},
        ({1: column(2e300)}, {0: column(1e300), 1: column(2e300)}),
    ),
    (
        "backward_pass",
        {
            "dz": column(1e100),
            "W": {1: column(1), 2: column(1e100)},
            "a": {0: column(1e100), 1: column(1), 2: column(1)},
            "g_prime": {1: column(1)},
        },
        ({1: column(1e300), 2: column(1e100)}, {1: column(1e200), 2: column(1e100)}),
    ),
    (
        "gradient_step",
        {"theta": {1: column(0)}, "dtheta": {1: column(-1e300)}, "learning_rate": 1.0},
        {1: column(1e300)},
    ),
    ("relative_error", {"gradient": column(1e-300), "reference": column(2e-300)}, np.float64(0.5)),
]


@pytest.mark.parametrize(
    ("name", "arguments", "want"),
    FAR_OUT,
    ids=[f"{name}-{i}" for i, (name, *_) in enumerate(FAR_OUT)],
)
def test_what_is_far_out_is_not_clipped(name, arguments, want):
    assert_same(call(name, arguments), want)


LOSSES = ["cross_entropy", "sigmoid_cross_entropy", "squared_error"]
LOSSES += ["categorical_cross_entropy", "softmax_cross_entropy"]


@pytest.mark.parametrize("name", LOSSES)
def test_no_loss_is_minus_0(name):
    certain = {"a": column(1, 0)} if name in FROM_A else {"z": column(1e4, -1e4)}
    for right in (column(1, 0), column(1, -0.0)):
        J = call(name, certain | {"y": right})
        assert J == 0
        assert not np.signbit(J)


@pytest.mark.parametrize("name", ["squared_error", "cross_entropy", "categorical_cross_entropy"])
def test_an_array_may_be_its_own_target(name):
    p = np.array([[0.25, 0.5], [0.75, 0.5]])
    assert call(name, {"a": p, "y": p}) == call(name, {"a": p, "y": p.copy()})


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name", ["cross_entropy", "categorical_cross_entropy"])
def test_a_target_that_is_hardly_above_0_counts(name):
    for tiny in (1e-9, 1e-13, 1e-300):
        assert call(name, {"a": column(0, 1), "y": column(tiny, 1)}) == np.inf


class TestSigmoidCrossEntropy:
    @pytest.mark.parametrize(("z", "y"), [(np.inf, 0), (-np.inf, 1), (np.inf, 0.5), (-np.inf, 0.5)])
    def test_infinitely_wrong_costs_infinity(self, z, y):
        assert bpref.sigmoid_cross_entropy(column(z), column(y)) == np.inf

    @pytest.mark.parametrize(("z", "y"), [(np.inf, 1), (-np.inf, 0)])
    def test_infinitely_right_is_not_a_number_and_warns(self, z, y):
        # 0 times infinity: NumPy says so.
        with pytest.warns(RuntimeWarning, match="invalid value"):
            assert np.isnan(bpref.sigmoid_cross_entropy(column(z), column(y)))


class TestSoftmaxCrossEntropy:
    def test_a_logit_of_minus_infinity_is_not_a_number_and_warns(self):
        # 0 times infinity: NumPy says so.
        with pytest.warns(RuntimeWarning, match="invalid value"):
            assert np.isnan(bpref.softmax_cross_entropy(column(0, -np.inf, 1), column(0, 0, 1)))
