"""Every argument of every public function, given every kind of wrong value.

The rule: a function refuses, or what it returns is the right number. Nothing is wrong in silence.
"""

import inspect

import numpy as np
import pytest
from reference import CALLS, assert_same, converted, leaves, note

import bpref

# How to make a right array wrong. A 1-D array, or one of another size along an axis, is what NumPy
# broadcasts without a word.
KINDS = {
    "1-D": lambda array: array[:, 0],
    "transposed": lambda array: array.T,
    "extra row": lambda array: np.vstack([array, array[-1:]]),
    "extra column": lambda array: np.hstack([array, array[:, -1:]]),
    "0 columns": lambda array: array[:, :0],
    "0 rows": lambda array: array[:0],
    "(1, n, m)": lambda array: array[None],
    "(n, m, 1)": lambda array: array[:, :, None],
    "(n, 1)": lambda array: array[:, :1],
    "(1, m)": lambda array: array[:1],
    "(1, 1)": lambda array: array[:1, :1],
    "0-D": lambda array: np.array(array[0, 0]),
    "size 1": lambda array: array[0, :1],
    "list": lambda array: array.tolist(),
    "None": lambda array: None,
    "string": lambda array: "relu",
    "number": lambda array: 0.5,
    "np.matrix": lambda array: array.view(np.matrix),
    "objects": lambda array: array.astype(object),
    "below 0": lambda array: np.vstack([array[:1] - 1, array[1:]]),
    "above 1": lambda array: np.vstack([array[:1] + 1, array[1:]]),
}

# One line an argument, one character a kind, in the order of KINDS. An argument in brackets, [0],
# is an entry of a list.
#   !  refused in our words: the message names the argument and ends with what was got
#   p  refused in Python's or NumPy's words
#   =  a right value after all: the result is compared with the formula in reference.py
TABLE = """
linear_forward              W               !!!!!!!!!!!!!pppp=!==
linear_forward              a_prev          !!!=!!!!=!!p!pppp====
linear_forward              b               !!!!!!!!=!!p!pppp====
sigmoid                     z               ====!!=======pppp=!==
sigmoid_derivative          z               ====!!=======pppp=!==
tanh                        z               ====!!=======pppp=!==
tanh_derivative             z               ====!!=======pppp=!==
relu                        z               ====!!=======pppp=!==
relu_derivative             z               ====!!=======pppp=!==
softmax                     z               !===!!!!===!!ppppp!==
forward_pass                x               !!!=!!!!=!!p!pppp=p==
forward_pass                weights         !!!!!!!!!!!p!pppp!!!!
forward_pass                weights[0]      !!!!!!!!!!!!!pppp=!==
forward_pass                weights[1]      !!!!!!!!!!!!!pppp=!==
forward_pass                biases          p!!!!!!!!!!pppppp!!!!
forward_pass                biases[0]       !!!!!!!!=!!p!pppp=p==
forward_pass                biases[1]       !!!!!!!!=!!p!pppp=p==
forward_pass                activations     !p!!!!!!!!!p!pp!p!!!!
forward_pass                activations[0]  ppppppppppppppppppppp
forward_pass                activations[1]  ppppppppppppppppppppp
cross_entropy               a               !!!!!!!!!!!!!pppp=p!!
cross_entropy               y               !!!!!!!!!!!!!pppp==!!
cross_entropy_derivative    a               !!!!!!!!!!!!!pppp==!!
cross_entropy_derivative    y               !!!!!!!!!!!!!pppp==!!
sigmoid_cross_entropy       z               !!!!!!!!!!!!!pppp=p==
sigmoid_cross_entropy       y               !!!!!!!!!!!!!pppp==!!
squared_error               a               !!!!!!!!!!!!!pppp=!==
squared_error               y               !!!!!!!!!!!!!pppp====
squared_error_derivative    a               !!!!!!!!!!!!!pppp=!==
squared_error_derivative    y               !!!!!!!!!!!!!pppp====
categorical_cross_entropy   a               !!!!!!!!!!!!!pppp=p!!
categorical_cross_entropy   y               !!!!!!!!!!!!!pppp==!!
softmax_cross_entropy       z               !!!!!!!!!!!!!pppppp==
softmax_cross_entropy       y               !!!!!!!!!!!!!pppp==!!
activation_backward         da              !!!!!!!!!!!!!pppp=!==
activation_backward         g_prime         !!!!!!!!!!!!!pppp====
cross_entropy_dz            a               !!!!!!!!!!!!!pppp====
cross_entropy_dz            y               !!!!!!!!!!!!!pppp==!!
weight_gradient             dz              !!=!!!!!!=!p!pppp====
weight_gradient             a_prev          !!=!!!!!!=!p!pppp====
bias_gradient               dz              !===!!!!===!!ppppp===
input_gradient              W               !!!=!!!!=!!p!pppp====
input_gradient              dz              !!!=!!!!=!!p!pppp=!==
backward_pass               dz              !!!!!!!!!!!p!ppppp===
backward_pass               weights         !!!!!!!!!!!p!pppp!!!!
backward_pass               weights[0]      !!!!!!!!!!!!!pppp====
backward_pass               weights[1]      !!!!!!!!!!!!!ppppp===
backward_pass               outputs         p!!!!!!!!!!p!pppp!!!!
backward_pass               outputs[0]      !!!!!!!!!!!p!pppp====
backward_pass               outputs[1]      !!!!!!!!!!!p!pppp====
backward_pass               outputs[2]      !!!!!!!!!!!p!pppp====
backward_pass               g_primes        !!!!!!!!!!!p!pppp!!!!
backward_pass               g_primes[0]     !!!!!!!!!!!!!ppppp===
gradient_step               parameters      !!!!!!!!!!!p!pppp!!!!
gradient_step               parameters[0]   !!!!!!!!!!!!!pppp====
gradient_step               parameters[1]   !!!!!!!!=!!!!pppp====
gradient_step               gradients       !!!!!!!!!!!p!pppp!!!!
gradient_step               gradients[0]    !!!!!!!!!!!!!pppp====
gradient_step               gradients[1]    !!!!!!!!=!!!!pppp====
gradient_step               learning_rate   ppppppppppp=pppp=pp!=
complex_step_gradient       f               ppppppppppppppppppppp
complex_step_gradient       theta           ====!!=======ppppp!==
central_difference_gradient f               ppppppppppppppppppppp
central_difference_gradient theta           ====!!=======ppppp!==
central_difference_gradient h               pppppppppp===ppp=pp!=
relative_error              gradient        !!!!!!!!!!!!!pppp=!==
relative_error              reference       !!!!!!!!!!!!!pppp=!==
"""
ROWS = [line.split() for line in TABLE.splitlines() if line]


def spoil(value, kind):
    """Return what is given in place of a right value."""
    if isinstance(value, float) and kind in ("below 0", "above 1"):
        return value - 1 if kind == "below 0" else value + 1
    if isinstance(value, list) and kind == "list":
        # A list is right here; a list of lists is what goes wrong.
        return [[entry] if callable(entry) else entry.tolist() for entry in value]
    # In place of a function, a number or a list: a wrong array.
    return KINDS[kind](value if isinstance(value, np.ndarray) else np.full((3, 2), 0.5))


def spoiled_call(function, argument, kind):
    """Return the arguments with one of them spoiled, and what it was spoiled to."""
    arguments = dict(CALLS[function][0])
    name, _, entry = argument.partition("[")
    if entry:
        arguments[name] = list(arguments[name])
        i = int(entry[:-1])
        bad = arguments[name][i] = spoil(arguments[name][i], kind)
    else:
        bad = arguments[name] = spoil(arguments[name], kind)
    return arguments, bad


def check_cell(function, argument, kind, cell):
    """Fail unless a call with one argument spoiled comes out as its cell says."""
    arguments, bad = spoiled_call(function, argument, kind)
    if cell == "=":
        got = getattr(bpref, function)(**arguments)
        want = CALLS[function][1](**converted(arguments, lambda array: np.asarray(array, float)))
        # An array of objects may hold right numbers; it is their values that are compared.
        assert_same([np.asarray(leaf, float) for leaf in leaves(got)], leaves(want))
        return
    with pytest.raises((ValueError, TypeError, AttributeError, IndexError)) as caught:
        getattr(bpref, function)(**arguments)
    message = str(caught.value)
    if cell == "p":
        assert ", got " not in message
        return
    name = argument.partition("[")[0]
    assert caught.type is ValueError
    needed, got = message.split(", got ", 1)
    assert " must " in needed
    assert name in needed.split(" must ")[0].replace(",", "").split()
    # Where a list belongs, a single array is taken for the list of its rows.
    is_array = "[" in argument or isinstance(CALLS[function][0][name], np.ndarray)
    if is_array and "in [0, 1]" not in needed and "hold floats" not in needed:
        assert str(np.shape(bad)) in got


# np.matrix says so of itself, wherever it is made.
@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize(("function", "argument", "cells"), ROWS)
def test_every_cell_of_a_row(function, argument, cells):
    for kind, cell in zip(KINDS, cells, strict=True):
        with note(kind):
            check_cell(function, argument, kind, cell)


def test_no_argument_is_left_out():
    wanted = {
        (name, argument)
        for name in bpref.__all__
        for argument in inspect.signature(getattr(bpref, name)).parameters
    }
    entries = {
        (function, f"{argument}[{i}]")
        for function, (arguments, _) in CALLS.items()
        for argument, value in arguments.items()
        if isinstance(value, list)
        for i in range(len(value))
    }
    assert {(function, argument) for function, argument, _ in ROWS} == wanted | entries
    assert len(ROWS) == len(wanted | entries)


# Two arrays that must be alike: both wrong in one way, each fits the other.
ALIKE = [
    name
    for name, (arguments, _) in CALLS.items()
    if [*arguments] in (["a", "y"], ["z", "y"], ["da", "g_prime"])
]


@pytest.mark.parametrize("name", ALIKE)
def test_arrays_that_are_alike_in_a_wrong_shape_are_refused(name):
    for shape in [(3,), (2, 2, 2), (0, 2), (2, 0), (1, 0), (0,)]:
        arguments = {key: np.full(shape, 0.5) for key in CALLS[name][0]}
        first, second = arguments
        with note(shape), pytest.raises(ValueError) as caught:
            getattr(bpref, name)(**arguments)
        message = str(caught.value)
        assert message.startswith(f"{first}, {second} must be (n, m), (n, m)")
        assert f"got ({shape}, {shape}" in message


def test_all_the_functions_of_two_arrays_that_are_alike_are_among_them():
    assert len(ALIKE) == 9


@pytest.mark.parametrize("name", ["cross_entropy", "cross_entropy_derivative", "cross_entropy_dz"])
def test_outputs_that_are_integers_are_refused(name):
    message = r"^a, y must be \(n, m\), \(n, m\), a floats, got \(\(1, 1\), \(1, 1\), dtype"
    for dtype in ("bool", "int8", "uint8", "int64"):
        with pytest.raises(ValueError, match=message):
            getattr(bpref, name)(np.ones((1, 1), dtype), np.zeros((1, 1)))


@pytest.mark.parametrize("name", ["softmax"])
def test_what_must_be_a_table_of_floats(name):
    for shape in [(2,), (1, 2, 3), (0, 2)]:
        with pytest.raises(ValueError) as caught:
            getattr(bpref, name)(np.ones(shape))
        assert str(caught.value) == f"z must be floats (n, m), got float64 {shape}"
