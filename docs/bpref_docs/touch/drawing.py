"""The drawing of the network you can touch: all of it with every number, still and live.

The page has it as a picture. The script finds names (data-name), lines (data-line) and numbers
(data-value) in it, lights them and fills them in.
"""

import math

from bpref_docs.drawing.network import Drawing, Point, between
from bpref_docs.touch.values import thickness
from bpref_docs.words.numbers import decimal
from bpref_docs.words.symbols import kind, text_width, typeset_svg

LETTERS = 12
# Along its line, a weight's label; without these, two would be at one height, or beside a bias.
ALONG = {"w3": 2 / 3, "w4": 2 / 3, "w8": 0.285, "w11": 0.36}


def number(value: float) -> str:
    """Write a number as everywhere on the site; where an output is certain and wrong, ∞."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return decimal(value)


class TouchDrawing(Drawing):
    """The network with all its numbers, each line with its lit forms, which a style hides."""

    inputs = {"x1": (18, 139), "x2": (18, 289)}
    neurons = {1: (158, 64), 2: (158, 214), 3: (158, 364), 4: (327, 139), 5: (327, 289)}
    loss_at, widths = (391, 214), {"both": (0, 416)}
    wide, tall, radius, loss_radius, row = 84, 20, 16, 24, 15
    bias = 12

    def __init__(self, values: dict[str, float]) -> None:
        """Take every number by its name."""
        super().__init__(set(), set(), set())
        self.values = values

    def look(self, width: float) -> str:
        """Return the attributes of the whole drawing."""
        return f'style="font-size: {LETTERS}px"'

    def part(self, look: str, name: str, inside: str) -> None:
        """Add what is touched as one: a shape and its texts."""
        self.marks.append(
            f'<g class="{f"{look} {kind(name)}".strip()}" data-name="{name}">{inside}</g>'
        )

    def grip(self, x: float, top: float, bottom: float, wide: float = 96) -> str:
        """Return what a finger may take hold of: more than is drawn."""
        return f'<path class="grip" d="M{x - wide / 2:g} {top:g}h{wide:g}V{bottom:g}h{-wide:g}z"/>'

    def text(self, x: float, y: float, inside: str, look: str = "") -> str:
        """Return a text around a point."""
        attributes = f' class="{look}"' if look else ""
        return f'<text{attributes} x="{x:g}" y="{y:g}">{inside}</text>'

    def value(self, name: str) -> str:
        """Return a number, which the script finds by its name."""
        return f'<tspan data-value="{name}">{number(self.values[name])}</tspan>'

    def both(self, name: str) -> str:
        """Return a name and its number."""
        return f"{typeset_svg(name)} {self.value(name)}"

    def connection(self, name: str, start: Point, end: Point) -> None:
        """Draw a line: what is pointed at, what is seen, and its lit forms, forward and back."""
        first = len(self.lines)
        self.line("ahead", start, end, 3)
        self.line("back", end, start, 3)
        lit = "".join(self.lines[first:])
        whole = 'd="M{:.1f} {:.1f}L{:.1f} {:.1f}"'.format(*start, *end)
        paths = f'<path class="hit" {whole}/><path class="rest" {whole}/>'
        style = f' style="--thick: {thickness(self.values[name])}px"' if name[0] == "w" else ""
        self.lines[first:] = [f'<g data-line="{name}"{style}>{paths}{lit}</g>']

    def plate(self, name: str, x: float, y: float) -> None:
        """Write a parameter, its number, and under it its gradient."""
        shown = [f"{name} {number(self.values[name])}", number(self.values[f"d{name}"])]
        wide, high = max(map(text_width, shown)) * LETTERS + 10, 2 * self.row
        self.part(
            "plate",
            name,
            self.grip(round(x, 1), round(y - high / 2, 1), round(y + high / 2, 1), 64)
            + f'<rect x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" height="{high}" rx="4"/>'
            + self.text(round(x, 1), round(y - self.row / 2, 1), self.both(name))
            + self.text(
                round(x, 1), round(y + self.row / 2, 1), self.value(f"d{name}"), "gradient"
            ),
        )

    def weight_label(self, name: str, start: Point, end: Point, along: float) -> None:
        """Write a weight on its line."""
        self.plate(name, *between(start, end, ALONG.get(name, 1 / 2)))

    def bias_label(self, name: str, x: float, y: float) -> None:
        """Write a bias above its line."""
        self.plate(name, x, y - self.row)

    def cell(self, name: str, x: float, top: float) -> None:
        """Draw half a neuron: its z, or its a."""
        box = f'<rect x="{x - self.wide / 2:g}" y="{top:g}" width="{self.wide}" height="{self.tall}" rx="4"/>'
        up, down = (9, 0) if name[0] == "z" else (0, 9)
        grip = self.grip(x, top - up, top + self.tall + down)
        self.part("cell", name, grip + box + self.text(x, top + self.tall / 2, self.both(name)))

    def gradients_under(self, number: int) -> list[str]:
        """Return both gradients of a neuron."""
        return [f"da{number}", f"dz{number}"]

    def gradient_labels(self, number: int) -> None:
        """Write the gradients under a neuron."""
        x, y = self.neurons[number]
        for i, name in enumerate(self.gradients_under(number)):
            middle = y + self.tall + 10 + i * self.row
            grip = self.grip(x, middle - self.row / 2, middle + self.row / 2)
            self.part("sum", name, grip + self.text(x, middle, self.both(name)))

    def circle(self, name: str, x: float, y: float) -> None:
        """Draw an input, a target or the loss: the name, under it the number."""
        radius = self.loss_radius if name == "J" else self.radius
        shape = f'<circle cx="{x:g}" cy="{y:g}" r="{radius}"/>'
        texts = self.text(x, y - 6.5, typeset_svg(name)) + self.text(x, y + 7.5, self.value(name))
        self.part("round", name, shape + texts)

    def into_loss(self, number: int, start: Point, end: Point) -> None:
        """Draw the line of an output into the loss."""
        self.connection(f"a{number}", start, end)

    def target(self, name: str, x: float, y: float, side: int) -> None:
        """Draw a target, above the loss (-1) or below, and its line."""
        self.connection(name, (x, y + side * 40), (x, y + side * self.loss_radius))
        self.circle(name, x, y + side * 54)


def still(values: dict[str, float], alt: str) -> str:
    """Return the picture of the whole network with all its numbers."""
    return TouchDrawing(values).svg(alt, "both")
