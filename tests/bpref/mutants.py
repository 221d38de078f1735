"""Mutation testing: change bpref in one place, and see whether a test fails. `nox -s mutation` runs it.

    python tests/bpref/mutants.py                  every mutant
    python tests/bpref/mutants.py bias_gradient    those of functions whose name holds this word

Each mutant runs in a process of its own: first the tests that name the function, then all the others. The run fails if a mutant is noticed by no test that names its function, or by none at all, unless it stands in
EQUIVALENT with the reason why nothing can notice it.
"""

import ast
import copy
import multiprocessing
import os
import re
import signal
import sys
import time
from collections import Counter
from importlib.machinery import SourceFileLoader
from pathlib import Path

# Before NumPy and pytest are imported: one thread a process, few networks, no plugins.
os.environ |= {
    "OPENBLAS_NUM_THREADS": "1",
    "BPREF_NETWORKS": "20",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}

HERE = Path(__file__).parent
BPREF = HERE.parents[1] / "bpref"
MODULES = ["activations", "forward", "losses", "backward", "training", "initialisation"]
MODULES += ["gradient_check"]
TESTS = ["types", "values", "memory", "sizes", "contract", "properties", "published", "gradients"]

# What no test can notice: the function, the fragment that changes, and what it changes to. The comment above
# gives the reason, which goes for the lines below it too. A fragment is one expression and no more, so that an
# equation can be edited around it; where one fragment stands in a function several times, the number says which.
# Three dots stand for anything.
EQUIVALENT = [
    # Above 37 the result is 1 to the last digit, and below 709 e^z does not overflow: any bound in between will do.
    "sigmoid: np.minimum(z, 40.0)  ->  np.minimum(z, ...)",
    # It is asked for the type of floats beside a, whichever float it is.
    "...: np.result_type(..., 1.0)  ->  np.result_type(..., ...)",
    # What is put in is multiplied by 0: any number that has a logarithm will do.
    "...: np.where(y == 0, 1, a)  ->  np.where(y == 0, 2, a)",
    "cross_entropy: np.where(y == 1, 0, -a)  ->  np.where(y == 1, 1, -a)",
    "cross_entropy: np.where(y == 1, 0, -a)  ->  np.where(y == 1, 3, -a)",
    # At z = 0 both sides are 0 times |z|.
    "sigmoid_cross_entropy: z > 0  ->  z >= 0",
    # An absolute value, or a square, is the same for a difference taken the other way round.
    "squared_error: a - y  ->  y - a",
    "...: sums - 1  ->  1 - sums",
    "relative_error: gradient - reference  ->  reference - gradient",
    # A float near 1, less 1, is a multiple of 2^-53; 0.001 is not, so the two sides are never equal.
    "...: abs(sums - 1).max() > 0.001  ->  abs(sums - 1).max() >= 0.001",
    # The sign of an imaginary 0 chooses between two values of f of which neither is real, or both are.
    "complex_step_gradient: theta + 0j  ->  theta - 0j",
    # It divides 0: any number that is not 0 will do.
    "relative_error: scale or 1  ->  scale or 2",
]

OPERATORS = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div], ast.Div: [ast.Mult], ast.Pow: [ast.Mult],
    ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.LtE], ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.And: [ast.Or], ast.Or: [ast.And], ast.BitAnd: [ast.BitOr],
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "log": "log1p", "log1p": "log",
         "ValueError": "TypeError"}  # fmt: skip


def changes(node):
    """Yield everything that may stand in place of one expression or statement."""
    if isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)):
        for operator in OPERATORS.get(type(node.op), []):
            yield changed(node, op=operator())
    if isinstance(node, ast.BinOp) and isinstance(
        node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)
    ):
        yield changed(node, left=node.right, right=node.left)
    if isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
    if isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            yield changed(node, values=node.values[:i] + node.values[i + 1 :])
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    if isinstance(node, ast.Compare):
        for i, old in enumerate(node.ops):
            for operator in OPERATORS.get(type(old), []):
                yield changed(node, ops=[*node.ops[:i], operator(), *node.ops[i + 1 :]])
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, (int, float, complex)):
            yield from (
                ast.Constant(node.value + 1),
                ast.Constant(node.value - 1),
                ast.Constant(node.value * 2 or 3),
            )
        elif isinstance(node.value, str):
            yield ast.Constant("other")
    if isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    if isinstance(node, ast.Attribute) and node.attr in NAMES:
        yield changed(node, attr=NAMES[node.attr])
    if isinstance(node, ast.Name) and node.id in NAMES:
        yield changed(node, id=NAMES[node.id])
    if isinstance(node, ast.Call):
        # f(x) becomes x, x.f() becomes x, and keywords are left out one by one.
        yield from () if ast.unparse(node.func).endswith("Error") else node.args
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
            yield node.func.value
        for i in range(len(node.keywords)):
            yield changed(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise)):
        yield ast.Pass()


def changed(node, **fields):
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def header(node):
    """Return the source of an expression or statement; of a compound one, its first line."""
    return ast.unparse(node).splitlines()[0]


def mutants(module):
    """Yield (function, what changes, source) for every mutant of a module."""
    source = (BPREF / f"{module}.py").read_text("utf-8")
    for function in ast.parse(source).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        seen, sources = Counter(), {ast.unparse(function)}
        places = [function.args, *function.body[1:]]  # all but the docstring
        for place in places:
            for parent, field, i, node in walk(place, function):
                for new in changes(node):
                    # A name or number is shown with what it stands in, an operator with its operands.
                    small = isinstance(node, (ast.Constant, ast.Name)) or type(new) is not type(
                        node
                    )
                    inner = not (small and isinstance(parent, ast.expr))
                    before = header(node if inner else parent)
                    replace(parent, field, i, new)
                    after = header(new if inner else parent)
                    if (changed_source := ast.unparse(function)) not in sources:
                        sources.add(changed_source)
                        label = f"{before}  ->  {after}"
                        seen[label] += 1
                        if seen[label] > 1:
                            label += f"  ({seen[label]})"
                        # The changed function after the whole module: the later definition counts.
                        yield function.name, label, source + "\n\n" + changed_source
                    replace(parent, field, i, node)


def walk(place, parent):
    """Yield every expression and statement under a place, with where it hangs."""

    def down(node):
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns"):
                continue
            for i, child in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(child, ast.AST):
                    yield node, field, i if isinstance(value, list) else None, child
                    yield from down(child)

    if isinstance(place, ast.stmt):
        yield parent, "body", parent.body.index(place), place
    yield from down(place)


def replace(parent, field, i, node):
    if i is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[i] = node


class Plugin:
    """Lets the tests that name a function run first, and remembers the first that failed."""

    def __init__(self, function):
        # A class named after the function, or the function among the parameters: TestReluDerivative::,
        # [relu_derivative-z].
        named = rf"Test{function.title().replace('_', '')}::|[\[-]{function}[\]-]"
        self.names, self.failed = re.compile(named).search, None

    def pytest_collection_modifyitems(self, items):
        items.sort(key=lambda item: not self.names(item.nodeid))

    def pytest_runtest_logreport(self, report):
        if report.failed and self.failed is None:
            self.failed = report.nodeid

    pytest_collectreport = pytest_runtest_logreport


def too_long(*_):
    raise TimeoutError("a mutant that never ends is noticed too")


def judge(mutant):
    """Run the tests on one mutant; return the test that failed, and whether it names the function."""
    import pytest

    module, function, _, source = mutant
    original = SourceFileLoader.get_code

    def get_code(loader, name):
        if name == f"bpref.{module}":
            return compile(source, f"<mutant of {name}>", "exec", dont_inherit=True)
        return original(loader, name)

    SourceFileLoader.get_code = get_code
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, 120)  # seconds of the processor, however busy it is
    files = [str(HERE / f"test_{name}.py") for name in [module, *TESTS]]
    plugin = Plugin(function)
    pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files], plugins=[plugin])
    return plugin.failed, bool(plugin.failed and plugin.names(plugin.failed))


def main(word=""):
    import hypothesis.extra.numpy  # noqa: F401
    import pytest  # noqa: F401

    everything = [(module, *mutant) for module in MODULES for mutant in mutants(module)]
    everything = [mutant for mutant in everything if word in mutant[1]]
    print(f"{len(everything)} mutants", flush=True)
    reasons = {key: re.compile(re.escape(key).replace(r"\.\.\.", ".*")) for key in EQUIVALENT}
    survivors, unnamed, start = [], [], time.time()
    # Forked, so that pytest, NumPy and Hypothesis are imported once; bpref is imported by each child.
    with multiprocessing.get_context("fork").Pool(maxtasksperchild=1) as pool:
        for module in MODULES:
            original = (module, "none", "", (BPREF / f"{module}.py").read_text("utf-8"))
            failed, _ = pool.apply(judge, (original,))
            assert failed is None, f"a test fails without any change: {failed}"
        for done, (mutant, (failed, named)) in enumerate(
            zip(everything, pool.imap(judge, everything)), 1
        ):
            module, function, label, _ = mutant
            key = f"{function}: {label}"
            if failed is None:
                survivors.append(key)
                if not any(reason.fullmatch(key) for reason in reasons.values()):
                    print(f"SURVIVED  {key}", flush=True)
            elif not named:
                unnamed.append(key)
                print(f"NO TEST NAMES IT  {key}: {failed}", flush=True)
            if done % 50 == 0:
                print(
                    f"{done}/{len(everything)}, {time.time() - start:.0f} s, {len(survivors)} alive",
                    flush=True,
                )
    alive = [k for k in survivors if not any(reason.fullmatch(k) for reason in reasons.values())]
    stale = [] if word else [k for k in reasons if not any(map(reasons[k].fullmatch, survivors))]
    for key in stale:
        print(f"NOT ALIVE, take it off the list  {key}")
    killed = len(everything) - len(survivors)
    print(f"{killed} killed, {len(unnamed)} of them by no test that names the function; ", end="")
    print(f"{len(survivors) - len(alive)} equivalent; {len(alive)} survived")
    return bool(alive or stale or unnamed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
