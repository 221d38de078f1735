r"""Sphinx extension: the page of all functions.

    ```{function-table} Function | Equation | What it does
    ```

lists the functions that the page documents, under its headings: name, equation, what it does.

Each entry of a function has its equation typeset under its signature, where the docstring has it as
plain text; then what it takes and gives beside its example; then all else, and folded the function.
"""

import inspect
import re
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import bpref
from bpref_docs.code.source import (
    WHOLE,
    depend_on,
    folded,
    reference,
    source_of,
    typeset,
    warn_of_wide_lines,
)
from bpref_docs.words.tables import with_minus

# What the equation is, in a docstring: "The equations are ``..``, ``..`` and ``..`` for l = 1 to L."
STATES_EQUATION = re.compile(r"The equations? (?:is|are)\s")
BETWEEN_EQUATIONS = re.compile(r"(?:,|,? and|,)\s*")
LISTED = re.compile(r"^## (?P<heading>.*)$|^\.\. autofunction:: (?P<name>\w+)$", re.MULTILINE)


def does(name: str) -> str:
    """Return what a function does: the first sentence of its docstring."""
    return with_minus((inspect.getdoc(getattr(bpref, name)) or "").split("\n", 1)[0])


def conditions(paragraph: nodes.paragraph) -> nodes.paragraph | None:
    """Return what a docstring says about its equation beyond the equation itself, as a sentence.

    "The equation is ``a_i = ...``, column by column." is "Column by column."
    """
    rest = paragraph.children[2:]
    while len(rest) > 1 and BETWEEN_EQUATIONS.fullmatch(rest[0].astext()):
        rest = rest[2:]
    first = rest[0].astext().lstrip(",:. \n")
    if not first and len(rest) == 1:
        return None
    kept = [nodes.Text(first[:1].upper() + first[1:]), *rest[1:]]
    return nodes.paragraph("", "", *kept, classes=["conditions"])


def sections(content: Iterable[nodes.Node]) -> dict[str, list[nodes.Node]]:
    """Return the parts of an entry by the headings that numpydoc gives them; "" is before them."""
    found: dict[str, list[nodes.Node]] = {"": []}
    name = ""
    for node in content:
        match node:
            case nodes.rubric():
                name = node.astext()
            case addnodes.seealso():
                name = "See Also"
            case nodes.paragraph() if "uses" in node["classes"]:
                name = "Uses"
        found.setdefault(name, []).append(node)
    return found


def lay_out(app: Sphinx, domain: str, objtype: str, content: addnodes.desc_content) -> None:
    """Lay out a function's entry in the reference."""
    signature = content.parent.next_node(addnodes.desc_signature)
    if (domain, objtype) != ("py", "function") or signature is None:
        return
    name = signature["fullname"]
    source = source_of(name).rstrip()
    parts = sections(content.children)
    text: list[nodes.Node] = []
    for node in parts.pop(""):
        if isinstance(node, nodes.paragraph) and STATES_EQUATION.match(node.astext()):
            text += filter(None, [conditions(node)])
        else:
            text.append(node)
    example = parts.pop("Examples", [])
    columns = nodes.container("", nodes.container("", *text), classes=["beside"])
    if example:
        columns += nodes.container("", *example, classes=["example"])
    below = [node for title in ("Notes", "See Also", "Uses") for node in parts.pop(title, [])]
    assert not parts, f"{name} has parts that have no place: {[*parts]}"
    content.children = []
    content += [
        typeset(name, (signature.source, signature.line)),
        columns,
        *below,
        *folded(WHOLE, source),
    ]
    warn_of_wide_lines(name, source, content)


def row(*cells: list[nodes.Node], columns: int = 1) -> nodes.row:
    """Return a row of a table, each cell of which may be several columns wide."""
    wide = {"morecols": columns - 1} if columns > 1 else {}
    return nodes.row("", *(nodes.entry("", *cell, **wide) for cell in cells))


class FunctionTable(SphinxDirective):
    """The directive ``function-table``, whose argument names the columns."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        headers = [self.cell(name.strip()) for name in self.arguments[0].split("|")]
        width = len(headers)
        rows = nodes.tbody()
        heading: nodes.row | None = None  # it is written with its first function
        for found in LISTED.finditer(Path(self.env.doc2path(self.env.docname)).read_text("utf-8")):
            if name := found["name"]:
                depend_on(self.env, name)
                formula = typeset(name, self.get_source_info())
                link = nodes.paragraph("", "", reference(name, nodes.literal("", name)))
                if heading:
                    rows += heading
                    heading = None
                rows += row([link], [formula], self.cell(does(name)))
            else:
                heading = row(self.cell(found["heading"]), columns=width)
                heading["classes"] = ["group"]
        group = nodes.tgroup(
            "", *(nodes.colspec(colwidth=1) for _ in headers), nodes.thead("", row(*headers)), rows,
            cols=width,
        )  # fmt: skip
        return [nodes.table("", group, classes=["functions", "colwidths-auto"])]

    def cell(self, text: str) -> list[nodes.Node]:
        """Return a text, which may hold mathematics, as a cell of the table."""
        return [nodes.paragraph("", "", *self.parse_inline(text)[0])]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the table, and what lays out each entry, after all that adds to it."""
    app.add_directive("function-table", FunctionTable)
    app.connect("object-description-transform", lay_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
