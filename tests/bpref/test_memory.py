"""Where arrays lie: every layout in memory, nothing that is given is changed, and nothing returned is shared."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import numpy as np
import pytest
from reference import FORMULAS, arrays_of, assert_same, converted, leaves, note, right_call

import bpref

every_function = pytest.mark.parametrize("name", bpref.__all__)


def call(name, arguments):
    return getattr(bpref, name)(**arguments)


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


LAYOUTS = {
    "Fortran order": np.asfortranarray,
    "strided": lambda array: array.repeat(2, axis=0).repeat(3, axis=1)[::2, ::3],
    "negative strides": lambda array: array[::-1, ::-1].copy()[::-1, ::-1],
    "read-only": read_only,
    "other byte order": lambda array: array.astype(array.dtype.newbyteorder()),
}


@every_function
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_in_memory_does_not_matter(name, layout):
    arguments = converted(right_call(name), LAYOUTS[layout])
    assert_same(call(name, arguments), FORMULAS[name](**arguments))


# NumPy adds float32 one by one where the examples do not lie side by side: of many small numbers, not all would count.
FAR_APART = {
    "Fortran order": np.asfortranarray,
    "every second column": lambda array: array.repeat(2, axis=1)[:, ::2],
    "every second column of Fortran order": lambda array: np.asfortranarray(
        array.repeat(2, axis=1)
    )[:, ::2],
    "transposed twice": lambda array: array.T.copy().T,
}
MANY = np.full((2, 300_000), np.float32(0.1))


@pytest.mark.parametrize("name", ["bias_gradient", "backward_pass"])
@pytest.mark.parametrize("layout", FAR_APART)
def test_many_columns_of_float32_all_count(name, layout):
    many = FAR_APART[layout](MANY)
    want = np.full((2, 1), np.float32(0.1))
    if name == "bias_gradient":
        assert_same(bpref.bias_gradient(many), want, 1e-6)
        return
    W = {l: np.eye(2, dtype=np.float32) for l in (1, 2, 3)}
    a, ones = dict.fromkeys(range(4), MANY), FAR_APART[layout](np.ones_like(MANY))
    _, db = bpref.backward_pass(many, W, a, {1: ones, 2: ones})
    assert_same(db, dict.fromkeys(W, want), 1e-6)


@every_function
@pytest.mark.parametrize("m", [1, 5])
def test_what_is_given_is_never_changed(name, m):
    arguments = right_call(name, m=m)
    before = deepcopy(arguments)
    call(name, arguments)
    assert [[*value] for value in arguments.values() if isinstance(value, dict)] == [
        [*value] for value in before.values() if isinstance(value, dict)
    ]
    for place, array in arrays_of(arguments).items():
        with note(place):
            np.testing.assert_array_equal(array, arrays_of(before)[place], strict=True)


# With numbers of which an operation might hand out what it was given: relu of 1, tanh of 0, one layer, one example.
VALUES = {
    "as they come": lambda array: array,
    **{f"{value}": lambda array, value=value: np.full_like(array, value) for value in (0, 1, -1)},
    "tiny": lambda array: np.full_like(array, 1e-320),
}


@every_function
@pytest.mark.parametrize("widths", [(2, 3), (1, 1), (2, 3, 4), (1, 1, 1)])
@pytest.mark.parametrize("m", [1, 5])
def test_results_share_no_memory_with_arguments_nor_with_each_other(name, widths, m):
    for values, change in VALUES.items():
        arguments = converted(right_call(name, widths, m), change)
        try:
            with np.errstate(all="ignore"):
                found = leaves(call(name, arguments))
        except ValueError:  # no targets
            continue
        if name == "forward_pass":
            found = [array for array in found if array is not arguments["x"]]  # which is a[0]
        given = list(arrays_of(arguments).values())
        for i, one in enumerate(found):
            with note(values, i):
                assert not any(np.shares_memory(one, other) for other in given + found[:i])


@every_function
def test_dictionaries_are_new_ones(name):
    arguments = right_call(name)
    got = call(name, arguments)
    given = [value for value in arguments.values() if isinstance(value, dict)]
    found = [
        value for value in (got if isinstance(got, tuple) else [got]) if isinstance(value, dict)
    ]
    assert all(one is not other for one in found for other in given)
    assert len({id(one) for one in found}) == len(found)


@every_function
def test_16_threads_compute_the_same_bits(name):
    arguments = right_call(name)

    def bits(_):
        return [np.asarray(leaf).tobytes() for leaf in leaves(call(name, arguments))]

    with ThreadPoolExecutor(16) as threads:
        assert all(result == bits(0) for result in threads.map(bits, range(160)))
