"""The 2-3-2 network, drawn in the page, with the path of a quantity lit.

    ```{network}
    :alt: a1 goes through w7 into z4, and dz4 comes back to w7.
    :forward: a1 w7 z4
    :gradient: dz4 dw7
    :values: a1 dz4 dw7
    The caption.
    ```

``forward`` lights names, arrowheads to the right. ``gradient`` lights names, dashed, arrowheads to
the left: ``w7`` is the way back through w7, ``dw7`` the gradient itself, written in w7's place.
``values`` writes numbers beside names. ``layers``, ``1`` or ``2``, draws one layer only.
"""

import math
from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.words.numbers import decimal
from bpref_docs.words.quantities import SCALARS
from bpref_docs.words.symbols import kind, text_width, typeset_svg

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

# One unit is about one pixel on a phone.
FURTHER = (
    64  # to the left stand the inputs where layer 1 is alone: its labels have room on the lines
)
WIDTHS = {"1": (-FURTHER, 196), "2": (108, 406), "both": (0, 406)}  # what is seen, from x to x
WIDE, TALL = 80, 22  # half a neuron: z above, a below
RADIUS = 20
LETTERS, ROW = 15, 17  # the size of the letters, and from one row of them to the next
INPUTS = {"x1": (22, 116), "x2": (22, 244)}
NEURONS = {1: (152, 52), 2: (152, 180), 3: (152, 308), 4: (306, 116), 5: (306, 244)}
MIDDLE = 180
MOST_HIDDEN = 1 / 3  # of a lit line by its label; one that would hide more stands beside it
LOSS = (384, MIDDLE)

# Each weight: where it leaves, where it goes, and how far along the line its label stands. So
# placed, none touches another label, and none stands where two lines cross: whose is it there?
WEIGHTS: dict[str, dict[str, tuple[str | int, int, float]]] = {
    "1": {
        "w1": ("x1", 1, 1 / 2),
        "w2": ("x1", 2, 3 / 10),
        "w3": ("x1", 3, 2 / 3),
        "w4": ("x2", 1, 2 / 3),
        "w5": ("x2", 2, 3 / 10),
        "w6": ("x2", 3, 1 / 2),
    },
    "2": {
        "w7": (1, 4, 1 / 2),
        "w8": (1, 5, 1 / 3),
        "w9": (2, 4, 3 / 10),
        "w10": (2, 5, 3 / 10),
        "w11": (3, 4, 1 / 3),
        "w12": (3, 5, 1 / 2),
    },
}


def between(start: Point, end: Point, along: float) -> Point:
    """Return the point on the way from one to the other, so far along."""
    (x1, y1), (x2, y2) = start, end
    return x1 + along * (x2 - x1), y1 + along * (y2 - y1)


def beside(
    rows: list[str], start: Point, end: Point, along: float, side: float, gap: float
) -> Point:
    """Return where a label stands that far from a line, below it or (-1) above."""
    (x1, y1), (x2, y2) = start, end
    length = math.dist(start, end)
    right, down = side * (y1 - y2) / length, side * (x2 - x1) / length
    half_width = max(map(text_width, rows)) * LETTERS / 2
    clear = abs(right) * half_width + abs(down) * ROW * len(rows) / 2 + gap
    x, y = between(start, end, along)
    return x + right * clear, y + down * clear


def box_of(rows: list[str], at: Point) -> Box:
    """Return what a label around a point covers."""
    width, height = max(map(text_width, rows)) * LETTERS + 2, ROW * len(rows)
    return at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2


def hidden(rows: list[str], start: Point, end: Point) -> float:
    """Return how much of a line a label in the middle of it hides: all of it is 1."""
    left, top, right, bottom = box_of(rows, (0, 0))
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    return min((right - left) / across, (bottom - top) / down)


def within(point: Point, box: Box) -> bool:
    """Return whether a point, or what is 4 units from it, lies in a box."""
    return box[0] - 4 < point[0] < box[2] + 4 and box[1] - 4 < point[1] < box[3] + 4


def touch(one: Box, other: Box) -> bool:
    """Return whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class Drawing:
    """SVG elements, in the colours of what is lit: lines, and on top of them shapes and labels."""

    # Where everything stands and how large it is: another drawing of the network has it otherwise.
    inputs, neurons, loss_at, widths = INPUTS, NEURONS, LOSS, WIDTHS
    wide, tall, radius, loss_radius, row = WIDE, TALL, RADIUS, RADIUS, ROW
    bias = 15  # the length of a bias's line

    def __init__(self, forward: set[str], gradient: set[str], with_value: set[str]) -> None:
        """Take the names that are lit, forward and backward, and those shown with their numbers."""
        self.forward, self.gradient, self.with_value = forward, gradient, with_value
        self.lines: list[str] = []
        self.marks: list[str] = []
        # What no label of a line may cover: lines by their names, lit ones above all, and boxes and
        # other labels.
        self.all_lines: dict[str, tuple[Point, Point]] = {}
        self.lit_lines: dict[str, tuple[Point, Point]] = {}
        self.taken: list[Box] = []
        self.seen: Box = (0, 0, 0, 0)  # and where it must stay

    def state(self, name: str) -> str:
        """Return the CSS classes of a name: its colour if it is lit."""
        if name in self.gradient:
            # A weight that the way back leads through is still a parameter.
            return "lit parameter" if kind(name) == "parameter" else "lit gradient"
        return f"lit {kind(name)}" if name in self.forward else "muted"

    def rows(self, name: str, one_line: bool) -> list[str]:
        """Return the rows of a label: a name, with its number beside or under it."""
        rows = [name, decimal(SCALARS[name])] if name in self.with_value else [name]
        return [" ".join(rows)] if one_line else rows

    def label(
        self, name: str, x: float, y: float, one_line: bool = True, plate: bool = False
    ) -> None:
        """Write a name and its number around a point; on a line, a plate to be read on."""
        rows = self.rows(name, one_line)
        top = y - ROW / 2 * (len(rows) - 1)
        box = left, above, right, below = box_of(rows, (x, y))
        self.taken.append(box)
        behind = ""
        if plate:
            behind = (
                f'<rect class="plate" x="{left:.1f}" y="{above:.1f}"'
                f' width="{right - left:.1f}" height="{below - above:g}"/>'
            )
        texts = "".join(
            f'<text x="{x:.1f}" y="{top + ROW * i:.1f}">{typeset_svg(row)}</text>'
            for i, row in enumerate(rows)
        )
        self.marks.append(f'<g class="{self.state(name)}">{behind}{texts}</g>')

    def shown_as(self, name: str) -> str:
        """Return what is written at a parameter: its gradient, if that is lit."""
        return f"d{name}" if f"d{name}" in self.gradient else name

    def line(
        self, state: str, start: Point, end: Point, shift: float = 0, arrow: bool = True
    ) -> None:
        """Draw a straight line, moved sideways by the shift, with an arrowhead at its end."""
        (x1, y1), (x2, y2) = start, end
        length = math.dist(start, end)
        dx, dy = (x2 - x1) / length, (y2 - y1) / length

        def point(along: float, aside: float) -> str:
            aside += shift
            return f"{x1 + along * dx + aside * dy:.1f} {y1 + along * dy - aside * dx:.1f}"

        head = length - 9
        paths = f'<path d="M{point(0, 0)}L{point(head if arrow else length, 0)}"/>'
        if arrow:
            paths += (
                f'<path class="arrow" d="M{point(length, 0)}L{point(head, 5)}L{point(head, -5)}Z"/>'
            )
        self.lines.append(f'<g class="{state}">{paths}</g>')

    def connection(self, name: str, start: Point, end: Point) -> None:
        """Draw the line of a parameter: lit forward, backward, both side by side, or neither."""
        shift = 3.5 if name in self.forward & self.gradient else 0
        self.all_lines[name] = start, end
        if {name, f"d{name}"} & (self.forward | self.gradient):
            self.lit_lines[name] = start, end
        if name in self.forward:
            self.line("lit forward", start, end, shift)
        if name in self.gradient:
            self.line("lit gradient", end, start, shift)
        if name not in self.forward | self.gradient:
            self.line(self.state(f"d{name}"), start, end, arrow=False)

    def circle(self, name: str, x: float, y: float) -> None:
        """Draw an input or the loss."""
        r = self.radius
        self.marks.append(f'<g class="{self.state(name)}"><circle cx="{x}" cy="{y}" r="{r}"/></g>')
        self.taken.append((x - r, y - r, x + r, y + r))
        self.label(name, x, y, one_line=False)

    def cell(self, name: str, x: float, top: float) -> None:
        """Draw half a neuron: its z, or its a."""
        box = f'<rect x="{x - self.wide / 2}" y="{top}" width="{self.wide}" height="{self.tall}" rx="3"/>'
        self.marks.append(f'<g class="{self.state(name)}">{box}</g>')
        self.taken.append((x - self.wide / 2, top, x + self.wide / 2, top + self.tall))
        self.label(name, x, top + self.tall / 2)

    def bias_label(self, name: str, x: float, y: float) -> None:
        """Write a bias's name above its line, which begins there."""
        self.label(self.shown_as(name), x, y - 7)

    def gradients_under(self, number: int) -> list[str]:
        """Return the gradients that are written under a neuron, in the order of the way back."""
        return [name for name in (f"da{number}", f"dz{number}") if name in self.gradient]

    def gradient_labels(self, number: int) -> None:
        """Write the gradients under a neuron."""
        x, y = self.neurons[number]
        lit = self.gradients_under(number)
        for row, name in enumerate(lit):
            # Two have an arrow at their left.
            self.label(name, x + 3 * (len(lit) - 1), y + self.tall + 10 + self.row * row)
        if len(lit) == 2:
            left = x - self.wide / 2 - 3
            start, end = (left, y + self.tall + 6), (left, y + self.tall + self.row + 15)
            self.line("lit gradient", start, end)

    def neuron(self, number: int) -> None:
        """Draw a neuron: the bias on top, z, a, and under them the gradients."""
        x, y = self.neurons[number]
        begin = y - self.tall - self.bias
        self.connection(f"b{number}", (x, begin), (x, y - self.tall))
        self.bias_label(f"b{number}", x, begin)
        self.cell(f"z{number}", x, y - self.tall)
        self.cell(f"a{number}", x, y)
        self.gradient_labels(number)

    def ends(self, source: str | int, target: int) -> tuple[Point, Point]:
        """Return where a weight's line begins and ends."""
        x, y = self.neurons[target]
        end = x - self.wide / 2, y - self.tall / 2
        if isinstance(source, str):
            return (self.inputs[source][0] + self.radius, self.inputs[source][1]), end
        return self.way_out(source), end

    def way_out(self, number: int) -> Point:
        """Return where the lines from a neuron's activation begin."""
        x, y = self.neurons[number]
        return x + self.wide / 2, y + self.tall / 2

    def is_beside(self, name: str) -> bool:
        """Return whether a weight's label stands beside its line, of which it would hide too much."""
        if name in self.forward & self.gradient:
            return True
        lit = {name, f"d{name}"} & (self.forward | self.gradient)
        written = self.shown_as(name)
        return (
            bool(lit)
            and written in self.with_value
            and hidden(self.rows(written, one_line=True), *self.all_lines[name]) > MOST_HIDDEN
        )

    def weight_label(self, name: str, start: Point, end: Point, along: float) -> None:
        """Write a weight's name on its line, its number in the same row, or both beside it."""
        written = self.shown_as(name)
        places = [along, *(step / 20 for step in range(4, 17))]
        on_it = [between(start, end, place) for place in places]
        if self.is_beside(name):
            on_it = []
        rows = self.rows(written, one_line=False)
        middle = math.copysign(1, between(start, end, along)[1] - MIDDLE)
        gap = 10 if name in self.forward & self.gradient else 6
        # First on the side away from the middle of the drawing.
        beside_it = [
            beside(rows, start, end, place, side, gap)
            for side in (middle, -middle)
            for place in places
        ]
        # Where it covers no other line; else where it covers none that is lit.
        for candidates, one_line in ((on_it, True), (beside_it, False)):
            but = name if one_line else ""
            for lines in (self.all_lines, self.lit_lines):
                others = [ends for other, ends in lines.items() if other != but]
                for x, y in candidates:
                    if self.is_free(box_of(self.rows(written, one_line), (x, y)), others):
                        return self.label(written, x, y, one_line, plate=True)
        return self.label(written, *(on_it or beside_it)[0], plate=True)

    def is_free(self, box: Box, lines: list[tuple[Point, Point]]) -> bool:
        """Return whether a label may stand there: no other is covered, nor any of these lines."""
        left, top, right, bottom = self.seen
        return (
            left <= box[0]
            and top <= box[1]
            and box[2] <= right
            and box[3] <= bottom
            and not any(touch(box, taken) for taken in self.taken)
            and not any(within(between(*ends, i / 50), box) for ends in lines for i in range(51))
        )

    def into_loss(self, number: int, start: Point, end: Point) -> None:
        """Draw the line of an output into the loss."""
        if f"da{number}" in self.gradient:
            self.line("lit gradient", end, start)
        else:
            lit = "J" in self.forward and f"a{number}" in self.forward
            self.line("lit forward" if lit else "muted", start, end, arrow=lit)

    def target(self, name: str, x: float, y: float, side: int) -> None:
        """Draw a target, above the loss (-1) or below, and its line."""
        start, end = (x + 4, y + side * 42), (x + 4, y + side * self.loss_radius)
        self.line(self.state(name), start, end, arrow=False)
        self.label(name, x + 4, y + side * 52, one_line=False)

    def loss(self) -> None:
        """Draw J, the outputs that go into it, and their targets."""
        x, y = self.loss_at
        for number, side in ((4, -1), (5, 1)):
            end = x - 0.45 * self.loss_radius, y + 0.9 * side * self.loss_radius
            self.into_loss(number, self.way_out(number), end)
            self.target(f"y{number - 3}", x, y, side)
        self.circle("J", x, y)

    def svg(self, alt: str, layers: str) -> str:
        """Return the drawing of one layer, or of both."""
        drawn = WEIGHTS if layers == "both" else {layers: WEIGHTS[layers]}
        if layers == "1":
            self.inputs = {name: (x - FURTHER, y) for name, (x, y) in self.inputs.items()}
        lines = {
            name: (*self.ends(source, target), along)
            for weights in drawn.values()
            for name, (source, target, along) in weights.items()
        }
        for name, (start, end, _) in lines.items():
            self.connection(name, start, end)
        for number in self.neurons if "2" in drawn else (1, 2, 3):
            self.neuron(number)
        if "1" in drawn:
            for name, at in self.inputs.items():
                self.circle(name, *at)
        if "2" in drawn:
            self.loss()
        left, right = self.widths[layers]
        width = right - left
        # No lower than what is drawn, so that the caption stands under it.
        under = self.row * len(self.gradients_under(3))
        height = self.neurons[3][1] + self.tall + 10 + under
        self.seen = (left, 0, right, height)
        # Those beside their lines first: they have less choice.
        for name in sorted(lines, key=self.is_beside, reverse=True):
            self.weight_label(name, *lines[name])
        ordered = sorted(self.lines, key=lambda line: "lit" in line)
        return (
            f'<svg {self.look(width)} viewBox="{left} 0 {width} {height:g}"'
            f' role="img" aria-label="{escape(alt)}">{"".join(ordered + self.marks)}</svg>'
        )

    def look(self, width: float) -> str:
        """Return the attributes of the whole drawing, of this width."""
        return f'class="bpref-figure" style="max-width: {1.4 * width:g}px; font-size: {LETTERS}px"'


class Network(SphinxDirective):
    """The directive ``network``, whose content is the caption."""

    has_content = True
    option_spec = {
        "alt": directives.unchanged_required,
        "forward": directives.unchanged,
        "gradient": directives.unchanged,
        "values": directives.unchanged,
        "layers": lambda text: directives.choice(text, list(WIDTHS)),
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure; refuse a name that no scalar of the example has."""
        lists = [
            set(self.options.get(key, "").split()) for key in ("forward", "gradient", "values")
        ]
        if not self.options.get("alt"):
            raise self.error("{network} needs an :alt: text")
        if unknown := set[str]().union(*lists) - SCALARS.keys():
            raise self.error(f"{{network}}: no scalar is called {sorted(unknown)}")
        svg = Drawing(*lists).svg(self.options["alt"], self.options.get("layers", "both"))
        figure = nodes.figure("", nodes.raw("", svg, format="html"), classes=["bpref-network"])
        if self.content:
            text, messages = self.parse_inline(
                " ".join(self.content), lineno=self.content_offset + 1
            )
            caption = nodes.caption("", "", *text)
            self.set_source_info(caption)
            figure += [caption, *messages]
        return [figure]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("network", Network)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
