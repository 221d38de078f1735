"""Sphinx extension: where a page is, what comes before and after it, who uses a function.

Above each title: "The course · section 5 of 0–10", which the header says too when the title is out of
sight. At the end, the pages before and after, each with
its first sentence. In the reference, each function says on which pages it is derived and used. Where
a page or a docstring names a section of the original article, that article is linked.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.folders import DOCS
from bpref_docs.mathematics.mathml import keep_punctuation
from bpref_docs.words.outline import END, called, pages

ARTICLE = "https://towardsdatascience.com/backpropagation-made-easy-e90a4d5ede55"
LAST = 9  # the original article's last section; what is numbered further is the site's own
IMPORT = re.compile(r"from bpref import (?:\(([^)]*)\)|([^\n(]*))")


def part_of(env: BuildEnvironment, page: str) -> str:
    """Return the caption under which the front page lists a page, "" where it does not."""
    for toctree in env.tocs[env.config.root_doc].findall(addnodes.toctree):
        if page in toctree["includefiles"]:
            return str(toctree["caption"])
    return ""


def number(env: BuildEnvironment, page: str) -> str:
    """Return the number that a page's title begins with, "" where it has none."""
    found = re.match(r"(\d+)\. ", env.titles[page].astext())
    return found[1] if found else ""


def section(title: str) -> int | None:
    """Return the original article's section that a page with this title follows, if any."""
    found = re.match(r"(\d+)\. ", title)
    return int(found[1]) if found and int(found[1]) <= LAST else None


def link_notes(
    app: Sphinx, what: str, name: str, thing: object, options: Any, lines: list[str]
) -> None:
    """Link the original article in a docstring that names a section of it."""
    named = r"\b(?:Original article|Article)(?=, sections? \d)"
    for number, line in enumerate(lines):
        lines[number] = re.sub(named, f"`Original article <{ARTICLE}>`__", line)


def where(env: BuildEnvironment, page: str) -> str:
    """Return the line above a page's title.

    The sections count from 0, so that "5 of 10" would be wrong.
    """
    part = part_of(env, page)
    if not number(env, page):
        return part
    others = (number(env, other) for other in env.titles if part_of(env, other) == part)
    numbers = sorted(filter(None, others), key=int)
    return f"{part} · section {number(env, page)} of {numbers[0]}–{numbers[-1]}"


def unlinked(node: nodes.Node) -> list[nodes.Node]:
    """Return a node without links, as a link may not be within another."""
    if isinstance(node, addnodes.pending_xref | nodes.reference):
        return [part for child in node.children for part in unlinked(child)]
    return [node.deepcopy()]


def first_sentence(page: nodes.document) -> nodes.inline:
    """Return the first sentence of a page's text, for a link to the page: without links."""
    sentence = nodes.inline(of_a_link=True)
    for paragraph in page.findall(nodes.paragraph):
        # What is all in italics says how long the page takes to read.
        if all(isinstance(child, nodes.emphasis) for child in paragraph):
            continue
        for child in paragraph.children:
            end = END.search(child.astext()) if isinstance(child, nodes.Text) else None
            if end:
                sentence += nodes.Text(child.astext()[: end.end()])
                return sentence
            sentence += unlinked(child)
        return sentence
    return sentence


def show_the_way(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page the line above its title, the section it follows, its neighbours' sentences."""
    context["article"] = ARTICLE
    context["article_section"] = section(context.get("title", "")) if doctree else None
    if doctree is None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    line = where(app.env, pagename)
    context["place"] = line.rpartition(" · ")[2]
    if line:
        context["body"] = f'<div class="where"><p>{line}</p></div>\n{context["body"]}'
    _, before, after = app.builder.relations.get(pagename, (None, None, None))
    for key, neighbour in (("prev", before), ("next", after)):
        if neighbour:
            sentence = first_sentence(app.env.get_doctree(neighbour))
            keep_punctuation(sentence)
            context[f"{key}_about"] = app.builder.render_partial(sentence)["fragment"]


def functions_used(text: str) -> set[str]:
    """Return the names that a page's code imports from bpref."""
    found = " ".join(block or line for block, line in IMPORT.findall(text))
    return set(re.findall(r"\w+", re.sub(r">>>|\.\.\.", " ", found)))


def links(names: list[str]) -> Iterator[nodes.Node]:
    """Yield a link to each page, a comma between two."""
    for position, page in enumerate(names):
        if position:
            yield nodes.Text(", ")
        text = nodes.inline("", called(page))
        yield addnodes.pending_xref(
            "", text, refdomain="std", reftype="doc", reftarget=f"/{page}", refexplicit=True,
            refwarn=True, refdoc="reference/functions",
        )  # fmt: skip


def say_who_uses(app: Sphinx, domain: str, objtype: str, content: addnodes.desc_content) -> None:
    """End a function's entry with the pages that derive and use it."""
    signature = content.parent.next_node(addnodes.desc_signature)
    if (domain, objtype) != ("py", "function") or signature is None:
        return
    name = signature["fullname"]
    texts = {page: (DOCS / f"{page}.md").read_text("utf-8") for page in pages()}
    derived = [page for page in texts if f"```{{source}} {name}\n" in texts[page]]
    used = [page for page in texts if name in functions_used(texts[page]) and page not in derived]
    line = nodes.paragraph(classes=["uses"])
    for verb, names in (("Derived in ", derived), ("Used in ", used)):
        if names:
            line += [nodes.Text(verb), *links(names), nodes.Text(". ")]
    if line.children:
        content += line


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what is added to pages and to entries: before the folded source, after numpydoc."""
    app.connect("html-page-context", show_the_way)
    app.connect("object-description-transform", say_who_uses, priority=400)
    app.connect("autodoc-process-docstring", link_notes, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
