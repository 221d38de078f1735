"""Sphinx extension: the sentences and headings of all pages, for the search to show.

Sphinx's index says which page has a word, and no more: to show a line of it, its search fetches the
whole page, which a browser refuses to a site in a folder, and reads an equation as its TeX. So each
page is read as it is written, and search_text.js, which only who searches loads, has of every
section, function and entry of the glossary its name and its sentences. Equations in them are
text with raised and lowered parts, which any font shows.
"""

import json
import posixpath
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.words.outline import sentences

Question = tuple[str, str, str]  # its words, the page that answers it, the place there
Passage = tuple[str, str, list[str]]  # where it is on its page, its name, its sentences

QUESTIONS = "reference/questions"  # each is another heading of where it leads
# No code, no tables, no folds; of a function what it does, and not its arguments.
LEFT_OUT = (
    ".headerlink, .label, .where, .uses, .calls, .cheat, .field-list, .seealso, .rubric, .eqno, "
    ".bpref-network, .bpref-touch, .mistake, .sig-paren, .sig-param, table, details, pre, svg, script"
)
HEADINGS = ["h1", "h2", "h3", "h4"]
# Signs between two terms, which are set with room on both sides; a minus may be a number's own.
BETWEEN = set("=≠≈≤≥<>+−-×⊙·⋅←→∈")
APPLIED = "\N{FUNCTION APPLICATION}"
TALL = re.compile(r"\S [+−-] ")  # a sum above or below a line needs brackets


def grouped(text: str) -> str:
    """Return a term that may stand beside a stroke."""
    return f"({text})" if TALL.search(text) else text


def formula(node: PageElement) -> str:
    """Return MathML as a line: what is raised or lowered stays so, a fraction has a stroke."""
    if not isinstance(node, Tag):
        return escape(str(node).strip(), quote=False)
    parts = [
        formula(child) for child in node.children if isinstance(child, Tag) or str(child).strip()
    ]
    match node.name:
        case "msub" | "munder":
            return f"{parts[0]}<sub>{parts[1]}</sub>"
        case "msup" | "mover":
            return parts[0] + ("′" if parts[1] == "′" else f"<sup>{parts[1]}</sup>")
        case "msubsup" | "munderover":
            return f"{parts[0]}<sub>{parts[1]}</sub><sup>{parts[2]}</sup>"
        case "mfrac":
            return f"{grouped(parts[0])}/{grouped(parts[1])}"
        case "msqrt":
            return f"√{grouped(''.join(parts))}"
        case "mtable":
            return "…"
        case "mspace":
            return " "
        case "mo" if node.get_text() in BETWEEN and node.find_previous_sibling():
            return f" {''.join(parts)} "
    return "".join(parts)


def line(node: PageElement) -> str:
    """Return what an element says as one line of HTML that has no elements but <sub> and <sup>."""
    if isinstance(node, PreformattedString):  # a comment
        return ""
    if isinstance(node, NavigableString):
        return escape(str(node), quote=False)
    assert isinstance(node, Tag)
    if node.name == "math":
        text = re.sub(rf"{APPLIED}(?=\w)", " ", formula(node)).replace(APPLIED, "")
        return " ".join(text.replace("𝖳", "T").split())
    return "".join(map(line, node.children))


def owners(block: Tag) -> list[Tag]:
    """Return what a text belongs to: the terms that it defines, or its section."""
    for element in (block, *block.parents):
        if element.name == "dd":
            terms: list[Tag] = []
            for sibling in element.find_previous_siblings():
                if sibling.name != "dt":
                    break
                terms.insert(0, sibling)
            if terms and terms[0].get("id"):
                return terms
        if element.name == "section" and element.get("id"):
            return [element]
    return []


def whole(pieces: list[str]) -> list[str]:
    """Return sentences with what belongs together as one: what is in brackets may be several."""
    found: list[str] = []
    for piece in pieces:
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def add(block: Tag, found: list[str]) -> None:
    """Add a paragraph's sentences to those before it, of which the last may go on here."""
    text = line(block)
    pieces = whole(sentences(text)) if text.strip() else []
    # An equation was left out; what follows it may end its sentence.
    first = next(block.children, None)
    goes_on = isinstance(first, NavigableString) and re.match(r"\s*[a-z]", first)
    if pieces and goes_on and found and found[-1].endswith("…"):
        found[-1] += f" {pieces.pop(0)}"
    if pieces and not pieces[-1].endswith((".", "?", "!", ")")):
        pieces[-1] += " …"
    found += (each for each in pieces if not re.fullmatch(r"About \d+ minutes\.", each))


def name(owner: Tag) -> str:
    """Return a section's heading, a function's name, or a term."""
    heading = owner.find(HEADINGS) if owner.name == "section" else owner
    if "sig" in owner.get_attribute_list("class"):
        heading = owner.select_one(".descname")
    return " ".join(line(heading).split()) if isinstance(heading, Tag) else ""


def passages(html: str) -> list[Passage]:
    """Return a page's sections and terms in their order; the first is the page's beginning."""
    page = BeautifulSoup(html, "html.parser")
    for element in page.select(LEFT_OUT):
        element.decompose()
    found: dict[str, Passage] = {}
    for owner in page.select("section[id], dt[id]"):
        place = "" if owner.find("h1", recursive=False) else str(owner["id"])
        found[str(owner["id"])] = (place, name(owner), [])
    for block in page.find_all(["p", "li", "dd"]):
        if not block.find(["p", "li"]):  # what is within comes by itself
            for owner in owners(block):
                add(block, found[str(owner["id"])][2])
    return list(found.values())


def questions(html: str, page: str) -> list[Question]:
    """Return the questions of a page that are links to where they are answered."""
    found: list[Question] = []
    for link in BeautifulSoup(html, "html.parser").select("li > a, li > p > a:first-child"):
        path, _, place = str(link["href"]).partition("#")
        words = unescape(re.sub(r"</?su[bp]>", "", line(link)))
        if words.endswith("?") and path and "//" not in path:
            answer = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
            found.append((words, answer.removesuffix(".html"), place))
    return found


def folder(app: Sphinx) -> Path:
    """Return where the passages of each page are kept, for those that are not written again."""
    return Path(app.doctreedir) / "search_text"


def keep(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Keep the passages of a page that is written; pages may be written by several processes."""
    if doctree is None or app.builder.format != "html":
        return
    file = folder(app) / f"{page}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(passages(context["body"]), ensure_ascii=False), "utf-8")
    if page == QUESTIONS:
        file = folder(app) / "questions"
        file.write_text(json.dumps(questions(context["body"], page), ensure_ascii=False), "utf-8")


def kept(app: Sphinx, page: str) -> list[Passage]:
    """Return the passages of a page as it was last written."""
    return [*map(tuple, json.loads((folder(app) / f"{page}.json").read_text("utf-8")))]


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write all passages as a script: a page opened from a folder may load nothing else."""
    if exception or app.builder.format != "html":
        return
    texts = {page: kept(app, page) for page in sorted(app.env.found_docs)}
    script = f"const PASSAGES = {json.dumps(texts, ensure_ascii=False, separators=(',', ':'))}\n"
    asked = folder(app) / "questions"
    script += f"const QUESTIONS = {asked.read_text('utf-8') if asked.exists() else '[]'}\n"
    (Path(app.outdir) / "_static" / "search_text.js").write_text(script, "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the two steps; the first comes when a page's body is complete."""
    app.connect("html-page-context", keep, priority=850)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
