r"""Sphinx extension: two pages for those who know what they need.

    ```{to-copy} linear_forward sigmoid      each function short, with its import and its licence
    ```
    ```{cheat-sheet} linear_forward tanh     for each the equation, the call, the shapes
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
from bpref_docs.code.single_file import LICENCE, short
from bpref_docs.code.source import depend_on, folded, reference, source_of, typeset
from bpref_docs.hosting import hosting
from bpref_docs.words.outline import equations, typed_equations

IMPORT = "import numpy as np"
SCRIPT = "copy-chosen.js"
STYLE = "copying.css"


def file_of(function: str, version: str, base: str) -> str:
    """Return a function as it can be pasted into an empty file: whence, the licence, the import."""
    where = f", {base}" if base else ""
    licence = f"# From bpref {version}{where}\n# Licence {LICENCE}."
    return f"{licence}\n{IMPORT}\n\n\n{short(function)}"


def section(name: str, title: str) -> str:
    """Return the lines of a section of a function's docstring."""
    doc = inspect.getdoc(getattr(bpref, name)) or ""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=\n\n\w[\w ]*\n-+\n|\Z)", doc, re.M | re.S)
    return found[1] if found else ""


def shape(name: str, kind: str) -> str:
    """Return a name with its shape, from numpydoc's words for what it is."""
    if found := re.search(r"\(.*\)", kind):
        return f"{name} {found[0]}".strip()
    if like := re.search(r"shapes? of (.+)", kind):
        return f"{name} like {like[1]}".strip()
    kind = {"floating": "a number"}.get(kind, kind.removeprefix("ndarray, "))
    return f"{name}: {kind}" if name else kind


def shapes(name: str) -> str:
    """Return the shapes of a function's arguments and of what it returns."""
    taken = re.findall(r"^(\w+) : (.*)$", section(name, "Parameters"), re.M)
    given = re.findall(r"^(?:(\w+) : )?(\w.*)$", section(name, "Returns"), re.M)
    return " → ".join(", ".join(shape(*pair) for pair in pairs) for pairs in (taken, given))


def call(name: str) -> str:
    """Return how a function is called."""
    return f"{name}({', '.join(inspect.signature(getattr(bpref, name)).parameters)})"


class ToCopy(SphinxDirective):
    """The directive ``to-copy``."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return a row for each function: its name, its equation, and folded its code."""
        rows: list[nodes.Node] = []
        for name in self.arguments[0].split():
            try:
                source_of(name)
            except ValueError as error:
                raise self.error(str(error)) from error
            depend_on(self.env, name)
            link = nodes.paragraph("", "", reference(name, nodes.literal("", name)))
            text = file_of(name, self.config.version, hosting().base)
            block = nodes.container(
                "", link, typeset(name, self.get_source_info()), *folded("The code", text),
                classes=["to-copy"], ids=[f"copy-{name}"],
            )  # fmt: skip
            rows.append(block)
        return rows


class CheatSheet(SphinxDirective):
    """The directive ``cheat-sheet``."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return an entry for each function."""
        derived = {equation.function for equation in equations()}
        if twice := typed_equations("\n".join(self.content)).keys() & derived:
            raise self.error(f"these equations stand on a page already: {sorted(twice)}")
        entries: list[nodes.Node] = []
        for name in self.arguments[0].split():
            depend_on(self.env, name)
            how = nodes.paragraph("", "", reference(name, nodes.literal("", call(name))))
            entries.append(
                nodes.container(
                    "",
                    typeset(name, self.get_source_info()),
                    how,
                    nodes.paragraph("", shapes(name)),
                    classes=["cheat"],
                )
            )
        return [nodes.container("", *entries, classes=["cheats"])]


def styled(doctree: nodes.document | None) -> set[str]:
    """Return which of the two directives a page has, by the classes of what they make."""
    found = doctree.findall(nodes.container) if doctree else []
    return {"to-copy", "cheats"} & {name for node in found for name in node["classes"]}


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the style and the script on the pages that need them, and on no other."""
    if found := styled(doctree):
        app.add_css_file(STYLE)
    if "to-copy" in found:
        app.add_js_file(SCRIPT, defer="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the two directives."""
    app.add_directive("to-copy", ToCopy)
    app.add_directive("cheat-sheet", CheatSheet)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
