"""The search finds first what a reader means, and says it in sentences."""

import re

import pytest
from conftest import SITE, watch

DOCS = SITE.parent.parent / "docs"
QUESTION = re.compile(r"^- \[(.+?)\]\(\.\./([\w/-]+)\.md(?:#[\w-]+)?\) ", re.MULTILINE)
# Each question of the page of questions, as somebody would type it, and the page that answers it.
QUESTIONS = [
    (re.sub(r"[$^{}\\]", "", question), page)
    for question, page in QUESTION.findall((DOCS / "reference/questions.md").read_text("utf-8"))
]
# The same in other words: some, as they were asked elsewhere.
OTHERWISE = [
    ("bias", "reference/glossary.html#term-bias"),
    ("gradient check", "beyond/checking-gradients.html"),
    ("weight_gradient", "reference/functions.html#bpref.weight_gradient"),
    ("why not the inverse", "article/crossing"),
    ("why add up the neurons of the next layer", "article/crossing"),
    ("where does 1/m go", "article/many-examples"),
    ("backward() twice in PyTorch", "article/four-steps"),
    ("all-zero weights", "article/first-layer-parameters"),
    ("ReLU at 0", "article/activation-and-loss"),
    ("NaN from log(0) and division by zero", "article/sigmoid-and-cross-entropy"),
    ("old or updated weights", "article/training-step"),
]


@pytest.fixture(scope="module")
def searching(browser, site_url):
    """Return a page to search on, the same for every query."""
    context = browser.new_context()
    faults: list[str] = []
    watch(context, site_url, faults)
    yield context.new_page()
    context.close()
    assert not faults


def results(page, site_url: str, query: str) -> list[tuple[str, str]]:
    """Return the addresses and excerpts that the search shows, best first."""
    page.goto(f"{site_url}/search.html")
    page.fill("form.bd-search input >> visible=true", query)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=/Search finished|did not match/")
    page.wait_for_selector(".search li:first-child .context")  # an excerpt is fetched for each
    page.wait_for_timeout(200)
    hrefs = page.eval_on_selector_all(
        ".search li a", "links => links.map(a => a.getAttribute('href'))"
    )
    texts = page.eval_on_selector_all(
        ".search li", "items => items.map(li => li.querySelector('.context')?.textContent ?? '')"
    )
    return list(zip(hrefs, texts))


def test_the_questions_are_read():
    assert len(QUESTIONS) >= 22


@pytest.mark.parametrize(("query", "page"), [*QUESTIONS, *OTHERWISE])
def test_what_is_meant_comes_first(searching, site_url, query, page):
    first, excerpt = results(searching, site_url, query)[0]
    assert first.startswith(page)
    assert excerpt


@pytest.mark.parametrize("query", ["bias", "transpose", "learning rate", "weight_gradient"])
def test_excerpts_are_sentences(searching, site_url, query):
    for address, excerpt in results(searching, site_url, query):
        assert excerpt[-1] in ".?!:)" or len(excerpt) < 140, (address, excerpt)
        for stray in ("Skip to", "System Settings", "import numpy", "Show code", "Link to this"):
            assert stray not in excerpt, (address, excerpt)
