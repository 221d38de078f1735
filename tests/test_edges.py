"""Every public function at the edges: other dtypes, other layouts in memory, sizes of 1, NaN, threads."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import numpy as np
import pytest
from reference import CALLS, assert_same, converted, leaves

import bpref

every_function = pytest.mark.parametrize("name", bpref.__all__)
# A check wants more digits than what it checks.
IN_FLOAT64 = ("complex_step_gradient", "central_difference_gradient")


def call(name, arguments):
    return getattr(bpref, name)(**arguments)


@every_function
def test_float32_in_float32_out(name):
    arguments, formula = CALLS[name]
    got = call(name, converted(arguments, np.float32))
    want = np.float64 if name in IN_FLOAT64 else np.float32
    assert {np.asarray(leaf).dtype for leaf in leaves(got)} == {np.dtype(want)}
    wide = [np.asarray(leaf, np.float64) for leaf in leaves(got)]
    assert_same(wide, [np.asarray(leaf) for leaf in leaves(formula(**arguments))], 1e-5, 1e-6)


def integers(name):
    """Return integer arguments, none negative, in float64."""
    rng = np.random.default_rng(7)
    arguments = converted(CALLS[name][0], lambda array: 1.0 * rng.integers(0, 5, array.shape))
    if "y" in arguments:
        # Each column has one 1, and the answer is right, so that every loss is finite ...
        arguments["y"] = 1.0 * (np.arange(4)[:, None] == [0, 1, 2, 3, 0])
        arguments["a" if "a" in arguments else "z"] = arguments["y"].copy()
    if "activations" in arguments:
        # Not np.tanh: of 8 bits, it would return half precision.
        arguments["activations"] = [bpref.tanh, bpref.sigmoid]
    if name in ("squared_error", "squared_error_derivative", "cross_entropy_dz"):
        # ... but for those that subtract: 0 - 1 has no place among unsigned integers.
        arguments["a"] = 1 - arguments["y"]
    return arguments


@every_function
@pytest.mark.parametrize("dtype", ["int64", "int32", "int8", "uint8", "uint16", "uint64"])
def test_integers_count_as_what_they_are(name, dtype):
    arguments = integers(name)
    narrow = converted(arguments, lambda array: array.astype(dtype))
    if name == "cross_entropy_dz" and dtype.startswith("u"):
        with pytest.raises(TypeError, match=f"^a must be an array of floats, got {dtype}$"):
            call(name, narrow)
        narrow["a"] = arguments["a"]  # outputs are floats; targets may be integers of any kind
    got = [np.asarray(leaf, np.float64) for leaf in leaves(call(name, narrow))]
    want = [np.asarray(leaf) for leaf in leaves(call(name, arguments))]
    assert_same(got, want)


@pytest.mark.parametrize("name", ["cross_entropy", "cross_entropy_dz", "sigmoid_cross_entropy"])
def test_targets_may_be_true_and_false(name):
    arguments = dict(CALLS[name][0])
    arguments["y"] = arguments["y"] > 0.5
    assert_same(call(name, arguments), call(name, arguments | {"y": 1.0 * arguments["y"]}))


def test_outputs_that_are_true_and_false_are_refused():
    with pytest.raises(TypeError, match=r"^a must be an array of floats, got bool$"):
        bpref.cross_entropy_dz(np.ones((2, 1), bool), np.ones((2, 1), bool))


WRAPPING = [
    ("squared_error", "a", "y", 255**2 / 2),
    ("squared_error_derivative", "a", "y", 255),
    ("relative_error", "gradient", "reference", None),
]


@pytest.mark.parametrize("dtype", ["int8", "uint8"])
@pytest.mark.parametrize(("name", "first", "second", "want"), WRAPPING)
def test_small_integers_do_not_wrap_around(name, first, second, want, dtype):
    low, high = (np.array([[end]]) for end in (np.iinfo(dtype).min, np.iinfo(dtype).max))
    want = want or 255 / max(abs(low), high)
    narrow_low, narrow_high = low.astype(dtype), high.astype(dtype)
    assert call(name, {first: narrow_high, second: narrow_low}) == want
    assert abs(call(name, {first: narrow_low, second: narrow_high})) == want


@pytest.mark.parametrize("dtype", ["int8", "uint8"])
def test_sigmoid_cross_entropy_takes_small_integers_for_what_they_are(dtype):
    low, right = np.array([[np.iinfo(dtype).min]], dtype), np.ones((1, 1), dtype)
    want = bpref.sigmoid_cross_entropy(1.0 * low, right)
    assert bpref.sigmoid_cross_entropy(low, right) == want


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


LAYOUTS = {
    "Fortran order": np.asfortranarray,
    "strided": lambda array: array.repeat(2, axis=0).repeat(3, axis=1)[::2, ::3],
    "negative stride": lambda array: array[::-1, ::-1].copy()[::-1, ::-1],
    "read-only": read_only,
    "other byte order": lambda array: array.astype(array.dtype.newbyteorder()),
}


@every_function
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_in_memory_does_not_matter(name, layout):
    arguments, formula = CALLS[name]
    arguments = converted(arguments, LAYOUTS[layout])
    assert_same(call(name, arguments), formula(**arguments))


SMALL = {
    "one neuron a layer": lambda array: array[:1] if array.shape[1] == 5 else array[:1, :1],
    "one example": lambda array: array[:, :1] if array.shape[1] == 5 else array,
    "one of both": lambda array: array[:1, :1],
}


@every_function
@pytest.mark.parametrize("size", SMALL)
def test_one_neuron_and_one_example(name, size):
    arguments, formula = CALLS[name]
    arguments = converted(arguments, SMALL[size])
    if name in ("categorical_cross_entropy", "softmax_cross_entropy") and size != "one example":
        # One class: it is certain.
        arguments = {key: np.ones_like(value) for key, value in arguments.items()}
    assert_same(call(name, arguments), formula(**arguments), atol=1e-15)


@every_function
def test_inputs_are_never_changed_nor_handed_out(name):
    arguments, _ = CALLS[name]
    before = deepcopy(arguments)
    got = call(name, arguments)
    for array, copy in zip(leaves(arguments), leaves(before)):
        if not isinstance(array, np.ndarray):
            continue
        np.testing.assert_array_equal(array, copy, strict=True)
        # forward_pass begins its outputs with x itself: outputs[0] is a[0].
        handed_out = [leaf is not array and np.shares_memory(leaf, array) for leaf in leaves(got)]
        assert not any(handed_out)


@every_function
def test_16_threads_compute_the_same_bits(name):
    arguments, _ = CALLS[name]

    def bits(_):
        return [np.asarray(leaf).tobytes() for leaf in leaves(call(name, arguments))]

    with ThreadPoolExecutor(16) as threads:
        assert all(result == bits(0) for result in threads.map(bits, range(160)))


# Taken for their shapes only: the work of a[L] is in dz, and no gradient goes back through W[1].
UNUSED = {("backward_pass", "outputs", 2), ("backward_pass", "weights", 0)}
ARRAYS = [
    (name, argument, i)
    for name, (arguments, _) in CALLS.items()
    for argument, value in arguments.items()
    for i in range(len(value) if isinstance(value, list) else 1)
    if isinstance(value[i] if isinstance(value, list) else value, np.ndarray)
]


@pytest.mark.parametrize(("name", "argument", "i"), ARRAYS)
@pytest.mark.parametrize("place", [0, -1])
def test_nan_goes_in_and_nan_comes_out(name, argument, i, place):
    arguments = deepcopy(CALLS[name][0])
    value = arguments[argument]
    array = value[i] if isinstance(value, list) else value
    array[place, place] = np.nan
    nans = [np.isnan(leaf).any() for leaf in leaves(call(name, arguments))]
    assert any(nans) == ((name, argument, i) not in UNUSED)


@pytest.mark.parametrize("nan", [np.nan, -np.nan])
@pytest.mark.parametrize(
    "name", ["sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative", "relu", "relu_derivative"]
)
def test_nan_stays_where_it_is(name, nan):
    z = np.array([[nan, 1.0], [-1.0, nan]])
    np.testing.assert_array_equal(np.isnan(getattr(bpref, name)(z)), np.isnan(z))


def test_nan_stays_in_its_column():
    a = bpref.softmax(np.array([[np.nan, 1.0], [0.0, 1.0]]))
    np.testing.assert_array_equal(a, [[np.nan, 0.5], [np.nan, 0.5]])


@pytest.mark.parametrize("size", [1e3, 1e300])
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
    # A warning would be an error. The losses of such z are in test_losses.py.
    z = np.array([[size, -size], [-size, size]])
    want = np.where(z > 0, z if high == "z" else high, low)
    assert_same(getattr(bpref, name)(z), want.astype(float))
    assert_same(z, np.array([[size, -size], [-size, size]]))
