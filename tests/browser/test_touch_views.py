"""The network on a projector (?stage), in the frame of another page (?embed), and on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from built import SITE
from playwright.sync_api import Page
from test_touch import TOUCH, focused, open_touch
from test_touch_hands import SHIFTS, middle, touches, value

from bpref_docs.touch.values import thickness
from bpref_docs.words.quantities import SCALARS

STATES = ["show=a1", "mode=step&at=2", "mode=descend&steps=10x1", "mode=practise&exercise=all"]
SCREENS = [(1920, 1080), (1280, 720), (1024, 768)]
FRAMES = [(320, 940), (600, 940), (1000, 940), (1200, 940)]
LIVE = ".drawing svg"


def open_view(page: Page, site_url: str, view: str, code: str, screen: tuple[int, int]) -> None:
    """Open the network alone, on a screen or in a frame of that size."""
    page.set_viewport_size(dict(zip(("width", "height"), screen, strict=True)))
    page.goto("about:blank")
    page.goto(f"{site_url}{TOUCH}?{view}#{code}")
    page.wait_for_selector(LIVE)


def inside(page: Page, selector: str) -> bool:
    """Return whether all that a selector finds lies in the window."""
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility())
        .every((e) => {
            const { left, top, right, bottom } = e.getBoundingClientRect();
            return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
        })""",
        selector,
    )


def scrolls(page: Page, selector: str) -> bool:
    """Return whether a part has a scroll bar."""
    return page.eval_on_selector(
        selector, "e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth"
    )


AROUND = [
    ".bd-header-article",
    ".bd-sidebar-primary",
    "footer",
    ".bd-article p:not(.bpref-touch *)",
]


@pytest.mark.parametrize("code", STATES)
@pytest.mark.parametrize(
    ("view", "screen"),
    [("stage", screen) for screen in SCREENS] + [("embed", frame) for frame in FRAMES],
)
def test_the_network_is_alone_and_fits(page, site_url, view, screen, code):
    open_view(page, site_url, view, code, screen)
    assert not [around for around in AROUND if page.locator(f"{around} >> visible=true").count()]
    assert not scrolls(page, "html")
    assert inside(page, ".drawing :is(rect, circle), .panel, .tools, .modes")
    one, other = (page.locator(part).bounding_box() for part in (".drawing", ".panel"))
    apart_across = one["x"] + one["width"] <= other["x"]
    assert apart_across or one["y"] + one["height"] <= other["y"]
    if view == "stage":
        assert one["height"] > 0.9 * screen[1] or other["width"] <= 321
    if "step" not in code:  # the equations of a step are many
        assert not scrolls(page, ".panel") or ("practise" in code and screen[0] < 700)


def letters(page: Page) -> float:
    """Return how large the drawing's letters are, in pixels of the screen."""
    return page.eval_on_selector(
        LIVE, "svg => svg.getScreenCTM().a * parseFloat(getComputedStyle(svg).fontSize)"
    )


def test_numbers_on_the_stage_are_twice_as_large(page, site_url):
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_touch(page, site_url)
    on_the_page = letters(page)
    open_view(page, site_url, "stage", "", (1920, 1080))
    assert letters(page) >= 2 * on_the_page


def test_keys_step_on_the_stage(page, site_url):
    open_view(page, site_url, "stage", "mode=step&at=3", (1280, 720))
    at = "document.querySelector('.count:not(.buttons *)').textContent.split(' ')[0]"
    assert "keys" in page.inner_text(".panel .buttons")
    for key, wanted in [
        ("ArrowRight", "4"), ("PageDown", "5"), ("ArrowLeft", "4"), ("PageUp", "3"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(at) == wanted
    # Where something of the drawing was clicked, too; that is not turned.
    page.mouse.click(*middle(page, "w7"))
    before = value(page, "w7")
    page.keyboard.press("ArrowRight")
    assert (page.evaluate(at), value(page, "w7")) == ("4", before)
    # At the ends nothing happens.
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == "7"
    # Who has clicked a mode steps in it.
    page.click('[role="tab"][data-mode="explore"]')
    page.click('[role="tab"][data-mode="step"]')
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(at) == "6"
    assert page.get_attribute(".bpref-touch", "data-mode") == "step"
    page.wait_for_timeout(400)
    assert page.url.endswith("?stage#mode=step&at=6")


@pytest.mark.parametrize("by", ["Escape", ".leave"])
def test_the_stage_is_left_with_its_state(page, site_url, by):
    open_view(page, site_url, "stage", "w7=2&show=a1", (1280, 720))
    if by == "Escape":
        page.focus('[data-name="w9"]')
        page.keyboard.press("Escape")
    else:
        page.click(by)
    page.wait_for_url(f"{site_url}{TOUCH}#w7=2&show=a1")
    page.wait_for_selector(LIVE)
    assert page.is_visible(".bd-article h1") and value(page, "w7") == 2
    page.click('[data-view="stage"]')
    page.wait_for_url(f"{site_url}{TOUCH}?stage#w7=2&show=a1")


def test_a_field_on_the_stage_keeps_its_keys(page, site_url):
    open_view(page, site_url, "stage", "show=w7", (1280, 720))
    page.fill("[data-type]", "15")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(".")
    assert value(page, "w7") == 1.5


def test_an_answer_is_checked_where_no_form_may_be_sent(page, site_url):
    # As in a frame without allow-forms: the page hears of no submit.
    page.add_init_script("""addEventListener("submit", (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
    }, true);""")
    open_view(page, site_url, "embed", "mode=practise", (600, 940))
    for text, by in (("abc", "click"), ("xyz", "Enter")):
        page.fill(".answer input", text)
        page.click(".answer button") if by == "click" else page.press(".answer input", by)
        assert "Type a number" in page.inner_text(".bpref-touch .says")
        page.evaluate("document.querySelector('.bpref-touch .says').textContent = ''")


def test_a_frame_leads_to_the_whole_page(page, site_url):
    open_view(page, site_url, "embed", "mode=step&at=4", (600, 800))
    link = page.locator(".tools .open")
    assert link.get_attribute("target") == "_blank"
    with page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_selector(LIVE)
    assert opened.value.url == f"{site_url}{TOUCH}#mode=step&at=4"
    assert opened.value.is_visible(".bd-article h1")


def test_the_code_for_a_frame_shows_what_is_seen(page, site_url):
    open_touch(page, site_url, "w7=2&show=a1")
    page.click(".embed summary")
    code = page.input_value("[data-code]")
    address = re.search('src="([^"]+)"', code)[1].replace("&amp;", "&")
    assert address == f"{site_url}{TOUCH}?embed#w7=2&show=a1"
    page.focus('[data-name="w7"]')
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(400)
    assert "w7=2.01" in page.input_value("[data-code]")
    # On a page of another course.
    page.goto(f"{site_url}/reference/notation.html")
    page.wait_for_function("() => window.bootstrap")  # its script is done with what is replaced
    page.evaluate("code => (document.body.innerHTML = code)", code)
    frame = page.frame_locator("iframe")
    frame.locator(LIVE).wait_for()
    assert frame.locator('[data-name="w7"]').get_attribute("aria-valuenow") == "2"
    assert not frame.locator(".bd-header-article").is_visible()


COPY_CODE = '[data-act="copy-code"]'


@pytest.mark.parametrize("is_allowed", [True, False])
def test_the_code_can_be_copied_or_is_marked(page, site_url, is_allowed):
    page.add_init_script(f"""
        Object.defineProperty(navigator, "clipboard", {{ value: undefined }});
        document.execCommand = () => {str(is_allowed).lower()};""")
    open_touch(page, site_url, "w7=2")
    page.click(".embed summary")
    page.click(COPY_CODE)
    says = "Copied" if is_allowed else "Not allowed here: copy what is marked"
    page.wait_for_function(f"document.querySelector('{COPY_CODE}').textContent === '{says}'")
    marked = "f => f.value.slice(f.selectionStart, f.selectionEnd)"
    if not is_allowed:
        code = page.input_value("[data-code]")
        assert page.eval_on_selector("[data-code]", marked) == code
        assert page.evaluate("document.activeElement.hasAttribute('data-code')")


@pytest.mark.parametrize(
    ("view", "screen"), [("stage", (1280, 720)), ("embed", (320, 800)), ("embed", (1000, 800))]
)
def test_nothing_moves_when_it_comes_to_life_alone(page, site_url, view, screen):
    held: list = []
    page.route("**/touch.js*", lambda route: held.append(route))
    page.add_init_script(SHIFTS)
    page.set_viewport_size(dict(zip(("width", "height"), screen, strict=True)))
    page.goto(f"{site_url}{TOUCH}?{view}#mode=step&at=3", wait_until="commit")
    page.wait_for_selector(".bpref-touch > svg")
    page.wait_for_timeout(500)
    assert not page.is_visible(".bd-header-article")  # before any script of the network
    still = page.locator(".bpref-touch svg").first.bounding_box()
    held[0].continue_()
    page.wait_for_selector(LIVE)
    page.wait_for_timeout(300)
    assert not page.evaluate("shifts")
    assert page.locator(LIVE).bounding_box() == still


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("view", "screen"), [("stage", (1280, 720)), ("embed", (320, 800))])
@pytest.mark.parametrize("code", STATES)
def test_axe_finds_nothing_alone(page, site_url, view, screen, code, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_view(page, site_url, view, code, screen)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_dark_reader_has_a_dark_frame_though_nothing_may_be_stored(page, site_url):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site_url}/reference/notation.html")
    page.wait_for_function("() => window.bootstrap")  # its script is done with what is replaced
    page.evaluate(
        """src => {
            const frame = document.createElement("iframe");
            Object.assign(frame, { src, width: 600, height: 800 });
            document.body.replaceChildren(frame);
        }""",
        f"{site_url}{TOUCH}?embed",
    )
    frame = page.frame_locator("iframe")
    frame.locator(LIVE).wait_for()
    assert frame.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("view", ["stage", "embed"])
def test_it_is_alone_from_a_file_too(open_page, view):
    page = open_page(f"{(SITE / TOUCH.lstrip('/')).as_uri()}?{view}#show=a1")
    page.wait_for_selector(LIVE)
    assert not page.is_visible(".bd-header-article")
    page.click('[data-name="w9"] rect')
    page.wait_for_url(f"**/touch.html?{view}#show=w9")
    if view == "stage":
        page.keyboard.press("Escape")
        page.wait_for_url("**/touch.html#show=w9")


def test_without_scripts_the_page_is_whole(open_page):
    page = open_page(f"{TOUCH.lstrip('/')}?stage", java_script_enabled=False)
    assert page.is_visible(".bd-article h1") and page.is_visible(".bpref-touch > svg")


# ---- Lines as thick as their weights


def drawn(page: Page, name: str) -> float:
    """Return how thick a line is drawn, in the units of the drawing."""
    return page.eval_on_selector(
        f'[data-line="{name}"] .rest', "line => parseFloat(getComputedStyle(line).strokeWidth)"
    )


def test_lines_are_as_thick_as_their_weights(open_page, page, site_url):
    open_touch(page, site_url, "show=&w1=0&w2=-1000000")
    weights = [f"w{n}" for n in range(1, 13)]
    for name in weights:
        assert drawn(page, name) == pytest.approx(thickness(value(page, name)))
    assert 0.5 < drawn(page, "w1") < drawn(page, "w9") < drawn(page, "w10") < drawn(page, "w2") <= 5
    page.focus('[data-name="w9"]')
    page.keyboard.press("PageDown")
    assert drawn(page, "w9") == pytest.approx(thickness(-1.25))
    assert "thicker" in page.inner_text(".key")
    still = open_page(TOUCH.lstrip("/"), java_script_enabled=False)
    for name in weights:
        assert drawn(still, name) == pytest.approx(thickness(SCALARS[name]))


@pytest.mark.parametrize("view", ["", "stage"])
def test_the_loss_stands_in_its_circle(page, site_url, view):
    open_view(page, site_url, view, "", (1920, 1080))
    assert page.eval_on_selector(
        '[data-name="J"]',
        """group => {
            const { x, y, width, height } = group.querySelector("[data-value]").parentNode.getBBox();
            const circle = group.querySelector("circle"), at = (key) => +circle.getAttribute(key);
            const far = (px, py) => Math.hypot(px - at("cx"), py - at("cy"));
            // Digits have no descenders: a fifth of the row is empty below and above.
            return [x, x + width].every((px) => [y + height / 5, y + (4 * height) / 5]
                .every((py) => far(px, py) < at("r") - 1));
        }""",
    )


# ---- On a phone


@pytest.fixture
def phone(open_page):
    """Return a function that opens the network on a phone."""

    def open_on_phone(code: str, width: int = 390, height: int = 844) -> Page:
        page = open_page(
            f"{TOUCH.lstrip('/')}#{code}", width, height, has_touch=True, is_mobile=True
        )
        page.wait_for_selector(LIVE)
        return page

    return open_on_phone


def at_its_middle(page: Page, selector: str) -> bool:
    """Return whether nothing covers the middle of an element."""
    return page.eval_on_selector(
        selector,
        """e => {
            const { left, top, width, height } = e.getBoundingClientRect();
            return e.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }""",
    )


@pytest.mark.parametrize("height", [667, 844])
@pytest.mark.parametrize("exercise", ["dz", "all"])
def test_numbers_and_answer_are_on_one_screen_of_a_phone(phone, exercise, height):
    page = phone(f"mode=practise&exercise={exercise}", height=height)
    page.tap(".answer input")
    assert inside(page, ".drawing, .answer")
    assert at_its_middle(page, ".answer input")
    assert page.locator(".drawing").bounding_box()["height"] <= height / 2
    # What gets the focus in the panel is not behind the drawing.
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
        page.evaluate("document.activeElement.classList.add('focused')")
        assert at_its_middle(page, ".focused")
        page.evaluate("document.activeElement.classList.remove('focused')")


def test_a_short_explanation_leaves_no_blank_on_a_phone(phone):
    for code, last in (
        ("show=w7", ".nudge"),
        ("show=J", ".explained"),
        ("mode=step&at=3", ".room"),
    ):
        page = phone(code)
        bottom = page.evaluate(f"document.querySelector('{last}').getBoundingClientRect().bottom")
        gap = page.evaluate("document.querySelector('.tools').getBoundingClientRect().top") - bottom
        assert gap < 110, (code, gap)


def test_the_curve_is_above_its_buttons(phone):
    page = phone("mode=descend&steps=10x0.5")
    curve, buttons = (
        page.locator(part).bounding_box() for part in ("div.curve", ".panel .buttons")
    )
    assert curve["y"] + curve["height"] <= buttons["y"]


@pytest.mark.parametrize("width", [360, 390])
def test_a_finger_finds_every_sum_and_activation(phone, width):
    page = phone("show=", width=width)
    for name in [f"{letter}{n}" for letter in "za" for n in range(1, 6)]:
        grip = page.locator(f'.drawing [data-name="{name}"] .grip').bounding_box()
        assert min(grip["width"], grip["height"]) >= 24, name
    cdp = page.context.new_cdp_session(page)
    # Beside the box of z2, 5 pixels above it.
    x, y = middle(page, "z2")
    touches(cdp, "touchStart", (x, y - 11))
    touches(cdp, "touchEnd")
    page.wait_for_function("document.querySelector('[data-pick]').value === 'z2'")


def test_what_a_finger_drags_is_shown(phone):
    page = phone("show=w7")
    cdp = page.context.new_cdp_session(page)
    x, y = middle(page, "w2")
    touches(cdp, "touchStart", (x, y))
    for by in range(4, 40, 4):
        touches(cdp, "touchMove", (x + by, y))
        page.wait_for_timeout(16)
    touches(cdp, "touchEnd")
    assert page.input_value("[data-pick]") == "w2"
    assert page.input_value("[data-type]") == str(value(page, "w2")).replace("-", "−")


def test_a_descent_that_stops_says_so(page, site_url):
    open_touch(page, site_url, "mode=descend&rate=0.1")
    page.click('[data-act="play"]')
    page.wait_for_function("document.querySelector('.state').textContent.includes('steps')")
    x, y = middle(page, "w3")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=3)
    page.mouse.up()
    assert "has stopped" in page.inner_text(".state")
    assert page.inner_text('[data-act="play"]') == "Play"
    page.click('[data-act="step"]')
    assert "has stopped" not in page.inner_text(".state")
    # Where nothing was playing, nothing has stopped.
    page.focus('[data-name="w3"]')
    page.keyboard.press("ArrowUp")
    assert "has stopped" not in page.inner_text(".state")
    assert focused(page) == "w3"
