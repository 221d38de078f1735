"""Every ``>>>`` of the docstrings, the pages and the README is run, and counted, and can be pasted."""

import codeop
import doctest
import importlib
import re
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
MODULES = sorted(ROOT.glob("bpref/*.py"))
# A prompt anywhere in a line, so that one in a list or a quotation counts too.
PROMPT = re.compile(r"^(?!.*`>>>`).*>>> ", re.MULTILINE)
# The lines that open and close a block are no part of the expected output.
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}|:{3,}).*$", re.MULTILINE)
# What the button copies of a block: the lines with a prompt, without it (docs/conf.py says the same).
COPIED = re.compile(r"^[ \t]*(?:>>> |\.\.\. ?)(.*)$", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def examples(path: Path) -> list[doctest.DocTest]:
    """Read the examples of a file: a page is one long test, a module has one a docstring."""
    if path.suffix == ".md":
        text = FENCE.sub("", path.read_text("utf-8"))
        return [doctest.DocTestParser().get_doctest(text, {}, name(path), str(path), 0)]
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return doctest.DocTestFinder(exclude_empty=True).find(module)


@pytest.mark.parametrize("path", MODULES + PAGES, ids=name)
def test_every_example_is_run(path, capsys):
    runner = doctest.DocTestRunner()
    for test in examples(path):
        # An option such as +SKIP or +ELLIPSIS would let a wrong output pass.
        assert not [example.source for example in test.examples if example.options]
        with np.printoptions():  # one page's way to print numbers is not the next page's
            runner.run(test)
    assert not runner.failures, capsys.readouterr().out
    assert runner.tries == len(PROMPT.findall(path.read_text("utf-8")))


def test_no_other_file_holds_examples():
    folders = [ROOT / "bpref", ROOT / "docs", ROOT / "tests"]
    files = [*ROOT.glob("*"), *(path for folder in folders for path in folder.rglob("*"))]
    files = [path for path in files if path.suffix in (".py", ".md", ".rst", ".txt", ".ipynb")]
    prompt = re.compile(r'^["\s]*>>> ', re.MULTILINE)
    holding = [path for path in files if prompt.search(path.read_text("utf-8"))]
    assert [name(path) for path in holding if path not in MODULES + PAGES] == []


@pytest.mark.parametrize("wrong", [">>> 1 + 1\n3", ">>> [1, 2]\n[1, ...]", ">>> x"])
def test_a_wrong_output_is_noticed(wrong, tmp_path, capsys):
    text = f"A page.\n\n```{{doctest}}\n{wrong}\n```\n"
    runner = doctest.DocTestRunner()
    runner.run(doctest.DocTestParser().get_doctest(FENCE.sub("", text), {}, "page", None, 0))
    assert runner.failures == 1


def blocks(path: Path) -> list[str]:
    """Return what can be copied at once: a docstring's examples, or the blocks of a page."""
    if path.suffix == ".md":
        return FENCE.sub("\0", path.read_text("utf-8")).split("\0")
    return [test.docstring for test in examples(path)]


def pasted(text: str) -> list[str]:
    """Return the statements that a plain prompt makes of a block, copied and pasted line by line."""
    statements, waiting = [], []
    for line in COPIED.findall(text):
        waiting.append(line)
        if codeop.compile_command("\n".join(waiting)):
            statements.append("\n".join(waiting))
            waiting = []
    # The reader's Enter is what ends the last one.
    return [*statements, "\n".join(waiting)] if any(waiting) else statements


@pytest.mark.parametrize("path", MODULES + PAGES, ids=name)
def test_every_block_can_be_pasted(path):
    parser = doctest.DocTestParser()
    for block in blocks(path):
        expected = [example.source.strip() for example in parser.get_examples(block)]
        try:
            statements = [statement.strip() for statement in pasted(block)]
        except SyntaxError as error:
            raise AssertionError(f"pasted at a plain prompt, this stops:\n{block}") from error
        assert [statement for statement in statements if statement] == expected


LOOP_WITHOUT_END = "for i in x:\n...     i\n1\n>>> x"
FUNCTION_WITH_GAP = "def f():\n...     x = 1\n...\n...     return x"


@pytest.mark.parametrize("block", [LOOP_WITHOUT_END, FUNCTION_WITH_GAP])
def test_a_block_that_cannot_be_pasted_is_noticed(block):
    with pytest.raises(SyntaxError):
        pasted(f">>> {block}\n")
