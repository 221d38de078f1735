"""Every public function can be copied: its source alone runs under `import numpy as np`.

The same source runs under `import jax.numpy as np` and on Dask's arrays; `nox -s peers` installs both, and where one is
missing its tests are skipped.
"""

import ast
import doctest
import inspect
import re
import statistics
from pathlib import Path

import numpy as np
import pytest
from reference import CALLS, assert_same, converted, leaves

import bpref.example
from functions import equation_lines, guard_lines, too_wide

FUNCTIONS = {name: getattr(bpref, name) for name in bpref.__all__}
SECTIONS = ["Parameters", "Returns", "Raises", "See Also", "Notes", "Examples"]
every_function = pytest.mark.parametrize("name", bpref.__all__)


def pasted(name, namespace):
    """Run the source of one function, and nothing else, where only `np` is known."""
    source = inspect.getsource(FUNCTIONS[name])
    exec(compile(source, f"<{name} alone>", "exec", dont_inherit=True), namespace)
    return namespace[name]


def tree(name):
    return ast.parse(inspect.getsource(FUNCTIONS[name])).body[0]


def body_lines(name):
    """Count the lines of a body, guards included: no docstring, no comment, no empty line."""
    source = inspect.getsource(FUNCTIONS[name])
    return len(equation_lines(source) | guard_lines(source))


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
def test_a_body_has_28_lines_at_most(name):
    assert 1 <= body_lines(name) <= 28


def test_half_of_the_bodies_have_six_lines_or_fewer():
    assert statistics.median(map(body_lines, FUNCTIONS)) <= 6


def test_the_package_has_1520_lines_at_most():
    files = Path(bpref.__file__).parent.glob("*.py")
    assert sum(len(file.read_text("utf-8").splitlines()) for file in files) <= 1520


@every_function
def test_there_is_one_guard_for_shapes_and_one_for_values(name):
    assert sum(isinstance(node, ast.Raise) for node in ast.walk(tree(name))) <= 2


@every_function
def test_no_line_is_wider_than_a_page_shows(name):
    assert not too_wide(inspect.getsource(FUNCTIONS[name]))


@every_function
def test_no_annotation_stands_in_an_equation(name):
    assert not any(isinstance(node, ast.AnnAssign) for node in ast.walk(tree(name)))


@every_function
def test_it_calls_no_sibling(name):
    # A docstring's example may; the function itself may not.
    names = {node.id for node in ast.walk(tree(name)) if isinstance(node, ast.Name)}
    assert not names & (set(FUNCTIONS) - {name})


@every_function
def test_the_docstring_has_every_section(name):
    doc = inspect.getdoc(FUNCTIONS[name])
    underlined = [f"\n{section}\n{'-' * len(section)}\n" for section in SECTIONS]
    places = [doc.find(section) for section in underlined]
    assert -1 not in places
    assert places == sorted(places)
    summary, _, rest = doc.partition("\n\n")
    assert "\n" not in summary
    assert summary.endswith(".")
    assert rest.startswith("The equation")


CHECKS = ["complex_step_gradient", "central_difference_gradient", "relative_error"]


@pytest.mark.parametrize("name", [name for name in bpref.__all__ if name not in CHECKS])
def test_the_notes_name_the_section_of_the_article(name):
    notes = inspect.getdoc(FUNCTIONS[name]).split("\nNotes\n-----\n")[1]
    assert notes.startswith("Article, section")


@every_function
def test_every_parameter_is_described(name):
    doc = inspect.getdoc(FUNCTIONS[name])
    described = doc.split("\nParameters\n")[1].split("\nReturns\n")[0]
    for parameter in inspect.signature(FUNCTIONS[name]).parameters:
        assert f"\n{parameter} : " in described


@pytest.mark.parametrize("name", ["x", "y", "X", "Y", "W", "b"])
def test_the_example_cannot_be_changed(name):
    for array in leaves(getattr(bpref.example, name)):
        with pytest.raises(ValueError, match="read-only"):
            array += 1


def test_numpy_is_all_that_is_imported():
    allowed = {"numpy", "typing", "collections.abc"}
    for path in Path(bpref.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= allowed
            if isinstance(node, ast.ImportFrom) and path.name != "__init__.py":
                assert node.module in allowed


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
    return values


@every_function
def test_jax_computes_the_same(name):
    jax = pytest.importorskip("jax", reason="JAX is not installed: nox -s peers has it")
    jax.config.update("jax_enable_x64", True)
    assert_same(to_numpy(computed(name, jax.numpy)), to_numpy(computed(name, np)), rtol=1e-14)
    arguments, formula = CALLS[name]
    if "activations" in arguments:
        copies = [pasted(g, {"np": jax.numpy}) for g in ("tanh", "sigmoid")]
        arguments = {**arguments, "activations": copies}
    got = pasted(name, {"np": jax.numpy})(**converted(arguments, jax.numpy.asarray))
    assert all(isinstance(leaf, jax.Array) for leaf in leaves(got))
    assert_same(to_numpy(got), formula(**CALLS[name][0]))


def to_numpy(values):
    return [np.asarray(leaf) for leaf in leaves(values)]


# These look at values: whether targets and outputs lie in [0, 1].
LOOK_AT_VALUES = [
    "cross_entropy",
    "cross_entropy_derivative",
    "cross_entropy_dz",
    "sigmoid_cross_entropy",
    "categorical_cross_entropy",
    "softmax_cross_entropy",
]
# These run f once for each number, and collect what it says.
RUN_F = ["complex_step_gradient", "central_difference_gradient"]
LAZY = [name for name in bpref.__all__ if name not in LOOK_AT_VALUES + RUN_F]


def test_the_page_names_what_jax_does_not_compile():
    page = (Path(__file__).parent.parent / "docs/reference/copy.md").read_text("utf-8")
    listed = page.split("compiles all but these eight:\n")[1].split("\nTo compile")[0]
    assert re.findall(r"`~bpref\.(\w+)`", listed) == LOOK_AT_VALUES + RUN_F
    assert len(LOOK_AT_VALUES + RUN_F) == 8


@pytest.mark.parametrize("name", LAZY)
def test_jax_compiles_what_looks_at_no_values(name):
    jax = pytest.importorskip("jax", reason="JAX is not installed: nox -s peers has it")
    jax.config.update("jax_enable_x64", True)
    arguments, formula = CALLS[name]
    copy, fixed = pasted(name, {"np": jax.numpy}), {}
    if "activations" in arguments:
        fixed["activations"] = [pasted(g, {"np": jax.numpy}) for g in ("tanh", "sigmoid")]
    if "learning_rate" in arguments:  # its value is looked at: it is a constant of what is compiled
        fixed["learning_rate"] = arguments["learning_rate"]
    given = {key: value for key, value in arguments.items() if key not in fixed}
    compiled = jax.jit(lambda given: copy(**given, **fixed))
    got = compiled(converted(given, jax.numpy.asarray))
    assert_same(to_numpy(got), formula(**arguments), rtol=1e-12)


@pytest.mark.parametrize("name", LOOK_AT_VALUES)
def test_jax_does_not_compile_what_looks_at_values(name):
    jax = pytest.importorskip("jax", reason="JAX is not installed: nox -s peers has it")
    copy = pasted(name, {"np": jax.numpy})
    with pytest.raises(jax.errors.TracerBoolConversionError):
        jax.jit(copy)(**converted(CALLS[name][0], jax.numpy.asarray))


def refuse_to_compute(graph, keys, **_):
    raise AssertionError("an array was computed")


@pytest.mark.parametrize("name", LAZY)
def test_dask_arrays_pass_through_uncomputed(name):
    dask = pytest.importorskip("dask", reason="Dask is not installed: nox -s peers has it")
    import dask.array as da

    arguments, formula = CALLS[name]
    # All rows and two examples a chunk.
    chunked = converted(arguments, lambda array: da.from_array(array, chunks=(-1, 2)))
    with dask.config.set(scheduler=refuse_to_compute):
        got = FUNCTIONS[name](**chunked)
    assert all(isinstance(leaf, da.Array) for leaf in leaves(got))
    assert_same([leaf.compute() for leaf in leaves(got)], formula(**arguments))


@pytest.mark.parametrize("lazy", ["x", "weights", "biases"])
def test_dask_and_numpy_arrays_may_meet(lazy):
    dask = pytest.importorskip("dask", reason="Dask is not installed: nox -s peers has it")
    import dask.array as da

    arguments, formula = CALLS["forward_pass"]
    mixed = arguments | {lazy: converted({lazy: arguments[lazy]}, da.from_array)[lazy]}
    with dask.config.set(scheduler=refuse_to_compute):
        got = FUNCTIONS["forward_pass"](**mixed)
    assert isinstance(got[1][-1], da.Array)
    assert_same([np.asarray(leaf) for leaf in leaves(got)], formula(**arguments))


@pytest.mark.parametrize("name", LAZY)
def test_dask_arrays_of_unknown_size_are_refused(name):
    pytest.importorskip("dask", reason="Dask is not installed: nox -s peers has it")
    import dask.array as da

    def unknown(array):
        array = da.from_array(array, chunks=(-1, 2))
        # How many columns are left, only computing tells.
        return array[:, da.ones(array.shape[1], chunks=2) > 0]

    # m would be NaN, and every gradient with it, without a word.
    with pytest.raises(ValueError, match=r" must .*, got .*nan"):
        FUNCTIONS[name](**converted(CALLS[name][0], unknown))
