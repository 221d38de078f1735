"""Sphinx extension: what a host, a search engine and whoever is sent a link want of a page.

Every page gets its description, and a title that says what the site is about. Where the site's
address is known (hosting.py) it also gets its canonical address, the address of its card, and a place
in sitemap.xml. The cards are drawn in every build, so that what cannot be drawn is noticed before the
site is published.
"""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.drawing.captions import key_figure
from bpref_docs.folders import CARDS
from bpref_docs.hosting import Hosting, hosting
from bpref_docs.site.social_card import HEIGHT, NAME, WIDTH, network, page_card, said_of
from bpref_docs.touch.directive import touch
from bpref_docs.words.outline import sentences

MAP = "sitemap.xml"
LONGEST = 160  # characters of a description that a search engine shows
SHORTEST = 60  # "About 10 minutes." describes nothing
NOT_FOUND = "404"  # the page that a host shows for an address that there is not
UNLISTED = {NOT_FOUND, "search", "genindex"}
SUBJECT = "backpropagation"


def plain(node: nodes.Node) -> str:
    """Return what a node says, without markup."""
    if isinstance(node, nodes.math):
        tex = str(node.get("tex", node.astext()))
        # The full stop behind a formula stands in its node (mathml.py).
        return re.sub(r"\\[A-Za-z]+|[\\^_{}]", "", tex).strip() + node.get("punctuation", "")
    if isinstance(node, nodes.Text):
        return str(node.astext())
    return "".join(map(plain, node.children))


def site_name(title: str, name: str) -> str:
    """Return what follows a page's title in a list of results, where "Glossary" alone says little."""
    return name if SUBJECT in title.lower() else f"{SUBJECT} with {name}"


def first_sentences(doctree: nodes.Element) -> str:
    """Return the first sentences of a page or a section, as many as a search engine shows."""
    texts = (
        plain(paragraph).strip()
        for paragraph in doctree.findall(nodes.paragraph)
        if isinstance(paragraph.parent, nodes.section)
        or "hero" in paragraph.parent.get("classes", ())
    )
    text = next((text for text in texts if len(text) >= SHORTEST), "")
    found, *others = sentences(text)
    for sentence in others:
        if len(found) + 1 + len(sentence) > LONGEST:
            break
        found += f" {sentence}"
    return found


def description(app: Sphinx, page: str, doctree: nodes.document) -> str:
    """Return what one finds on a page: its front matter's ``description``, or its first sentences.

    A page that begins where the one before ended has a description, which is read without it.
    """
    given = str(app.env.metadata.get(page, {}).get("description", ""))
    return " ".join(given.split()) or first_sentences(doctree)


def meta(name: str, content: str, key: str = "name") -> str:
    """Return a line for the head of a page, or none where there is nothing to say."""
    return f'<meta {key}="{name}" content="{escape(content)}">\n' if content else ""


def write_card(app: Sphinx, page: str, title: str, doctree: nodes.document) -> tuple[str, str]:
    """Draw a page's card, and return the name of its file and what it shows, in words."""
    picture = key_figure(app.env, page)
    if not picture and next(doctree.findall(touch), None):
        picture = network()
    name = f"{CARDS}/{page}.png"
    file = Path(app.outdir) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(page_card(title, picture))
    return name, said_of(title, picture)


def sharing(
    found: Hosting, title: str, text: str, kind: str, address: str, card: str, alt: str
) -> str:
    """Return the lines that let a link to a page show its title, what it is about, and its card."""
    properties = {
        "title": title,
        "description": text,
        "type": kind,
        "url": address,
        "image": found.url(card),
        "image:width": str(WIDTH),
        "image:height": str(HEIGHT),
        "image:alt": alt,
        "site_name": NAME,
    }
    lines = [meta(f"og:{name}", content, key="property") for name, content in properties.items()]
    twitter = {"card": "summary_large_image", "image": found.url(card), "image:alt": alt}
    lines += [meta(f"twitter:{name}", content) for name, content in twitter.items()]
    return "".join(lines)


def complete_head(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add to a page's head what a link to it should show."""
    found = hosting()
    context["hosting"] = found
    title = plain(app.env.titles[page]) if doctree else ""
    context["docstitle"] = site_name(title, str(app.config.html_title))
    text = description(app, page, doctree) if doctree else ""
    tags = meta("description", text)
    if page in UNLISTED:
        tags += meta("robots", "noindex")
        context["pageurl"] = None
        if page == NOT_FOUND and found.base:
            # It is shown at any depth, so its links begin at the site's own address.
            tags = f'<base href="{found.url("404.html")}">\n' + tags
    elif doctree:
        card, alt = write_card(app, page, title, doctree)
        if found.base:
            context["pageurl"] = address = found.url(app.builder.get_target_uri(page))
            kind = "website" if page == app.config.root_doc else "article"
            tags += sharing(found, title, text, kind, address, card, alt)
    context["metatags"] = context.get("metatags", "") + tags


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the map of the site, and what robots may read."""
    if exception or app.builder.format != "html":
        return
    out, found = Path(app.outdir), hosting()
    (out / MAP).unlink(missing_ok=True)  # of a build that knew an address
    robots = "User-agent: *\nAllow: /\n"
    if found.base:
        addresses = [
            f"<url><loc>{escape(found.url(app.builder.get_target_uri(page)))}</loc></url>"
            for page in sorted(app.env.found_docs - UNLISTED)
        ]
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *addresses,
            "</urlset>",
        ]
        (out / MAP).write_text("\n".join(lines) + "\n", "utf-8")
        robots += f"Sitemap: {found.url(MAP)}\n"
    (out / "robots.txt").write_text(robots, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what is added to each page, and what is written after all of them."""
    app.connect("html-page-context", complete_head)
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
