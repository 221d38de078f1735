"""Sphinx extension: a pointer on a term of the glossary shows the first sentence of its definition."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop; one that a small letter follows ends nothing."""
    line = " ".join(text.split())
    found = re.match(r".*?[.?!](?=\s+[^a-z\s]|$)", line)
    return found[0] if found else line


def plain(paragraph: nodes.Node) -> str:
    """Return a paragraph's text; a formula in it is a warning, for a title shows no mathematics."""
    for formula in paragraph.findall(nodes.math):
        if formula.astext() in first_sentence(paragraph.astext()):
            logger.warning(
                "a first sentence with a formula, which no title can show", location=formula
            )
    return paragraph.astext()


def definitions(page: nodes.document) -> dict[str, str]:
    """Return the first sentence of each definition on a page, by the id of its term."""
    sentences: dict[str, str] = {}
    for item in page.findall(nodes.definition_list_item):
        for definition in item.findall(nodes.definition):
            sentence = first_sentence(plain(definition[0]))
            sentences |= {
                name: sentence for term in item.findall(nodes.term) for name in term["ids"]
            }
    return sentences


class ShowDefinitions(SphinxPostTransform):
    """Give each link to a term its definition's first sentence as a title."""

    default_priority = 20  # after the links are resolved, at 10

    def run(self, **kwargs: Any) -> None:
        """Change the links of one page."""
        here, builder = self.env.current_document.docname, self.app.builder
        objects = self.env.domains.standard_domain.get_objects()
        titles = {}
        for page in {page for _, _, kind, page, *_ in objects if kind == "term"}:
            address = builder.get_relative_uri(here, page)
            for anchor, sentence in definitions(self.env.get_doctree(page)).items():
                titles[f"{address}#{anchor}"] = sentence
                if page == here:
                    titles[f"#{anchor}"] = sentence
        for link in self.document.findall(nodes.reference):
            leads_to = f"#{link['refid']}" if "refid" in link else link.get("refuri")
            if leads_to in titles:
                link["reftitle"] = titles[leads_to]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the change, made when a page is written."""
    app.add_post_transform(ShowDefinitions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
