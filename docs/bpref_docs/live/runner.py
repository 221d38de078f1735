"""Runs the examples of a page, from its first block to one of them, in one new namespace.

This file runs in Pyodide, in a reader's browser and in Node where all pages are tested. Python's own
doctest reads the examples and compares what they print; what a reader changed is run and shown.
"""

import ast
import importlib
import io
import json
import linecache
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from types import ModuleType, TracebackType
from typing import Any

# doctest imports a debugger and a test framework, which take most of a second and run nothing here.
Debugger = type("Pdb", (), {"__init__": lambda *_, **__: None, "reset": lambda _: None})
NEEDLESS: dict[str, dict[str, Any]] = {
    "pdb": {"Pdb": Debugger, "set_trace": None},
    "unittest": {"TestCase": object, "TestSuite": object},
}
for name in [name for name in NEEDLESS if name not in sys.modules]:
    sys.modules[name] = ModuleType(name)
    vars(sys.modules[name]).update(NEEDLESS[name])
import doctest  # noqa: E402

for name in NEEDLESS:
    if not hasattr(sys.modules[name], "__file__"):
        del sys.modules[name]

import numpy as np  # noqa: E402

PRINTING, ERRORS = np.get_printoptions(), np.geterr()
HERE = (lambda: None).__code__.co_filename
LONGEST = 20_000  # characters that an example may show

# What an example did: it printed what the page has, or something else, or it was stopped by an error;
# what a reader wrote has nothing to be compared with.
SAME, DIFFERS, STOPPED, SHOWN = "same", "differs", "stopped", "shown"
Kept = dict[str, str]


def kept(source: str, want: str, got: str, state: str) -> Kept:
    """Return what is told of an example; of a print in a loop without end, the beginning."""
    if len(got) > LONGEST:
        got = f"{got[:LONGEST]}\n... and {len(got) - LONGEST} characters more\n"
    return {"source": source, "want": want, "got": got, "state": state}


def remember(name: str, source: str) -> None:
    """Let tracebacks and inspect find a source, also after its block has run."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)


def in_pythons_words(error: BaseException, trace: TracebackType | None) -> str:
    """Return an error as Python says it, without the frames of what runs the examples."""
    while trace and trace.tb_frame.f_code.co_filename in (doctest.__file__, HERE):
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace))


class Runner(doctest.DocTestRunner):
    """Keeps what each example printed, where doctest would write a report."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.kept: list[Kept] = []

    def report_start(self, out: Any, test: doctest.DocTest, example: doctest.Example) -> None:
        """Say nothing."""

    def report_success(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Keep what was printed."""
        self.kept.append(kept(example.source, example.want, got, SAME))

    def report_failure(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Keep what was printed."""
        self.kept.append(kept(example.source, example.want, got, DIFFERS))

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        """Keep the error, and run nothing after it."""
        got = in_pythons_words(*exc_info[1:])
        self.kept.append(kept(example.source, example.want, got, STOPPED))
        self.optionflags |= doctest.FAIL_FAST


def compare(text: str, name: str, names: dict[str, Any]) -> list[Kept]:
    """Run a block as it is printed, and compare what each example prints."""
    examples = doctest.DocTestParser().get_examples(text)
    for number, example in enumerate(examples):
        remember(f"<doctest {name}[{number}]>", example.source)
    test = doctest.DocTest(examples, {}, name, None, 0, None)
    test.globs = names  # it would be copied
    runner = Runner()
    with redirect_stderr(io.StringIO()):
        runner.run(test, clear_globs=False, out=lambda _: None)
    return runner.kept


def transcribe(code: str, name: str, names: dict[str, Any]) -> list[Kept]:
    """Run what a reader wrote, statement by statement as at a prompt, up to the first error."""
    file = f"<{name}>"
    remember(file, code)
    try:
        statements = ast.parse(code, file).body
    except SyntaxError as error:
        return [kept(code, "", in_pythons_words(error, None), STOPPED)]
    lines = code.splitlines()
    done: list[Kept] = []
    shown = 0
    for statement in statements:
        # With the comments above it; the second of two statements in a line has no line of its own.
        last = len(lines) if statement is statements[-1] else statement.end_lineno
        source, shown = "\n".join(lines[shown:last]).strip("\n"), last or 0
        printed, state = io.StringIO(), SHOWN
        with redirect_stdout(printed), redirect_stderr(printed):
            try:
                exec(compile(ast.Interactive([statement]), file, "single"), names)
            except BaseException as error:
                printed.write(in_pythons_words(error, error.__traceback__))
                state = STOPPED
        done.append(kept(source, "", printed.getvalue(), state))
        if state == STOPPED:
            break
    return done


def begin() -> None:
    """Make all new that a run before may have changed: how numbers are printed, bpref's example."""
    np.set_printoptions(**PRINTING)
    np.seterr(**ERRORS)
    for module in [module for module in sys.modules if module.partition(".")[0] == "bpref"]:
        del sys.modules[module]


def run_blocks(blocks: list[dict[str, Any]]) -> list[list[Kept]]:
    """Return what each block's examples did, up to the first block that fails.

    A block is ``text`` as it is printed, or a reader's ``code``; ``name`` is what tracebacks call it.
    A docstring's block, ``alone``, has the names of its module and no others, as in doctest.testmod. Behind a
    reader's code others may differ, which is what the reader wants to see, and fails nothing. Of an exercise,
    ``check`` is the function that it is to define, and what bpref's checker says of it comes last.
    """
    begin()
    names: dict[str, Any] = {"__name__": "__main__"}
    done, changed = [], False
    for block in blocks:
        used = names
        if block.get("alone"):
            used = {"np": np, **vars(importlib.import_module("bpref"))}
        changed |= "code" in block
        how, given = (transcribe, "code") if "code" in block else (compare, "text")
        if "check" in block:
            used = {"np": np, "__name__": "__main__"}
        done.append(how(block[given], block["name"], used))
        if "check" in block and done[-1][-1]["state"] != STOPPED:
            used |= {"check": importlib.import_module("bpref.your_own").check}
            done[-1] += transcribe(f"check({block['check']})", "check", used)
        states = {example["state"] for example in done[-1]}
        if STOPPED in states or (DIFFERS in states and not changed):
            break
    return done


def run(blocks: str) -> str:
    """Do the same with JSON, for JavaScript."""
    return json.dumps(run_blocks(json.loads(blocks)))
