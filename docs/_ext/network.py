"""The 2-3-2 network, drawn in the page, with the path of a quantity lit.

    ```{network}
    :alt: w7 carries a1 into z4; dz4 flows back to w7.
    :forward: a1 w7 z4
    :gradient: dz4 dw7
    :values: a1 dz4 dw7
    The caption.
    ```

``forward`` lights names with arrowheads from left to right, ``gradient`` with dashed lines and
arrowheads from right to left (a weight's or bias's own name lights the way back through it; dw7
lights only its label), ``values`` writes numbers beside names. ``layers``, ``1`` or ``2``, crops the
drawing to one layer.
"""

from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from values import decimal, kind, values

# Sizes are in units of about one pixel on a phone.
COLUMN = {0: 22, 1: 156, 2: 312, 3: 384}
ROW = {1: 58, 2: 174, 3: 290, "upper": 116, "lower": 232}
HEIGHT = 348
HALF = 37  # width of a neuron's z, and of its a
TALL = 36
RADIUS = 17
CROPS = {"1": (0, 200), "2": (112, 406), "both": (0, 406)}  # from x to x

INPUTS = {1: (COLUMN[0], ROW["upper"]), 2: (COLUMN[0], ROW["lower"])}
NEURONS = {
    1: (COLUMN[1], ROW[1]),
    2: (COLUMN[1], ROW[2]),
    3: (COLUMN[1], ROW[3]),
    4: (COLUMN[2], ROW["upper"]),
    5: (COLUMN[2], ROW["lower"]),
}
LOSS = (COLUMN[3], ROW[2])

# Each weight: where it leaves, where it goes, and how far along its line the label stands.
WEIGHTS = {
    1: ("x1", 1, 0.5),
    2: ("x1", 2, 0.25),
    3: ("x1", 3, 0.8),
    4: ("x2", 1, 0.8),
    5: ("x2", 2, 0.25),
    6: ("x2", 3, 0.5),
    7: ("a1", 4, 0.5),
    8: ("a1", 5, 0.2),
    9: ("a2", 4, 0.75),
    10: ("a2", 5, 0.75),
    11: ("a3", 4, 0.2),
    12: ("a3", 5, 0.5),
}


class Drawing:
    """The SVG elements, and which names are lit."""

    def __init__(self, forward, gradient, numbers):
        self.forward, self.gradient, self.numbers = forward, gradient, numbers
        self.lines, self.marks = [], []

    def state(self, name):
        if name in self.gradient:
            return "lit gradient"
        if name in self.forward:
            return f"lit {kind(name)}"
        return "muted"

    def label(self, name, x, y):
        """A name, and its number under it if that is asked for."""
        texts = [name]
        if name in self.numbers:
            texts.append(decimal(values[name], 3))
        y -= 7 * (len(texts) - 1)
        rows = "".join(f'<text x="{x:g}" y="{y + 14 * i:g}">{text}</text>' for i, text in enumerate(texts))
        self.marks.append(f'<g class="{self.state(name)}">{rows}</g>')

    def line(self, state, start, end, arrow=True):
        """A straight line with a filled arrowhead at its end."""
        (x1, y1), (x2, y2) = start, end
        parts = [f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>']
        if arrow:
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
            dx, dy = (x2 - x1) / length, (y2 - y1) / length
            base = (x2 - 9 * dx, y2 - 9 * dy)
            parts.append(
                f'<path class="arrow" d="M{x2:.1f} {y2:.1f}L{base[0] - 4.5 * dy:.1f} {base[1] + 4.5 * dx:.1f}'
                f'L{base[0] + 4.5 * dy:.1f} {base[1] - 4.5 * dx:.1f}Z"/>'
            )
        self.lines.append(f'<g class="{state}">{"".join(parts)}</g>')

    def connection(self, name, start, end):
        """The line of a weight, a bias or a way into J: forward, backward, both side by side, or muted."""
        ahead, back = name in self.forward, name in self.gradient
        if not (ahead or back):
            self.line("muted", start, end, arrow=False)
        shift = 3.5 if ahead and back else 0
        if ahead:
            self.line("lit forward", *((x, y - shift) for x, y in (start, end)))
        if back:
            self.line("lit gradient", *((x, y + shift) for x, y in (end, start)))

    def input(self, number):
        x, y = INPUTS[number]
        self.circle(f"x{number}", x, y)

    def circle(self, name, x, y):
        self.marks.append(f'<g class="{self.state(name)}"><circle cx="{x}" cy="{y}" r="{RADIUS}"/></g>')
        self.label(name, x, y)

    def neuron(self, number):
        """z on the left, a on the right, the bias above, gradients below."""
        x, y = NEURONS[number]
        z, a = x - HALF / 2, x + HALF / 2
        for name, left in ((f"z{number}", x - HALF), (f"a{number}", x)):
            box = f'<rect x="{left}" y="{y - TALL / 2}" width="{HALF}" height="{TALL}" rx="4"/>'
            self.marks.append(f'<g class="{self.state(name)}">{box}</g>')
            self.label(name, left + HALF / 2, y)

        self.connection(f"b{number}", (z, y - TALL / 2 - 13), (z, y - TALL / 2))
        self.parameter(f"b{number}", z, y - TALL / 2 - 20)

        dz, da, below = f"dz{number}", f"da{number}", y + TALL / 2
        for name, at in ((dz, z), (da, a)):
            if name in self.gradient:
                self.label(name, at, below + (16 if name in self.numbers else 10))
        if {dz, da} <= self.gradient:
            self.line("lit gradient", (a - 12, below + 9), (z + 12, below + 9))

    def parameter(self, name, x, y):
        """A weight's or bias's label; its gradient's label takes its place when that is lit."""
        shown = f"d{name}" if f"d{name}" in self.gradient else name
        self.label(shown, x, y)

    def weight(self, number):
        source, target, along = WEIGHTS[number]
        if source[0] == "x":
            x, y = INPUTS[int(source[1:])]
            start = (x + RADIUS, y)
        else:
            x, y = NEURONS[int(source[1:])]
            start = (x + HALF, y)
        x, y = NEURONS[target]
        end = (x - HALF, y)
        self.connection(f"w{number}", start, end)
        self.parameter(
            f"w{number}", start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1])
        )

    def loss(self):
        """J, where the outputs go, and their targets."""
        x, y = LOSS
        for number, side in ((4, -1), (5, 1)):
            start, end = (COLUMN[2] + HALF, y + side * (y - ROW["upper"])), (x - 8, y + side * (RADIUS - 2))
            state = "lit gradient" if f"da{number}" in self.gradient else "lit forward" if "J" in self.forward else "muted"
            self.line(state, *((end, start) if "gradient" in state else (start, end)), arrow="lit" in state)
            target = f"y{number - 3}"
            self.line(self.state(target), (x + 2, y + side * 38), (x + 2, y + side * RADIUS), arrow=False)
            self.label(target, x + 2, y + side * 46)
        self.circle("J", x, y)

    def svg(self, alt, layers):
        for number in INPUTS:
            self.input(number)
        for number in NEURONS:
            self.neuron(number)
        for number in WEIGHTS:
            self.weight(number)
        self.loss()
        left, right = CROPS[layers]
        # What is lit lies over what is not, and labels lie over lines.
        lines = sorted(self.lines, key=lambda line: "lit" in line)
        return (
            f'<svg class="bpref-figure" role="img" aria-label="{escape(alt)}" style="max-width: {1.4 * (right - left):g}px"'
            f' viewBox="{left} 0 {right - left} {HEIGHT}">{"".join(lines + self.marks)}</svg>'
        )


class Network(SphinxDirective):
    has_content = True
    option_spec = {
        "alt": directives.unchanged_required,
        "forward": directives.unchanged,
        "gradient": directives.unchanged,
        "values": directives.unchanged,
        "layers": lambda text: directives.choice(text, list(CROPS)),
    }

    def run(self):
        forward, gradient, numbers = (set(self.options.get(key, "").split()) for key in ("forward", "gradient", "values"))
        unknown = (forward | gradient | numbers) - values.keys()
        if unknown or not self.options.get("alt"):
            problem = f"unknown names {sorted(unknown)}" if unknown else "an :alt: text is needed"
            raise ExtensionError(f"{self.get_location()}: {{network}}: {problem}")
        svg = Drawing(forward, gradient, numbers).svg(self.options["alt"], self.options.get("layers", "both"))
        figure = nodes.figure("", nodes.raw("", svg, format="html"), classes=["bpref-network"])
        if self.content:
            text, messages = self.parse_inline("\n".join(self.content), lineno=self.content_offset + 1)
            caption = nodes.caption("", "", *text)
            self.set_source_info(caption)
            figure += [caption, *messages]
        return [figure]


def setup(app):
    app.add_directive("network", Network)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
