"""Every public function can be copied: its source alone runs under `import numpy as np`.

The same source runs under `import jax.numpy as np` and on Dask's arrays; `nox -s peers` installs both, and where one is
missing its tests are skipped.
"""

import ast
import doctest
import inspect

import numpy as np
import pytest

import bpref
from reference import (
    CHECKS,
    FORMULAS,
    SCALARS,
    UNUSED,
    arrays_of,
    assert_same,
    converted,
    leaves,
    right_call,
    with_array,
)

FUNCTIONS = {name: getattr(bpref, name) for name in bpref.__all__}
every_function = pytest.mark.parametrize("name", bpref.__all__)
# These look at values: whether they lie in [0, 1], and which of two is the larger.
LOOK_AT_VALUES = [
    *("cross_entropy", "cross_entropy_derivative", "cross_entropy_dz", "sigmoid_cross_entropy"),
    *("categorical_cross_entropy", "softmax_cross_entropy", "relative_error"),
]
# The checks write into an array, which cannot be done to JAX's.
IN_JAX = [name for name in bpref.__all__ if name not in CHECKS]
LAZY = [name for name in IN_JAX if name not in LOOK_AT_VALUES]


def pasted(name, namespace):
    """Run the source of one function, and nothing else, where only `np` is known."""
    source = inspect.getsource(FUNCTIONS[name])
    exec(compile(source, f"<{name} alone>", "exec", dont_inherit=True), namespace)
    return namespace[name]


@every_function
def test_the_source_alone_passes_its_doctest(name, capsys):
    namespace = {"np": np}
    pasted(name, namespace)
    text = inspect.getdoc(FUNCTIONS[name])
    test = doctest.DocTestParser().get_doctest(text, namespace, name, None, 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.tries > 0
    assert not runner.failures, capsys.readouterr().out


@every_function
def test_the_source_alone_is_its_formula(name):
    assert_same(pasted(name, {"np": np})(**right_call(name)), FORMULAS[name](**right_call(name)))


@every_function
def test_it_calls_no_sibling(name):
    # A docstring's example may; the function itself may not.
    tree = ast.parse(inspect.getsource(FUNCTIONS[name]))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & (FUNCTIONS.keys() - {name})


@pytest.fixture
def jax():
    jax = pytest.importorskip("jax", reason="JAX is not installed: nox -s peers has it")
    jax.config.update("jax_enable_x64", True)
    return jax


def jax_call(name, jax):
    """Return a function pasted under jax.numpy, and right arguments for it in JAX's arrays."""
    arguments = converted(right_call(name), jax.numpy.asarray)
    if name == "forward_pass":
        copies = [pasted(g, {"np": jax.numpy}) for g in ("sigmoid", "tanh")]
        arguments["g"] = {l: copies[l % 2] for l in arguments["W"]}
    return pasted(name, {"np": jax.numpy}), arguments


def to_numpy(value):
    if isinstance(value, dict):
        return {l: np.asarray(entry) for l, entry in value.items()}
    return tuple(map(to_numpy, value)) if isinstance(value, tuple) else np.asarray(value)


def computed(name, np_like):
    """Run the examples of a docstring with another NumPy, and collect all that they compute."""
    namespace = {"np": np_like}
    pasted(name, namespace)
    values = []
    for example in doctest.DocTestParser().get_examples(inspect.getdoc(FUNCTIONS[name])):
        try:
            values.append(eval(example.source, namespace))
        except SyntaxError:  # a statement has no value
            exec(example.source, namespace)
    return [np.asarray(leaf) for leaf in leaves(values)]


@pytest.mark.parametrize("name", IN_JAX)
def test_jax_computes_the_same(name, jax):
    assert_same(computed(name, jax.numpy), computed(name, np), rtol=1e-14)
    copy, arguments = jax_call(name, jax)
    got = copy(**arguments)
    assert all(isinstance(leaf, jax.Array) for leaf in leaves(got))
    assert_same(to_numpy(got), FORMULAS[name](**right_call(name)))


def compiled(name, jax):
    """Compile a function and call it. The activations and a step's numbers are constants of what is compiled."""
    copy, arguments = jax_call(name, jax)
    fixed = {key: arguments.pop(key) for key in ("g", *SCALARS) if key in arguments}
    return jax.jit(lambda given: copy(**given, **fixed))(arguments)


@pytest.mark.parametrize("name", LAZY)
def test_jax_compiles_what_looks_at_no_values(name, jax):
    assert_same(to_numpy(compiled(name, jax)), FORMULAS[name](**right_call(name)), rtol=1e-12)


@pytest.mark.parametrize("name", LOOK_AT_VALUES)
def test_jax_does_not_compile_what_looks_at_values(name, jax):
    with pytest.raises(jax.errors.TracerBoolConversionError):
        compiled(name, jax)


@pytest.mark.parametrize("last", ["sigmoid", "softmax"])
def test_jax_grad_gives_the_gradients_of_backward_pass_under_the_same_keys(last, jax):
    forward_pass, arguments = jax_call("forward_pass", jax)
    loss = pasted(f"{last}_cross_entropy", {"np": jax.numpy})
    x, y, W, b = arguments["x"], bpref.softmax(np.eye(4, 5)), arguments["W"], arguments["b"]
    g = {l: pasted(name, {"np": jax.numpy}) for l, name in ((1, "tanh"), (2, last))}

    def J(W, b):
        z, _ = forward_pass(x, W, b, g)
        return loss(z[2], y)

    _, a = forward_pass(x, W, b, g)
    want = bpref.backward_pass(a[2] - y, W, a, {1: 1 - a[1] ** 2})
    assert_same(to_numpy(jax.grad(J, (0, 1))(W, b)), to_numpy(want), rtol=1e-12)


@pytest.fixture
def uncomputed():
    dask = pytest.importorskip("dask", reason="Dask is not installed: nox -s peers has it")

    def refuse(graph, keys, **_):
        raise AssertionError("an array was computed")

    with dask.config.set(scheduler=refuse):
        yield pytest.importorskip("dask.array")


def chunked(da):
    """Return what makes an array of Dask: all rows and two examples a chunk."""
    return lambda array: da.from_array(array, chunks=(-1, 2))


@pytest.mark.parametrize("name", LAZY)
def test_dask_arrays_pass_through_uncomputed(name, uncomputed):
    got = FUNCTIONS[name](**converted(right_call(name), chunked(uncomputed)))
    assert all(isinstance(leaf, uncomputed.Array) for leaf in leaves(got))
    with pytest.raises(AssertionError, match="an array was computed"):
        leaves(got)[0].compute()
    got = [leaf.compute(scheduler="synchronous") for leaf in leaves(got)]
    assert_same(got, leaves(FORMULAS[name](**right_call(name))))


@pytest.mark.parametrize("name", LAZY)
def test_dask_and_numpy_arrays_may_meet(name, uncomputed):
    for place, array in arrays_of(right_call(name)).items():
        mixed = with_array(right_call(name), place, chunked(uncomputed)(array))
        lazy = [isinstance(leaf, uncomputed.Array) for leaf in leaves(FUNCTIONS[name](**mixed))]
        assert any(lazy) == ((name, place) not in UNUSED)
