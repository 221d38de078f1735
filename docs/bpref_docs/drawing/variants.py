"""Sphinx extension: two more drawings of a network, in the look of the one of the site.

    ```{gradient-widths}
    :alt: The lines that leave x1 are the widest.
    The caption.
    ```

has a line for each weight of the example, as wide as its gradient is large, dashed if it is negative.

    ```{exercise-network}
    :alt: Two inputs, two neurons, one output.
    :values: x1=2 x2=-1 w1=0.75 ...
    The caption.
    ```

is the 2-2-1 network of the exercise, with the numbers that the page gives it.
"""

from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.drawing.captions import OPTIONS, figure_of
from bpref_docs.drawing.network import WEIGHTS, Drawing, Point
from bpref_docs.words.numbers import decimal
from bpref_docs.words.quantities import SCALARS

WIDEST = 14  # the width of a line whose gradient is 1


class Widths(Drawing):
    """The 2-3-2 network, each weight's line as wide as its gradient is large."""

    def __init__(self) -> None:
        """Light all weights, whose names are then in their colour."""
        super().__init__({name for layer in WEIGHTS.values() for name in layer}, set(), set())

    def connection(self, name: str, start: Point, end: Point) -> None:
        """Draw a weight's line; a bias keeps its own."""
        if name.startswith("b"):
            super().connection(name, start, end)
            return
        gradient = SCALARS[f"d{name}"]
        width = WIDEST * abs(gradient)
        # Dashes in proportion to the width: as many dots would be no line.
        dashes = "none" if gradient > 0 else f"{1.5 * width + 3:.1f} {0.6 * width + 2:.1f}"
        (x1, y1), (x2, y2) = start, end
        self.all_lines[name] = self.lit_lines[name] = start, end
        self.lines.append(
            f'<g class="lit gradient"><path d="M{x1:g} {y1:g}L{x2:g} {y2:g}"'
            f' style="stroke-width: {width:.1f}; stroke-dasharray: {dashes}"/></g>'
        )


class Exercise(Drawing):
    """A network of two inputs, two neurons and one output, with numbers of its own."""

    inputs = {"x1": (22, 62), "x2": (22, 206)}
    neurons = {1: (172, 62), 2: (172, 206), 3: (332, 134)}
    weights: dict[str, tuple[str | int, int, float]] = {
        "w1": ("x1", 1, 1 / 2),
        "w2": ("x1", 2, 3 / 10),
        "w3": ("x2", 1, 3 / 10),
        "w4": ("x2", 2, 1 / 2),
        "w5": (1, 3, 1 / 2),
        "w6": (2, 3, 1 / 2),
    }
    width, height = 380, 240

    def __init__(self, values: dict[str, float]) -> None:
        """Take the numbers of the inputs, of the parameters and of the target."""
        lit = {*values, *(f"{letter}{number}" for letter in "za" for number in self.neurons)}
        super().__init__(lit - {"y"}, set(), set(values))
        self.values = values

    def rows(self, name: str, one_line: bool) -> list[str]:
        """Return the rows of a label: a name, with its number beside or under it."""
        rows = [name, decimal(self.values[name])] if name in self.values else [name]
        return [" ".join(rows)] if one_line else rows

    def picture(self, alt: str) -> str:
        """Return the drawing."""
        lines = {
            name: (*self.ends(source, target), along)
            for name, (source, target, along) in self.weights.items()
        }
        for name, (start, end, _) in lines.items():
            self.connection(name, start, end)
        for number in self.neurons:
            self.neuron(number)
        for name, at in self.inputs.items():
            self.circle(name, *at)
        x, y = self.neurons[3]
        self.label("y", x, y + self.tall + 14)
        self.seen = (0, 0, self.width, self.height)
        for name, line in lines.items():
            self.weight_label(name, *line)
        return (
            f'<svg {self.look(self.width)} viewBox="0 0 {self.width} {self.height}"'
            f' role="img" aria-label="{escape(alt)}">{"".join(self.lines + self.marks)}</svg>'
        )


def drawn(name: str, options: dict[str, str]) -> str:
    """Return the drawing of one of the two directives, as its options have it."""
    if name == "gradient-widths":
        return Widths().svg(options["alt"], "both")
    pairs = (pair.partition("=") for pair in options["values"].split())
    return Exercise({symbol: float(number) for symbol, _, number in pairs}).picture(options["alt"])


class Variant(SphinxDirective):
    """The directives ``gradient-widths`` and ``exercise-network``, whose content is the caption."""

    has_content = True
    option_spec = {
        "alt": directives.unchanged_required,
        "values": directives.unchanged_required,
        **OPTIONS,
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure; it needs an alt text."""
        if not self.options.get("alt"):
            raise self.error(f"{{{self.name}}} needs an :alt: text")
        picture = nodes.raw("", drawn(self.name, self.options), format="html")
        return [figure_of(self, [picture], ["bpref-network"])]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("gradient-widths", Variant)
    app.add_directive("exercise-network", Variant)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
