"""Sphinx extension: the network you can touch, whole or a piece of it.

    ```{touch}                    all of it, whose address holds its state
    ```
    ```{touch} explore            a piece that does one thing: explore, step, descend, practise
    :at: show=a1&w7=2             how it begins, in the words of the address
    The caption.
    ```
    {touch}`too fast a descent <mode=descend&rate=20>`      a link to the whole, in that state

What is written into the page is a still picture with the same numbers, for a reader without
JavaScript and for print. The script of the page, touch.js, puts the live network in its place.
"""

import json
import math
import posixpath
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from bpref_docs.drawing.network import Point, between
from bpref_docs.touch.parts import (
    ACTIVATIONS,
    LEVELS,
    LOSSES,
    MODES,
    NEURONS,
    SAYS,
    STEPS,
    frame,
    meanings,
    panels,
)
from bpref_docs.touch.values import EXAMPLE, compute
from bpref_docs.words.numbers import decimal
from bpref_docs.words.quantities import WEIGHTS
from bpref_docs.words.symbols import kind, typeset_svg

PAGE = "beyond/touch"
SCRIPTS = ("backprop.js", "touch.js")


def state(address: str) -> dict[str, str]:
    """Return what an address says, ``show=a1&w7=2``; refuse what the script would not understand."""
    found = dict(parse_qsl(address, keep_blank_values=True))
    allowed: dict[str, Mapping[str, object]] = {
        "mode": MODES,
        "hidden": ACTIVATIONS,
        "loss": LOSSES,
        "show": {"": "", **meanings()},
        "exercise": LEVELS,
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
        elif key not in ("at", "steps", "number"):
            raise ValueError(f"{key}={value}: nothing is called {key}")
    return found


def number(value: float) -> str:
    """Write a number as everywhere on the site; where an output is certain and wrong, ∞."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return decimal(value)


# The still picture, 600 units wide: where the layers stand, and how far along its line each weight's
# label does, so that no two are at one height.
WIDTH, HEIGHT, BOX, TALL, LINE, RADIUS = 600, 510, 98, 23, 17, 23
PLACES: dict[str | int, Point] = {"x1": (24, 155), "x2": (24, 327), "J": (571, 241)} | {
    n: (across, 7 + 1.34 * down)
    for n, across, down in [
        (1, 230, 52),
        (2, 230, 180),
        (3, 230, 308),
        (4, 448, 116),
        (5, 448, 244),
    ]
}
ALONG = {3: 2 / 3, 4: 2 / 3, 8: 1 / 3, 11: 1 / 3}


def still(values: dict[str, float], alt: str) -> str:
    """Return the picture of the whole network with all its numbers."""
    lines: list[str] = []
    marks: list[str] = []

    def text(x: float, y: float, name: str, what: str = "both") -> str:
        content = {"symbol": typeset_svg(name), "number": number(values[name])}
        shown = " ".join(content.values()) if what == "both" else content[what]
        return f'<text class="{kind(name)}" x="{x:.1f}" y="{y:.1f}">{shown}</text>'

    def line(start: Point, end: Point) -> None:
        lines.append('<path class="rest" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>'.format(*start, *end))

    def plate(name: str, x: float, y: float) -> None:
        marks.append(
            f'<rect class="plate" x="{x - 33:.1f}" y="{y - LINE:.1f}" width="66" height="{2 * LINE}"/>'
            + text(x, y - LINE / 2, name)
            + text(x, y + LINE / 2, f"d{name}", "number")
        )

    def circle(name: str, x: float, y: float, radius: float = RADIUS) -> None:
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
            + text(x, y - 8, name, "symbol")
            + text(x, y + 9, name, "number")
        )

    for layer, rows in WEIGHTS.items():
        for n, row in zip(NEURONS[layer], rows, strict=True):
            x, y = PLACES[n]
            for j, k in enumerate(row):
                p, q = PLACES[f"x{j + 1}" if layer == 1 else j + 1]
                start = (p + RADIUS, q) if layer == 1 else (p + BOX / 2, q + TALL / 2)
                end = (x - BOX / 2, y - TALL / 2)
                line(start, end)
                along = ALONG.get(k, 1 / 2)
                plate(f"w{k}", *between(start, end, along))
            line((x, y - TALL - 13), (x, y - TALL))
            plate(f"b{n}", x, y - TALL - 13 - LINE)
            for i, letter in enumerate("za"):
                top = y + (i - 1) * TALL
                marks.append(
                    f'<rect x="{x - BOX / 2:.1f}" y="{top:.1f}" width="{BOX}" height="{TALL}" rx="4"/>'
                    + text(x, top + TALL / 2, f"{letter}{n}")
                    + text(x, y + TALL + (i + 0.62) * LINE, f"d{'az'[i]}{n}")
                )
    x, y = PLACES["J"]
    for n, side in ((4, -1), (5, 1)):
        p, q = PLACES[n]
        line((p + BOX / 2, q + TALL / 2), (x - 17, y + side * 22))
        line((x, y + side * 60), (x, y + side * RADIUS))
        circle(f"y{n - 3}", x, y + side * 74, 20)
    circle("J", *PLACES["J"], 28)
    for name in ("x1", "x2"):
        circle(name, *PLACES[name])
    return (
        f'<svg class="still" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(alt)}">'
        f"{''.join(lines + marks)}</svg>"
    )


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
            mode = directives.choice(self.arguments[0], tuple(MODES)) if self.arguments else ""
            at = state(address)
        except ValueError as error:
            raise self.error(f"{{touch}}: {error}") from error
        values = compute(at)
        alt = self.options.get("alt") or (
            f"The network with all its numbers and gradients; J is {number(values['J'])}."
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
    """The role ``touch``: a link to the whole network in a state, ``{touch}`words <w7=2>` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        words, _, address = self.text.rstrip(">").rpartition("<")
        try:
            state(address)
        except ValueError as error:
            return [], [self.inliner.reporter.error(f"{{touch}}: {error}", line=self.lineno)]
        target = f"{relative(self.env.docname, PAGE)}#{address}"
        return [nodes.reference("", words.strip(), refuri=target, internal=True)], []


def relative(docname: str, target: str) -> str:
    """Return the way from one page of the site to another."""
    return posixpath.relpath(f"{target}.html", posixpath.dirname(docname) or ".")


def written(step: dict[str, Any], docname: str) -> dict[str, Any]:
    """Return a step as the script wants it: nothing left out, the page as a link."""
    page, words = step["page"]
    empty: dict[str, list[str]] = {"equations": [], "full": [], "forward": [], "gradient": []}
    return empty | step | {"page": words, "link": relative(docname, f"article/{page}")}


def visit_touch(self: HTML5Translator, node: touch) -> None:
    """Write the still picture, and what the script needs to know."""
    docname, mode = self.builder.current_docname, node["mode"]
    home = relative(docname, PAGE)
    parts = {"frame": frame(not mode, home)} | {
        key: panel for key, panel in panels().items() if mode in ("", key)
    }
    data = {
        "example": EXAMPLE,
        "mode": mode,
        "at": node["at"],
        "home": home,
        "names": meanings(),
        "steps": [written(step, docname) for step in STEPS],
        "levels": LEVELS,
        "says": SAYS,
    }
    templates = "".join(
        f'<template data-part="{key}">{part}</template>' for key, part in parts.items()
    )
    self.body.append(
        f'<div class="bpref-touch{"" if mode else " whole"}" data-touch="{escape(json.dumps(data, separators=(",", ":")))}">'
        f"{node['svg']}{templates}</div>"
    )
    raise nodes.SkipNode


def add_scripts(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, object],
    doctree: nodes.document | None,
) -> None:
    """Load the scripts and the style where a network stands, and nowhere else."""
    if doctree is not None and next(iter(doctree.findall(touch)), None) is not None:
        app.add_css_file("touch.css")
        for script in SCRIPTS:
            app.add_js_file(script, loading_method="defer")


def check_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse a site that has not the pages which the steps lead to."""
    missing = {f"article/{step['page'][0]}" for step in STEPS} - env.found_docs
    if missing:
        raise ExtensionError(f"touch: there is no page {sorted(missing)}")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, the role, and what goes with them."""
    app.add_node(touch, html=(visit_touch, None))
    app.add_directive("touch", Touch)
    app.add_role("touch", Link())
    app.connect("html-page-context", add_scripts)
    app.connect("env-check-consistency", check_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
