"""What a page shows, as Jupyter shows it, which knows neither the site's directives nor its colours.

MyST becomes plain Markdown; a figure becomes a picture in the light theme's colours. The notebooks
that the site gives away are written by these rules (standalone.py), and carry them along: start()
makes a cell that is run again show what is stored in the notebook.
"""

import re
from collections.abc import Callable
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import HTML, Markdown

from bpref_docs.drawing.figures import LIGHT
from bpref_docs.mathematics.colours import colour

FENCE = re.compile(r"^(`{3,}).*?^\1[ \t]*$", re.M | re.S)
SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
ROLE = re.compile(r"\{(?P<role>[\w:-]+)\}(?P<ticks>`+)(?P<text>.*?)(?P=ticks)", re.S)
MATH = re.compile(r"\$\$(.+?)\$\$(?:[ \t]*\((\w+)\))?|(?<![\\$])\$([^$\n]+?)\$", re.S)
# The site's macros (formula.py), in commands that Jupyter's mathematics knows.
MACROS = {
    "fwd": rf"\textcolor{{{LIGHT['forward']}}}{{#1}}",
    "grad": rf"\textcolor{{{LIGHT['gradient']}}}{{#1}}",
    "para": rf"\textcolor{{{LIGHT['parameter']}}}{{#1}}",
    "shape": rf"\underset{{\textcolor{{{LIGHT['muted']}}}{{#2}}}}{{#1}}",
    "plain": "{#1}",
    "T": r"\mathsf{T}",
}


def group_end(tex: str, start: int) -> int:
    """Return where the group that begins at an opening brace ends."""
    depth = 0
    for at in range(start, len(tex)):
        depth += {"{": 1, "}": -1}.get(tex[at], 0) if tex[at - 1] != "\\" else 0
        if depth == 0:
            return at
    raise ValueError(f"unbalanced braces: {tex}")


def expanded(tex: str) -> str:
    """Return TeX without the site's macros."""
    pattern = rf"\\({'|'.join(MACROS)})(?![A-Za-z])\s*"
    while found := re.search(pattern, tex):
        replacement, end = MACROS[found[1]], found.end()
        for argument in ("#1", "#2"):
            if argument in replacement:
                last = group_end(tex, end)
                replacement = replacement.replace(argument, tex[end + 1 : last])
                end = last + 1
        tex = tex[: found.start()] + replacement + tex[end:]
    return tex


def mathematics(tex: str) -> str:
    """Return TeX, every symbol in its colour, as Jupyter can typeset it."""
    return expanded(colour(tex))


def address(target: str, page: str, base: str) -> str:
    """Return where a link leads that stands on a page of the site, or in a notebook beside it."""
    if re.match(r"[a-z]+:", target):
        return target
    path, mark, anchor = target.partition("#")
    path = re.sub(r"\.md$", ".html", path) or f"{page.rpartition('/')[2]}.html"
    if base:
        parts = page.split("/")[:-1]
        for part in path.split("/"):
            parts = parts[:-1] if part == ".." else [*parts, part]
        path = base + "/".join(parts)
    return path + mark + anchor


def role(found: re.Match[str]) -> str:
    """Return what a role shows, without its link."""
    name, text = found["role"].removeprefix("py:"), found["text"]
    text = re.sub(r"\s*<[^<>]*>$", "", text)
    if name in ("func", "source-link"):
        return f"`{text.removeprefix('~').rpartition('.')[2]}`"
    if name == "eq":
        return f"({text})"
    if name in ("term", "ref", "doc", "numref", "touch"):
        return text
    raise ValueError(f"no notebook can show the role {name}: {found[0]}")


def formula(found: re.Match[str]) -> str:
    """Return a formula, its label as its number."""
    block, label, inline = found.groups()
    if inline is not None:
        return f"${mathematics(inline)}$"
    tag = rf" \tag{{{label.replace('_', ' ')}}}" if label else ""
    return f"$${mathematics(block)}{tag}$$"


def coloured(found: re.Match[str]) -> str:
    """Return words in the colour of their quantities."""
    return f'<span style="color: {LIGHT[found[2]]}">{found[1]}</span>'


def words(text: str, page: str, base: str) -> str:
    """Return what is neither code nor a role, formulas and links included."""
    text = re.sub(r"^\s*(%.*|\([\w-]+\)=|\{[.#][^}]*\})\n", "", text, flags=re.M)
    text = re.sub(r"\[([^\]]+)\]\{\.bpref-(\w+)\}", coloured, text)
    text = re.sub(r"\[([^\]]+)\]\{[.#][^}]*\}", r"\1", text)
    text = MATH.sub(formula, text)
    link = r"\]\((?!\w+:)([^()\s]+)\)"
    return re.sub(link, lambda found: f"]({address(found[1], page, base)})", text)


def outside(pattern: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """Return a text with all changed that the pattern does not match."""
    parts, end = [], 0
    for found in pattern.finditer(text):
        parts += [change(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, change(text[end:])])


def plain_markdown(text: str, page: str = "", base: str = "") -> str:
    """Return MyST as Markdown. Code stays as it is, and of directives it knows ``table`` alone."""

    def prose(text: str) -> str:
        text = re.sub(
            r"^:::\{table\}[ \t]*([^\n]*)\n(.*?)^:::$",
            lambda found: (f"**{found[1]}**\n\n" if found[1] else "") + found[2],
            text,
            flags=re.M | re.S,
        )
        return outside(SPAN, ROLE.sub(role, text), lambda text: words(text, page, base))

    return outside(FENCE, text, prose)


def picture(svg: str) -> str:
    """Return a figure of the page as a picture of its own: SVG with the light theme's colours."""
    for name, code in LIGHT.items():
        svg = svg.replace(f"var(--bpref-{name})", code)
    view = re.search(r'viewBox="([\d. -]+)"', svg)
    assert view, "every figure has one"
    width, height = view[1].split()[2:]
    wanted = re.search(r"max-width: ([\d.]+)px", svg)
    scale = float(wanted[1]) / float(width) if wanted else 1
    size = f'width="{float(width) * scale:.0f}" height="{float(height) * scale:.0f}"'
    font = "font-family: STIX Two Math, STIXGeneral, sans-serif"
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}'
        f' color="{LIGHT["foreground"]}" '
    )
    svg = svg.replace("<svg ", start, 1).replace(
        'style="', f'style="background: white; {font}; ', 1
    )
    return svg.replace("inherit", "sans-serif")


def is_figure(html: str) -> bool:
    """Return whether a cell's HTML is a figure."""
    return html.startswith("<svg ")


def start(page: str, base: str = "") -> None:
    """Let this notebook's cells show pictures, and Markdown that Jupyter knows."""
    ipython: Any = get_ipython()
    if ipython is None:
        return
    formatters = ipython.display_formatter.formatters
    formatters["text/markdown"].for_type(
        Markdown, lambda shown: plain_markdown(shown.data, page, base)
    )
    formatters["image/svg+xml"].for_type(
        HTML, lambda shown: picture(shown.data) if is_figure(shown.data) else None
    )
    formatters["text/html"].for_type(
        HTML, lambda shown: None if is_figure(shown.data) else shown.data
    )
