"""Every public function at the edges: other dtypes, other layouts in memory, sizes of 1, NaN, threads."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import numpy as np
import pytest
from reference import CALLS, assert_same, converted, leaves, note

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


# The one rule for types: arrays hold floats, but x (and so a_prev and outputs[0]) and y, the data,
# may hold integers or booleans. Integers anywhere else are refused, or count as what they are.
DATA = {"x", "a_prev", "y"}
DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]


def whole(name, argument, array, dtype):
    """Return an array of integers that would wrap around in a small type."""
    if argument == "y" and name.startswith("squared_error"):
        array = 1 - array  # targets of any size, some above and some below the outputs
    elif argument == "y":
        # One 1 in each column, also where no target is certain.
        return (np.arange(len(array))[:, None] == array.argmax(axis=0)).astype(dtype)
    low = 0 if dtype in ("bool", "uint8", "uint16", "uint32", "uint64") else -100
    return np.clip(np.rint(100 * array), low, 100).astype(dtype)


def in_types(name, dtype, only=None):
    """Return the arguments of a function with one array, or all, in a type of integers."""
    arguments = deepcopy(CALLS[name][0])
    for argument, value in arguments.items():
        entries = value if isinstance(value, list) else [value]
        for i, entry in enumerate(entries):
            if isinstance(entry, np.ndarray) and only in (None, (argument, i)):
                entries[i] = whole(name, argument, entry, dtype)
        if not isinstance(value, list):
            arguments[argument] = entries[0]
    return arguments


def outcome(name, arguments):
    """Return "refused", or "right" where the result is the formula's of the same numbers."""
    try:
        got = call(name, arguments)
    except (ValueError, TypeError):
        return "refused"
    floats = converted(arguments, lambda array: array.astype(float))
    with np.errstate(invalid="ignore"):
        want = CALLS[name][1](**floats)
    if np.isnan(np.sum([np.sum(leaf) for leaf in leaves(want)])):
        want = call(name, floats)  # 0 ln 0, which the plain formula does not know
    assert_same([np.asarray(leaf, float) for leaf in leaves(got)], leaves(want), atol=1e-14)
    return "right"


# Taken for their shapes only: the work of a[L] is in dz, and no gradient goes back through W[1].
UNUSED = {("backward_pass", "outputs", 2), ("backward_pass", "weights", 0)}
ARRAYS = [
    (name, argument, i)
    for name, (arguments, _) in CALLS.items()
    for argument, value in arguments.items()
    for i in range(len(value) if isinstance(value, list) else 1)
    if isinstance(value[i] if isinstance(value, list) else value, np.ndarray)
]


@pytest.mark.filterwarnings("ignore:divide by zero")  # a certain and wrong answer
@pytest.mark.parametrize(("name", "argument", "i"), ARRAYS)
def test_integers_are_refused_or_count_as_what_they_are(name, argument, i):
    for dtype in DTYPES:
        with note(dtype):
            seen = outcome(name, in_types(name, dtype, (argument, i)))
            if argument in DATA or (argument, i) == ("outputs", 0):
                assert seen == "right"


@pytest.mark.filterwarnings("ignore:divide by zero")
@every_function
def test_integers_side_by_side_do_not_wrap(name):
    for dtype in DTYPES:
        with note(dtype):
            outcome(name, in_types(name, dtype))


FLOATS = ["sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative", "relu", "relu_derivative"]


@pytest.mark.parametrize("name", FLOATS)
def test_z_must_hold_floats(name):
    for dtype in DTYPES:
        with pytest.raises(ValueError, match=rf"^z must hold floats, got {dtype} \(1, 2\)$"):
            call(name, {"z": np.ones((1, 2), dtype)})


@pytest.mark.parametrize(("name", "argument", "i"), ARRAYS)
def test_float32_and_float64_may_meet(name, argument, i):
    arguments = deepcopy(CALLS[name][0])
    value = arguments[argument]
    if isinstance(value, list):
        value[i] = value[i].astype(np.float32)
    else:
        arguments[argument] = value.astype(np.float32)
    got = [np.asarray(leaf, float) for leaf in leaves(call(name, arguments))]
    assert_same(
        got, [np.asarray(leaf) for leaf in leaves(CALLS[name][1](**CALLS[name][0]))], 1e-5, 1e-6
    )


# Where an array meets another before anything is taken of it that a float32 would round.
EXACT = [
    *("linear_forward", "forward_pass", "squared_error", "squared_error_derivative"),
    *("activation_backward", "cross_entropy_dz", "input_gradient", "sigmoid_cross_entropy"),
]


@pytest.mark.parametrize(("name", "argument", "i"), [each for each in ARRAYS if each[0] in EXACT])
def test_a_float32_costs_no_digit_of_a_float64_beside_it(name, argument, i):
    def found(dtype):
        arguments = deepcopy(CALLS[name][0])
        if name == "forward_pass":
            arguments["activations"] = [lambda z: z, lambda z: z]
        value = arguments[argument]
        one = value[i] if isinstance(value, list) else value
        # As exact in float32. Beside 64, e^-64 is nothing.
        one = np.where(one > 0, 64.0, -64.0) if argument == "z" else np.rint(8 * one) / 8
        if isinstance(value, list):
            value[i] = one.astype(dtype)
        else:
            arguments[argument] = one.astype(dtype)
        return leaves(call(name, arguments))

    got = [np.asarray(leaf) for leaf in found(np.float32)]
    assert got[-1].dtype == np.float64
    wide = [leaf.astype(float) for leaf in got]
    assert_same(wide, [np.asarray(leaf) for leaf in found(np.float64)], 1e-14, 1e-14)


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64"])
@pytest.mark.parametrize(
    "name",
    [
        "cross_entropy",
        "cross_entropy_derivative",
        "cross_entropy_dz",
        "sigmoid_cross_entropy",
        "squared_error",
        "categorical_cross_entropy",
        "softmax_cross_entropy",
        "squared_error_derivative",
    ],
)
def test_labels_of_any_type_beside_float32_outputs(name, dtype):
    arguments = converted(in_types(name, dtype, ("y", 0)), lambda array: array)
    first = "z" if "z" in arguments else "a"
    arguments[first] = arguments[first].astype(np.float32)
    got = [np.asarray(leaf, float) for leaf in leaves(call(name, arguments))]
    wide = converted(arguments, lambda array: array.astype(float))
    assert_same(got, [np.asarray(leaf) for leaf in leaves(CALLS[name][1](**wide))], 1e-5, 1e-6)


# The complex step runs through these: the derivative of what each returns is the imaginary part.
COMPLEX = [
    name
    for name in bpref.__all__
    if name
    in (
        "linear_forward",
        "sigmoid",
        "sigmoid_derivative",
        "tanh",
        "tanh_derivative",
        "relu",
        "softmax",
        "forward_pass",
        "cross_entropy",
        "sigmoid_cross_entropy",
        "squared_error",
        "categorical_cross_entropy",
        "softmax_cross_entropy",
    )
]


@pytest.mark.parametrize("name", COMPLEX)
def test_the_complex_step_runs_through(name):
    arguments, formula = CALLS[name]
    first = next(key for key, value in arguments.items() if isinstance(value, np.ndarray))

    def nudged(h):
        return arguments | {
            first: arguments[first]
            + h * np.cos(np.arange(arguments[first].size)).reshape(arguments[first].shape)
        }

    got = leaves(call(name, nudged(1e-30j)))
    want = leaves(formula(**nudged(1e-30j)))
    assert_same([np.real(leaf) for leaf in got], [np.real(leaf) for leaf in want])
    assert_same([np.imag(leaf) for leaf in got], [np.imag(leaf) for leaf in want], 1e-12, 1e-45)


@pytest.mark.parametrize("name", ["sigmoid_derivative", "tanh_derivative"])
def test_a_slope_of_complex_numbers_is_the_formula(name):
    # The length of z in place of z or -z would give a real number.
    z = np.array([[1 + 0.5j, -1 + 0.5j], [1 - 0.5j, -1 - 0.5j]])
    assert_same(call(name, {"z": z}), CALLS[name][1](z))


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


@pytest.mark.parametrize(("name", "argument", "i"), ARRAYS)
@pytest.mark.parametrize("place", [0, -1])
def test_nan_goes_in_and_nan_comes_out(name, argument, i, place):
    arguments = deepcopy(CALLS[name][0])
    value = arguments[argument]
    array = value[i] if isinstance(value, list) else value
    array[place, place] = np.nan
    if argument == "y" and "squared" not in name and name != "categorical_cross_entropy":
        with pytest.raises(ValueError, match=r"y must lie in \[0, 1\].* nan to nan"):
            call(name, arguments)  # a target that is not there is not in [0, 1]
        return
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


# Sizes that a fixed buffer, a small integer or a short sum would not survive.
def of_size(name, n, m):
    """Return arguments of a function with n neurons in each layer, so W is square, and m examples."""
    rng = np.random.default_rng(n * m)
    arguments = deepcopy(CALLS[name][0])

    def grown(argument, array):
        columns = n if argument in ("W", "weights") else 1 if argument in ("b", "biases") else m
        shape = (n, columns)
        if argument in ("a", "y", "outputs", "g_prime", "g_primes"):
            found = rng.uniform(0.1, 0.9, shape)
        else:
            found = rng.uniform(-1, 1, shape) / (np.sqrt(n) if columns == n else 1)
        whole = name in ("categorical_cross_entropy", "softmax_cross_entropy")
        return found / found.sum(axis=0) if whole and argument in ("a", "y") else found

    for argument, value in arguments.items():
        if isinstance(value, list):
            arguments[argument] = [
                entry if callable(entry) else grown(argument, entry) for entry in value
            ]
        elif isinstance(value, np.ndarray):
            arguments[argument] = grown(argument, value)
    return arguments


@pytest.mark.parametrize("name", [n for n in bpref.__all__ if n not in IN_FLOAT64])
def test_any_size_gives_the_formula(name):
    for n, m in [(64, 64), (127, 3), (256, 2), (3, 4097), (2, 5000), (1, 8191)]:
        arguments = of_size(name, n, m)
        with note(n, m):
            assert_same(call(name, arguments), CALLS[name][1](**arguments), 1e-11, 1e-12)


@pytest.mark.parametrize("name", [n for n in bpref.__all__ if n not in IN_FLOAT64])
def test_float32_sums_over_thousands_keep_their_digits(name):
    arguments = of_size(name, 4, 5000)
    got = call(name, converted(arguments, np.float32))
    wide = [np.asarray(leaf, float) for leaf in leaves(got)]
    want = [np.asarray(leaf) for leaf in leaves(CALLS[name][1](**arguments))]
    assert_same(wide, want, 2e-5, 2e-6)


@pytest.mark.parametrize("name", IN_FLOAT64)
def test_any_number_of_parameters_is_nudged(name):
    for size in (127, 128, 255, 256, 257):
        theta = np.linspace(-2, 3, size)
        got = call(name, {"f": lambda t: (t**3).sum(), "theta": theta})
        np.testing.assert_allclose(got, 3 * theta**2, rtol=1e-7, atol=1e-8, strict=True)


@pytest.mark.parametrize("name", ["forward_pass", "backward_pass"])
def test_six_layers_and_more(name):
    for depth in (6, 7, 9):
        rng = np.random.default_rng(depth)
        weights = [rng.standard_normal((5, 5)) for _ in range(depth)]
        biases = [rng.standard_normal((5, 1)) for _ in range(depth)]
        zs, outputs = CALLS["forward_pass"][1](
            rng.standard_normal((5, 64)), weights, biases, [np.tanh] * depth
        )
        arguments = {"weights": weights} | (
            {"x": outputs[0], "biases": biases, "activations": [np.tanh] * depth}
            if name == "forward_pass"
            else {
                "dz": rng.standard_normal((5, 64)),
                "outputs": outputs,
                "g_primes": [1 - np.tanh(z) ** 2 for z in zs[:-1]],
            }
        )
        with note(depth):
            assert_same(call(name, arguments), CALLS[name][1](**arguments), 1e-10, 1e-12)


@pytest.mark.parametrize("size", [100.0, -100.0, 88.0, -104.0])
@pytest.mark.parametrize(
    "name", ["sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative", "relu", "softmax"]
)
def test_float32_at_the_ends(name, size):
    # A warning would be an error: nothing overflows, and what vanishes is 0.
    z = np.full((1, 2), size, np.float32)
    got = call(name, {"z": z})
    assert got.dtype == np.float32
    want = CALLS[name][1](z.astype(float))
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=2e-38)


@pytest.mark.parametrize("name", ["squared_error", "cross_entropy", "categorical_cross_entropy"])
def test_an_array_may_be_its_own_target(name):
    p = np.array([[0.25, 0.5], [0.75, 0.5]])
    kept = p.copy()
    assert call(name, {"a": p, "y": p}) == call(name, {"a": p, "y": kept})
    np.testing.assert_array_equal(p, kept)


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name", ["categorical_cross_entropy"])
def test_outputs_of_0_and_1_may_be_integers(name):
    for dtype in DTYPES:
        certain = np.array([[1, 0], [0, 1]], dtype)
        assert call(name, {"a": certain, "y": certain}) == 0
        assert call(name, {"a": certain, "y": certain[::-1]}) == np.inf


@pytest.mark.parametrize("name", ["squared_error_derivative", "cross_entropy_dz"])
def test_a_target_of_zero_does_not_hand_out_the_output(name):
    a = np.array([[0.25, 0.5]])
    assert not np.shares_memory(call(name, {"a": a, "y": np.zeros((1, 2))}), a)


def test_no_result_of_backward_pass_shares_memory_with_an_argument_or_another():
    dz, W, x = np.array([[0.5]]), np.array([[2.0]]), np.array([[1.0]])
    found = leaves(bpref.backward_pass(dz, [W, W], [x, x, x], [x]))
    for i, one in enumerate(found):
        for other in [dz, W, x, *found[:i]]:
            assert not np.shares_memory(one, other)


@pytest.mark.parametrize("name", FLOATS)
def test_a_result_is_never_the_argument_itself(name):
    # What a function leaves as it is may not be handed out: relu of positive numbers, tanh of 0.
    for value in (1.0, 0.0, -1.0, 1e-320):
        z = np.full((2, 3), value)
        assert not np.shares_memory(call(name, {"z": z}), z)
        np.testing.assert_array_equal(z, np.full((2, 3), value))


class Labelled(np.ndarray):
    """An array that has no ``real``, like a table of pandas, which computes by label."""

    @property
    def real(self):
        raise AttributeError("a table has no real")


class RealAlone(np.ndarray):
    """An array that is not asked for ``imag``: a whole array of zeros would be made for it."""

    @property
    def imag(self):
        raise AssertionError("nothing needs the imaginary part")


# Where pandas would compute something else in silence: two tables are aligned by their labels, and
# their sum is one of each column.
BY_LABEL = [
    ("linear_forward", "b"),
    ("forward_pass", "x"),
    ("forward_pass", "biases"),
    ("squared_error", "y"),
    ("weight_gradient", "dz"),
    ("gradient_step", "parameters"),
    ("gradient_step", "gradients"),
    ("relative_error", "gradient"),
    ("relative_error", "reference"),
]


@pytest.mark.parametrize(("name", "argument", "i"), [p for p in ARRAYS if p[:2] in BY_LABEL])
def test_a_table_of_pandas_is_refused_where_it_would_compute_by_label(name, argument, i):
    arguments, formula = CALLS[name]

    def viewed(kind):
        value = arguments[argument]
        if not isinstance(value, list):
            return arguments | {argument: value.view(kind)}
        return arguments | {argument: [*value[:i], value[i].view(kind), *value[i + 1 :]]}

    with pytest.raises(AttributeError, match=r"^a table has no real$"):
        call(name, viewed(Labelled))
    got = [np.asarray(leaf) for leaf in leaves(call(name, viewed(RealAlone)))]
    assert_same(got, [np.asarray(leaf) for leaf in leaves(formula(**arguments))])


@pytest.mark.parametrize("name", ["forward_pass"])
def test_an_activation_that_returns_a_table_of_pandas_is_refused(name):
    to_table = [lambda z: z.view(Labelled), np.tanh]
    with pytest.raises(AttributeError, match=r"^a table has no real$"):
        call(name, CALLS[name][0] | {"activations": to_table})


@pytest.mark.parametrize("name", ["backward_pass"])
def test_the_gradients_of_one_example_in_small_integers_do_not_wrap(name):
    dz, W, x = np.array([[100]], "int8"), np.array([[2.0]]), np.array([[2]], "int8")
    dWs, dbs = call(name, {"dz": dz, "weights": [W], "outputs": [x, dz], "g_primes": []})
    assert (dWs[0], dbs[0]) == (200, 100)


NUMBERS_IN_0_TO_1 = [
    (name, argument)
    for name, (arguments, _) in CALLS.items()
    for argument in arguments
    if (argument == "y" and "squared" not in name) or (name, argument) == ("cross_entropy", "a")
]


@pytest.mark.parametrize(("name", "argument"), NUMBERS_IN_0_TO_1)
def test_a_nan_does_not_hide_a_number_outside_0_to_1(name, argument):
    arguments = deepcopy(CALLS[name][0])
    arguments[argument][0, 0] = np.nan
    for outside in (-0.25, 1.25):
        arguments[argument][0, 1] = outside
        with pytest.raises(ValueError, match=rf"{argument}.* must lie in \[0, 1\]"):
            call(name, arguments)


@pytest.mark.parametrize("name", ["complex_step_gradient", "central_difference_gradient"])
def test_the_last_of_very_many_parameters_has_its_gradient(name):
    theta = np.zeros(33_000)  # more than 16 bits count

    def f(theta):
        return theta[0] + 2 * theta[-1]

    gradient = call(name, {"f": f, "theta": theta})
    assert_same(gradient[[0, 1, -2, -1]], np.array([1.0, 0.0, 0.0, 2.0]), 1e-9, 1e-9)
    assert np.count_nonzero(gradient) == 2


@pytest.mark.parametrize("name", ["central_difference_gradient"])
def test_a_loss_in_unsigned_integers_does_not_wrap(name):
    def f(theta):
        return np.array(np.where(theta[0] > 0, 1, 2), "uint8")

    assert_same(call(name, {"f": f, "theta": np.zeros(1), "h": 0.5}), np.array([-1.0]))


@pytest.mark.parametrize("name", ["weight_gradient", "input_gradient", "backward_pass"])
def test_complex_numbers_are_not_conjugated(name):
    """The complex step through a gradient gives second derivatives."""
    arguments, formula = CALLS[name]
    turned = converted(arguments, lambda array: array * (0.6 + 0.8j))
    got = [np.asarray(leaf) for leaf in leaves(call(name, turned))]
    assert_same(got, [np.asarray(leaf) for leaf in leaves(formula(**turned))], 1e-12, 1e-12)


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name", ["categorical_cross_entropy", "cross_entropy"])
def test_a_target_that_is_hardly_above_0_counts(name):
    for tiny in (1e-9, 1e-13, 1e-300):
        a, y = np.array([[0.0], [1.0]]), np.array([[tiny], [1.0]])
        assert call(name, {"a": a, "y": y}) == np.inf


@pytest.mark.parametrize("name", ["softmax_cross_entropy"])
def test_a_class_that_is_hardly_wanted_counts(name):
    z, y = np.array([[-1000.0], [0.0]]), np.array([[1e-13], [1.0]])
    assert_same(call(name, {"z": z, "y": y}), np.float64(1e-10), 1e-12)


@pytest.mark.parametrize("name", ["cross_entropy_derivative"])
def test_the_smallest_output_that_is_right_has_no_slope(name):
    for tiny in (1e-300, 1e-305, 5e-324):
        assert call(name, {"a": np.array([[tiny]]), "y": np.array([[tiny]])}) == 0


@pytest.mark.parametrize("name", ["squared_error"])
def test_outputs_near_their_targets_keep_their_digits(name):
    a, y = np.array([[1 + 2.0**-40, 3 - 2.0**-41]]), np.array([[1.0, 3.0]])
    assert call(name, {"a": a, "y": y}) == (2.0**-80 + 2.0**-82) / 4


@pytest.mark.parametrize("name", ["gradient_step"])
def test_a_learning_rate_may_be_of_any_size(name):
    for rate in (1e-300, 1e300):
        arguments = {"parameters": [np.zeros(1)], "gradients": [np.ones(1)]}
        [stepped] = call(name, arguments | {"learning_rate": rate})
        assert stepped == -rate


ELEMENT_BY_ELEMENT = [
    *("sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative", "relu", "relu_derivative"),
    *("cross_entropy_derivative", "squared_error_derivative", "cross_entropy_dz"),
    "activation_backward",
]


@pytest.mark.parametrize("name", ELEMENT_BY_ELEMENT)
def test_a_large_array_is_treated_as_its_parts(name):
    arguments = CALLS[name][0]
    few = call(name, arguments)
    many = call(name, converted(arguments, lambda array: np.tile(array, (100, 20))))
    assert many.size > 20_000
    np.testing.assert_array_equal(many, np.tile(few, (100, 20)), strict=True)


@pytest.mark.parametrize("name", ["softmax_cross_entropy"])
def test_a_margin_beyond_all_floats_is_one_that_cannot_be_lost(name):
    z = np.array([[1.7e308], [-1.7e308]])
    with np.errstate(over="ignore"):
        assert call(name, {"z": z, "y": np.array([[1.0], [0.0]])}) == 0
