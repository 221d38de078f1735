r"""Sphinx extension: two pages for those who know what they need.

    ```{to-copy} linear_forward sigmoid      each function short, with its import and its licence
    ```
    ```{cheat-sheet} linear_forward tanh     a row for each: the equation, the call, the shapes
    tanh: a = \tanh z                        an equation that stands above no function on any page
    ```

With JavaScript, copy-chosen.js lets a set of the functions be chosen and copied at once.
"""

import inspect
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import bpref
from hosting import hosting
from one_file import LICENCE, short
from pages import equations
from source import python, reference, source_of
from tables import table_text

IMPORT = "import numpy as np"
SCRIPT = "copy-chosen.js"


def head(version: str, base: str) -> str:
    """Return the line that says where a function is from, and what its licence asks for."""
    where = f" ({base})" if base else ""
    return f"# From bpref {version}{where}, licence {LICENCE}."


def file_of(function: str, head: str) -> str:
    """Return a function as it can be pasted into an empty file."""
    return f"{head}\n{IMPORT}\n\n\n{short(function)}"


def section(name: str, title: str) -> str:
    """Return the lines of a section of a function's docstring."""
    doc = inspect.getdoc(getattr(bpref, name)) or ""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=\n\n\w[\w ]*\n-+\n|\Z)", doc, re.M | re.S)
    return found[1] if found else ""


def shape(kind: str) -> str:
    """Return the shape in numpydoc's words for what an argument is, or those words."""
    kind = re.sub(r"^ndarray, |^shapes? ", "", kind)
    kind = re.sub(r"\bndarrays, ", "", kind)
    found = re.search(r"(?<=shape )\(.*\)|^\(.*\)", kind)
    return found[0] if found else kind.removeprefix("shape of ")


def shapes(name: str) -> str:
    """Return the shapes of a function's arguments and of what it returns."""
    taken = re.findall(r"^(\w+) : (.*)$", section(name, "Parameters"), re.M)
    given = re.findall(r"^(?:(\w+) : )?(\w.*)$", section(name, "Returns"), re.M)
    arguments = ", ".join(f"{argument} {shape(kind)}" for argument, kind in taken)
    results = ", ".join(f"{result} {shape(kind)}".strip() for result, kind in given)
    return f"{arguments} → {results}".replace("floating", "a number")


def call(name: str) -> str:
    """Return how a function is called, as a link to its entry."""
    arguments = ", ".join(inspect.signature(getattr(bpref, name)).parameters)
    return f"{{func}}`{name}({arguments}) <bpref.{name}>`"


class ToCopy(SphinxDirective):
    """The directive ``to-copy``."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return a block for each function, under its name."""
        blocks: list[nodes.Node] = []
        for name in self.arguments[0].split():
            try:
                source_of(name)
            except ValueError as error:
                raise self.error(str(error)) from error
            self.env.note_dependency(inspect.getfile(getattr(bpref, name)))
            text = file_of(name, head(self.config.version, hosting().base))
            caption = nodes.caption("", "", reference(name, nodes.literal(name, name)))
            blocks.append(
                nodes.container(
                    "", caption, python(text), literal_block=True,
                    classes=["literal-block-wrapper", "to-copy"], ids=[f"copy-{name}"],
                )  # fmt: skip
            )
        return blocks


class CheatSheet(SphinxDirective):
    """The directive ``cheat-sheet``."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a table with a row for each function."""
        known = {equation.function: equation.tex for equation in equations()}
        typed = dict(line.split(": ", 1) for line in self.content if line.strip())
        if twice := typed.keys() & known.keys():
            raise self.error(f"these equations stand on a page already: {sorted(twice)}")
        known |= typed
        rows = []
        for name in self.arguments[0].split():
            if name not in known:
                raise self.error(f"no page has an equation for {name!r}")
            tex = known[name].replace("|", r"\vert ")
            rows.append([f"${tex}$", call(name), shapes(name).replace("|", r"\|")])
        return self.parse_text_to_nodes(
            "{.cheat-sheet}\n" + table_text(["equation", "function", "shapes"], rows)
        )


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script on the page that needs it, and on no other."""
    if doctree and any("to-copy" in node["classes"] for node in doctree.findall(nodes.container)):
        app.add_js_file(SCRIPT, defer="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the two directives."""
    app.add_directive("to-copy", ToCopy)
    app.add_directive("cheat-sheet", CheatSheet)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
