"""A page takes no longer to read than its first line promises, and none more than ten minutes."""

import re
from pathlib import Path

import pytest
from reading import counts, minutes

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted([*DOCS.glob("article/*.md"), *DOCS.glob("beyond/*.md")])
LONGEST = 10


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_takes_no_longer_than_it_promises(path):
    text = path.read_text("utf-8")
    promise = re.search(r"^# .*\n\n\*About (\d+) minutes\.\*$", text, re.MULTILINE)
    assert promise, f"it must promise: *About {minutes(text):.0f} minutes.*"
    assert minutes(text) <= int(promise[1]) <= LONGEST


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("---\nfile_format: mystnb\n---\n\n# One two\n\nthree, four.", (4, 0)),
        ("The slope $g'(z) = a (1 - a)$ is\n{term}`gradient`.", (5, 0)),
        ("[two words](../an/address.md#that-is-none)", (2, 0)),
        ("{term}`two words <chain rule>`", (2, 0)),
        ("$$\na = b\n$$ (label)\nword", (1, 1)),
        ("```{worked} a = b\n```", (0, 1)),
        ("```{worked}\na = b\nc = d\n```", (0, 2)),
        ("```{network}\n:alt: not counted\nA caption.\n```", (2, 1)),
        ("```{doctest}\n>>> code\n```\nword", (1, 0)),
        ("```{code-cell}\n:tags: [hide-input]\n\nshow(fig)\n```", (0, 1)),
        ("```{code-cell}\nx = 1\n```", (0, 0)),
        ("````{admonition} Read me\nword\n\n```{worked} a = b\n```\n````", (3, 1)),
        (
            "````{admonition} Folded\n:collapsible: closed\n\nword\n```{code}\n```\n````\nword",
            (1, 0),
        ),
    ],
)
def test_words_and_displays_are_counted(page, expected):
    assert counts(page) == expected


def test_two_hundred_words_or_four_equations_are_a_minute():
    assert minutes("word " * 200) == minutes("```{worked}\n" + "a = b\n" * 4 + "```") == 1


def test_an_unknown_directive_is_not_passed_over():
    with pytest.raises(ValueError, match="video"):
        counts("```{video} film\n```")
