"""How long a page takes to read: `python tests/reading.py docs/article/*.md` tells.

Counted are words, at 200 a minute, and a quarter of a minute for each displayed equation, figure
and drawn table. Code is not counted, nor is what the page shows folded.
"""

import re
import sys
from itertools import takewhile
from pathlib import Path

WORDS_PER_MINUTE = 200
MINUTES_PER_DISPLAY = 1 / 4

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,}|:{3,})\{?(?P<name>[\w-]*)\}?(?P<argument>.*)$")
OPTION = re.compile(r":[\w-]+:")
FIGURES = {"network", "touch"}
CODE = {"", "code", "doctest", "source"}
# What a cell ends with where it draws: a figure, a proof, a table.
DRAWS = re.compile(r"^(show|proof|proof_of|proof_each|table|HTML)\(", re.MULTILINE)
# A formula, a role's text and a link's text are read as words; where they lead to is not.
FORMULA = re.compile(r"\$[^$]+\$")
ADDRESS = re.compile(r"\]\([^)]*\)|\{[\w.-]+\}|<[^>`]*>`")
WORD = re.compile(r"\w+(?:['\N{RIGHT SINGLE QUOTATION MARK}.,-]\w+)*")


def blocks(text: str) -> list[tuple[str, str, list[str]]]:
    """Split a page into (directive, its argument, its lines); "prose" and "math" are none."""
    found: list[tuple[str, str, list[str]]] = []
    lines = iter(FRONT_MATTER.sub("", text).splitlines())
    for line in lines:
        if fence := FENCE.match(line):
            body = []
            for inner in lines:
                if inner.strip() == fence["fence"]:
                    break
                body.append(inner)
            found.append((fence["name"], fence["argument"].strip(), body))
        elif line == "$$":
            body = []
            for inner in lines:
                if inner.startswith("$$"):
                    break
                body.append(inner)
            found.append(("math", "", body))
        else:
            found.append(("prose", "", [line]))
    return found


def counts(text: str) -> tuple[int, int]:
    """Count the words of a page and what it displays."""
    words = displays = 0
    for name, argument, body in blocks(text):
        options = list(takewhile(OPTION.match, body))
        content = [line for line in body[len(options) :] if line.strip()]
        prose = ""
        if name in ("worked", "matrices"):
            displays += bool(argument) + len(content)
        elif name == "math":
            displays += 1
        elif name in FIGURES:
            displays += 1
            prose = "\n".join(content)
        elif name == "code-cell":
            displays += bool(DRAWS.search("\n".join(content)))
        elif name == "prose":
            prose = body[0]
        elif name == "admonition":
            if ":collapsible: closed" not in options:
                inner_words, inner_displays = counts("\n".join(content))
                words, displays = words + inner_words, displays + inner_displays
                prose = argument
        elif name not in CODE:
            raise ValueError(f"nobody has said how long a {{{name}}} takes to read")
        prose = ADDRESS.sub(" ", FORMULA.sub("formula", prose))
        words += len(WORD.findall(prose))
    return words, displays


def minutes(text: str) -> float:
    """Return how many minutes the page takes."""
    words, displays = counts(text)
    return words / WORDS_PER_MINUTE + displays * MINUTES_PER_DISPLAY


if __name__ == "__main__":
    root = Path(__file__).parent.parent
    for page in [*map(Path, sys.argv[1:])] or sorted(root.glob("docs/[ab]*/*.md")):
        text = page.read_text("utf-8")
        words, displays = counts(text)
        print(f"{minutes(text):5.1f} min {words:6} words {displays:3} displays  {page.name}")
