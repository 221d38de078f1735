"""The search finds first what a reader means, and says it in sentences."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
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
    ("why are all-zero weights bad", "article/first-layer-parameters"),
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
    ("weight initialization", "reference/glossary.html#term-initialisation"),
    ("Xavier initialization", "reference/glossary.html#term-Xavier-initialisation"),
    ("Glorot", "reference/glossary.html#term-Xavier-initialisation"),
    ("Kaiming", "reference/glossary.html#term-He-initialisation"),
    ("dying ReLU", "reference/glossary.html#term-dead-ReLU"),
    ("vanishing gradient", "reference/glossary.html#term-vanishing-gradient"),
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
    pages -= {"solutions.html"}  # what it has stands on the others, and is found there
    assert {path.rpartition("/")[2] for path in found} == pages != set()


def test_a_word_that_many_misspell_is_found(searching, site_url):
    right = results(searching, site_url, "backpropagation")
    assert results(searching, site_url, "backpropogation") == right != []


def test_words_of_a_functions_name_find_it(searching, site_url):
    found = [address for address, _ in results(searching, site_url, "bias gradient")]
    assert "reference/functions.html#bpref.bias_gradient" in found[:5]


def test_titles_have_symbols_and_no_tex(searching, site_url):
    results(searching, site_url, "why has dz no g' in it")
    titles = searching.locator(".search a").all_inner_texts()
    assert titles[0].startswith("Why has dz[2] = a[2] − y no g′ in it?")
    assert searching.locator(".search a >> nth=0 >> sup").first.inner_text() == "[2]"
    headings = searching.evaluate(
        "Object.values(PASSAGES).flatMap(page => page.map(([, heading]) => heading))"
    )
    assert len(headings) > 300
    assert not [each for each in headings if re.search(r"\\|odot|[_^{}]", each) and "_" not in each]


# In the overlay, as one types.
OPTIONS = "#pst-search-dialog [role=option]"
FIELD = "#pst-search-dialog input"
CHOSEN = """() => {
    const field = document.querySelector("#pst-search-dialog input")
    const chosen = document.querySelectorAll("#pst-search-dialog [aria-selected=true]")
    const links = [...document.querySelectorAll("#pst-search-dialog [role=option]")]
    return [...chosen].map(each => each.id === field.getAttribute("aria-activedescendant") && links.indexOf(each))
}"""


def ask(page, query: str) -> None:
    """Type into the overlay, as soon as it opens, and wait for what is found."""
    page.keyboard.press("Control+k")
    page.keyboard.type(query)
    page.wait_for_selector(OPTIONS)
    page.wait_for_timeout(300)  # what was found before, if anything, gives way


def test_the_overlay_finds_what_the_page_finds_as_one_types(open_page, searching, site_url):
    page = open_page("article/crossing.html")
    ask(page, "transp")
    assert "transpose" in page.locator(OPTIONS).first.inner_text()
    page.keyboard.type("ose")
    page.wait_for_timeout(300)
    found = page.eval_on_selector_all(OPTIONS, "all => all.map(a => a.getAttribute('href'))")
    expected = [address for address, _ in results(searching, site_url, "transpose")]
    assert [address.removeprefix("../") for address in found] == expected[: len(found)]
    assert len(found) == 8 < len(expected)
    assert (
        page.locator("#pst-search-dialog [role=status]").inner_text() == f"{len(expected)} results"
    )
    words = page.locator(f"{OPTIONS} mark").all_inner_texts()
    assert "transpose" in words
    assert all(word.lower().startswith("transpos") for word in words)
    page.click("text=All results")
    page.wait_for_selector("text=Search finished")
    assert page.locator(".search li").count() == len(expected)


def test_nothing_of_the_search_comes_before_it_is_asked_for(open_page):
    asked: list[str] = []
    page = open_page("article/why.html")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_function("() => window.bootstrap")
    assert asked
    assert not [url for url in asked if "search" in url]
    page.click(".search-button__button >> visible=true")
    page.keyboard.type("z")
    page.wait_for_selector(OPTIONS)
    assert len([url for url in asked if "search" in url]) == 5


def test_keys_choose_open_and_close(open_page):
    page = open_page("article/crossing.html")
    ask(page, "transpose")
    count = page.locator(OPTIONS).count()
    assert page.locator(FIELD).get_attribute("aria-expanded") == "true"
    for key, chosen in (
        ("Shift", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0),
        ("ArrowUp", count - 1), ("ArrowDown", 0), ("ArrowDown", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(CHOSEN) == [chosen]
        assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    page.keyboard.press("Escape")
    assert not page.locator("#pst-search-dialog").is_visible()
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(CHOSEN) == [2]  # all is as it was
    page.keyboard.press("Escape")
    ask(page, "hadamard")
    page.keyboard.press("ArrowDown")
    address = page.locator(OPTIONS).nth(1).evaluate("a => a.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_enter_opens_the_first_at_once(open_page):
    page = open_page("article/why.html")
    ask(page, "z")
    page.fill(FIELD, "")
    page.keyboard.type("Hadamard product")
    page.keyboard.press("Enter")  # sooner than the list comes
    page.wait_for_url("**/reference/glossary.html#term-Hadamard-product")


def test_nothing_found_is_said_and_opens_nothing(open_page):
    page = open_page("article/why.html")
    ask(page, "z")
    page.fill(FIELD, "qqqqq")
    page.wait_for_selector("text=Nothing found")
    assert not page.locator("[role=listbox]").is_visible()
    assert page.locator(FIELD).get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.fill(FIELD, "")
    page.wait_for_function(
        "() => !document.querySelector('#pst-search-dialog [role=status]').innerText"
    )
    assert page.url.endswith("why.html")


def test_until_the_search_is_there_what_was_typed_stays_and_enter_leads_to_its_page(open_page):
    page = open_page("article/why.html")
    held = []
    page.route("**/searchtools.js*", lambda route: held.append(route))
    page.keyboard.press("Control+k")
    page.keyboard.type("Hadamard")
    page.wait_for_function("() => document.querySelector('script[src*=overlay]')")
    held[0].continue_()
    page.wait_for_selector(OPTIONS)
    assert page.input_value(FIELD) == "Hadamard"
    page.reload()
    page.wait_for_function("() => window.bootstrap")
    page.keyboard.press("Control+k")
    page.keyboard.type("Hadamard")
    page.keyboard.press("Enter")
    page.unroute("**/searchtools.js*")
    page.wait_for_url("**/search.html?q=Hadamard")


def test_a_place_on_this_page_is_shown(open_page):
    page = open_page("article/crossing.html")
    ask(page, "why the transpose and not the inverse")
    link = page.locator(OPTIONS, has_text="Why the transpose, and not the inverse?").first
    anchor = link.evaluate("a => a.hash.slice(1)")
    link.click()
    assert not page.locator("#pst-search-dialog").is_visible()
    page.wait_for_timeout(300)
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor)
    assert -10 < top < 200


def test_from_a_folder_it_finds_and_shows_as_much(open_page):
    page = open_page((SITE / "article/crossing.html").as_uri())
    ask(page, "Hadamard")
    assert page.locator(f"{OPTIONS} mark").first.inner_text() == "Hadamard"
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/reference/glossary.html#term-Hadamard-product")
    page.goto(f"{(SITE / 'search.html').as_uri()}?q=Hadamard")
    page.wait_for_selector("text=Search finished")
    assert page.locator(".search mark").first.inner_text() == "Hadamard"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_overlay_is_for_all_and_the_field_stays_where_it_is(open_page, width):
    page = open_page("article/crossing.html", width=width)
    page.evaluate(AXE_SCRIPT)
    page.click(".search-button__button >> visible=true")
    before = page.locator(FIELD).bounding_box()
    page.keyboard.type("why is dz")
    page.wait_for_selector(OPTIONS)
    assert page.locator(FIELD).bounding_box() == before
    box = page.locator("#pst-search-dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 800
    assert page.evaluate(
        "() => { const l = document.querySelector('[role=listbox]'); return l.scrollWidth <= l.clientWidth }"
    )
    for theme in ("light", "dark"):
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        page.wait_for_timeout(300)
        broken = page.evaluate(
            """async () => (await axe.run("#pst-search-dialog")).violations.flatMap(
                rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}`))"""
        )
        assert not broken, theme
