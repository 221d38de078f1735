"""What stands around a page's text: the header, the link past the menu, cards at terms."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from built import SITE

SECTION = "article/crossing.html"
TERM = "article p a:has(> .std-term)"
CARD = ".term-card"
DEFINITIONS = json.loads(
    (SITE / "_static/definitions.js").read_text("utf-8").removeprefix("const DEFINITIONS = ")
)


def definition(page, link) -> str:
    """Return what the card of a link should say."""
    name, html = DEFINITIONS[link.evaluate("a => a.hash.slice(1)")]
    return page.evaluate(
        "html => Object.assign(document.createElement('p'), { innerHTML: html }).textContent",
        f"{name}{html}",
    )


def test_the_header_says_where_one_is_once_the_title_is_out_of_sight(open_page):
    page = open_page(SECTION)
    here = page.locator(".here")
    assert not here.is_visible()
    page.evaluate("scrollTo(0, 1500)")
    here.wait_for(state="visible")
    assert here.locator(".title").text_content() == page.locator(".bd-article h1").evaluate(
        "h1 => [...h1.childNodes].filter(each => each.className !== 'headerlink').map(each => each.textContent).join('')"
    )
    assert here.locator(".place").inner_text() in page.inner_text(".where p").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert page.locator(".bd-header-article").bounding_box()["height"] <= 56
    page.evaluate("scrollTo(0, 0)")
    here.wait_for(state="hidden")


def test_a_phone_has_no_room_for_that(open_page):
    page = open_page(SECTION, width=390)
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_selector(".past-title")
    assert not page.locator(".here").is_visible()


def test_the_link_past_the_menu_is_in_ink_and_as_wide_as_its_words(open_page):
    page = open_page(SECTION)
    page.keyboard.press("Tab")
    link = page.locator("#pst-skip-link")
    page.wait_for_timeout(400)  # it slides in
    assert link.bounding_box()["width"] < 400
    assert link.evaluate("link => getComputedStyle(link).backgroundColor") == page.evaluate(
        "getComputedStyle(document.querySelector('.bd-article h1')).color"
    )
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


@pytest.mark.parametrize("width", [1280, 1680, 1920])
def test_a_line_of_text_is_not_too_long_to_read(open_page, width):
    page = open_page(SECTION, width=width)
    assert page.locator("article p >> nth=1").bounding_box()["width"] <= 810


def test_a_pointer_on_a_term_shows_its_definition_until_it_leaves_or_escape(open_page):
    asked: list[str] = []
    page = open_page(SECTION)
    page.on("request", lambda request: asked.append(request.url))
    link, other = page.locator(TERM).nth(0), page.locator(TERM).nth(2)
    link.scroll_into_view_if_needed()
    assert not asked
    link.hover()
    page.wait_for_selector(CARD)
    assert [url.rpartition("/")[2].partition("?")[0] for url in asked] == ["definitions.js"]
    assert page.locator(CARD).text_content() == definition(page, link)
    assert page.locator(CARD).get_attribute("role") == "tooltip"
    assert link.get_attribute("aria-describedby") == page.locator(CARD).get_attribute("id")
    assert link.get_attribute("title") is None
    box = page.locator(CARD).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10, steps=4)
    page.wait_for_timeout(600)
    assert page.locator(CARD).is_visible()  # the pointer may rest on it
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    other.hover()
    page.wait_for_function(
        "text => document.querySelector('.term-card')?.textContent === text",
        arg=definition(page, other),
    )
    page.mouse.move(5, 5)
    page.wait_for_selector(CARD, state="detached")
    other.click()
    page.wait_for_url("**/reference/glossary.html#term-*")


def test_the_focus_on_a_term_shows_its_definition(open_page):
    page = open_page(SECTION)
    link = page.locator(TERM).nth(1)
    page.keyboard.press("Tab")  # a key, so that the focus is seen
    link.focus()
    page.wait_for_selector(CARD)
    assert page.locator(CARD).text_content() == definition(page, link)
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.wait_for_selector(CARD)
    page.keyboard.press("Tab")
    assert page.locator(CARD).count() == 0 or page.locator(CARD).text_content() != definition(
        page, link
    )


def test_a_finger_sees_the_definition_first_and_then_goes_there(open_page):
    page = open_page(SECTION, width=390, has_touch=True)
    link = page.locator(TERM).nth(2)
    link.tap()
    page.wait_for_selector(CARD)
    box = page.locator(CARD).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.tap(".bd-article h1", position={"x": 2, "y": 2})
    assert page.locator(CARD).count() == 0
    link.tap()
    page.wait_for_selector(CARD)
    link.tap()
    page.wait_for_url("**/reference/glossary.html#term-*")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_can_be_read_and_moves_nothing(open_page, scheme):
    page = open_page(SECTION, color_scheme=scheme)
    page.evaluate(AXE_SCRIPT)
    page.evaluate(
        """() => {
            window.shifts = 0
            new PerformanceObserver(list => list.getEntries().forEach(each => (shifts += each.value)))
                .observe({ type: "layout-shift", buffered: true })
        }"""
    )
    page.locator(TERM).nth(2).hover()
    page.wait_for_selector(CARD)
    broken = page.evaluate(
        "async () => (await axe.run('.term-card')).violations.map(each => each.id)"
    )
    assert not broken
    assert page.evaluate("shifts") == 0


def test_without_scripts_a_term_has_its_title(open_page):
    page = open_page(SECTION, java_script_enabled=False)
    link = page.locator(TERM).nth(2)
    assert link.get_attribute("title").endswith(".")


def test_the_page_for_a_wrong_address_says_what_is_true(open_page):
    page = open_page("404.html")
    text = page.inner_text("article")
    assert "menu lists all pages" in text
    pages = {
        path.relative_to(SITE).with_suffix("").as_posix()
        for path in SITE.rglob("*.html")
        if "_static" not in path.parts
        and path.name not in ("404.html", "search.html", "index.html")
    }
    listed = page.eval_on_selector_all("nav.bd-links a", "all => all.map(a => a.pathname)")
    assert {path.strip("/").removesuffix(".html") for path in listed} == pages
