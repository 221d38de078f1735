r"""The colours of the symbols in a formula, which follow from what the symbols are.

- z, a and x, and Z, A and X, flow forward.
- W, w, b and theta are parameters.
- What begins with d (dz, dW, dv, d theta) is a gradient of the loss, and so is a derivative of the
  loss written out, of J, or of f where f is a loss: the whole fraction has the gradients' colour.
- Everything else is black: y, J, m, l, h, functions as g and g', and the fraction of a local
  derivative, in which z and a keep their own colours.

A symbol's indices, superscripts and primes have its colour. Where a letter means something else,
``\plain{A}`` leaves it black; ``\fwd``, ``\grad`` and ``\para`` give a colour that does not follow.
"""

import re

Item = str | list["Item"]  # a token of TeX, or what stands in braces

FORWARD = set("zaxZAX")
PARAMETER = {*"Wwb", r"\theta"}
AFTER_D = FORWARD | PARAMETER | set("vV")
LOSSES = {"J", "f"}
BY_HAND = {r"\fwd", r"\grad", r"\para"}
FRACTIONS = {r"\frac", r"\dfrac", r"\tfrac"}
# Commands whose argument is words or a setting.
NO_MATHEMATICS = {r"\text", r"\operatorname", r"\mathrm", r"\begin", r"\end", r"\plain"}


def parse(tex: str) -> list[Item]:
    """Split TeX into tokens and groups; raise ValueError where a brace is missing."""
    groups: list[list[Item]] = [[]]
    for token in re.findall(r"\\[A-Za-z]+|\\.|\s+|.", tex, re.DOTALL):
        if token == "{":
            groups.append([])
        elif token == "}":
            if len(groups) == 1:
                raise ValueError("a brace is closed that was not opened")
            group = groups.pop()
            groups[-1].append(group)
        else:
            groups[-1].append(token)
    if len(groups) > 1:
        raise ValueError("a brace is not closed")
    return groups[0]


def written(items: list[Item]) -> str:
    """Return the TeX of the items, without colours that were given by hand."""
    return "".join(
        item if isinstance(item, str) else f"{{{written(item)}}}"
        for item in items
        if not (isinstance(item, str) and item in BY_HAND)
    )


def blank(item: Item) -> bool:
    return isinstance(item, str) and item.isspace()


def skip_blanks(items: list[Item], at: int) -> int:
    while at < len(items) and blank(items[at]):
        at += 1
    return at


def scripts(items: list[Item], at: int) -> tuple[dict[str, str], int]:
    """Return the primes, subscripts and superscripts from ``at`` on, and where they end."""
    found: dict[str, str] = {}
    while (mark := skip_blanks(items, at)) < len(items) and items[mark] in ("'", "_", "^"):
        sign, at = str(items[mark]), mark + 1
        if sign == "'":
            found["'"] = found.get("'", "") + "'"
            continue
        if sign in found:
            raise ValueError(f"two scripts {sign} at one symbol")
        at = skip_blanks(items, at)
        script = items[at] if at < len(items) else []
        found[sign] = found.get(sign, "") + written(
            script if isinstance(script, list) else [script]
        )
        at += 1
    return found, at


def with_scripts(nucleus: str, found: dict[str, str]) -> str:
    """Write a symbol with its scripts: W with [l] and T above is one superscript."""
    text = nucleus + found.get("'", "")
    return text + "".join(f"{sign}{{{found[sign]}}}" for sign in "_^" if sign in found)


def given_by_hand(macro: str, group: list[Item], outside: dict[str, str]) -> str:
    r"""Return ``\para{W^{[l]}}^{\T}`` as ``\para{W^{[l]\T}}``: one superscript, in one colour."""
    nucleus = group
    inside: dict[str, str] = {}
    for end in range(1, len(group)):
        inside, reached = scripts(group, end)
        if reached == len(group):
            nucleus = group[:end]
            break
    else:
        inside = {}
    merged = inside | {sign: inside.get(sign, "") + text for sign, text in outside.items()}
    return f"{macro}{{{with_scripts(written(nucleus), merged)}}}"


def loss_change(items: list[Item], at: int) -> int:
    r"""Return where ``\partial J`` ends, its superscripts included, or 0 if there is none."""
    if at < len(items) and items[at] == r"\partial":
        letter = skip_blanks(items, at + 1)
        if letter < len(items) and items[letter] in LOSSES:
            return scripts(items, letter + 1)[1]
    return 0


def symbol_at(items: list[Item], at: int) -> tuple[str, str, int]:
    """Return the colour's macro, the letters, and where they end; no macro if there is no symbol."""
    item = items[at]
    if item == "d" and at + 1 < len(items) and isinstance(items[at + 1], str):
        letter = str(items[at + 1])
        if letter in AFTER_D:
            return r"\grad", f"d{letter}", at + 2
    if isinstance(item, str) and item in FORWARD:
        return r"\fwd", item, at + 1
    if isinstance(item, str) and item in PARAMETER:
        return r"\para", item, at + 1
    return "", "", at


def gradient_at(items: list[Item], at: int) -> tuple[str, int]:
    r"""Return a derivative of the loss, ``\frac{\partial J}{..}`` or with a slash, and its end."""
    if items[at] in FRACTIONS:
        above = skip_blanks(items, at + 1)
        if above < len(items) and isinstance(numerator := items[above], list):
            below = skip_blanks(items, above + 1)
            if loss_change(numerator, 0) == len(numerator) > 0 and below < len(items):
                return rf"\grad{{{written(items[at : below + 1])}}}", below + 1
    elif end := loss_change(items, at):
        slash = skip_blanks(items, end)
        if slash < len(items) and items[slash] == "/":
            below = skip_blanks(items, slash + 1)
            if below < len(items) and items[below] == r"\partial":
                variable = skip_blanks(items, below + 1)
                if variable < len(items) and isinstance(group := items[variable], str):
                    after = variable + (2 if group in BY_HAND else 1)
                    end = scripts(items, after)[1]
                    return rf"\grad{{{written(items[at:end])}}}", end
    return "", at


def coloured(items: list[Item]) -> str:
    """Return the TeX of a parsed formula, each symbol in its colour."""
    out: list[str] = []
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, list):
            out.append(f"{{{coloured(item)}}}")
            at += 1
            continue
        macro, letters, end = symbol_at(items, at)
        gradient, gradient_end = gradient_at(items, at)
        if gradient:
            out.append(gradient)
            at = gradient_end
        elif macro:
            found, at = scripts(items, end)
            out.append(f"{macro}{{{with_scripts(letters, found)}}}")
        elif item in BY_HAND and at + 1 < len(items) and isinstance(group := items[at + 1], list):
            found, at = scripts(items, at + 2)
            out.append(given_by_hand(item, group, found))
        elif item in NO_MATHEMATICS and at + 1 < len(items):
            out.append(written(items[at : at + 2]))
            at += 2
        elif item in ("_", "^"):
            # One letter needs braces as soon as it has a colour.
            at = skip_blanks(items, at + 1)
            script = items[at] if at < len(items) else []
            out.append(f"{item}{{{coloured(script if isinstance(script, list) else [script])}}}")
            at += 1
        else:
            out.append(item)
            at += 1
    return "".join(out)


def kind_of_name(name: str) -> str:
    """Return what a name in code is, "forward", "gradient" or "parameter": a_prev as a, dz as dz.

    What is no quantity is "": J, m, eta, and g_prime, a local derivative.
    """
    symbol = name.split("_")[0].rstrip("0123456789")
    letter = symbol.removeprefix("d").replace("theta", r"\theta")
    if letter != symbol.replace("theta", r"\theta"):
        return "gradient" if letter in AFTER_D else ""
    return "forward" if letter in FORWARD else "parameter" if letter in PARAMETER else ""


def colour(tex: str) -> str:
    """Return the formula with the colours written into it."""
    return coloured(parse(tex))
