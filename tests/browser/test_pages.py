"""Every page, narrow and wide, light and dark: nothing is cut, nothing is barred, nothing is asked."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from built import PAGES

PHONE = 600  # and narrower, as layout.css has it
WIDTHS = (320, 360, 390, 768, 1280)
# What is wider than the screen, and what hides a part of itself, by its beginning.
TOO_WIDE = """() => {
    const screen = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= screen) return []
    return [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > screen + 1)
        .map(element => element.outerHTML.slice(0, 120))
}"""
# A box may be a pixel narrower than its content where lengths are rounded.
HIDING = """selector => [...document.querySelectorAll(selector)]
    .filter(box => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display != "inline")
    .map(box => `${box.scrollWidth - box.clientWidth} px: ${box.textContent.trim().slice(0, 80)}`)"""
# Tables lie in the box that would scroll, an output or a container. On a phone the container may.
BOX = ".pst-scrollable-table-container"
CELLS = f".bd-article table, .bd-article :has(> table):not({BOX}), .bd-article td, .bd-article th"
TABLES = f"{CELLS}, .bd-article {BOX}"
# Of the tables that scroll, those that no key scrolls, that have no name, or whose first column goes.
LOST = """box => [...document.querySelectorAll(box)]
    .filter(box => box.scrollWidth > box.clientWidth + 1)
    .filter(box => {
        box.scrollLeft = box.scrollWidth
        const stays = box.querySelector("td").getBoundingClientRect().left
            >= box.getBoundingClientRect().left - 1
        box.scrollLeft = 0
        return box.tabIndex != 0 || !box.role || !box.ariaLabel || !stays
    })
    .map(box => box.textContent.trim().slice(0, 80))"""
WIDE = f".bd-article pre, .equation .scroll, {TABLES}"
# Only the colours differ in the dark.
AXE = {"resultTypes": ["violations"]}
AXE_COLOURS = {**AXE, "runOnly": ["color-contrast", "link-in-text-block"]}
BROKEN_RULES = """async options => (await axe.run(document, options)).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}`))"""
IN_THEME = "theme => (document.documentElement.dataset.theme = theme)"
# What fades into its new colour has it only when it has arrived; what slides to its new place makes
# the text as narrow as it stays only then, too. What is laid out no more, far from the screen, stands
# still midway and would never arrive.
ARRIVED = """() => {
    const moving = document.getAnimations().filter(each => each instanceof CSSTransition)
    const late = new Promise(on => setTimeout(on, 2000))
    return Promise.race([Promise.allSettled(moving.map(each => each.finished)), late])
}"""
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => (fold.open = true))"
# As for a reader who has seen the whole page: what is far below is laid out only when it is near.
LAID_OUT = "* { content-visibility: visible !important }"
# Two frames: observers are told of new sizes in the first.
SIZES_TOLD = "() => new Promise(on => requestAnimationFrame(() => requestAnimationFrame(on)))"


@pytest.mark.parametrize("path", PAGES)
def test_every_page(open_page, path):
    page = open_page(path)
    page.evaluate(OPEN_FOLDS)
    page.add_style_tag(content=LAID_OUT)
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(ARRIVED)
        assert not page.evaluate(TOO_WIDE), f"{width} px wide"
        whole = CELLS if width <= PHONE else TABLES if width < 1280 else WIDE
        assert not page.evaluate(HIDING, whole), f"{width} px wide"
        if width in (390, 1280):
            page.evaluate(SIZES_TOLD)
            assert not page.evaluate(LOST, BOX), f"{width} px wide"
            for theme, options in (("light", AXE), ("dark", AXE_COLOURS)):
                page.evaluate(IN_THEME, theme)
                page.evaluate(ARRIVED)
                found = page.evaluate(BROKEN_RULES, options)
                assert not found, f"{width} px, {theme}: {json.dumps(found, indent=1)}"
            page.evaluate("document.documentElement.dataset.theme = 'light'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_open_or_under_the_pointer_can_be_read(open_page, scheme):
    page = open_page("article/crossing.html", color_scheme=scheme)
    page.evaluate(AXE_SCRIPT)
    page.click(".theme-switch-button >> visible=true")
    page.evaluate(ARRIVED)
    assert page.locator(".theme-change-button.active").is_visible()
    assert not page.evaluate(BROKEN_RULES, AXE_COLOURS)
    page.keyboard.press("Escape")
    for link in (".bd-article p > a", ".bd-links a", ".page-toc a", ".prev-next-area a"):
        page.hover(f"{link} >> visible=true")
        page.evaluate(ARRIVED)
        assert not page.evaluate(BROKEN_RULES, AXE_COLOURS), link
