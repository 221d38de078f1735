"""What the reference pages list is what there is."""

import ast
import inspect
import re
import tomllib

import bpref
from bpref_docs.code.lines import WIDEST, without_docstring
from bpref_docs.folders import ROOT


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def test_the_reference_has_every_public_function():
    listed = re.findall(r"autofunction:: (\w+)", read("docs/reference/functions.md"))
    assert sorted(listed) == sorted(bpref.__all__)


def test_the_function_in_the_readme_is_as_it_is_in_the_package():
    text = read("README.md")
    short = without_docstring(inspect.getsource(bpref.weight_gradient))
    assert f"```python\n{short}\n```" in text
    assert f"one of the {len(bpref.__all__)}," in text


def test_every_public_function_is_shown_or_named_on_a_page_that_teaches():
    pages = [*ROOT.glob("docs/article/*.md"), *ROOT.glob("docs/beyond/*.md")]
    text = "".join(page.read_text("utf-8") for page in pages)
    assert [name for name in bpref.__all__ if not re.search(rf"\b{name}\b", text)] == []


def test_notation_has_every_argument():
    functions = [getattr(bpref, name) for name in bpref.__all__]
    arguments = {name for f in functions for name in inspect.signature(f).parameters}
    listed = set(re.findall(r"`(\w+)(?:\[0\])?`", read("docs/reference/notation.md")))
    assert sorted(arguments - listed) == []


def test_an_equation_has_the_name_of_the_function_below_it():
    pages = [*ROOT.glob("docs/article/*.md"), *ROOT.glob("docs/beyond/*.md")]
    labels = re.findall(
        r"^\$\$ \((\w+)\)\n\n```{source} (\w+)$",
        "\n".join(page.read_text("utf-8") for page in pages),
        re.MULTILINE,
    )
    assert [label for label, function in labels if label != function] == []
    text = "".join(page.read_text("utf-8") for page in pages)
    assert len(labels) == len(re.findall(r"^\$\$ \(", text, re.MULTILINE)) > 12


def test_no_line_of_code_is_wider_than_a_page_shows():
    blocks = r"^( *)```{(?:code-cell|doctest)}\n(.*?)^\1```$"
    pages = {page: page.read_text("utf-8") for page in ROOT.glob("docs/**/*.md")}
    lines = [
        (page.name, line.removeprefix(indent))
        for page, text in pages.items()
        for indent, code in re.findall(blocks, text, re.MULTILINE | re.DOTALL)
        for line in code.splitlines()
    ]
    assert [(page, line) for page, line in lines if len(line) > WIDEST] == []
    assert len(lines) > 1000


def test_contributing_has_every_session():
    functions = [
        node for node in ast.parse(read("noxfile.py")).body if isinstance(node, ast.FunctionDef)
    ]
    sessions = [
        f.name for f in functions if any("session" in ast.unparse(d) for d in f.decorator_list)
    ]
    listed = re.findall(r"`python -m nox -s (\w+)`", read("docs/reference/contributing.md"))
    assert sorted(listed) == sorted(sessions)


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert f"\nversion: {version}\n" in read("CITATION.cff")
    assert f"\n## {version}\n" in read("docs/reference/changelog.md")
