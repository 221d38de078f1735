"""The site's pages in reading order, what they are called, their sentences and labelled equations."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bpref_docs.folders import DOCS

# Where a sentence ends.
END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)[.?!](?=\s|$)")
LABELLED = re.compile(r"^\$\$\n((?:(?!\$\$).)*?)\n\$\$ \((\w+)\)$", re.MULTILINE | re.DOTALL)

# The equations of functions that are derived on no page.
TYPED = re.compile(r"^```\{cheat-sheet\}[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHEAT_SHEET = "reference/cheat-sheet"


class Equation(NamedTuple):
    """A labelled equation: the function that it belongs to, its TeX, and where it stands."""

    function: str
    tex: str
    page: str


def pages(docs: Path = DOCS) -> list[str]:
    """Return the names of the pages that the front page lists, from the article and beyond it."""
    index = (docs / "index.md").read_text("utf-8")
    return re.findall(r"^(?:article|beyond)/\S+$", index, re.MULTILINE)


def title(page: str, docs: Path = DOCS) -> str:
    """Return a page's title, without markup."""
    text = (docs / f"{page}.md").read_text("utf-8")
    found = re.search(r"^# (.*)$", text, re.MULTILINE)
    if not found:
        raise ValueError(f"the page {page} has no title")
    return found[1].replace("`", "")


def called(page: str, docs: Path = DOCS) -> str:
    """Return what to call a page in a sentence: "section 3", or its title beyond the article."""
    name = title(page, docs)
    number = re.match(r"(\d+)\. ", name)
    return f"section {number[1]}" if number else name


def equations(docs: Path = DOCS) -> Iterator[Equation]:
    """Yield the labelled equations in reading order."""
    for page in pages(docs):
        text = (docs / f"{page}.md").read_text("utf-8")
        for tex, function in LABELLED.findall(text):
            yield Equation(function, tex.replace("\n", " "), page)


def typed_equations(lines: str) -> dict[str, str]:
    """Return the equations of lines such as ``tanh: a = \\tanh z``, by the functions' names."""
    return dict(line.split(": ", 1) for line in lines.splitlines() if line.strip())


def equation_of(function: str, docs: Path = DOCS) -> str | None:
    """Return a function's equation: from the page that derives it, or from the cheat sheet."""
    for equation in equations(docs):
        if equation.function == function:
            return equation.tex
    sheet = (docs / f"{CHEAT_SHEET}.md").read_text("utf-8")
    return typed_equations("".join(TYPED.findall(sheet))).get(function)


def sentences(text: str) -> list[str]:
    """Return a text's sentences, on one line each; the last may lack its full stop."""
    line = " ".join(text.split())
    return [found.strip() for found in re.findall(rf".+?(?:{END.pattern}|$)", line)] or [""]
