"""Every page: nothing is asked of another host, nothing is wider than the screen, axe finds nothing."""

import pytest
from conftest import PAGES

WIDTHS = (320, 360, 390, 768, 1280)
TOO_WIDE = """() => {
    const screen = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= screen) return []
    return [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > screen + 1)
        .map(element => element.outerHTML.slice(0, 120))
}"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(open_page, path):
    page = open_page(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(TOO_WIDE), width
