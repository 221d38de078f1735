"""Every argument of every public function, given every kind of wrong value.

A function refuses, and the message begins with the argument's name, or the value is right after all and so is what the
function returns. Nothing is wrong in silence.
"""

import inspect
import re

import numpy as np
import pytest
from reference import CALLS, assert_same

import bpref

# How to make a right array wrong.
KINDS = {
    "1-D": lambda array: array[:, 0],
    "transposed": lambda array: array.T,
    "extra row": lambda array: np.vstack([array, array[-1:]]),
    "extra column": lambda array: np.hstack([array, array[:, -1:]]),
    "0 columns": lambda array: array[:, :0],
    "3-D": lambda array: array[None],
    "list": lambda array: array.tolist(),
    "None": lambda array: None,
    "string": lambda array: "relu",
    "below 0": lambda array: np.vstack([array[:1] - 1, array[1:]]),
    "above 1": lambda array: np.vstack([array[:1] + 1, array[1:]]),
}

# One line an argument, one column a kind. An argument in brackets, [0], is an entry of a list.
#   !       refused, and the message begins with the argument's name
#   ok      a right value: the result is compared with the formula in reference.py
#   a name  refused under the name of another argument: two do not fit each other, the function cannot know which of
#           them was meant, and it names the later one
TABLE = """
                                             1-D  transposed extra    extra    0       3-D  list None string below above
                                                             row      column   columns                       0     1
linear_forward              W                !    a_prev     b        a_prev   !       !    !    !    !      ok    ok
linear_forward              a_prev           !    !          !        ok       !       !    !    !    !      ok    ok
linear_forward              b                !    !          !        !        !       !    !    !    !      ok    ok
sigmoid                     z                ok   ok         ok       ok       !       ok   !    !    !      ok    ok
sigmoid_derivative          z                ok   ok         ok       ok       !       ok   !    !    !      ok    ok
tanh                        z                ok   ok         ok       ok       !       ok   !    !    !      ok    ok
tanh_derivative             z                ok   ok         ok       ok       !       ok   !    !    !      ok    ok
relu                        z                ok   ok         ok       ok       !       ok   !    !    !      ok    ok
relu_derivative             z                ok   ok         ok       ok       !       ok   !    !    !      ok    ok
softmax                     z                !    ok         ok       ok       !       !    !    !    !      ok    ok
forward_pass                x                !    weights    weights  ok       !       !    !    !    !      ok    ok
forward_pass                weights          !    !          !        !        !       !    !    !    !      !     !
forward_pass                weights[0]       !    !          biases   !        !       !    !    !    !      ok    ok
forward_pass                weights[1]       !    !          biases   !        !       !    !    !    !      ok    ok
forward_pass                biases           !    !          !        !        !       !    !    !    !      !     !
forward_pass                biases[0]        !    !          !        !        !       !    !    !    !      ok    ok
forward_pass                biases[1]        !    !          !        !        !       !    !    !    !      ok    ok
forward_pass                activations      !    !          !        !        !       !    !    !    !      !     !
forward_pass                activations[0]   !    !          !        !        !       !    !    !    !      !     !
forward_pass                activations[1]   !    !          !        !        !       !    !    !    !      !     !
cross_entropy               a                !    y          y        y        !       !    !    !    !      !     !
cross_entropy               y                !    !          !        !        !       !    !    !    !      !     !
cross_entropy_derivative    a                !    y          y        y        !       !    !    !    !      !     !
cross_entropy_derivative    y                !    !          !        !        !       !    !    !    !      !     !
sigmoid_cross_entropy       z                !    y          y        y        !       !    !    !    !      ok    ok
sigmoid_cross_entropy       y                !    !          !        !        !       !    !    !    !      !     !
squared_error               a                !    y          y        y        !       !    !    !    !      ok    ok
squared_error               y                !    !          !        !        !       !    !    !    !      ok    ok
squared_error_derivative    a                !    y          y        y        !       !    !    !    !      ok    ok
squared_error_derivative    y                !    !          !        !        !       !    !    !    !      ok    ok
categorical_cross_entropy   a                !    !          !        y        !       !    !    !    !      !     !
categorical_cross_entropy   y                !    !          !        !        !       !    !    !    !      !     !
softmax_cross_entropy       z                !    y          y        y        !       !    !    !    !      ok    ok
softmax_cross_entropy       y                !    !          !        !        !       !    !    !    !      !     !
activation_backward         da               !    g_prime    g_prime  g_prime  !       !    !    !    !      ok    ok
activation_backward         g_prime          !    !          !        !        !       !    !    !    !      ok    ok
cross_entropy_dz            a                !    y          y        y        !       !    !    !    !      ok    ok
cross_entropy_dz            y                !    !          !        !        !       !    !    !    !      !     !
weight_gradient             dz               !    a_prev     ok       a_prev   !       !    !    !    !      ok    ok
weight_gradient             a_prev           !    !          ok       !        !       !    !    !    !      ok    ok
bias_gradient               dz               !    ok         ok       ok       !       !    !    !    !      ok    ok
input_gradient              W                !    dz         dz       ok       !       !    !    !    !      ok    ok
input_gradient              dz               !    !          !        ok       !       !    !    !    !      ok    ok
backward_pass               dz               !    weights    weights  outputs  !       !    !    !    !      ok    ok
backward_pass               weights          !    !          !        !        !       !    !    !    !      !     !
backward_pass               weights[0]       !    !          !        outputs  !       !    !    !    !      ok    ok
backward_pass               weights[1]       !    !          !        outputs  !       !    !    !    !      ok    ok
backward_pass               outputs          !    !          !        !        !       !    !    !    !      !     !
backward_pass               outputs[0]       !    !          !        !        !       !    !    !    !      ok    ok
backward_pass               outputs[1]       !    !          !        !        !       !    !    !    !      ok    ok
backward_pass               outputs[2]       !    !          !        !        !       !    !    !    !      ok    ok
backward_pass               g_primes         !    !          !        !        !       !    !    !    !      !     !
backward_pass               g_primes[0]      !    !          !        !        !       !    !    !    !      ok    ok
gradient_step               parameters       !    !          !        !        !       !    !    !    !      !     !
gradient_step               parameters[0]    gradients gradients gradients gradients !  gradients ! ! !      ok    ok
gradient_step               parameters[1]    gradients gradients gradients gradients !  gradients ! ! !      ok    ok
gradient_step               gradients        !    !          !        !        !       !    !    !    !      !     !
gradient_step               gradients[0]     !    !          !        !        !       !    !    !    !      ok    ok
gradient_step               gradients[1]     !    !          !        !        !       !    !    !    !      ok    ok
gradient_step               learning_rate    !    !          !        !        !       !    !    !    !      !     ok
complex_step_gradient       f                !    !          !        !        !       !    !    !    !      !     !
complex_step_gradient       theta            ok   ok         ok       ok       !       ok   !    !    !      ok    ok
central_difference_gradient f                !    !          !        !        !       !    !    !    !      !     !
central_difference_gradient theta            ok   ok         ok       ok       !       ok   !    !    !      ok    ok
central_difference_gradient h                !    !          !        !        !       !    !    !    !      !     ok
relative_error              gradient         reference reference reference reference ! reference ! ! !       ok    ok
relative_error              reference        !    !          !        !        !       !    !    !    !      ok    ok
"""
ROWS = [line.split() for line in TABLE.splitlines()[3:]]
CELLS = [
    pytest.param(function, argument, kind, cell, id=f"{function}-{argument}-{kind}")
    for function, argument, *cells in ROWS
    for kind, cell in zip(KINDS, cells)
]


def spoil(value, kind):
    """Return what is given in place of a right value."""
    if isinstance(value, float) and kind in ("below 0", "above 1"):
        return value - 1 if kind == "below 0" else value + 1
    if isinstance(value, list) and kind == "list":
        # A list is right here; a list of lists is what goes wrong.
        return [[entry] if callable(entry) else entry.tolist() for entry in value]
    # In place of a function, a number or a list: a wrong array.
    return KINDS[kind](value if isinstance(value, np.ndarray) else np.full((3, 2), 0.5))


@pytest.mark.parametrize(("function", "argument", "kind", "cell"), CELLS)
def test_cell(function, argument, kind, cell):
    arguments, formula = CALLS[function]
    arguments = dict(arguments)
    name, _, entry = argument.partition("[")
    if entry:
        arguments[name] = list(arguments[name])
        i = int(entry[:-1])
        right = arguments[name][i]
        bad = arguments[name][i] = spoil(right, kind)
    else:
        right = arguments[name]
        bad = arguments[name] = spoil(right, kind)
    if cell == "ok":
        assert_same(getattr(bpref, function)(**arguments), formula(**arguments))
        return
    error = TypeError if kind == "list" or type(bad) is not type(right) else ValueError
    with pytest.raises(error) as caught:
        getattr(bpref, function)(**arguments)
    message = str(caught.value)
    begins = argument if cell == "!" else cell
    assert re.match(re.escape(begins) + r"(\[\d\])? must .*got .", message)
    if cell == "!" and kind in ("list", "None", "string"):
        assert message.endswith({"list": "list", "None": "NoneType", "string": "str"}[kind])
    elif cell == "!" and "shape" in message:
        assert message.endswith(str(bad.shape))


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
    assert {(function, argument) for function, argument, *_ in ROWS} == wanted | entries
    assert len(ROWS) == len(wanted | entries)


def test_no_kind_is_left_out():
    assert {len(row) - 2 for row in ROWS} == {len(KINDS)}
