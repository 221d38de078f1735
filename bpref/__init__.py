"""Backpropagation: each step of it is one documented function."""

from bpref.activations import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh,
    tanh_derivative,
)
from bpref.backward import (
    activation_backward,
    backward_pass,
    bias_gradient,
    cross_entropy_dz,
    input_gradient,
    softmax_backward,
    weight_gradient,
)
from bpref.forward import forward_pass, linear_forward
from bpref.gradient_check import (
    central_difference_gradient,
    complex_step_gradient,
    relative_error,
)
from bpref.initialisation import he_weights, xavier_weights
from bpref.losses import (
    categorical_cross_entropy,
    cross_entropy,
    cross_entropy_derivative,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
    squared_error_derivative,
)
from bpref.training import (
    adam_step,
    gradient_step,
    momentum_step,
    rmsprop_step,
)

# The article's order.
__all__ = [
    "linear_forward",
    "sigmoid",
    "sigmoid_derivative",
    "tanh",
    "tanh_derivative",
    "relu",
    "relu_derivative",
    "softmax",
    "forward_pass",
    "cross_entropy",
    "cross_entropy_derivative",
    "sigmoid_cross_entropy",
    "squared_error",
    "squared_error_derivative",
    "categorical_cross_entropy",
    "softmax_cross_entropy",
    "activation_backward",
    "softmax_backward",
    "cross_entropy_dz",
    "weight_gradient",
    "bias_gradient",
    "input_gradient",
    "backward_pass",
    "gradient_step",
    "xavier_weights",
    "he_weights",
    "momentum_step",
    "rmsprop_step",
    "adam_step",
    "complex_step_gradient",
    "central_difference_gradient",
    "relative_error",
]
