"""Types: float32 stays float32 whatever the labels are, integers count as what they are, and the checks are in float64."""

import numpy as np
import pytest

import bpref
from reference import (
    CHECKS,
    FORMULAS,
    FROM_A,
    FROM_Z,
    IN_0_TO_1,
    PLACES,
    arrays_of,
    assert_same,
    converted,
    every,
    leaves,
    note,
    right_call,
    with_array,
)

every_function = pytest.mark.parametrize("name", bpref.__all__)
FLOATS = ["float32", "float64"]
INTEGERS = ["bool", "int8", "uint8", "int16", "int32", "int64", "uint64"]
LABELS = [*INTEGERS, "float16", *FLOATS]


def call(name, arguments):
    return getattr(bpref, name)(**arguments)


def wide(result):
    """Return all numbers of a result in one list of float64 arrays."""
    return [np.asarray(leaf, float) for leaf in leaves(result)]


def types(result):
    return {np.asarray(leaf).dtype.name for leaf in leaves(result)}


@every_function
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_float_goes_in_and_the_same_float_comes_out(name, dtype):
    arguments = right_call(name)
    got = call(name, converted(arguments, lambda array: array.astype(dtype)))
    assert types(got) == {"float64" if name in CHECKS else dtype}
    assert_same(wide(got), wide(FORMULAS[name](**arguments)), 1e-5, 1e-6)


def labels(dtype):
    """Return targets of two classes and four examples."""
    return np.array([[1, 0, 0, 1], [0, 1, 1, 0]], dtype)


@pytest.mark.parametrize("of_labels", LABELS)
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("last", ["sigmoid", "softmax", "tanh"])
def test_a_network_keeps_its_type_from_x_to_the_new_parameters(last, dtype, of_labels):
    rng = np.random.default_rng(0)

    def drawn(*shape):
        return rng.uniform(-1, 1, shape).astype(dtype)

    x, y = drawn(2, 4), labels(of_labels)
    W, b = {1: drawn(3, 2), 2: drawn(2, 3)}, {1: drawn(3, 1), 2: drawn(2, 1)}
    z, a = bpref.forward_pass(x, W, b, {1: bpref.relu, 2: getattr(bpref, last)})
    if last == "sigmoid":
        J = [bpref.cross_entropy(a[2], y), bpref.sigmoid_cross_entropy(z[2], y)]
        da, g_prime = bpref.cross_entropy_derivative(a[2], y), bpref.sigmoid_derivative(z[2])
        dz = bpref.activation_backward(da, g_prime)
    elif last == "softmax":
        J = [bpref.categorical_cross_entropy(a[2], y), bpref.softmax_cross_entropy(z[2], y)]
        da = dz = bpref.cross_entropy_dz(a[2], y)
    else:
        J = [bpref.squared_error(a[2], y)]
        da = bpref.squared_error_derivative(a[2], y)
        dz = bpref.activation_backward(da, bpref.tanh_derivative(z[2]))
    dW, db = bpref.backward_pass(dz, W, a, {1: bpref.relu_derivative(z[1])})
    assert types([z, a, J, da, dz, dW, db]) == {dtype}
    for rate in (0.5, 1, np.float16(0.5), np.float32(0.5), np.float64(0.5), np.int64(1)):
        with note(type(rate)):
            new = bpref.gradient_step(W, dW, rate)
            assert types([new, bpref.gradient_step(b, db, rate)]) == {dtype}
            want = [W[l].astype(float) - float(rate) * dW[l].astype(float) for l in W]
            assert_same(wide(new), want, 1e-6, 1e-6)


@pytest.mark.parametrize("name", FROM_A + FROM_Z)
@pytest.mark.parametrize("dtype", ["float16", *FLOATS])
def test_a_loss_has_the_type_of_its_outputs_whatever_the_labels_are(name, dtype):
    first = "a" if name in FROM_A else "z"
    outputs = np.array([[0.75, 0.25, 0.5, 0.125], [0.25, 0.75, 0.5, 0.875]], dtype)
    want = FORMULAS[name](**{first: outputs.astype(float), "y": labels(float)})
    for of_labels in LABELS:
        with note(of_labels):
            got = call(name, {first: outputs, "y": labels(of_labels)})
            assert types(got) == {dtype}
            tolerance = 4 * np.finfo(dtype).eps
            assert_same(wide(got), wide(want), tolerance, tolerance)


@pytest.mark.parametrize("name", FROM_A + FROM_Z)
def test_soft_targets_in_float32_beside_float64_keep_the_digits_of_both(name):
    arguments = right_call(name)
    y = arguments["y"].astype(np.float32)
    want = FORMULAS[name](**arguments | {"y": y.astype(float)})
    assert_same(call(name, arguments | {"y": y}), want)


# Whose type is not that of the result.
BESIDE = [
    (name, place)
    for name, place in PLACES
    if len(arrays_of(right_call(name))) > 1 and (place[0] == "y" or name not in FROM_A + FROM_Z)
]


@every(BESIDE)
def test_a_float32_costs_no_digit_of_a_float64_beside_it(name, place):
    arguments = right_call(name, m=4)  # of which 1/m is exact in both types
    exact = np.rint(64 * arrays_of(arguments)[place]) / 64  # the same number in both types
    if ("softmax" in name or "categorical" in name) and place[0] == "y":
        exact[-1] = 1 - exact[:-1].sum(axis=0)
    got = call(name, with_array(arguments, place, exact.astype(np.float32)))
    assert_same(wide(got), wide(FORMULAS[name](**with_array(arguments, place, exact))))


@pytest.mark.parametrize("name", ["squared_error", "squared_error_derivative"])
def test_large_labels_keep_all_their_digits(name):
    label = 2**24 + 1  # float32 has no such number
    for dtype in ("int32", "int64", "float64"):
        got = call(name, {"a": np.array([[label + 0.5]]), "y": np.array([[label]], dtype)})
        assert float(np.squeeze(got)) == (0.125 if name == "squared_error" else 0.5)


def whole(name, argument, array):
    """Return small integers of a shape, as somebody types them in."""
    if (name, argument) in IN_0_TO_1:
        return np.where(array == array.max(axis=0), 1, 0)
    return np.rint(3 * array).astype(int)


@every(PLACES)
def test_whole_numbers_need_no_decimal_point(name, place):
    arguments = right_call(name)
    array = whole(name, place[0], arrays_of(arguments)[place])
    if place[0] == "a" and (name, "a") in IN_0_TO_1:
        arguments["y"] = 1.0 * array  # certain and right
    got = call(name, with_array(arguments, place, array))
    want = call(name, with_array(arguments, place, 1.0 * array))
    assert_same(wide(got), wide(want))


@every_function
def test_a_call_in_whole_numbers_alone_needs_no_decimal_point(name):
    arguments = right_call(name)
    for (argument, l), array in arrays_of(arguments).items():
        arguments = with_array(arguments, (argument, l), whole(name, argument, array))
    if "y" in arguments and (name, "a") in IN_0_TO_1:
        arguments["y"] = arguments["a"]
    want = call(name, converted(arguments, lambda array: 1.0 * array))
    assert_same(wide(call(name, arguments)), wide(want))


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name", ["cross_entropy", "cross_entropy_derivative"])
def test_a_whole_output_beside_a_soft_target_is_certain_and_wrong(name):
    got = call(name, {"a": np.array([[0, 1]]), "y": np.array([[0.5, 0.5]])})
    assert np.isinf(got).all()


DATA = [("linear_forward", "a_prev"), ("forward_pass", "x"), ("weight_gradient", "a_prev")]
DATA += [("bias_gradient", "dz")]  # whose sum is no int8


@pytest.mark.parametrize(("name", "argument"), DATA)
@pytest.mark.parametrize("dtype", INTEGERS)
def test_pixels_may_be_integers_of_any_size(name, argument, dtype):
    pixels = np.arange(10).reshape(2, 5) % 3 * 100  # more than an int8 holds
    arguments = right_call(name) | {argument: pixels.astype(dtype)}
    want = FORMULAS[name](**arguments | {argument: pixels.astype(dtype).astype(float)})
    assert_same(wide(call(name, arguments)), wide(want))


@pytest.mark.parametrize(("name", "argument"), [(n, y) for n, y in IN_0_TO_1 if y == "y"])
@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_complex_targets_are_refused(name, argument, dtype):
    arguments = right_call(name)
    for y in (arguments["y"] + 0.4j, arguments["y"] + 0j):
        with pytest.raises(ValueError, match=r"^y must be in \[0, 1\], got .*j"):
            call(name, arguments | {argument: y.astype(dtype)})


@pytest.mark.parametrize("name", ["squared_error", "squared_error_derivative"])
def test_complex_targets_of_the_squared_error_do_not_pass_in_silence(name):
    arguments = right_call(name)
    with pytest.warns(np.exceptions.ComplexWarning):
        call(name, arguments | {"y": arguments["y"] + 0.4j})


# The complex step runs through these: the derivative of what each returns is the imaginary part.
THROUGH = ["linear_forward", "sigmoid", "tanh", "relu", "softmax", "forward_pass", *FROM_A, *FROM_Z]
THROUGH += ["activation_backward", "weight_gradient", "bias_gradient", "input_gradient"]
THROUGH += ["backward_pass"]


@pytest.mark.parametrize("name", THROUGH)
def test_the_complex_step_runs_through(name):
    arguments = right_call(name)
    for place, array in arrays_of(arguments).items():
        if place[0] == "y":
            continue
        nudged = array + 1e-30j * np.cos(np.arange(array.size)).reshape(array.shape)
        got = leaves(call(name, with_array(arguments, place, nudged)))
        want = leaves(FORMULAS[name](**with_array(arguments, place, nudged)))
        with note(place):
            assert_same([np.real(leaf) for leaf in got], [np.real(leaf) for leaf in want])
            assert_same([np.imag(one) for one in got], [np.imag(one) for one in want], 1e-12, 1e-45)


class TestSigmoid:
    def test_float16_is_a_number_up_to_11_and_none_from_12_on(self):
        # As the docstring says. The slope does not overflow.
        assert_same(
            bpref.sigmoid(np.array([[-20, 11]], "float16")), np.array([[0, 1]], "float16"), 0, 1e-4
        )
        with pytest.warns(RuntimeWarning):
            assert np.isnan(bpref.sigmoid(np.array([[12]], "float16"))).all()


THETAS = [*INTEGERS, "float16", *FLOATS, "longdouble"]


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("dtype", THETAS)
def test_a_check_is_in_float64_whatever_theta_is(name, dtype):
    theta = np.array([[0, 1], [1, 0]], dtype)
    if theta.dtype.kind == "f":
        theta = theta + theta.dtype.type(0.1)  # of which float32 and float16 round the rest
    got = call(name, {"f": lambda theta: np.exp(-theta).sum(), "theta": theta})
    assert_same(got, -np.exp(-theta.astype(float)), 1e-9)


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("dtype", ["bool", "int8", "uint8"])
def test_a_check_takes_the_ends_of_a_small_type_for_what_they_are(name, dtype):
    ends = (0, 1) if dtype == "bool" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    arguments = right_call(name) | {"theta": np.array(ends, dtype)}
    want = FORMULAS[name](**arguments | {"theta": np.array(ends, float)})
    assert_same(call(name, arguments), want, 1e-9, 1e-30)


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_check_is_in_float64_whatever_f_computes_with(name, dtype):
    if name == "complex_step_gradient":
        dtype = {"float32": "complex64", "float64": "complex128"}[dtype]
    arguments = {"f": lambda theta: (theta.astype(dtype) ** 2).sum(), "theta": np.array([1.0, -2])}
    if name == "central_difference_gradient":
        arguments["h"] = 0.25
    assert_same(call(name, arguments), np.array([2.0, -4.0]), 1e-6)
