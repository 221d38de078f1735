"""Sphinx extension: ```` ```{source} weight_gradient ```` shows a function of bpref as it is.

First its lines without the docstring, to read beside the equation, and what is behind the checks
marked; then, folded, the whole of it, to copy. The page is rebuilt when the function's file changes.

Each entry of the reference ends with the whole function too, folded.
"""

import ast
import inspect
from collections.abc import Sequence
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import bpref

WHOLE = "The whole function, ready to copy"
ROOT = Path(inspect.getfile(bpref)).parent.parent


def without_docstring(source: str) -> str:
    """Return a function's lines, all but its docstring."""
    docstring = ast.parse(source).body[0].body[0]
    lines = source.splitlines()
    body = lines[docstring.end_lineno :]
    while not body[0].strip():
        body = body[1:]
    return "\n".join(lines[: docstring.lineno - 1] + body)


def python(source: str, marked: Sequence[int] = ()) -> nodes.literal_block:
    """Return a highlighted block of Python, some of its lines marked."""
    return nodes.literal_block(
        source, source, language="python", highlight_args={"hl_lines": list(marked)}
    )


def after_the_checks(source: str) -> range:
    """Return the numbers of the lines behind the last check of the arguments: the equation."""
    function = ast.parse(source).body[0]
    # A loop that collects something computes, whatever it refuses on the way.
    checks = [
        part
        for part in function.body
        if any(isinstance(n, ast.Raise) for n in ast.walk(part))
        and "append" not in ast.unparse(part)
    ]
    return range(checks[-1].end_lineno + 1, function.end_lineno + 1)


def caption(name: str, path: str) -> nodes.caption:
    """Return the line above the code: its file, a link to its reference entry, what is marked."""
    link = addnodes.pending_xref(
        "", nodes.Text("reference"), refdomain="py", reftype="func", reftarget=f"bpref.{name}",
        refexplicit=True, refwarn=True,
    )  # fmt: skip
    marked = nodes.Text(" · marked: the equation")
    return nodes.caption("", "", nodes.literal("", path), nodes.Text(" · "), link, marked)


def folded(summary: str, source: str) -> list[nodes.Node]:
    """Return a block of code that opens on a click."""
    return [
        nodes.raw("", f'<details class="source"><summary>{summary}</summary>', format="html"),
        python(source.rstrip()),
        nodes.raw("", "</details>", format="html"),
    ]


def add_source(app: Sphinx, domain: str, objtype: str, content: addnodes.desc_content) -> None:
    """End a function's entry in the reference with the function itself."""
    if (domain, objtype) == ("py", "function"):
        signature = content.parent.next_node(addnodes.desc_signature)
        function = getattr(bpref, signature["fullname"])
        content += folded(WHOLE, inspect.getsource(function))


class Source(SphinxDirective):
    """The directive ``source``, whose one argument is a public name of bpref."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the two blocks of code."""
        name = self.arguments[0]
        if name not in bpref.__all__:
            raise self.error(f"bpref has no public function {name!r}")
        function = getattr(bpref, name)
        file = Path(inspect.getfile(function))
        self.env.note_dependency(file)
        whole = inspect.getsource(function)
        short = without_docstring(whole)
        block = nodes.container(
            "", caption(name, file.relative_to(ROOT).as_posix()), python(short, after_the_checks(short)),
            literal_block=True, classes=["literal-block-wrapper"],
        )  # fmt: skip
        return [block, *folded(WHOLE, whole)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive, and what ends each entry of the reference."""
    app.add_directive("source", Source)
    app.connect("object-description-transform", add_source)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
