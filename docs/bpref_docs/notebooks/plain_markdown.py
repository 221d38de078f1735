"""What a page shows, as Jupyter shows it, which knows neither the site's directives nor its colours.

MyST becomes plain Markdown; a figure becomes a picture in the light theme's colours. The notebooks
that the site gives away are written by these rules (standalone.py), and carry them along: start()
makes a cell that is run again show what is stored in the notebook.
"""

import re
from base64 import b64encode
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import HTML, Markdown
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from bpref_docs.drawing.figures import LIGHT
from bpref_docs.mathematics.colours import colour

# MyST as conf.py has it, but that an escaped sign stays one, and the line of a block's attributes.
MYST = (
    MarkdownIt("commonmark")
    .enable("table")
    .use(myst_role_plugin)
    .use(myst_block_plugin)
    .use(colon_fence_plugin)
    .use(dollarmath_plugin, allow_space=False, double_inline=True)
    .use(attrs_plugin, spans=True)
    .use(attrs_block_plugin)
    .disable("text_join")
)
MYST.core.ruler.disable("attr")
GONE = "\0"  # a line that is left out
FIGURE = re.compile(r"<svg .*?</svg>", re.DOTALL)
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
    """Return where a link of a page leads from elsewhere: nowhere, if the site's address is not known."""
    if re.match(r"[a-z]+:", target):
        return target
    if not base:
        return ""
    path, mark, anchor = target.partition("#")
    path = re.sub(r"\.md$", ".html", path) or f"{page.rpartition('/')[2]}.html"
    parts = page.split("/")[:-1]
    for part in path.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return base + "/".join(parts) + mark + anchor


def role(name: str, text: str) -> str:
    """Return what a role shows, without its link."""
    text = re.sub(r"\s*<[^<>]*>$", "", text)
    if name in ("py:func", "func", "source-link"):
        return f"`{text.removeprefix('~').rpartition('.')[2]}`"
    if name == "eq":
        return f"({text})"
    if name in ("term", "ref", "doc", "numref", "touch"):
        return text
    raise ValueError(f"no notebook can show the role {name}: {text}")


def equation(token: Token) -> str:
    """Return a displayed formula, its label as its number."""
    tag = rf" \tag{{{token.info.replace('_', ' ')}}}" if token.info else ""
    return f"$${mathematics(token.content)}{tag}$$"


def within_line(tokens: list[Token], page: str, base: str) -> str:
    """Return what stands within a line, as Markdown."""
    parts, ends = [], list[str]()
    for token in tokens:
        match token.type:
            case "text_special":  # a character that is escaped
                parts.append(token.markup)
            case "softbreak" | "hardbreak":
                parts.append("\n" if token.type == "softbreak" else "\\\n")
            case "code_inline":
                parts.append(f"{token.markup}{token.content}{token.markup}")
            case "math_inline":
                parts.append(f"${mathematics(token.content)}$")
            case "math_inline_double":
                parts.append(equation(token))
            case "myst_role":
                parts.append(role(token.meta["name"], token.content))
            case "link_open":
                place = address(str(token.attrs["href"]), page, base)
                parts.append("[" if place else "")
                ends.append(f"]({place})" if place else "")
            case "span_open":  # words in the colour of their quantities
                name = str(token.attrs.get("class", "")).removeprefix("bpref-")
                parts.append(f'<span style="color: {LIGHT[name]}">' if name in LIGHT else "")
                ends.append("</span>" if name in LIGHT else "")
            case "link_close" | "span_close":
                parts.append(ends.pop())
            case "image":
                parts.append(f"![{token.content}]({token.attrs['src']})")
            case _:
                parts.append(token.content or token.markup)
    return "".join(parts)


def plain_markdown(text: str, page: str = "", base: str = "") -> str:
    """Return MyST as Markdown, its lines as they are but for what Jupyter does not know."""
    lines = text.split("\n")
    for token in MYST.parse(text):
        start, end = token.map or (0, 0)
        match token.type:
            case "inline":
                old = token.content.split("\n")
                new = within_line(token.children or [], page, base).split("\n")
                for at, (before, after) in enumerate(zip(old, new, strict=True), start):
                    lines[at] = lines[at].replace(before, after, 1)
                continue
            case "math_block" | "math_block_label":
                new = [equation(token)]
            case "colon_fence" if token.info.startswith("{table}"):
                caption = token.info.removeprefix("{table}").strip()
                table = f"**{caption}**\n\n{token.content}" if caption else token.content
                new = [plain_markdown(table, page, base)]
            case "colon_fence" if token.info.startswith("{admonition}"):
                summary = token.info.removeprefix("{admonition}").strip()
                folded = re.sub(r"\A(:\w+:.*\n)+", "", token.content)  # without options
                new = [plain_markdown(f"**{summary}**\n{folded}", page, base)]
            case "myst_line_comment" | "myst_target" | "attrs_block":
                new = []
            case _:
                continue
        lines[start:end] = [*new, *[GONE] * (end - start - len(new))]
    return "\n".join(line for line in lines if line != GONE)


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


def image(svg: str) -> str:
    """Return a picture as HTML that every notebook shows.

    SVG itself JupyterLab does not show until the reader trusts or runs the notebook, and others
    apply its styles to all figures. Attached to a text, Colab leaves it out.
    """
    label = re.search(r'aria-label="([^"]*)"', svg)
    assert label, "every figure has one"
    data = b64encode(svg.encode()).decode()
    return f'<img alt="{label[1]}" src="data:image/svg+xml;base64,{data}">'


def plain_html(html: str) -> str:
    """Return a cell's HTML, its figures as pictures."""
    return FIGURE.sub(lambda figure: image(picture(figure[0])), html)


def start(page: str, base: str = "") -> None:
    """Let this notebook's cells show pictures, and Markdown that Jupyter knows."""
    ipython: Any = get_ipython()
    if ipython is None:
        return
    formatters = ipython.display_formatter.formatters
    formatters["text/markdown"].for_type(
        Markdown, lambda shown: plain_markdown(shown.data, page, base)
    )
    formatters["text/html"].for_type(HTML, lambda shown: plain_html(shown.data))
