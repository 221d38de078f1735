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

from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from example_values import SCALARS
from numerals import decimal
from symbols import kind, text_width, typeset_svg

# One unit is about one pixel on a phone.
HEIGHT = 368
WIDTHS = {"1": (0, 196), "2": (108, 406), "both": (0, 406)}  # what is seen, from x to x
WIDE, TALL = 80, 22  # half a neuron: z above, a below
RADIUS = 20
INPUTS = {"x1": (22, 116), "x2": (22, 244)}
NEURONS = {1: (152, 52), 2: (152, 180), 3: (152, 308), 4: (306, 116), 5: (306, 244)}
LOSS = (384, 180)

# Each weight: where it leaves, where it goes, and how far along the line its label stands. So
# placed, the six labels of a layer are at six heights, and none can touch another.
WEIGHTS = {
    "1": {
        "w1": ("x1", 1, 1 / 2),
        "w2": ("x1", 2, 1 / 2),
        "w3": ("x1", 3, 2 / 3),
        "w4": ("x2", 1, 2 / 3),
        "w5": ("x2", 2, 1 / 2),
        "w6": ("x2", 3, 1 / 2),
    },
    "2": {
        "w7": (1, 4, 1 / 2),
        "w8": (1, 5, 1 / 3),
        "w9": (2, 4, 1 / 2),
        "w10": (2, 5, 1 / 2),
        "w11": (3, 4, 1 / 3),
        "w12": (3, 5, 1 / 2),
    },
}


class Drawing:
    """SVG elements, in the colours of what is lit: lines, and on top of them shapes and labels."""

    def __init__(self, forward, gradient, numbers):
        self.forward, self.gradient, self.numbers = forward, gradient, numbers
        self.lines, self.marks = [], []

    def state(self, name):
        if name in self.gradient:
            # A weight that the way back leads through is still a parameter.
            return "lit parameter" if kind(name) == "parameter" else "lit gradient"
        return f"lit {kind(name)}" if name in self.forward else "muted"

    def label(self, name, x, y, one_line=True, on_line=False):
        """A name, with its number beside or under it; on a line, it gets a plate to be read on."""
        rows = [name, decimal(SCALARS[name])] if name in self.numbers else [name]
        if one_line:
            rows = [" ".join(rows)]
        top = y - 7 * (len(rows) - 1)
        plate = ""
        if on_line:
            width = 13 * max(map(text_width, rows)) + 4
            plate = f'<rect class="plate" x="{x - width / 2:.1f}" y="{top - 7:.1f}" width="{width:.1f}" height="{14 * len(rows)}"/>'
        texts = "".join(
            f'<text x="{x:.1f}" y="{top + 14 * i:.1f}">{typeset_svg(row)}</text>'
            for i, row in enumerate(rows)
        )
        self.marks.append(f'<g class="{self.state(name)}">{plate}{texts}</g>')

    def parameter(self, name, *where, **how):
        self.label(f"d{name}" if f"d{name}" in self.gradient else name, *where, **how)

    def line(self, state, start, end, shift=0, arrow=True):
        """A straight line, moved sideways by the shift, with an arrowhead at its end."""
        (x1, y1), (x2, y2) = start, end
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        dx, dy = (x2 - x1) / length, (y2 - y1) / length

        def point(along, aside):
            aside += shift
            return f"{x1 + along * dx + aside * dy:.1f} {y1 + along * dy - aside * dx:.1f}"

        head = length - 9
        paths = f'<path d="M{point(0, 0)}L{point(head if arrow else length, 0)}"/>'
        if arrow:
            paths += (
                f'<path class="arrow" d="M{point(length, 0)}L{point(head, 5)}L{point(head, -5)}Z"/>'
            )
        self.lines.append(f'<g class="{state}">{paths}</g>')

    def connection(self, name, start, end):
        """The line of a parameter: lit forward, backward, both side by side, or neither."""
        shift = 3.5 if name in self.forward & self.gradient else 0
        if name in self.forward:
            self.line("lit forward", start, end, shift)
        if name in self.gradient:
            self.line("lit gradient", end, start, shift)
        if name not in self.forward | self.gradient:
            self.line(self.state(f"d{name}"), start, end, arrow=False)

    def circle(self, name, x, y):
        self.marks.append(
            f'<g class="{self.state(name)}"><circle cx="{x}" cy="{y}" r="{RADIUS}"/></g>'
        )
        self.label(name, x, y, one_line=False)

    def neuron(self, number):
        """The bias on top, z, a, and under them the gradients that are lit."""
        x, y = NEURONS[number]
        bias = f"b{number}"
        self.connection(bias, (x, y - TALL - 15), (x, y - TALL))
        self.parameter(bias, x, y - TALL - 20)
        for name, top in ((f"z{number}", y - TALL), (f"a{number}", y)):
            box = f'<rect x="{x - WIDE / 2}" y="{top}" width="{WIDE}" height="{TALL}" rx="3"/>'
            self.marks.append(f'<g class="{self.state(name)}">{box}</g>')
            self.label(name, x, top + TALL / 2)
        lit = [name for name in (f"da{number}", f"dz{number}") if name in self.gradient]
        for row, name in enumerate(lit):
            self.label(name, x + 3, y + TALL + 10 + 15 * row)
        if len(lit) == 2:
            self.line(
                "lit gradient", (x - WIDE / 2 - 3, y + TALL + 6), (x - WIDE / 2 - 3, y + TALL + 30)
            )

    def weight(self, name, source, target, along):
        if source in INPUTS:
            start = INPUTS[source][0] + RADIUS, INPUTS[source][1]
        else:
            start = NEURONS[source][0] + WIDE / 2, NEURONS[source][1] + TALL / 2
        end = NEURONS[target][0] - WIDE / 2, NEURONS[target][1] - TALL / 2
        self.connection(name, start, end)
        x, y = (p + along * (q - p) for p, q in zip(start, end, strict=True))
        self.parameter(name, x, y, one_line=False, on_line=True)

    def loss(self):
        """J, the outputs that go into it, and their targets."""
        x, y = LOSS
        for number, side in ((4, -1), (5, 1)):
            start = NEURONS[number][0] + WIDE / 2, NEURONS[number][1] + TALL / 2
            end = x - 9, y + side * 18
            if f"da{number}" in self.gradient:
                self.line("lit gradient", end, start)
            else:
                lit = "J" in self.forward and f"a{number}" in self.forward
                self.line("lit forward" if lit else "muted", start, end, arrow=lit)
            target = f"y{number - 3}"
            self.line(
                self.state(target), (x + 4, y + side * 42), (x + 4, y + side * RADIUS), arrow=False
            )
            self.label(target, x + 4, y + side * 52, one_line=False)
        self.circle("J", x, y)

    def svg(self, alt, layers):
        drawn = WEIGHTS if layers == "both" else {layers: WEIGHTS[layers]}
        for weights in drawn.values():
            for name, where in weights.items():
                self.weight(name, *where)
        for number in NEURONS if "2" in drawn else (1, 2, 3):
            self.neuron(number)
        if "1" in drawn:
            for name, at in INPUTS.items():
                self.circle(name, *at)
        if "2" in drawn:
            self.loss()
        left, right = WIDTHS[layers]
        width = right - left
        lines = sorted(self.lines, key=lambda line: "lit" in line)
        return (
            f'<svg class="bpref-figure" viewBox="{left} 0 {width} {HEIGHT}" style="max-width: {1.4 * width:g}px"'
            f' role="img" aria-label="{escape(alt)}">{"".join(lines + self.marks)}</svg>'
        )


class Network(SphinxDirective):
    has_content = True
    option_spec = {
        "alt": directives.unchanged_required,
        "forward": directives.unchanged,
        "gradient": directives.unchanged,
        "values": directives.unchanged,
        "layers": lambda text: directives.choice(text, list(WIDTHS)),
    }

    def run(self):
        lists = [
            set(self.options.get(key, "").split()) for key in ("forward", "gradient", "values")
        ]
        if not self.options.get("alt"):
            raise self.error("{network} needs an :alt: text")
        if unknown := set().union(*lists) - SCALARS.keys():
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


def setup(app):
    app.add_directive("network", Network)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
