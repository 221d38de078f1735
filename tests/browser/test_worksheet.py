"""Worksheets of the network you can touch, in the system's Chromium and on paper."""

import io
import unicodedata

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pypdf import PdfReader
from touch_oracle import ACTIVATIONS, LOSSES

TOUCH = "beyond/touch.html"
FORMATS = {"A4": (595, 842), "Letter": (612, 792)}  # points
# What is printed inside the margins of 10 mm, in pixels: the narrower of the two.
PAPER_WIDTH = 718


def open_sheets(open_page, code: str, count: str = "", **options) -> Page:
    """Open the worksheets of a state, as many as there shall be."""
    page = open_page(f"{TOUCH}?worksheet{count}#{code}", **options)
    page.wait_for_selector(".bpref-paper .paper")
    return page


def printed(page: Page, size: str) -> list[str]:
    """Return the text of each page on paper."""
    pages = PdfReader(io.BytesIO(page.pdf(format=size))).pages
    for each in pages:
        assert [float(each.mediabox.width), float(each.mediabox.height)] == pytest.approx(
            FORMATS[size], abs=1
        )
    return [plain(each.extract_text()) for each in pages]


def plain(text: str) -> str:
    """Return a text without spaces, its italics and raised digits as common ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def answers(page: Page) -> list[str]:
    """Return the answers of all sheets."""
    return page.eval_on_selector_all(".key .result", "all => all.map((one) => one.textContent)")


EXERCISE = "mode=practise&loss=squared-error&exercise="
# A state, how many sheets are wanted, the pages with what is asked, and what their first one says.
SHEETS = [
    ("w7=-2&x1=0.7", "", 2, "Everynumberofthenetwork,forwardandback"),
    ("mode=step&at=4&hidden=tanh", "", 2, "Everynumberofthenetwork,forwardandback"),
    ("mode=descend&hidden=relu&steps=20x1", "", 2, "Everynumberofthenetwork,forwardandback"),
    (f"{EXERCISE}dw&number=31&hidden=relu", "", 1, "Exercise2.Onedw,number31"),
    (f"{EXERCISE}da&number=31", "=5", 3, "Exercise3.dabytwopaths,number31"),
    (f"{EXERCISE}layer&number=31", "=2", 4, "Exercise5.Awholelayer,number31"),
    (f"{EXERCISE}all&number=31&hidden=tanh", "", 2, "Exercise6.Allgradients,number31"),
]


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize(("code", "count", "asking", "title"), SHEETS)
def test_what_is_asked_and_the_answers_are_on_pages_of_their_own(
    open_page, code, count, asking, title, size
):
    page = open_sheets(open_page, code, count)
    found, texts = answers(page), printed(page, size)
    sheets, keys = texts[:asking], texts[asking:]
    assert title in sheets[0]
    for text in sheets:
        assert "NameDate" in text and "Answers" not in text
    assert keys[0].startswith("Answers") and "Name" not in "".join(keys)
    # Short numbers may be among those that are given.
    long = [plain(answer) for answer in found if len(answer) > 5]
    assert long
    for answer in long:
        assert answer in "".join(keys), answer
        assert answer not in "".join(sheets), answer
    assert f"{TOUCH}#{code.split('&')[0]}" in sheets[0]
    # Of the site around it nothing is left.
    assert "Thisisthenetworkof" not in "".join(texts) and "Backtothe" not in "".join(texts)
    if count:
        last = 30 + int(count.removeprefix("="))
        assert f"number{last}" in "".join(sheets) and f"Number{last}" in "".join(keys)


CUT = """() => {
    const cut = [...document.querySelectorAll(".bpref-paper .rows, .bpref-paper p, .bpref-paper li")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
        .map((one) => one.textContent);
    for (const svg of document.querySelectorAll(".picture svg")) {
        const { x, y, width, height } = svg.viewBox.baseVal;
        for (const part of svg.querySelectorAll("text, rect, circle")) {
            const box = part.getBBox();
            if (box.x < x || box.y < y || box.x + box.width > x + width || box.y + box.height > y + height)
                cut.push(part.outerHTML);
        }
    }
    return cut;
}"""


@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("size", FORMATS)
def test_every_setting_has_its_pages_and_nothing_is_cut(open_page, hidden, loss, size):
    setting = f"&hidden={hidden}&loss={loss}"
    states = {
        "mode=practise&exercise=hidden&number=9": ("=2", 2),
        "mode=practise&exercise=dz&number=999999": ("", 2),
        "mode=practise&exercise=all&number=9": ("", 3),
        # Long numbers, all of which the drawing rounds.
        "mode=descend&steps=7x0.31&x1=-1.234567&x2=0.333333&y1=0.123456&y2=0.654321": ("", 4),
    }
    for code, (count, pages) in states.items():
        page = open_sheets(open_page, code + setting, count, width=PAPER_WIDTH)
        assert len(printed(page, size)) <= pages, code
        page.emulate_media(media="print")
        assert not page.evaluate(CUT), code
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_WIDTH


def test_what_is_asked_is_an_empty_box_and_what_is_given_a_number(open_page):
    for code in ("mode=step&at=3", "mode=practise&exercise=layer", "mode=practise&exercise=da"):
        page = open_sheets(open_page, code)
        numbers = dict(
            page.eval_on_selector_all(
                ".picture [data-value]", "all => all.map((n) => [n.dataset.value, n.textContent])"
            )
        )
        listed = page.eval_on_selector_all(
            ".blanks li math", "all => all.map((n) => n.textContent)"
        )
        assert listed and {name for name, number in numbers.items() if not number} == {*listed}
        boxes = page.locator(
            ".picture .box, .picture .cell.asked rect, .picture .round.asked circle"
        )
        assert boxes.count() == len(listed) == page.locator(".blanks .box").count()
        # In black and white: a box has a border of its own, and paper inside.
        page.emulate_media(media="print")
        for box in boxes.all():
            look = "(box) => [getComputedStyle(box).fill, getComputedStyle(box).stroke]"
            fill, stroke = box.evaluate(look)
            assert fill == "rgb(255, 255, 255)" and stroke != fill


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("code", ["mode=descend&steps=20x1", "mode=practise&exercise=da"])
def test_axe_finds_nothing_before_it_is_printed(open_page, code, width, scheme):
    page = open_sheets(open_page, code, "=3", width=width, color_scheme=scheme)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_the_network_to_paper_and_back(open_page):
    page = open_page(f"{TOUCH}#mode=practise&exercise=dw&number=4")
    page.wait_for_selector(".drawing svg")
    page.click('[data-act="another"]')
    page.click(".worksheet")
    page.wait_for_selector(".paper")
    assert page.evaluate("location.search + location.hash") == (
        "?worksheet#mode=practise&exercise=dw&number=5"
    )
    page.fill("[name=from]", "31")
    page.fill("[name=count]", "6")
    page.press("[name=count]", "Tab")
    assert page.evaluate("location.search + location.hash") == (
        "?worksheet=6#mode=practise&exercise=dw&number=31"
    )
    titles = page.locator(".paper h2").all_inner_texts()
    assert titles == [f"Exercise 2. One dw, number {n}" for n in range(31, 37)] + ["Answers"]
    found = answers(page)
    page.uncheck("[name=working]")
    assert answers(page) == found and page.locator(".key [class=rows] > div").count() == 3 * 6
    page.evaluate("window.print = () => (window.isPrinted = true)")
    page.click(".bar button")
    assert page.evaluate("window.isPrinted")
    page.fill("[name=count]", "-3")
    page.press("[name=count]", "Enter")
    assert page.input_value("[name=count]") == "1"
    page.click(".back")
    page.wait_for_selector(".drawing svg")
    assert page.url.endswith("touch.html#mode=practise&exercise=dw&number=31")


def test_the_page_itself_prints_its_exercise(open_page):
    page = open_page(f"{TOUCH}#mode=practise&exercise=hidden&number=7&hidden=tanh")
    page.wait_for_selector(".drawing svg")
    text = printed(page, "A4")[0]
    assert "Exercise4.dzofahiddenneuron,number7Finddz" in text
    assert "Hiddenlayer:tanh" in text and "Loss:cross-entropy" in text
    assert "?" in text and "networkofthecourse,with" not in text
