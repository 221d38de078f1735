"""Sphinx extension: the functions of bpref as they are, on the page that derives them.

    ```{source} weight_gradient
    ```

shows first the function without its docstring, to read beside the equation, whose lines are marked;
then, folded, the whole of it, to copy. Elsewhere the role {source-link}`weight_gradient` says where
that is, in one line. The page is rebuilt when the function's file changes, and a line of code too
wide for a page is a warning, which the strict build refuses.

Each entry of the reference ends with the whole function too, folded.
"""

import inspect
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata

import bpref
from bpref_docs.code.lines import WIDEST, equation_lines, too_wide, without_docstring
from bpref_docs.folders import ROOT
from bpref_docs.words.outline import called

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


def python(source: str, marked: Iterable[int] = ()) -> nodes.literal_block:
    """Return a highlighted block of Python, some of its lines marked."""
    return nodes.literal_block(
        source, source, language="python", highlight_args={"hl_lines": sorted(marked)}
    )


def reference(name: str, text: nodes.Node) -> addnodes.pending_xref:
    """Return a link to a function's entry in the reference."""
    return addnodes.pending_xref(
        "", text, refdomain="py", reftype="func", reftarget=f"bpref.{name}",
        refexplicit=True, refwarn=True,
    )  # fmt: skip


def caption(name: str, path: str) -> nodes.caption:
    """Return the line above the code: its file, a link to its reference entry, what is marked."""
    return nodes.caption(
        "", "", nodes.literal("", path), nodes.Text(" · "), reference(name, nodes.Text("reference")),
        nodes.Text(" · marked: the equation"),
    )  # fmt: skip


def folded(summary: str, source: str) -> list[nodes.Node]:
    """Return a block of code that opens on a click."""
    return [
        nodes.raw("", f'<details class="source"><summary>{summary}</summary>', format="html"),
        python(source.rstrip()),
        nodes.raw("", "</details>", format="html"),
    ]


def warn_of_wide_lines(name: str, source: str, location: nodes.Node | tuple[str, int]) -> None:
    """Warn of each line of a function that a page would cut."""
    for line in too_wide(source):
        logger.warning(
            "%s has a line of %d characters, and a page shows %d: %s",
            name, len(line), WIDEST, line.strip(), location=location,
        )  # fmt: skip


def end_entry_with_source(
    app: Sphinx, domain: str, objtype: str, content: addnodes.desc_content
) -> None:
    """End a function's entry in the reference with the function itself."""
    if (domain, objtype) == ("py", "function"):
        signature = content.parent.next_node(addnodes.desc_signature)
        assert signature is not None
        name = signature["fullname"]
        content += folded(WHOLE, source_of(name))
        warn_of_wide_lines(name, source_of(name), content)


class Source(SphinxDirective):
    """The directive ``source``, whose one argument is a public name of bpref."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the two blocks of code, and make their place known to the links."""
        name = self.arguments[0]
        try:
            whole = source_of(name)
        except ValueError as error:
            raise self.error(str(error)) from error
        file = Path(inspect.getfile(getattr(bpref, name)))
        self.env.note_dependency(file)
        warn_of_wide_lines(name, whole, (self.env.docname, self.lineno))
        short = without_docstring(whole)
        block = nodes.container(
            "", caption(name, file.relative_to(ROOT).as_posix()), python(short, equation_lines(short)),
            literal_block=True, classes=["literal-block-wrapper"], ids=[label(name)],
        )  # fmt: skip
        self.state.document.note_explicit_target(block)
        page = self.env.docname
        self.env.domains.standard_domain.note_hyperlink_target(
            label(name), page, label(name), called(page)
        )
        return [block, *folded(WHOLE, whole)]


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
    """Register the directive, the role, and what ends each entry of the reference."""
    app.add_directive("source", Source)
    app.add_role("source-link", SourceLink())
    app.connect("object-description-transform", end_entry_with_source)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
