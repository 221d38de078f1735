"""The page to copy from: what its buttons put on the clipboard runs."""

import re

import numpy as np
import pytest
from built import SITE

PAGE = "reference/copy.html"


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def functions_in(text):
    namespace = {}
    exec(compile(text, "pasted", "exec", dont_inherit=True), namespace)
    return namespace


def test_each_function_has_a_button_of_its_own(open_page):
    page = open_page(PAGE, permissions=["clipboard-read", "clipboard-write"])
    block = page.locator("#copy-weight_gradient")
    assert not block.locator("pre").is_visible()
    block.locator("summary").click()
    block.locator("pre").hover()
    block.locator("button.copybtn").click()
    page.wait_for_timeout(100)
    text = clipboard(page)
    dW = functions_in(text)["weight_gradient"](np.array([[2.0]]), np.array([[3.0]]))
    assert dW[0, 0] == 6
    assert "MIT-0" in text


def test_the_chosen_functions_are_copied_as_one_file(open_page):
    page = open_page(PAGE, permissions=["clipboard-read", "clipboard-write"])
    assert page.get_by_role("button", name="Copy 0 functions").is_disabled()
    chosen = ["sigmoid", "bias_gradient", "input_gradient"]
    for name in chosen:
        page.get_by_label(f"choose {name}", exact=True).check()
    page.get_by_role("button", name="Copy 3 functions").click()
    page.get_by_text("Copied.").wait_for()
    text = clipboard(page)
    names = {name for name, thing in functions_in(text).items() if callable(thing)}
    assert names == set(chosen)
    assert text.count("import numpy as np") == text.count("MIT-0") == 1
    page.get_by_label("choose sigmoid", exact=True).uncheck()
    assert page.get_by_role("button", name="Copy 2 functions").is_visible()


def test_the_keyboard_is_enough(open_page):
    page = open_page(PAGE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("choose relu", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Copy 1 function", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").wait_for()
    assert "relu" in functions_in(clipboard(page))


def copy_tanh_without_a_clipboard(page):
    """Choose a function and press the button where a page may not write to the clipboard."""
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_label("choose tanh", exact=True).check()
    page.get_by_role("button", name="Copy 1 function", exact=True).click()


def test_from_a_file_where_the_clipboard_is_refused(open_page):
    page = open_page((SITE / PAGE).as_uri())
    copy_tanh_without_a_clipboard(page)
    page.get_by_text("Copied.").wait_for()
    # Pasted with the keyboard, which asks for no permission.
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("textarea").focus()
    page.keyboard.press("ControlOrMeta+v")
    text = page.locator("textarea").input_value()
    assert "MIT-0" in text
    assert functions_in(text)["tanh"](np.array([[0.0]])) == 0


def test_where_a_browser_copies_nothing_the_page_says_what_to_do(open_page):
    page = open_page(PAGE)
    page.evaluate("document.execCommand = () => false")
    copy_tanh_without_a_clipboard(page)
    assert page.locator(".chosen [role=status]").inner_text().startswith("The browser refused")
    assert page.locator("#copy-tanh button.copybtn").count() == 1


def test_without_javascript_every_function_is_there_to_be_copied_by_hand(open_page):
    page = open_page(PAGE, java_script_enabled=False)
    blocks = page.locator(".to-copy pre").all_text_contents()
    assert len(blocks) == 32
    first = page.locator("#copy-linear_forward")
    assert first.locator("math").is_visible()
    first.locator("summary").click()
    assert first.locator("pre").is_visible()
    for text in blocks:
        assert re.search(r"^def \w+", text, re.MULTILINE)
        functions_in(text)
    assert page.locator("input[type=checkbox][aria-label]").count() == 0


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_bar_is_seen_and_nothing_is_wider_than_the_screen(open_page, width):
    page = open_page(PAGE, width=width)
    assert page.get_by_role("button", name="Copy 0 functions").is_visible()  # from the first on
    page.get_by_label("choose relative_error", exact=True).check()
    bar = page.locator(".chosen").bounding_box()
    assert bar["x"] >= 0 and bar["x"] + bar["width"] <= width
    assert bar["y"] + bar["height"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_a_row_is_low_and_has_the_equation_beside_its_box(open_page, width):
    rows = open_page(PAGE, width=width).locator(".to-copy")
    heights = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert len(heights) == 32 and sorted(heights)[15] < 120
    assert rows.locator("math").count() == 32


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_the_cheat_sheet_the_equation_is_large_and_its_link_quiet(open_page, scheme):
    page = open_page("reference/cheat-sheet.html", color_scheme=scheme)
    size = "part => parseFloat(getComputedStyle(part).fontSize)"
    entry = page.locator(".cheat").first
    text = page.locator("article section > p math").first.evaluate(size)
    assert entry.locator("math").evaluate(size) == pytest.approx(1.4 * 0.95 * text, rel=0.06)
    shape, code = entry.locator("p").last, entry.locator("p code").first
    style = "part => (({ color, fontWeight }) => [color, fontWeight])(getComputedStyle(part))"
    assert code.evaluate(style) == shape.evaluate(style)
    assert code.evaluate("code => getComputedStyle(code).borderTopWidth") == "0px"


def test_the_cheat_sheet_is_printed_on_one_sheet(open_page):
    page = open_page("reference/cheat-sheet.html")
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
