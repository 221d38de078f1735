"""The search finds first what a reader means, and says it in sentences."""

import re
from urllib.parse import urlsplit

import pytest
from built import SITE, watch

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
    ("NaN from log(0) and division by zero", "beyond/mistakes"),  # NumPy's own words for it
    ("old or updated weights", "article/training-step"),
    ("log(0)", "article/sigmoid-and-cross-entropy"),
    ("why divide by m", "article/many-examples"),
    ("numerical gradient", "beyond/checking-gradients.html"),
    ("license", "index.html"),
    ("color", "article/network"),
    ("elementwise", "reference/glossary.html#term-elementwise-product"),
    ("central difference", "reference/glossary.html#term-central-difference"),
    ("MSE", "reference/glossary.html#term-squared-error"),
    ("linear regression", "reference/glossary.html#term-regression"),
    ("log loss", "reference/glossary.html#term-cross-entropy"),
    ("logistic regression", "article/sigmoid-and-cross-entropy"),
    ("SGD", "reference/glossary.html#term-mini-batch"),
    ("one-hot encoding", "reference/glossary.html#term-one-hot"),
    ("Xavier initialization", "reference/glossary.html#term-initialisation"),
    ("learning rate too high", "article/training-step"),
    ("exploding gradients", "reference/glossary.html#term-exploding-gradient"),
    ("shapes (2,3) and (2,1) not aligned", "beyond/mistakes"),
    ("get_dummies", "beyond/mistakes"),
    ("check my own gradient", "beyond/checking-gradients.html"),
    ("overfitting", "beyond/digits"),
    ("MNIST", "beyond/digits"),
]
# With a capital letter, a number, a word in quotes, a function's name, or a formula: dv, b4.
BEGINS = re.compile(
    r"\(?(?:[A-Z0-9−“]|\w+\(\)|\w+_\w+|d[a-zW]\d* |[a-z]+\d+ |bpref |scikit-learn )"
    r"|(?:formula|complex step|central difference): "  # labels of a list
)
STRAY = re.compile(
    r"Skip to|System Settings|>>>|Show the code|Link to this|See also|→|About \d+ minutes"
)


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
    # An excerpt is fetched for each.
    page.wait_for_function(
        """() => [...document.querySelectorAll(".search li")].slice(0, 5)
            .every(result => result.querySelector(".context"))"""
    )
    hrefs = page.eval_on_selector_all(
        ".search li a", "links => links.map(a => a.getAttribute('href'))"
    )
    texts = page.eval_on_selector_all(
        ".search li", "items => items.map(li => li.querySelector('.context')?.textContent ?? '')"
    )
    return list(zip(hrefs, texts))


def test_the_questions_are_read():
    assert len(QUESTIONS) >= 22


def assert_sentences(found: list[tuple[str, str]]) -> None:
    """Refuse excerpts among the first five that are no whole sentences, or more than sentences."""
    assert found
    for address, excerpt in found[:5]:
        assert BEGINS.match(excerpt), (address, excerpt)
        assert excerpt[-1] in ".?!)…", (address, excerpt)
        assert excerpt.count("(") == excerpt.count(")"), (address, excerpt)
        assert not STRAY.search(excerpt), (address, excerpt)


@pytest.mark.parametrize(("query", "page"), [*QUESTIONS, *OTHERWISE])
def test_what_is_meant_comes_first(searching, site_url, query, page):
    found = results(searching, site_url, query)
    assert found[0][0].startswith(page)
    assert_sentences(found)


@pytest.mark.parametrize(
    "query",
    [
        "bias",
        "transpose",
        "learning rate",
        "relu",
        "sigmoid",
        "softmax",
        "dZ",
        "gradient",
        "PyTorch",
    ],
)
def test_excerpts_are_sentences(searching, site_url, query):
    assert_sentences(results(searching, site_url, query))


def test_the_changelog_comes_last(searching, site_url):
    found = [address for address, _ in results(searching, site_url, "logarithm")]
    assert "changelog" in found[-1]
    assert len(found) > 3


def test_words_are_marked_in_the_results_and_not_on_the_page(searching, site_url):
    results(searching, site_url, "bias")
    marked = searching.locator(".search .context mark").all_inner_texts()
    assert marked
    assert all(word.lower().startswith("bias") for word in marked)
    searching.click(".search li a >> nth=0")
    searching.wait_for_function("() => window.bootstrap")
    assert searching.url.endswith("#term-bias")
    assert searching.locator(".highlighted, mark").count() == 0


def test_a_letter_marks_nothing(searching, site_url):
    assert results(searching, site_url, "z")
    assert searching.locator(".search mark").count() == 0


@pytest.mark.parametrize("number", ["0.8625", "-0.8625"])
def test_a_number_finds_its_pages(searching, site_url, number):
    found = {urlsplit(href).path for href, _ in results(searching, site_url, number)}
    pages = {path.name for path in SITE.rglob("*.html") if "0.8625" in path.read_text("utf-8")}
    assert {path.rpartition("/")[2] for path in found} == pages != set()


def test_a_word_that_many_misspell_is_found(searching, site_url):
    right = results(searching, site_url, "backpropagation")
    assert results(searching, site_url, "backpropogation") == right != []
