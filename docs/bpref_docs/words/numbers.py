"""How numbers are written, and whether what is written can be calculated again.

The site's rule: results are rounded to four decimals, and numbers that are calculated with carry
six, so that a reader's calculator gives the same four. A number that six decimals write exactly is
written exactly, without zeros at its end; every other keeps its zeros, because they mean something.
"""

import ast
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

RESULT_PLACES = 4
OPERAND_PLACES = 6
MINUS = "\N{MINUS SIGN}"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FROM_SUPERSCRIPTS = {above: plain for plain, above in SUPERSCRIPTS.items()}


def is_exact(number: float) -> bool:
    """Whether six decimals write the number exactly, but for the last bits of a float."""
    return math.isclose(number, round(number, OPERAND_PLACES), rel_tol=1e-14)


def decimal(number: float, places: int = RESULT_PLACES) -> str:
    """Return a number as a result: exactly, if six decimals do that, or rounded to ``places``."""
    if not math.isfinite(number):
        raise ValueError(f"{number} has no decimals")
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if is_exact(number):
        text = f"{number:.{OPERAND_PLACES}f}".rstrip("0").rstrip(".")
    elif rounded:
        text = str(rounded)
    else:
        return scientific(number)  # 0.0000 would say that it is 0
    return "0" if text == "-0" else text.replace("-", MINUS)


def operand(number: float) -> str:
    """Return a number that is calculated with."""
    return decimal(number, OPERAND_PLACES)


def scientific(number: float, digits: int = 2) -> str:
    """Return a very small or large number with so many significant digits, as 2.2 × 10⁻¹³."""
    if number == 0:
        return "0"
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return f"{mantissa.replace('-', MINUS)} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def calculate(expression: str) -> Decimal:
    r"""Return the value of displayed arithmetic, in TeX or in plain characters, with 30 digits.

    It knows + - × · / ( ), ``\frac``, powers, e to a power, ``\ln`` and the sigmoid g, and no names.
    """
    text = expression.replace(MINUS, "-").replace("×", "*").replace("·", "*")
    text = re.sub(r"\\(times|cdot)\b", "*", text)
    text = re.sub(r"\\(left|right|quad|,)|&|\\\\", " ", text).replace(r"\ln", "ln")
    while r"\frac{" in text:
        first, rest = text.split(r"\frac", 1)
        numerator, rest = split_group(rest)
        denominator, rest = split_group(rest)
        text = f"{first}(({numerator})/({denominator})){rest}"
    text = re.sub(r"\be\^\{", "exp{", text).replace("^", "**").translate({123: "(", 125: ")"})
    with localcontext(prec=30):
        return evaluate(ast.parse(text.strip(), mode="eval").body, text)


def split_group(text: str) -> tuple[str, str]:
    """Split ``{group}rest`` into the group's content and the rest."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0 and character == "}":
            return text[1:position], text[position + 1 :]
    raise ValueError(f"unbalanced braces: {text}")


FUNCTIONS: dict[str, Callable[[Decimal], Decimal]] = {
    "exp": Decimal.exp,
    "ln": Decimal.ln,
    "log": Decimal.ln,
    "g": lambda z: 1 / (1 + (-z).exp()),
}


def evaluate(node: ast.expr, text: str) -> Decimal:
    """Return the value of one part of an expression; ``text`` has the digits as they are shown."""
    match node:
        case ast.Constant(value) if type(value) in (int, float):
            return Decimal(ast.get_source_segment(text, node) or "")
        case ast.UnaryOp(ast.USub(), operand):
            return -evaluate(operand, text)
        case ast.BinOp(left, op, right):
            p, q = evaluate(left, text), evaluate(right, text)
            match op:
                case ast.Add():
                    return p + q
                case ast.Sub():
                    return p - q
                case ast.Mult():
                    return p * q
                case ast.Div():
                    return p / q
                case ast.Pow():
                    return p**q
        case ast.Call(ast.Name(name), [argument]) if name in FUNCTIONS:
            return FUNCTIONS[name](evaluate(argument, text))
    raise ValueError(f"cannot calculate {ast.unparse(node)}")


def rounds_to(number: Decimal | float, shown: str) -> bool:
    """Whether the number, rounded as shown, has the digits shown: 0.65576 and "0.6558"."""
    plain = shown.replace(MINUS, "-").replace(" × 10", "e").translate(FROM_SUPERSCRIPTS)
    digits = Decimal(plain)
    return Decimal(number).quantize(digits, ROUND_HALF_UP) == digits


def reproduces(expression: str, shown: str) -> str:
    """Return ``shown`` if a calculator that is given the expression shows it, and refuse otherwise.

    By the site's rule, fewer than four decimals say that the number is exact: 0.25 is 0.2500.
    """
    value = calculate(expression)
    whole, _, decimals = shown.partition(".")
    padded = shown if "×" in shown else f"{whole}.{decimals:0<{RESULT_PLACES}}"
    if not rounds_to(value, padded):
        raise ValueError(f"a calculator gives {value:.8f} for {expression}, and not {shown}")
    return shown
