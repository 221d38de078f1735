"""What the network you can touch says: names, steps, exercises, answers, and its panels as HTML.

All words are here, so that the script has none. ``{w7*dz4}`` is typeset as a formula, by touch.js;
``$w`` stands for what the script knows.
"""

from html import escape
from typing import Any

from bpref_docs.words.quantities import NEURONS as NEURON_ROWS
from bpref_docs.words.quantities import WEIGHTS

NEURONS = {layer: [n for (n,) in rows] for layer, rows in NEURON_ROWS.items()}

MODES = {"explore": "Explore", "step": "Step", "descend": "Descend", "practise": "Practise"}
ACTIVATIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
LOSSES = {"cross-entropy": "cross-entropy", "squared-error": "squared error"}


def names(letters: str, layer: int) -> list[str]:
    """Return the scalars of a layer, ``dw`` or ``z``, from the first to the last."""
    if letters.endswith("w"):
        return [f"{letters}{n}" for n in sorted(n for row in WEIGHTS[layer] for n in row)]
    return [f"{letters}{n}" for n in NEURONS[layer]]


def meanings() -> dict[str, str]:
    """Return every scalar that can be pointed at, and what it is."""
    found = {}
    for layer, rows in WEIGHTS.items():
        for n, row in zip(NEURONS[layer], rows, strict=True):
            for j, weight in enumerate(row):
                found[f"w{weight}"] = f"weight from {'xa'[layer - 1]}{j + 1} to z{n}"
    found = {f"w{n}": found[f"w{n}"] for n in range(1, 13)}
    found |= {f"b{n}": f"bias of z{n}" for n in range(1, 6)}
    found |= {f"z{n}": f"weighted sum of neuron {n}" for n in range(1, 6)}
    found |= {f"a{n}": f"activation of neuron {n}" for n in range(1, 6)}
    return found | {
        "x1": "input",
        "x2": "input",
        "y1": "target of a4",
        "y2": "target of a5",
        "J": "loss",
    }


X, Y = ["x1", "x2"], ["y1", "y2"]
PARAMETERS = [*names("w", 1), *names("w", 2), *names("b", 1), *names("b", 2)]
GRADIENTS = {layer: [*names("dw", layer), *names("db", layer)] for layer in (1, 2)}

# The way forward and back. ``names`` are computed in the step, those in ``full`` shown with their
# numbers, ``forward`` and ``gradient`` are lit; ``page`` is the page that explains it.
STEPS: list[dict[str, Any]] = [
    {
        "title": "Before the first step",
        "words": "The example, its targets and the 17 parameters are given.",
        "page": ("network", "Section 1: the network"),
        "names": [*X, *Y, *PARAMETERS],
        "forward": [*X, *PARAMETERS],
    },
    {
        "title": "Forward through layer 1",
        "words": "Multiply along the lines, add up, apply the activation.",
        "page": ("network", "Section 1: run one example forward"),
        "equations": ["z[1] = W[1]*a[0] + b[1]", "a[1] = g(z[1])"],
        "names": [*names("z", 1), *names("a", 1)],
        "full": ["z1", "a1"],
        "forward": [*X, *names("w", 1), *names("b", 1), *names("z", 1), *names("a", 1)],
    },
    {
        "title": "Forward through layer 2",
        "words": "The same again: the activations of layer 1 are the inputs of layer 2.",
        "page": ("network", "Section 1: layer 2 does the same"),
        "equations": ["z[2] = W[2]*a[1] + b[2]", "a[2] = g(z[2])"],
        "names": [*names("z", 2), *names("a", 2)],
        "full": ["z4", "a4"],
        "forward": [*names("a", 1), *names("w", 2), *names("b", 2), *names("z", 2), *names("a", 2)],
    },
    {
        "title": "The loss",
        "words": "One number from both outputs and their targets.",
        "page": ("activation-and-loss", "Section 2: the loss"),
        "names": ["J"],
        "full": ["J"],
        "forward": [*names("a", 2), *Y, "J"],
    },
    {
        "title": "Step 1: {dz[2]} of the last layer",
        "words": "From the loss back through the last activation.",
        "page": ("last-layer", "Section 3: da[2] and dz[2]"),
        "equations": {
            "cross-entropy": ["dz[2] = da[2] ⊙ gp(z[2]) = a[2] - y"],
            "squared-error": ["da[2] = a[2] - y", "dz[2] = da[2] ⊙ gp(z[2])"],
        },
        "names": [*names("da", 2), *names("dz", 2)],
        "full": ["da4", "dz4"],
        "gradient": [*names("da", 2), *names("dz", 2)],
    },
    {
        "title": "Step 2: {dW[2]} and {db[2]}",
        "words": "Each weight: the dz where it goes in, times the a where it comes from.",
        "page": ("last-layer-parameters", "Section 4: dW[2] and db[2]"),
        "equations": ["dW[2] = dz[2]*a[1]T", "db[2] = dz[2]"],
        "names": GRADIENTS[2],
        "full": ["dw7"],
        "forward": names("a", 1),
        "gradient": [*names("dz", 2), *GRADIENTS[2]],
    },
    {
        "title": "Step 3: cross into layer 1",
        "words": "Each activation has two paths to the loss, and the two add up.",
        "page": ("crossing", "Section 5: da[1] and dz[1]"),
        "equations": ["da[1] = W[2]T*dz[2]", "dz[1] = da[1] ⊙ gp(z[1])"],
        "names": [*names("da", 1), *names("dz", 1)],
        "full": ["da1", "dz1"],
        "gradient": [*names("dz", 2), *names("w", 2), *names("da", 1), *names("dz", 1)],
    },
    {
        "title": "Step 4: step 2 again, in layer 1",
        "words": "There is no layer before this one: all 17 gradients are found.",
        "page": ("first-layer-parameters", "Section 6: dW[1] and db[1]"),
        "equations": ["dW[1] = dz[1]*a[0]T", "db[1] = dz[1]"],
        "names": GRADIENTS[1],
        "full": ["dw1"],
        "forward": X,
        "gradient": [*names("dz", 1), *GRADIENTS[1]],
    },
]

# What is given and what is asked; ``one`` asks for one of the blanks, which the number chooses.
LEVELS: dict[str, dict[str, Any]] = {
    "dz": {"title": "1. One dz", "given": [], "blanks": names("dz", 2), "one": True},
    "dw": {"title": "2. One dw", "given": names("dz", 2), "blanks": names("dw", 2), "one": True},
    "da": {
        "title": "3. da by two paths",
        "given": names("dz", 2),
        "blanks": names("da", 1),
        "one": True,
    },
    "hidden": {
        "title": "4. dz of a hidden neuron",
        "given": [*names("dz", 2), *names("da", 1)],
        "blanks": names("dz", 1),
        "one": True,
    },
    "layer": {"title": "5. A whole layer", "given": [], "blanks": [*names("dz", 2), *GRADIENTS[2]]},
    "all": {
        "title": "6. All 17",
        "given": [],
        "blanks": [*names("dz", 2), *GRADIENTS[2], *names("da", 1), *names("dz", 1), *GRADIENTS[1]],
    },
}

HALF = "{J} adds up the outputs, it does not average them; 1/m divides by the number of examples, and here m is 1."
ROW = "{$p} and {$q}, a column of {W[2]}: it is {W[2]T} that multiplies."
SAYS: dict[str, Any] = {
    # Explore
    "point": "Point at a weight, a bias or a neuron: the way its gradient takes lights up. A click keeps it.",
    "x": "{$x} goes into {z1}, {z2} and {z3}. It is data, and no step changes it.",
    "y": "What {$a} should be, between 0 and 1.",
    "whole": "The whole way back, one product for each path:",
    "zero": "The gradient is 0: a small turn of {$w} changes nothing here.",
    "up": "The gradient is negative: turn {$w} up, and the loss falls.",
    "down": "The gradient is positive: turn {$w} down, and the loss falls.",
    "ratio": "how far {J} moved, divided by {h}",
    "apart": "difference",
    "curve": "The loss over this parameter, its tangent, and the line through the two points",
    # Descend
    "steps": "steps",
    "loss": "J is $v.",
    "start": "{J} is $v.",
    "fell": "After $n steps {J} is $v. It began at $u.",
    "rose": "<strong>{J} rose from $u to $v.</strong> The step went past the bottom of the valley: the learning rate is too large here.",
    "play": "Play",
    "pause": "Pause",
    "rate": "The learning rate is $v.",
    # Practise
    "right": "<strong>Right.</strong> {$w} is $v.",
    "all": "<strong>Right.</strong> {$w} is $v. All are found.",
    "number": "Type a number, such as −0.25 or 1/8.",
    "lit": "What you need is lit in the drawing.",
    "hints": ["Hint", "Show the equation", "Show the answer"],
    "or": " Or: ",
    "sign": "Right in size, but the sign is wrong.",
    "path": "The path through {$o} is forgotten: {$a} goes into {z4} and into {z5}, and the two add up.",
    "transpose": "There {da$n} would be {$e*dz4 + $f*dz5}. The weights that leave {$a} are " + ROW,
    "crossed": "Each weight has met the wrong dz: {$p} goes into {z$P}, {$q} into {z$Q}.",
    "early": "That is {dz$n} already: the slope {gp($z)} comes one step later.",
    "path-sign": "One of the two paths has the wrong sign.",
    "no-slope": "The slope {gp($z)} is forgotten: {dz$n} is {da$n*gp($z)}.",
    "slope-at-a": "The slope was taken at {$a}. It is {gp($z)}: the derivative takes the sum {$z}.",
    "slope-twice": "The slope {gp($z)} is in it twice: in {$a - $y} it has cancelled already.",
    "place": "That is {d$o}: transposed. {$w} leaves {$s} and goes into {$z}; in {dW[$l]} the row says where it goes, the column where it comes from.",
    "neighbour": "That is {d$o}. {$w} leaves {$s} and goes into {$z}.",
    "z-for-a": "That is {dz$n*$o}. What {$w} multiplies is {$s}.",
    "weight": "That is {dz$n*$w}. What {$w} multiplies is {$s}.",
    "target": "The target of {$a} is {$y}.",
    "mean": "That is too small by a whole factor. " + HALF,
    "rounding": "Close. Keep more digits on the way.",
    "point-moved": "The digits are right. Look at the decimal point.",
    "other": "Not yet, and it is none of the usual mistakes. A hint shows what you need.",
    # For a screen reader
    "value": "$v, gradient $d",
    "turned": "$w is $v, its gradient $d. J is $j.",
    "moved": "$w is $v. J is $j.",
    "chosen": "$w is $v, its gradient $d.",
    "shown": "$w is $v.",
    "copied": "Copied",
}


def options(choices: dict[str, str]) -> str:
    """Return the options of a menu."""
    return "".join(
        f'<option value="{value}">{escape(words)}</option>' for value, words in choices.items()
    )


def button(act: str, words: str, style: str = "") -> str:
    """Return a button that does what touch.js calls ``act``."""
    return f'<button type="button" data-act="{act}" class="{style}">{words}</button>'


def typed(data: str, words: str) -> str:
    """Return a field for a number."""
    return (
        f'<input type="text" inputmode="decimal" autocomplete="off" spellcheck="false"'
        f' data-{data} aria-label="{words}">'
    )


def slider(data: str, words: str, low: float, high: float, step: str = "any") -> str:
    """Return a slider."""
    return f'<input type="range" data-{data} aria-label="{words}" min="{low}" max="{high}" step="{step}">'


def panels() -> dict[str, str]:
    """Return the four panels, by their modes."""
    menu = {"": "nothing"} | {name: f"{name}: {what}" for name, what in meanings().items()}
    exercises = {key: level["title"] for key, level in LEVELS.items()}
    return {
        "explore": (
            f'<label class="pick">Show <select data-pick>{options(menu)}</select></label>'
            f'<div class="turn"><span></span>{slider("turn", "value", -4, 4)}{typed("type", "value")}</div>'
            '<div class="explained"></div>'
            '<details class="nudge"><summary>Nudge it: the gradient by hand</summary>'
            f'<label class="turn"><span>{{h}}</span>{slider("h", "h, how far to nudge it", -6, 0, "0.25")}</label>'
            "<div></div></details>"
        ),
        "step": (
            f'<div class="buttons">{button("before", "Back")}{button("next", "Next", "primary")}</div>'
            '<div class="explained"></div>'
        ),
        "descend": (
            f'<div class="buttons">{button("step", "One step", "primary")}{button("ten", "Ten")}'
            f"{button('play', 'Play')}{button('again', 'Start again')}</div>"
            '<div class="turn rate"><span>Learning rate {η}</span>'
            f"{slider('rate', 'learning rate', -2, 2)}{typed('eta', 'learning rate')}</div>"
            '<div class="curve"></div><p class="state"></p>'
        ),
        "practise": (
            f'<label class="pick">Exercise <select data-exercise>{options(exercises)}</select></label>'
            '<label class="pick">Number <input type="number" min="1" max="999999" data-number></label>'
            '<div class="blanks"></div>'
            '<form class="answer"><label><span></span> ='
            '<input type="text" autocomplete="off" spellcheck="false" aria-label="your answer"></label>'
            '<button class="primary">Check</button></form>'
            '<p class="says" role="status"></p><div class="hint"></div>'
            f'<div class="buttons">{button("hint", "Hint")}{button("another", "Another one")}</div>'
            '<p class="rule">Three decimals are enough.</p>'
        ),
    }


def frame(whole: bool, home: str) -> str:
    """Return what stands around the drawing and the panel."""
    tabs = "".join(
        f'<button type="button" role="tab" data-mode="{mode}" aria-controls="touch-panel">{words}</button>'
        for mode, words in MODES.items()
    )
    choices = (
        f"<label>Hidden layer <select data-hidden>{options(ACTIVATIONS)}</select></label>"
        f"<label>Loss <select data-loss>{options(LOSSES)}</select></label>"
    )
    panel = ' id="touch-panel" role="tabpanel" aria-label="Controls"' if whole else ""
    return (
        (f'<div class="modes" role="tablist" aria-label="What to do">{tabs}</div>' if whole else "")
        + f'{button("skip", "Skip the drawing", "skip")}<div class="stage"><div class="drawing"></div><div class="panel"{panel}></div></div>'
        f'<div class="tools">{choices if whole else ""}{button("reset", "Reset")}'
        + (
            button("copy", "Copy the address")
            + '<details class="all"><summary>All numbers, all digits</summary>'
            '<div tabindex="0" role="group" aria-label="All numbers"></div></details>'
            if whole
            else f'<a class="open" href="{home}">Open the whole page</a>'
        )
        + '</div><p class="visually-hidden" aria-live="polite"></p>'
    )
