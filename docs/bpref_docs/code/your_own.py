"""Sphinx extension: a function of bpref as an exercise, all of it made from the function itself.

    ```{your-own} weight_gradient
    ```

shows the stub, which is the signature with the summary and the equation of the docstring; folded, a
hint, which is what the docstring says of the arguments and of the result, and why; and folded, the solution.
"""

import inspect
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import bpref
from bpref_docs.code.copying import section
from bpref_docs.code.single_file import short
from bpref_docs.code.source import depend_on, folded, python, source_of


def stub(name: str) -> str:
    """Return the function with an empty body: what it does and its equation, nothing else."""
    function = getattr(bpref, name)
    summary, equation, *_ = (inspect.getdoc(function) or "").split("\n\n")
    arguments = ", ".join(inspect.signature(function).parameters)
    told = "\n".join(
        f"    {line}".rstrip() for line in f"{summary}\n\n{equation}\n".splitlines()
    ).replace("    ", '    """', 1)
    return f'def {name}({arguments}):\n{told}\n    """\n    ...'


def hint(name: str) -> str:
    """Return what goes in, what comes out, and the first of the notes, as Markdown."""
    parts = []
    for title, label in (("Parameters", "Given: "), ("Returns", "Wanted: ")):
        text = section(name, title)
        items = re.findall(r"^(\S.*)\n((?: +.*\n?)+)", text, re.M)
        for kind, told in items:
            what, _, shape = kind.partition(" : ")
            shown = f"`{what}`, {shape}" if shape else what
            parts.append(f"- {label}{shown}. {' '.join(told.split())}")
    first, *_ = section(name, "Notes").split("\n\n")  # the others are on numbers and types
    return "\n".join([*parts, "", *first.splitlines()]).rstrip()


class YourOwn(SphinxDirective):
    """The directive ``your-own``, whose one argument is a public name of bpref."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the stub, and folded the hint and the solution."""
        name = self.arguments[0]
        try:
            source_of(name)
        except ValueError as error:
            raise self.error(str(error)) from error
        depend_on(self.env, name)
        exercise = python(stub(name))
        exercise["classes"].append(
            "your-own"
        )  # to be written and checked on the page (bpref_docs/live)
        start = '<details class="source"><summary>Hint: what goes in, and what comes out</summary>'
        return [
            exercise,
            nodes.raw("", start, format="html"),
            *self.parse_text_to_nodes(hint(name)),
            nodes.raw("", "</details>", format="html"),
            *folded("Solution", short(name)),
        ]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("your-own", YourOwn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
