"""Sphinx extension: what the front page says of the checks, computed in the build.

    {checked}`gradients`    how many gradients the example's network has
    {checked}`ways`         in how many ways each is found
    {checked}`difference`   by what part of a gradient the first two ways differ at most
    {checked}`numbers`      how many numbers the checks of all pages have compared

The words around them are the page's.
"""

from functools import cache

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import ExtensionMetadata

from bpref import relative_error
from bpref.example import W, b, x, y
from bpref_docs.checks.check import AGREE, both_ways, differences
from bpref_docs.checks.independent_loss import J, Network, all_arrays
from bpref_docs.words.numbers import scientific
from bpref_docs.words.quantities import ARRAYS, CELLS

PARAMETERS = ("W[1]", "b[1]", "W[2]", "b[2]")
COUNT = "numbers_that_agree"  # a page's, in its metadata


@cache
def example_gradients() -> dict[str, tuple[float, ...]]:
    """Return each gradient of the example, as backpropagation finds it and as the two others do."""
    net = Network(x, y, W, b, {1: "sigmoid", 2: "sigmoid"}, "cross_entropy")
    found: dict[str, tuple[float, ...]] = {}
    for at in PARAMETERS:
        value, theta = ARRAYS[f"d{at}"], all_arrays(net, {})[at]
        others = both_ways(lambda theta, at=at: J(net, {at: theta}), theta)  # type: ignore[misc]
        differences(f"d{at}", value, others)
        names = [name for row in CELLS[f"d{at}"] for name in row]
        found |= zip(names, zip(*(way.flat for way in (value, *others)), strict=True), strict=True)
    return found


def figures() -> dict[str, str]:
    """Return what is known before all pages are read, by its name."""
    found = example_gradients()
    [ways] = {len(numbers) for numbers in found.values()}
    # Of each gradient by itself: beside the largest of its matrix, the error of a small one is less.
    errors = (relative_error(np.array(own), np.array(step)) for own, step, *_ in found.values())
    return {
        "gradients": str(len(found)),
        "ways": str(ways),
        "difference": scientific(float(max(errors)), digits=1),
    }


class numbers_checked(nodes.inline):
    """The place of the sum, which is known when all pages are read."""


class Checked(SphinxRole):
    """The role ``checked``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a figure, or its place."""
        if self.text == "numbers":
            return [numbers_checked()], []
        known = figures()
        if self.text not in known:
            problem = f"{{checked}}: {self.text!r} is none of numbers, {', '.join(known)}"
            return [], [self.inliner.reporter.error(problem, line=self.lineno)]
        return [nodes.inline("", known[self.text], classes=["checked"])], []


def count_numbers(app: Sphinx, doctree: nodes.document) -> None:
    """Note how many numbers agree in the checks of a page."""
    classes = (name for node in doctree.findall(nodes.admonition) for name in node["classes"])
    counts = [int(name.removeprefix(AGREE)) for name in classes if name.startswith(AGREE)]
    app.env.metadata[app.env.current_document.docname][COUNT] = sum(counts)


def write_front_page_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the page whose sum changes with every other page."""
    return [app.config.root_doc]


def put_sum(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the sum in its places."""
    for place in [*doctree.findall(numbers_checked)]:
        total = sum(page.get(COUNT, 0) for page in app.env.metadata.values())
        place.replace_self(nodes.inline("", f"{total:,}"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the role, and what adds the pages up."""
    app.add_role("checked", Checked())
    app.connect("doctree-read", count_numbers)
    app.connect("env-updated", write_front_page_again)
    app.connect("doctree-resolved", put_sum)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
