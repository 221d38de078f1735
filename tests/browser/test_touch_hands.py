"""The network you can touch under real hands: fingers, pointers, keys, fields, and the way back."""

import itertools
import unicodedata

import pytest
from playwright.sync_api import CDPSession, Page
from test_touch import TOUCH, all_numbers, answer, focused, open_touch, practise

VIEWPORTS = [(390, 844), (1280, 900)]


def middle(page: Page, name: str) -> tuple[float, float]:
    """Return where to take hold of a part of the drawing."""
    shape = page.locator(f'[data-name="{name}"] :is(rect, circle)')
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + 6


def value(page: Page, name: str) -> float:
    """Return a number that can be changed."""
    return float(page.get_attribute(f'[data-name="{name}"]', "aria-valuenow"))


def lit(page: Page) -> set[str]:
    """Return the names of what is lit."""
    return {*page.eval_on_selector_all(".drawing .lit", "all => all.map((g) => g.dataset.name)")}


def touches(cdp: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    """Move all fingers at once, as a screen does."""
    at = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
    cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})


@pytest.fixture
def finger(open_page):
    """Return a function that opens the network for fingers, and what moves them."""

    def open_for_fingers(width: int, height: int) -> tuple[Page, CDPSession]:
        page = open_page(f"{TOUCH.lstrip('/')}#show=w7", width, height, has_touch=True)
        page.wait_for_selector(".drawing svg")
        return page, page.context.new_cdp_session(page)

    return open_for_fingers


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_a_finger_drags_a_number(finger, viewport):
    page, cdp = finger(*viewport)
    (x, y), before = middle(page, "w7"), value(page, "w7")
    touches(cdp, "touchStart", (x, y))
    for by in range(5, 101, 5):
        touches(cdp, "touchMove", (x + by, y))
        page.wait_for_timeout(16)
    touches(cdp, "touchEnd")
    assert value(page, "w7") == pytest.approx(before + 1)


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", ["w7", "a1"])
def test_a_finger_that_moves_up_scrolls_the_page(finger, viewport, name):
    page, cdp = finger(*viewport)
    (x, y), before = middle(page, name), value(page, "w7")
    top = page.evaluate("scrollY")
    touches(cdp, "touchStart", (x, y))
    for by in range(5, 151, 5):
        touches(cdp, "touchMove", (x, y - by))
        page.wait_for_timeout(16)
    touches(cdp, "touchEnd")
    page.wait_for_timeout(100)
    assert page.evaluate("scrollY") > top + 80
    assert value(page, "w7") == before


def test_a_second_finger_changes_nothing(finger):
    page, cdp = finger(1280, 900)
    first, second = middle(page, "w3"), middle(page, "w7")
    before = value(page, "w3"), value(page, "w7")
    touches(cdp, "touchStart", first)
    touches(cdp, "touchStart", first, second)
    for by in (2, 4, 6):
        touches(cdp, "touchMove", first, (second[0] + by, second[1]))
    touches(cdp, "touchEnd")
    assert (value(page, "w3"), value(page, "w7")) == before


def test_a_drag_ends_where_the_pointer_is_let_go(page, site_url):
    open_touch(page, site_url, "show=")
    page.mouse.move(*middle(page, "z1"))
    page.mouse.down()
    page.mouse.move(5, 300)
    page.mouse.up()
    page.mouse.move(6, 300)
    assert not lit(page) & {"z1", "dz1"}
    page.hover('[data-name="a2"] rect')
    assert "a2" in lit(page)
    # The page is laid out anew while a number is held.
    open_touch(page, site_url, "show=")
    x, y = middle(page, "w7")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=4)
    page.set_viewport_size({"width": 700, "height": 800})
    page.mouse.move(690, 790)
    page.mouse.up()
    held = value(page, "w7")
    page.mouse.move(*middle(page, "w7"))
    page.mouse.move(200, 200, steps=4)
    assert value(page, "w7") == held


def test_the_slider_keeps_its_range_while_it_is_held(page, site_url):
    open_touch(page, site_url, "show=w7&w7=100")
    box = page.locator("[data-turn]").bounding_box()
    x, y = box["x"] + box["width"] - 9, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    values = []
    for _ in range(8):
        x -= 4
        page.mouse.move(x, y)
        assert page.get_attribute("[data-turn]", "max") == "100"
        values.append(value(page, "w7"))
    page.mouse.up()
    steps = [one - other for one, other in itertools.pairwise(values)]
    assert min(steps) > 0 and max(steps) < 1.5 * min(steps)
    assert float(page.get_attribute("[data-turn]", "max")) < 100


def test_home_and_end_lead_to_the_ends(page, site_url):
    open_touch(page, site_url, "show=w7")
    page.focus('[data-name="y1"]')
    for key, end in (("Home", 0), ("End", 1)):
        page.keyboard.press(key)
        assert value(page, "y1") == end


# ---- Fields


def test_a_field_says_what_it_refuses_and_forgets_it(page, site_url):
    open_touch(page, site_url, "show=w7")
    says = "field => field.validationMessage"
    for text, told in {"abc": "Type a number", "1,250": "two ways", "1e7": "1000000"}.items():
        page.fill("[data-type]", text)
        assert told in page.eval_on_selector("[data-type]", says)
        assert page.get_attribute("[data-type]", "aria-invalid") == "true"
    page.click('[data-name="w8"] rect')
    assert page.input_value("[data-type]") == "−1"
    assert page.get_attribute("[data-type]", "aria-invalid") == "false"
    page.fill("[data-type]", "– 1⁄4")
    assert value(page, "w8") == -0.25
    page.click('[role="tab"][data-mode="descend"]')
    for text in ("abc", "0", "-1", "1e7"):
        page.fill("[data-eta]", text)
        assert page.eval_on_selector("[data-eta]", says)
    page.focus('[data-act="step"]')
    page.wait_for_function("document.querySelector('[data-eta]').value === '0.5'")
    assert page.get_attribute("[data-eta]", "aria-invalid") == "false"


def test_the_number_of_an_exercise_stays_in_its_bounds(page, site_url):
    open_touch(page, site_url, "mode=practise")
    for text, number in {"1000000": 999999, "0": 1, "-3": 1, "7": 7, "1.9": 1}.items():
        page.fill("[data-number]", text)
        page.press("[data-number]", "Tab")
        assert page.input_value("[data-number]") == str(number)
    open_touch(page, site_url, "mode=practise&number=999999")
    page.click('[data-act="another"]')
    page.wait_for_timeout(400)
    assert page.input_value("[data-number]") == "1"


def test_a_number_that_steps_have_led_to_is_restored(page, site_url):
    code = "mode=descend&y1=0.5&y2=0.5&rate=1000000&hidden=relu&steps=60x1000000"
    open_touch(page, site_url, code)
    page.click('[role="tab"][data-mode="explore"]')
    page.fill("[data-type]", "1")
    page.click(".all summary")
    page.wait_for_timeout(400)
    before = all_numbers(page)
    assert max(map(abs, before.values())) > 1e6
    open_touch(page, site_url, page.evaluate("location.hash").removeprefix("#"))
    page.click(".all summary")
    assert all_numbers(page) == before


# ---- The address and the clipboard


def test_back_restores_what_was_before(page, site_url):
    mode = "document.querySelector('.bpref-touch').dataset.mode"
    page.goto(site_url + TOUCH)
    page.wait_for_selector(".drawing svg")
    page.click(".bd-article a[href*='exercise=da']")
    page.wait_for_function(f"{mode} === 'practise'")
    page.go_back()
    page.wait_for_function(f"{mode} === 'explore'")
    for tab in ("step", "descend"):
        page.click(f'[role="tab"][data-mode="{tab}"]')
    page.go_back()
    page.wait_for_function(f"{mode} === 'step'")
    page.go_back()
    page.wait_for_function(f"{mode} === 'explore'")
    # Another exercise has its place, too, and what was found in the one before is there.
    open_touch(page, site_url, "mode=practise&exercise=layer")
    v = practise(page, site_url, "layer", 1, "sigmoid", "cross-entropy")
    assert answer(page, f"{v['dz4']:.3f}") == "right"
    page.click('[data-act="another"]')
    page.select_option("[data-hidden]", "tanh")
    page.select_option("[data-exercise]", "da")
    for code in (
        "mode=practise&hidden=tanh&exercise=layer&number=2",
        "mode=practise&exercise=layer&number=2",
        "mode=practise&exercise=layer",
    ):
        page.go_back()
        page.wait_for_function(f"location.hash === '#{code}'")
    assert found(page) == ["dz4"]
    # A heading's link leaves the state in the address.
    open_touch(page, site_url, "w7=2")
    page.evaluate("location.hash = 'exercises'")
    page.wait_for_function("location.hash === '#w7=2'")
    page.reload()
    page.wait_for_selector(".drawing svg")
    assert value(page, "w7") == 2


def test_a_heading_can_be_linked_to(page, site_url):
    page.goto(f"{site_url}{TOUCH}#exercises")
    page.wait_for_selector(".drawing svg")
    page.wait_for_timeout(500)
    assert page.evaluate("location.hash") == "#exercises"


COPY = '[data-act="copy"]'


def test_copied_is_said_where_something_was_copied(page, site_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_touch(page, site_url, "w7=2")
    page.click(COPY)
    page.wait_for_function(f"document.querySelector('{COPY}').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.wait_for_function(f"document.querySelector('{COPY}').textContent === 'Copy the address'")


@pytest.mark.parametrize("clipboard", ["undefined", "{ writeText: () => Promise.reject('no') }"])
@pytest.mark.parametrize("old_way", [True, False])
def test_copied_is_not_said_where_nothing_was(page, site_url, clipboard, old_way):
    page.add_init_script(f"""
        Object.defineProperty(navigator, "clipboard", {{ value: {clipboard} }});
        document.execCommand = () => {str(old_way).lower()};""")
    open_touch(page, site_url, "w7=2")
    page.click(COPY)
    says = "Copied" if old_way else "Not allowed here: take it from the address bar"
    page.wait_for_function(f"document.querySelector('{COPY}').textContent === '{says}'")
    assert focused(page) == "copy"


# ---- What was found


def found(page: Page) -> list[str]:
    """Return the blanks that are filled."""
    return page.eval_on_selector_all(".blanks .done", "all => all.map((b) => b.dataset.blank)")


def find_one(page: Page, site_url: str) -> str:
    """Find the first gradient of a layer, and return its name."""
    v = practise(page, site_url, "layer", 1, "sigmoid", "cross-entropy")
    name = page.eval_on_selector(".answer span", "label => label.textContent")
    assert answer(page, f"{v[name]:.3f}") == "right"
    return name


def test_what_was_found_is_kept(page, site_url):
    name = find_one(page, site_url)
    for menu, other, back in (
        ("[data-hidden]", "tanh", "sigmoid"),
        ("[data-loss]", "squared-error", "cross-entropy"),
        ("[data-exercise]", "all", "layer"),
    ):
        page.select_option(menu, other)
        assert not found(page)
        page.select_option(menu, back)
        assert found(page) == [name]
    page.click('[data-act="another"]')
    assert not found(page)
    page.fill("[data-number]", "1")
    page.press("[data-number]", "Tab")
    assert found(page) == [name]
    page.wait_for_timeout(400)
    assert "found" not in page.url
    page.reload()
    page.wait_for_selector(".drawing svg")
    assert found(page) == [name]


def test_what_was_found_is_in_the_address_where_nothing_may_be_stored(page, site_url):
    page.add_init_script("""
        for (const method of ["getItem", "setItem"]) {
            const original = Storage.prototype[method];
            Storage.prototype[method] = function (key, ...more) {
                if (key === "bpref-found") throw new DOMException("no", "SecurityError");
                return original.call(this, key, ...more);
            };
        }""")
    name = find_one(page, site_url)
    assert f"found={name}" in page.url
    page.reload()
    page.wait_for_selector(".drawing svg")
    assert found(page) == [name]


def test_a_wrong_answer_is_found_behind_what_follows_from_it(page, site_url):
    v = practise(page, site_url, "all", 1, "sigmoid", "cross-entropy")
    wrong = round(v["dz1"] + 0.4, 3)
    page.click('[data-blank="dz1"]')
    answer(page, str(wrong))
    page.click('[data-blank="dw1"]')
    assert answer(page, str(wrong * v["x1"])) == "follows"
    says = unicodedata.normalize("NFKC", page.inner_text(".bpref-touch .says")).replace("\n", "")
    assert says.startswith("Your dw1 follows from your dz1") and "wrong" in says


# ---- What moves, and what is seen


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
        if (!hadRecentInput) shifts.push([value, ...sources.map(({ node }) => node?.className)]);
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("viewport", [(390, 844), (1280, 1100)])
def test_nothing_moves_when_it_comes_to_life(page, site_url, viewport):
    page.set_viewport_size(dict(zip(("width", "height"), viewport, strict=True)))
    page.add_init_script(SHIFTS)
    for code in ("", "mode=step&at=3", "mode=practise"):
        open_touch(page, site_url, code)
        page.wait_for_timeout(500)
        assert not page.evaluate("shifts"), code


PIECES = [
    "article/crossing.html#where-the-paths-meet-the-products-add-figure",
    "article/training-step.html#a-hundred-steps-bring-the-loss-near-0-figure",
]


@pytest.mark.parametrize("viewport", [(390, 844), (1280, 900)])
@pytest.mark.parametrize("path", PIECES)
def test_nothing_moves_for_who_follows_a_link_to_a_piece(page, site_url, path, viewport):
    page.set_viewport_size(dict(zip(("width", "height"), viewport, strict=True)))
    page.add_init_script(SHIFTS)
    page.goto(f"{site_url}/{path}")
    page.wait_for_selector(".bpref-touch .drawing svg")
    page.wait_for_timeout(500)
    moved = page.evaluate("shifts")
    assert sum(value for value, *_ in moved) < 0.001, moved


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_under_the_pointer(page, site_url, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(SHIFTS)
    open_touch(page, site_url)
    page.wait_for_timeout(300)
    height, heights = "document.querySelector('.bpref-touch').offsetHeight", set()
    for name in ("w1", "a1", "z3", "w9", "J", "w1"):  # pointed at, and nothing else
        page.mouse.move(*middle(page, name))
        page.wait_for_timeout(50)
        heights.add(page.evaluate(height))
    assert not page.evaluate("shifts")
    for name in ("w1", "w9", "b2", "z3", "a1", "a4", "x1", "y1", "J"):
        page.mouse.move(*middle(page, name))
        heights.add(page.evaluate(height))
        page.mouse.down()
        page.mouse.up()
        heights.add(page.evaluate(height))
    page.mouse.move(*middle(page, "w1"))
    page.mouse.down()
    for by in range(1, 60, 7):
        x, y = middle(page, "w1")
        page.mouse.move(x + by + 0.3, y)
        heights.add(page.evaluate(height))
    page.mouse.up()
    assert len(heights) == 1, heights
    # Whatever a step of a descent leads to, it is told in the same room.
    open_touch(page, site_url, "mode=descend&y1=0.8&y2=0.3&rate=10")
    heights = {page.evaluate(height)}
    for _ in range(4):
        page.click('[data-act="step"]')
        heights.add(page.evaluate(height))
    assert len(heights) == 1, heights
    # Hint after hint, where it was.
    open_touch(page, site_url, "mode=practise&exercise=da")
    places = set()
    for _ in range(3):
        places.add(page.locator('[data-act="hint"]').bounding_box()["y"] + page.evaluate("scrollY"))
        page.click('[data-act="hint"]')
    assert len(places) == 1, places


def test_gradients_are_orange_at_rest_and_a_key_says_what_is_what(page, site_url):
    open_touch(page, site_url)
    colour = "node => getComputedStyle(node).fill"
    gradients = page.eval_on_selector_all(
        ".drawing svg text.gradient, .drawing svg .sum.gradient text",
        f"all => all.map({colour})",
    )
    lit_one = page.eval_on_selector('[data-name="w7"] text.gradient', colour)
    assert len(gradients) == 17 + 10 and {*gradients} == {lit_one}
    assert "gradient" in page.inner_text(".key") and "Drag" in page.inner_text(".key")


def test_an_exercise_prints_its_name(page, site_url):
    open_touch(page, site_url, "mode=practise&exercise=hidden&number=7")
    assert not page.is_visible(".printed")
    page.emulate_media(media="print")
    assert "dz of a hidden neuron, number 7" in page.inner_text(".printed")
    assert not page.is_visible(".answer")
