"""Sphinx extension: a link to a term of the glossary shows the term's definition.

Where scripts run, term-cards.js shows all of it, from definitions.js, which it loads with the first.
Without them, the link's title is the first sentence.
"""

import json
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.site.search_text import kept
from bpref_docs.words.outline import sentences

logger = logging.getLogger(__name__)

FORMULA = "\N{OBJECT REPLACEMENT CHARACTER}"  # where a formula stands in a sentence


def title_of(paragraph: nodes.Element) -> str:
    """Return a paragraph's first sentence; a formula in it is a warning."""
    text = paragraph.deepcopy()
    for formula in list(text.findall(nodes.math)):
        formula.replace_self(nodes.Text(FORMULA))
    sentence = sentences(text.astext())[0]
    if FORMULA in sentence:
        logger.warning("no title can show the formula in: %s", sentence, location=paragraph)
    return sentence


@cache  # every page may have links to the same few
def definitions(env: BuildEnvironment, page: str) -> dict[str, str]:
    """Return the first sentence of each definition on a page, by the id of its term."""
    found: dict[str, str] = {}
    for item in env.get_doctree(page).findall(nodes.definition_list_item):
        for definition in item.findall(nodes.definition):
            paragraph = definition.next_node(nodes.paragraph)
            assert paragraph is not None, "the directive refuses a term without a definition"
            sentence = title_of(paragraph)
            found |= {name: sentence for term in item.findall(nodes.term) for name in term["ids"]}
    return found


def pages_of_terms(env: BuildEnvironment) -> list[str]:
    """Return the names of the pages that define terms."""
    objects = env.domains.standard_domain.get_objects()
    return sorted({page for _, _, kind, page, *_ in objects if kind == "term"})


def show_definitions(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each link of a page that leads to a term the definition's first sentence as its title."""
    titles = {}
    for page in pages_of_terms(app.env):
        address = app.builder.get_relative_uri(docname, page)
        for anchor, sentence in definitions(app.env, page).items():
            titles[f"{address}#{anchor}"] = sentence
            if page == docname:
                titles[f"#{anchor}"] = sentence
    for link in doctree.findall(nodes.reference):
        leads_to = f"#{link['refid']}" if "refid" in link else link.get("refuri")
        if leads_to in titles:
            link["reftitle"] = titles[leads_to]


def write_definitions(app: Sphinx, exception: Exception | None) -> None:
    """Write each term's name and definition, by its id, as a script."""
    if exception or app.builder.format != "html":
        return
    terms = {
        place: [name, " ".join(text for text in texts if not text.startswith("("))]  # where it is
        for page in pages_of_terms(app.env)
        for place, name, texts in kept(app, page)
        if place.startswith("term-")
    }
    script = f"const DEFINITIONS = {json.dumps(terms, ensure_ascii=False, separators=(',', ':'))}\n"
    (Path(app.outdir) / "_static" / "definitions.js").write_text(script, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the change, made when a page's links are resolved, and what is written at the end."""
    app.setup_extension("bpref_docs.site.search_text")
    app.connect("doctree-resolved", show_definitions)
    app.connect("build-finished", write_definitions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
