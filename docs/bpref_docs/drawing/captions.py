"""Sphinx extension: the captions of figures, their numbers, and the key picture of a page.

    ```{code-cell}                the cell whose last line is show(...)
    ```
    ```{caption}                  directly after it
    :key:                         this is the key picture of the page
    :name: slopes                 what links call it
    The caption, in Markdown.
    ```
    {ref}`slopes`, [](#slopes)    "Figure 4.2", with a link to it

Picture and caption become one figure; the code stands below it, folded. A drawing of the network and
a piece of the interactive one have their caption already, and are counted in the same series: the
second figure of section 4 is Figure 4.2, that of a page without a section is Figure 2.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

logger = logging.getLogger(__name__)

CODE = "Code of this figure"
KEY = "bpref-key"  # the class of a key picture
# What the directive of any figure may be given.
OPTIONS: OptionSpec = {"key": directives.flag, "name": directives.unchanged_required}


def figure_of(
    directive: SphinxDirective, picture: list[nodes.Node], classes: list[str]
) -> nodes.figure:
    """Return a directive's picture, its content as the caption."""
    figure = nodes.figure("", *picture, classes=classes)
    if "key" in directive.options:
        figure["classes"].append(KEY)
    figure["called"] = nodes.make_id(directive.options.get("name", ""))
    if directive.content:
        text, messages = directive.parse_inline(
            " ".join(directive.content), lineno=directive.content_offset + 1
        )
        caption = nodes.caption("", "", *text)
        directive.set_source_info(caption)
        figure += [caption, *messages]
    directive.set_source_info(figure)
    return figure


class Caption(SphinxDirective):
    """The directive ``caption``, after the cell that shows the figure."""

    has_content = True
    option_spec = OPTIONS

    def run(self) -> list[nodes.Node]:
        """Return the figure, as yet without its picture."""
        self.assert_has_content()
        return [figure_of(self, [], ["bpref-shown"])]


def number(document: nodes.document) -> str:
    """Return the number of a page's section, "" where it has none."""
    title = next(document.findall(nodes.title), None)
    found = re.match(r"(\d+)\. ", title.astext()) if title else None
    return found[1] if found else ""


def around(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield what a node stands in, from within."""
    while node.parent is not None:
        node = node.parent
        yield node


def caption_of(figure: nodes.figure) -> nodes.caption | None:
    """Return the caption of a figure, if it has one."""
    return next((part for part in figure.children if isinstance(part, nodes.caption)), None)


def is_counted(figure: nodes.figure) -> bool:
    """Say whether a figure has a caption, and is not the first thing of the first page."""
    in_hero = any("hero" in element.get("classes", ()) for element in around(figure))
    return caption_of(figure) is not None and not in_hero


def output_of(cell: nodes.Element) -> nodes.Element | None:
    """Return what a cell shows, if this is a cell that shows something."""
    parts = (part for part in cell.children if isinstance(part, nodes.Element))
    return next((part for part in parts if part.get("nb_element") == "cell_code_output"), None)


def take_picture(figure: nodes.figure) -> None:
    """Bring what the cell before a caption shows into the figure, and fold the cell's code."""
    siblings = figure.parent.children
    at = siblings.index(figure)
    cell = siblings[at - 1] if at else None
    output = output_of(cell) if isinstance(cell, nodes.Element) else None
    if not isinstance(cell, nodes.Element) or output is None:
        logger.warning("{caption} must follow a cell that shows a figure", location=figure)
        return
    siblings.remove(figure)
    cell.replace(output, figure)
    figure.insert(0, output)
    cell["hide_mode"] = "input"
    cell["prompt_show"] = cell["prompt_hide"] = CODE


def id_in_section(figure: nodes.figure, given: set[str]) -> str:
    """Return an id that stays the same whatever is added to other sections."""
    sections = (element for element in around(figure) if isinstance(element, nodes.section))
    name = f"{section['ids'][0]}-figure" if (section := next(sections, None)) else "figure"
    names = (name, *(f"{name}-{count}" for count in range(2, 100)))
    return next(name for name in names if name not in given)


class NumberFigures(SphinxTransform):
    """Bring pictures and captions together, and give each figure its number and its id."""

    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        """Change the page."""
        for figure in list(self.document.findall(nodes.figure)):
            if "bpref-shown" in figure["classes"]:
                take_picture(figure)
        section, given = number(self.document), set[str]()
        figures = filter(is_counted, self.document.findall(nodes.figure))
        for count, figure in enumerate(figures, 1):
            called = f"Figure {section}.{count}" if section else f"Figure {count}"
            name = figure.get("called") or id_in_section(figure, given)
            given.add(name)
            figure["ids"] = [name]
            caption = caption_of(figure)
            assert caption is not None, "it is counted"
            text = nodes.inline(called, called, classes=["caption-number"])
            caption[:0] = [text, nodes.Text(" ")]
            if figure.get("called"):
                self.env.domains.standard_domain.note_hyperlink_target(
                    name, self.env.docname, name, called
                )


def called(document: nodes.document) -> list[str]:
    """Return what the figures of a page are called, in its order."""
    captions = map(caption_of, filter(is_counted, document.findall(nodes.figure)))
    return [caption.children[0].astext() for caption in captions if caption]


def key_figure(env: BuildEnvironment, page: str) -> str:
    """Return the key picture of a page as SVG, "" where the page has none."""
    for figure in env.get_doctree(page).findall(nodes.figure):
        if KEY in figure["classes"]:
            found = (raw.astext() for raw in figure.findall(nodes.raw))
            return next((svg for svg in found if svg.startswith("<svg")), "")
    return ""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, and what numbers the figures."""
    app.add_directive("caption", Caption)
    app.add_transform(NumberFigures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
