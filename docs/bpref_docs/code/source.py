r"""Sphinx extension: the functions of bpref as they are, on the page that derives them.

    $$
    z = W a + b
    $$ (linear_forward)

    ```{source} linear_forward
    ```

shows one block: the labelled equation that stands directly above, or else the function's equation
from wherever it is typed; what the function computes, without its docstring and its checks, the
lines that say the same marked; and folded, the whole of it, to copy. Elsewhere the role
{source-link}`linear_forward` says where that is, in one line. The page is rebuilt when the function's
file changes, and a line of code too wide for a page is a warning, which the strict build refuses.
"""

import inspect
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata

import bpref
from bpref_docs.code.lines import WIDEST, checking_lines, core, equation_lines, too_wide
from bpref_docs.folders import DOCS
from bpref_docs.words.outline import CHEAT_SHEET, called, equation_of, pages

logger = logging.getLogger(__name__)

WHOLE = "The whole function, ready to copy"


def source_of(name: str) -> str:
    """Return the source of a public function; raise ValueError where there is none."""
    if name not in bpref.__all__:
        raise ValueError(f"bpref has no public function {name!r}")
    return inspect.getsource(getattr(bpref, name))


def label(name: str) -> str:
    """Return the name by which the place of a function's source is linked."""
    return f"source-{name}"


def python(source: str, marked: Iterable[int] = (), **attributes: Any) -> nodes.literal_block:
    """Return a highlighted block of Python, some of its lines marked."""
    return nodes.literal_block(
        source, source, language="python", highlight_args={"hl_lines": sorted(marked)}, **attributes
    )


def reference(name: str, text: nodes.Node) -> addnodes.pending_xref:
    """Return a link to a function's entry in the reference."""
    return addnodes.pending_xref(
        "", text, refdomain="py", reftype="func", reftarget=f"bpref.{name}",
        refexplicit=True, refwarn=True,
    )  # fmt: skip


def head(name: str) -> nodes.paragraph:
    """Return the line above the equation: the function's name, and a link to its reference entry."""
    return nodes.paragraph(
        "", "", nodes.literal("", name), nodes.Text(" "), reference(name, nodes.Text("reference")),
        classes=["head"],
    )  # fmt: skip


def typeset(name: str, place: tuple[str | None, int | None]) -> nodes.math_block:
    """Return a function's equation, displayed, without a number; raise ValueError where none is typed."""
    tex = equation_of(name)
    if tex is None:
        raise ValueError(f"no page has an equation for {name!r}")
    block = nodes.math_block(tex, tex, number=None, label=None, nowrap=False, **{"no-wrap": False})
    block.source, block.line = place
    return block


def depend_on(env: BuildEnvironment, name: str) -> None:
    """Let a page be rebuilt when a function changes, or a page that has its equation."""
    env.note_dependency(inspect.getfile(getattr(bpref, name)))
    for page in (*pages(), CHEAT_SHEET):
        env.note_dependency(str(DOCS / f"{page}.md"))


def whole(name: str) -> list[nodes.Node]:
    """Return a function to copy, in a fold that says how many lines are seen in it alone."""
    source = source_of(name).rstrip()
    lines = len(checking_lines(source))
    more = f", with {lines} more line{'s' * (lines > 1)} for shapes and checks" * (lines > 0)
    return folded(f"{WHOLE}{more}", source)


def folded(summary: str, source: str) -> list[nodes.Node]:
    """Return a block of code that opens on a click."""
    return [
        nodes.raw("", f'<details class="source"><summary>{summary}</summary>', format="html"),
        python(source),
        nodes.raw("", "</details>", format="html"),
    ]


def warn_of_wide_lines(name: str, source: str, location: nodes.Node | tuple[str, int]) -> None:
    """Warn of each line of a function that a page would cut."""
    for line in too_wide(source):
        logger.warning(
            "%s has a line of %d characters, and a page shows %d: %s",
            name, len(line), WIDEST, line.strip(), location=location,
        )  # fmt: skip


class Source(SphinxDirective):
    """The directive ``source``, whose one argument is a public name of bpref."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the block, and make its place known to the links."""
        name = self.arguments[0]
        try:
            source = source_of(name)
        except ValueError as error:
            raise self.error(str(error)) from error
        depend_on(self.env, name)
        warn_of_wide_lines(name, source, (self.env.docname, self.lineno))
        short = core(source)
        block = nodes.container(
            "", head(name), python(short, equation_lines(short), classes=["core"]), *whole(name),
            classes=["function-block"], ids=[label(name)], function=name,
        )  # fmt: skip
        self.set_source_info(block)
        self.state.document.note_explicit_target(block)
        page = self.env.docname
        self.env.domains.standard_domain.note_hyperlink_target(
            label(name), page, label(name), called(page)
        )
        return [block]


class EquationIntoBlock(SphinxTransform):
    """Gives each block of a function its equation: the one above it, with its number and link."""

    default_priority = (
        250  # while the place that is linked is a node of its own, before the equation
    )

    def apply(self, **kwargs: Any) -> None:
        """Move the equations that stand directly above a block, and write those that do not."""
        blocks = [*self.document.findall(nodes.container)]
        for block in (block for block in blocks if "function" in block):
            name, siblings = block["function"], block.parent.children
            at = block.parent.index(block)
            match siblings[max(at - 2, 0) : at]:
                case [nodes.target() as place, nodes.math_block() as above] if (
                    above["label"] == name
                ):
                    block.parent.remove(place)
                    block.parent.remove(above)
                    block[1:1] = [place, above]
                case _:
                    block.insert(1, typeset(name, (block.source, block.line)))


class SourceLink(SphinxRole):
    """The role ``source-link``: a function's name, and where it is derived."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the sentence; a function whose source stands on no page is a warning."""
        try:
            source_of(self.text)
        except ValueError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [], [message]
        name = nodes.literal(self.text, self.text, classes=["xref", "py", "py-func"])
        place = addnodes.pending_xref(
            "", nodes.inline("", label(self.text)), refdomain="std", reftype="ref",
            reftarget=label(self.text), refexplicit=False, refwarn=True, refdoc=self.env.docname,
        )  # fmt: skip
        self.set_source_info(place)
        parts = [reference(self.text, name), nodes.Text(" (derived in "), place, nodes.Text(")")]
        return parts, []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, what moves its equation, and the role."""
    app.add_directive("source", Source)
    app.add_transform(EquationIntoBlock)
    app.add_role("source-link", SourceLink())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
