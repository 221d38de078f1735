"""Sphinx extension: the card of a mistake has a picture to share, and an address that shows it.

    beyond/mistakes/no-transpose.png    the card as a picture
    beyond/mistakes/no-transpose.html   a link to it shows the picture, and leads on to the card;
                                        written where the site's address is known (hosting.py), as
                                        those who show pictures of links want whole addresses

Both are drawn from what the page's cells computed (checks/mistakes.py), and named by the label of the
card's section.
"""

import re
from html import escape
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from jinja2 import Environment, FileSystemLoader
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.drawing.png import MONO, canvas, placed, png, text, width
from bpref_docs.folders import DOCS
from bpref_docs.hosting import hosting
from bpref_docs.site.head import first_sentences, plain, sharing
from bpref_docs.site.social_card import HEIGHT, MARGIN, MUTED, NAME, WIDTH, heading

TEMPLATES = Environment(autoescape=True, loader=FileSystemLoader(DOCS / "_templates"))
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
                    escape(words),
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


class Mistake(NamedTuple):
    """A mistake's card, as the page has it, and what it is called."""

    name: str  # the label of its section
    title: str
    page_title: str
    html: str
    about: str  # the first sentences of its explanation

    @property
    def card(self) -> Tag:
        """The card, to be read."""
        [card] = BeautifulSoup(self.html, "html.parser").select(".mistake")
        return card

    @property
    def said(self) -> str:
        """What the picture shows, in words."""
        codes = (part.get_text().replace("\n", "; ") for part in self.card.select(".lines code"))
        labels = " ".join(str(svg["aria-label"]) for svg in self.card.select("svg"))
        return "{}. Wrong: {}. Right: {}. {}".format(self.title, *codes, labels)


def picture(mistake: Mistake) -> bytes:
    """Return the card of a mistake as PNG."""
    parts = [
        text(MARGIN, 66, f"{NAME}  ·  {mistake.page_title}", 23, style=f"fill: {MUTED}"),
        heading(mistake.title, MARGIN, 78, ROOM, 1, range(52, 30, -2)),
    ]
    y = 158.0
    for paragraph in mistake.card.select(".lines p"):
        drawn, y = code(paragraph, y)
        parts.append(drawn)
        y += 8
    captions = [part.get_text() for part in mistake.card.select(".shows p")]
    drawings = re.findall(r"<svg.*?</svg>", mistake.html, re.DOTALL)
    top = y + 32
    high = min(DRAWN_HIGH, HEIGHT - 32 - top)
    for column, (caption, svg) in enumerate(zip(captions, drawings, strict=True)):
        x = MARGIN + column * (ROOM - DRAWN_WIDE)
        parts.append(text(x, top, caption, 21, style=f"fill: {MUTED}"))
        parts.append(placed(svg, x, top + 8, DRAWN_WIDE, high))
    return png(canvas(WIDTH, HEIGHT, "".join(parts)))


def section_of(node: nodes.Node) -> nodes.section:
    """Return the section in which something stands."""
    while node.parent and not isinstance(node.parent, nodes.section):
        node = node.parent
    assert isinstance(node.parent, nodes.section), "the card of a mistake has a section of its own"
    return node.parent


def read(app: Sphinx, shown: nodes.raw, page: str) -> Mistake:
    """Return the mistake whose card a cell shows."""
    section = section_of(shown)
    labels = app.env.domains.standard_domain.anonlabels.items()
    [name] = [label for label, (at, place) in labels if at == page and place in section["ids"]]
    title = next(section.findall(nodes.title))
    return Mistake(
        name, plain(title), plain(app.env.titles[page]), shown.astext(), first_sentences(section)
    )


def write_page(app: Sphinx, mistake: Mistake, page: str, file: Path) -> None:
    """Write the page that shows a card's picture where a link to it stands, and leads on to the card."""
    found, address = hosting(), f"{page}/{mistake.name}"
    tags = sharing(
        found,
        title=mistake.title,
        text=mistake.about,
        kind="article",
        address=found.url(f"{address}.html"),
        card=f"{address}.png",
        alt=mistake.said,
    )
    html = TEMPLATES.get_template("shared-card.html").render(
        mistake=mistake,
        tags=tags,
        target=f"{app.builder.get_relative_uri(address, page)}#{mistake.name}",
        canonical=found.url(app.builder.get_target_uri(page)),
    )
    file.write_text(html + "\n", "utf-8")


def share(app: Sphinx, shown: nodes.raw, page: str) -> None:
    """Write a card's picture and its page, and add the links to them."""
    mistake, known = read(app, shown, page), bool(hosting().base)
    folder = Path(app.outdir) / page
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{mistake.name}.png").write_bytes(picture(mistake))
    file = folder / f"{mistake.name}.html"
    file.unlink(missing_ok=True)  # of a build that knew an address
    if known:
        write_page(app, mistake, page, file)
    links = TEMPLATES.get_template("share-links.html").render(
        start=f"{page.rpartition('/')[2]}/{mistake.name}", title=mistake.title, known=known
    )
    shown.children = [nodes.Text(mistake.html.removesuffix("</div>") + links + "</div>")]


def cards(doctree: nodes.document) -> list[nodes.raw]:
    """Return what shows a page's cards."""
    return [shown for shown in doctree.findall(nodes.raw) if shown.astext().startswith(CARD)]


def share_cards(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Find the cards of a page."""
    if app.builder.format == "html":
        for shown in cards(doctree):
            share(app, shown, page)


def add_style(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, object],
    doctree: nodes.document | None,
) -> None:
    """Let the page with the cards load their style sheet."""
    if doctree and cards(doctree):
        app.add_css_file(STYLE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what is added to the cards."""
    app.connect("doctree-resolved", share_cards)
    app.connect("html-page-context", add_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
