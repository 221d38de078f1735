"""Captions of figures: their numbers, their places, and the key picture of a page."""

import re
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document

from bpref_docs.drawing.captions import CODE, KEY, key_figure, take_picture

NETWORK = """
```{{network}}
:alt: A path.
:forward: x1
{options}
{caption}
```
"""
EXTENSIONS = ("bpref_docs.drawing.network", "bpref_docs.drawing.captions")


def drawing(caption="A drawing.", options=""):
    return NETWORK.format(caption=caption, options=options)


def figures(html):
    return BeautifulSoup(html, "html.parser").find_all("figure")


@pytest.mark.parametrize(
    ("title", "numbers"), [("4. Weights", ["4.1", "4.2"]), ("Weights", ["1", "2"])]
)
def test_figures_are_numbered_within_their_section(site, title, numbers):
    made = site(*EXTENSIONS)
    assert made.build(index=f"# {title}\n{drawing()}\n## More\n{drawing('Another.')}") == ""
    found = figures(made.page("index"))
    captions = [figure.figcaption.get_text(" ", strip=True) for figure in found]
    assert [re.match(r"Figure (\S+)", text)[1] for text in captions] == numbers
    # Each can be linked to: what the permalink names is the figure.
    links = [figure.find("a", class_="headerlink")["href"] for figure in found]
    assert links == [f"#{figure['id']}" for figure in found]
    assert len(set(links)) == 2


def test_a_figure_added_elsewhere_changes_no_address(site):
    text = "# Page\n\n## One\n{one}\n## Two\n" + drawing("Second.")
    made = site(*EXTENSIONS)
    made.build(index=text.replace("{one}", ""))
    [before] = figures(made.page("index"))
    made.build(index=text.replace("{one}", drawing("First.")))
    [_, after] = figures(made.page("index"))
    assert after["id"] == before["id"]


def test_a_figure_is_linked_by_its_name_from_every_page(site):
    made = site(*EXTENSIONS)
    assert made.build(
        index=f"# 3. One\n{drawing(options=':name: path')}\nSee [](#path).",
        other="# Two\n\nSee {ref}`path` and [the path](#path).",
    ) == ""  # fmt: skip
    assert re.search(r'href="#path"><span[^>]*>Figure 3.1<', made.page("index"))
    other = made.page("other")
    assert re.search(r'href="index.html#path"><span[^>]*>Figure 3.1<', other)
    assert re.search(r'href="index.html#path"><span[^>]*>the path<', other)


def test_the_first_things_of_the_first_page_have_no_number(site):
    made = site(*EXTENSIONS)
    made.build(index=f"# Page\n\n````{{container}} hero\n{drawing()}\n````\n{drawing()}")
    [first, second] = figures(made.page("index"))
    assert "Figure" not in first.figcaption.get_text()
    assert "Figure 1" in second.figcaption.get_text()


def test_a_caption_without_a_figure_is_a_warning(site):
    made = site(*EXTENSIONS)
    warnings = made.build(index="# Page\n\nText.\n\n```{caption}\nOf nothing.\n```\n")
    assert "{caption} must follow a cell that shows a figure" in warnings


SVG = '<svg viewBox="0 0 1 1" aria-label="A drawing"></svg>'


def page_with_cell(options=()):
    """Return a page as it is read: a cell that shows a drawing, and the caption after it."""
    document = new_document("page")
    code = nodes.container("", nodes.literal_block("", "show()"), nb_element="cell_code_source")
    output = nodes.container("", nodes.raw("", SVG, format="html"), nb_element="cell_code_output")
    cell = nodes.container("", code, output, nb_element="cell_code", classes=["cell"])
    figure = nodes.figure("", nodes.caption("", "Shown."), classes=["bpref-shown", *options])
    document += [cell, figure]
    return document, cell, figure


def test_what_a_cell_shows_and_its_caption_are_one_figure():
    document, cell, figure = page_with_cell()
    take_picture(figure)
    assert document.children == [cell]
    code, inside = cell.children
    assert inside is figure
    assert [type(part).__name__ for part in figure.children] == ["container", "caption"]
    # The code is folded, whether the page asked for that or not.
    assert code["nb_element"] == "cell_code_source"
    assert (cell["hide_mode"], cell["prompt_show"]) == ("input", CODE)


@dataclass
class Environment:
    """What knows a page."""

    page: nodes.document

    def get_doctree(self, name):
        return self.page


@pytest.mark.parametrize(("options", "found"), [([KEY], SVG), ([], "")])
def test_the_key_figure_of_a_page_is_known(options, found):
    document, _, figure = page_with_cell(options)
    take_picture(figure)
    assert key_figure(Environment(document), "page") == found


def test_a_drawing_can_be_the_key_figure(site):
    made = site(*EXTENSIONS)
    made.build(index=f"# 3. One\n{drawing(options=':key:')}{drawing()}")
    keys = [KEY in figure["class"] for figure in figures(made.page("index"))]
    assert keys == [True, False]
