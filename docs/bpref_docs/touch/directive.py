"""Sphinx extension: the network you can touch, whole or a piece of it.

    ```{touch}                    all of it, whose address holds its state
    ```
    ```{touch} explore            a piece that does one thing: explore, step, descend, practise
    :at: show=a1&w7=2             how it begins, in the words of the address
    The caption.
    ```
    {touch}`too fast a descent <mode=descend&rate=20>`      a link to the whole, in that state

What is written into the page is a picture with all numbers, for a reader without JavaScript and for
print. The script of the page, script.py, brings the same picture to life.
"""

import math
import posixpath
from collections.abc import Collection
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from bpref_docs.touch.drawing import number, still
from bpref_docs.touch.parts import ACTIVATIONS, EXERCISES, LOSSES, MODES, STEPS, meanings
from bpref_docs.touch.script import joined, view
from bpref_docs.touch.values import EXAMPLE, compute
from bpref_docs.touch.words import FOLDER, WORDS, filled

PAGE = "beyond/touch"
VIEWS = ("", "?stage", "?embed")  # alone on the screen, or in the frame of another page: view.js
SCRIPT, STYLE, PAPER = "touch.js", "touch.css", "worksheet.css"


def state(address: str) -> dict[str, str]:
    """Return what an address says, ``show=a1&w7=2``; refuse what the script would not understand."""
    found = dict(parse_qsl(address, keep_blank_values=True))
    allowed: dict[str, Collection[str]] = {
        "mode": MODES,
        "hidden": ACTIVATIONS,
        "loss": LOSSES,
        "show": ("", *meanings()),
        "exercise": EXERCISES,
    }
    for key, value in found.items():
        if key in allowed:
            if value not in allowed[key]:
                raise ValueError(
                    f"{key}={value}: {key} is one of {', '.join(sorted(allowed[key]))}"
                )
        elif key in EXAMPLE or key == "rate":
            if not math.isfinite(float(value)):
                raise ValueError(f"{key}={value}: not a finite number")
        elif key not in ("at", "steps", "number", "found"):
            raise ValueError(f"{key}={value}: nothing is called {key}")
    return found


class touch(nodes.General, nodes.Element):
    """The place of a network to touch: ``svg``, ``mode``, ``at``."""


class Touch(SphinxDirective):
    """The directive ``touch``: one argument, the mode of a piece; the body is its caption."""

    optional_arguments = 1
    has_content = True
    option_spec = {"at": directives.unchanged, "alt": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return a figure: the network's place, and the caption."""
        address = self.options.get("at", "")
        try:
            mode = directives.choice(self.arguments[0], MODES) if self.arguments else ""
            at = state(address)
        except ValueError as error:
            raise self.error(f"{{touch}}: {error}") from error
        for pattern in ("*.py", "*.toml", "*.js", "js/*.js"):
            for file in FOLDER.glob(pattern):
                self.env.note_dependency(str(file))  # the page names the script's state
        values = compute(at)
        alt = self.options.get("alt") or filled(
            WORDS["frame"]["alt"], {"loss": number(values["J"])}
        )
        place = touch("", svg=still(values, alt), mode=mode, at=address)
        figure = nodes.figure("", place, classes=["bpref-touch-figure"])
        if self.content:
            caption, messages = self.parse_inline(
                " ".join(self.content), lineno=self.content_offset + 1
            )
            figure += [nodes.caption("", "", *caption), *messages]
        self.set_source_info(figure)
        return [figure]


class Link(SphinxRole):
    """The role ``touch``: a link to the whole network in a state, ``{touch}`words <w7=2>` ``.

    ``<?stage#w7=2>`` is the same on the stage.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        words, _, address = self.text.rstrip(">").rpartition("<")
        view, _, code = address.rpartition("#")
        try:
            state(code)
            if view not in VIEWS:
                raise ValueError(f"{view}: a view is one of {', '.join(filter(None, VIEWS))}")
        except ValueError as error:
            return [], [self.inliner.reporter.error(f"{{touch}}: {error}", line=self.lineno)]
        target = f"{relative(self.env.docname, PAGE)}{view}#{code}"
        return [nodes.reference("", words.strip(), refuri=target, internal=True)], []


def relative(docname: str, target: str) -> str:
    """Return the way from one page of the site to another."""
    return posixpath.relpath(f"{target}.html", posixpath.dirname(docname) or ".")


def visit_touch(self: HTML5Translator, node: touch) -> None:
    """Write the picture, and what the script needs to know."""
    docname, whole = self.builder.current_docname, "" if node["mode"] else " whole"
    root = relative(docname, "index").removesuffix("index.html")
    self.body.append(
        f'<div class="bpref-touch{whole}" data-piece="{node["mode"]}"'
        f' data-at="{escape(node["at"])}" data-home="{relative(docname, PAGE)}"'
        f' data-root="{root}">{node["svg"]}</div>'
    )
    raise nodes.SkipNode


def write_script(app: Sphinx) -> None:
    """Write the script where Sphinx puts what pages load."""
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SCRIPT).write_text(joined(), "utf-8")


def add_script(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, object],
    doctree: nodes.document | None,
) -> None:
    """Load the script and the style where a network stands, and nowhere else."""
    networks = [] if doctree is None else [*doctree.findall(touch)]
    if networks:
        app.add_css_file(STYLE)
        if any(not node["mode"] for node in networks):  # of the whole one there are worksheets
            app.add_css_file(PAPER)
        app.add_js_file(SCRIPT, loading_method="defer")
        if pagename == PAGE:
            context["metatags"] = f"{context.get('metatags', '')}<script>\n{view()}</script>\n"


def check_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse a site that has not the pages which the steps lead to."""
    missing = {f"article/{step['page']}" for step in STEPS} - env.found_docs
    if missing:
        raise ExtensionError(f"touch: there is no page {sorted(missing)}")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, the role, and what goes with them."""
    app.add_node(touch, html=(visit_touch, None))
    app.add_directive("touch", Touch)
    app.add_role("touch", Link())
    app.connect("builder-inited", write_script)
    app.connect("html-page-context", add_script)
    app.connect("env-check-consistency", check_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
