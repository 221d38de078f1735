"""The page of all functions: its table, and how an entry is laid out."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

import bpref
from bpref_docs.code.reference import STATES_EQUATION, conditions, does
from bpref_docs.words.outline import equation_of, equations, typed_equations

PAGE = """# Functions

```{function-table} Function | Equation | What it does
```

## Forward

```{eval-rst}
.. currentmodule:: bpref
.. autofunction:: linear_forward
```

## Slopes

```{eval-rst}
.. currentmodule:: bpref
.. autofunction:: tanh
.. autofunction:: backward_pass
```

## What may be passed

Arrays.
"""


@pytest.fixture
def page(site):
    """Return the page as it is built."""
    pages = site("sphinx.ext.autodoc", "numpydoc", "bpref_docs.code.reference")
    assert pages.build(index=PAGE) == ""
    return BeautifulSoup(pages.page("index"), "html.parser")


def test_the_table_has_the_functions_of_the_page_under_its_headings(page):
    header, *rows = page.select("table.functions tr")
    assert [cell.get_text() for cell in header.find_all("th")] == [
        "Function",
        "Equation",
        "What it does",
    ]
    # A heading without a function is none of a group.
    assert [row.find(["td", "th"]).get_text().strip() for row in rows] == [
        "Forward", "linear_forward", "Slopes", "tanh", "backward_pass",
    ]  # fmt: skip
    name, equation, what = rows[3].find_all("td")
    assert name.a["href"] == "#bpref.tanh"
    assert equation_of("tanh") in equation.get_text()
    assert (
        what.get_text().strip()
        == does("tanh")
        == "Squash every number into the interval from \N{MINUS SIGN}1 to 1."
    )


def test_an_entry_is_equation_then_text_beside_example_then_all_else(page):
    entry = page.find(id="bpref.backward_pass").find_next_sibling("dd")
    text = entry.get_text()
    order = [
        equation_of("backward_pass"), "Find the gradient", "For l = L down to 1.", "Parameters", "Raises",
        "Examples", "See also", "The whole function",
    ]  # fmt: skip
    assert [part for part in order if part not in text] == []
    assert sorted(order, key=text.index) == order
    words, example = entry.select_one(".beside").find_all("div", recursive=False)
    assert "Parameters" in words.get_text() and ">>>" not in words.get_text()
    assert ">>> dW, db = backward_pass(dz, W, a, g_prime)" in example.get_text()
    # What the equation is, is said once: typeset.
    assert "The equations are" not in text.split("The whole function")[0]


@pytest.mark.parametrize(
    ("children", "left"),
    [
        ([nodes.Text("The equation is "), nodes.literal("", "a = z"), nodes.Text(".")], None),
        (
            [nodes.Text("The equation is "), nodes.literal("", "a = z"), nodes.Text(", element by element.")],
            "Element by element.",
        ),
        (
            [
                nodes.Text("The equations are "), nodes.literal("", "a = z"), nodes.Text(" and\n"),
                nodes.literal("", "z = x"), nodes.Text(" for l = 1, from "), nodes.literal("", "x"), nodes.Text("."),
            ],
            "For l = 1, from x.",
        ),
    ],
)  # fmt: skip
def test_what_is_said_beyond_the_equation_stays(children, left):
    rest = conditions(nodes.paragraph("", "", *children))
    assert (rest and rest.astext()) == left


@pytest.mark.parametrize("name", bpref.__all__)
def test_every_function_has_an_equation_typed_once(name):
    assert equation_of(name)
    assert [equation.function for equation in equations()].count(name) <= 1


@pytest.mark.parametrize("name", bpref.__all__)
def test_every_docstring_states_its_equation_in_a_paragraph_of_its_own(name):
    paragraphs = (getattr(bpref, name).__doc__ or "").split("\n\n")
    assert sum(bool(STATES_EQUATION.match(text.strip())) for text in paragraphs) == 1


def test_typed_equations_are_lines_of_a_name_and_its_tex():
    assert typed_equations("tanh: a: b\n\nrelu: c\n") == {"tanh": "a: b", "relu": "c"}
