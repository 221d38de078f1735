"""The notebook of a page, made to run away from here: beside an installed bpref and Matplotlib.

Its first code cell carries the files that the page's cells import or read, as they are, and the
drawings of the network. The rest is written by the rules of plain_markdown.py, and the stored
outputs are the page's. A drawing is the output of a cell that shows it: Colab leaves out pictures
that are attached to text.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from modulefinder import ModuleFinder
from pathlib import Path
from typing import Any, NamedTuple

from bpref.your_own import check
from bpref_docs.code.examples import SUMMARY as SETUP_SUMMARY
from bpref_docs.code.single_file import short
from bpref_docs.code.your_own import hint, stub
from bpref_docs.drawing.four_steps import as_text
from bpref_docs.drawing.network import Drawing
from bpref_docs.drawing.variants import drawn
from bpref_docs.folders import DOCS, ROOT
from bpref_docs.mathematics.worked import matrices, worked
from bpref_docs.notebooks.plain_markdown import plain_html, plain_markdown
from bpref_docs.words.numbers import decimal
from bpref_docs.words.outline import LABELLED
from bpref_docs.words.quantities import SCALARS

Notebook = dict[str, Any]  # as the file's JSON


class Names(NamedTuple):
    """What the site calls things: the figures of a page in its order, and all that has a label."""

    figures: Sequence[str] = ()
    labels: Mapping[str, str] = {}


# What a cell reads, by the name that it uses for it.
READ = {
    "load": ["docs/bpref_docs/checks/data/*.json"],
    "every_gradient_table": ["docs/index.md", "docs/article/*.md", "docs/beyond/*.md"],
    "benchmarks": ["benchmarks/*.py", "benchmarks/*.json"],
    "tests": ["tests/bpref/foreign_mistakes.py", "tests/bpref/more_foreign_mistakes.py"],
}
# What is there wherever a notebook runs beside bpref and Matplotlib, and what pip calls the rest.
PRESENT = {"benchmarks", "bpref", "bpref_docs", "IPython", "matplotlib", "numpy", "tests"}
PIP_NAMES = {"sklearn": "scikit-learn"}
# What bpref_docs imports itself.
ALWAYS = ["matplotlib", "markdown-it-py", "mdit-py-plugins"]
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
DIRECTIVE = re.compile(r"(`{3,}|:{3,})\{([\w-]+)\}[ \t]*(.*)")
# A drawing of a network, for which the text is divided; nowhere but at a line's beginning.
NETWORK = re.compile(
    r"^`{3}\{(network|gradient-widths|exercise-network)\}\n(.*?)^`{3}$\n?", re.MULTILINE | re.DOTALL
)
# A function to be written, which becomes a cell of its own.
EXERCISE = re.compile(r"^`{3}\{your-own\} (\w+)\n`{3}$\n?", re.MULTILINE)
# The beginning of what has a caption, up to the caption itself.
CAPTIONED = re.compile(
    r"^(?:`{3,}|:{3,})\{(?:caption|network|gradient-widths|exercise-network|four-steps|touch)\}.*\n(?::[\w-]+:.*\n)*(?=[^`:\n])",
    re.MULTILINE,
)
# A link that is called by what it leads to.
NAMED = re.compile(r"\{ref\}`([\w-]+)`|\[\]\(#([\w-]+)\)")
FENCE = re.compile(r"`{3,}|:{3,}")
OPTION = re.compile(r":([\w-]+):[ \t]*(.*)")

# The first line is the cell's title in Colab, which shows it in place of the code.
SETUP = """\
# @title Run this first: what the cells below import or read
# Files of the site, as they are there.
import sys
import tempfile
from pathlib import Path

from IPython.display import HTML

FILES = {{
{files}
}}
folder = Path(tempfile.mkdtemp(prefix="bpref-"))
for name, text in FILES.items():
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
sys.path[:0] = [str(folder), str(folder / "docs")]

from bpref_docs.notebooks import plain_markdown

plain_markdown.start({page!r}, {base!r})"""


def imports(source: str) -> set[str]:
    """Return the packages that a source imports when it is run; a function may import more."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


@cache
def modules() -> list[Path]:
    """Return the files that are run where a notebook imports the site's package."""
    finder = ModuleFinder(path=[str(DOCS)])  # finds nothing else, and so follows nothing else
    finder.import_hook("bpref_docs.notebooks.plain_markdown")
    files = (vars(module)["__file__"] for module in finder.modules.values())
    return [Path(file) for file in files if file]


def carried(source: str) -> list[str]:
    """Return the files of the site that a source needs, as seen from the root."""
    read = [
        path
        for name, patterns in READ.items()
        if re.search(rf"\b{name}\b", source)
        for pattern in patterns
        for path in ROOT.glob(pattern)
    ]
    files = [*modules(), DOCS / "_static" / "colours.css", *read]
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


def content(file: str) -> str:
    """Return what a notebook carries of a file: of a page, its title and the labelled equations."""
    text = (ROOT / file).read_text("utf-8")
    if file.endswith(".md") and file != "docs/index.md":
        equations = [found[0] for found in LABELLED.finditer(text)]
        return "\n\n".join([text[text.index("\n# ") + 1 :].partition("\n")[0], *equations]) + "\n"
    return text


def literal(text: str) -> str:
    """Return a text as a Python literal, readable where that is possible."""
    simple = "'''" not in text and not text.endswith(("'", "\\")) and "\r" not in text
    return f"r'''{text}'''" if simple else repr(text)


def setup_cell(source: str, drawings: list[str], page: str, base: str) -> str:
    """Return the cell that lets all others run."""
    texts = {file: content(file) for file in carried(source)}
    texts |= {drawing_file(number): svg for number, svg in enumerate(drawings, 1)}
    files = "\n".join(f"    {file!r}: {literal(text)}," for file, text in texts.items())
    return SETUP.format(files=files, page=page, base=base)


def equation(rows: list[str]) -> str:
    """Return a worked equation, as MyST."""
    return r"$$\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}$$"


def options_of(inside: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return a directive's options, and the lines below them."""
    options = {}
    while inside and (found := OPTION.fullmatch(inside[0])):
        options[found[1]] = found[2]
        inside = inside[1:]
    return options, inside


def drawing(options: dict[str, str], name: str = "network") -> str:
    """Return the drawing of a directive, with the rules that the site has for it."""
    if name == "network":
        lists = [set(options.get(key, "").split()) for key in ("forward", "gradient", "values")]
        svg = Drawing(*lists).svg(options["alt"], options.get("layers", "both"))
    else:
        svg = drawn(name, options)
    css = (DOCS / "_static" / "colours.css").read_text("utf-8")
    rules = re.findall(r"^\.bpref-network (?!figcaption)[^{]+\{[^}]*\}", css, re.MULTILINE)
    style = "\n".join(rules).replace(".bpref-network ", "")
    return svg.replace(">", f"><style>{style}</style>", 1)


def drawing_file(number: int) -> str:
    """Return where the notebook's cells find a drawing."""
    return f"network-{number}.svg"


def with_names(source: str, figures: Iterator[str], labels: Mapping[str, str]) -> str:
    """Return a text in which figures are numbered, and called by their numbers."""

    def numbered(found: re.Match[str]) -> str:
        number = next(figures, "")
        return f"{found[0]}**{number}.** " if number else found[0]

    def named(found: re.Match[str]) -> str:
        return labels.get(found[1] or found[2], found[0])

    return NAMED.sub(named, CAPTIONED.sub(numbered, source))


def without_directives(text: str) -> str:
    """Return MyST without directives."""
    lines, out = text.split("\n"), list[str]()
    while lines:
        line = lines.pop(0)
        if not (fence := FENCE.match(line)):
            out.append(line)
            continue
        end = lines.index(fence[0])
        inside, lines = lines[:end], lines[end + 1 :]
        if found := DIRECTIVE.match(line):
            out.append(replaced(found[2], found[3], inside))
        else:
            out += [line, *inside, fence[0]]
    return "\n".join(out)


def replaced(name: str, argument: str, inside: list[str]) -> str:
    """Return what a notebook has in a directive's place."""
    options, inside = options_of(inside)
    body = "\n".join(inside).strip("\n")
    match name:
        case "worked" | "matrices":
            rows = worked if name == "worked" else matrices
            lines = [line for line in (argument, *inside) if line.strip()]
            return "\n\n".join(equation(rows(line)) for line in lines)
        case "source":
            return f"```python\n{short(argument)}\n```"
        case "doctest":
            before = f"*{SETUP_SUMMARY}:*\n\n" if "setup" in options else ""
            return f"{before}```python\n{body}\n```"
        case "caption":
            return body
        case "result":
            return f"**{argument}**\n\n$$\\boxed{{{body}}}$$"
        case "four-steps":
            return f"{body}\n\n{as_text()}"
        case "touch":  # moves in a browser only: its caption says what the site has here
            return f"*On the site:* {' '.join(inside).strip()}"
        case "admonition":
            return f"**{argument}**\n\n{without_directives(body)}"
        case "literalinclude":
            text = (DOCS / "beyond" / argument).read_text(
                "utf-8"
            )  # as all pages are one folder down
            start = options.get("start-at", "").strip('"')
            text = text[text.index(start) :]
            if function := options.get("pyobject"):
                statements = ast.parse(text).body
                [node] = [one for one in statements if getattr(one, "name", "") == function]
                text = ast.get_source_segment(text, node) or ""
            return f"```python\n{text.rstrip()}\n```"
    raise ValueError(f"no notebook can show the directive {name}")


def value(found: re.Match[str]) -> str:
    """Return the number that the role ``value`` shows."""
    return decimal(SCALARS[found[1]])


def markdown_cell(source: str, page: str, base: str) -> Notebook:
    """Return a cell of text."""
    text = without_directives(re.sub(r"\{value\}`(\w+)`", value, source))
    return {
        "cell_type": "markdown",
        "metadata": {},
        "source": plain_markdown(text, page, base),
    }


def drawing_cell(svg: str, number: int) -> Notebook:
    """Return the cell that shows a drawing, with the drawing below it."""
    shown = {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {
            "text/html": plain_html(svg),
            "text/plain": "<IPython.core.display.HTML object>",
        },
    }
    return code_cell(f'HTML(filename=folder / "{drawing_file(number)}")', [shown], True)


def exercise_cell(name: str) -> Notebook:
    """Return the cell in which a reader writes a function and has it checked."""
    made: dict[str, Any] = {}
    exec(stub(name), made)
    shown = {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": repr(check(made[name]))},
    }
    source = f"from bpref.your_own import check\n\n\n{stub(name)}\n\n\ncheck({name})"
    return code_cell(source, [shown], False)


def text_cells(source: str, drawings: list[str], page: str, base: str) -> list[Notebook]:
    """Return the cells of a text: each drawing in it has one, and is added to the drawings."""
    cells = []

    def add_text(text: str) -> None:
        before, *others = EXERCISE.split(text)
        texts = [before]
        for name, behind in zip(*[iter(others)] * 2, strict=True):
            texts += [exercise_cell(name), f"{hint(name)}\n\n{behind}"]
        for one in texts:
            if not isinstance(one, str):
                cells.append(one)
            elif one.strip():
                cells.append(markdown_cell(one.strip("\n"), page, base))

    before, *others = NETWORK.split(source)
    add_text(before)
    for name, directive, behind in zip(*[iter(others)] * 3, strict=True):
        options, caption = options_of(directive.splitlines())
        drawings.append(drawing(options, name))
        cells.append(drawing_cell(drawings[-1], len(drawings)))
        add_text("\n".join(caption))
        add_text(behind)
    return cells


def output(stored: Notebook, page: str, base: str) -> Notebook:
    """Return a cell's stored output as the cell will show it when it is run again."""
    data = dict(stored.get("data", {}))
    if html := data.get("text/html"):
        data["text/html"] = plain_html(html)
    if markdown := data.get("text/markdown"):
        data["text/markdown"] = plain_markdown(markdown, page, base)
    return stored | {"data": data} if data else stored


def code_cell(source: str, outputs: list[Notebook], folded: bool) -> Notebook:
    """Return a cell of code, what it showed below it."""
    metadata: Notebook = {"jupyter": {"source_hidden": True}} if folded else {}
    if source.startswith("# @title "):
        metadata["cellView"] = "form"  # which is how Colab folds
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": outputs,
        "source": source,
    }


def requirements(notebook: Notebook) -> list[str]:
    """Return what must be installed beside bpref, as pip calls it."""
    others = imports(code(notebook)) - set(sys.stdlib_module_names) - PRESENT
    return [*ALWAYS, *sorted(PIP_NAMES.get(name, name) for name in others)]


def code(notebook: Notebook) -> str:
    """Return the source of all cells of code."""
    cells = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return "\n\n".join(cells)


def standalone(
    notebook: Notebook, page: str, intro: str, base: str, names: Names | None = None
) -> Notebook:
    """Return a page's executed notebook, rewritten; its first words say how it is run."""
    cells: list[Notebook] = []
    drawings: list[str] = []
    names = names or Names()
    figures = iter(names.figures)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = with_names(cell["source"], figures, names.labels)
            cells += text_cells(text, drawings, page, base)
        elif cell["cell_type"] == "code":
            tags = cell["metadata"].get("tags", [])
            outputs = [output(stored, page, base) for stored in cell["outputs"]]
            cells.append(code_cell(cell["source"], outputs, bool({*tags} & FOLDED)))
    if left := [*figures]:
        raise ValueError(f"the notebook of {page} has no {left}")
    setup = setup_cell(code(notebook), drawings, page, base)
    cells = [markdown_cell(intro, page, base), code_cell(setup, [], True), *cells]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # not drawn at random: two builds are the same
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
