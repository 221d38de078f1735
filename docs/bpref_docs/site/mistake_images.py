"""Sphinx extension: the card of a mistake has a picture to share, and an address that shows it.

    beyond/mistakes/no-transpose.png    the card as a picture
    beyond/mistakes/no-transpose.html   a link to it shows the picture, and leads on to the card;
                                        written where the site's address is known (hosting.py), as
                                        those who show pictures of links want whole addresses

Both are drawn from what the page's cells computed (checks/mistakes.py), and named by the label of the
card's section.
"""

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.drawing.png import MONO, canvas, placed, png, text, width
from bpref_docs.hosting import hosting
from bpref_docs.site.head import first_sentences, plain, sharing
from bpref_docs.site.social_card import HEIGHT, MARGIN, MUTED, NAME, WIDTH, heading

STYLE = "mistakes.css"
CARD = '<div class="mistake">'
ROOM = WIDTH - 2 * MARGIN
CODE, ROW = 25, 38  # pixels: the letters of the code, and from one line to the next
DRAWN_WIDE, DRAWN_HIGH = 515, 240


def code(paragraph: Tag, y: float) -> tuple[str, float]:
    """Return the wrong lines of code or the right ones as SVG, and where they end."""
    said = paragraph.select_one(".sign")
    shown = paragraph.code
    assert said and shown
    sign, word = said.get_text().split()
    rows = shown.get_text().count("\n") + 1
    marked = "wrong" in paragraph.get_attribute_list("class")
    colour = "#e8eaed" if marked else "#f6f7f8"
    start = MARGIN + 60.0
    parts = [
        f'<rect x="{MARGIN}" y="{y}" width="{ROOM}" height="{rows * ROW + 12}" fill="{colour}"/>',
        f'<rect x="{MARGIN}" y="{y}" width="5" height="{rows * ROW + 12}" fill="currentColor"'
        f' fill-opacity="{0.45 if marked else 1}"/>',
        text(MARGIN + 22, y + ROW - 4, sign, 30, font_weight="bold"),
        text(WIDTH - MARGIN - 20, y + ROW - 6, word, 21, text_anchor="end", style=f"fill: {MUTED}"),
    ]
    x, row = start, y + ROW - 5
    for piece in shown.children:
        for number, words in enumerate(piece.get_text().split("\n")):
            if number:
                x, row = start, row + ROW
            long = width(words, CODE, MONO)
            differs = isinstance(piece, Tag)
            parts.append(
                text(
                    x,
                    row,
                    escaped(words),
                    CODE,
                    font_family=MONO,
                    font_weight="bold" if differs else "normal",
                )
            )
            if differs and words:
                dashes = ' stroke-dasharray="5 3"' if marked else ""
                parts.append(
                    f'<path d="M{x:g} {row + 6:g}h{long:g}" stroke="currentColor" stroke-width="2.5"{dashes}/>'
                )
            x += long
    return "".join(parts), y + rows * ROW + 12


def escaped(words: str) -> str:
    """Return words as SVG."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def picture(card: Tag, title: str, page_title: str, svgs: list[str]) -> bytes:
    """Return the card of a mistake as PNG."""
    parts = [
        text(MARGIN, 66, f"{NAME}  ·  {page_title}", 23, style=f"fill: {MUTED}"),
        heading(title, MARGIN, 78, ROOM, 1, range(52, 30, -2)),
    ]
    y = 158.0
    for paragraph in card.select(".lines p"):
        drawn, y = code(paragraph, y)
        parts.append(drawn)
        y += 8
    captions = [part.get_text() for part in card.select(".shows p")]
    top = y + 32
    for column, (caption, svg) in enumerate(zip(captions, svgs, strict=True)):
        x = MARGIN + column * (ROOM - DRAWN_WIDE)
        parts.append(text(x, top, caption, 21, style=f"fill: {MUTED}"))
        parts.append(placed(svg, x, top + 8, DRAWN_WIDE, min(DRAWN_HIGH, HEIGHT - 24 - top - 8)))
    return png(canvas(WIDTH, HEIGHT, "".join(parts)))


def said(card: Tag, title: str) -> str:
    """Return what the picture shows, in words."""
    codes = (part.get_text().replace("\n", "; ") for part in card.select(".lines code"))
    lines = "Wrong: {}. Right: {}.".format(*codes)
    labels = " ".join(str(svg["aria-label"]) for svg in card.select("svg"))
    return f"{title}. {lines} {labels}"


def label(app: Sphinx, section: nodes.section, page: str) -> str:
    """Return the label that a page gives a section, with which links find it."""
    labels = app.env.domains.standard_domain.anonlabels
    [name] = [
        name for name, (where, place) in labels.items() if where == page and place in section["ids"]
    ]
    return name


def section_of(node: nodes.Node) -> nodes.section:
    """Return the section in which something stands."""
    while node.parent and not isinstance(node.parent, nodes.section):
        node = node.parent
    assert isinstance(node.parent, nodes.section)
    return node.parent


def share(app: Sphinx, shown: nodes.raw, page: str) -> None:
    """Write a card's picture and its page, and add the links to them."""
    section = section_of(shown)
    name, title = (
        label(app, section, page),
        plain(section[section.first_child_matching_class(nodes.title)]),
    )
    page_title = plain(app.env.titles[page])
    html = shown.astext()
    [card] = BeautifulSoup(html, "html.parser").select(".mistake")
    folder = Path(app.outdir) / page
    folder.mkdir(parents=True, exist_ok=True)
    svgs = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    (folder / f"{name}.png").write_bytes(picture(card, title, page_title, svgs))

    found, templates = hosting(), app.builder.templates  # type: ignore[attr-defined]
    file = folder / f"{name}.html"
    file.unlink(missing_ok=True)  # of a build that knew an address
    if found.base:
        address = found.url(f"{page}/{name}.html")
        tags = sharing(
            found, title, first_sentences(section), "article", address, f"{page}/{name}.png", said(card, title),
        )  # fmt: skip
        target = app.builder.get_relative_uri(f"{page}/{name}", page)
        context = {"tags": tags, "title": title, "page_title": page_title, "target": f"{target}#{name}",
                   "image": f"{name}.png", "alt": said(card, title), "canonical": found.url(app.builder.get_target_uri(page))}  # fmt: skip
        file.write_text(templates.render("shared-card.html", context), "utf-8")
    start = f"{page.rpartition('/')[2]}/{name}"
    links = templates.render(
        "share-links.html", {"start": start, "title": title, "known": bool(found.base)}
    )
    shown.children = []
    shown += nodes.Text(html.removesuffix("</div>") + links + "</div>")
    shown.rawsource = shown.astext()


def share_cards(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Find the cards of a page."""
    if app.builder.format != "html":
        return
    for shown in doctree.findall(nodes.raw):
        if shown.astext().startswith(CARD):
            share(app, shown, page)


def add_style(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, object],
    doctree: nodes.document | None,
) -> None:
    """Let the page with the cards load their style sheet."""
    if doctree and any(shown.astext().startswith(CARD) for shown in doctree.findall(nodes.raw)):
        app.add_css_file(STYLE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what is added to the cards."""
    app.connect("doctree-resolved", share_cards)
    app.connect("html-page-context", add_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
