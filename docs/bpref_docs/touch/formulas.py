"""The equations of the network you can touch, as data for its script.

Each formula is Python, ``w7 * dz4 + w8 * dz5``, and is written three times: in symbols; in numbers,
with ``<mn>@w7</mn>`` where a number goes, ``@(w7)`` where a negative one needs parentheses; and for
a calculator, ``w7 dz4 * w8 dz5 * +``, each sign behind what it is applied to. ``gp4`` is g'(z4).
"""

import ast
import re
from typing import Any

from bpref_docs.mathematics.formula import to_mathml
from bpref_docs.touch.parts import ACTIVATIONS, NEURONS, PARAMETERS, connections, meanings, names
from bpref_docs.words.expressions import scalar_tex, terms
from bpref_docs.words.symbols import symbol_tex

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.USub: "negative", ast.Pow: "power",
}  # fmt: skip
# Where a row may be broken: before a term, and before the third factor of a term and each after it.
TERM, FACTOR = r"\text{TERM}", r"\text{FACTOR}"


def equations() -> dict[str, dict[str, list[str]]]:
    """Return what each scalar is equal to, by the setting: an activation, a loss, "" where in all.

    Where there are two forms, the last is calculated with. The cross-entropy is written for the
    targets, too: a target of 1 or 0 switches a term off.
    """
    into = {n: [w for w, (_, to) in connections().items() if to == n] for n in (1, 2, 3, 4, 5)}
    source = {w: name for w, (name, _) in connections().items()}
    found: dict[str, dict[str, list[str]]] = {}
    for n in NEURONS[1] + NEURONS[2]:
        products = [f"{w}*{source[w]}" for w in into[n]]
        found[f"z{n}"] = {"": [" + ".join([*products, f"b{n}"])]}
        sigmoid, slope = f"1/(1 + exp(-z{n}))", f"da{n}*g_prime(z{n})"
        found[f"dz{n}"] = {"": [slope]}
        found[f"db{n}"] = {"": [f"dz{n}"]}
        found |= {f"d{w}": {"": [f"dz{n}*{source[w]}"]} for w in into[n]}
        if n in NEURONS[1]:
            forms = {"sigmoid": sigmoid, "tanh": f"tanh(z{n})", "relu": f"max(0, z{n})"}
            found[f"a{n}"] = {hidden: [f"g(z{n})", forms[hidden]] for hidden in ACTIVATIONS}
            found[f"da{n}"] = {"": [" + ".join(ways_back(f"a{n}"))]}
        else:
            y = f"y{n - 3}"
            found[f"a{n}"] = {"": [f"g(z{n})", sigmoid]}
            entropy = f"-{y}/a{n} + (1 - {y})/(1 - a{n})"
            found[f"da{n}"] = {"cross-entropy": [entropy], "squared-error": [f"a{n} - {y}"]}
            found[f"dz{n}"] = {"cross-entropy": [slope, f"a{n} - {y}"], "squared-error": [slope]}
    found["J"] = {"squared-error": ["(a4 - y1)**2/2 + (a5 - y2)**2/2"]} | {
        f"cross-entropy {first} {second}": [cost("a4", "y1", first) + cost("a5", "y2", second)]
        for first in "01y"
        for second in "01y"
    }
    return found


def ways_back(a: str) -> list[str]:
    """Return the products through which a gradient comes back to an activation, one a path."""
    leaving = [(w, to) for w, (name, to) in connections().items() if name == a]
    return [f"{w}*dz{to}" for w, to in leaving]


def cost(a: str, y: str, target: str) -> str:
    """Return an output's cross-entropy; the target is 0, 1 or y, in between."""
    forms = {"0": f"-log(1 - {a})", "1": f"-log({a})"}
    return forms.get(target, f"-{y}*log({a}) - (1 - {y})*log(1 - {a})")


def whole_ways() -> dict[str, str]:
    """Return a gradient of layer 1 as the whole way back: a product for each path."""
    found: dict[str, str] = {}
    for n in NEURONS[1]:
        paths = [(w, to) for w, (name, to) in connections().items() if name == f"a{n}"]
        to_z = [f"dz{to}*{w}*g_prime(z{n})" for w, to in paths]
        found |= {name: " + ".join(to_z) for name in (f"dz{n}", f"db{n}")}
        for w, (x, to) in connections().items():
            if to == n:
                found[f"d{w}"] = " + ".join(f"{way}*{x}" for way in to_z)
    return found


def sum_tex(node: ast.expr) -> str:
    """Return a formula's TeX, marked where a row may be broken."""
    (_, first), *others = terms(node)
    text = term_tex(first)
    for sign, term in others:
        written = term_tex(term)
        text += f"{TERM} {sign} " + (f"({written})" if written.startswith("-") else written)
    return text


def term_tex(node: ast.expr) -> str:
    """Return a term's TeX: that of the site, and what only this network needs."""
    match node:
        case ast.Call(ast.Name("tanh"), [z]):
            return rf"\tanh({scalar_tex(z)})"
        case ast.Call(ast.Name("max"), [zero, z]):
            return rf"\max({scalar_tex(zero)}, {scalar_tex(z)})"
        case ast.BinOp(ast.BinOp(base, ast.Pow(), ast.Constant(2)), ast.Div(), divisor):
            return rf"\frac{{\left({scalar_tex(base)}\right)^2}}{{{scalar_tex(divisor)}}}"
        case ast.BinOp(ast.BinOp(_, ast.Mult(), _) as left, ast.Mult(), _):
            return term_tex(left) + FACTOR + scalar_tex(node).removeprefix(scalar_tex(left))
    return scalar_tex(node)


def cut(tex: str) -> list[list[str]]:
    """Return a formula's MathML, cut where a row may be broken: a list of factors for each term."""
    mathml = to_mathml(tex).removeprefix("<math>").removesuffix("</math>")
    # A function has space enough behind the sign of a product, and needs none behind a minus.
    mathml = re.sub(r'<mspace(?: width="0\.1667em")?/>', "", mathml)
    # At the beginning of a row a sign would be taken for that of a number.
    marked = mathml.replace("<mtext>TERM</mtext><mo>", '<mtext>TERM</mtext><mo form="infix">')
    return [term.split("<mtext>FACTOR</mtext>") for term in marked.split("<mtext>TERM</mtext>")]


class Slots(ast.NodeTransformer):
    """Puts a negative number of its own in the place of each scalar and slope."""

    def __init__(self) -> None:
        """Begin with numbers that stand nowhere else."""
        self.names: dict[str, str] = {}

    def slot(self, name: str) -> ast.expr:
        """Return a number that stands for a name."""
        number = 900000 + len(self.names)
        self.names[str(number)] = name
        return ast.Constant(-number)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replace a scalar."""
        return self.slot(node.id)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Replace a slope, and what a function is applied to."""
        if ast.unparse(node.func) == "g_prime":
            return self.slot(slope_name(node))
        return ast.Call(node.func, [self.visit(argument) for argument in node.args], [])


def slope_name(node: ast.Call) -> str:
    """Return gp4 for g_prime(z4)."""
    return f"gp{ast.unparse(node.args[0])[1:]}"


def with_slots(node: ast.expr) -> str:
    """Return a formula's TeX with places for numbers.

    The site writes a negative number in parentheses where it needs them: that shows where.
    """
    slots = Slots()
    # Between numbers the sign that is else left out is written.
    text = sum_tex(slots.visit(node)).replace(r"\,", r" \times ")
    for number, name in slots.names.items():
        # The parentheses of a function, as in ln(a4), are there whatever the number.
        text = re.sub(rf"(?<![a-z])\(-{number}\)", rf"\\text{{@({name})}}", text)
        text = text.replace(f"-{number}", rf"\text{{@{name}}}")
    return text


def postfix(node: ast.expr) -> str:
    """Return a formula for a calculator, each sign behind what it is applied to."""
    match node:
        case ast.Name(name):
            return name
        case ast.Constant(value):
            return str(value)
        case ast.Call(ast.Name("g_prime")):
            return slope_name(node)
        case ast.Call(ast.Name(function), arguments):
            return " ".join([*map(postfix, arguments), function])
        case ast.UnaryOp(op, part):
            return f"{postfix(part)} {SIGNS[type(op)]}"
        case ast.BinOp(left, op, right):
            return f"{postfix(left)} {postfix(right)} {SIGNS[type(op)]}"
    raise ValueError(f"cannot calculate {ast.unparse(node)}")


def formulas() -> dict[str, dict[str, Any]]:
    """Return every formula that stands in an equation, by its Python."""
    sides = [side for settings in equations().values() for side in settings.values()]
    sides += [[way] for way in whole_ways().values()]
    found = {text: {"symbols": cut(sum_tex(parsed(text)))} for side in sides for text in side}
    # Only the last form of an equation is calculated with.
    return found | {side[-1]: found[side[-1]] | calculable(side[-1]) for side in sides}


def parsed(text: str) -> ast.expr:
    """Return a formula's tree."""
    return ast.parse(text, mode="eval").body


def calculable(text: str) -> dict[str, Any]:
    """Return what a formula's numbers need; a single symbol has no row of numbers."""
    written: dict[str, Any] = {"postfix": postfix(parsed(text))}
    if not isinstance(parsed(text), ast.Name):
        with_places = cut(with_slots(parsed(text)))
        written["numbers"] = [
            [factor.replace("mtext>", "mn>") for factor in term] for term in with_places
        ]
    return written


def symbols() -> dict[str, str]:
    """Return the MathML of every name that is shown, without its element ``math``."""
    shown = [*meanings(), *(f"d{name}" for name in PARAMETERS)]
    shown += [name for l in NEURONS for letters in ("dz", "da") for name in names(letters, l)]
    shown += ["dW[1]", "dW[2]"]
    return {
        name: to_mathml(symbol_tex(name)).removeprefix("<math>").removesuffix("</math>")
        for name in shown
    }
