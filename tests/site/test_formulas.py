"""Every formula of the built site, read as the browser gets it. `nox -s docs` builds it first."""

import ast
import re
import xml.etree.ElementTree as ET
from collections import Counter
from html import unescape
from pathlib import Path

import numpy as np
import pytest

from bpref_docs.mathematics.formula import to_mathml

ROOT = Path(__file__).parent.parent.parent
SITE, DOCS = ROOT / "build" / "site", ROOT / "docs"
KINDS = dict.fromkeys("zaxZAX", "forward") | dict.fromkeys("Wwbθ", "parameter")


def formulas():
    """Yield each formula of the site, with its page."""
    for page in sorted(SITE.rglob("*.html")):
        for formula in re.findall("<math.*?</math>", page.read_text("utf-8"), re.DOTALL):
            # XML knows five names of characters, HTML has more.
            text = re.sub(r"&(?!amp;|lt;|gt;|quot;)\w+;", lambda name: unescape(name[0]), formula)
            yield page.relative_to(SITE), ET.fromstring(text)


def letters(element, colour=""):
    """Yield the formula's letters in order, each with the colour in which it is drawn."""
    style = element.get("style") or ""
    if found := re.search(r"color:(?:var\(--bpref-(\w+)\)|(inherit))", style):
        colour = found[1] or "plain"
    if element.tag == "mi":
        yield element.text, colour
    for part in element:
        yield from letters(part, colour)


def test_every_symbol_has_its_colour(capsys):
    kinds, black, wrong = Counter(), [], []
    for page, formula in formulas():
        before = ""
        for letter, colour in letters(formula):
            if letter in KINDS:
                kinds[colour] += 1
                if not colour:
                    black.append(f"{page}: {letter}")
                # A gradient is everything after a d, and what a derivative of the loss is made of.
                if colour not in ("plain", "gradient", KINDS[letter]) or (
                    before == "d" and colour not in ("plain", "gradient")
                ):
                    wrong.append(f"{page}: {before}{letter} is {colour}")
            before = letter
    with capsys.disabled():
        print(
            f"\n{kinds.total()} symbols of the three kinds, {len(black)} without their colour: {kinds}"
        )
    assert kinds.total() > 500
    assert not black
    assert not wrong


SIGNS = {"−": "-", "×": "*", "⊙": "*"}
MATHEMATICS = {
    "array": np.array, "exp": np.exp, "ln": np.log, "g": lambda z: 1 / (1 + np.exp(-z)),
}  # fmt: skip


def is_matrix(element):
    return [part.tag for part in element] == ["mo", "mtable", "mo"]


def python(element):
    """Return what a MathML element says as Python; a matrix in brackets is an array."""
    parts = [part for part in element if part.tag != "mspace"]
    if element.tag in ("mn", "mi", "mo"):
        return SIGNS.get(element.text, element.text)
    if element.tag == "mfrac":
        return f"(({python(parts[0])})/({python(parts[1])}))"
    if element.tag == "msup":
        base, power = map(python, parts)
        return f"exp({power})" if base == "e" else f"{base}**({power})"
    if element.tag == "msub":
        return "_".join(map(python, parts))
    if element.tag == "mtable":
        rows = (f"[{', '.join(map(python, row))}]" for row in parts)
        return f"array([{', '.join(rows)}])"
    if is_matrix(element):
        return python(parts[1])
    text = ""
    for i, part in enumerate(parts):
        matrix = is_matrix(part)
        # Two matrices side by side are multiplied; a broken row says so with a sign.
        if matrix and i and is_matrix(parts[i - 1]):
            text += "@"
        between = 0 < i < len(parts) - 1 and is_matrix(parts[i - 1]) and is_matrix(parts[i + 1])
        text += "@" if part.text == "×" and between else python(part)
    return text


def aligned_sides(table):
    """Return the equations of several rows: each a list of sides as Python, with the signs between."""
    row = ET.Element("mrow")
    for line in table:
        if line[0].find(".//*") is not None and len(row):
            row.append(ET.fromstring("<mo>;</mo>"))  # another equation begins
        for cell in line:
            row.extend(cell)
    return [re.split("([=≈])", equation) for equation in python(row).split(";")]


def is_arithmetic(source):
    """Whether an expression has numbers only."""
    try:
        names = {
            node.id for node in ast.walk(ast.parse(source.strip())) if isinstance(node, ast.Name)
        }
    except SyntaxError:
        return False
    return bool(source.strip()) and names <= set(MATHEMATICS)


def half_units_off(left, right):
    """Return how far the left side is from the right one, in halves of the last digits shown."""
    there, here = (np.ravel(eval(side, MATHEMATICS.copy())) for side in (left, right))
    assert there.size == here.size, f"{left} and {right}"
    places = [len(number.partition(".")[2]) for number in re.findall(r"[\d.]+", right)]
    if len(places) != here.size:  # more is calculated: its longest number counts
        places = [max(places)] * here.size
    return (np.abs(there - here) * 2 * 10.0 ** np.array(places)).max()


def test_displayed_arithmetic_reproduces(capsys):
    checked, wrong = 0, []
    for page, formula in formulas():
        for table in formula.iterfind(".//mtable[@displaystyle='true']"):
            for equation in aligned_sides(table):
                for left, sign, right in zip(*(equation[i::2] for i in range(3))):
                    if is_arithmetic(left) and is_arithmetic(right):
                        checked += 1
                        if half_units_off(left, right) > (1 + 1e-6 if sign == "≈" else 1e-6):
                            wrong.append(f"{page}: {left} {sign} {right}")
    with capsys.disabled():
        print(f"\n{checked} displayed calculations, {len(wrong)} that a calculator gives otherwise")
    assert checked >= len(calculations()) > 20
    assert not wrong


def calculations():
    """Return the lines of the pages' worked equations in which something is calculated."""
    lines = []
    for page in DOCS.glob("*/*.md"):
        blocks = re.findall(
            r"^```\{(?:worked|matrices)\}(.*?)^```", page.read_text("utf-8"), re.M | re.DOTALL
        )
        lines += [
            line for line in "\n".join(blocks).splitlines() if re.search(r"= .*[-+*/@(]", line)
        ]
    return lines


def test_the_check_itself_finds_what_is_wrong():
    formula = ET.fromstring(
        to_mathml(
            r"\begin{aligned} dw &\approx (-0.317897) \times 2 \\ &\approx -0.635795 \end{aligned}",
            True,
        )
    )
    ((_, _, left, sign, right),) = aligned_sides(formula[0])
    assert (left, sign, right) == ("(-0.317897)*2", "≈", "-0.635795")
    assert half_units_off(left, right) > 1.9
    assert half_units_off(left, "-0.6358") < 1
    assert half_units_off("array([[0.12345], [2]])", "array([[0.123], [2]])") == pytest.approx(0.9)
    assert half_units_off("array([[0.12355], [2]])", "array([[0.123], [2]])") == pytest.approx(1.1)
    assert not is_arithmetic("w_7*2")
    assert not is_arithmetic("")
